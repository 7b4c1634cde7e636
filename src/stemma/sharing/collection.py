"""Many texts -> which of them share text: the stages one after the other, within a stated memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.counting import Counts, Walks, count, pick, walks
from stemma.sharing.desk import Desk, Progress, processors
from stemma.sharing.grams import Factors, factors
from stemma.sharing.index import Index, joined_lists, make_index
from stemma.sharing.nouns import Copies, Settings, Text, Texts
from stemma.sharing.shelf import BATCH, Census, Shelf, take_census
from stemma.sharing.store import Store
from stemma.sharing.verifying import Flagged, Found, Surveyed, deciding, flagged_of, found, survey, verify

BLOCK: Final = 4096
"""Texts counted at a time."""
SLICE: Final = 1 << 16
"""Pairs verified at a time."""
SPANS: Final = 64
"""Most parts in which the texts are counted where the lists do not fit the memory: all lists are read for each."""
FEWEST: Final = 1 << 18
"""Words that are held for verification at least."""


def copies(
    texts: Iterable[Text | Texts],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    cancel: Callable[[], bool] | None = None,
    scratch: Path | None = None,
) -> Copies:
    """Which of the texts share text, whatever their order.

    `texts` are gone through once; they come one by one, or many at a time as columns (`texts_of` makes them of Arrow tables).
    `progress` is told the step, how much of it is done, and of how much (0: not known); `cancel` is asked now and then, and stops
    the work with `Cancelled`. In the folder `scratch` finished parts are kept, named by what they were made from, so that a run
    that was stopped goes on from there; without it, what the memory does not hold goes to a temporary folder. Raises `BadInput`:
    "needs-extra" without numba, "not-a-text" for an item that is neither `Text` nor `Texts`, "id-twice" for two different texts
    of one id; `StemmaError` where scratch cannot be written.
    """
    given = settings or Settings()
    desk = Desk(given.threads or processors(), progress, cancel)
    store = Store(scratch)
    try:
        desk.say("compiling once", 0, 1)
        _prepare(given.words)
        desk.say("compiling once", 1, 1)
        return _copies(texts, given, desk, store)
    finally:
        store.close()


@cache
def _prepare(words: int) -> None:
    """Have the machine code made, or read where it was kept: some seconds the first time, then part of one."""
    text = " ".join(map(str, range(40)))
    _copies([Text("a", "", text), Text("b", "", f"{text} ½")], Settings(words=words), Desk(1, None, None), Store(None))


def _copies(texts: Iterable[Text | Texts], settings: Settings, desk: Desk, store: Store) -> Copies:
    shelf = Shelf(store, settings.memory // 2, min(BATCH, max(1 << 16, settings.memory // 128)))
    shelf.fill(texts, desk)
    census = take_census(shelf, settings)
    by = factors(settings.words)
    index = make_index(shelf, census, by, settings, settings.memory // 4, desk)
    flagged = flagged_of(np.concatenate([_NO_KEYS, *index.keys]), np.concatenate([_NO_FLAGS, *index.flags]), len(shelf.ids))
    left, right = candidates(index, len(shelf.ids), settings, settings.memory // 4, desk)
    del index
    return _verified(shelf, census, left, right, by, flagged, settings, desk)


_NO_KEYS: Final = np.zeros(0, dtype=np.uint64)
_NO_FLAGS: Final = np.zeros(0, dtype=np.uint8)
_NO_ROWS: Final = np.zeros(0, dtype=np.int32)


def candidates(index: Index, texts: int, settings: Settings, room: int, desk: Desk) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of texts, numbered by arrival, left < right, that share enough n-grams to be looked at."""
    spans = desk.threads if index.whole else min(SPANS, max(2, -(-16 * index.rows // max(1, room))))
    wide = max(1, -(-texts // spans))
    ranges = [(low, min(texts, low + wide)) for low in range(0, texts, wide)]
    blocks = -(-texts // BLOCK)
    counts: list[Counts] = []

    def work(item: tuple[Walks, int]) -> Counts:
        walk, first = item
        return count(walk, first, min(walk.last, first + BLOCK), settings.fewest)

    def run(made: list[Walks]) -> None:
        items = ((walk, first) for walk in made for first in range(walk.first, walk.last, BLOCK))
        counts.extend(desk.each("counting shared n-grams", work, items, blocks + len(ranges)))

    if index.whole and ranges:
        lists = joined_lists(list(index.lists()))
        run(desk.all("sorting by text", lambda span: walks(lists, *span), ranges, len(ranges)))
    else:
        for low, high in ranges:
            run([walks(joined_lists([pick(lists, low, high) for lists in index.lists()]), low, high)])
    return np.concatenate([_NO_ROWS, *(c[0] for c in counts)]), np.concatenate([_NO_ROWS, *(c[1] for c in counts)])


def gathered(shelf: Shelf, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The words of some texts (numbers ascend), one after the other, and where each begins."""
    lengths = np.zeros(len(rows), dtype=np.int64)
    edges = np.searchsorted(rows, shelf.firsts)
    for n, segment in enumerate(shelf.segments):
        own = rows[edges[n] : edges[n + 1]] - shelf.firsts[n]
        lengths[edges[n] : edges[n + 1]] = segment.starts[own + 1] - segment.starts[own]
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    out = np.empty(int(starts[-1]), dtype=np.uint32)
    for n, segment in enumerate(shelf.segments):
        if edges[n] < edges[n + 1]:
            words = shelf.words(n)
            own = rows[edges[n] : edges[n + 1]] - shelf.firsts[n]
            shift = np.repeat(segment.starts[own] - starts[edges[n] : edges[n + 1]], lengths[edges[n] : edges[n + 1]])
            out[starts[edges[n]] : starts[edges[n + 1]]] = words[shift + np.arange(starts[edges[n]], starts[edges[n + 1]])]
    return out, starts


def _verified(
    shelf: Shelf,
    census: Census,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    by: Factors,
    flagged: Flagged,
    settings: Settings,
    desk: Desk,
) -> Copies:
    """The candidates that do share text, and texts of equal words, as rows of the sorted ids."""
    ranks = census.pages.ranks
    twins = np.flatnonzero((census.first != np.arange(len(shelf.ids))) & (ranks != ranks[census.first]))
    needed = np.unique(np.concatenate([left, right, census.first[twins]])).astype(np.int64)
    # The left text is the one of the smaller id, whatever came first.
    swap = ranks[left] > ranks[right]
    a = np.searchsorted(needed, np.where(swap, right, left))
    b = np.searchsorted(needed, np.where(swap, left, right))
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    what = found(len(a))
    sizes = np.zeros(len(needed), dtype=np.int32)
    for which, x, y, texts in _blocks(shelf, needed, a, b, by, flagged, settings, sizes, desk):

        def work(p: int, x=x, y=y, texts=texts) -> Found:  # type: ignore[no-untyped-def]
            return verify(texts, x[p : p + SLICE], y[p : p + SLICE], by, settings)

        slices = range(0, len(which), SLICE)
        for p, part in zip(slices, desk.each("verifying", work, slices, -(-len(a) // SLICE)), strict=True):
            here = which[p : p + SLICE]
            what.shared[here], what.sound[here], what.firm[here] = part.shared, part.sound, part.firm
    outlets = census.pages.outlets[needed]
    part_a, part_b, kept = deciding(what, sizes[a], sizes[b], outlets[a] == outlets[b], settings)
    twin_sizes = sizes[np.searchsorted(needed, census.first[twins])]
    twins, twin_sizes = twins[twin_sizes >= settings.fewest], twin_sizes[twin_sizes >= settings.fewest]
    ones = np.ones(len(twins))
    # The one that stands for texts of equal words has the smallest id of them.
    out_left = np.concatenate([ranks[needed[a[kept]]], ranks[census.first[twins]]])
    out_right = np.concatenate([ranks[needed[b[kept]]], ranks[twins]])
    order = np.lexsort((out_right, out_left))
    return Copies(
        census.ids,
        out_left[order],
        out_right[order],
        np.concatenate([what.shared[kept], twin_sizes])[order],
        np.concatenate([part_a[kept], ones])[order],
        np.concatenate([part_b[kept], ones])[order],
    )


Block = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], Surveyed]


def _blocks(
    shelf: Shelf,
    needed: NDArray[np.int64],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    by: Factors,
    flagged: Flagged,
    settings: Settings,
    sizes: NDArray[np.int32],
    desk: Desk,
) -> Iterator[Block]:
    """Pairs (their numbers, and both texts' numbers in what comes with them), with the words of their texts: all at once where the
    words are in memory, else by blocks of texts of which two fit, each with itself and then with those after it. Fills `sizes`."""
    if shelf.whole:
        starts = shelf.starts()
        texts = Surveyed(shelf.held, starts, np.zeros(int(starts[-1]), dtype=np.uint8), np.zeros(len(shelf.ids), dtype=np.int32))
        _survey_all(texts, needed, by, flagged, desk)
        sizes[:] = texts.sizes[needed]
        yield np.arange(len(a)), needed[a].astype(np.int32), needed[b].astype(np.int32), texts
        return
    spans = _spans(shelf, needed, settings.memory // 4 // 16)
    for i, (low, high) in enumerate(spans):
        one = _surveyed(shelf, needed[low:high], by, flagged, desk)
        sizes[low:high] = one.sizes
        for first, last in spans[i:]:
            inside = (a >= low) & (a < high) & (b >= first) & (b < last) | (b >= low) & (b < high) & (a >= first) & (a < last)
            which = np.flatnonzero(inside)
            if not len(which):
                continue
            alone = first == low
            both = one if alone else one.with_(_surveyed(shelf, needed[first:last], by, flagged, desk))
            at = np.arange(low, high) if alone else np.concatenate([np.arange(low, high), np.arange(first, last)])
            yield which, np.searchsorted(at, a[which]).astype(np.int32), np.searchsorted(at, b[which]).astype(np.int32), both


def _spans(shelf: Shelf, rows: NDArray[np.int64], words: int) -> list[tuple[int, int]]:
    """Cuts of `rows` (texts, numbers ascend) into runs of at most about `words` words."""
    lengths = np.concatenate([np.zeros(0, dtype=np.int64), *(np.diff(s.starts) for s in shelf.segments)])[rows]
    number = np.cumsum(lengths) // max(FEWEST, words)
    edges = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(rows)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _surveyed(shelf: Shelf, rows: NDArray[np.int64], by: Factors, flagged: Flagged, desk: Desk) -> Surveyed:
    """The words of some texts, and what each of their n-grams is."""
    words, starts = gathered(shelf, rows)
    made = Surveyed(words, starts, np.zeros(len(words), dtype=np.uint8), np.zeros(len(rows), dtype=np.int32))
    _survey_all(made, np.arange(len(rows)), by, flagged, desk)
    return made


def _survey_all(texts: Surveyed, rows: NDArray[np.int64], by: Factors, flagged: Flagged, desk: Desk) -> None:
    blocks = range(0, len(rows), BLOCK)
    desk.all("looking at candidates", lambda low: survey(texts, rows[low : low + BLOCK], by, flagged), blocks, len(blocks))
