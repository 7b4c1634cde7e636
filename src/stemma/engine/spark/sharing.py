"""Shared text on a cluster: the kernel's own steps, spread by hash of the n-gram, then by pair; the same pairs as on one machine.

    words       text batches          -> words of each text                        a task a batch
    postings    words                 -> (n-gram, text), by range of hash           shuffled by range
    lists       a range of hashes     -> chrome and common n-grams; how often each two texts meet in this range
    candidates  counts of pairs       -> summed over all ranges, those that meet often enough     shuffled by left text
    verified    pairs                 -> words of their texts brought together, compared exactly  shuffled by pair

What is known of each text beside its words (outlet, place in the order of ids, whether another has the same words) is a few
bytes, held by the driver and sent to every worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stemma.sharing import Copies, Settings, Text
from stemma.sharing.collection import Census, Shelf, batches, judged, take_census, to_verify
from stemma.sharing.counting import count, walks
from stemma.sharing.grams import Lists, Pages, factors, lists_of, scatter, tally
from stemma.sharing.verifying import marked, survey, verify
from stemma.sharing.words import Words, words

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from stemma.engine.base import Progress

TEXTS: Final = 2 << 20
"""Bytes of text in a batch."""
WAVE: Final = 64 << 20
"""Bytes of text sent to the cluster at a time."""
RANGE: Final = 4 << 20
"""N-grams in a range of hashes, about: a task of a few seconds, as each costs a tenth of one to hand out."""
SLICE: Final = 1 << 16
"""Pairs verified by a task, about."""
_ALL: Final = np.uint64(1 << 32)
_WORDS: Final = "seq int, first long, hashes binary, starts binary, prints binary"
_BLOCKS: Final = "place int, seq int, data binary"
_COUNTS: Final = "place int, first binary, second binary, third binary"
_PARTS: Final = "place int, seq int, rows binary, hashes binary, starts binary"


@dataclass(frozen=True, slots=True)
class _Known:
    """What every worker must know of all texts."""

    pages: Pages
    use: NDArray[np.bool_]
    row_bits: int
    bits: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Slices:
    """The candidates in slices: by slice the texts it needs (ascending) and its pairs as places among those."""

    rows: list[NDArray[np.int64]] = field(default_factory=list)
    left: list[NDArray[np.int32]] = field(default_factory=list)
    right: list[NDArray[np.int32]] = field(default_factory=list)


def copies(
    session: SparkSession, texts: Iterable[Text], progress: Progress | None = None, settings: Settings | None = None
) -> Copies:
    """As `stemma.sharing.copies`, on the cluster of `session`."""
    given = settings or Settings()
    say = progress or (lambda *_: None)
    tasks = max(2, session.sparkContext.defaultParallelism)
    shelf, frames = _read(session, texts, tasks, say)
    if not shelf.ids:
        from stemma.sharing import copies as none

        return none(())
    worded = _union(frames)
    census = take_census(shelf, given)
    grams = sum(int(np.maximum(np.diff(s.starts) - given.words + 1, 0).sum()) for s in shelf.segments)
    bits = max(0, min(20, (grams // RANGE).bit_length(), 64 - census.row_bits - 22))
    known = session.sparkContext.broadcast(_Known(census.pages, census.use, census.row_bits, bits, given))
    spread = worded.mapInArrow(partial(_postings, known=known), _BLOCKS)
    ranged = spread.repartition(max(tasks, 1 << bits), "place").sortWithinPartitions("place", "seq")
    met = ranged.mapInArrow(partial(_meet, known=known), _COUNTS).persist()
    say("shared n-grams", 0, 3)
    keys, flags = _flags(_table(met.filter("place = -1")))
    say("shared n-grams", 1, 3)
    summed = met.filter("place >= 0").repartition(2 * tasks, "place").mapInArrow(partial(_sum, least=given.least), _COUNTS)
    left, right = _pairs(_table(summed))
    met.unpersist()
    say("shared n-grams", 2, 3)
    found = _verified(session, worded, shelf, census, left, right, (keys, flags), given, tasks)
    for frame in frames:
        frame.unpersist()
    known.unpersist()
    say("shared n-grams", 3, 3)
    return found


def _read(
    session: SparkSession, texts: Iterable[Text], tasks: int, say: Callable[[str, int, int], None]
) -> tuple[Shelf, list[DataFrame]]:
    """The words of all texts, kept by the cluster, and on the shelf what the driver must know: lengths and fingerprints."""
    shelf = Shelf()
    frames: list[DataFrame] = []
    waiting: list[tuple[int, int, list[bytes]]] = []
    size = 0

    def send() -> None:
        nonlocal size
        rows = pa.table(
            {
                "seq": pa.array([seq for seq, _, _ in waiting], pa.int32()),
                "first": pa.array([first for _, first, _ in waiting], pa.int64()),
                "texts": pa.array([batch for _, _, batch in waiting], pa.list_(pa.binary())),
            }
        )
        frame = session.createDataFrame(rows).repartition(min(len(waiting), 2 * tasks)).mapInArrow(_words, _WORDS).persist()
        told = _table(frame.select("seq", "starts", "prints")).sort_by("seq")
        for starts, prints in zip(told["starts"].to_pylist(), told["prints"].to_pylist(), strict=True):
            none = np.zeros(0, dtype=np.uint32)
            shelf.segments.append(Words(none, np.frombuffer(starts, np.int64), np.frombuffer(prints, np.uint64).reshape(-1, 2)))
        frames.append(frame)
        waiting.clear()
        size = 0
        say("reading", len(shelf.ids), 0)

    first = 0
    for seq, batch in enumerate(batches(texts, shelf, TEXTS)):
        shelf.firsts.append(first)
        waiting.append((seq, first, batch))
        first += len(batch)
        size += sum(map(len, batch))
        if size >= WAVE:
            send()
    if waiting:
        send()
    return shelf, frames


def _union(frames: list[DataFrame]) -> DataFrame:
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.union(frame)
    return whole


def _table(frame: DataFrame) -> pa.Table:
    return frame.toArrow()


def _words(rows: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In a worker: texts -> their words."""
    for row in _each(rows):
        found = words((), encoded=row["texts"])
        yield _row(
            _WORDS,
            seq=row["seq"],
            first=row["first"],
            hashes=found.hashes.tobytes(),
            starts=found.starts.tobytes(),
            prints=found.prints.tobytes(),
        )


