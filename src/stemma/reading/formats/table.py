"""Tables in text: CSV, TSV and their kin, and GDELT's knowledge graph, which has no header.

A row is told by what it holds, not by its place: a quote that is never closed swallows the rows after it, so a row that spans
lines and does not fit is given back to its lines, of which the next one that fits goes on.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from stemma.errors import BadInput
from stemma.reading.formats import cells
from stemma.reading.formats.cells import Json
from stemma.reading.formats.columns import Columns, Plan, known_names, missing, part_of, plan, refusal
from stemma.reading.formats.jsontext import HEAD, characters
from stemma.reading.parts import Limits, Part

SUFFIXES: Final = (".csv", ".tsv", ".tab")
SEEKS: Final = False

_DELIMITERS: Final = (",", "\t", ";", "|")
_GKG: Final = re.compile(r"\d{14}-T?\d+\t\d{14}\t\d\t")
_GKG_COLUMNS: Final = 27
_REPORT: Final = 25
"""Words that a report has at least."""
_MENDED: Final = 1_000
"""Rows that may be given back to their lines before a table is taken for hopelessly quoted."""

Row = tuple[int, list[str], str]
"""The line that a row begins in, its cells, and what csv has against it ("" for nothing)."""


def sniffs(head: bytes, name: str) -> bool:
    """Whether a file is called a table, or its first line is a row of GDELT's graph or the header of a table of reports."""
    if PurePosixPath(name).suffix.casefold() in SUFFIXES:
        return True
    text = head[:8_192].decode(_encoding(head), "replace")
    first = text.lstrip("\ufeff\r\n ").partition("\n")[0].strip("\r")
    if _GKG.match(first):
        return True
    if len(first) > 2_000 or "<" in first:
        return False
    names = _cells(first, _delimiter(first))
    return len(names) > 2 and all(len(n) <= 40 for n in names) and known_names(names) >= 3 and 2 * known_names(names) >= len(names)


def parts(file: BinaryIO, source: str, limits: Limits, columns: Columns | None = None) -> Iterator[Part | BadInput]:
    """The reports in a table, in order; row n, the header not counted, is "name#n".

    A row that has another number of cells than the header comes as a `BadInput` "bad-row" in its place. Raises `BadInput`:
    "no-columns", "empty", "too-large" (a line over twice a page's size), "damaged" (quotes that never close, again and again).
    """
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, file), HEAD)
    head = buffered.peek(HEAD)[:HEAD]
    # Fields as long as a page; the limit is the interpreter's, and only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limits.page_bytes))
    encoding = _encoding(head)
    with characters(buffered, encoding, "", "replace" if encoding == "utf-16" else "surrogateescape") as text:
        lines = _Lines(text, source, 2 * limits.page_bytes)
        first = lines.first()
        if not first.strip():
            raise BadInput(source, "empty", "found no line in this table; needed a header and rows", "check what was exported")
        if _GKG.match(first):
            found = _graph(lines, source, columns, limits)
        else:
            found = _table(lines, first, _escape(head.decode(encoding, "replace")), source, columns, limits)
        for n, part in enumerate(found, 1):
            if n > limits.parts:
                yield BadInput(
                    source, "too-large", f"found more than {limits.parts:,} rows; the rest is not read", "split the file"
                )
                return
            yield part


def _table(
    lines: _Lines, first: str, escape: str | None, source: str, columns: Columns | None, limits: Limits
) -> Iterator[Part | BadInput]:
    delimiter = _delimiter(first)
    rows = _rows(lines, delimiter, escape)
    header = next(rows)[1]
    names = tuple(_unique([" ".join(h.split()) for h in header]))
    how = plan(names, columns)
    if how is None or missing(names, columns):
        raise refusal(source, names, columns)
    n = 0
    skipping = False
    for at, row, problem in rows:
        if len(row) > len(names) and not any(cell.strip() for cell in row[len(names) :]):
            # Separators at the end of every line, as spreadsheets leave them.
            row = row[: len(names)]
        fits = len(row) == len(names) and not problem
        if skipping and not (fits and _plausible(dict(zip(names, row, strict=True)), how)):
            # Still inside of what a quote swallowed; it was refused with the row it began in.
            lines.give_back()
            continue
        skipping = False
        n += 1
        where = f"{source}#{n}"
        if fits:
            yield part_of({k: _mended(v) for k, v in zip(names, row, strict=True)}, how, where, str(n), limits)
            continue
        place = f"line {at}" if len(lines.taken) == 1 else f"lines {at} to {lines.number}"
        yield BadInput(
            where,
            "bad-row",
            f"found {problem or f'{len(row)} cells'} in the row at {place}; needed {len(names)} cells, as the header has",
            "look for a quotation mark or a separator too much or too few in that row",
        )
        skipping = lines.give_back()


def _rows(lines: _Lines, delimiter: str, escape: str | None) -> Iterator[Row]:
    """Rows with the number of the line that each begins in; empty lines are none. A row that csv refuses has no cells."""
    reader = csv.reader(lines, delimiter=delimiter, escapechar=escape, doublequote=escape is None, skipinitialspace=True)
    while True:
        lines.taken.clear()
        problem = ""
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row, problem = [], str(error)
        if not problem and len(lines.taken) > 1 and not _is_closed(lines.taken, delimiter, escape):
            problem = "a quotation mark that is never closed, or not doubled,"
        if not problem and not row and not "".join(lines.taken).strip():
            continue
        yield lines.number - len(lines.taken) + 1, row, problem


