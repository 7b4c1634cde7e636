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

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stemma.engine.spark.watching import Say, told
from stemma.sharing import (
    Copies,
    Flagged,
    Pages,
    Settings,
    Text,
    Words,
    flagged_of,
    parts_of,
    shared_counts,
    shingles,
    verified,
)
from stemma.sharing.grams import row_bits_of
from stemma.sharing.shelf import Census, Segment, Shelf, take_census
from stemma.sharing.store import Store, name_of
from stemma.sharing.words import words_of

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from stemma.engine.base import Progress

TEXTS: Final = 2 << 20
"""Characters of a batch of texts."""
WAVE: Final = 64 << 20
"""Characters of text sent to the cluster at a time."""
RANGE: Final = 4 << 20
"""N-grams in a range of hashes, about: a task of a few seconds, as each costs a tenth of one to hand out."""
SLICE: Final = 1 << 16
"""Pairs verified by a task, about."""
BLOCK: Final = 4096
"""Left texts whose pairs are summed together."""

_WORDS: Final = "seq int, first long, hashes binary, starts binary, prints binary"
_BLOCKS: Final = "place int, data binary"
_COUNTS: Final = "place int, first binary, second binary, third binary"
_PARTS: Final = "place int, seq int, hashes binary, starts binary"
_VERIFIED: Final = "place int, sizes binary, shared binary, one binary, other binary, kept binary"
_KINDS: Final = {"int": pa.int32(), "long": pa.int64(), "binary": pa.binary()}


@dataclass(frozen=True, slots=True)
class _Known:
    """What every worker must know of all texts; texts are numbered in the order of arrival."""

    pages: Pages
    use: NDArray[np.bool_]
    bits: int
    settings: Settings

    @property
    def mask(self) -> np.uint64:
        """The bits of a posting that are its text's number; the others are those of the n-gram that the kernel looks at."""
        return np.uint64((1 << row_bits_of(len(self.use))) - 1)


@dataclass(frozen=True, slots=True)
class _Slices:
    """By slice of the candidates: the texts it needs (numbers ascend), its pairs as places among those, and the texts' outlets."""

    rows: list[NDArray[np.int64]] = field(default_factory=list)
    left: list[NDArray[np.int32]] = field(default_factory=list)
    right: list[NDArray[np.int32]] = field(default_factory=list)
    outlets: list[NDArray[np.int32]] = field(default_factory=list)


def copies(
    session: SparkSession,
    texts: Iterable[Text],
    progress: Progress | None = None,
    settings: Settings | None = None,
    scratch: Path | None = None,
) -> Copies:
    """As `stemma.sharing.copies`, on the cluster of `session`. In `scratch` are kept the pairs that are to be verified, which take
    most of the work; the words are made again, as they live in the cluster and go with it."""
    given = settings or Settings()
    say = progress or (lambda *_: None)
    tasks = max(2, session.sparkContext.defaultParallelism)
    shelf, frames = _read(session, texts, tasks, say)
    if not shelf.ids:
        from stemma.sharing import copies as none

        return none(())
    worded = _union(frames)
    say("sorting ids", 0, 1)
    census = take_census(shelf, given)
    say("sorting ids", 1, 1)
    store = Store(scratch)
    name = _name(shelf, given) if store.keeps else ""
    met = store.load(name) if name else None
    if met is None:
        met = _met(session, worded, shelf, census, given, tasks, say)
        if name:
            store.save(name, met)
    keys, flags, left, right = met
    flagged = flagged_of(keys, flags, len(shelf.ids))
    found = _verified(session, worded, shelf, census, left, right, flagged, given, tasks, say)
    for frame in frames:
        frame.unpersist()
    return found


def _name(shelf: Shelf, settings: Settings) -> str:
    """The name of what `_met` finds, by all that it follows from."""
    about = (settings.words, settings.fewest, settings.pages, settings.part, settings.crowd, settings.anchors, settings.cap)
    outlets = np.array(shelf.outlets, dtype=np.int32).tobytes()
    prints = (segment.prints.tobytes() for segment in shelf.segments)
    return name_of("met", [repr(about).encode(), "\n".join(shelf.ids).encode("utf-8", "surrogatepass"), outlets, *prints])


