"""From probabilities to a tree: which witnesses are joined, which rest on a lost original, and which way each edge runs.

What is joined is decided without looking at a date; then the edges are turned, the surest first, so that no circle arises.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stemma.background.idf import normal
from stemma.model import Statement
from stemma.tracing.corrected import Said
from stemma.tracing.declared import SURE, Declared, declared
from stemma.tracing.lacking import Lacking, lacking, tempered
from stemma.tracing.logistic import Weights
from stemma.tracing.material import Floats, Material, Witness
from stemma.tracing.measures import Measures, absent, credited, generic, measure
from stemma.tracing.pairs import edge_features, kin_features, lost_features, square, way_features
from stemma.tracing.search import search
from stemma.tracing.shapes import Prices, Shape, held, odds

PRICES: Final = Prices()
STRANGE: Final = 0.02  # what kinship may be at most where two articles name nobody and nothing in common
NAMED: Final = 4  # words of names from which an article shows whom and what it is about
CALENDAR: Final = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april"),
        *("may", "june", "july", "august", "september", "october", "november", "december", "mr", "mrs", "ms", "dr"),
    )
)
"""Names that any two events may have in common."""


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
    """The measures, all probabilities, the edges, and the children of each lost original (sorted numbers of witnesses).

    `declared` are the derivations that packets declare: they are held whatever the models say.
    """

    measures: Measures
    kin: Floats
    edge: Floats
    rests: tuple[float, ...]
    edges: tuple[Edge, ...]
    lost: tuple[tuple[int, ...], ...]
    declared: tuple[Declared, ...] = ()


def grow(material: Material, statements: Sequence[Statement], weights: Weights, prices: Prices = PRICES) -> Tree:
    """Decide the tree of a story's witnesses."""
    measures, packets = measure(material), declared([w.article for w in material.witnesses])
    many = len(material.witnesses)
    kin = square(weights.kin, kin_features(measures), many)
    apart = strangers(material.witnesses)
    for a, b in apart:
        kin[a, b] = kin[b, a] = min(kin[a, b], STRANGE)
    lacks = lacking(material, kin)
    edge = tempered(square(weights.edge, edge_features(measures, lacks), many), kin)
    rests = [weights.lost.probability(f) for f in lost_features(material.witnesses, statements, material.names)]
    turn = np.full((many, many), 0.5)
    for a in range(many):
        for b in range(many):
            if a != b:
                turn[a, b] = weights.turn.probability(way_features(measures, lacks, a, b))
    for a, b in apart:
        edge[a, b] = edge[b, a] = min(edge[a, b], STRANGE)
    for one in packets:
        if one.parent < 0:
            rests[one.child] = max(rests[one.child], SURE)
            continue
        for known in (kin, edge):
            known[one.parent, one.child] = known[one.child, one.parent] = max(known[one.parent, one.child], SURE)
        if one.directed:
            turn[one.parent, one.child], turn[one.child, one.parent] = SURE, 1.0 - SURE
    for parent, child in material.said.must:
        if parent < 0:
            rests[child] = max(rests[child], SURE)
        else:
            kin[parent, child] = kin[child, parent] = max(kin[parent, child], SURE)
    named = [(a, b) for a in range(many) for b in range(many) if measures.names[a, b]]
    shape = search(held(odds(kin, edge, turn, rests, named), material.said), prices)
    told = {(d.parent, d.child) for d in packets if d.directed}
    turned = _turned(shape, kin, measures, lacks, weights, told, material.said)
    lost = _originals(material, statements, shape.lost)
    edges = [Edge(-1 - k, child, _sure(child, children, kin, rests), 1.0) for k, children in enumerate(lost) for child in children]
    return Tree(measures=measures, kin=kin, edge=edge, rests=tuple(rests), edges=(*edges, *turned), lost=lost, declared=packets)


def strangers(witnesses: Sequence[Witness]) -> list[tuple[int, int]]:
    """Pairs (a < b) whose bodies both name people and places, and none in common: two events, however alike they are told.

    A rewrite may change every other word; it does not change who and where. Days, months and forms of address do not count.
    """
    named = [frozenset(n.rstrip(".") for s in w.sentences for n in s.names) - CALENDAR for w in witnesses]
    return [
        (a, b)
        for a in range(len(named))
        for b in range(a + 1, len(named))
        if min(len(named[a]), len(named[b])) >= NAMED and not named[a] & named[b]
    ]


def _originals(material: Material, statements: Sequence[Statement], lost: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The children of each lost original; two originals that the same absent agency is credited for are one."""
    articles = [w.article for w in material.witnesses]
    agencies = [
        {normal(x) for x in credited(a, statements) if absent(x, articles, material.names) and not generic(x)} for a in articles
    ]
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


def _turned(
    shape: Shape,
    kin: Floats,
    measures: Measures,
    lacks: Lacking,
    weights: Weights,
    packets: Collection[tuple[int, int]],
    said: Said,
) -> list[Edge]:
    """The edges as dates turn them: the surest first, none so that it closes a circle. What has no dates stays as it was found.

    What a packet declares (parent, child) runs as it says, whatever the dates, and before it what a person says.
    """
    ways = []
    for a, b in shape.edges:
        if (a, b) in said.must:
            ways.append((a, b, 1.0))
            continue
        forth = weights.way.probability(way_features(measures, lacks, a, b))
        if {(a, b), (b, a)} & set(packets):
            ways.append((a, b, SURE) if (a, b) in packets else (b, a, SURE))
            continue
        flip = measures.before[a, b] != 0 and forth < 0.5 and (b, a) not in said.cannot
        ways.append((b, a, 1.0 - forth) if flip else (a, b, forth))
    below: dict[int, set[int]] = {}
    out = []
    for a, b, way in sorted(ways, key=lambda w: (-w[2], w)):
        parent, child, sure = (b, a, 1.0 - way) if a in _descendants(b, below) else (a, b, way)
        if (parent, child) in said.cannot:
            continue
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
