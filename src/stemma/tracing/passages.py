"""Which passages of a child come from which parent, and which are its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.background.idf import normal
from stemma.model import Inherited, Statement
from stemma.tracing.material import Floats, Material, Sentence
from stemma.tracing.measures import absent, generic
from stemma.tracing.sources import drawn_on
from stemma.tracing.told import told_by
from stemma.tracing.tree import Edge, Tree

NEAR: Final = 0.9  # of the best match: a parent this close to the closest one may be the source of a sentence too


@dataclass(frozen=True, slots=True)
class Share:
    """What a child has from one parent: its sentences (numbers in the child) and, unless the parent is lost, the parent's.

    `told` are those of them that the child's own words give to the lost parent, `alone` those that nothing else does.
    """

    edge: Edge
    sentences: tuple[tuple[int, int | None], ...]
    told: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()


def shares(material: Material, supported: Floats, tree: Tree, statements: Sequence[Statement]) -> list[Share]:
    """Give every sentence of every child to the parent that it matches best, or to none: then it is the child's own.

    `supported` is `support.support(material)`. What comes from a lost parent must be witnessed by a descendant of it on another
    line than the child's, or be given by the child's own words to the lost agency or to the unnamed people who, other children
    say, spoke to that agency. A report that the lost parent was itself made from does not vie with it: what other children have
    of that report came by the lost parent, so the child's may have. Lines between paragraphs come from nowhere, nor does what
    speaks of the agency's report itself.
    """
    out: list[Share] = []
    by_child: dict[int, list[Edge]] = {}
    for edge in tree.edges:
        by_child.setdefault(edge.child, []).append(edge)
    for child in sorted(by_child):
        edges = by_child[child]
        told = {e: told_by(material, tree, e, statements) if e.parent < 0 else frozenset[int]() for e in edges}
        given: dict[Edge, list[tuple[int, int | None]]] = {e: [] for e in edges}
        alone: dict[Edge, set[int]] = {e: set() for e in edges}
        rivals = {e: _rivals(tree, e, edges) for e in edges}
        others = {e: _other_lines(tree, e) for e in edges}
        for n, sentence in enumerate(material.witnesses[child].sentences):
            if sentence.subhead:
                continue
            scores = {e: _score(material, supported, e, n, others[e]) for e in edges}
            first = max(scores.values(), key=lambda s: s[0])[0]
            for edge in edges:
                score, at = scores[edge]
                if edge.parent < 0 and later(material, tree, edge, sentence, first > 0):
                    continue
                nearest = max(scores[e][0] for e in rivals[edge])
                if (score > 0 and score >= NEAR * nearest) or n in told[edge]:
                    given[edge].append((n, at))
                    if score <= 0:
                        alone[edge].add(n)
        out += [Share(edge, tuple(given[edge]), told[edge], frozenset(alone[edge])) for edge in edges]
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


def ancestors(of: int, edges: Sequence[Edge]) -> set[int]:
    """All witnesses that a witness comes from, lost originals left out."""
    seen: set[int] = set()
    todo = [of]
    while todo:
        child = todo.pop()
        for edge in edges:
            if edge.child == child and edge.parent >= 0 and edge.parent not in seen:
                seen.add(edge.parent)
                todo.append(edge.parent)
    return seen


def pedigree(many: int, edges: Sequence[Edge]) -> tuple[frozenset[int], ...]:
    """The `ancestors` of each of `many` witnesses."""
    return tuple(frozenset(ancestors(n, edges)) for n in range(many))


def lines(tree: Tree, number: int) -> set[int]:
    """All witnesses that come from lost original `number`."""
    return {k for child in tree.lost[number] for k in descendants(child, tree.edges)}


def _other_lines(tree: Tree, edge: Edge) -> list[int]:
    """The witnesses of a lost parent that stand on other lines than the child; none where the parent is at hand."""
    if edge.parent >= 0:
        return []
    return sorted(lines(tree, -1 - edge.parent) - (descendants(edge.child, tree.edges) | ancestors(edge.child, tree.edges)))


def _score(material: Material, supported: Floats, edge: Edge, n: int, others: Sequence[int]) -> tuple[float, int | None]:
    """How well the child's sentence `n` is matched in the parent, and by which of the parent's sentences; `others` are
    `_other_lines` of the edge."""
    row = material.first[edge.child] + n
    if edge.parent >= 0:
        start, end = material.first[edge.parent], material.first[edge.parent + 1]
        if start == end or not supported[row, start:end].any():
            return 0.0, None
        at = int(supported[row, start:end].argmax())
        return float(supported[row, start + at]), at
    best = [float(supported[row, material.first[k] : material.first[k + 1]].max(initial=0.0)) for k in others]
    return max(best, default=0.0), None


def _rivals(tree: Tree, edge: Edge, edges: Sequence[Edge]) -> list[Edge]:
    """The edges of a child, `edge` among them, that vie with `edge` for its sentences."""
    if edge.parent >= 0:
        return list(edges)
    sources = drawn_on(tree, -1 - edge.parent)
    return [e for e in edges if e.parent not in sources]


def later(material: Material, tree: Tree, edge: Edge, sentence: Sentence, witnessed: bool) -> bool:
    """Whether a sentence speaks of the lost parent's report as something there already.

    Words that name its agency with the report say so; "the report" alone may be another one, if another child has it too.
    """
    if not sentence.about:
        return False
    articles = [w.article for w in material.witnesses]
    names = {
        word
        for child in tree.lost[-1 - edge.parent]
        for credit in articles[child].credits
        if credit.kind != "photo" and absent(credit.agency, articles, material.names) and not generic(credit.agency)
        for word in normal(credit.agency).split()
    }
    return bool(sentence.about & names) or (not witnessed and bool(sentence.about & {"the", "this", "that"}))
