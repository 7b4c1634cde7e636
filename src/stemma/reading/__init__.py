"""Bytes -> Article: which lines of a page are its report, who signs it, when and where, and every agency it names.

Plain text with all its page chrome is judged line by line by a small trained model; HTML by trafilatura; feeds, web archives, wire
packets and tables by what they say of their parts. A bad input is never lost and never fatal: it comes as `Rejected`, with a
stable code, what was found and what was needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from stemma.errors import DEFECTS, BadInput, StrictStop
from stemma.model import Article, Correction, Rejected
from stemma.reading.building import build, is_supported, read_bytes
from stemma.reading.correcting import check, correct
from stemma.reading.formats.columns import Columns
from stemma.reading.gathering import bonds, day, gather
from stemma.reading.parts import LIMITS, Given, Limits, Part
from stemma.reading.piecewise import Tie, gather_bound, tied
from stemma.reading.sources.inputs import Held, Named, distinct, expand, is_address, load
from stemma.reading.sources.opening import open_parts

__all__ = [
    "Fetch",
    "Given",
    "Held",
    "Limits",
    "Part",
    "Tie",
    "bonds",
    "build",
    "by_pages",
    "check",
    "correct",
    "day",
    "expand",
    "fetcher",
    "gather",
    "gather_bound",
    "is_supported",
    "open_parts",
    "read",
    "read_bytes",
    "settle",
    "tied",
    "unpack",
]

Fetch: TypeAlias = Callable[[str], Part]
"""Gets the page at an address, or raises `BadInput`."""


def read(
    paths: str | Path | Held | Iterable[str | Path | Held],
    *,
    strict: bool = False,
    corrections: Iterable[Correction] = (),
    fetch: bool | Fetch = False,
    limits: Limits = LIMITS,
    stdin: BinaryIO | None = None,
    columns: str | None = None,
    known: Callable[[Part], bool] | None = None,
) -> Iterator[Article | Rejected]:
    """Read files, folders (recursively), globs and, if `fetch` is true, addresses, in the order given, each file once.

    Files may be packed and may hold many pages (see docs/formats.md); "-" is `stdin`, a `Held` a file in memory. Yields an
    `Article` for every page, with the `corrections` made to it, and a `Rejected` for every input that is set aside. Raises nothing
    for bad input, unless `strict`: then `StrictStop` at the first. Folders and globs are walked in sorted order. Each page is
    judged by itself: see `gather` for what only several of them show. `columns` says which column of a table holds what, where
    its headers do not tell ("text=words,title=head"). `fetch` may be a function that gets a page in another way than ours.
    `known` is asked about every part just before it is read as a page, and about a mere address before it is fetched; one that it
    answers true for is left out.
    Raises `BadCorrection` for a correction that could never be meant, `BadInput` for `columns` that say nothing.
    """
    by_page = by_pages(corrections)
    for part in unpack(paths, fetch=fetch, limits=limits, stdin=stdin, columns=columns, known=known):
        one = settle(part, by_page)
        if strict and isinstance(one, Rejected):
            raise StrictStop(f"{one.source}: {one.message}", one.hint)
        yield one


def unpack(
    paths: str | Path | Held | Iterable[str | Path | Held],
    *,
    fetch: bool | Fetch = False,
    limits: Limits = LIMITS,
    stdin: BinaryIO | None = None,
    columns: str | None = None,
    known: Callable[[Part], bool] | None = None,
) -> Iterator[Part | BadInput]:
    """The first, cheap half of `read`: what the inputs come down to, before any page is judged. Bad inputs are given, not raised.

    Arguments are those of `read`. Raises `BadInput` only for `columns` that say nothing.
    """
    chosen = Columns.parse(columns) if columns else None
    getter = fetcher() if fetch is True else fetch or None
    given = [paths] if isinstance(paths, str | Path | Held) else paths
    found = _got(_parts(given, getter, limits, stdin, chosen), getter, limits, known)
    return (part for part in found if known is None or isinstance(part, BadInput) or not known(part))


def by_pages(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    """Corrections by the SHA-256 of their page. Raises `BadCorrection` for one that could never be meant."""
    out: dict[str, list[Correction]] = {}
    for one in corrections:
        check(one)
        out.setdefault(one.page, []).append(one)
    return out


def settle(part: Part | BadInput, corrections: Mapping[str, Sequence[Correction]]) -> Article | Rejected:
    """The second half of `read`: the article that a part holds, corrections (`by_pages`) made to it, or why it is set aside."""
    try:
        if isinstance(part, BadInput):
            raise part
        article = _built(part)
    except BadInput as error:
        return Rejected(source=error.source, code=error.code, message=error.message, hint=error.hint)
    return correct(article, corrections.get(article.sha256, ()))


def _built(part: Part) -> Article:
    """The article that a part holds; a page on which we break is a `BadInput` like any other, so that the rest goes on."""
    try:
        return build(part)
    except BadInput:
        raise
    except DEFECTS as error:
        raise _broken(part.source, error) from error


def _opened(file: BinaryIO, source: str, name: str, limits: Limits, columns: Columns | None) -> Iterator[Part | BadInput]:
    """The parts of a file; where we break on it, those before and a `BadInput`, so that the next file is read."""
    try:
        yield from open_parts(file, source, name, limits, columns=columns)
    except DEFECTS as error:
        yield _broken(source, error)


def _broken(source: str, error: Exception) -> BadInput:
    return BadInput(
        source,
        "reading-failed",
        f"this input could not be read: {type(error).__name__}: {error}",
        "please report it as a defect of stemma",
    )


def fetcher() -> Fetch:
    """What gets pages from the network: public addresses only, within limits, as robots.txt allows."""
    from stemma.reading.sources.fetching import Session, page

    session = Session()
    return lambda url: page(url, session)


def _got(
    parts: Iterable[Part | BadInput], fetch: Fetch | None, limits: Limits, known: Callable[[Part], bool] | None
) -> Iterator[Part | BadInput]:
    """The parts, those that are mere addresses fetched if that was asked for and they are not `known`."""
    for part in parts:
        if isinstance(part, Part) and part.form == "link" and fetch and part.given.url:
            if known is not None and known(part):
                continue
            yield from _fetched(fetch, part.given.url, part.given, limits)
        else:
            yield part


def _fetched(fetch: Fetch, url: str, given: Given, limits: Limits) -> Iterator[Part | BadInput]:
    """What stands at an address: a page, with what a container said of it, or the parts of a feed or a packet."""
    try:
        page = fetch(url)
    except BadInput as error:
        yield error
        return
    for found in _opened(BytesIO(page.data), page.source, page.name, limits, None):
        if isinstance(found, Part) and found.form == "page" and found.data == page.data:
            told = replace(given, how=given.how or page.given.how, url=page.given.url, charset=page.given.charset)
            yield replace(page, given=told)
        else:
            yield found


def _parts(
    paths: Iterable[str | Path | Held], fetch: Fetch | None, limits: Limits, stdin: BinaryIO | None, columns: Columns | None
) -> Iterator[Part | BadInput]:
    named = list(expand(paths))
    names = distinct([found for found in named if isinstance(found, Path)])
    for found in named:
        if isinstance(found, BadInput):
            yield found
        elif isinstance(found, Held):
            yield from _opened(BytesIO(found.data), found.name, found.name, limits, columns)
        elif isinstance(found, Named):
            yield from _named(found, fetch, limits, stdin, columns)
        else:
            try:
                with load(found) as file:
                    yield from _opened(file, str(found), names[found], limits, columns)
            except BadInput as error:
                yield error


def _named(
    found: Named, fetch: Fetch | None, limits: Limits, stdin: BinaryIO | None, columns: Columns | None
) -> Iterator[Part | BadInput]:
    """What is no file: standard input, an address."""
    if not is_address(found.name):
        if stdin is None:
            yield BadInput("-", "missing", "found no standard input; needed a page on it", "name a file instead of -")
        else:
            yield from _opened(stdin, "standard input", "stdin", limits, columns)
    elif fetch is None:
        yield BadInput(
            found.name,
            "address",
            "found an address; stemma reaches the network only when asked to",
            "add --fetch, or save the page and name the file",
        )
    else:
        yield from _fetched(fetch, found.name, Given(), limits)
