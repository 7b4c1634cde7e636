"""Many texts -> which of them share text: the stages one after the other, within a stated memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count as numbers
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadInput, Cancelled
from stemma.sharing.counting import count, walks
from stemma.sharing.grams import Lists, Pages, factors, lists_of, scatter, tally
from stemma.sharing.nouns import Copies, Settings, Text
from stemma.sharing.verifying import marked, survey, verify
from stemma.sharing.words import Words, words

BATCH: Final = 8 << 20
"""Characters of a batch of texts."""
PARTITION: Final = 1 << 16
"""N-grams of a partition, about: half a megabyte, so that it is put in order inside a core's cache."""
STREAMS: Final = 1024
"""Partitions written at a time; with more the processor loses its way among the pages."""
BLOCK: Final = 4096
"""Texts counted at a time."""
SLICE: Final = 1 << 16
"""Pairs verified at a time."""

Progress = Callable[[str, int, int], None]
T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """Threads, who is told how far the work is, and who may stop it."""

    threads: int
    progress: Progress | None
    cancel: Callable[[], bool] | None

    def say(self, step: str, done: int, total: int) -> None:
        """Tell how far the step is; `total` 0 where it is not known. Raises `Cancelled` where that was asked for."""
        if self.cancel is not None and self.cancel():
            raise Cancelled(f"stopped while {step}, {done} of {total or '?'} done", "finished parts are kept in scratch")
        if self.progress is not None:
            self.progress(step, done, total)

    def each(self, step: str, work: Callable[[T], Any], items: Iterable[T], total: int = 0) -> Iterator[Any]:
        """`work` done to every item in threads, results in order; few are held at a time."""
        waiting: list[Future[Any]] = []
        done = 0
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for item in items:
                    waiting.append(pool.submit(work, item))
                    while len(waiting) > 2 * self.threads:
                        yield waiting.pop(0).result()
                        done += 1
                        self.say(step, done, total)
                while waiting:
                    yield waiting.pop(0).result()
                    done += 1
                    self.say(step, done, total)
            finally:
                for one in waiting:
                    one.cancel()


@dataclass(slots=True)
class Shelf:
    """The words of all texts, in segments in the order of arrival, and what is known of each text."""

    ids: list[str] = field(default_factory=list)
    outlets: list[int] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    segments: list[Words] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)


def batches(texts: Iterable[Text], shelf: Shelf, most: int = BATCH) -> Iterator[list[bytes]]:
    """The texts in UTF-8, some megabytes (`most`) at a time; ids and outlets go to the shelf. Raises `BadInput` for what is no `Text`."""
    batch: list[bytes] = []
    size = 0
    unknown = numbers()
    for text in texts:
        if not isinstance(text, Text):
            raise BadInput("sharing", "not-a-text", f"found {type(text).__name__}, needed a Text", "Text(id=…, outlet=…, text=…)")
        shelf.ids.append(text.id)
        # Pages of which the outlet is not known are taken for pages of as many outlets.
        outlet = text.outlet or f"\0{next(unknown)}"
        shelf.outlets.append(shelf.names.setdefault(outlet, len(shelf.names)))
        batch.append(text.text.encode("utf-8", "surrogatepass"))
        size += len(batch[-1])
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def copies(
    texts: Iterable[Text],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    cancel: Callable[[], bool] | None = None,
    scratch: Path | None = None,
) -> Copies:
    """Which of the texts share text, whatever their order.

    `texts` are gone through once. `progress` is told the step, how much of it is done, and of how much (0: not known); `cancel` is
    asked now and then and stops the work with `Cancelled`. Raises `BadInput`: "needs-extra" without numba, "not-a-text" for
    an item that is no `Text`, "id-twice" for two different texts of one id.
    """
    import os

    given = settings or Settings()
    desk = Desk(given.threads or len(os.sched_getaffinity(0)), progress, cancel)
    shelf = Shelf()
    desk.say("compiling once", 0, 0)
    for part in desk.each("reading", lambda batch: words((), encoded=batch), batches(texts, shelf)):
        shelf.firsts.append(shelf.firsts[-1] + len(shelf.segments[-1].starts) - 1 if shelf.segments else 0)
        shelf.segments.append(part)
    return compare(shelf, given, desk)


