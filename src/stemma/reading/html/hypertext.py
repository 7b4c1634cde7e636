"""HTML -> the plain text of the whole page, with the report that trafilatura extracts located in it, and what the page says
of itself in machine-readable form.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html

from stemma.errors import BadInput
from stemma.model import ArticleKind, Line, LineRole, Noted, Span, Update
from stemma.reading.facts.language import language
from stemma.reading.facts.liveblogs import is_declared, updates_of
from stemma.reading.facts.official import issuer_of, kind_by_address, kind_of
from stemma.reading.facts.outlets import find_owner
from stemma.reading.facts.posts import account_of, is_post
from stemma.reading.html.metadata import Told, told_by
from stemma.reading.html.rendering import evened, render
from stemma.reading.plain.plaintext import check_report, is_caption, is_subhead, judge
from stemma.reading.wordlists import word_set

MAX_DEPTH: Final = 1_500
"""Elements within elements; no page written for people comes near it."""

MAX_ELEMENTS: Final = 100_000
"""Elements of one page; a live blog of a day has some ten thousand."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID: Final = word_set(
    "area base br col embed hr img input link meta param source track wbr p li td tr th dd dt option thead tbody tfoot colgroup"
)
_COUNT: Final = etree.XPath("count(//*)")
_WORD: Final = re.compile(r"\w+")
_VOUCHED: Final = 60
"""Words of a located report that are a report without more ado."""

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
    authors: tuple[str, ...] = ()
    modified: Noted | None = None
    section: Noted | None = None
    issuer: Noted | None = None
    kind: ArticleKind = "news-report"
    updates: tuple[Update, ...] = ()
    language: str = "und"
    agencies: tuple[str, ...] = ()


def read_html(source_text: str, source: str) -> Page:
    """Read one page of HTML. Raises `BadInput` with code "too-deep", "too-large", "dossier" or "no-article"."""
    # One tree for all: the extractor works on copies of its own.
    root = parse(source_text, source)
    text, captions = render(root)
    refuse_own(root, source)
    paragraphs, notes = _report(root, text, source)
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
    told = told_by(root, text, spans, inside)
    lines = _lines(text, spans, inside, captions, told)
    body = tuple(line.span for line in lines if line.role in ("body", "subhead"))
    if sum(len(_WORD.findall(text[s.start : s.end])) for s in body) < _VOUCHED:
        # What the extractor found and the page prints needs no further proof if it is long: languages end sentences in many ways.
        check_report([text[s.start : s.end] for s in body], source)
    outlet = told.outlet or find_owner(text, lines) or _host(told.url)
    kind, updates = _kind(text, lines, told)
    post = kind == "post"
    return Page(
        text=text,
        lines=lines,
        body=body,
        title=told.title,
        outlet=outlet,
        byline=told.byline,
        dateline=told.dateline,
        published=told.published,
        url=told.url,
        notes=(*notes, *told.notes),
        authors=told.authors,
        modified=told.modified,
        section=told.section,
        issuer=account_of(text, lines, told.url, told.objects) if post else issuer_of(text, lines, kind, outlet),
        kind=kind,
        updates=updates,
        language=_language(text, body, told.language),
        agencies=told.agencies,
    )


def _host(url: str | None) -> Noted | None:
    """The host of an address, for want of a better name of its outlet."""
    host = urlsplit(url).netloc.casefold().removeprefix("www.") if url else ""
    return Noted(value=host, how="address of the page") if host else None


def _kind(text: str, lines: tuple[Line, ...], told: Told) -> tuple[ArticleKind, tuple[Update, ...]]:
    """What the page is: what its address and JSON-LD say goes before what its lines show."""
    if is_declared(told.objects, told.url):
        return "live-blog", updates_of(text, lines, told.objects)
    if is_post(told.url, told.objects):
        return "post", ()
    kind = kind_of(text, lines, told.outlet.value if told.outlet else None)
    if kind == "news-report":
        kind = kind_by_address(told.url) or kind
    return kind, updates_of(text, lines) if kind == "live-blog" else ()


