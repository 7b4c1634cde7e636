"""Which column of a table holds what: told by the user, by the export's own headers, or by the usual names; and a row -> a part.

A column of a nested record is named by its path ("source.title"). Names are compared without case, spaces and marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Final

from stemma.background.agencies import is_known
from stemma.errors import BadInput
from stemma.model import Handling
from stemma.reading.formats import cells
from stemma.reading.formats.cells import Json
from stemma.reading.formats.exports import EXPORTS, NAMES, PLAIN
from stemma.reading.formats.handling import credited
from stemma.reading.parts import Form, Given, Limits, Part
from stemma.reading.sources.decoding import too_large

_SHORT: Final = 40
_FEW: Final = 5
"""Characters and words below both of which a cell is no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The names of the columns that hold what, None where that is left to their headers.

    `text` is the report as text or marked-up paragraphs, `html` the same as markup, `page` a whole page with its furniture.
    `captured` is when a crawler saw the page, `credits` the agency that the words come from.
    """

    id: str | None = None
    url: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    page: str | None = None
    authors: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    captured: str | None = None
    section: str | None = None
    language: str | None = None
    dateline: str | None = None
    credits: str | None = None

    @classmethod
    def parse(cls, given: str) -> Columns:
        """`text=my_col,title=headline` -> the columns. A name that holds a comma stands in double quotes.

        Raises `BadInput` with code "bad-columns" for anything else: an unknown field, a field without a column, one named twice.
        """
        known = [f.name for f in fields(cls)]
        found: dict[str, str] = {}
        for piece in re.findall(r'(?:[^,"]|"[^"]*"?)+', given):
            name, mark, column = piece.strip().partition("=")
            name, column = name.strip().casefold(), column.strip()
            if len(column) > 1 and column[0] == column[-1] == '"':
                column = column[1:-1]
            if name not in known:
                raise _bad(f'"{piece.strip()}" names no field that stemma knows', known)
            if not mark or not column:
                raise _bad(f'"{piece.strip()}" names no column', known)
            if name in found:
                raise _bad(f'the field "{name}" is given twice', known)
            found[name] = column
        if not found:
            raise _bad("nothing", known)
        return cls(**found)

    def told(self) -> dict[str, str]:
        """Field -> column, of those that are told."""
        return {f.name: column for f in fields(self) if (column := getattr(self, f.name)) is not None}


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one table are read: what they are called, and for each field its columns, the best first."""

    how: str
    columns: Mapping[str, tuple[str, ...]]
    utc: bool = False

    def has(self, *wanted: str) -> bool:
        """Whether one of the fields has a column."""
        return any(self.columns.get(field) for field in wanted)

    def needed(self) -> tuple[str, ...]:
        """Every column that is looked at, sorted."""
        return tuple(sorted({column for found in self.columns.values() for column in found}))


def plan(names: tuple[str, ...], columns: Columns | None) -> Plan | None:
    """How to read a table whose columns are called so; None where no column can hold a text or an address.

    A column that `columns` names goes before what its header says. Columns that are named and not there are left out:
    see `missing`.
    """
    return _plan(names, columns)


def lacking(names: Sequence[str], columns: Columns | None) -> bool:
    """Whether a record lacks the column that is named for the words (for the address, if none is named for the words)."""
    told = columns.told() if columns else {}
    wanted = [told[f] for f in ("text", "html", "page") if f in told] or [told[f] for f in ("url",) if f in told]
    return bool(wanted) and all(_same(column, names) is None for column in wanted)


def missing(names: Sequence[str], columns: Columns | None) -> tuple[str, ...]:
    """The columns that `columns` names and the table does not have."""
    return tuple(c for c in (columns.told().values() if columns else ()) if _same(c, names) is None)


