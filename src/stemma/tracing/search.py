"""The tree that agrees best with everything that is known: a search over trees, one small change at a time.

What is scored is in the spirit of maximum likelihood in phylogenetics (Felsenstein 1981), with witnesses as inner nodes,
several parents allowed and lost originals as unseen roots: log odds of the edges drawn, of the witnesses put under a lost
original, of the directions, and of every kinship and every strangeness that the tree implies. No date is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import Final

from stemma.tracing.corrected import NOTHING, Said
from stemma.tracing.material import Floats

LEAST: Final = 0.02  # no probability is trusted to be nearer to 0 or 1 than this
CANDIDATE: Final = -2.5  # log odds below which an edge is not tried
KIN: Final = 0.0  # log odds of kinship below which none is tried either: strangers have no edge, however alone they are
AGAINST: Final = -2.0  # log odds of its direction below which an edge is not tried that way: the texts speak against it

CERTAIN: Final = 60.0
"""Log odds of what a person says, above all that a tree can otherwise gain or pay for one edge."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What a tree is scored by, beside the probabilities, in log odds.

    kin      weight of the kinships and the strangenesses that the tree implies
    way      weight of the directions
    edge     what every edge costs (below 0: an article that is kin to others mostly comes from one of them)
    lost     what being put under a lost original costs (below 0: an article that says nothing of its sources has some too)
    second   what every parent after the first costs
    mixed    what a lost original beside a visible parent costs
    braided  what two parents cost that have an ancestor in common: one lost original explains such a child more simply
    another  what every lost original after the first costs
    alone    what a lost original costs that has one child only
    """

    kin: float = 0.5
    way: float = 0.4
    edge: float = -0.5
    lost: float = -2.0
    second: float = 0.75
    mixed: float = 1.5
    braided: float = 4.5
    alone: float = 2.5
    another: float = 4.0


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """A tree: edges (parent, child) between witnesses, and for every witness the number of its lost original, -1 for none."""

    edges: tuple[tuple[int, int], ...]
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Odds:
    """Log odds that score a tree: square lists of kinship, of edges, of the way (row to column), and a list for lost parents."""

    kin: list[list[float]]
    edge: list[list[float]]
    way: list[list[float]]
    lost: list[float]


def odds(kin: Floats, edge: Floats, way: Floats, lost: Sequence[float]) -> Odds:
    """Probabilities as log odds, none of them too sure."""

    return Odds(
        kin=[[log_odds(x) for x in row] for row in kin.tolist()],
        edge=[[log_odds(x) for x in row] for row in edge.tolist()],
        way=[[log_odds(x) for x in row] for row in way.tolist()],
        lost=[log_odds(x) for x in lost],
    )


def held(known: Odds, by: Said) -> Odds:
    """The odds with what a person says in place of what the models say."""
    if by == NOTHING:
        return known
    kin, edge, way = ([list(row) for row in square] for square in (known.kin, known.edge, known.way))
    lost = list(known.lost)
    for parent, child in by.cannot:
        if parent < 0:
            lost[child] = -math.inf
        else:
            way[parent][child] = -math.inf
    for parent, child in by.must:
        if parent < 0:
            lost[child] = CERTAIN
            continue
        for square in (kin, edge):
            square[parent][child] = square[child][parent] = CERTAIN
        way[parent][child], way[child][parent] = CERTAIN, -math.inf
    return replace(known, kin=kin, edge=edge, way=way, lost=lost)


def search(known: Odds, prices: Prices) -> Shape:
    """Climb from the empty tree, always by the change that gains most, until none gains."""
    many = len(known.lost)
    pairs = [
        (a, b)
        for a, b in permutations(range(many), 2)
        if known.edge[a][b] >= CANDIDATE and known.kin[a][b] >= KIN and known.way[a][b] >= AGAINST
    ]
    shape = Shape((), (-1,) * many)
    best = score(shape, known, prices)
    while True:
        found = max(
            ((score(s, known, prices), s) for s in _changes(shape, pairs, many)), key=lambda f: (round(f[0], 9), f[1]), default=None
        )
        if found is None or found[0] <= best + 1e-9:
            return shape
        best, shape = found


def score(shape: Shape, known: Odds, prices: Prices) -> float:
    """How well a tree agrees with the odds (higher is better); minus infinity for one with a circle."""
    many = len(shape.lost)
    above = ancestors(shape)
    if above is None:
        return -math.inf
    total = 0.0
    parents: list[list[int]] = [[] for _ in range(many)]
    for a, b in shape.edges:
        total += known.edge[a][b] - prices.edge + prices.way * known.way[a][b]
        parents[b].append(above[a])
    total -= prices.second * sum(max(0, len(bits) - 1) for bits in parents)
    sizes: dict[int, int] = {}
    for n, original in enumerate(shape.lost):
        if original >= 0:
            total += known.lost[n] - prices.lost - (prices.mixed if parents[n] else 0.0)
            parents[n].append(1 << (many + original))
            sizes[original] = sizes.get(original, 0) + 1
    total -= prices.braided * sum(1 for bits in parents for x, y in combinations(bits, 2) if x & y)
    total -= prices.another * max(0, len(sizes) - 1)
    total -= prices.alone * sum(1 for size in sizes.values() if size == 1)
    for a in range(many):
        for b in range(a + 1, many):
            total += prices.kin * (known.kin[a][b] if above[a] & above[b] else -known.kin[a][b]) / 2
    return total


def ancestors(shape: Shape) -> list[int] | None:
    """For every witness the set of itself and all its ancestors, as bits (lost originals after the witnesses); None if the
    tree has a circle."""
    many = len(shape.lost)
    parents: list[list[int]] = [[] for _ in range(many)]
    for a, b in shape.edges:
        parents[b].append(a)
    out: list[int] = [0] * many
    state = [0] * many
    for start in range(many):
        if not _climb(start, parents, shape.lost, out, state, many):
            return None
    return out


def _climb(n: int, parents: list[list[int]], lost: Sequence[int], out: list[int], state: list[int], many: int) -> bool:
    """Fill in the ancestors of `n`; False if that leads back to `n`."""
    if state[n]:
        return state[n] == 2
    state[n] = 1
    bits = 1 << n
    if lost[n] >= 0:
        bits |= 1 << (many + lost[n])
    for parent in parents[n]:
        if not _climb(parent, parents, lost, out, state, many):
            return False
        bits |= out[parent]
    out[n], state[n] = bits, 2
    return True


def _changes(shape: Shape, pairs: Sequence[tuple[int, int]], many: int) -> Iterator[Shape]:
    """All trees one small change away: an edge more, fewer, turned or moved to another parent; a witness put under a lost
    original, taken from it, or given a parent instead; two put under a new one together."""
    edges, allowed = set(shape.edges), set(pairs)
    originals = sorted({k for k in shape.lost if k >= 0})
    new = next(k for k in range(many + 1) if k not in originals)

    def made(kept: set[tuple[int, int]], lost: tuple[int, ...]) -> Shape:
        return Shape(tuple(sorted(kept)), lost)

    def under(n: int, k: int) -> tuple[int, ...]:
        return (*shape.lost[:n], k, *shape.lost[n + 1 :])

    for a, b in pairs:
        if (a, b) in edges:
            yield made(edges - {(a, b)}, shape.lost)
            if (b, a) in allowed:
                yield made(edges - {(a, b)} | {(b, a)}, shape.lost)
            for k in (*originals, new):
                yield made(edges - {(a, b)}, under(b, k))
        elif (b, a) not in edges:
            yield made(edges | {(a, b)}, shape.lost)
            if shape.lost[b] >= 0:
                yield made(edges | {(a, b)}, under(b, -1))
            for c, d in sorted(edges):
                if d == b:
                    yield made(edges - {(c, d)} | {(a, b)}, shape.lost)
    for n in range(many):
        if shape.lost[n] >= 0:
            yield made(edges, under(n, -1))
        for k in (*originals, new):
            if k != shape.lost[n]:
                yield made(edges, under(n, k))
    for a in range(many):
        for b in range(a + 1, many):
            if shape.lost[a] < 0 and shape.lost[b] < 0:
                first = under(a, new)
                yield made(edges, (*first[:b], new, *first[b + 1 :]))


def log_odds(p: float) -> float:
    """ln(p / (1 - p)), with `p` kept away from 0 and 1."""
    kept = min(1.0 - LEAST, max(LEAST, p))
    return math.log(kept / (1.0 - kept))
