"""What of a dossier a person can correct, as the forms show it: every choice with the anchors that a correction will need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemma.dossier.amending import called, content, leader, touched
from stemma.dossier.kin import UNDECIDED
from stemma.dossier.names import DERIVATIONS, date, published, speaker_name
from stemma.dossier.places import Places, begins, places
from stemma.dossier.safe import oneline
from stemma.dossier.views.claims import chain
from stemma.model import Claim, Correction, Dossier, LineRole, Statement
from stemma.text.anchors import concerns
from stemma.text.words import quote

SHORT = 110
"""Characters of a claim or a voice in a list to choose from."""
REPORT_ROLES: tuple[LineRole, ...] = ("body", "subhead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose: what the form sends, and what a reader sees."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRow:
    """One statement of a claim; `leads` where its words stand for the claim, `claim` the number of its claim."""

    value: str
    report: str
    when: str
    stance: str
    who: str
    words: str
    leads: bool
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDesk:
    """A claim with its wordings, and the other claims that it might be the same as."""

    id: str
    gist: str
    wordings: tuple[WordingRow, ...]
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRow:
    """One edge of the tree; `turnable` where it could run the other way (its parent is a report)."""

    value: str
    child: str
    when: str
    parent: str
    how: str
    turnable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgesDesk:
    """The edges, and the reports between which one may be missing."""

    rows: tuple[EdgeRow, ...]
    reports: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRow:
    """A speaker and the names under which single reports know it; the first is the one that the others are told apart from."""

    value: str
    name: str
    kind: str
    called: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A line of a page; `kept` where it is taken for part of the report, `twins` how many other lines its words stand in."""

    value: int
    role: str
    kept: bool
    words: str
    twins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDesk:
    """A page with its facts and its lines."""

    sha256: str
    name: str
    title: str
    outlet: str
    published: str
    shown: str
    how: str
    lines: tuple[LineRow, ...]


def claim_desk(dossier: Dossier, id: str) -> ClaimDesk | None:
    """A claim as it is corrected; None if the dossier has none of that id."""
    at = places(dossier)
    claim = next((c for c in dossier.claims if c.id == id), None)
    if claim is None:
        return None
    lead = leader(claim, dossier)
    rank = {a.id: n for n, a in enumerate(at.order)}
    members = sorted((at.statements[s] for s in claim.statements), key=lambda s: (rank[s.article], begins(s), s.id))
    return ClaimDesk(
        id=claim.id,
        gist=at.quote(claim.gist),
        wordings=tuple(_wording(s, s is lead, dossier, at) for s in members),
        others=tuple(Choice(value=c.id, words=oneline(at.quote(c.gist), SHORT)) for c in ranked(dossier) if c is not claim),
    )


def ranked(dossier: Dossier) -> list[Claim]:
    """The claims, the weightiest first."""
    return sorted(dossier.claims, key=lambda c: (-c.weight, c.id))


def _wording(statement: Statement, leads: bool, dossier: Dossier, at: Places) -> WordingRow:
    steps = chain(statement, at, ())
    return WordingRow(
        value=statement.id,
        report=at.names[statement.article],
        when=published(at.articles[statement.article]),
        stance=statement.stance,
        who=" → ".join(s.name for s in steps[:-1]),
        words=content(statement, dossier),
        leads=leads,
    )


def edges_desk(dossier: Dossier) -> EdgesDesk:
    """The tree as it is corrected, in the order of the page."""
    at = places(dossier)
    lost = {x.id for x in dossier.stemma.lost}
    rank = {a.id: n for n, a in enumerate(at.order)}
    rows = []
    for d in sorted(dossier.stemma.derivations, key=lambda d: (rank[d.child], -d.share, d.parent)):
        sure = "" if d.direction >= UNDECIDED else ", which came first is not known"
        rows.append(
            EdgeRow(
                value=f"{d.child}.{'' if d.parent in lost else d.parent}",
                child=at.names[d.child],
                when=published(at.articles[d.child]),
                parent=at.names[d.parent] + (" (lost original)" if d.parent in lost else ""),
                how=f"{DERIVATIONS[d.kind]}, {round(100 * d.share)} % of it{sure}",
                turnable=d.parent not in lost,
            )
        )
    reports = tuple(Choice(value=a.id, words=f"{at.names[a.id]}, {published(a)}") for a in at.order)
    return EdgesDesk(rows=tuple(rows), reports=reports)


def voices_desk(dossier: Dossier) -> tuple[VoiceRow, ...]:
    """The speakers as they are corrected, the most heard first."""
    at = places(dossier)
    speakers = sorted(dossier.speakers, key=lambda s: (-len(s.mentions), speaker_name(s), s.id))
    return tuple(
        VoiceRow(
            value=s.id,
            name=speaker_name(s),
            kind=s.kind,
            called=tuple(
                Choice(value=f"{n}", words=f"“{oneline(name, SHORT)}” in {at.names[article.id]}")
                for n, (article, name) in enumerate(called(s, at))
            ),
        )
        for s in speakers
    )


def report_desk(dossier: Dossier, sha256: str) -> ReportDesk | None:
    """A page as it is corrected; None if the dossier has none of these bytes."""
    at = places(dossier)
    article = next((a for a in at.order if a.sha256 == sha256), None)
    if article is None:
        return None
    lines = []
    for n, line in enumerate(article.lines):
        words = quote(article.text, line.span)
        lines.append(
            LineRow(value=n, role=line.role, kept=line.role in REPORT_ROLES, words=words, twins=len(touched(article, words)) - 1)
        )
    return ReportDesk(
        sha256=article.sha256,
        name=at.names[article.id],
        title=article.title.value if article.title else "",
        outlet=article.outlet.value if article.outlet else "",
        published=article.published.value if article.published else "",
        shown=date(article.published.value) if article.published else "no date",
        how=article.published.how if article.published else "",
        lines=tuple(lines),
    )


def waiting(dossier: Dossier, corrections: Iterable[Correction]) -> Sequence[Correction]:
    """The corrections of a dossier's pages that it was not made with: made, or withdrawn, since it was examined."""
    active = [c for c in corrections if concerns(c, dossier.articles)]
    return [c for c in active if c not in dossier.corrections] + [c for c in dossier.corrections if c not in active]