def _is_closed(taken: Sequence[str], delimiter: str, escape: str | None) -> bool:
    """Whether lines are one row by the letter, too: every cell that was begun with a quotation mark ends with one."""
    strictly = csv.reader(
        taken, delimiter=delimiter, escapechar=escape, doublequote=escape is None, skipinitialspace=True, strict=True
    )
    try:
        return sum(1 for _ in strictly) == 1
    except csv.Error:
        return False


class _Lines:
    """The lines of a table, of which those that the last row took can be given back but for the first."""

    def __init__(self, text: io.TextIOWrapper, source: str, longest: int) -> None:
        self._text, self._source, self._longest = text, source, longest
        self._back: list[str] = []
        self._given_back = 0
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.pop() if self._back else self._text.readline(self._longest + 1)
        if not line:
            raise StopIteration
        if len(line) > self._longest:
            raise BadInput(
                self._source,
                "too-large",
                f"found a line of more than {self._longest:,} characters; needed rows on lines of their own",
                "export the table with line ends, or split it",
            )
        self.taken.append(line)
        self.number += 1
        return line

    def first(self) -> str:
        """The first line that is not empty, and not the "sep=;" of a spreadsheet; it stays to be read."""
        for line in self:
            if line.strip("\ufeff \r\n") and not re.fullmatch(r'"?sep=.\s*"?\s*', line):
                line = line.removeprefix("\ufeff")
                self._back.append(line)
                self.number -= 1
                return line
        return ""

    def give_back(self) -> bool:
        """Give back all lines of the last row but its first, to be read anew; false if there was only one.

        Raises `BadInput` "damaged" the thousandth time.
        """
        if len(self.taken) < 2:
            return False
        self._given_back += 1
        if self._given_back > _MENDED:
            raise BadInput(
                self._source,
                "damaged",
                f"found rows of which {_MENDED} were swallowed by quotation marks that never close, up to line {self.number}",
                "export the table again, with every quotation mark in a cell doubled",
            )
        self._back += reversed(self.taken[1:])
        self.number -= len(self.taken) - 1
        return True


def _plausible(row: Mapping[str, str], how: Plan) -> bool:
    """Whether cells out of a mended stretch are a row, and no sentence with as many commas.

    Its address is one; where it has none, its date is one; where it has neither, its text is as long as a report's.
    """
    for field, is_one in (("url", cells.address), ("published", cells.iso)):
        told = [row[c] for c in how.columns.get(field, ()) if row[c].strip()]
        if told:
            return any(is_one(cell) for cell in told)
    words = (row[c] for field in ("text", "html", "page") for c in how.columns.get(field, ()))
    return any(len(cell.split()) >= _REPORT for cell in words)


def _graph(lines: _Lines, source: str, columns: Columns | None, limits: Limits) -> Iterator[Part | BadInput]:
    """The documents of a GKG 2.1 file: addresses, with the title and the authors where the crawler found them."""
    for n, line in enumerate(lines, 1):
        lines.taken.clear()
        found = line.rstrip("\r\n").split("\t")
        where = f"{source}#{n}"
        if len(found) != _GKG_COLUMNS:
            if line.strip():
                yield BadInput(
                    where,
                    "bad-row",
                    f"found {len(found)} cells in line {lines.number}; needed {_GKG_COLUMNS}, as GKG 2.1 has",
                    "get the file again",
                )
            continue
        translated = re.search(r"srclc:(\w+)", found[25])
        row: dict[str, Json] = {
            "gkgrecordid": found[0],
            "date": found[1],
            "sourcecommonname": _mended(found[3]),
            "documentidentifier": _mended(found[4]),
            "pagetitle": _mended(_extra(found[26], "PAGE_TITLE")),
            "pageauthors": _mended(_extra(found[26], "PAGE_AUTHORS")),
            "pageprecisepubtimestamp": _extra(found[26], "PAGE_PRECISEPUBTIMESTAMP"),
            # What was not translated was in English.
            "sourcelanguage": translated[1] if translated else "en",
        }
        how = plan(tuple(row), columns)
        yield refusal(source, tuple(row), columns) if how is None else part_of(row, how, where, str(n), limits)


def _extra(field: str, name: str) -> str:
    """What a block of the last column holds, "" where it is not there."""
    _, mark, rest = field.partition(f"<{name}>")
    value, closed, _ = rest.partition(f"</{name}>")
    return html.unescape(value) if mark and closed else ""


def _encoding(head: bytes) -> str:
    """What a table is written in: told by its byte order mark, else UTF-8; a cell that is not comes out of `_mended`."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-8"


def _escape(head: str) -> str | None:
    """The mark before a quotation mark in a cell, where it is a backslash and no second quotation mark."""
    slashed = re.search(r'\\"[^,;\t|\r\n]', head)
    doubled = re.search(r'[^,;\t|\r\n"]""[^,;\t|\r\n"]', head)
    return "\\" if slashed and not doubled else None


def _mended(cell: str) -> str:
    """A cell of which some bytes were not UTF-8, read as windows-1252, as spreadsheets write it."""
    if not re.search("[\udc80-\udcff]", cell):
        return cell
    return cell.encode("utf-8", "surrogateescape").decode("windows-1252", "replace")


def _delimiter(first: str) -> str:
    """What parts the cells of a header: the mark that gives the most names that are known, then the most cells."""
    return max(_DELIMITERS, key=lambda d: (known_names(_cells(first, d)), len(_cells(first, d)), -_DELIMITERS.index(d)))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _unique(names: Sequence[str]) -> Iterator[str]:
    """The names of the columns, one that is there twice or empty with its number."""
    seen: set[str] = set()
    for n, name in enumerate(names, 1):
        own = name if name and name not in seen else f"{name or 'column'} {n}"
        seen.add(own)
        yield own
