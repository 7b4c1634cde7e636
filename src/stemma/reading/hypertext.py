"""HTML -> the plain text of the whole page, with the report that trafilatura extracts located in it, and what the page says
of itself in machine-readable form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import trafilatura
from lxml import etree

from stemma.errors import BadInput
from stemma.model import Line, LineRole, Noted, Span
from stemma.reading.metadata import Told, told_by
from stemma.reading.plaintext import check_report, is_caption, is_subhead, judge
from stemma.reading.rendering import render
from stemma.reading.wordlists import word_set

MAX_DEPTH: Final = 1_500
"""Elements within elements; no page written for people comes near it."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID: Final = word_set(
    "area base br col embed hr img input link meta param source track wbr p li td tr th dd dt option thead tbody tfoot colgroup"
)
_WORD: Final = re.compile(r"\w+")

_SIGNED: Final = re.compile(r"^(?:Written by|By|BY):? [A-ZÀ-Þ][^.!?]*[\w)]$")


@dataclass(frozen=True, slots=True)
class Page:
    """What HTML gave."""

    text: str
    lines: tuple[Line, ...]
    body: tuple[Span, ...]
    title: Noted | None
    outlet: Noted | None
    byline: Noted | None
    dateline: Noted | None
    published: Noted | None
    url: str | None
    notes: tuple[str, ...]


def read_html(source_text: str, source: str) -> Page:
    """Read one page of HTML. Raises `BadInput` with code "too-deep" or "no-article"."""
    check_depth(source_text, source)
    try:
        # Plain elements: the page is only read, and the richer ones of lxml.html cost a look-up each.
        root = etree.fromstring(_undeclared(source_text), etree.HTMLParser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(source, "no-article", f"the HTML cannot be parsed: {error}", "save the page again") from error
    if root is None:
        raise BadInput(source, "no-article", "the HTML holds no element", "save the page again")
    text, captions = render(root)
    refuse_own(root, source)
    notes: tuple[str, ...] = ()
    paragraphs = [p for p in _extract(source_text).split("\n") if p.strip()]
    try:
        check_report(paragraphs, source)
    except BadInput:
        # Reports set in tables, or in markup that the extractor gives up on: judged line by line, as text would be.
        paragraphs = [text[s.start : s.end] for s in judge(text, source).body]
        notes = ("the extractor found no report in the HTML: its lines were judged as plain text",)
    spans = _line_spans(text)
    inside, missed = locate(text, spans, paragraphs)
    if missed > 0.5 * sum(len(_WORD.findall(p)) for p in paragraphs):
        text = "\n".join(p.strip() for p in paragraphs)
        spans = _line_spans(text)
        inside, captions = set(range(len(spans))), frozenset()
        notes = (*notes, "the report could not be located in the page's text: the extracted report alone was kept")
    for n in sorted(inside)[:3]:
        # An extractor that takes the signature for the first paragraph.
        line = text[spans[n].start : spans[n].end]
        if len(inside) > 3 and _SIGNED.match(line) and len(line.split()) <= 12:
            inside.discard(n)
    told = told_by(root, text, spans, min(inside, default=len(spans)), max(inside, default=0))
    lines = _lines(text, spans, inside, captions, told)
    body = tuple(line.span for line in lines if line.role in ("body", "subhead"))
    check_report([text[s.start : s.end] for s in body], source)
    return Page(
        text, lines, body, told.title, told.outlet, told.byline, told.dateline, told.published, told.url, (*notes, *told.notes)
    )


def refuse_own(root: etree._Element, source: str) -> None:
    """Refuse a page that stemma itself wrote: a dossier quotes its reports and would pass for one more of them."""
    if root.xpath('//meta[@name="generator" and starts-with(@content, "stemma")]'):
        raise BadInput(
            source,
            "dossier",
            "found a dossier that stemma wrote; needed the page of a news report",
            "write dossiers to a folder outside the pages (-o OUT), or leave this file out",
        )


def check_depth(source_text: str, source: str) -> None:
    """Refuse tags nested so deeply that tree walkers would fail: one pass over the tags, before anything is parsed."""
    depth = deepest = 0
    for m in _TAG.finditer(source_text):
        if m[2].casefold() in _VOID:
            continue
        depth = max(0, depth - 1) if m[1] else depth + 1
        if depth > deepest:
            deepest = depth
            if deepest > MAX_DEPTH:
                raise BadInput(
                    source,
                    "too-deep",
                    f"found elements nested more than {MAX_DEPTH:,} deep; needed a page as outlets publish it",
                    "the page is damaged or made to do harm: save it again or leave it out",
                )


def _undeclared(source_text: str) -> str:
    """Without an XML declaration, which lxml refuses in text that is already decoded."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", source_text)


def _extract(source_text: str) -> str:
    found = trafilatura.extract(source_text, include_comments=False, include_tables=False, favor_precision=False)
    return found or ""


def _line_spans(text: str) -> list[Span]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Span(at, at + len(line)))
        at += len(line) + 1
    return out


def locate(text: str, spans: list[Span], paragraphs: list[str]) -> tuple[set[int], int]:
    """Which lines hold the paragraphs, and how many of their words were found in none.

    Both are read as one sequence of words; a paragraph is looked for after the one before it, then anywhere.
    """
    lines = [" " + " ".join(w.casefold() for w in _WORD.findall(text[s.start : s.end])) + " " for s in spans]
    inside: set[int] = set()
    missed = at = 0
    for paragraph in paragraphs:
        words = [w.casefold() for w in _WORD.findall(paragraph)]
        if not words:
            continue
        key = " " + " ".join(words) + " "
        found = next(
            (n for n in (*range(at, len(lines)), *range(at)) if lines[n] == key or (len(words) >= 4 and key in lines[n])), None
        )
        if found is not None:
            inside.add(found)
            at = found + 1
            continue
        covered = {
            n for n in range(len(lines)) if len(lines[n]) > 2 and lines[n] in key and len(lines[n].split()) >= min(5, len(words))
        }
        if covered:
            inside |= covered
            at = max(covered) + 1
        else:
            missed += len(words)
    return inside, missed


def _lines(text: str, spans: list[Span], inside: set[int], captions: frozenset[int], told: Told) -> tuple[Line, ...]:
    out = []
    title = told.title.span if told.title else None
    byline = told.byline.span if told.byline else None
    for n, span in enumerate(spans):
        line = text[span.start : span.end]
        role: LineRole = "chrome"
        if n in inside:
            role = "subhead" if is_subhead(line, any(k in inside for k in range(n + 1, min(n + 6, len(spans)))), True) else "body"
        elif n in captions or (len(line) < 400 and is_caption(line)):
            role = "caption"
        elif byline and span.start <= byline.start < span.end:
            role = "byline"
        if title and span.start <= title.start < span.end:
            role = "title"
        out.append(Line(span=span, role=role))
    return tuple(out)