def _postings(rows: Iterator[pa.RecordBatch], known: Any) -> Iterator[pa.RecordBatch]:
    """In a worker: words -> postings, a block for every range of hashes."""
    all: _Known = known.value
    by = factors(all.settings.words)
    high = 1 << all.bits
    for row in _each(rows):
        hashes, starts = np.frombuffer(row["hashes"], np.uint32), np.frombuffer(row["starts"], np.int64)
        texts, first = len(starts) - 1, row["first"]
        use = all.use[first : first + texts]
        counts = np.zeros(high, dtype=np.int64)
        tally(hashes, starts, use, 0, texts, by, all.bits, 0, high, _ALL, counts)
        edges = np.concatenate(([0], np.cumsum(counts)))
        out = np.empty(int(edges[-1]), dtype=np.uint64)
        scatter(hashes, starts, use, 0, texts, by, all.bits, 0, high, _ALL, first, all.row_bits, edges[:-1].copy(), out)
        for place in np.flatnonzero(counts).tolist():
            data = out[edges[place] : edges[place + 1]].tobytes()
            yield _row(_BLOCKS, place=place, seq=row["seq"], data=data)


def _meet(rows: Iterator[pa.RecordBatch], known: Any) -> Iterator[pa.RecordBatch]:
    """In a worker: the postings of ranges -> n-grams that are chrome or common (place -1), and how often each two texts meet in
    these ranges, by block of left texts."""
    all: _Known = known.value
    given = all.settings
    for _, blocks in groupby(_each(rows), key=lambda row: row["place"]):
        postings = np.concatenate([np.frombuffer(row["data"], np.uint64) for row in blocks])
        found = lists_of(
            postings, all.pages, bits=all.bits, row_bits=all.row_bits, crowd=given.crowd, cap=given.cap, anchors=given.anchors
        )
        if len(found.keys):
            yield _row(_COUNTS, place=-1, first=found.keys.tobytes(), second=found.flags.tobytes(), third=b"")
        left, right, times = _met(found)
        home = left // BLOCK
        order = np.argsort(home, kind="stable")
        left, right, times, home = left[order], right[order], times[order], home[order]
        cuts = np.flatnonzero(np.diff(home, prepend=-1))
        for start, end in zip(cuts.tolist(), [*cuts[1:].tolist(), len(home)], strict=True):
            part = slice(start, end)
            yield _row(
                _COUNTS,
                place=int(home[start]),
                first=left[part].tobytes(),
                second=right[part].tobytes(),
                third=times[part].tobytes(),
            )


