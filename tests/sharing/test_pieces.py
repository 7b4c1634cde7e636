"""The kernel in pieces gives what the whole gives, however the pieces are cut; so does a small memory, and a run that goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stemma.errors import BadInput, Cancelled, StemmaError
from stemma.sharing import (
    Copies,
    Pages,
    Settings,
    Text,
    chrome_limits,
    copies,
    equals,
    flagged_of,
    parts_of,
    shared_counts,
    shingles,
    verified,
    words,
)
from stemma.sharing.index import _known, _passes
from tests.sharing.test_copies import prose, same

Pair = tuple[str, str, int, float, float]


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    """See `many_copies`."""
    return many_copies()


def many_copies() -> list[Text]:
    """Copies of many kinds, with chrome, twins and a crowd; in no order."""
    draw = random.Random(11)
    sources = [prose(n, 150).split() for n in range(60)]
    chrome = [prose(900 + n, 25) for n in range(9)]
    out = []
    for n in range(400):
        a, b, o = draw.randrange(60), draw.randrange(60), draw.randrange(9)
        cut = draw.randrange(0, 150)
        body = sources[a][:cut] + sources[b][cut:]
        out.append(Text(f"t{n}", f"o{o}", f"{chrome[o]} {' '.join(body)} {chrome[o]}" if n % 3 else " ".join(sources[a])))
    for n in range(90):
        crowd = list(sources[0])
        crowd[n] = "other"
        out.append(Text(f"c{n}", f"p{n}", " ".join(crowd)))
    draw.shuffle(out)
    return out


def in_pieces(texts: list[Text], settings: Settings, draw: random.Random, bits: int) -> set[Pair]:
    """What an engine would do, batches and partitions cut and shuffled at random."""
    texts = sorted(texts, key=lambda t: t.id)
    made = words([t.text for t in texts])
    many = len(texts)
    first = equals(made.prints, np.arange(many))
    names = sorted({t.outlet for t in texts})
    outlets = np.array([names.index(t.outlet) for t in texts], dtype=np.int32)
    pages = Pages(outlets, chrome_limits(outlets, settings), np.arange(many), int((first == np.arange(many)).sum()))
    batches = []
    rows = np.flatnonzero(first == np.arange(many))
    while len(rows):
        size = draw.randint(1, 60)
        batch, rows = rows[:size], rows[size:]
        batches.append(shingles(words([texts[r].text for r in batch]), batch, settings))
    draw.shuffle(batches)
    hashes, of = np.concatenate([b[0] for b in batches]), np.concatenate([b[1] for b in batches])
    part = parts_of(hashes, bits)
    total: dict[tuple[int, int], int] = defaultdict(int)
    found = []
    for p in draw.sample(range(1 << bits), 1 << bits):
        counted = shared_counts(hashes[part == p], of[part == p], pages, settings, bits=bits, texts=many)
        found.append(counted)
        for a, b, n in zip(counted.left.tolist(), counted.right.tolist(), counted.shared.tolist(), strict=True):
            total[a, b] += n
    flagged = flagged_of(np.concatenate([f.keys for f in found]), np.concatenate([f.flags for f in found]), many)
    pairs = np.array([p for p, n in total.items() if n >= settings.fewest], dtype=np.int32).reshape(-1, 2)
    done = verified(made, pairs[:, 0], pairs[:, 1], outlets, flagged, settings)
    out: set[Pair] = set()
    for k in np.flatnonzero(done.kept).tolist():
        a, b = pairs[k].tolist()
        out.add((texts[a].id, texts[b].id, int(done.shared[k]), float(done.left_share[k]), float(done.right_share[k])))
    for b in np.flatnonzero(first != np.arange(many)).tolist():
        size = int(done.sizes[first[b]])
        if size >= settings.fewest:
            out.add((texts[first[b]].id, texts[b].id, size, 1.0, 1.0))
    return out


def as_set(found: Copies) -> set[Pair]:
    return {(p.left, p.right, p.shared, p.left_share, p.right_share) for p in found.pairs()}


def test_pieces_give_what_the_whole_gives(texts: list[Text]) -> None:
    settings = Settings(crowd=40)
    whole = copies(texts, settings=settings)
    assert len(whole.left) > 500
    draw = random.Random(5)
    for bits in (0, 3, 6):
        assert in_pieces(texts, settings, draw, bits) == as_set(whole)


def test_a_memory_too_small_for_anything_changes_nothing(texts: list[Text], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = copies(texts)
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 20_000)
    monkeypatch.setattr("stemma.sharing.index.PARTITION", 1024)
    monkeypatch.setattr("stemma.sharing.collection.FEWEST", 5000)
    monkeypatch.setattr("stemma.sharing.shelf.SMALL", 10_000)
    for memory in (1, 100_000, 2_000_000, 1 << 30):
        assert same(whole, copies(texts, settings=Settings(memory=memory)))


def test_a_run_that_was_stopped_goes_on(texts: list[Text], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = copies(texts)
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 20_000)
    monkeypatch.setattr("stemma.sharing.index.PARTITION", 4096)
    settings = Settings(memory=400_000)
    for patience in (1, 5, 20, 30):
        asked = iter(range(patience))
        with pytest.raises(Cancelled):
            copies(texts, settings=settings, scratch=tmp_path, cancel=lambda asked=asked: next(asked, None) is None)
    kept = {f.name: f.stat().st_mtime_ns for f in tmp_path.iterdir()}
    assert kept and all(name.endswith(".seg") for name in kept)
    assert same(whole, copies(texts, settings=settings, scratch=tmp_path))
    after = {f.name: f.stat().st_mtime_ns for f in tmp_path.iterdir()}
    assert kept.items() <= after.items()
    # Once more, all from scratch; and with other texts among them.
    assert same(whole, copies(texts, settings=settings, scratch=tmp_path))
    assert same(copies(texts[:300]), copies(texts[:300], settings=settings, scratch=tmp_path))


def test_a_damaged_segment_is_not_trusted(texts: list[Text], tmp_path: Path) -> None:
    whole = copies(texts, scratch=tmp_path)
    draw = random.Random(2)
    for round in range(6):
        for file in sorted(tmp_path.iterdir()):
            data = bytearray(file.read_bytes())
            if round % 3 == 0:
                data = data[: draw.randrange(len(data))]
            elif round % 3 == 1:
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            else:
                data += b"more"
            file.write_bytes(data)
        assert same(whole, copies(texts, scratch=tmp_path))


def test_scratch_that_cannot_be_written(texts: list[Text], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StemmaError):
        copies(texts, scratch=tmp_path / "file")


def test_equal_batches_share_a_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 1 << 16)
    texts = [Text(f"{n:05}", f"o{n}", prose(1, 300)) for n in range(2000)]
    found = copies(texts, scratch=tmp_path, settings=Settings(threads=4))
    assert found.left.tolist() == [0] * 1999
    assert len(list(tmp_path.glob("words-*.seg"))) < 5 and not list(tmp_path.glob("*.part"))


def test_a_segment_that_is_taken_away_is_told(texts: list[Text], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 20_000)

    def take(step: str, done: int, total: int) -> None:
        if step == "counting n-grams":
            for file in tmp_path.glob("words-*.seg"):
                file.unlink()

    with pytest.raises(BadInput) as error:
        copies(texts, scratch=tmp_path, settings=Settings(memory=1), progress=take)
    assert error.value.code == "damaged"


def test_what_is_known_to_be_chrome_is_left_out_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chrome = [prose(900 + n, 120) for n in range(3)]
    sources = [prose(n, 90).split() for n in range(30)]
    draw = random.Random(8)
    texts = []
    for n in range(240):
        own = " ".join(sources[draw.randrange(30)][draw.randrange(40) :])
        # Chrome of one outlet now and then stands on a page of another: there it is not its own, and is chrome all the same.
        shown = chrome[n % 3] if n % 17 else chrome[(n + 1) % 3]
        texts.append(Text(f"t{n:03}", f"o{n % 3}", f"{shown} {own} {shown[:300] if n % 2 else ''}"))
    postings = []

    def passes(sizes: np.ndarray, room: int) -> list[tuple[int, int, int]]:
        postings.append(int(sizes.sum()))
        return _passes(sizes, room)

    monkeypatch.setattr("stemma.sharing.index._passes", passes)
    found = copies(texts)
    for runs in (1, 7):
        monkeypatch.setattr("stemma.sharing.index.RUNS", runs)
        monkeypatch.setattr("stemma.sharing.collection.BATCH", 30_000)
        assert same(found, copies(texts))
    monkeypatch.setattr("stemma.sharing.index._known", nothing_known)
    assert same(found, copies(texts))
    assert postings[-3] < postings[-1] * 0.7 and len(found.left) > 200


def nothing_known(shelf, census, use, by, bits, counts, desk):  # type: ignore[no-untyped-def]
    """`_known` without its shortcut: limits that no piece exceeds."""
    far = Pages(census.pages.outlets, np.full_like(census.pages.limits, 1 << 30), census.pages.ranks, census.pages.texts)
    return _known(shelf, replace(census, pages=far), use, by, bits, counts, desk)


KILLED = """
import os, signal, sys
from pathlib import Path
from stemma.sharing import Settings, copies
import stemma.sharing.collection as collection, stemma.sharing.index as index
from tests.sharing.test_pieces import many_copies
collection.BATCH, index.PARTITION = 20_000, 4096
def progress(step, done, total):
    if step == sys.argv[2] and done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
copies(many_copies(), settings=Settings(memory=400_000), scratch=Path(sys.argv[1]), progress=progress)
"""


def test_a_run_that_was_killed_goes_on(texts: list[Text], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step, done in (("reading", 3), ("indexing", 1), ("finding shared n-grams", 2)):
        killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), step, str(done)], check=False)
        assert killed.returncode == -signal.SIGKILL
    kept = {f.name: f.stat().st_mtime_ns for f in tmp_path.glob("*.seg")}
    assert sum(name.startswith("words-") for name in kept) > 3
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 20_000)
    monkeypatch.setattr("stemma.sharing.index.PARTITION", 4096)
    assert same(copies(texts), copies(texts, settings=Settings(memory=400_000), scratch=tmp_path))
    after = {f.name: f.stat().st_mtime_ns for f in tmp_path.glob("*.seg")}
    assert kept.items() <= after.items() and len(after) > len(kept)