def refusal(source: str, names: Sequence[str], columns: Columns | None) -> BadInput:
    """That the columns found are not those of a table of reports: which there are, and what was needed."""
    shown = ", ".join(f'"{n[:40]}"' for n in names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    lost = missing(names, columns)
    needed = (
        f"needed the columns named: {', '.join(lost)}"
        if lost
        else "needed one for the text (text, body, content, html) or for the address (url, link)"
    )
    return BadInput(
        source,
        "no-columns",
        f"found {f'the columns {shown}' if names else 'no columns'}; {needed}",
        "say which column is which: --columns text=NAME,title=NAME,url=NAME",
    )


def flatten(record: Mapping[str, Json], depth: int = 3) -> dict[str, Json]:
    """A record with what lies in nested records under the path to it; lists stay. At most 2,000 values, `depth` levels."""
    out: dict[str, Json] = {}
    todo: list[tuple[str, Json, int]] = [(str(k), v, 0) for k, v in reversed(list(record.items()))]
    while todo and len(out) < 2_000:
        path, value, level = todo.pop()
        if isinstance(value, Mapping) and value and level < depth:
            todo += [(f"{path}.{k}", v, level + 1) for k, v in reversed(list(value.items()))]
        else:
            out[path] = value
    return out


def has_words(row: Mapping[str, Json], how: Plan) -> bool:
    """Whether a row, flattened, holds a text and not its beginning only."""
    return _content(row, how)[1] != "link"


def part_of(row: Mapping[str, Json], how: Plan, source: str, name: str, limits: Limits) -> Part | BadInput:
    """The report in a row, flattened as `flatten` does; `source` and `name` are the row's own.

    A row whose text is cut off, or that has only an address, comes as a link; one with neither as a `BadInput` "no-text".
    """

    def first(field: str) -> Json:
        return next(
            (row[c] for c in how.columns.get(field, ()) if cells.flat(cells.named(row.get(c))) or _is_list(row.get(c))), None
        )

    def every(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(w for c in how.columns.get(field, ()) for w in cells.several(row.get(c))))

    url = next((a for c in how.columns.get("url", ()) if (a := cells.address(row.get(c)))), None)
    outlet = next((w for w in every("outlet") if not cells.address(w)), None)
    if url is None:
        # A source that is an address, as some extractors write it.
        url = next((a for w in every("outlet") if (a := cells.address(w)) and re.search(r"\w/\w", a[8:])), None)
    byline, authors = cells.people(first("authors"))
    given = Given(
        how=how.how,
        url=url,
        title=_title(cells.heading(first("title")), outlet),
        byline=byline,
        authors=authors,
        outlet=outlet,
        dateline=cells.flat(first("dateline")) or None,
        published=_time(row, how, "published"),
        modified=_time(row, how, "modified"),
        captured=_time(row, how, "captured"),
        section=next(iter(every("section")), None),
        language=cells.language(first("language")),
        kind=cells.kind(first("kind")),
        credits=credited(every("credits"), (), outlet, authors),
    )
    given = _of_export(given, row, how)
    content, form, cut = _content(row, how)
    if form == "text" and given.title and (page := cells.whole_page(content, given.title)) is not None:
        content, form = page, "page"
    own = cells.flat(first("id")) or name
    if form == "link":
        if cut:
            given = replace(given, notes=(*given.notes, f"the {how.how} holds only the beginning of the report"))
        if not url:
            return BadInput(
                source,
                "no-text",
                f"found {'only the beginning of a report' if cut else 'neither a text'} {'and' if cut else 'nor'} "
                f"{'no address' if cut else 'an address'} in this row (columns {', '.join(how.needed()[:12])}); needed the words "
                "of a report",
                "if another column holds the text, name it: --columns text=NAME",
            )
        return Part(data=b"", source=source, name=own, form="link", given=given)
    data = content.encode("utf-8", "replace")
    if len(data) > limits.page_bytes:
        return too_large(source, len(data))
    damaged = content.count("\ufffd")
    if damaged:
        given = replace(given, notes=(*given.notes, f"{damaged} characters of the {how.how} are damaged"))
    return Part(data=data, source=source, name=own, form=form, given=given)


def _title(words: str, outlet: str | None) -> str | None:
    """A title without the name of the outlet, which interfaces leave at its end."""
    ends = tuple(f" {mark} {outlet}" for mark in "-–—|") if outlet else ()
    return next((words[: -len(end)].rstrip() for end in ends if words.endswith(end) and len(words) > len(end)), words) or None


def _content(row: Mapping[str, Json], how: Plan) -> tuple[str, Form, bool]:
    """The words of a row, what they are, and whether only a beginning was found."""
    cut = False
    for field in ("page", "html", "text"):
        for column in how.columns.get(field, ()):
            value = row.get(column)
            words = cells.listed(value) if _is_list(value) else cells.prose(value)
            if (len(words) < _SHORT and len(words.split()) < _FEW) or cells.address(words):
                # A number, a code, a word for nothing.
                continue
            if cells.is_teaser(words):
                cut = True
                continue
            if field == "page":
                return words, "page", False
            words, form = cells.content_of(words)
            return words, "html" if field == "html" and form == "text" else form, False
    return "", "link", cut


def _time(row: Mapping[str, Json], how: Plan, field: str) -> str | None:
    return next(
        (t for c in how.columns.get(field, ()) if (t := cells.iso(row.get(c), how.utc or normal(c).endswith(("gmt", "utc"))))), None
    )


def _of_export(given: Given, row: Mapping[str, Json], how: Plan) -> Given:
    """What only one export tells: Event Registry's agencies among the authors, its duplicates and their originals; what Media
    Cloud takes for copy of the Associated Press.
    """
    copied = next((row[c] for c in row if normal(c) == "apsyndicated"), None) if how.how == "Media Cloud row" else None
    if cells.flat(copied).casefold() in ("true", "1", "yes") or copied is True:
        return replace(given, notes=(*given.notes, "Media Cloud takes this for copy of the Associated Press"))
    if how.how != "Event Registry article":
        return given
    signed = row.get("authors")
    signed = signed if isinstance(signed, Sequence) and not isinstance(signed, str) else ()
    agencies = tuple(cells.flat(a.get("name")) for a in signed if isinstance(a, Mapping) and a.get("isAgency") is True)
    named = tuple(cells.flat(cells.named(a)) for a in signed)
    agencies = tuple(dict.fromkeys(n for n in (*agencies, *(n for n in named if is_known(n))) if n))
    people = tuple(n for n in named if n and n not in agencies)
    original = cells.flat(row.get("originalArticle.uri")) or cells.flat(row.get("originalArticle"))
    copy = Handling(action="same-as", party=None, item=original, time=None, how="originalArticle of Event Registry")
    return replace(
        given,
        byline=", ".join((*people, *agencies)) or given.byline,
        credits=tuple(dict.fromkeys((*given.credits, *agencies))),
        history=(copy,) if original else (),
        notes=("Event Registry takes this for a copy of another article",) if row.get("isDuplicate") is True else (),
    )


def normal(name: str) -> str:
    """A column's name without case, spaces and marks; the dots of a path stay."""
    return ".".join(re.sub(r"[\W_]+", "", piece.casefold()) for piece in name.split("."))


def known_names(names: Sequence[str]) -> int:
    """How many of the columns are called as a field's column usually is."""
    usual = {n for wanted in (*NAMES.values(), *(names for e in EXPORTS for names in e.columns.values())) for n in wanted}
    return sum(normal(n) in usual for n in names)


@lru_cache(maxsize=256)
def _plan(names: tuple[str, ...], columns: Columns | None) -> Plan | None:
    at: dict[str, str] = {}
    for n in names:
        at.setdefault(normal(n), n)
    export = next((e for e in EXPORTS if e.needs <= at.keys()), PLAIN)
    # A column that is named and not there is not guessed at.
    told = {field: _same(column, names) for field, column in (columns.told() if columns else {}).items()}
    taken = set(told.values())
    chosen: dict[str, tuple[str, ...]] = {}
    for field, usual in NAMES.items():
        if field in told:
            own = told[field]
            chosen[field] = (own,) if own else ()
            continue
        wanted = export.columns.get(field, usual)
        chosen[field] = tuple(at[n] for n in wanted if n in at and at[n] not in taken)
    if told.keys() & {"text", "html", "page"}:
        # Who names the column of the text does not want another one in its place.
        chosen |= {field: () for field in ("text", "html", "page") if field not in told}
    made = Plan(export.how, {field: cols for field, cols in chosen.items() if cols}, export.utc)
    return made if made.has("text", "html", "page", "url") else None


def _same(column: str, names: Sequence[str]) -> str | None:
    """The column that is called so, else the one that is called so but for case and marks."""
    return column if column in names else next((n for n in names if normal(n) == normal(column)), None)


def _is_list(value: Json) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value)


def _bad(found: str, known: Sequence[str]) -> BadInput:
    return BadInput(
        "--columns",
        "bad-columns",
        f"found {found}; needed pairs of field and column, parted by commas",
        f"write for example text=body,title=headline; the fields are {', '.join(known)}",
    )
