"""JSON files: lines, an array, an object or the answer of an interface; each record a news item (ninjs) or a row of a table.

What stemma itself wrote is refused: a text with its furniture already judged would pass for a fresh page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from stemma.errors import BadInput
from stemma.reading.formats import ninjs
from stemma.reading.formats.cells import Json
from stemma.reading.formats.columns import Columns, flatten, has_words, lacking, part_of, plan, refusal
from stemma.reading.formats.jsontext import values
from stemma.reading.parts import Limits, Part

SUFFIXES: Final = (".json", ".jsonl", ".ndjson")
SEEKS: Final = False

_NAMES: Final = frozenset((*SUFFIXES, ".jsonlines", ".ldjson", ".geojson", ".jsonld"))
_OBJECT: Final = re.compile(rb'\s*(?:\[\s*)?\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\}\s*[\],]?)')
_FEED: Final = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_WRAPPERS: Final = ("item", "_source", "article", "story", "document", "doc", "data", "attributes", "node", "resource")
_LISTS: Final = (
    "items", "_items", "articles", "results", "entries", "stories", "docs", "documents", "records", "rows", "posts", "hits",
    "news", "data", "response", "value",
)  # fmt: skip
_HELD: Final = 1_000
"""Damaged lines held back at most until the first record that can be judged."""
_LOOK: Final = 20
"""Records looked at before a file is taken for no table of reports."""


def sniffs(head: bytes, name: str) -> bool:
    """Whether a file is called JSON, or begins as an object or an array of objects does; a JSON Feed is none of ours."""
    if _FEED.search(head[:4_000]):
        return False
    return PurePosixPath(name).suffix.casefold() in _NAMES or bool(_OBJECT.match(head.removeprefix(b"\xef\xbb\xbf")[:4_096]))


def parts(file: BinaryIO, source: str, limits: Limits, columns: Columns | None = None) -> Iterator[Part | BadInput]:
    """The reports in a JSON file, in order, numbered as "name#3" where there may be several.

    Records that are no text by their own word (pictures beside it) are passed over if the file holds texts. Raises `BadInput`:
    "own-output" or "dossier" for what stemma wrote, "no-columns" where none of the first twenty records fits, "empty" where there
    are none, and what `values` raises.
    """
    pending: list[BadInput] = []
    strange: list[Json] = []
    passed: BadInput | None = None
    fitting = False
    n = 0
    for n, (record, several) in enumerate(_records(file, source, limits, columns), 1):
        if n > limits.parts:
            yield BadInput(source, "too-large", f"found more than {limits.parts:,} records; the rest is not read", "split the file")
            break
        where = f"{source}#{n}" if several else source
        if isinstance(record, BadInput):
            made: Part | BadInput = record
        elif not _fits(record, columns):
            strange.append(record)
            made = refusal(where, _names(record), columns)
            if not fitting and len(strange) >= _LOOK:
                break
        else:
            made = _part(record, where, str(n), limits, columns)
            if isinstance(made, BadInput) and made.code == "no-text" and ninjs.is_item(record) and not ninjs.is_text(_row(record)):
                passed = passed or made
                continue
            fitting = True
        if not fitting and isinstance(made, BadInput):
            # Whether the file is a table of reports at all is not known yet.
            pending.append(made)
            if len(pending) > _HELD:
                yield from pending
                pending.clear()
            continue
        yield from pending
        pending.clear()
        yield made
    if not fitting and strange and passed is None:
        raise refusal(source, _names(strange[0]), columns)
    yield from pending
    if passed and not fitting:
        yield passed
    if not n:
        raise BadInput(source, "empty", "found no record in this JSON; needed at least one", "check what was exported")


def _records(file: BinaryIO, source: str, limits: Limits, columns: Columns | None) -> Iterator[tuple[Json | BadInput, bool]]:
    """The records, out of whatever they are wrapped in, and whether the file may hold several."""
    for value, several in values(file, source, limits):
        if isinstance(value, BadInput):
            yield value, several
            continue
        _refuse_own(value, source)
        inner = _inside(value, columns)
        for record in [value] if inner is None else inner:
            record = _unwrapped(record, columns)
            _refuse_own(record, source)
            if ninjs.is_item(record):
                for item in ninjs.items_of(_row(record)):
                    yield item, several or inner is not None
            else:
                yield record, several or inner is not None


def _part(record: Json, source: str, name: str, limits: Limits, columns: Columns | None) -> Part | BadInput:
    row = _row(record)
    if columns is None and ninjs.is_item(record):
        return ninjs.part_of(row, source, name, limits)
    flat = flatten(row)
    how = plan(tuple(flat), columns)
    return refusal(source, tuple(flat), columns) if how is None else part_of(flat, how, source, name, limits)


def _fits(record: Json, columns: Columns | None) -> bool:
    """Whether a record is a news item or has the columns of a report."""
    if not isinstance(record, Mapping):
        return False
    names = tuple(flatten(record))
    if columns is None:
        return ninjs.is_item(record) or plan(names, None) is not None
    return plan(names, columns) is not None and not lacking(names, columns)


def _rate(record: Json, columns: Columns | None) -> int:
    """2 for a record with words, 1 for one that only fits, else 0."""
    if not isinstance(record, Mapping) or not _fits(record, columns):
        return 0
    if ninjs.is_item(record):
        return 2
    flat = flatten(record)
    how = plan(tuple(flat), columns)
    return 2 if how and has_words(flat, how) else 1


def _inside(value: Json, columns: Columns | None) -> Sequence[Json] | None:
    """The records in an answer of an interface or another envelope, None where the value is a record itself."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, Sequence) and not isinstance(value, str) else None
    if ninjs.is_item(value) or _is_report(value, columns):
        return None
    found = list(_arrays(value))
    rated = [(max(_rate(_unwrapped(row, columns), columns) for row in rows[:_LOOK]), rows) for rows in found]
    best = max((rate for rate, _ in rated), default=0)
    fitting = [rows for rate, rows in rated if rate == best > 0]
    if len(fitting) == 1 or (fitting and best == 1):
        return fitting[0]
    if fitting:
        # Several arrays of texts: an annotated corpus, a chat, whatever it is no table of reports.
        return None
    if turned := _turned(value, columns):
        return turned
    return [] if any(value.get(k) == [] for k in _LISTS) and not _fits(value, columns) else None


