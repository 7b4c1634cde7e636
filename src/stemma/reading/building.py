"""One page's worth of bytes, and what its container says of it -> Article, whichever form it has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from stemma.background.agencies import canonical
from stemma.errors import BadInput
from stemma.model import Article, ArticleKind, Credit, Line, LineRole, Noted, Span
from stemma.reading.credits import find_credits
from stemma.reading.facts.heads import Head
from stemma.reading.facts.language import language
from stemma.reading.facts.liveblogs import updates_of
from stemma.reading.facts.official import issuer_of, kind_of
from stemma.reading.facts.outlets import find_outlet
from stemma.reading.html.authors import authors_in
from stemma.reading.html.fragments import paragraphs
from stemma.reading.html.hypertext import Page, read_html
from stemma.reading.html.sniffing import is_html
from stemma.reading.parts import Given, Part
from stemma.reading.plain.plaintext import Judged, check_report, is_subhead, judge, refuse_endless
from stemma.reading.sources.decoding import decode

BY: Final = "read@2"
_NO_HEAD: Final = Head(None, None, None, None, None, None, None)
_RUNNING: Final = re.compile(r"""[.!?…。！？।؟]["'”’»)\]]*$""")


def build(part: Part) -> Article:
    """The article that a part holds. Raises `BadInput` (codes: empty, binary, too-large, encoding, too-deep, no-article, no-text).

    What a whole page says of itself goes before what its container says of it; a bare report has only its container.
    """
    if part.form == "link":
        raise BadInput(
            part.source,
            "no-text",
            f"found an address without a text ({'; '.join((part.given.url or 'none', *part.given.notes))}); needed the words of a "
            "report",
            "give the pages themselves, or ask for them to be fetched (--fetch)",
        )
    text, notes = decode(part.data, part.source, part.given.charset)
    if part.form != "page":
        return _from_report(text, part, notes)
    if is_html(text, part.name):
        return _from_html(text, part, notes)
    return _from_text(text, part, notes)


def read_bytes(data: bytes, source: str, name: str | None = None) -> Article:
    """Read one page, HTML or plain text. `source` names it for a reader (its path or address).

    The id is made of the bytes and of the page's own canonical address, else of `name`, else of the file's name without
    its folder. Raises `BadInput` (codes: empty, binary, too-large, encoding, too-deep, no-article).
    """
    return build(Part(data=data, source=source, name=name or file_name(source)))


