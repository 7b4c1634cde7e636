"""A dossier that may be shared: findings, short quotations and hashes, without the texts that belong to their publishers.

Every text keeps its length, so that every span still means what it meant; what is withheld is `WITHHELD`, a character for a
character. Short quotations stay, all together at most `PART` of a report's words: first both sides of the findings, at most
`QUOTED` words each, then the claims by weight, at most `_GIST`. What names things stays too: headline, byline, dateline,
credits, times, and the words that name a source and its verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from stemma.dossier.safe import WITHHELD
from stemma.model import Article, Dossier, Passage, Span
from stemma.text.anchors import holds, standing
from stemma.text.words import words

QUOTED = 25
"""Longest quotation, in words."""
PART = 0.2
"""Largest part of a report's words that its quotations may be."""
FEWEST = 50
"""A report's quotations may have so many words however short it is."""
_NAMED = 12
_GIST = 12
_SENTENCE = re.compile(r"“([^“”]*)”")
T = TypeVar("T")


def withhold(dossier: Dossier) -> Dossier:
    """The dossier without the texts of its reports. The same dossier where they are withheld already; seals are taken off."""
    if dossier.texts == "withheld":
        return dossier
    quoted = [
        *((p, QUOTED) for p in _found(dossier)),
        *((c.gist, _GIST) for c in sorted(dossier.claims, key=lambda c: (-c.weight, c.id))),
    ]
    articles = []
    for article in dossier.articles:
        kept = [
            *_names(dossier, article),
            *_short(article, [_first(article, p.span, n) for p, n in quoted if p.article == article.id]),
        ]
        earlier = tuple(replace(v, text=_masked(v.text, ())) for v in article.earlier)
        articles.append(replace(article, text=_masked(article.text, kept), earlier=earlier))
    cut = {name: _cut(getattr(dossier, name)) for name in ("story", "stemma", "carriers", "origins", "findings")}
    said = tuple(
        replace(c, quote=_brief(c.quote), other_quote=_brief(c.other_quote))
        for c in standing([c for c in dossier.corrections if holds(c, dossier.articles, dossier.statements)])
    )
    return replace(dossier, articles=tuple(articles), corrections=said, texts="withheld", seals=(), **cut)


def _brief(quote: str) -> str:
    """The first `QUOTED` words of what a correction quotes."""
    found = words(quote)
    return quote if len(found) <= QUOTED else quote[: found[QUOTED - 1].end]


def _found(dossier: Dossier) -> Iterator[Passage]:
    """Both sides of every finding."""
    for clash in dossier.findings.contradictions:
        yield from (clash.a, clash.b)
    for drift in dossier.findings.drifts:
        yield from (drift.parent, drift.child)
    for omission in dossier.findings.omissions:
        yield omission.left_out


def _names(dossier: Dossier, article: Article) -> Iterator[Span]:
    """What names the report, who it is by, its sources and times; no longer than `_NAMED` words each, a headline `QUOTED`."""
    for noted in (article.title, article.outlet, article.byline, article.dateline, article.published, article.modified):
        if noted is not None and noted.span is not None:
            yield _first(article, noted.span, QUOTED)
    yield from (_first(article, c.span, _NAMED) for c in article.credits if c.span is not None)
    for statement in dossier.statements:
        if statement.article == article.id:
            voices = [v.span for hop in statement.chain for v in hop.voices]
            yield from (_first(article, s, _NAMED) for s in (statement.source, statement.cue, *voices) if s is not None)
    yield from (_first(article, m.expression.span, _NAMED) for m in dossier.findings.moments if m.expression.article == article.id)


def _short(article: Article, spans: Iterable[Span]) -> Iterator[Span]:
    """As many of the passages as may be quoted."""
    left = max(FEWEST, int(PART * sum(len(words(article.text, p)) for p in article.body)))
    done: list[Span] = []
    for short in spans:
        fresh = sum(not any(d.start <= w.start and w.end <= d.end for d in done) for w in words(article.text, short))
        if fresh <= left:
            left -= fresh
            done.append(short)
    yield from done


def _first(article: Article, span: Span, most: int) -> Span:
    """The first `most` words of a span."""
    found = words(article.text, span)
    return span if len(found) <= most else Span(span.start, found[most - 1].end)


def _masked(text: str, kept: Iterable[Span]) -> str:
    """The text with all but the kept spans withheld; line breaks stay, so that lines stay lines."""
    out = ["\n" if c == "\n" else WITHHELD for c in text]
    for span in kept:
        out[span.start : span.end] = text[span.start : span.end]
    return "".join(out)


def _cut(value: T) -> T:
    """The value with every quotation inside its sentences no longer than `QUOTED` words."""
    if isinstance(value, str):
        return _SENTENCE.sub(_shortened, value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_cut(x) for x in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type | Span):
        return replace(value, **{f.name: _cut(getattr(value, f.name)) for f in fields(value)})
    return value


def _shortened(found: re.Match[str]) -> str:
    quoted = found.group(1)
    all_of = words(quoted)
    return found.group(0) if len(all_of) <= QUOTED else f"“{quoted[: all_of[QUOTED - 1].end]}…”"