def _met(
    session: SparkSession, worded: DataFrame, shelf: Shelf, census: Census, settings: Settings, tasks: int, say: Say
) -> tuple[NDArray[Any], ...]:
    """The n-grams that are chrome or common, sorted, with their marks; and the pairs (texts in order of arrival) that meet often
    enough."""
    grams = sum(int(np.maximum(np.diff(s.starts) - settings.words + 1, 0).sum()) for s in shelf.segments)
    bits = max(0, min(16, (grams // RANGE).bit_length()))
    known = session.sparkContext.broadcast(_Known(census.pages, census.use, bits, settings))
    ranged = worded.mapInArrow(partial(_postings, known=known), _BLOCKS).repartition(max(tasks, 1 << bits), "place")
    met = ranged.sortWithinPartitions("place").mapInArrow(partial(_meet, known=known), _COUNTS).persist()
    keys, flags = told(
        session, say, "finding shared n-grams", lambda: _columns(met.filter("place = -1"), first=np.uint64, second=np.uint8)
    )
    order = np.argsort(keys)
    summed = met.filter("place >= 0").repartition(2 * tasks, "place").mapInArrow(partial(_sum, least=settings.fewest), _COUNTS)
    left, right = told(session, say, "counting shared n-grams", lambda: _columns(summed, first=np.int32, second=np.int32))
    met.unpersist()
    known.unpersist()
    return keys[order], flags[order], left, right


def _read(session: SparkSession, texts: Iterable[Text], tasks: int, say: Say) -> tuple[Shelf, list[DataFrame]]:
    """The words of all texts, kept by the cluster, and on the shelf what the driver must know: lengths and fingerprints."""
    shelf = Shelf(Store(None), 0)
    frames: list[DataFrame] = []
    waiting: list[tuple[int, int, list[bytes]]] = []

    def send() -> None:
        rows = pa.table(
            {
                "seq": pa.array([seq for seq, _, _ in waiting], pa.int32()),
                "first": pa.array([first for _, first, _ in waiting], pa.int64()),
                "raw": pa.array([b"".join(batch) for _, _, batch in waiting], pa.binary()),
                "ends": pa.array([np.cumsum([len(t) for t in batch], dtype=np.int64).tobytes() for _, _, batch in waiting]),
            }
        )
        frame = session.createDataFrame(rows).repartition(min(len(waiting), 2 * tasks)).mapInArrow(_words, _WORDS).persist()
        told = frame.select("seq", "starts", "prints").toArrow().sort_by("seq")
        for starts, prints in zip(told["starts"].to_pylist(), told["prints"].to_pylist(), strict=True):
            places = np.frombuffer(starts, np.int64)
            shelf.segments.append(Segment("", places, np.frombuffer(prints, np.uint64).reshape(-1, 2), None))
            shelf.firsts.append(shelf.firsts[-1] + len(places) - 1)
        frames.append(frame)
        waiting.clear()
        say("reading", len(shelf.ids), 0)

    first = 0
    for seq, batch in enumerate(_batches(texts, shelf)):
        waiting.append((seq, first, batch))
        first += len(batch)
        if len(waiting) * TEXTS >= WAVE:
            send()
    if waiting:
        send()
    return shelf, frames


def _batches(texts: Iterable[Text], shelf: Shelf) -> Iterator[list[bytes]]:
    """The texts in UTF-8, some megabytes at a time; ids and outlets are noted as the kernel itself notes them."""
    batch: list[bytes] = []
    size = unknown = 0
    for text in texts:
        shelf.ids.append(text.id)
        unknown += not text.outlet
        shelf.outlets.append(shelf.names.setdefault(text.outlet or f"\0{unknown}", len(shelf.names)))
        batch.append(text.text.encode("utf-8", "surrogatepass"))
        size += len(batch[-1])
        if size >= TEXTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _union(frames: list[DataFrame]) -> DataFrame:
    whole = frames[0]
    for frame in frames[1:]:
        whole = whole.union(frame)
    return whole


def _columns(frame: DataFrame, **kinds: type[np.generic]) -> list[NDArray[Any]]:
    """Binary columns of a frame, each as one array of the kind given, rows one after the other."""
    table = frame.toArrow()
    return [np.frombuffer(b"".join(table[name].to_pylist()), kind) for name, kind in kinds.items()]


def _words(rows: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In a worker: texts -> their words."""
    for row in _each(rows):
        found = words_of(row["raw"], np.frombuffer(row["ends"], np.int64))
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
    for row in _each(rows):
        made = _made(row)
        own = np.flatnonzero(all.use[row["first"] : row["first"] + len(made.starts) - 1])
        hashes, of = shingles(_only(made, own), own + row["first"], all.settings)
        parts = parts_of(hashes, all.bits).astype(np.uint16)
        packed = ((hashes & ~all.mask) | of.astype(np.uint64))[np.argsort(parts, kind="stable")]
        edges = np.concatenate(([0], np.cumsum(np.bincount(parts, minlength=1 << all.bits))))
        for place in np.flatnonzero(np.diff(edges)).tolist():
            yield _row(_BLOCKS, place=place, data=packed[edges[place] : edges[place + 1]].tobytes())


def _meet(rows: Iterator[pa.RecordBatch], known: Any) -> Iterator[pa.RecordBatch]:
    """In a worker: the postings of ranges -> n-grams that are chrome or common (place -1), and how often each two texts meet in
    these ranges, by block of left texts."""
    all: _Known = known.value
    for _, blocks in groupby(_each(rows), key=lambda row: row["place"]):
        packed = np.concatenate([np.frombuffer(row["data"], np.uint64) for row in blocks])
        of = (packed & all.mask).astype(np.int64)
        found = shared_counts(packed, of, all.pages, all.settings, bits=all.bits, texts=len(all.use))
        if len(found.keys):
            yield _row(_COUNTS, place=-1, first=found.keys.tobytes(), second=found.flags.tobytes(), third=b"")
        home = found.left // BLOCK
        order = np.argsort(home, kind="stable")
        left, right, times = found.left[order], found.right[order], found.shared[order]
        cuts = np.flatnonzero(np.diff(home[order], prepend=-1)).tolist()
        for start, end in zip(cuts, [*cuts[1:], len(order)], strict=True):
            part = slice(start, end)
            yield _row(
                _COUNTS,
                place=int(left[start]) // BLOCK,
                first=left[part].tobytes(),
                second=right[part].tobytes(),
                third=times[part].tobytes(),
            )


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


def _verified(
    session: SparkSession,
    worded: DataFrame,
    shelf: Shelf,
    census: Census,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    flagged: Flagged,
    settings: Settings,
    tasks: int,
    say: Say,
) -> Copies:
    """The candidates that do share text, and texts of equal words, as rows of the sorted ids."""
    ranks = census.pages.ranks
    swap = ranks[left] > ranks[right]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    twins = np.flatnonzero((census.first != np.arange(len(ranks))) & (ranks != ranks[census.first]))
    slices = _sliced(left, right, np.setdiff1d(census.first[twins], np.concatenate([left, right])), census.pages.outlets, tasks)
    requests = session.sparkContext.broadcast(_by_batch(slices, np.array(shelf.firsts[:-1], dtype=np.int64)))
    work = session.sparkContext.broadcast((slices, flagged, settings))
    brought = worded.mapInArrow(partial(_bring, requests=requests), _PARTS).repartition(max(1, len(slices.rows)), "place")
    measured = brought.sortWithinPartitions("place", "seq").mapInArrow(partial(_measure, work=work), _VERIFIED)
    table = told(session, say, "verifying", measured.toArrow)
    sizes = np.zeros(len(ranks), dtype=np.int32)
    parts: list[tuple[NDArray[Any], ...]] = [tuple(np.zeros(0, kind) for kind in (np.int32, np.float64, np.float64, np.bool_))]
    for row in sorted(table.to_pylist(), key=lambda row: int(row["place"])):
        sizes[slices.rows[row["place"]]] = np.frombuffer(row["sizes"], np.int32)
        parts.append(
            (
                np.frombuffer(row["shared"], np.int32),
                np.frombuffer(row["one"], np.float64),
                np.frombuffer(row["other"], np.float64),
                np.frombuffer(row["kept"], np.bool_),
            )
        )
    shared, one, other, kept = (np.concatenate([part[n] for part in parts]) for n in range(4))
    requests.unpersist()
    work.unpersist()
    # The one that stands for texts of equal words has the smallest id of them; what it shares with each is all that it has.
    twins = twins[sizes[census.first[twins]] >= settings.fewest]
    ones = np.ones(len(twins))
    out_left = np.concatenate([ranks[left[kept]], ranks[census.first[twins]]])
    out_right = np.concatenate([ranks[right[kept]], ranks[twins]])
    order = np.lexsort((out_right, out_left))
    return Copies(
        census.ids,
        out_left[order],
        out_right[order],
        np.concatenate([shared[kept], sizes[census.first[twins]]])[order],
        np.concatenate([one[kept], ones])[order],
        np.concatenate([other[kept], ones])[order],
    )


def _sliced(
    left: NDArray[np.int32], right: NDArray[np.int32], alone: NDArray[np.int64], outlets: NDArray[np.int32], tasks: int
) -> _Slices:
    """The pairs, in order, in slices of about equal work; texts that are in none, but of which the size is needed, are the last."""
    out = _Slices()
    size = max(1, min(SLICE, -(-len(left) // (2 * tasks))))
    for start in range(0, len(left), size):
        both = np.concatenate([left[start : start + size], right[start : start + size]])
        rows, places = np.unique(both, return_inverse=True)
        half = len(places) // 2
        out.rows.append(rows.astype(np.int64))
        out.left.append(places[:half].astype(np.int32))
        out.right.append(places[half:].astype(np.int32))
    if len(alone):
        none = np.zeros(0, dtype=np.int32)
        out.rows.append(alone.astype(np.int64))
        out.left.append(none)
        out.right.append(none)
    out.outlets.extend(outlets[rows] for rows in out.rows)
    return out


def _by_batch(slices: _Slices, firsts: NDArray[np.int64]) -> Mapping[int, list[tuple[int, NDArray[np.int64]]]]:
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
        made = _made(row)
        for place, wanted in asked.get(row["seq"], ()):
            part = _only(made, wanted - row["first"])
            yield _row(_PARTS, place=place, seq=row["seq"], hashes=part.hashes.tobytes(), starts=part.starts.tobytes())


def _measure(rows: Iterator[pa.RecordBatch], work: Any) -> Iterator[pa.RecordBatch]:
    """In a worker: each slice's pairs verified, its texts' words put together in the order of the batches."""
    slices, flagged, settings = work.value
    for place, parts in groupby(_each(rows), key=lambda row: row["place"]):
        held = [_made(row) for row in parts]
        lengths = np.concatenate([np.diff(part.starts) for part in held])
        made = Words(
            np.concatenate([part.hashes for part in held]),
            np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            np.zeros((len(lengths), 2), dtype=np.uint64),
        )
        found = verified(made, slices.left[place], slices.right[place], slices.outlets[place], flagged, settings)
        yield _row(
            _VERIFIED,
            place=place,
            sizes=found.sizes.tobytes(),
            shared=found.shared.tobytes(),
            one=found.left_share.tobytes(),
            other=found.right_share.tobytes(),
            kept=found.kept.tobytes(),
        )


def _made(row: Mapping[str, Any]) -> Words:
    """The words in a row."""
    starts = np.frombuffer(row["starts"], np.int64)
    return Words(np.frombuffer(row["hashes"], np.uint32), starts, np.zeros((len(starts) - 1, 2), dtype=np.uint64))


def _only(made: Words, own: NDArray[np.int64]) -> Words:
    """The words of some of the texts (numbers ascend)."""
    begin, lengths = made.starts[own], made.starts[own + 1] - made.starts[own]
    at = np.arange(int(lengths.sum())) + np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
    return Words(made.hashes[at], np.concatenate(([0], np.cumsum(lengths))).astype(np.int64), made.prints[own])


def _each(batches: Iterator[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


def _row(schema: str, **values: Any) -> pa.RecordBatch:
    """One row of a frame; `schema` names its columns and their kinds as Spark writes them."""
    fields = [tuple(column.split()) for column in schema.split(", ")]
    return pa.record_batch([pa.array([values[name]], _KINDS[kind]) for name, kind in fields], names=[name for name, _ in fields])
