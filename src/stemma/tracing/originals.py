"""What is known of an original that nobody has: its name, and what it must have carried, in the best surviving wording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np

from stemma.model import Article, Credit, Evidence, Passage, Recovered, Statement
from stemma.tracing.dates import published_between
from stemma.tracing.material import Material
from stemma.tracing.measures import absent, credited, generic
from stemma.tracing.passages import INHERITED, Share
from stemma.tracing.tree import Tree

GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
ONE: Final = 0.45  # confidence in a passage that one child alone has; each further witness takes away the same part of the doubt


def agency_of(
    material: Material, children: Sequence[int], statements: Sequence[Statement]
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The agency that most of the children credit and that is not among the articles, with where they credit it."""
    articles = [w.article for w in material.witnesses]
    votes: dict[str, set[int]] = {}
    times: dict[str, int] = {}
    for child in children:
        for agency, count in credited(articles[child], statements).items():
            if absent(agency, articles) and not generic(agency):
                votes.setdefault(agency, set()).add(child)
                times[agency] = times.get(agency, 0) + count
    if not votes:
        return None, ()
    agency = min(votes, key=lambda a: (-len(votes[a]), -times[a], a))
    return agency, tuple(e for n in sorted(votes[agency]) if (e := _credit(articles[n], agency, statements)) is not None)


def named(agency: str | None, children: Sequence[Article], number: int) -> str:
    """What to call a lost original: the agency and the day its first child appeared; else a Greek letter."""
    if agency is None:
        return f"lost original {GREEK[number] if number < len(GREEK) else number + 1}"
    known = [(span[0], a.published.value[:10]) for a in children if (span := published_between(a)) and a.published]
    if not known or len(min(known)[1]) < 10:
        return agency
    day = datetime.fromisoformat(min(known)[1])
    return f"{agency}, {day.day} {day:%b %Y}"


def recovered(material: Material, tree: Tree, shares: Sequence[Share], number: int) -> tuple[Recovered, ...]:
    """What lost original `number` must have carried, in the order of its longest child.

    Sentences of its children that say the same are one passage of the original, witnessed by each child that has it; its best
    wording is the one closest to all the others. What one child alone has counts only if the child's own words give it to the
    original, and with less confidence.
    """
    rows = {}
    for share in shares:
        if share.edge.parent == -1 - number:
            for n, _ in share.sentences:
                rows[material.first[share.edge.child] + n] = share.edge.child
    order = sorted(rows, key=lambda r: (-material.witnesses[rows[r]].length, rows[r], r))
    taken: set[int] = set()
    out = []
    for row in order:
        if row in taken:
            continue
        group = [row]
        for child in sorted(set(rows.values()) - {rows[row]}):
            free = [r for r in order if rows[r] == child and r not in taken]
            best = max(free, key=lambda r: (material.alike[row, r], -r), default=None)
            if best is not None and material.alike[row, best] >= INHERITED:
                group.append(best)
        taken.update(group)
        out.append(_recovered(material, sorted(group)))
    return tuple(out)


def _recovered(material: Material, group: Sequence[int]) -> Recovered:
    passages = [_passage(material, r) for r in group]
    closeness = [float(np.mean([material.alike[r, q] for q in group if q != r])) if len(group) > 1 else 0.0 for r in group]
    best = min(range(len(group)), key=lambda n: (-round(closeness[n], 6), passages[n]))
    return Recovered(wording=passages[best], witnesses=tuple(sorted(passages)), confidence=round(1 - (1 - ONE) ** len(group), 4))


def _passage(material: Material, row: int) -> Passage:
    witness = max(k for k in range(len(material.witnesses)) if material.first[k] <= row)
    return material.witnesses[witness].sentences[row - material.first[witness]].passage


def _credit(article: Article, agency: str, statements: Sequence[Statement]) -> Evidence | None:
    """Where an article credits an agency."""
    credits: list[Credit] = [c for c in article.credits if c.agency == agency and c.kind != "photo"]
    for credit in credits:
        at = Passage(article=article.id, span=credit.span) if credit.span else None
        return Evidence(note=f"credits {agency}", at=at)
    for statement in statements:
        for voice in (v for hop in statement.chain for v in hop.voices):
            if statement.article == article.id and voice.name == agency:
                span = voice.span or statement.source or statement.content[0]
                return Evidence(note=f"gives this to {agency}", at=Passage(article=article.id, span=span))
    return None
