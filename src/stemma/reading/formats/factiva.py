"""Exports of Factiva, as text or HTML here, as rtf and docx through `office`.

Both display formats, as R's tm.plugin.factiva and newsflash and Python's factiva-rtf-db and factiva-parsing read them:

- with field codes ("HD", "BY", "CR", "WC", "PD", "ET", "SN", "LP", "TD", ...) in the first column of a table, or beside their
  values parted by a tab, a bar or spaces, or alone on the line above them;
- without: headline, byline, "1,234 words", date, time, source, its code, page, language, copyright, the report.

A document ends with its accession number ("Document XYZ0000020240213ek2d0001x"), which is its own name here. CR names who provided
the words; the copyright line is no credit. The HTML is that of the site's "Format for saving".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, Final

from lxml import etree

from stemma.errors import BadInput
from stemma.reading.formats.paragraphs import (
    Paragraph,
    document,
    even,
    glimpse,
    is_release_wire,
    language_code,
    load,
    providers,
    publisher,
    text_lines,
    when,
)
from stemma.reading.html.hypertext import check_depth
from stemma.reading.parts import Given, Limits, Part
from stemma.reading.sources.decoding import decode

SUFFIXES: Final = (".txt", ".html", ".htm")
SEEKS: Final = False

CODES: Final = (
    "CLM", "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CT", "RF", "CX", "ART",
    "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
)  # fmt: skip
"""The field codes, in the order in which a document has them."""
_ORDER: Final = {code: n for n, code in enumerate(CODES)}
_CODE: Final = re.compile(rf"^[ \t|]*(?P<code>{'|'.join(CODES)})(?:[ ]*[\t|]+[ \t]*|[ ]{{2,}}|[ \t]*$)(?P<value>.*)$", re.DOTALL)
_NUMBER: Final = re.compile(
    r"^[\s|]*(?:AN[\s|]+)?(?:Document|Dokument|Documento|文件) ?"
    r"(?P<an>[A-Za-z][A-Za-z0-9]{3,16}(?:19|20)\d{6}[A-Za-z0-9]{4,12})[\s|]*$"
)
_WORDS: Final = re.compile(
    r"^\s*[\d.,\u00a0\u202f ]{1,12}(?:words?|Wörter|mots|palabras|parole|palavras|woorden|字)\s*$", re.IGNORECASE
)
_FURNITURE: Final = re.compile(
    r"^\s*(?:Page \d{1,5} of \d{1,5}\b.*|(?:©|\(c\)|Copyright) ?\d{4} (?:Factiva|Dow Jones (?:& Company|Factiva)).{0,60}|"
    r"Search Summary|Dow Jones Factiva)\s*$",
    re.IGNORECASE,
)
_RIGHTS: Final = re.compile(r"^\s*(?:copyright\b|©|\(c\)|all rights reserved)", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"^\s*\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?(?: ?[A-Z]{2,5}(?: ?[+-]\d{1,2}(?::?\d\d)?)?)?\s*$", re.IGNORECASE
)
_SOURCE_CODE: Final = re.compile(r"^[A-Z][A-Z0-9]{1,9}$")
_HTML: Final = re.compile(
    rb"""class=["']article [a-z]{2}Article|articleParagraph [a-z]{2}articleParagraph|class=["'][a-z]{2}Headline["']|"""
    rb"""<title>[^<]{0,40}Factiva"""
)
_ABOVE: Final = 4
"""Lines above the count of words, at most, if none is marked as the headline: section, a headline in two lines, byline."""
_NAME: Final = re.compile(
    r"^(?:[Bb]y |BY )?[^\W\d_a-z][\w.'’-]*(?:,? (?:and|y|et|und|de|van|von|al|bin|[^\W\d_a-z][\w.'’-]*)){1,8}$"
)
_TRACE: Final = re.compile(r"^[ \t|]*HD(?:[ \t|]|$)|^[ \t|]*(?:AN[ \t|]+)?(?:Do[ck]umento?|文件) ?", re.MULTILINE)


def sniffs(head: bytes, name: str) -> bool:
    """Whether a text or HTML file begins as such an export."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return bool(_HTML.search(head))
    text = glimpse(head)
    return bool(_TRACE.search(text)) and is_export([Paragraph(line) for line in text.split("\n")])