BLOCK: Final = 4096
"""Left texts whose pairs are summed together."""


def _met(found: Lists) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Every two texts that meet in these lists, and how often: left < right. Texts are numbered closely while they are counted."""
    own, closely = np.unique(found.rows, return_inverse=True)
    here = Lists(closely.astype(np.int32), found.ends, found.kinds, found.keys, found.flags)
    heads, refs = walks(here, len(own))
    left, right, times = count(here, heads, refs, 0, len(own), 1)
    return own[left].astype(np.int32), own[right].astype(np.int32), times


def _sum(rows: Iterator[pa.RecordBatch], least: int) -> Iterator[pa.RecordBatch]:
    """In a worker: counts of pairs from all ranges -> the pairs that meet `least` times in all."""
    held: dict[int, tuple[NDArray[np.uint64], NDArray[np.int64]]] = {}
    for row in _each(rows):
        left, right = np.frombuffer(row["first"], np.int32), np.frombuffer(row["second"], np.int32)
        pairs = left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)
        times = np.frombuffer(row["third"], np.int32).astype(np.int64)
        if row["place"] in held:
            before = held[row["place"]]
            pairs, times = np.concatenate([before[0], pairs]), np.concatenate([before[1], times])
        held[row["place"]] = _added(pairs, times)
    for place, (pairs, times) in sorted(held.items()):
        pairs = pairs[times >= least]
        left, right = (pairs >> np.uint64(32)).astype(np.int32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)
        yield _row(_COUNTS, place=place, first=left.tobytes(), second=right.tobytes(), third=b"")


def _added(pairs: NDArray[np.uint64], times: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    order = np.argsort(pairs, kind="stable")
    pairs, times = pairs[order], times[order]
    new = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
    return pairs[new], np.add.reduceat(times, new)


def _flags(table: pa.Table) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """All chrome and common n-grams, in the order of their hashes."""
    none = b""
    keys = np.frombuffer(none.join(table["first"].to_pylist()), np.uint64)
    flags = np.frombuffer(none.join(table["second"].to_pylist()), np.uint8)
    order = np.argsort(keys)
    return keys[order], flags[order]


def _pairs(table: pa.Table) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    none = b""
    left = np.frombuffer(none.join(table["first"].to_pylist()), np.int32)
    right = np.frombuffer(none.join(table["second"].to_pylist()), np.int32)
    return left, right


def _verified(
    session: SparkSession,
    worded: DataFrame,
    shelf: Shelf,
    census: Census,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    flagged: tuple[NDArray[np.uint64], NDArray[np.uint8]],
    settings: Settings,
    tasks: int,
) -> Copies:
    """The candidates that do share text: exactly measured on the cluster, judged here."""
    needed, a, b = to_verify(census, left, right)
    slices = _sliced(needed, a, b, tasks)
    asked: Mapping[int, Any] = _by_batch(slices, np.array(shelf.firsts, dtype=np.int64))
    context = session.sparkContext
    requests = context.broadcast(asked)
    work = context.broadcast((slices, *flagged, census.row_bits, settings))
    brought = worded.mapInArrow(partial(_bring, requests=requests), _PARTS)
    sorted_in = brought.repartition(max(1, len(slices.rows)), "place").sortWithinPartitions("place", "seq")
    table = _table(sorted_in.mapInArrow(partial(_measure, work=work), _COUNTS))
    measured = dict(zip(table["place"].to_pylist(), table.to_pylist(), strict=True))
    shared, firm, own = [], [], np.zeros(len(needed), dtype=np.int32)
    for n, rows in enumerate(slices.rows):
        row = measured.get(n)
        if row is not None:
            own[np.searchsorted(needed, rows)] = np.frombuffer(row["first"], np.int32)
            shared.append(np.frombuffer(row["second"], np.int32))
            firm.append(np.frombuffer(row["third"], np.int32))
    none = np.zeros(0, dtype=np.int32)
    requests.unpersist()
    work.unpersist()
    return judged(census, needed, a, b, np.concatenate([none, *shared]), np.concatenate([none, *firm]), own, settings)


def _sliced(needed: NDArray[np.int64], a: NDArray[np.int32], b: NDArray[np.int32], tasks: int) -> _Slices:
    """The pairs, in order, in slices of about equal work; a text that is in none is in a slice all the same."""
    out = _Slices()
    size = max(1, min(SLICE, -(-len(a) // (2 * tasks))))
    for start in range(0, len(a), size):
        rows, places = np.unique(np.concatenate([a[start : start + size], b[start : start + size]]), return_inverse=True)
        half = len(places) // 2
        out.rows.append(needed[rows])
        out.left.append(places[:half].astype(np.int32))
        out.right.append(places[half:].astype(np.int32))
    alone = np.setdiff1d(np.arange(len(needed)), np.concatenate([a, b]))
    if len(alone):
        none = np.zeros(0, dtype=np.int32)
        out.rows.append(needed[alone])
        out.left.append(none)
        out.right.append(none)
    return out


def _by_batch(slices: _Slices, firsts: NDArray[np.int64]) -> dict[int, list[tuple[int, NDArray[np.int64]]]]:
    """What each batch of texts must bring: slices, and the texts for each."""
    out: dict[int, list[tuple[int, NDArray[np.int64]]]] = {}
    for n, rows in enumerate(slices.rows):
        home = np.searchsorted(firsts, rows, side="right") - 1
        for seq in np.unique(home).tolist():
            out.setdefault(seq, []).append((n, rows[home == seq]))
    return out


def _bring(rows: Iterator[pa.RecordBatch], requests: Any) -> Iterator[pa.RecordBatch]:
    """In a worker: the words of the texts that slices asked this batch for."""
    asked = requests.value
    for row in _each(rows):
        hashes, starts = np.frombuffer(row["hashes"], np.uint32), np.frombuffer(row["starts"], np.int64)
        for place, wanted in asked.get(row["seq"], ()):
            own = wanted - row["first"]
            begin, end = starts[own], starts[own + 1]
            lengths = end - begin
            at = np.arange(int(lengths.sum())) + np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
            yield _row(
                _PARTS,
                place=place,
                seq=row["seq"],
                rows=wanted.tobytes(),
                hashes=hashes[at].tobytes(),
                starts=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64).tobytes(),
            )


def _measure(rows: Iterator[pa.RecordBatch], work: Any) -> Iterator[pa.RecordBatch]:
    """In a worker: each slice's pairs measured, its texts' words put together in the order of the batches."""
    slices, keys, flags, row_bits, settings = work.value
    table = marked(keys, flags)
    by = factors(settings.words)
    for place, parts in groupby(_each(rows), key=lambda row: row["place"]):
        held = list(parts)
        hashes = np.concatenate([np.frombuffer(row["hashes"], np.uint32) for row in held])
        lengths = np.concatenate([np.diff(np.frombuffer(row["starts"], np.int64)) for row in held])
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        signs, own = np.zeros(len(hashes), dtype=np.uint8), np.zeros(len(lengths), dtype=np.int32)
        survey(hashes, starts, 0, len(lengths), by, row_bits, table, signs, own)
        shared, firm = verify(hashes, starts, signs, slices.left[place], slices.right[place], by, settings.border)
        yield _row(_COUNTS, place=place, first=own.tobytes(), second=shared.tobytes(), third=firm.tobytes())


def _each(batches: Iterator[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


_KINDS: Final = {"int": pa.int32(), "long": pa.int64(), "binary": pa.binary()}


def _row(schema: str, **values: Any) -> pa.RecordBatch:
    """One row of a frame; `schema` names its columns and their kinds as Spark writes them."""
    fields = [tuple(column.split()) for column in schema.split(", ")]
    return pa.record_batch([pa.array([values[name]], _KINDS[kind]) for name, kind in fields], names=[name for name, _ in fields])