def _arrays(value: Mapping[str, Json]) -> Iterator[Sequence[Json]]:
    """The arrays of records in an object and in the objects in it, the usual names first."""
    todo: list[tuple[Json, int]] = [(value, 0)]
    for node, depth in todo:
        if not isinstance(node, Mapping) or depth > 3 or len(todo) > 1_000:
            continue
        keys = sorted(node, key=lambda k: _LISTS.index(k) if k in _LISTS else len(_LISTS))
        for key in keys:
            inner = node[key]
            if (
                isinstance(inner, Sequence)
                and not isinstance(inner, str)
                and any(isinstance(row, Mapping) for row in inner[:_LOOK])
            ):
                yield inner
            elif isinstance(inner, Mapping):
                todo.append((inner, depth + 1))


def _turned(value: Mapping[str, Json], columns: Columns | None) -> Sequence[Json] | None:
    """The rows of a table written as columns, by row names, or as heads and cells (pandas' orients columns, index and split)."""
    told, cells = value.get("columns"), value.get("data")
    if isinstance(told, Sequence) and isinstance(cells, Sequence) and all(isinstance(h, str) for h in told):
        heads = [str(h) for h in told]
        rows: list[Json] = [dict(zip(heads, row, strict=False)) for row in cells if isinstance(row, Sequence)]
        return rows if rows and plan(tuple(heads), columns) else None
    inner = list(value.values())
    if not inner or not all(isinstance(v, Mapping) for v in inner):
        return None
    if all(_fits(v, columns) for v in inner[:_LOOK]):
        return inner
    first = inner[0]
    names = list(first) if isinstance(first, Mapping) else []
    if plan(tuple(value), columns) is None or not names:
        return None
    return [{k: v.get(name) for k, v in value.items() if isinstance(v, Mapping)} for name in names]


def _unwrapped(record: Json, columns: Columns | None) -> Json:
    """The record in a wrapper ({"item": {…}, "meta": …}), as search engines and interfaces write it."""
    for _ in range(2):
        if not isinstance(record, Mapping) or ninjs.is_item(record):
            return record
        inner = next((v for k in _WRAPPERS if isinstance(v := record.get(k), Mapping) and _fits(v, columns)), None)
        if inner is None or _is_report(record, columns):
            return record
        record = inner
    return record


def _refuse_own(value: Json, source: str) -> None:
    """Raise `BadInput` for a dossier, an examination, or a line that `stemma read` or `stemma correct` wrote."""
    if not isinstance(value, Mapping):
        return
    keys = value.keys()
    if {"schema", "dossiers"} <= keys or {"schema", "story", "articles", "stemma"} <= keys:
        raise BadInput(
            source,
            "dossier",
            "found a dossier that stemma wrote; needed reports",
            "write dossiers to a folder outside the pages (-o OUT), or leave this file out",
        )
    article = {"id", "sha256", "text", "body", "lines", "credits", "by"} <= keys and isinstance(value["body"], Sequence)
    other = keys == {"source", "code", "message", "hint"} or {"page", "field", "verdict", "quote"} <= keys
    if article or other:
        raise BadInput(
            source,
            "own-output",
            "found articles, refusals or corrections as stemma itself writes them; needed the pages",
            'give the pages themselves: every article names its page in its field "source"',
        )


def _row(record: Json) -> Mapping[str, Json]:
    return record if isinstance(record, Mapping) else {}


def _names(record: Json) -> tuple[str, ...]:
    return tuple(flatten(record)) if isinstance(record, Mapping) else ()


def _is_report(record: Mapping[str, Json], columns: Columns | None) -> bool:
    """Whether a record holds, outside of its inner records, the words of a report, or an address and a title."""
    own = {k: v for k, v in record.items() if not isinstance(v, Mapping)}
    how = plan(tuple(own), columns)
    if how is None:
        return False
    words, where, title = (
        any(isinstance(v := own[c], str) and v.strip() for field in group for c in how.columns.get(field, ()))
        for group in (("text", "html", "page"), ("url",), ("title",))
    )
    return words or (where and title)
