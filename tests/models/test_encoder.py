from pathlib import Path

import numpy as np
import pytest

from stemma.errors import BadWeights
from stemma.models import encoder
from stemma.models.encoder import encode, read, read_all

SENTENCES = [
    "The harbour master closed the eastern quay after the storm.",
    "After the gale, the east quay was shut by the master of the harbour.",
    "Cocoa prices rose for a third week.",
    "No.",
]


def test_vectors_are_of_length_one_and_near_in_meaning_means_near() -> None:
    vectors = encode(SENTENCES)
    assert vectors.shape == (4, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.7 > 0.3 > vectors[0] @ vectors[2]


def test_a_vector_does_not_depend_on_what_stands_beside_it() -> None:
    together = encode(SENTENCES)
    read.cache_clear()
    backwards = encode(SENTENCES[::-1])[::-1]
    read.cache_clear()
    alone = np.stack([encode([s])[0] for s in SENTENCES])
    assert together.tobytes() == backwards.tobytes() == alone.tobytes()


def test_no_sentence_gives_no_vector_and_no_word_gives_one() -> None:
    assert encode([]).shape == (0, 384)
    assert np.isfinite(encode([""])).all()
    assert read("").starts == ()


def test_pieces_lie_in_the_sentence_and_on_the_grid() -> None:
    reading = read(SENTENCES[0])
    assert "".join(SENTENCES[0][a:b] for a, b in zip(reading.starts, reading.ends, strict=True)) == SENTENCES[0].replace(" ", "")
    assert reading.pieces.shape == (len(reading.starts), 384)
    assert (np.round(reading.pieces.astype(np.float64) * encoder.GRID) == reading.pieces.astype(np.float64) * encoder.GRID).all()


def test_what_comes_after_the_longest_is_not_seen() -> None:
    long = "word " * 200
    assert encode([long]).tobytes() == encode([long + "and then another matter"]).tobytes()
    assert len(read(long).starts) == encoder.LONGEST - 2


def test_an_altered_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / encoder.MODEL).write_bytes(b"not the model")
    monkeypatch.setattr(encoder, "FOLDER", tmp_path)
    with pytest.raises(BadWeights, match="needed"):
        encoder.load.__wrapped__()


def test_reading_many_gives_what_reading_each_gives() -> None:
    told = [*SENTENCES, SENTENCES[0]]
    found = read_all(told)
    assert len(found) == 5 and found[4] is found[0]
    for sentence, reading in zip(told, found, strict=True):
        alone = read(sentence)
        assert np.array_equal(reading.vector, alone.vector) and np.array_equal(reading.pieces, alone.pieces)
        assert reading.starts == alone.starts
    assert read_all([]) == []
