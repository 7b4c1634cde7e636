"""Texts as columns: what comes of an Arrow table is what comes of its texts one by one."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

from stemma.errors import BadInput
from stemma.sharing import Settings, Text, Texts, copies, texts_of, words
from stemma.sharing.words import words_of
from tests.sharing.test_copies import prose, same


def rows(many: int = 60) -> list[Text]:
    """Copies and strangers, some with letters of more than one byte, some of no outlet."""
    draw = random.Random(4)
    sources = [prose(n, 80).split() for n in range(12)]
    return [
        Text(f"t{n:02}", f"o{n % 7}" if n % 5 else "", " ".join(sources[draw.randrange(12)][: draw.randint(0, 80)]) + f" é{n} ½ 中")
        for n in range(many)
    ]


def table(texts: list[Text], kind: pa.DataType) -> pa.Table:
    """The same as columns, in two chunks, the second a slice."""
    both = {
        "id": [t.id for t in texts],
        "outlet": [t.outlet or None for t in texts],
        "text": pa.array([t.text for t in texts], pa.string()).cast(kind),
    }
    whole = pa.table(both)
    return pa.concat_tables([whole.slice(0, 7), whole.slice(7)])


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_columns_are_the_texts(kind: pa.DataType, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = rows()
    one_by_one = copies(texts)
    assert len(one_by_one.left) > 20
    assert same(one_by_one, copies(texts_of(table(texts, kind))))
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 700)
    mixed: list[Text | Texts] = [*texts[:5], *texts_of(table(texts[5:40], kind)), *texts[40:]]
    assert same(one_by_one, copies(mixed, settings=Settings(threads=2)))


def test_a_batch_and_other_names() -> None:
    texts = rows(10)
    batch = pa.record_batch({"key": [t.id for t in texts], "body": [t.text for t in texts]})
    (got,) = texts_of(batch, id="key", outlet=None, text="body")
    assert list(got.ids) == [t.id for t in texts] and set(got.outlets) == {""}
    assert bytes(got.raw[got.starts[3] : got.starts[4]]).decode() == texts[3].text
    none = texts_of(pa.table({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())}), outlet=None)
    assert copies(none).ids == ()


@pytest.mark.parametrize(
    "columns",
    [
        {"id": ["a"], "text": ["x"]},
        {"id": ["a"], "outlet": ["o"], "text": pa.array([None], pa.string())},
        {"id": ["a"], "outlet": ["o"], "text": [7]},
    ],
)
def test_columns_that_are_no_texts(columns: dict[str, object]) -> None:
    with pytest.raises(BadInput) as error:
        list(texts_of(pa.table(columns)))
    assert error.value.code == "not-a-text"


@pytest.mark.parametrize("starts", [[0, 3], [0, 2, 1, 4], [0, 2, 4, 9], [-1, 2, 3, 4]])
def test_starts_that_cannot_be(starts: list[int]) -> None:
    with pytest.raises(BadInput) as error:
        Texts(["a", "b", "c"], ["", "", ""], b"abcd", np.array(starts, dtype=np.int64))
    assert error.value.code == "not-a-text"


def test_bytes_that_are_no_letters_are_not_read_beyond() -> None:
    for raw in (b"one \xf0\x9f", b"two \xe2", b"three \xff\xff\xff\xff", b"\xc3"):
        made = words_of(raw, np.array([len(raw)], dtype=np.int64))
        assert made.hashes.tolist()[:1] == words([raw.decode("ascii", "ignore")]).hashes.tolist()
