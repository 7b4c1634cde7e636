"""A dossier as tables: reports, claims, statements, edges, findings. Cells are text, numbers, or empty (None: not known)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from stemma.dossier.names import hop, label
from stemma.dossier.places import Places, places
from stemma.dossier.safe import plainly
from stemma.model import Article, Dossier, Passage, Statement
from stemma.text.words import words

Cell: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, and a tuple of cells a row, one cell a column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(dossier: Dossier) -> tuple[Table, ...]:
    """All tables of a dossier. Every text is plain: hiding characters written out, white space on one line."""
    at = places(dossier)
    made: Mapping[str, tuple[str, Iterator[tuple[Cell, ...]]]] = {
        "reports": (
            "id,name,title,byline,published,url,source,sha256,language,kind,credits,words,statements",
            (_report(dossier, at, a) for a in at.order),
        ),
        "claims": (
            "id,claim,words_of,side,origins_lower,origins_upper,newsrooms,origins,asserted_in,denied_in,weight",
            _claims(dossier, at),
        ),
        "statements": (
            "id,report_id,report,place,start,end,content,source,cue,stance,quotation,hedges,chain,brought_by,claim_id",
            (_statement(dossier, at, s) for s in dossier.statements),
        ),
        "edges": (
            "id,parent_id,parent,parent_lost,child_id,child,kind,share,confidence,direction,support,reasons",
            _edges(dossier, at),
        ),
        "findings": (
            "id,finding,kind,words,report_a,quote_a,report_b,quote_b,claim_id,evolution,directed",
            _findings(dossier, at),
        ),
    }
    return tuple(
        Table(name, tuple(columns.split(",")), tuple(tuple(_clean(c) for c in row) for row in rows))
        for name, (columns, rows) in made.items()
    )


def _clean(cell: Cell) -> Cell:
    return " ".join(plainly(cell).split()) if isinstance(cell, str) else cell


def _report(dossier: Dossier, at: Places, article: Article) -> tuple[Cell, ...]:
    return (
        article.id,
        at.names[article.id],
        article.title.value if article.title else None,
        article.byline.value if article.byline else None,
        article.published.value if article.published else None,
        article.url,
        article.source,
        article.sha256,
        article.language,
        article.kind,
        "; ".join(sorted({c.agency for c in article.credits if c.kind != "photo"})),
        sum(len(words(article.text, p)) for p in article.body),
        sum(s.article == article.id for s in dossier.statements),
    )


def _claims(dossier: Dossier, at: Places) -> Iterator[tuple[Cell, ...]]:
    for claim in dossier.claims:
        by = {stance: _reports(at, claim.statements, stance) for stance in ("asserts", "denies")}
        head = (claim.id, at.quote(claim.gist), at.names[claim.gist.article])
        tail = (by["asserts"], by["denies"], round(claim.weight, 4))
        sides = [o for o in dossier.origins if o.claim == claim.id]
        for one in sides:
            yield (*head, one.side, one.lower, one.upper, one.newsrooms, one.words, *tail)
        if not sides:
            yield (*head, None, None, None, None, None, *tail)


def _reports(at: Places, statements: Sequence[str], stance: str) -> str:
    """The names of the reports that take a stance in a claim."""
    inside = {at.statements[s].article for s in statements if at.statements[s].stance == stance}
    return "; ".join(at.names[a.id] for a in at.order if a.id in inside)


def _statement(dossier: Dossier, at: Places, statement: Statement) -> tuple[Cell, ...]:
    def said(span: Passage | None) -> str | None:
        return at.quote(span) if span is not None else None

    here = [Passage(article=statement.article, span=s) for s in statement.content]
    source = Passage(article=statement.article, span=statement.source) if statement.source else None
    cue = Passage(article=statement.article, span=statement.cue) if statement.cue else None
    claim = at.claim_of.get(statement.id)
    return (
        statement.id,
        statement.article,
        at.names[statement.article],
        statement.place,
        min(s.start for s in statement.content),
        max(s.end for s in statement.content),
        " … ".join(at.quote(p) for p in here),
        said(source),
        said(cue),
        statement.stance,
        statement.quotation,
        "; ".join(at.articles[statement.article].text[h.start : h.end] for h in statement.hedges),
        " → ".join(hop(h) for h in statement.chain),
        "; ".join(c.voice.name for c in dossier.carriers if c.statement == statement.id),
        claim.id if claim else None,
    )


def _edges(dossier: Dossier, at: Places) -> Iterator[tuple[Cell, ...]]:
    lost = {x.id for x in dossier.stemma.lost}
    for one in dossier.stemma.derivations:
        yield (
            one.id,
            one.parent,
            at.names[one.parent],
            one.parent in lost,
            one.child,
            at.names[one.child],
            one.kind,
            round(one.share, 4),
            round(one.confidence, 4),
            round(one.direction, 4),
            None if one.support is None else round(one.support, 4),
            "; ".join(e.note for e in one.evidence),
        )


def _findings(dossier: Dossier, at: Places) -> Iterator[tuple[Cell, ...]]:
    def side(passage: Passage) -> tuple[str, str]:
        return at.names[passage.article], at.quote(passage)

    found = dossier.findings
    for clash in found.contradictions:
        yield (
            clash.id, "contradiction", clash.kind, clash.words, *side(clash.a), *side(clash.b), clash.claim, clash.evolution, None,
        )  # fmt: skip
    for drift in found.drifts:
        yield (drift.id, "drift", drift.kind, drift.words, *side(drift.parent), *side(drift.child), None, None, drift.directed)
    for gone in found.omissions:
        child = at.names.get(gone.child) or label(at.articles[gone.child])
        yield (gone.id, "omission", gone.kind, gone.words, *side(gone.left_out), child, None, None, None, True)
