"""The formats that hold pages, one module each; every module shows the same face.

- `SUFFIXES`: file name endings, with the dot, that make a file in a folder worth opening.
- `SEEKS`: whether `parts` needs a seekable file.
- `sniffs(head, name) -> bool`: whether the first 64 KiB, or what they say together with the file's name, are of this format.
- `parts(file, source, limits) -> Iterator[Part | BadInput]`: the pages in it, in order. What is wrong with one part comes as a
  `BadInput` in its place; what is wrong with the whole file is raised.

A plain page is no format: it is what is left when nobody else wants the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

from stemma.errors import BadInput
from stemma.reading.formats import factiva, feed, jsonfile, newsml, nexis, office, parquet, table, warc
from stemma.reading.formats.columns import Columns
from stemma.reading.parts import Limits, Part


class Format(Protocol):
    """The face of a module of this package."""

    SUFFIXES: Final[tuple[str, ...]]  # type: ignore[misc]
    SEEKS: Final[bool]  # type: ignore[misc]

    def sniffs(self, head: bytes, name: str) -> bool:
        """Whether a file that begins so, and is called so, is of this format."""

    def parts(self, file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
        """The pages in the file."""


FORMATS: Final[tuple[Format, ...]] = (warc, feed, newsml, parquet, jsonfile, table, nexis, factiva, office)
"""In the order in which they are asked: what its first bytes or its name tell, before what is told by lines of text."""


class _Table(Format, Protocol):
    """The face of a module whose columns can be named."""

    def parts(self, file: BinaryIO, source: str, limits: Limits, columns: Columns | None = None) -> Iterator[Part | BadInput]:
        """The reports in the table."""


_TABLES: Final[tuple[_Table, ...]] = (parquet, jsonfile, table)


def parts_of(
    module: Format, file: BinaryIO, source: str, limits: Limits, columns: Columns | None = None
) -> Iterator[Part | BadInput]:
    """The pages in a file of that format; `columns` says which column of a table holds what, and means nothing to the others."""
    for one in _TABLES:
        if one is module:
            return one.parts(file, source, limits, columns)
    return module.parts(file, source, limits)
