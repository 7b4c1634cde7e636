"""Trees, and how well one agrees with everything that is known of a story.

What is scored is in the spirit of maximum likelihood in phylogenetics (Felsenstein 1981), with witnesses as inner nodes,
several parents allowed and lost originals as unseen roots: log odds of the edges drawn, of the witnesses put under a lost
original, of the directions, and of every kinship and every strangeness that the tree implies. Where an article has several
parents, being unlike a relative by one of them is held against the tree by half. No date is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from stemma.tracing.corrected import NOTHING, Said
from stemma.tracing.material import Floats

LEAST: Final = 0.02  # no probability is trusted to be nearer to 0 or 1 than this

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
    named    what two children of one lost original cost of which one names the other's outlet: it knows the other's report
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
    named: float = 2.0


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """A tree: edges (parent, child) between witnesses, and for every witness the number of its lost original, -1 for none."""

    edges: tuple[tuple[int, int], ...]
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Odds:
    """Log odds that score a tree: square lists of kinship, of edges, of the way (row to column), and a list for lost parents.

    `named` are pairs of witnesses of which the second names the outlet of the first.
    """

    kin: list[list[float]]
    edge: list[list[float]]
    way: list[list[float]]
    lost: list[float]
    named: frozenset[tuple[int, int]] = frozenset()


def odds(kin: Floats, edge: Floats, way: Floats, lost: Sequence[float], named: Collection[tuple[int, int]] = ()) -> Odds:
    """Probabilities as log odds, none of them too sure; `named` as in `Odds`."""

    return Odds(
        kin=[[log_odds(x) for x in row] for row in kin.tolist()],
        edge=[[log_odds(x) for x in row] for row in edge.tolist()],
        way=[[log_odds(x) for x in row] for row in way.tolist()],
        lost=[log_odds(x) for x in lost],
        named=frozenset(named),
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


def score(shape: Shape, known: Odds, prices: Prices, kinships: Kinships | None = None) -> float:
    """How well a tree agrees with the odds (higher is better); minus infinity for one with a circle.

    `kinships` are those of `known`, where many trees are scored by the same."""
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
    total -= prices.named * sum(1 for a, b in known.named if shape.lost[a] == shape.lost[b] >= 0)
    pure, wide = unmixed(shape), sourced(shape, above, known.named)
    kin = kinships or Kinships(known.kin)
    agreed = kin.agreement(above, pure)
    # Whether the lost original, too, was made from what its child names is not known: as it agrees better.
    total += prices.kin * (agreed if wide == above else max(agreed, kin.agreement(wide, pure)))
    return total


class Kinships:
    """The log odds of kinship of every two witnesses, halved, ready to be compared with many trees."""

    def __init__(self, kin: Sequence[Sequence[float]]) -> None:
        """`kin` is square; only what stands above its diagonal is read."""
        many = len(kin)
        whole = np.array(kin, dtype=np.float64).reshape(many, many)
        self._upper = np.triu_indices(many, 1)
        self._halves = whole[self._upper] / 2
        square = np.zeros((many, many))
        square[self._upper] = self._halves
        self.half: list[list[float]] = (square + square.T + np.diag(np.diag(whole) / 2)).tolist()

    def agreement(self, above: Sequence[int], pure: Sequence[int]) -> float:
        """How well a tree agrees with all kinships and strangenesses, in log odds: `above`, `pure` as `ancestors` and `unmixed`.

        Half the log odds of two that the tree has related count for it, if they are above 0 or the two are near (have an ancestor
        of `pure` in common), those of all others against it.
        """
        if not self._halves.size:
            return 0.0
        one, two = self._upper
        halves, related, near = self._halves, shared(above)[one, two], shared(pure)[one, two]
        told = np.where(related, np.where((halves > 0) | near, halves, 0.0), -halves)
        # One after the other: which of two trees is better may hang on the last digits.
        return float(np.cumsum(told)[-1])


def shared(sets: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Whether every two sets, told as bits, have something in common, as a square."""
    held = table(sets, max(1, max(bits.bit_length() for bits in sets))).astype(np.float32)
    return np.asarray(held @ held.T > 0, dtype=np.bool_)


def table(sets: Sequence[int], width: int) -> Floats:
    """Sets of numbers below `width`, told as bits, as rows of 0 and 1."""
    size = (width + 7) // 8
    held = np.frombuffer(b"".join(bits.to_bytes(size, "little") for bits in sets), dtype=np.uint8).reshape(len(sets), size)
    return np.asarray(np.unpackbits(held, axis=1, bitorder="little")[:, :width], dtype=np.float64)


def sourced(shape: Shape, above: Sequence[int], named: frozenset[tuple[int, int]]) -> list[int]:
    """`above`, with what a lost original was itself made from: a parent that one of its children names.

    A child that names the outlet of its other parent may have the name from the lost original: an agency that follows up the report
    of a local paper says whose it was. Then all the original's children are kin to that paper, though they do not rest on it.
    """
    return widened(len(above), above, sources(shape, above, named))


def sources(shape: Shape, above: Sequence[int], named: frozenset[tuple[int, int]]) -> dict[int, int]:
    """For every lost original that is held to be made from something, by its number: what, as in `sourced`."""
    many = len(shape.lost)
    out: dict[int, int] = {}
    for a, b in shape.edges:
        k = shape.lost[b]
        if k >= 0 and (a, b) in named and not above[a] >> (many + k) & 1:
            out[k] = out.get(k, 0) | above[a]
    return out


def widened(many: int, sets: Sequence[int], sources: Mapping[int, int]) -> list[int]:
    """Sets of ancestors in a tree of `many` witnesses, with what the lost originals among them were made from."""
    out = list(sets)
    for k, bits in sorted(sources.items()):
        out = [mine | bits if mine >> (many + k) & 1 else mine for mine in out]
    return out


def unmixed(shape: Shape) -> list[int]:
    """For every witness, as bits like those of `ancestors`, itself and the ancestors that it has all of its inherited text from:
    those above it up to the first article with more than one parent, whose parents gave it a part each. The tree has no circle.

    What is inherited from one of several parents may be a small part of an article, and its sentences need not be the ones that
    the parent's other children kept. So two articles may have an ancestor in common and little to show for it.
    """
    many = len(shape.lost)
    parents: list[list[int]] = [[] for _ in range(many)]
    for a, b in shape.edges:
        parents[b].append(a)
    out = []
    for start in range(many):
        bits, n = 1 << start, start
        while len(parents[n]) == 1 and shape.lost[n] < 0:
            n = parents[n][0]
            bits |= 1 << n
        if not parents[n] and shape.lost[n] >= 0:
            bits |= 1 << (many + shape.lost[n])
        out.append(bits)
    return out


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


def log_odds(p: float) -> float:
    """ln(p / (1 - p)), with `p` kept away from 0 and 1."""
    kept = min(1.0 - LEAST, max(LEAST, p))
    return math.log(kept / (1.0 - kept))
