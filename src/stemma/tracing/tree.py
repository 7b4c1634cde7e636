"""From probabilities to a tree: which witnesses are joined, which rest on a lost original, and which way each edge runs.

What is joined is decided without looking at a date; then the edges are turned, the surest first, so that no circle arises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stemma.model import Statement
from stemma.tracing.logistic import Weights
from stemma.tracing.material import Floats, Material
from stemma.tracing.measures import Measures, measure
from stemma.tracing.pairs import edge_features, kin_features, lost_features, square, way_features
from stemma.tracing.search import Prices, odds, search

PRICES: Final = Prices()


@dataclass(frozen=True, slots=True)
class Edge:
    """`parent` and `child` are numbers of witnesses; `parent` is -1 - k for lost original k. `way`: that it runs so."""

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
    edge = square(weights.edge, edge_features(measures, kin), many)
    rests = tuple(weights.lost.probability(f) for f in lost_features(material.witnesses, statements))
    turn = np.full((many, many), 0.5)
    for a in range(many):
        for b in range(many):
            if a != b:
                turn[a, b] = weights.turn.probability(way_features(measures, a, b))
    shape = search(odds(kin, edge, turn, rests), prices)
    joined = sorted({(min(e), max(e)) for e in shape.edges}, key=lambda p: (-edge[p], p))
    turned = _turned(joined, edge, measures, weights)
    lost = tuple(sorted(tuple(n for n in range(many) if shape.lost[n] == k) for k in sorted({k for k in shape.lost if k >= 0})))
    edges = [Edge(-1 - k, child, rests[child], 1.0) for k, children in enumerate(lost) for child in children]
    return Tree(measures=measures, kin=kin, edge=edge, rests=rests, edges=(*edges, *turned), lost=lost)


def _turned(
    joined: Sequence[tuple[int, int]], edge: Floats, measures: Measures, weights: Weights
) -> list[Edge]:
    """Each joined pair as an edge that runs one way: the surest way first, none that closes a circle."""
    ways = {}
    for a, b in joined:
        forth = weights.way.probability(way_features(measures, a, b))
        ways[a, b] = (a, b, forth) if forth >= 0.5 else (b, a, 1.0 - forth)
    below: dict[int, set[int]] = {}
    out = []
    for a, b in sorted(joined, key=lambda p: (-ways[p][2], p)):
        parent, child, way = ways[a, b]
        if parent in _descendants(child, below):
            parent, child, way = child, parent, 1.0 - way
        below.setdefault(parent, set()).add(child)
        out.append(Edge(parent, child, float(edge[a, b]), way))
    return sorted(out, key=lambda e: (e.child, e.parent))


def _descendants(of: int, below: dict[int, set[int]]) -> set[int]:
    seen, todo = {of}, [of]
    while todo:
        for child in below.get(todo.pop(), ()):
            if child not in seen:
                seen.add(child)
                todo.append(child)
    return seen
