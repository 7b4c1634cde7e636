"""From probabilities to a tree: which witnesses are joined, which rest on a lost original, and which way each edge runs.

What is joined is decided without looking at a date; then the edges are turned, the surest first, so that no circle arises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stemma.background.idf import normal
from stemma.model import Statement
from stemma.tracing.lacking import Lacking, lacking, tempered
from stemma.tracing.logistic import Weights
from stemma.tracing.material import Floats, Material
from stemma.tracing.measures import Measures, absent, credited, generic, measure
from stemma.tracing.pairs import edge_features, kin_features, lost_features, square, way_features
from stemma.tracing.search import Prices, Shape, odds, search

PRICES: Final = Prices()


@dataclass(frozen=True, slots=True)
class Edge:
    """`parent` and `child` are numbers of witnesses; `parent` is -1 - k for lost original k.

    `probability` that the two are kin, `way` that it runs so.
    """

    parent: int
    child: int
    probability: float
    way: float


@dataclass(frozen=True, slots=True)
class Tree:
    """The measures, all probabilities, the edges, and the children of each lost original (sorted numbers of witnesses)."""

    measures: Measures
    kin: Floats
    edge: Floats
    rests: tuple[float, ...]
    edges: tuple[Edge, ...]
    lost: tuple[tuple[int, ...], ...]


def grow(material: Material, statements: Sequence[Statement], weights: Weights, prices: Prices = PRICES) -> Tree:
    """Decide the tree of a story's witnesses."""
    measures = measure(material)
    many = len(material.witnesses)
    kin = square(weights.kin, kin_features(measures), many)
    lacks = lacking(material, kin)
    edge = tempered(square(weights.edge, edge_features(measures, lacks), many), kin)
    rests = tuple(weights.lost.probability(f) for f in lost_features(material.witnesses, statements))
    turn = np.full((many, many), 0.5)
    for a in range(many):
        for b in range(many):
            if a != b:
                turn[a, b] = weights.turn.probability(way_features(measures, lacks, a, b))
    shape = search(odds(kin, edge, turn, rests), prices)
    turned = _turned(shape, kin, measures, lacks, weights)
    lost = _originals(material, statements, shape.lost)
    edges = [Edge(-1 - k, child, _sure(child, children, kin, rests), 1.0) for k, children in enumerate(lost) for child in children]
    return Tree(measures=measures, kin=kin, edge=edge, rests=rests, edges=(*edges, *turned), lost=lost)


def _originals(material: Material, statements: Sequence[Statement], lost: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The children of each lost original; two originals that the same absent agency is credited for are one."""
    articles = [w.article for w in material.witnesses]
    agencies = [{normal(x) for x in credited(a, statements) if absent(x, articles) and not generic(x)} for a in articles]
    groups: list[tuple[set[int], set[str]]] = []
    for k in sorted({k for k in lost if k >= 0}):
        children = {n for n in range(len(lost)) if lost[n] == k}
        named = set[str]().union(*(agencies[n] for n in children))
        for other in [g for g in groups if g[1] & named]:
            groups.remove(other)
            children, named = children | other[0], named | other[1]
        groups.append((children, named))
    return tuple(sorted(tuple(sorted(children)) for children, _ in groups))


def _sure(child: int, children: Sequence[int], kin: Floats, rests: Sequence[float]) -> float:
    """How sure it is that a witness rests on a lost original: by its own words, or by being kin to another of its children."""
    return max([rests[child], *(float(kin[child, other]) for other in children if other != child)])


def _turned(shape: Shape, kin: Floats, measures: Measures, lacks: Lacking, weights: Weights) -> list[Edge]:
    """The edges as dates turn them: the surest first, none so that it closes a circle. What has no dates stays as it was found."""
    ways = []
    for a, b in shape.edges:
        forth = weights.way.probability(way_features(measures, lacks, a, b))
        flip = measures.before[a, b] != 0 and forth < 0.5
        ways.append((b, a, 1.0 - forth) if flip else (a, b, forth))
    below: dict[int, set[int]] = {}
    out = []
    for a, b, way in sorted(ways, key=lambda w: (-w[2], w)):
        parent, child, sure = (b, a, 1.0 - way) if a in _descendants(b, below) else (a, b, way)
        below.setdefault(parent, set()).add(child)
        out.append(Edge(parent, child, float(kin[a, b]), sure))
    return sorted(out, key=lambda e: (e.child, e.parent))


def _descendants(of: int, below: dict[int, set[int]]) -> set[int]:
    seen, todo = {of}, [of]
    while todo:
        for child in below.get(todo.pop(), ()):
            if child not in seen:
                seen.add(child)
                todo.append(child)
    return seen