def compare(shelf: Shelf, settings: Settings, desk: Desk) -> Copies:
    """The texts on the shelf, compared."""
    census = take_census(shelf, settings)
    by = factors(settings.words)
    found = _lists(shelf, census, by, settings, desk)
    flagged = marked(found.keys, found.flags)
    left, right = _candidates(found, len(shelf.ids), settings, desk)
    return _verified(shelf, census, left, right, by, flagged, settings, desk)


@dataclass(frozen=True, slots=True)
class Census:
    """What is known of all texts together. `ids` are sorted; per text in order of arrival: `ranks`, its place in them, `first`,
    the text of equal words by which it is represented (itself for most), `use`, whether it is its own representative."""

    ids: tuple[str, ...]
    ranks: NDArray[np.int64]
    first: NDArray[np.int64]
    use: NDArray[np.bool_]
    pages: Pages
    row_bits: int


def take_census(shelf: Shelf, settings: Settings) -> Census:
    """Sort the ids, find texts of equal words, count the pages of every outlet.

    A text that comes twice counts once; raises `BadInput` (id-twice) if two different ones have one id.
    """
    texts = len(shelf.ids)
    prints = np.concatenate([s.prints for s in shelf.segments]) if texts else np.zeros((0, 2), dtype=np.uint64)
    outlets = np.array(shelf.outlets, dtype=np.int32)
    order = np.array(sorted(range(texts), key=shelf.ids.__getitem__), dtype=np.int64)
    again = np.zeros(texts, dtype=np.bool_)
    ids: list[str] = []
    before = -1
    for here in order.tolist():
        if before >= 0 and shelf.ids[here] == shelf.ids[before]:
            if (prints[here] != prints[before]).any() or shelf.outlets[here] != shelf.outlets[before]:
                raise BadInput(shelf.ids[here], "id-twice", "two different texts have this id", "give every text an id of its own")
            again[here] = True
        else:
            ids.append(shelf.ids[here])
            before = here
    ranks = np.empty(texts, dtype=np.int64)
    ranks[order] = np.cumsum(~again[order]) - 1
    # A text given again is of equal words with itself: it is represented by its first occurrence, and its pair is dropped below.
    by_words = np.lexsort((order_of(ranks, again), prints[:, 1], prints[:, 0]))
    sorted_prints = prints[by_words]
    new = np.ones(texts, dtype=np.bool_)
    new[1:] = (sorted_prints[1:] != sorted_prints[:-1]).any(axis=1)
    heads = by_words[np.flatnonzero(new)]
    first = np.empty(texts, dtype=np.int64)
    first[by_words] = heads[np.cumsum(new) - 1]
    use = first == np.arange(texts)
    counts = np.bincount(outlets[~again], minlength=len(shelf.names))
    limits = np.clip((counts * settings.part).astype(np.int32), 2, settings.pages).astype(np.int32)
    return Census(tuple(ids), ranks, first, use, Pages(outlets, limits, ranks), max(1, (texts - 1).bit_length()))


