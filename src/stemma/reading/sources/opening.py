"""A file -> the pages in it, through as many layers of packing as it has.

Every layer is told by its first bytes, not by its name alone. What unpacks to far more than it should, or lies in more layers than
the limits allow, is refused; what is wrong with one page in a container comes as a `BadInput` in that page's place.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from stemma.errors import BadInput
from stemma.reading.formats import FORMATS, parts_of, table
from stemma.reading.formats.columns import Columns
from stemma.reading.parts import Limits, Part
from stemma.reading.sources.decoding import too_large
from stemma.reading.sources.packing import SUFFIXES as PACKED
from stemma.reading.sources.packing import Budget, Inner, Spent, skim, unpacked
from stemma.reading.sources.zips import is_zip, members, seekable

HEAD: Final = 65_536
"""Bytes looked at to tell what a file is."""

_CLOSED: Final = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"MSCF": "cab"}

PAGES: Final = frozenset(
    (".txt", ".text", ".html", ".htm", ".xhtml", ".md", "", *PACKED, *(suffix for module in FORMATS for suffix in module.SUFFIXES))
)
"""What a file in a folder or an archive must be called to be taken for a page; a file named outright is always tried."""


def open_parts(
    file: BinaryIO, source: str, name: str, limits: Limits, depth: int = 0, columns: Columns | None = None
) -> Iterator[Part | BadInput]:
    """The pages in a file, in order; a plain page is its own only part. Whatever is wrong comes as a `BadInput`, not raised.

    `file` is read from where it stands and need not be seekable. `source` names it for a reader, `name` is its own name.
    `depth` is how many layers of packing have been taken off already, `columns` which column of a table holds what.
    """
    budget = Budget(source, limits)
    # A buffer of its own, as what looks at the first bytes wants to see more of them than a file's buffer holds.
    buffered: io.BufferedReader = cast(io.BufferedReader, io.BufferedReader(cast(io.RawIOBase, file), HEAD))
    try:
        for found in _layer(buffered, source, name, budget, depth, columns, outermost=True):
            if isinstance(found, BadInput):
                budget.refuse(found)
            else:
                budget.part()
            yield found
    except BadInput as error:
        yield error
    except OSError as error:
        yield BadInput(source, "unreadable", f"the system refuses to read on: {error}", "check the disk, or copy the file again")
    finally:
        buffered.detach()


def is_page_name(name: str) -> bool:
    """Whether a file in a folder or an archive is called as if it held pages, and is not hidden. `name` may have folders."""
    path = PurePosixPath(name)
    return path.suffix.casefold() in PAGES and not any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _layer(
    file: io.BufferedReader, source: str, name: str, budget: Budget, depth: int, columns: Columns | None, outermost: bool
) -> Iterator[Part | BadInput]:
    """As `open_parts`; raises `BadInput` for what is wrong with all of this file, `Spent` for what must end the outermost one."""
    limits = budget.limits
    head = file.peek(HEAD)[:HEAD]
    for module in FORMATS:
        if module.sniffs(head, name):
            if module.SEEKS:
                with seekable(file, source) as stream:
                    yield from _named(parts_of(module, stream, source, limits, columns), source, name)
            else:
                yield from _named(parts_of(module, file, source, limits, columns), source, name)
            return
    if is_zip(head):
        _check_depth(source, depth, limits)
        with seekable(file, source) as stream:
            yield from _each(members(stream, source, name, budget, outermost, is_page_name), budget, depth, columns)
        return
    inner = unpacked(file, head, source, name, budget, outermost)
    if inner is not None:
        _check_depth(source, depth, limits)
        yield from _layer(inner.file, inner.source, inner.name, budget, depth + 1, columns, outermost=False)
        return
    kind = "tar" if head[257:262] == b"ustar" else next((kind for magic, kind in _CLOSED.items() if head.startswith(magic)), None)
    if kind:
        raise BadInput(
            source,
            "packing",
            f"found a {kind} archive; needed zip, gzip, bzip2, xz or Zstandard",
            "unpack it and name the folder, or pack the pages as zip",
        )
    if columns is not None and not head.lstrip().startswith(b"<"):
        # Who names columns has a table, even where its header tells nothing.
        yield from _named(parts_of(table, file, source, limits, columns), source, name)
        return
    data = file.read(limits.page_bytes + 1)
    if len(data) > limits.page_bytes:
        if not outermost:
            skim(file, limits)
        raise too_large(source, len(data))
    yield Part(data=data, source=source, name=name)


def _named(parts: Iterator[Part | BadInput], source: str, name: str) -> Iterator[Part | BadInput]:
    """The parts; one that is the whole file bears the file's own name, which tells it from its like in another folder, and one
    that has only a number bears it before that: the third row of one table is not that of another.
    """
    for part in parts:
        if isinstance(part, BadInput):
            yield part
        elif part.source == source:
            yield replace(part, name=name)
        else:
            yield replace(part, name=f"{name}#{part.name}") if part.name.isdecimal() else part


def _each(inner: Iterator[Inner | BadInput], budget: Budget, depth: int, columns: Columns | None) -> Iterator[Part | BadInput]:
    """The pages of every member; what is wrong with one of them is no matter of the others."""
    for member in inner:
        if isinstance(member, BadInput):
            yield member
            continue
        try:
            yield from _layer(member.file, member.source, member.name, budget, depth + 1, columns, outermost=False)
        except Spent:
            raise
        except BadInput as error:
            yield error


def _check_depth(source: str, depth: int, limits: Limits) -> None:
    if depth >= limits.depth:
        raise BadInput(
            source,
            "too-deep",
            f"found containers packed into one another more than {limits.depth} deep; needed pages",
            "unpack it once by hand and give what is in it",
        )