def identify(data: bytes, provenance: str) -> str:
    """16 hex digits of a hash over bytes and provenance."""
    return hashlib.sha256(data + b"\0" + provenance.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def file_name(source: str) -> str:
    """The last part of a path or address: what is told of a page's provenance when it gives no address itself."""
    return PurePath(source.replace("\\", "/")).name or source


def rejudge(article: Article, repeated: frozenset[str]) -> Article:
    """A page of plain text judged once more, now that lines are known that its outlet repeats from page to page.

    The article itself if that changes nothing, or leaves no report.
    """
    try:
        judged = judge(article.text, article.source, repeated)
    except BadInput:
        return article
    if judged.body == article.body:
        return article
    fresh = _judged(replace(article, body=judged.body, lines=judged.lines), judged.head)

    told = [c for c in article.credits if c.span is None]

    def kept(new: Noted | None, old: Noted | None) -> Noted | None:
        # What no line bears is its container's word, which no line takes back.
        return new or (old if old and old.span is None else None)

    return replace(
        fresh,
        title=kept(fresh.title, article.title),
        byline=kept(fresh.byline, article.byline),
        dateline=kept(fresh.dateline, article.dateline),
        published=fresh.published or article.published,
        modified=fresh.modified or article.modified,
        authors=fresh.authors or (article.authors if article.byline and article.byline.span is None else ()),
        credits=(
            *(c for c in told if c.kind != "photo"),
            *(c for c in fresh.credits if (c.agency, c.kind == "photo") not in {(t.agency, t.kind == "photo") for t in told}),
            *(c for c in told if c.kind == "photo"),
        ),
    )


def _from_text(text: str, part: Part, notes: tuple[str, ...]) -> Article:
    first = language(text[:100_000])
    try:
        judged = judge(text, part.source)
    except BadInput as error:
        # The line model has learnt from English pages only.
        if error.code != "no-article" or is_supported(first):
            raise
        judged = _foreign(text, part.source)
    else:
        if not is_supported(first):
            judged = _with_foreign(judged, text)
    told = language(" ".join(text[s.start : s.end] for s in judged.body))
    if told == "und" and not is_supported(first):
        told = first
    head, kind = judged.head, kind_of(text, judged.lines)
    outlet = find_outlet(
        text,
        [line.span for line in judged.lines],
        [line.role for line in judged.lines],
        head.title_line,
        official=kind in ("press-release", "statement"),
    )
    if part.given.outlet and (outlet is None or outlet.value.casefold() != part.given.outlet.casefold()):
        outlet = None  # the container names its publisher; a line of plain text that looks like a masthead may be a word of a menu
    article = Article(
        id=identify(part.data, part.given.url or part.name),
        source=part.source,
        sha256=hashlib.sha256(part.data).hexdigest(),
        text=text,
        body=judged.body,
        lines=judged.lines,
        title=None,
        outlet=outlet,
        byline=None,
        dateline=None,
        published=None,
        credits=(),
        url=None,
        language=told,
        kind=kind,
        notes=(*notes, *_language_note(told)),
        by=BY,
    )
    return _completed(_judged(article, head), part.given)


def _judged(article: Article, head: Head) -> Article:
    """A page of plain text with what its lines, as they are judged, and its head say."""
    text, lines, byline, outlet = article.text, article.lines, head.byline, article.outlet
    if byline and outlet and byline.span == outlet.span:
        byline = None  # the masthead, where nobody signs
    return replace(
        article,
        title=head.title,
        byline=byline,
        dateline=head.dateline,
        published=head.published,
        modified=head.modified,
        authors=authors_in(byline.value) if byline else (),
        credits=find_credits(text, lines, byline.span if byline else None, outlet.value if outlet else None),
        issuer=issuer_of(text, lines, article.kind, outlet),
        updates=updates_of(text, lines) if article.kind == "live-blog" else (),
    )


def _foreign(text: str, source: str) -> Judged:
    """A page in a language that the line model does not know: its lines of running text, told by their length and their end."""
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        if raw.strip():
            start = at + len(raw) - len(raw.lstrip())
            span = Span(start, start + len(raw.strip()))
            role: LineRole = "body" if _runs(text, span) else "chrome"
            lines.append(Line(span=span, role=role))
        at += len(raw) + 1
    body = tuple(line.span for line in lines if line.role == "body")
    check_report([text[s.start : s.end] for s in body], source)
    return Judged(tuple(lines), body, _NO_HEAD)


def _with_foreign(judged: Judged, text: str) -> Judged:
    """A page in a language that the line model does not know: running text within the report or right below it is the report's."""
    inside = [n for n, line in enumerate(judged.lines) if line.role == "body"] or [len(judged.lines)]
    lines = tuple(
        replace(line, role="body") if line.role == "chrome" and inside[0] < n <= inside[-1] + 3 and _runs(text, line.span) else line
        for n, line in enumerate(judged.lines)
    )
    return replace(judged, lines=lines, body=tuple(line.span for line in lines if line.role in ("body", "subhead")))


def _runs(text: str, span: Span) -> bool:
    """Whether a line is running text, in whatever language: long, and with the end of a sentence."""
    words = text[span.start : span.end].strip()
    return len(words) >= 40 and bool(_RUNNING.search(words))


def _from_html(text: str, part: Part, notes: tuple[str, ...]) -> Article:
    page: Page = read_html(text, part.source)
    refuse_endless(page.text, part.source)
    outlet: Noted | None = page.outlet
    article = Article(
        id=identify(part.data, page.url or part.given.url or part.name),
        source=part.source,
        sha256=hashlib.sha256(part.data).hexdigest(),
        text=page.text,
        body=page.body,
        lines=page.lines,
        title=page.title,
        outlet=outlet,
        byline=page.byline,
        dateline=page.dateline,
        published=page.published,
        credits=find_credits(
            page.text,
            page.lines,
            page.byline.span if page.byline else None,
            outlet.value if outlet else None,
            tagged=(*page.agencies, *((page.byline.value,) if page.byline and page.byline.span is None else ())),
        ),
        url=page.url,
        form="html",
        language=page.language,
        kind=page.kind,
        notes=(*notes, *page.notes, *_language_note(page.language)),
        by=BY,
        authors=page.authors,
        modified=page.modified,
        section=page.section,
        issuer=page.issuer,
        updates=page.updates,
    )
    return _completed(article, part.given)


def _from_report(content: str, part: Part, notes: tuple[str, ...]) -> Article:
    """A report without a page around it: its text is made of title, signature and paragraphs, a line each."""
    given = part.given
    body = paragraphs(content, part.source) if part.form == "html" else [" ".join(p.split()) for p in content.split("\n")]
    body = [p for p in body if p]
    heading = " ".join((given.title or "").split())
    if heading and body and body[0].casefold() == heading.casefold():
        body = body[1:]
    check_report(body, part.source)
    lines: list[Line] = []
    printed: list[str] = []

    def put(words: str, role: LineRole) -> Span:
        start = lines[-1].span.end + 1 if lines else 0
        span = Span(start, start + len(words))
        printed.append(words)
        lines.append(Line(span=span, role=role))
        return span

    title = byline = dateline = None
    if heading:
        title = Noted(value=heading, how=f"title of the {given.how}", span=put(heading, "title"))
    signature = " ".join((given.byline or ", ".join(given.authors)).split())
    if signature:
        byline = Noted(value=signature, how=f"byline of the {given.how}", span=put(signature, "byline"))
    spans = [put(p, "subhead" if is_subhead(p, n + 1 < len(body), n > 0) and len(body) > 2 else "body") for n, p in enumerate(body)]
    text = "\n".join(printed)
    if given.dateline:
        at = text.find(given.dateline, spans[0].start)
        found = Span(at, at + len(given.dateline)) if at >= 0 else None
        dateline = Noted(value=given.dateline, how=f"place of the {given.how}", span=found)
    told = language(" ".join(body))
    kind = given.kind or kind_of(text, lines, given.outlet)
    outlet = Noted(value=given.outlet, how=f"outlet of the {given.how}") if given.outlet else None
    article = Article(
        id=identify(part.data, given.url or part.name),
        source=part.source,
        sha256=hashlib.sha256(part.data).hexdigest(),
        text=text,
        body=tuple(spans),
        lines=tuple(lines),
        title=title,
        outlet=outlet,
        byline=byline,
        dateline=dateline,
        published=None,
        credits=find_credits(text, tuple(lines), byline.span if byline else None, given.outlet),
        url=None,
        language=told,
        kind=kind,
        form="report",
        notes=(*notes, *_language_note(told)),
        by=BY,
        authors=given.authors or (authors_in(byline.value) if byline else ()),
        issuer=issuer_of(text, lines, kind, outlet),
        updates=updates_of(text, lines) if kind == "live-blog" else (),
    )
    return _completed(article, given)


def _completed(article: Article, given: Given) -> Article:
    """The article with what only its container knows."""

    def noted(own: Noted | None, value: str | None, what: str) -> Noted | None:
        return own or (Noted(value=value, how=f"{what} of the {given.how}") if value else None)

    kind: ArticleKind = given.kind if given.kind and article.kind == "news-report" else article.kind
    declared = (given.language or "").casefold().replace("_", "-").split("-")[0]
    return replace(
        article,
        title=noted(article.title, given.title, "title"),
        outlet=noted(article.outlet, given.outlet, "outlet"),
        byline=noted(article.byline, given.byline or ", ".join(given.authors), "byline"),
        dateline=noted(article.dateline, given.dateline, "place"),
        published=noted(article.published, given.published, "date"),
        modified=noted(article.modified, given.modified, "last change"),
        captured=given.captured,
        section=noted(article.section, given.section, "section"),
        authors=article.authors or given.authors,
        url=article.url or given.url,
        language=declared if article.language == "und" and len(declared) == 2 else article.language,
        kind=kind,
        credits=_credits(article.credits, given),
        history=given.history,
        notes=(*article.notes, *given.notes),
    )


def _credits(found: Sequence[Credit], given: Given) -> tuple[Credit, ...]:
    """Those of the text and those that a field of the container names; a photo credit never becomes a text credit.

    One an agency and side, the strongest: that somebody "told Reuters" must not hide that the packet credits Reuters.
    """
    text = {c.agency for c in found if c.kind not in ("photo", "in-text")}
    photo = {c.agency for c in found if c.kind == "photo"}
    words = sorted({canonical(name) for name in given.credits} - text)
    pictures = sorted({canonical(name) for name in given.photo_credits} - photo)
    return (
        *(Credit(agency=name, kind="credit-line", span=None, how=f"credit of the {given.how}") for name in words),
        *(c for c in found if c.kind != "in-text" or c.agency not in words),
        *(Credit(agency=name, kind="photo", span=None, how=f"picture of the {given.how}") for name in pictures),
    )


def is_supported(code: str) -> bool:
    """Whether the analysis understands a language: English, and what could not be told."""
    return code in ("en", "und")


def _language_note(code: str) -> tuple[str, ...]:
    if code == "en":
        return ()
    if code == "und":
        return ("the language could not be told; read as English",)
    return (f'in another language ("{code}"): read, but left out of the analysis, which understands English only',)
