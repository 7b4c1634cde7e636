"""Small invented reports, read and parsed, with extracts pointed at by their words."""

from __future__ import annotations

from functools import cache
from typing import Literal

from stemma.attributing.extracts import Extract
from stemma.model import Article, Credit, Noted, Parsed, Quotation, Span
from stemma.parsing import parse


@cache
def report(
    text: str, *, outlet: str = "The Harbour Times", credits: tuple[str, ...] = (), title: str = ""
) -> tuple[Article, Parsed]:
    """An article whose body are the lines of `text` (after the title, if one is given) and its parse."""
    whole = f"{title}\n{text}" if title else text
    spans, at = [], 0
    for line in whole.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    head = Noted(value=title, how="test", span=spans[0]) if title else None
    article = Article(
        id="a1",
        source="a1.txt",
        sha256="",
        text=whole,
        body=tuple(spans[1:] if title else spans),
        lines=(),
        title=head,
        outlet=Noted(value=outlet, how="test"),
        byline=None,
        dateline=None,
        published=None,
        credits=tuple(Credit(agency=c, kind="credit-line", span=None, how="test") for c in credits),
        url=None,
        language="en",
        kind="news-report",
        notes=(),
        by="test",
    )
    return article, parse(article)


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where `words` stand, the `nth` time (from 0)."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def extract(
    article: Article,
    parsed: Parsed,
    content: str,
    *,
    cue: str | None = "said",
    source: str | None = None,
    quotation: Quotation = "indirect",
    nth: tuple[int, int, int] = (0, 0, 0),
) -> Extract:
    """An extract by its words; `nth` picks which occurrence of content, cue and source is meant."""
    text = article.text
    c = at(text, content, nth[0])
    q = at(text, cue, nth[1]) if cue else None
    s = at(text, source, nth[2]) if source else None
    anchor = q or s or c
    sentence = next(i for i, x in enumerate(parsed.sentences) if x.start < anchor.end and anchor.start < x.end)
    place: Literal["title", "body"] = "title" if parsed.paragraph_of[sentence] < 0 else "body"
    return Extract(content=(c,), cue=q, source=s, quotation=quotation, sentence=sentence, place=place)
