"""Bytes -> Article: which lines of a page are its report, who signs it, when and where, and every agency it names.

Plain text with all its page chrome is judged line by line by a small trained model; HTML by trafilatura. A bad input is
never lost and never fatal: it comes as `Rejected`, with a stable code, what was found and what was needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from stemma.errors import BadInput, StrictStop
from stemma.model import Article, Rejected
from stemma.reading.inputs import distinct, expand, load
from stemma.reading.page import read_bytes

__all__ = ["read", "read_bytes"]


def read(paths: Iterable[str | Path], *, strict: bool = False) -> Iterator[Article | Rejected]:
    """Read files, folders (recursively) and globs, in the order given, each file once.

    Yields an `Article` for every page and a `Rejected` for every input that is set aside. Raises nothing for bad input,
    unless `strict`: then `StrictStop` at the first. Folders and globs are walked in sorted order.
    """
    named = list(expand([paths] if isinstance(paths, str | Path) else paths))
    names = distinct([found for found in named if isinstance(found, Path)])
    for found in named:
        try:
            if isinstance(found, BadInput):
                raise found
            article = read_bytes(load(found), str(found), names[found])
        except BadInput as error:
            if strict:
                raise StrictStop(f"{error.source}: {error.message}", error.hint) from error
            yield Rejected(source=error.source, code=error.code, message=error.message, hint=error.hint)
        else:
            yield article