def is_export(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether these are the paragraphs of such an export: headline code and others, or a count of words and an accession number."""
    codes: set[str] = set()
    words = numbered = 0
    for paragraph in paragraphs:
        for line in paragraph.text.split("\n")[:50]:
            head = line[:200]
            if m := _CODE.match(head):
                codes.add(m["code"])
            words += bool(_WORDS.match(head))
            numbered += bool(_NUMBER.match(head))
    return ({"HD", "PD"} <= codes and bool(codes & {"LP", "TD", "WC", "SN"})) or bool(words and numbered)


def parts(file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The documents in a text or HTML file. Raises `BadInput` as `decode` does, "too-large" over its limit."""
    data = load(file, source)
    text, _ = decode(data, source)
    if not text.lstrip().startswith("<"):
        yield from documents(text_lines(text, source), source, limits)
        return
    paragraphs = list(_from_html(text, source))
    if is_export(paragraphs):
        yield from documents(paragraphs, source, limits)
    else:
        yield Part(data=data, source=source, name=source.replace("\\", "/").rsplit("/", 1)[-1])


def documents(paragraphs: Sequence[Paragraph], source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The documents of an export, in order, and a `BadInput` in the place of each that has no text."""
    lines = [
        Paragraph(line, p.style, p.bold, p.fresh and n == 0)
        for p in paragraphs
        for n, line in enumerate(p.text.split("\n"))
        if not _FURNITURE.match(line[:200])
    ]
    yield from _parts(lines, source, limits)


def _parts(lines: Sequence[Paragraph], source: str, limits: Limits) -> Iterator[Part | BadInput]:
    number = 0
    for piece, accession in _pieces(lines):
        coded = any((m := _CODE.match(p.text)) and m["code"] == "HD" for p in piece)
        counted = any(_WORDS.match(p.text) for p in piece)
        if accession is None and not coded and not counted:
            # The summary of the search, or a table of contents.
            continue
        number += 1
        given, body = _coded(piece) if coded else _displayed(piece)
        yield document(body, given, source, number, accession, limits)


def _pieces(lines: Sequence[Paragraph]) -> Iterator[tuple[list[Paragraph], str | None]]:
    """The lines of each document with its accession number; what comes after the last number, and None."""
    piece: list[Paragraph] = []
    headed = False
    awaited = False
    for line in lines:
        m = _NUMBER.match(line.text[:200])
        if m:
            yield piece, m["an"]
            piece, headed, awaited = [], False, False
            continue
        code = _CODE.match(line.text)
        if code and code["code"] in ("SE", "HD", "CLM") and headed and (code["code"] == "HD" or awaited):
            # A document whose number was lost.
            yield piece, None
            piece, headed, awaited = [], False, False
        if code:
            headed = headed or code["code"] == "HD"
            awaited = awaited or code["code"] in ("LP", "TD", "PUB")
        piece.append(line)
    if any(p.text.strip() for p in piece):
        yield piece, None


def _coded(piece: Sequence[Paragraph]) -> tuple[Given, list[str]]:
    """A document with field codes."""
    fields: dict[str, list[str]] = {}
    current: str | None = None
    last = -1
    for line in piece:
        m = _CODE.match(line.text)
        # Codes come in order: a line of a report that happens to begin like one of the first is none.
        if m and (_ORDER[m["code"]] > last or (m["code"] not in fields and last < _ORDER["LP"])):
            current = m["code"]
            last = max(last, _ORDER[current])
            fields.setdefault(current, [])
            value = m["value"]
        else:
            value = line.text
        if current is not None:
            fields[current] += [v for v in (even(cell) for cell in value.split("\t")) if v] or [""]

    def one(code: str) -> str:
        return even(" ".join(fields.get(code, ())))

    outlet = one("SN") or None
    body = _unwrapped(_trimmed(fields.get("LP", [])), _trimmed(fields.get("TD", [])))
    return _given(
        outlet=outlet,
        title=one("HD"),
        byline=one("BY"),
        credit=one("CR"),
        date=one("PD"),
        time=one("ET"),
        section=one("SE"),
        language=one("LA"),
    ), body


def _displayed(piece: Sequence[Paragraph]) -> tuple[Given, list[str]]:
    """A document without field codes: known by the line that counts its words."""
    lines = [p for p in piece if p.text.strip()]
    at = next((n for n, p in enumerate(lines) if _WORDS.match(p.text)), None)
    if at is None:
        title = even(lines[0].text) if lines else ""
        return _given(title=title), [p.text for p in lines[1:]]
    section, title, byline = _headline(lines[:at])
    rest = [even(p.text) for p in lines[at + 1 :]]
    date = rest[0] if rest and len(rest[0]) < 60 and when(rest[0]) else ""
    n = 1 if date else 0
    time = rest[n] if n < len(rest) and _CLOCK.match(rest[n]) else ""
    n += bool(time)
    rights = next((k for k in range(n, min(n + 9, len(rest))) if _RIGHTS.match(rest[k])), None)
    named = next(
        (k for k in range(n, min(n + 7, len(rest))) if len(rest[k]) < 30 and len(rest[k]) > 2 and language_code(rest[k])), None
    )
    outlet = rest[n] if n < len(rest) and rights != n and named != n else ""
    language = rest[named] if named is not None else ""
    if rights is not None:
        start = rights + 1
        while start < len(rest) and _RIGHTS.match(rest[start]):
            start += 1
    elif named is not None:
        start = named + 1
    else:
        start = n + bool(outlet)
        while start < len(rest) and _SOURCE_CODE.match(rest[start]):
            start += 1
    return _given(
        outlet=outlet or None, title=title, byline=byline, date=date, time=time, section=section, language=language
    ), rest[start:]


def _headline(lines: Sequence[Paragraph]) -> tuple[str, str, str]:
    """(section, headline, byline) of the lines above the count of words: the headline is bold or a heading, else the first.

    A few lines at most: above the first document there may be a cover or a table of contents.
    """
    fresh = [n for n, p in enumerate(lines) if p.fresh]
    lines = lines[fresh[-1] if fresh else 0 :][-6:]
    texts = [even(p.text) for p in lines]
    marked = [n for n, p in enumerate(lines) if p.bold or p.heading]
    if marked and len(marked) < len(lines):
        first = last = marked[-1]
        while first - 1 in marked:
            first -= 1
        return " ".join(texts[:first]), " ".join(texts[first : last + 1]), " ".join(texts[last + 1 :])
    if len(texts) > _ABOVE:
        texts = texts[-2:]
    if len(texts) <= 1:
        return "", " ".join(texts), ""
    if _NAME.match(texts[-1]) and len(texts[-1].split()) <= 8:
        byline, texts = texts[-1], texts[:-1]
    else:
        byline = ""
    if len(texts) > 1 and len(texts[0].split()) <= 3 < len(texts[1].split()):
        return texts[0], " ".join(texts[1:]), byline
    return "", " ".join(texts), byline


def _given(
    *,
    outlet: str | None = None,
    title: str = "",
    byline: str = "",
    credit: str = "",
    date: str = "",
    time: str = "",
    section: str = "",
    language: str = "",
) -> Given:
    return Given(
        how="Factiva export",
        title=title or None,
        byline=byline or None,
        outlet=publisher(outlet) if outlet else None,
        published=(when(f"{date} {time}") or when(date)) if date else None,
        section=section or None,
        language=language_code(language),
        kind="press-release" if is_release_wire(outlet) else None,
        credits=providers(credit, outlet) if not _RIGHTS.match(credit) else (),
    )


def _unwrapped(*fields: Sequence[str]) -> list[str]:
    """The paragraphs of the fields: parted by blank lines where lines were broken at the width of a page, else a line each."""
    blank = any("" in lines for lines in fields)
    broken = any(len(a) > 55 and b for lines in fields for a, b in pairwise(lines))
    if not (blank and broken) or any(len(line) > 100 for lines in fields for line in lines):
        return [line for lines in fields for line in lines if line]
    blocks: list[list[str]] = []
    for lines in fields:
        new = True
        for line in lines:
            if line and new:
                blocks.append([line])
            elif line:
                blocks[-1].append(line)
            new = not line
    return [" ".join(block) for block in blocks]


def _trimmed(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones at either end."""
    filled = [n for n, line in enumerate(lines) if line]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _from_html(text: str, source: str) -> Iterator[Paragraph]:
    """The lines of the articles on a saved page: a row of the table, a block or a paragraph each."""
    check_depth(text, source)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    articles = [div for div in root.iter("div") if re.match(r"article [a-z]{2}Article", div.get("class") or "")]
    for article in articles or [root]:
        for block in article.iter("div", "p", "tr"):
            if block is article or _within(block, article):
                continue
            if block.tag == "tr":
                cells = [c for c in block if c.tag in ("td", "th")]
                for n, cell in enumerate(cells):
                    yield from map(Paragraph, _cell(cell) if n or len(cells) == 1 else [even("".join(cell.itertext()))])
            elif next(block.iterdescendants("div", "p", "table"), None) is None:
                marked = any("Headline" in (e.get("class") or "") or e.tag == "b" for e in block.iter("div", "span", "b"))
                yield Paragraph(even("".join(block.itertext())), bold=marked)


def _within(block: etree._Element, article: etree._Element) -> bool:
    """Whether a block lies in a cell or paragraph of its article, and is read with it."""
    for above in block.iterancestors():
        if above is article:
            return False
        if above.tag in ("td", "th", "p"):
            return True
    return False


def _cell(cell: etree._Element) -> list[str]:
    paragraphs = [even("".join(p.itertext())) for p in cell.iter("p")]
    return paragraphs or [even("".join(cell.itertext()))]
