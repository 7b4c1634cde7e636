"""Exports of Nexis Uni, Lexis Advance and LexisNexis Academic, as text here, as docx and rtf through `office`.

Two generations, as R's LexisNexisTools and tm.plugin.lexisnexis and Python's nexis-uni-parser read them:

- new (Nexis Uni, Lexis+, Lexis Advance): a cover page with a table of contents, then documents of title, publication, date,
  copyright, fields ("Section:", "Length:", "Byline:"), "Body", the report, "Classification" and its fields, closed by "End of
  Document".
- old (LexisNexis Academic, Nexis UK; English, German and French labels): each document begins with "3 of 25 DOCUMENTS"; the title
  stands under the date or in a field HEADLINE; the report under "BODY:" or under the last field, up to "LOAD-DATE:".

A publication that is an agency is the outlet of what it publishes itself, no credit; a copyright line is no credit either. The
summary ("Highlight") and what hangs on the report (graphics, corrections, classification) are no part of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import BinaryIO, Final

from stemma.errors import BadInput
from stemma.model import ArticleKind
from stemma.reading.formats.paragraphs import (
    Paragraph,
    document,
    even,
    glimpse,
    is_dated,
    is_release_wire,
    language_code,
    load,
    lost,
    publisher,
    text_lines,
    when,
)
from stemma.reading.parts import Given, Limits, Part
from stemma.reading.sources.decoding import decode
from stemma.reading.wordlists import word_set

SUFFIXES: Final = (".txt",)
SEEKS: Final = False

_COUNT: Final = re.compile(
    r"^[ \t\ufeff]*(?:(?P<n>\d{1,6}) of (?P<of>\d{1,6}) DOCUMENTS?|Dokument (?P<nd>\d{1,6}) von (?P<ofd>\d{1,6})|"
    r"Document (?P<nf>\d{1,6}) de (?P<off>\d{1,6}))[ \t]*$"
)
_TRACE: Final = re.compile(
    r"\d DOCUMENTS?\b|(?:Dokument|Documents?) \(?\d|^[ \t]*(?:End of Document|Load-Date:)", re.MULTILINE | re.IGNORECASE
)
_END: Final = re.compile(r"^\s*End of Document\s*$", re.IGNORECASE)
_CLOSING: Final = "End of Document"
_PAGE: Final = re.compile(r"^\s*(?:Page \d{1,5} of \d{1,5}|Page \d{1,5})\s*$")
_LISTED: Final = re.compile(r"^\s*Documents? \((\d{1,6})\)\s*$")
_COVER: Final = re.compile(
    r"^\s*(?:(?:Date and Time|Job Number|Client/Matter|Search Terms|Search Type|Narrowed by|Content Type|Download Request|"
    r"Time Of Request|User Name):|Documents? \(\d{1,6}\)\s*$)"
)
_ORDERED: Final = re.compile(r"^\s*Job Number:")
_NUMBERED: Final = re.compile(r"^\s*(\d{1,6})\.\s*(.*)$")
_RIGHTS: Final = re.compile(
    r"^\s*(?:Copyright\b|©|\(c\) ?(?:\d{4}|Copyright\b)|All Rights Reserved\b|Alle Rechte vorbehalten|Tous droits réservés)",
    re.IGNORECASE,
)
_TOP: Final = 60
"""Lines at most between the beginning of a document and its first field."""
_BLANK: Final = 3
"""Blank paragraphs in a row that part a cover from what follows, where no page break does."""
_OWN: Final = 12
"""Lines at most that a graphic's caption or a note has below its label."""
_MORE: Final = 20
"""Lines at most over which the value of a field runs on."""
_ERROR: Final = re.compile(r"^\s*We are sorry but there is an error in this document", re.IGNORECASE)
_BODY: Final = re.compile(r"^\s*Body:?\s*$", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_PAGE_OF: Final = re.compile(r"[;,]?\s*(?:Pg|Page|Seite|p)\.? ?[A-Z]{0,3}-?\d.*$", re.IGNORECASE)

_HEAD: Final = {
    "section": "section", "rubrik": "section", "rubrique": "section", "length": "length", "länge": "length", "longueur": "length",
    "byline": "byline", "autor": "byline", "auteur": "byline", "author": "byline", "dateline": "dateline", "highlight": "highlight",
    "headline": "title", "titel": "title", "titre": "title", "series": "", "distribution": "", "edition": "", "type": "",
    "acc-no": "", "column": "", "show": "", "anchors": "", "reporters": "", "guests": "", "day": "", "time": "",
    "teaser": "highlight", "abstract": "highlight", "correction-date": "",
}  # fmt: skip
"""Labels above the report -> the field of ours that they fill, "" for none."""
_OPENING: Final = word_set(
    "section rubrik rubrique length länge longueur byline autor auteur author dateline highlight headline distribution series "
    "edition"
)
"""Those of them that show where a header's fields begin: no title begins so, as one may with "Update:" or "Time:"."""
_FOOT: Final = {
    "load-date": "", "update": "", "language": "language", "sprache": "language", "langue": "language",
    "publication-type": "type", "publikationsart": "type", "type de publication": "type", "journal code": "", "journal-code": "",
    "zeitschriften-code": "", "dokument-typ": "", "document-type": "",
}  # fmt: skip
"""Labels that stand below a report and nowhere else."""
_WEAK: Final = word_set(
    "subject person people company organization organisation industry geographic city state country region ticker graphic grafik "
    "notes note correction name pub-type url isin journal transcript original transmission topic"
)
"""Labels below a report that a paragraph of it may begin with as well: they count beside one of the others."""
_ALONE: Final = frozenset(("classification", "graphic", "notes", "correction", "load-date"))
"""Headings below a report; all but "classification" also in its midst."""
_LABEL: Final = re.compile(r"^\s*(?P<label>[A-Za-zÄÖÜäöüé][A-Za-zÄÖÜäöüé /-]{1,24}?)\s?:(?:\s+(?P<value>.*))?$", re.DOTALL)
_KINDS: Final[dict[str, ArticleKind]] = {"transcript": "transcript", "press release": "press-release"}


@dataclass(slots=True)
class _Found:
    """What the lines of one document come to."""

    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def sniffs(head: bytes, name: str) -> bool:
    """Whether a text file begins as one of these exports."""
    text = glimpse(head)
    return bool(_TRACE.search(text)) and is_export([Paragraph(line) for line in text.split("\n")])


def is_export(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether these are the paragraphs of such an export: its cover, a count and a field, or an end and fields."""
    counted = ended = covered = promised = ordered = 0
    labels: set[str] = set()
    for paragraph in paragraphs:
        text = paragraph.text
        if len(text) > 300:
            continue
        counted += bool(_COUNT.match(text))
        ended += text.endswith(_CLOSING) or bool(_END.match(text))
        covered += bool(_COVER.match(text))
        promised += bool(_LISTED.match(text))
        ordered += bool(_ORDERED.match(text))
        if known := _known(text):
            labels.add(known[0])
        elif _BODY.match(text):
            labels.add("body")
    if promised and ordered:
        return True
    if labels & {"load-date", "publication-type"} and "length" in labels and ("body" in labels or "byline" in labels):
        return True
    return bool((counted and labels) or (ended and len(labels) >= 2) or (covered >= 2 and ended))


def parts(file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The documents in a text file. Raises `BadInput` as `decode` does."""
    yield from documents(text_lines(decode(load(file, source), source)[0], source), source, limits)


def documents(paragraphs: Sequence[Paragraph], source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The documents of an export, in order, and a `BadInput` in the place of each that has no text.

    Raises `BadInput` with code "no-text" for a table of contents only.
    """
    kept = [p for p in _parted(paragraphs) if not _PAGE.match(p.text)]
    starts = [n for n, p in enumerate(kept) if _COUNT.match(p.text)]
    yield from _old(kept, starts, source, limits) if starts else _new(kept, source, limits)


def _parted(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, "End of Document" a paragraph by itself even where a conversion hung it on the one before."""
    for paragraph in paragraphs:
        before = paragraph.text.removesuffix(_CLOSING)
        if before != paragraph.text and before.strip():
            yield replace(paragraph, text=before)
            yield Paragraph(_CLOSING)
        else:
            yield paragraph


def _old(paragraphs: Sequence[Paragraph], starts: Sequence[int], source: str, limits: Limits) -> Iterator[Part | BadInput]:
    for number, (start, stop) in enumerate(zip(starts, (*starts[1:], len(paragraphs)), strict=True), 1):
        yield _part(_read_old(paragraphs[start + 1 : stop]), source, number, limits)


def _new(paragraphs: Sequence[Paragraph], source: str, limits: Limits) -> Iterator[Part | BadInput]:
    ends = [n for n, p in enumerate(paragraphs) if _END.match(p.text)]
    promised, titles, start = _contents(paragraphs[: ends[0]] if ends else paragraphs)
    if promised and not ends and not any(_BODY.match(p.text) or _opens(p.text) for p in paragraphs):
        # Where each document is exported to a file of its own, the table of contents is one, too.
        raise BadInput(
            source,
            "no-text",
            f"found a list of {promised:,} documents without their texts; needed the documents",
            "export the full documents, or leave the list out if they lie beside it",
        )
    number = 0
    for end in (*ends, len(paragraphs)):
        piece = paragraphs[start:end]
        start = end + 1
        if not any(p.text.strip() for p in piece):
            continue
        if end == len(paragraphs) and ends and not any(_opens(p.text) or _BODY.match(p.text) for p in piece):
            continue
        number += 1
        if any(_ERROR.match(p.text) for p in piece):
            yield lost(f"{source}#{number}", number, titles.get(number), "the database's note that it could not give the document")
            continue
        found = _read_new(piece)
        if not found.title:
            found.title = titles.get(number)
        yield _part(found, source, number, limits)
    for missing in range(number + 1, min(promised, number + 1_000) + 1):
        yield lost(f"{source}#{missing}", missing, titles.get(missing), "it in the table of contents only")


def _part(found: _Found, source: str, number: int, limits: Limits) -> Part | BadInput:
    fields = found.fields
    kind = next((kind for word, kind in _KINDS.items() if word in fields.get("type", "").casefold()), None)
    if kind is None and is_release_wire(found.outlet):
        kind = "press-release"
    given = Given(
        how="Nexis export",
        title=found.title,
        byline=fields.get("byline") or None,
        outlet=publisher(found.outlet) if found.outlet else None,
        dateline=fields.get("dateline") or None,
        published=found.date,
        section=_PAGE_OF.sub("", fields.get("section", "")).strip(" ;,") or None,
        language=language_code(fields.get("language", "")),
        kind=kind,
    )
    return document(found.body, given, source, number, None, limits)


def _contents(paragraphs: Sequence[Paragraph]) -> tuple[int, dict[int, str], int]:
    """Of a cover page: how many documents it promises, their titles by number, and where the first document begins."""
    if not any(_COVER.match(p.text) for p in paragraphs):
        return 0, {}, 0
    promised, titles = 0, dict[int, str]()
    head = _header(paragraphs)
    until = head if head is not None else len(paragraphs)
    wanted: int | None = None
    for paragraph in paragraphs[:until]:
        text = even(paragraph.text)
        if m := _LISTED.match(text):
            promised = int(m[1])
        elif (m := _NUMBERED.match(text)) and int(m[1]) == len(titles) + 1 and promised:
            wanted = int(m[1])
            if m[2]:
                titles[wanted], wanted = m[2], None
        elif wanted is not None and text:
            titles[wanted], wanted = text, None
    if head is not None:
        return promised, titles, _title_start(paragraphs, until, titles)
    return promised, titles, max(n for n, p in enumerate(paragraphs) if _COVER.match(p.text)) + 1


def _header(paragraphs: Sequence[Paragraph]) -> int | None:
    """The place of the date in the header of the only document among these: the last before its body or first field."""
    stop = next((n for n, p in enumerate(paragraphs) if _BODY.match(p.text)), None)
    if stop is None:
        stop = next((n for n, p in enumerate(paragraphs) if (known := _known(p.text)) and known[0] in ("length", "section")), None)
    if stop is None:
        return None
    rights: int | None = None
    for n in range(stop - 1, max(-1, stop - _TOP), -1):
        text = paragraphs[n].text
        if not _opens(text) and not _RIGHTS.match(text) and not _COVER.match(text) and is_dated(text):
            return n
        if rights is None and _RIGHTS.match(text):
            rights = n
    # A date that cannot be read ("Winter 2024") stands above the copyright all the same.
    return next((n for n in range((rights or 0) - 1, 0, -1) if paragraphs[n].text.strip()), None)


def _title_start(paragraphs: Sequence[Paragraph], date: int, titles: dict[int, str]) -> int:
    """Where the first document begins, whose date stands at `date`: its title is the line above its publication, or more lines
    if they begin a page, come after a gap, are headings, or are in the table of contents."""
    filled = [n for n in range(date) if paragraphs[n].text.strip()]
    if len(filled) < 2:
        return filled[0] if filled else date
    start = filled[-2]
    for back, n in enumerate(reversed(filled[:-1])):
        if back > 3 or _COVER.match(paragraphs[n].text):
            break
        blank = n >= _BLANK and not any(p.text.strip() for p in paragraphs[n - _BLANK : n])
        if paragraphs[n].fresh or blank or (titles and even(paragraphs[n].text) == titles.get(1)) or paragraphs[n].heading:
            start = n
    return start


def _read_new(paragraphs: Sequence[Paragraph]) -> _Found:
    """A document of the new generation: title, publication, date, copyright, fields, "Body", report, fields."""
    found = _Found()
    body = next((n for n, p in enumerate(paragraphs) if _BODY.match(p.text)), None)
    first = next((n for n, p in enumerate(paragraphs) if n and _opens(p.text)), len(paragraphs))
    rights = next((n for n, p in enumerate(paragraphs) if _RIGHTS.match(p.text)), len(paragraphs))
    stop = min(first, rights, body if body is not None else len(paragraphs))
    top = [even(p.text) for p in paragraphs[: min(stop, _TOP)]]
    dated = next((n for n in range(len(top) - 1, -1, -1) if is_dated(top[n])), None)
    filled = [n for n, text in enumerate(top) if text]
    if dated is None and rights == stop and len(filled) > 2:
        dated = filled[-1]
    above = [t for t in (top[:dated] if dated is not None else top) if t]
    found.date = when(top[dated]) if dated is not None else None
    if dated is None and body is None and first == len(paragraphs):
        found.body = [p.text for p in paragraphs]
        return found
    if len(above) > 1:
        found.title, found.outlet = " ".join(above[:-1]), above[-1]
    elif above:
        found.title = above[0]
    after = _fields(paragraphs, stop, body, found)
    _finish(paragraphs, after, found, old=False)
    return found


def _read_old(paragraphs: Sequence[Paragraph]) -> _Found:
    """A document of the old generation: publication, date, title and fields in either order, report, fields, copyright."""
    found = _Found()
    at, last = 0, len(paragraphs)
    top: list[tuple[int, str]] = []
    block = 0
    while at < last and not _opens(paragraphs[at].text, old=True) and not _BODY.match(paragraphs[at].text):
        text = even(paragraphs[at].text)
        if not text:
            block += 1
        elif _RIGHTS.match(text):
            # The rest of the block names the holder.
            while at + 1 < last and paragraphs[at + 1].text.strip() and not _opens(paragraphs[at + 1].text, old=True):
                at += 1
        else:
            top.append((block, text))
        at += 1
        if len(top) > 12:
            break
    dated = next((n for n, (_, text) in enumerate(top) if is_dated(text)), None)
    if dated is None and len(top) > 2 and _YEAR.search(top[1][1]):
        dated = 1
    if dated is not None:
        found.date = when(top[dated][1])
        found.outlet = " ".join(text for _, text in top[:dated]) or None
        # What stands right below the date in its block is the edition.
        lines = [text for where, text in top[dated + 1 :] if where != top[dated][0]]
    else:
        found.outlet = top[0][1] if top else None
        lines = [text for _, text in top[1:]]
    found.title = " ".join([text for text in lines if not _is_label(text)] or lines) or None
    body = next((n for n in range(at, min(at + _TOP, last)) if _BODY.match(paragraphs[n].text)), None)
    after = _fields(paragraphs, at, body, found)
    found.title = found.fields.get("title") or found.title
    _finish(paragraphs, after, found, old=True)
    return found


def _fields(paragraphs: Sequence[Paragraph], at: int, body: int | None, found: _Found) -> int:
    """Read the fields from `at` on; the place where the report begins: after `body`, or after the last of the fields."""
    blank, more = True, 0
    current: str | None = None
    wrapped = _is_narrow(paragraphs)
    for n in range(at, body if body is not None else len(paragraphs)):
        text = even(paragraphs[n].text)
        known = _known(text)
        if not text:
            blank = True
        elif known and known[0] in _HEAD:
            current = _HEAD[known[0]]
            if current in found.fields:
                current = ""
            elif current:
                found.fields[current] = known[1]
            blank, more = False, 0
        elif _RIGHTS.match(text):
            current, blank = None, False
        elif not blank and current is not None and wrapped and len(text) < 200 and more < _MORE:
            # A value that runs over the width of the page.
            more += 1
            if current:
                found.fields[current] = f"{found.fields[current]} {text}".strip()
        elif body is None and not (_is_label(text) and any(_opens(p.text) for p in paragraphs[n + 1 : n + 8])):
            return n
        else:
            current = None
    return body + 1 if body is not None else len(paragraphs)


def _finish(paragraphs: Sequence[Paragraph], at: int, found: _Found, old: bool) -> None:
    """The report from `at` on and the fields below it."""
    stop = _foot(paragraphs, at, old)
    wrapped = old and _is_wrapped(paragraphs[at:stop])
    for paragraph in paragraphs[stop:]:
        known = _known(paragraph.text)
        if known and (key := _FOOT.get(known[0]) or _HEAD.get(known[0], "")) and known[1]:
            found.fields.setdefault(key, known[1])
    blocks: list[list[str]] = []
    new = True
    for paragraph in paragraphs[at:stop]:
        for line in paragraph.text.split("\n"):
            text = even(line)
            if not text:
                new = True
            elif wrapped and not new:
                blocks[-1].append(text)
            else:
                blocks.append([text])
                new = False
    while blocks and _RIGHTS.match(blocks[-1][0]):
        blocks.pop()
    found.body = [" ".join(block) for block in blocks]


def _foot(paragraphs: Sequence[Paragraph], at: int, old: bool) -> int:
    """Where the report that begins at `at` ends: at the first label that stands only below reports, and what goes with it."""
    first = next((n for n in range(at, len(paragraphs)) if _closes(paragraphs[n].text, old)), len(paragraphs))
    # Subjects, graphics and notes may stand above it, with some lines of their own.
    own = 0
    together = True
    for n in range(first - 1, at - 1, -1):
        text = even(paragraphs[n].text)
        if not text:
            continue
        known = _known(text)
        labelled = known is not None and known[0] in _WEAK
        if (labelled and (together or _is_upper(text))) or text.casefold() in _ALONE:
            first, own, together = n, 0, True
        else:
            own += 1
            together = False
            if own > _OWN:
                break
    while first > at and (_RIGHTS.match(paragraphs[first - 1].text) or not paragraphs[first - 1].text.strip()):
        first -= 1
    return first


def _closes(text: str, old: bool) -> bool:
    """Whether a line is one that stands only below a report; labels of the old generation are in capitals."""
    if even(text[:40]).casefold() == "classification":
        return not old
    known = _known(text)
    if known is None or known[0] not in _FOOT or (old and not _is_upper(text)):
        return False
    if _FOOT[known[0]] == "language":
        return language_code(known[1]) is not None or _is_upper(text)
    return known[0] != "update" or _is_upper(text)


def _opens(text: str, old: bool = False) -> bool:
    """Whether a line is one of the fields with which a header begins; labels of the old generation are in capitals."""
    known = _known(text)
    return known is not None and known[0] in _OPENING and (not old or _is_upper(text))


def _is_upper(text: str) -> bool:
    """Whether the label of a line is in capitals."""
    return text.split(":", 1)[0].isupper()


def _is_label(text: str) -> bool:
    """Whether a line looks like a field whose label is not known here."""
    m = _LABEL.match(text[:200])
    return m is not None and m["label"].isupper()


def _known(text: str) -> tuple[str, str] | None:
    """(label, value) of a line that is a field of such an export; the label in lower case."""
    m = _LABEL.match(text) if len(text) < 20_000 and ":" in text[:30] else None
    if m is None:
        return None
    label = even(m["label"]).casefold()
    if label not in _HEAD and label not in _FOOT and label not in _WEAK:
        return None
    return label, even(m["value"] or "")


def _is_narrow(paragraphs: Sequence[Paragraph]) -> bool:
    return all(len(p.text) <= 100 for p in paragraphs[:40])


def _is_wrapped(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether lines were broken at the width of a page, so that blank lines part the paragraphs."""
    lines = [len(p.text.strip()) for p in paragraphs]
    broken = sum(a > 55 and b > 0 for a, b in pairwise(lines))
    return bool(lines) and max(lines) <= 100 and broken >= 1 and 0 in lines
