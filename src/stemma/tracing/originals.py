"""What is known of an original that nobody has: its name, and what it must have carried, in the best surviving wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np

from stemma.model import Article, Credit, Evidence, Passage, Recovered, Statement
from stemma.tracing.dates import published_between
from stemma.tracing.material import Floats, Material
from stemma.tracing.measures import absent, credited, generic
from stemma.tracing.passages import NEAR, Share, ancestors, descendants, lines, part
from stemma.tracing.tree import Tree

GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
ONE: Final = 0.45  # each line that witnesses a passage takes away this part of the doubt
AGAIN: Final = 0.7  # score from which a sentence that is taken witnesses a second passage
ALONE: Final = 0.3  # confidence in what one line alone has and gives to the original


def agency_of(
    material: Material, children: Sequence[int], statements: Sequence[Statement]
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The agency that most of the children credit and that is not among the articles, with where they credit it."""
    articles = [w.article for w in material.witnesses]
    votes: dict[str, set[int]] = {}
    times: dict[str, int] = {}
    for child in children:
        for agency, count in credited(articles[child], statements).items():
            if absent(agency, articles, material.names) and not generic(agency):
                votes.setdefault(agency, set()).add(child)
                times[agency] = times.get(agency, 0) + count
    if not votes:
        return None, ()
    agency = min(votes, key=lambda a: (-len(votes[a]), -times[a], a))
    return agency, tuple(e for n in sorted(votes[agency]) if (e := _credit(articles[n], agency, statements)) is not None)


def named(agency: str | None, children: Sequence[Article], number: int) -> str:
    """What to call a lost original: the agency and the day by which its first child appeared; else a Greek letter."""
    if agency is None:
        return f"lost original {GREEK[number] if number < len(GREEK) else number + 1}"
    known = [(span[0], a.published.value[:10]) for a in children if (span := published_between(a)) and a.published]
    if not known or len(min(known)[1]) < 10:
        return agency
    day = datetime.fromisoformat(min(known)[1])
    return f"{agency}, by {day.day} {day:%b %Y}"


def recovered(material: Material, supported: Floats, tree: Tree, shares: Sequence[Share], number: int) -> tuple[Recovered, ...]:
    """What lost original `number` must have carried, in the order of its longest child.

    A passage is a sentence of the child that has most of the original and, of every other article that comes from it, the
    sentence that matches that one best. Its wording is the one most like those on other lines, a child counting for the more
    the more of it comes from the original. Articles that come from one another are one line and witness once. What one line
    alone has counts only where its own words give it to the original, and with less confidence.
    """
    given = {material.first[s.edge.child] + n: n in s.told for s in shares if s.edge.parent == -1 - number for n, _ in s.sentences}
    rows = {r: k for k in sorted(lines(tree, number)) for r in range(material.first[k], material.first[k + 1])}
    of = {r: k for r, k in rows.items() if r in given or k not in tree.lost[number]}
    best = _best(material, supported)
    free = set(of)
    has = {s.edge.child: part(material, s) for s in shares if s.edge.parent == -1 - number}
    order = sorted(given, key=lambda r: (-round(has[of[r]] * material.witnesses[of[r]].length, 3), of[r], r))
    found: list[tuple[int, list[int]]] = []
    for centre in order:
        star = _star(supported, best, centre, of, free) if centre in free else []
        if independent(tree, [of[r] for r in star]) > 1:
            mine = [r for r in star if r in free and r in given]
            near = {r: round(has[of[r]] * _nearness(material, tree, star, of, r), 6) for r in mine}
            found.append((min(mine, key=lambda r: (-near[r], r)), star))
            free -= set(star)
    found += [(r, [r]) for r in order if r in free and given[r]]
    place = {r: n for n, r in enumerate(sorted(of, key=lambda r: (-material.witnesses[of[r]].length, of[r], r)))}
    return tuple(
        Recovered(
            wording=_passage(material, centre),
            witnesses=tuple(sorted(_passage(material, r) for r in rows)),
            confidence=round(1 - (1 - ONE) ** independent(tree, [of[r] for r in rows]) if len(rows) > 1 else ALONE, 4),
        )
        for centre, rows in sorted(found, key=lambda x: min(place[r] for r in x[1]))
    )


def independent(tree: Tree, witnesses: Sequence[int]) -> int:
    """How many lines of descent some articles stand for: those that come from none of the others."""
    return sum(not ancestors(k, tree.edges) & set(witnesses) for k in sorted(set(witnesses)))


def _star(supported: Floats, best: Floats, centre: int, of: Mapping[int, int], free: set[int]) -> list[int]:
    """The centre and, of every other article, the sentence that matches it best.

    A sentence that another one of the centre's article matches clearly better is none; one that is taken may witness a second
    passage that it has merged with the first, if it matches that one closely.
    """
    found: dict[int, int] = {}
    for row in sorted(of):
        score = supported[centre, row]
        if of[row] == of[centre] or score <= 0:
            continue
        if not (score >= NEAR * best[row, of[centre]] and row in free) and score < AGAIN:
            continue
        known = found.get(of[row])
        if known is None or score > supported[centre, known]:
            found[of[row]] = row
    return sorted([centre, *found.values()])


def _nearness(material: Material, tree: Tree, star: Sequence[int], of: Mapping[int, int], row: int) -> float:
    """How like a sentence is to the others of a passage that stand on other lines than its own, mean, 0..1."""
    same = ancestors(of[row], tree.edges) | descendants(of[row], tree.edges)
    return float(np.mean([material.alike[row, q] for q in star if of[q] not in same] or [0.0]))


def _best(material: Material, supported: Floats) -> Floats:
    """For every sentence (row) the score of its best match in every article (column)."""
    many = len(material.witnesses)
    return np.stack([supported[:, material.first[k] : material.first[k + 1]].max(axis=1, initial=0.0) for k in range(many)], axis=1)


def _passage(material: Material, row: int) -> Passage:
    witness = max(k for k in range(len(material.witnesses)) if material.first[k] <= row)
    return material.witnesses[witness].sentences[row - material.first[witness]].passage


def _credit(article: Article, agency: str, statements: Sequence[Statement]) -> Evidence | None:
    """Where an article credits an agency."""
    credits: list[Credit] = [c for c in article.credits if c.agency == agency and c.kind != "photo"]
    for credit in credits:
        at = Passage(article=article.id, span=credit.span) if credit.span else None
        return Evidence(note=f"is signed by staff of {agency}" if credit.kind == "byline" else f"credits {agency}", at=at)
    for statement in statements:
        for voice in (v for hop in statement.chain for v in hop.voices):
            if statement.article == article.id and voice.name == agency:
                span = voice.span or statement.source or statement.content[0]
                return Evidence(note=f"gives this to {agency}", at=Passage(article=article.id, span=span))
    return None
