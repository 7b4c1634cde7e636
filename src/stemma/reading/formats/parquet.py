"""Parquet tables, read row by row and only in the columns that are needed. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

from stemma.errors import BadInput
from stemma.reading.formats.cells import Json
from stemma.reading.formats.columns import Columns, flatten, missing, part_of, plan, refusal
from stemma.reading.parts import Limits, Part

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

SUFFIXES: Final = (".parquet", ".pq")
SEEKS: Final = True

_MAGIC: Final = b"PAR1"
_ROWS: Final = 1
"""Rows unpacked at a time: a few bytes may stand for the same long text many times over (and 30,000 a second are enough)."""


def sniffs(head: bytes, name: str) -> bool:
    """Whether a file begins as Parquet does, or is called so."""
    return head.startswith(_MAGIC) or PurePosixPath(name).suffix.casefold() in SUFFIXES


def parts(file: BinaryIO, source: str, limits: Limits, columns: Columns | None = None) -> Iterator[Part | BadInput]:
    """The reports in a table, in order; row n is "name#n".

    Raises `BadInput`: "needs-extra" where pyarrow is not installed, "damaged", "no-columns", "bomb" (more unpacked than the limits
    allow for the size of the file).
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BadInput(
            source,
            "needs-extra",
            "found a Parquet table, which needs pyarrow to be read; pyarrow is not installed",
            "pip install 'stemma-news[parquet]', or export the table as CSV or JSON lines",
        ) from error
    size = file.seek(0, 2)
    file.seek(0)
    try:
        with pq.ParquetFile(file) as table:
            yield from _rows(table, source, size, limits, columns)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise BadInput(
            source,
            "damaged",
            f"the Parquet table cannot be read: {str(error)[:160]}; needed a whole one",
            "get the file again, or export it anew",
        ) from error


def _rows(table: pq.ParquetFile, source: str, size: int, limits: Limits, columns: Columns | None) -> Iterator[Part | BadInput]:
    names = _leaves(table.schema_arrow)
    how = plan(names, columns)
    if how is None or missing(names, columns):
        raise refusal(source, names, columns)
    wanted = [c for c in table.schema_arrow.names if any(n == c or n.startswith(f"{c}.") for n in how.needed())]
    given = n = 0
    for batch in table.iter_batches(batch_size=_ROWS, columns=wanted):
        given += batch.nbytes
        if given > limits.unpacked_bytes or (given > limits.free_bytes and given > limits.ratio * size):
            raise BadInput(
                source,
                "bomb",
                f"found a table that swells to over {given:,} bytes out of {size:,}; needed at most {limits.ratio} to 1",
                "the file is made to do harm, or no table of reports: leave it out, or unpack it yourself and look",
            )
        for row in _batch(batch):
            n += 1
            if n > limits.parts:
                yield BadInput(
                    source, "too-large", f"found more than {limits.parts:,} rows; the rest is not read", "split the file"
                )
                return
            yield part_of(flatten(row), how, f"{source}#{n}", str(n), limits)


def _leaves(schema: pa.Schema) -> tuple[str, ...]:
    """The names of the columns, those in records by their path."""
    import pyarrow as pa

    out: list[str] = []
    todo = [(field.name, field.type, 0) for field in reversed(list(schema))]
    while todo and len(out) < 2_000:
        path, kind, depth = todo.pop()
        if pa.types.is_struct(kind) and depth < 3 and kind.num_fields:
            todo += [(f"{path}.{kind.field(i).name}", kind.field(i).type, depth + 1) for i in reversed(range(kind.num_fields))]
        else:
            out.append(path)
    return tuple(out)


def _batch(batch: pa.RecordBatch) -> Iterator[Mapping[str, Json]]:
    import pyarrow as pa

    names = batch.schema.names
    found = []
    for column in batch.columns:
        kind = column.type
        if pa.types.is_timestamp(kind) and kind.unit == "ns":
            # Nanoseconds have no counterpart in Python, and no use here.
            column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        found.append(column.to_pylist())
    for row in zip(*found, strict=True):
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: object) -> Json:
    """A value of Arrow's as one of JSON's; what has no counterpart is nothing."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, Sequence) else None
