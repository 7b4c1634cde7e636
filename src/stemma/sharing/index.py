"""Words on the shelf -> the n-grams that several texts hold: a hash partition after the other, as many at a time as fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.desk import Desk
from stemma.sharing.grams import Factors, Lists, lists_of, scatter, tally
from stemma.sharing.nouns import Settings
from stemma.sharing.shelf import Census, Shelf
from stemma.sharing.store import Store, name_of

PARTITION: Final = 1 << 17
"""N-grams of a partition, about: a megabyte, so that it is put in order inside a core's cache."""
STREAMS: Final = 1024
"""Partitions written at a time; with more the processor loses its way among the pages."""

RUNS: Final = 4
"""Runs of segments that are looked through for known page chrome, each for itself."""
_NONE: Final = np.zeros(0, dtype=np.uint8)


@dataclass(slots=True)
class Index:
    """Lists of texts that share an n-gram, in parts; parts beyond `room` bytes lie in the store."""

    store: Store
    room: int
    parts: list[Lists | str] = field(default_factory=list)
    keys: list[NDArray[np.uint64]] = field(default_factory=list)
    flags: list[NDArray[np.uint8]] = field(default_factory=list)
    rows: int = 0

    def add(self, lists: Lists, name: str) -> None:
        """One more part; `name` if it is in the store already, else ""."""
        self.keys.append(lists.keys)
        self.flags.append(lists.flags)
        self.rows += len(lists.rows)
        size = 8 * len(lists.rows) + 9 * len(lists.ends)
        if size <= self.room:
            self.room -= size
            self.parts.append(lists)
            return
        if not name:
            name = f"lists-{len(self.parts)}"
            self.store.save(name, _packed(lists))
        self.parts.append(name)

    def lists(self) -> Iterator[Lists]:
        """All parts, in order."""
        for part in self.parts:
            yield part if isinstance(part, Lists) else Lists(*self.store.need(part))

    @property
    def whole(self) -> bool:
        """Whether all parts are in memory."""
        return all(isinstance(part, Lists) for part in self.parts)


def _packed(lists: Lists) -> tuple[NDArray[np.generic], ...]:
    return lists.rows, lists.ends, lists.kinds, lists.keys, lists.flags


