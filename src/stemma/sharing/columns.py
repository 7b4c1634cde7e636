"""Columns of an Arrow table -> texts, without making strings of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadInput
from stemma.sharing.nouns import Texts

_OFFSETS: Final[dict[str, type[np.int32] | type[np.int64]]] = {"string": np.int32, "large_string": np.int64}


def texts_of(table: Any, *, id: str = "id", outlet: str | None = "outlet", text: str = "text") -> Iterator[Texts]:
    """The texts of a pyarrow `Table` or `RecordBatch`, chunk by chunk, for `copies`; the bytes of the texts stay where they are.

    `id`, `outlet` and `text` name columns of strings; with `outlet` None no outlet is known. Nulls are refused but in `outlet`,
    where they stand for an outlet that is not known. Raises `BadInput` (not-a-text).
    """
    names = [name for name in (id, text, outlet) if name is not None]
    missing = [name for name in names if name not in table.schema.names]
    if missing:
        raise BadInput("sharing", "not-a-text", f"found no column {missing[0]!r}", f"the table has {', '.join(table.schema.names)}")
    for batch in table.to_batches() if hasattr(table, "to_batches") else [table]:
        ids, column = batch.column(id), batch.column(text)
        for name, one in ((id, ids), (text, column)):
            if one.null_count:
                raise BadInput("sharing", "not-a-text", f"found {one.null_count} nulls in column {name!r}", "drop those rows")
        outlets = ["" if o is None else o for o in batch.column(outlet).to_pylist()] if outlet is not None else [""] * len(ids)
        yield Texts(ids.to_pylist(), outlets, *_bytes(column, text))


def _bytes(column: Any, name: str) -> tuple[memoryview, NDArray[np.int64]]:
    """The bytes of a column of strings, and where each begins."""
    kind = str(column.type)
    if kind not in _OFFSETS:
        if "string" not in kind:
            raise BadInput("sharing", "not-a-text", f"found {kind} in column {name!r}, needed strings", "cast the column to string")
        column, kind = column.cast("large_string"), "large_string"
    _, offsets, data = column.buffers()
    if offsets is None or not len(column):
        return memoryview(b""), np.zeros(len(column) + 1, dtype=np.int64)
    edges = np.frombuffer(offsets, dtype=_OFFSETS[kind])[column.offset : column.offset + len(column) + 1]
    return memoryview(b"" if data is None else data), edges.astype(np.int64)