def order_of(ranks: NDArray[np.int64], again: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A sort key: by rank, the first occurrence of a text before those that repeat it."""
    return ranks * 2 + again


def _lists(shelf: Shelf, census: Census, by: NDArray[np.uint64], settings: Settings, desk: Desk) -> Lists:
    """The n-grams that several texts hold: hash partition after hash partition, as many at a time as the memory allows."""
    grams = sum(int(np.maximum(np.diff(s.starts) - settings.words + 1, 0).sum()) for s in shelf.segments)
    bits = max(0, min(24, (grams // PARTITION).bit_length()))
    keep = np.uint64(1 << 32)
    at_once = max(1, min(STREAMS, (settings.memory // 4) // max(1, 8 * (grams >> bits))))
    parts: list[Lists] = []
    for low in range(0, 1 << bits, at_once):
        high = min(1 << bits, low + at_once)
        parts += _pass(shelf, census, by, bits, low, high, keep, settings, desk)
    ends, top = [], 0
    for part in parts:
        ends.append(part.ends + top)
        top += len(part.rows)
    return Lists(
        np.concatenate([p.rows for p in parts]),
        np.concatenate(ends),
        np.concatenate([p.kinds for p in parts]),
        np.concatenate([p.keys for p in parts]),
        np.concatenate([p.flags for p in parts]),
    )


def _pass(
    shelf: Shelf,
    census: Census,
    by: NDArray[np.uint64],
    bits: int,
    low: int,
    high: int,
    keep: np.uint64,
    settings: Settings,
    desk: Desk,
) -> list[Lists]:
    """The lists of the partitions `low` to `high`, in order."""
    many = len(shelf.segments)
    counts = np.zeros((many, high - low), dtype=np.int64)

    def use(n: int) -> NDArray[np.bool_]:
        return census.use[shelf.firsts[n] : shelf.firsts[n] + len(shelf.segments[n].starts) - 1]

    def tell(n: int) -> None:
        segment = shelf.segments[n]
        tally(segment.hashes, segment.starts, use(n), 0, len(segment.starts) - 1, by, bits, low, high, keep, counts[n])

    for _ in desk.each("counting n-grams", tell, range(many), many):
        pass
    total = counts.sum(axis=0)
    edges = np.concatenate(([0], np.cumsum(total)))
    heads = edges[:-1] + np.cumsum(counts, axis=0) - counts
    postings = np.empty(int(edges[-1]), dtype=np.uint64)

    def put(n: int) -> None:
        segment = shelf.segments[n]
        last = len(segment.starts) - 1
        scatter(
            segment.hashes, segment.starts, use(n), 0, last, by, bits, low, high, keep,
            shelf.firsts[n], census.row_bits, heads[n], postings,
        )  # fmt: skip

    for _ in desk.each("indexing", put, range(many), many):
        pass

    def sift(n: int) -> Lists:
        part = postings[edges[n] : edges[n + 1]]
        return lists_of(
            part,
            census.pages,
            bits=bits,
            row_bits=census.row_bits,
            crowd=settings.crowd,
            cap=settings.cap,
            anchors=settings.anchors,
        )

    return list(desk.each("shared n-grams", sift, range(high - low), high - low))


def _candidates(found: Lists, texts: int, settings: Settings, desk: Desk) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of texts, numbered by arrival, that share enough n-grams to be looked at."""
    heads, refs = walks(found, texts)
    blocks = range(0, texts, BLOCK)
    parts = list(
        desk.each(
            "candidates", lambda low: count(found, heads, refs, low, min(texts, low + BLOCK), settings.least), blocks, len(blocks)
        )
    )
    none = np.zeros(0, dtype=np.int32)
    return np.concatenate([none, *(p[0] for p in parts)]), np.concatenate([none, *(p[1] for p in parts)])


def _gathered(shelf: Shelf, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The words of some texts (rows ascend), one after the other, and where each begins."""
    lengths = np.zeros(len(rows), dtype=np.int64)
    parts: list[NDArray[np.uint32]] = []
    edges = np.searchsorted(rows, [*shelf.firsts, len(shelf.ids)])
    for n, segment in enumerate(shelf.segments):
        own = rows[edges[n] : edges[n + 1]] - shelf.firsts[n]
        starts, ends = segment.starts[own], segment.starts[own + 1]
        lengths[edges[n] : edges[n + 1]] = ends - starts
        before = np.cumsum(ends - starts) - (ends - starts)
        at = np.arange(int((ends - starts).sum())) + np.repeat(starts - before, ends - starts)
        parts.append(segment.hashes[at])
    return np.concatenate([np.zeros(0, dtype=np.uint32), *parts]), np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def _verified(
    shelf: Shelf,
    census: Census,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    by: NDArray[np.uint64],
    flagged: tuple[NDArray[np.uint64], NDArray[np.uint8]],
    settings: Settings,
    desk: Desk,
) -> Copies:
    """The candidates that do share text, and texts of equal words, as rows of the sorted ids."""
    needed, a, b = to_verify(census, left, right)
    words_of, starts = _gathered(shelf, needed)
    signs, own = np.zeros(len(words_of), dtype=np.uint8), np.zeros(len(needed), dtype=np.int32)
    blocks = range(0, len(needed), BLOCK)

    def look(low: int) -> None:
        survey(words_of, starts, low, min(len(needed), low + BLOCK), by, census.row_bits, flagged, signs, own)

    for _ in desk.each("verifying", look, blocks, len(blocks)):
        pass
    slices = range(0, len(a), SLICE)
    done = list(
        desk.each(
            "verifying",
            lambda low: verify(words_of, starts, signs, a[low : low + SLICE], b[low : low + SLICE], by, settings.border),
            slices,
            len(slices),
        )
    )
    none = np.zeros(0, dtype=np.int32)
    shared, firm = np.concatenate([none, *(d[0] for d in done)]), np.concatenate([none, *(d[1] for d in done)])
    return judged(census, needed, a, b, shared, firm, own, settings)


def twins_of(census: Census) -> NDArray[np.int64]:
    """The texts that another one of equal words represents."""
    return np.flatnonzero((census.first != np.arange(len(census.first))) & (census.ranks != census.ranks[census.first]))


def to_verify(
    census: Census, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """The texts that must be looked at once more (ascending), and the candidate pairs as places among them, sorted."""
    needed = np.unique(np.concatenate([left, right, census.first[twins_of(census)]])).astype(np.int64)
    # The left text is the one of the smaller id, whatever came first.
    swap = census.ranks[left] > census.ranks[right]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    a, b = np.searchsorted(needed, left).astype(np.int32), np.searchsorted(needed, right).astype(np.int32)
    order = np.lexsort((b, a))
    return needed, a[order], b[order]


def judged(
    census: Census,
    needed: NDArray[np.int64],
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    shared: NDArray[np.int32],
    firm: NDArray[np.int32],
    own: NDArray[np.int32],
    settings: Settings,
) -> Copies:
    """Candidates measured (`verify`, and `survey` for `own`, an item for each of `needed`) -> those that do share text."""
    twins = twins_of(census)
    part_a, part_b = shared / np.maximum(own[a], 1), shared / np.maximum(own[b], 1)
    most = np.maximum(part_a, part_b)
    outlets = census.pages.outlets[needed]
    kept = (firm >= settings.least) | ((shared >= settings.least) & (most >= settings.strong))
    kept &= (outlets[a] != outlets[b]) | (most >= settings.own)
    rows = census.ranks[needed]
    twin_own = own[np.searchsorted(needed, census.first[twins])]
    twins, twin_own = twins[twin_own >= settings.least], twin_own[twin_own >= settings.least]
    one, other = (
        np.concatenate([rows[a[kept]], census.ranks[census.first[twins]]]),
        np.concatenate([rows[b[kept]], census.ranks[twins]]),
    )
    ones = np.ones(len(twins))
    share_one, share_other = np.concatenate([part_a[kept], ones]), np.concatenate([part_b[kept], ones])
    swap = one > other
    out_left, out_right = np.where(swap, other, one), np.where(swap, one, other)
    order = np.lexsort((out_right, out_left))
    return Copies(
        census.ids,
        out_left[order],
        out_right[order],
        np.concatenate([shared[kept], twin_own]).astype(np.int32)[order],
        np.where(swap, share_other, share_one)[order],
        np.where(swap, share_one, share_other)[order],
    )