def make_index(shelf: Shelf, census: Census, by: Factors, settings: Settings, room: int, desk: Desk) -> Index:
    """The index of all texts on the shelf that stand for themselves; at most `room` bytes of postings at a time, and of lists."""
    grams = sum(int(np.maximum(np.diff(s.starts) - settings.words + 1, 0).sum()) for s in shelf.segments)
    bits = max(0, min(20, (grams // PARTITION).bit_length()))
    segments = range(len(shelf.segments))
    use = [census.use[shelf.firsts[n] : shelf.firsts[n + 1]] for n in segments]
    counts = np.zeros((len(segments), 1 << bits), dtype=np.int64)

    known = _known(shelf, census, use, by, bits, counts, desk)
    index = Index(shelf.store, room)
    passes = _passes(counts.sum(axis=0), room)
    postings = np.empty(max(size for _, _, size in passes), dtype=np.uint64)
    for low, high, _ in passes:
        name = _name(shelf, census, settings, bits, low, high) if shelf.store.keeps else ""
        found = shelf.store.load(name) if name else None
        if found is not None:
            lists = Lists(*found)
        else:
            lists = _pass(shelf, census, use, known, counts[:, low:high], by, bits, low, settings, postings, desk)
            if name:
                shelf.store.save(name, _packed(lists))
        index.add(lists, name)
    return index


def _passes(sizes: NDArray[np.int64], room: int) -> list[tuple[int, int, int]]:
    """Which partitions (of these numbers of postings) are made together: first, end, postings."""
    out = []
    low = size = 0
    for part, here in enumerate(sizes.tolist()):
        if part > low and (8 * (size + here) > room or part - low >= STREAMS):
            out.append((low, part, size))
            low, size = part, 0
        size += here
    return [*out, (low, len(sizes), size)]


def _name(shelf: Shelf, census: Census, settings: Settings, bits: int, low: int, high: int) -> str:
    about = f"{settings.words} {settings.crowd} {settings.cap} {settings.anchors} {bits} {low} {high}"
    outlets, ranks = census.pages.outlets.tobytes(), census.pages.ranks.tobytes()
    return name_of(
        "lists", [about.encode(), *(s.name.encode() for s in shelf.segments), outlets, census.pages.limits.tobytes(), ranks]
    )


def _known(
    shelf: Shelf,
    census: Census,
    use: list[NDArray[np.bool_]],
    by: Factors,
    bits: int,
    counts: NDArray[np.int64],
    desk: Desk,
) -> list[NDArray[np.uint8]]:
    """Fill `counts` (segments, partitions) with numbers of postings; tells which pieces of every segment are known to be chrome.

    Every run of segments has its own memory of pieces, so that what is known, and with it how the work is cut, does not depend on
    the number of threads.
    """
    many = len(shelf.segments)
    size = 1 << min(18, max(10, (64 * len(census.pages.limits)).bit_length()))
    known = [_NONE] * many

    def tell(segments: range) -> None:
        table, pages, lasts = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.int32), np.full(size, -1, dtype=np.int32)
        for n in segments:
            first, last = shelf.firsts[n], shelf.firsts[n + 1]
            words, starts = shelf.words(n), shelf.segments[n].starts
            room = np.empty(len(words) + last - first, dtype=np.uint8)
            outlets = census.pages.outlets[first:last]
            limits = census.pages.limits
            top = tally(words, starts, use[n], outlets, limits, by, bits, table, pages, lasts, first, counts[n], room)
            known[n] = room[:top].copy()

    runs = [range(low, min(many, low + max(1, -(-many // RUNS)))) for low in range(0, many, max(1, -(-many // RUNS)))]
    desk.all("counting n-grams", tell, runs, len(runs))
    return known


def _pass(
    shelf: Shelf,
    census: Census,
    use: list[NDArray[np.bool_]],
    known: list[NDArray[np.uint8]],
    counts: NDArray[np.int64],
    by: Factors,
    bits: int,
    low: int,
    settings: Settings,
    postings: NDArray[np.uint64],
    desk: Desk,
) -> Lists:
    """The lists of the partitions from `low` on, of which `counts` tells how many postings each segment has;
    `postings` is room for all of them."""
    high = low + counts.shape[1]
    edges = np.concatenate(([0], np.cumsum(counts.sum(axis=0))))
    heads = edges[:-1] + np.cumsum(counts, axis=0) - counts
    segments = range(len(shelf.segments))

    def put(n: int) -> None:
        rows = np.arange(shelf.firsts[n], shelf.firsts[n + 1])
        starts = shelf.segments[n].starts
        scatter(shelf.words(n), starts, use[n], rows, known[n], by, bits, low, high, census.row_bits, heads[n], postings)

    def sift(n: int) -> Lists:
        return lists_of(postings[edges[n] : edges[n + 1]], census.pages, settings, bits=bits, row_bits=census.row_bits)

    desk.all("indexing", put, segments, len(segments))
    return joined_lists(desk.all("finding shared n-grams", sift, range(high - low), high - low))


def joined_lists(parts: list[Lists]) -> Lists:
    """Several parts as one, in order."""
    if len(parts) == 1:
        return parts[0]
    tops = np.cumsum([0, *(len(p.rows) for p in parts)])
    return Lists(
        np.concatenate([p.rows for p in parts]),
        np.concatenate([p.ends + top for p, top in zip(parts, tops[:-1], strict=True)]),
        np.concatenate([p.kinds for p in parts]),
        np.concatenate([p.keys for p in parts]),
        np.concatenate([p.flags for p in parts]),
    )
