"""The copies in a collection, as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from stemma.disk import fill
from stemma.engine.base import Progress
from stemma.sharing import Copies

COLUMNS: Final = ("a", "b", "a_in_b", "b_in_a", "shared")
"""Two ids, a < b; the share of a's distinct word 5-grams that b has too, and the other way; how many those are."""
_ROWS: Final = 100_000


def write_copies(found: Copies, folder: Path, advance: Progress) -> None:
    """copies.parquet and copies.csv: every pair of articles that share text, sorted by their ids. `advance` is told how many pairs
    have been written, each twice."""
    pairs = len(found.left)

    def tell(written: int) -> None:
        advance("writing copies", written, 2 * pairs)

    fill(folder / "copies.parquet", lambda file: _parquet(found, file, tell))
    fill(folder / "copies.csv", lambda file: _csv(found, file, lambda written: tell(pairs + written)))


def _parquet(found: Copies, file: BinaryIO, tell: Callable[[int], None]) -> None:
    kinds = (pa.string(), pa.string(), pa.float64(), pa.float64(), pa.int32())
    schema = pa.schema(list(zip(COLUMNS, kinds, strict=True)))
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for start, end in _blocks(len(found.left)):
            left, right = ([found.ids[n] for n in side[start:end].tolist()] for side in (found.left, found.right))
            measured = (found.left_share[start:end], found.right_share[start:end], found.shared[start:end])
            writer.write_batch(pa.record_batch([pa.array(left), pa.array(right), *map(pa.array, measured)], schema=schema))
            tell(end)


def _csv(found: Copies, file: BinaryIO, tell: Callable[[int], None]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for n, one in enumerate(found.pairs(), 1):
        if not n % _ROWS or n == len(found.left):
            tell(n)
        writer.writerow((one.left, one.right, f"{one.left_share:.4f}", f"{one.right_share:.4f}", one.shared))
    text.detach()


def _blocks(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, _ROWS):
        yield start, min(start + _ROWS, count)
