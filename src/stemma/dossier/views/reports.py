"""Every report in full, its statements marked, its page furniture folded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from stemma.dossier.marks import Anchor, Layer, Piece, pieces
from stemma.dossier.names import date
from stemma.dossier.places import Places, begins
from stemma.dossier.safe import WITHHELD
from stemma.model import Article, Dossier, LineRole, Passage, Span
from stemma.text.words import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A paragraph or line of the page with what it is for."""

    role: LineRole
    parts: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Neighbouring units; `folded` where they are page furniture."""

    folded: bool
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as the page shows it."""

    anchor: str
    name: str
    headline: str
    when: str
    byline: str
    dateline: str
    credits: tuple[str, ...]
    kind: str
    language: str
    source: str
    url: str
    sha256: str
    notes: tuple[str, ...]
    statements: int
    blocks: tuple[Block, ...]
    withheld: bool


def report_views(dossier: Dossier, at: Places, quoted: Iterable[Passage]) -> tuple[ReportView, ...]:
    """All reports in the order of the page; `quoted` are the passages that need an anchor."""
    wanted: dict[str, set[int]] = {}
    for passage in quoted:
        if at.passage(passage) == f"{at.report[passage.article]}p{passage.span.start}":
            wanted.setdefault(passage.article, set()).add(passage.span.start)
    return tuple(_report(dossier, article, at, wanted.get(article.id, set())) for article in at.order)


def _report(dossier: Dossier, article: Article, at: Places, wanted: set[int]) -> ReportView:
    report = at.report[article.id]
    layers: list[Layer] = []
    anchors: dict[int, list[Anchor]] = {}
    own = sorted((s for s in dossier.statements if s.article == article.id), key=lambda s: at.number[s.id])
    for statement in own:
        n = at.number[statement.id]
        layers += [Layer(span=s, kind="content", statement=n) for s in statement.content]
        layers += [Layer(span=Span(h.start, h.end), kind="hedge", statement=n) for h in statement.hedges]
        for span, kind in ((statement.cue, "cue"), (statement.source, "source")):
            if span is not None:
                layers.append(Layer(span=span, kind=kind, statement=n))
        claim = at.claim_of.get(statement.id)
        anchor = Anchor(
            id=at.statement(statement.id),
            number=n,
            back=at.claim[claim.id] if claim else "",
        )
        anchors.setdefault(begins(statement), []).append(anchor)
    layers += _agreement(dossier, article)
    if dossier.texts == "withheld":
        layers = [x for x in layers if quote(article.text, x.span).strip(f"{WITHHELD}\n")]
    for start in sorted(wanted):
        anchors.setdefault(start, []).insert(0, Anchor(id=f"{report}p{start}"))
    return ReportView(
        anchor=report,
        name=at.names[article.id],
        headline=article.title.value if article.title else "",
        when=date(article.published.value) if article.published else "",
        byline=article.byline.value if article.byline else "",
        dateline=article.dateline.value if article.dateline else "",
        credits=tuple(sorted({c.agency for c in article.credits if c.kind != "photo"})),
        kind=article.kind.replace("-", " "),
        language=article.language or "en",
        source=article.source,
        url=article.url or "",
        sha256=article.sha256,
        notes=article.notes,
        statements=len(own),
        blocks=blocks(article, layers, anchors),
        withheld=dossier.texts == "withheld",
    )


def beside(dossier: Dossier, at: Places) -> tuple[str, str]:
    """The anchors of the two reports that are worth setting side by side first: the parent and child that share most.

    Where no report rests on another the first two; the same one twice where there is but one.
    """
    edges = [d for d in dossier.stemma.derivations if d.parent in at.report]
    if edges:
        best = min(edges, key=lambda d: (-d.share * d.confidence, d.parent, d.child))
        return at.report[best.parent], at.report[best.child]
    first = [at.report[a.id] for a in at.order][:2]
    return first[0], first[-1]


HEAT = 4
"""Degrees of agreement, from few of the other reports (1) to all of them (4)."""


def heat(dossier: Dossier) -> Mapping[int, int]:
    """For each row of the collation (numbered from 1) how many of the other reports have it, in `HEAT` degrees.

    Seen from any of its reports the others are as many, so a row has one degree; a row of one report alone is left out.
    """
    others = len(dossier.articles) - 1
    held = {n: len({p.article for p in row.passages}) - 1 for n, row in enumerate(dossier.collation.rows, 1)}
    return {n: min(HEAT, math.ceil(HEAT * k / others)) for n, k in held.items() if k > 0}


def _agreement(dossier: Dossier, article: Article) -> list[Layer]:
    """A layer for each passage that other reports have too, with its row (numbered from 1)."""
    shared = heat(dossier)
    return [
        Layer(span=p.span, kind="row", row=n)
        for n, row in enumerate(dossier.collation.rows, 1)
        if n in shared
        for p in row.passages
        if p.article == article.id
    ]


def blocks(article: Article, layers: Iterable[Layer], anchors: Mapping[int, list[Anchor]]) -> tuple[Block, ...]:
    """The whole page in order, every character that is not white space once: body paragraphs, and the lines between them."""
    roles = {line.span: line.role for line in article.lines}
    units: list[tuple[Span, LineRole]] = []
    done = 0
    layers = sorted(layers, key=lambda x: (x.span, x.kind, x.statement, x.row))
    for paragraph in sorted(article.body):
        units += [(s, _role(s, article, roles)) for s in _lines(article.text, done, paragraph.start)]
        units.append((paragraph, "body"))
        done = max(done, paragraph.end)
    units += [(s, _role(s, article, roles)) for s in _lines(article.text, done, len(article.text))]
    out = []
    at = 0
    shown = []
    for span, role in units:
        while at < len(layers) and layers[at].span.end <= span.start:
            at += 1
        near = [x for x in layers[at:] if x.span.start < span.end] if layers else []
        shown.append(Unit(role=role, parts=pieces(article.text, span, near, anchors)))
    for folded, group in groupby(shown, key=lambda u: u.role in {"chrome", "caption"}):
        out.append(Block(folded=folded, units=tuple(group)))
    return tuple(out)


def _role(span: Span, article: Article, roles: Mapping[Span, LineRole]) -> LineRole:
    """What a line outside the body is for: as read; else the title if it is the title; else page furniture."""
    if span in roles and roles[span] != "body":
        return roles[span]
    for noted, role in ((article.title, "title"), (article.byline, "byline"), (article.dateline, "dateline")):
        if noted and noted.span and span.start <= noted.span.start and noted.span.end <= span.end:
            return role  # type: ignore[return-value]
    return "chrome"


def _lines(text: str, start: int, end: int) -> list[Span]:
    """Lines of a stretch of text that are not blank, without the space around them."""
    out = []
    at = start
    for line in text[start:end].split("\n"):
        solid = line.strip()
        if solid:
            first = at + line.index(solid)
            out.append(Span(first, first + len(solid)))
        at += len(line) + 1
    return out