def _language(text: str, body: tuple[Span, ...], declared: str) -> str:
    """The language of the report's words; where they do not tell, the one that the page declares."""
    told = language(" ".join(text[s.start : s.end] for s in body))
    return declared if told == "und" and len(declared) == 2 else told


def parse(source_text: str, source: str) -> html.HtmlElement:
    """The tree of a page, comments left out. Raises `BadInput` with code "too-deep", "too-large" or "no-article".

    The parser stops at 255 elements within elements and says so; only then are the tags counted, and a page that is deep
    without being absurd is parsed once more without that limit.
    """
    # Bytes, because lxml refuses text that declares an encoding; the encoding said here goes before what the page declares.
    data = source_text.encode("utf-8", "surrogatepass")
    parser = _parser(huge=False)
    root = _tree(data, parser, source)
    last = parser.error_log.last_error
    if root is None or (last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        check_depth(source_text, source)
        root = _tree(data, _parser(huge=True), source)
    if root is None:
        raise BadInput(source, "no-article", "the HTML holds no element", "save the page again")
    elements = int(_COUNT(root))
    if elements > MAX_ELEMENTS:
        raise BadInput(
            source,
            "too-large",
            f"found {elements:,} elements of HTML; a page may have {MAX_ELEMENTS:,}",
            "if this is a collection, split it into one file a page",
        )
    return root


def _parser(huge: bool) -> html.HTMLParser:
    return html.HTMLParser(
        encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True, huge_tree=huge
    )


def _tree(data: bytes, parser: html.HTMLParser, source: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        # lxml's word for a page without any element.
        return None
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(source, "no-article", f"the HTML cannot be parsed: {error}", "save the page again") from error


def _report(root: html.HtmlElement, text: str, source: str) -> tuple[list[str], tuple[str, ...]]:
    """The paragraphs of the report, and a note where the extractor found none.

    The extractor's fast mode goes first: it leaves out a second opinion that costs a third of its time and makes the report worse
    on both development sets (shingle F1 .957 for .959 on `aeb`, .918 for .927 on the bodies of `aed`; trafilatura 2.3.1). That
    opinion is asked where the fast mode finds no report.
    """
    for fast in (True, False):
        found = trafilatura.extract(root, include_comments=False, include_tables=False, fast=fast) or ""
        paragraphs = [p for line in found.split("\n") if (p := evened(line))]
        with suppress(BadInput):
            check_report(paragraphs, source)
            return paragraphs, ()
    # Reports set in tables, or in markup that the extractor gives up on: judged line by line, as text would be.
    judged = [text[s.start : s.end] for s in judge(text, source).body]
    return judged, ("the extractor found no report in the HTML: its lines were judged as plain text",)


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
    lines = [f" {' '.join(_WORD.findall(text[s.start : s.end].casefold()))} " for s in spans]
    inside: set[int] = set()
    missed = at = 0
    for paragraph in paragraphs:
        words = _WORD.findall(paragraph.casefold())
        if not words:
            continue
        key = " " + " ".join(words) + " "
        found = next(
            (n for n in chain(range(at, len(lines)), range(at)) if lines[n] == key or (len(words) >= 4 and key in lines[n])), None
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
        role: LineRole = "chrome"
        if title and span.start <= title.start < span.end:
            role = "title"
        elif n in inside:
            more = any(k in inside for k in range(n + 1, min(n + 6, len(spans))))
            role = "subhead" if is_subhead(text[span.start : span.end], more, True) else "body"
        elif n in captions or (span.end - span.start < 400 and is_caption(text[span.start : span.end])):
            role = "caption"
        elif byline and span.start <= byline.start < span.end:
            role = "byline"
        out.append(Line(span=span, role=role))
    return tuple(out)
