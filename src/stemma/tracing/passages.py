"""Which passages of a child come from which parent, how they were reworked, and what that makes of the derivation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stemma.model import DerivationKind, Inherited, Span, Statement
from stemma.tracing.material import Material
from stemma.tracing.measures import absent, credited, of_page
from stemma.tracing.tree import Edge, Tree

INHERITED: Final = 0.36  # likeness from which a child's sentence is held to come from a parent's
NEAR: Final = 0.9  # of the best likeness: a parent this close to the closest one may be the source of a sentence too


@dataclass(frozen=True, slots=True)
class Share:
    """What a child has from one parent: its sentences (numbers in the child) and, unless the parent is lost, the parent's."""

    edge: Edge
    sentences: tuple[tuple[int, int | None], ...]


def shares(material: Material, tree: Tree, statements: Sequence[Statement]) -> list[Share]:
    """Give every sentence of every child to the parent it is closest to, or to none.

    A lost parent is known only by what its other descendants have: the closest kin article that does not come from the child
    stands for it, and the child's own words that name the lost agency speak for it where no other article does.
    """
    out: list[Share] = []
    by_child: dict[int, list[Edge]] = {}
    for edge in tree.edges:
        by_child.setdefault(edge.child, []).append(edge)
    for child in sorted(by_child):
        edges = by_child[child]
        below = descendants(child, tree.edges)
        told = _told(material, child, statements, whole=len(edges) == 1)
        given: dict[Edge, list[tuple[int, int | None]]] = {e: [] for e in edges}
        for n in range(len(material.witnesses[child].sentences)):
            scores = {e: _score(material, tree, e, n, below) for e in edges}
            first = max(scores.values(), key=lambda s: s[0])[0]
            for edge in edges:
                score, at = scores[edge]
                if (score >= INHERITED and score >= NEAR * first) or (edge.parent < 0 and n in told):
                    given[edge].append((n, at))
        out += [Share(edge, tuple(given[edge])) for edge in edges]
    return out


def inherited(material: Material, share: Share) -> tuple[Inherited, ...]:
    """The share as passages."""
    child, parent = material.witnesses[share.edge.child], share.edge.parent
    return tuple(
        Inherited(
            child=child.sentences[n].passage,
            parent=material.witnesses[parent].sentences[at].passage if parent >= 0 and at is not None else None,
        )
        for n, at in share.sentences
    )


def part(material: Material, share: Share) -> float:
    """Share of the child's words that comes from this parent, 0..1."""
    child = material.witnesses[share.edge.child]
    return round(sum(child.sentences[n].length for n, _ in share.sentences) / max(1, child.length), 4)


def kind_of(material: Material, share: Share, tree: Tree) -> DerivationKind:
    """What the child did to its parent; for a lost parent, judged by the closest and longest of its other children."""
    child = share.edge.child
    others = [share.edge.parent] if share.edge.parent >= 0 else [c for c in tree.lost[-1 - share.edge.parent] if c != child]
    others = others or [k for k in range(len(material.witnesses)) if k != child]
    own = part(material, share)
    if not others or not share.sentences:
        return "rewritten"
    rows = [n for n, _ in share.sentences]
    blocks = [material.block(material.wording, child, k)[rows] for k in others]
    close = (
        float(np.mean(np.max(np.concatenate([b for b in blocks if b.size], axis=1), axis=1)))
        if any(b.size for b in blocks)
        else 0.0
    )
    ratio = material.witnesses[child].length / max(1, max(material.witnesses[k].length for k in others))
    if own < 0.6 and ratio > 0.6:
        return "extended" if close >= 0.45 else "rewritten"
    if close >= 0.9:
        return "verbatim" if ratio >= 0.9 else "abridged"
    if close >= 0.6:
        return "light-edit" if ratio >= 0.85 else "abridged"
    return "summary" if ratio < 0.7 else "rewritten"


def descendants(of: int, edges: Sequence[Edge]) -> set[int]:
    """A witness and all that come from it."""
    seen, todo = {of}, [of]
    while todo:
        parent = todo.pop()
        for edge in edges:
            if edge.parent == parent and edge.child not in seen:
                seen.add(edge.child)
                todo.append(edge.child)
    return seen


def _score(material: Material, tree: Tree, edge: Edge, n: int, below: set[int]) -> tuple[float, int | None]:
    """How close the child's sentence `n` is to the parent, and to which of the parent's sentences."""
    row = material.first[edge.child] + n
    if edge.parent >= 0:
        start, end = material.first[edge.parent], material.first[edge.parent + 1]
        if start == end:
            return 0.0, None
        at = int(material.alike[row, start:end].argmax())
        return float(material.alike[row, start + at]), at
    group = tree.lost[-1 - edge.parent]
    witnesses = {k for sibling in group for k in descendants(sibling, tree.edges)} - below
    best = [
        material.alike[row, material.first[k] : material.first[k + 1]].max()
        for k in sorted(witnesses)
        if material.witnesses[k].sentences
    ]
    return (float(max(best)), None) if best else (0.0, None)


def _told(material: Material, child: int, statements: Sequence[Statement], whole: bool) -> set[int]:
    """Sentences of a child whose own words say that an agency that is not among the articles brought them.

    A credit of the page as a whole speaks for all its sentences, if the child has no other parent (`whole`), save those that the
    outlet says it gathered itself.
    """
    witness = material.witnesses[child]
    articles = [w.article for w in material.witnesses]
    if whole and any(of_page(witness.article, c) and absent(c.agency, articles) for c in witness.article.credits):
        own = [
            x for s in statements if s.article == witness.article.id and s.gathered is not None for x in (*s.content, s.gathered)
        ]
        return {n for n, s in enumerate(witness.sentences) if not any(overlap(s.passage.span, x) for x in own)}
    gone = {agency for agency in credited(witness.article, statements) if absent(agency, articles)}
    spans: list[Span] = []
    for statement in statements:
        if statement.article == witness.article.id and any(v.name in gone for hop in statement.chain for v in hop.voices):
            spans += statement.content
    return {n for n, s in enumerate(witness.sentences) if any(overlap(s.passage.span, x) for x in spans)}


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans of one text share a code point."""
    return a.start < b.end and b.start < a.end
