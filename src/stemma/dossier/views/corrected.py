"""What people said about the reports, in plain sentences, and the places of the page that bear the mark of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stemma.dossier.names import date
from stemma.dossier.places import Places
from stemma.dossier.safe import oneline
from stemma.dossier.views.claims import Link
from stemma.model import Article, Correction, Dossier, Statement
from stemma.text.anchors import holds, mentions_at, standing, statements_at

LONGEST = 160
"""Characters of quoted words that are shown."""
FACTS = {"title": "headline", "outlet": "outlet", "byline": "byline", "dateline": "dateline", "published": "date"}
ROLES = {"chrome": "is page furniture", "body": "is part of the report"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """One correction: what it says, who said so, when and why, and where on the page it took effect."""

    words: str
    who: str
    when: str
    why: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedView:
    """All corrections that hold. `marked` are the anchors of claims and reports concerned, "edge-" with a report's anchor and
    "voice-" with a speaker's name."""

    rows: tuple[CorrectionView, ...]
    marked: frozenset[str]


def corrected_view(dossier: Dossier, at: Places) -> CorrectedView:
    """The corrections that a dossier was made with, in the order given."""
    marked: set[str] = set()
    rows = []
    for one in held(dossier):
        links, marks = _reach(one, dossier, at)
        marked |= marks
        rows.append(
            CorrectionView(
                words=sentence(one, tuple(dossier.articles), at),
                who=oneline(one.who, 120),
                when=date(one.when) if one.when else "",
                why=oneline(one.note, 400),
                links=links,
            )
        )
    return CorrectedView(rows=tuple(rows), marked=frozenset(marked))


def held(dossier: Dossier) -> tuple[Correction, ...]:
    """The corrections of a dossier that find what they are about and that no later one overrules.

    Where the texts are withheld none could be found, and only those that held were kept.
    """
    if dossier.texts == "withheld":
        return dossier.corrections
    found = [c for c in dossier.corrections if holds(c, dossier.articles, dossier.statements)]
    return standing(found)


def sentence(one: Correction, articles: tuple[Article, ...], at: Places) -> str:
    """What a correction says, with the names that the reports have on the page."""
    name = next((at.names[a.id] for a in articles if a.sha256 == one.page), "a page that is not here")
    other = next((at.names[a.id] for a in articles if a.sha256 == one.other), "a page that is not here")
    quote, other_quote = _inside(oneline(one.quote, LONGEST)), _inside(oneline(one.other_quote, LONGEST))
    holds = one.verdict == "must-be"
    match one.field:
        case "claim":
            return (
                f"“{quote}” ({name}) and “{other_quote}” ({other}) {'make the same claim' if holds else 'are not the same claim'}."
            )
        case "voice":
            return f"“{quote}” ({name}) and “{other_quote}” ({other}) {'are' if holds else 'are not'} the same voice."
        case "edge":
            source = other if one.other is not None else "an original that is not among the reports"
            return f"{name} {'rests on' if holds else 'does not rest on'} {source}."
        case "line":
            role = ROLES.get(one.value or "", f"is the page's {one.value}")
            return f"“{quote}” ({name}) {role if holds else 'is not what it was taken for'}."
        case _:
            value = _inside(oneline(one.value or one.quote, LONGEST))
            return f"The {FACTS[one.field]} of {name} {'is' if holds else 'is not'} “{value}”."


def _inside(words: str) -> str:
    """Words as they stand inside quotation marks: marks of their own become single ones."""
    opened = re.sub(r"(?<!\w)\"(?=\S)", "‘", words).replace('"', "’")
    return opened.translate({ord(a): b for a, b in zip("“”„", "‘’‚", strict=True)})


def _reach(one: Correction, dossier: Dossier, at: Places) -> tuple[tuple[Link, ...], set[str]]:
    """Where a correction took effect: links to it, and the marks."""
    here = [a for a in at.order if a.sha256 == one.page]
    if one.field == "claim":
        said: list[Statement] = []
        for page, quote in ((one.page, one.quote), (one.other, one.other_quote)):
            said += statements_at(dossier.articles, dossier.statements, page, quote)
        claims = {at.claim[at.claim_of[s.id].id]: None for s in said if s.id in at.claim_of}
        return tuple(Link(words=f"claim {n}", to=to) for n, to in enumerate(claims, 1)), set(claims)
    if one.field == "voice":
        found = {
            at.speakers[m.statement, m.hop, m.voice]
            for page, quote in ((one.page, one.quote), (one.other, one.other_quote))
            for m in mentions_at(dossier.articles, dossier.statements, page, quote)
        }
        return (Link(words="voices", to="voices"),), {f"voice-{name}" for name in found}
    reports = {at.report[a.id] for a in here}
    if one.field == "edge":
        return (Link(words="tree", to="tree"),), {f"edge-{r}" for r in reports}
    return tuple(Link(words="report", to=at.report[a.id]) for a in here), reports
