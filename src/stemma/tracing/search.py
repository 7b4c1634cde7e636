"""The tree that agrees best with everything that is known: a search over trees, one small change at a time.

What a tree is scored by is told in `shapes`. Of all changes of the tree that stands only those that gain most, as `gains` tells it
from what they touch, are scored: the result is the same as if all were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from math import inf
from typing import Final

from stemma.tracing.gains import SLACK, Change, Standing
from stemma.tracing.outlook import Outlook, Weights
from stemma.tracing.shapes import Kinships, Odds, Prices, Shape, score

CANDIDATE: Final = -2.5  # log odds below which an edge is not tried
KIN: Final = 0.0  # log odds of kinship below which none is tried either: strangers have no edge, however alone they are
AGAINST: Final = -2.0  # log odds of its direction below which an edge is not tried that way: the texts speak against it
FEW: Final = 6  # witnesses up to which all gains are sooner worked out than bounded


def search(known: Odds, prices: Prices) -> Shape:
    """Climb from the empty tree, always by the change that gains most, until none gains."""
    many = len(known.lost)
    pairs = [
        (a, b)
        for a, b in permutations(range(many), 2)
        if known.edge[a][b] >= CANDIDATE and known.kin[a][b] >= KIN and known.way[a][b] >= AGAINST
    ]
    shape = Shape((), (-1,) * many)
    kinships, weights = Kinships(known.kin), Weights.of(known, prices, pairs)
    best = score(shape, known, prices, kinships)
    while True:
        standing = Standing(shape, known, prices, kinships)
        if many <= FEW:
            gains = [(standing.gain(change), change) for change in changes(shape, pairs)]
            most = max((gain for gain, _ in gains), default=0.0)
            tried = [change for gain, change in gains if gain >= max(0.0, most) - SLACK]
        else:
            tried = promising(standing, weights)
        near = [change.of(shape) for change in tried]
        # Those that gain alike up to the last digits: exact scores tell them apart, and equal ones the shapes themselves.
        every = ((score(s, known, prices, kinships), s) for s in sorted(set(near)))
        found = max(every, key=lambda f: (round(f[0], 9), f[1]), default=None)
        if found is None or found[0] <= best + 1e-9:
            return shape
        best, shape = found


def promising(standing: Standing, weights: Weights) -> list[Change]:
    """Of all changes those that gain most, up to `SLACK`; none if none gains."""
    outlook = Outlook(standing, weights)
    bounds = outlook.bounds
    tried: list[tuple[float, Change]] = []
    most = 0.0
    while bounds.size:
        at = int(bounds.argmax())
        # What cannot gain as much as the best so far is left.
        if bounds[at] < most - 2 * SLACK:
            break
        bounds[at] = -inf
        change = outlook.change(at)
        gain = standing.gain(change)
        tried.append((gain, change))
        most = max(most, gain)
    return [change for gain, change in tried if gain >= most - SLACK]


def changes(shape: Shape, pairs: Sequence[tuple[int, int]]) -> Iterator[Change]:
    """All small changes: an edge (one of `pairs`) more, fewer, turned or moved to another parent; a witness put under a lost
    original, taken from it, or given a parent instead; two put under a new one together."""
    many = len(shape.lost)
    edges, allowed = set(shape.edges), set(pairs)
    originals = sorted({k for k in shape.lost if k >= 0})
    new = next(k for k in range(many + 1) if k not in originals)
    into: list[list[tuple[int, int]]] = [[] for _ in range(many)]
    for a, b in shape.edges:
        into[b].append((a, b))
    for a, b in pairs:
        edge = ((a, b),)
        if (a, b) in edges:
            yield Change(gone=edge)
            if (b, a) in allowed:
                yield Change(gone=edge, more=((b, a),))
            for k in (*originals, new):
                yield Change(gone=edge, lost=((b, k),))
        elif (b, a) not in edges:
            yield Change(more=edge)
            if shape.lost[b] >= 0:
                yield Change(more=edge, lost=((b, -1),))
            for other in into[b]:
                yield Change(gone=(other,), more=edge)
    for n in range(many):
        if shape.lost[n] >= 0:
            yield Change(lost=((n, -1),))
        for k in (*originals, new):
            if k != shape.lost[n]:
                yield Change(lost=((n, k),))
    single = [n for n in range(many) if shape.lost[n] < 0]
    for at, a in enumerate(single):
        for b in single[at + 1 :]:
            yield Change(lost=((a, new), (b, new)))
