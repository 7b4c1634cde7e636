"""What a small change would gain a tree, from what it touches alone.

`shapes.score` looks at every two witnesses of a story; a change of one edge touches the descendants of one or two. Here the rest is
kept from the tree that stands. The sums run in another order than those of `score`, so a gain may differ from the difference of two
scores in its last digits: it tells which changes are worth scoring, and scores decide between those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import inf
from typing import Final, NamedTuple

from stemma.tracing.shapes import Kinships, Odds, Prices, Shape, ancestors, sources, unmixed, widened

SLACK: Final = 1e-6
"""More than a gain and the difference of two scores can differ by: both sum some thousands of log odds, none above 60."""


class Change(NamedTuple):
    """A small change of a tree: edges that go, edges that come, and witnesses with the number of their new lost original."""

    gone: tuple[tuple[int, int], ...] = ()
    more: tuple[tuple[int, int], ...] = ()
    lost: tuple[tuple[int, int], ...] = ()

    def of(self, shape: Shape) -> Shape:
        """The tree after it."""
        lost = list(shape.lost)
        for n, k in self.lost:
            lost[n] = k
        return Shape(tuple(sorted((set(shape.edges) - set(self.gone)) | set(self.more))), tuple(lost))


class Standing:
    """A tree that stands, with all that does not change when a part of it does. Sets of witnesses are bits, as in `ancestors`."""

    def __init__(self, shape: Shape, known: Odds, prices: Prices, kinships: Kinships | None = None) -> None:
        """Work out what is kept. `shape` has no circle; raises `ValueError` if it has. `kinships` are those of
        `known`, if at hand."""
        kin = kinships or Kinships(known.kin)
        above = ancestors(shape)
        if above is None:
            raise ValueError("a tree with a circle has no ancestors")
        self.many = len(shape.lost)
        self.lost, self.known, self.prices = shape.lost, known, prices
        self.above, self.pure = above, unmixed(shape)
        self.parents: list[list[int]] = [[] for _ in range(self.many)]
        for a, b in shape.edges:
            self.parents[b].append(a)
        self.named = [edge for edge in shape.edges if edge in known.named]
        self.half = kin.half
        # Who has each ancestor above it (of the witnesses: its descendants and itself), so who is related to whom.
        self.below, self.purely = self._holders(self.above), self._holders(self.pure)
        self.related = [_union(self.below, bits) for bits in self.above]
        self.near = [_union(self.purely, bits) for bits in self.pure]
        self.own = [self._own(n, self.parents[n], self.lost[n], {}) for n in range(self.many)]
        self.braids = [self._braided(self.parents[n], self.lost[n], {}) for n in range(self.many)]
        self.sizes: dict[int, int] = {}
        for k in shape.lost:
            if k >= 0:
                self.sizes[k] = self.sizes.get(k, 0) + 1
        self.namesakes: list[list[tuple[int, int]]] = [[] for _ in range(self.many)]
        for pair in known.named:
            for n in set(pair):
                self.namesakes[n].append(pair)
        self.agreed = self.widened = kin.agreement(self.above, self.pure)
        self.sources = sources(shape, self.above, known.named)
        self.wide = widened(self.many, self.above, self.sources)
        if self.wide != self.above:
            self.widened = kin.agreement(self.wide, self.pure)
        self.counted = max(self.agreed, self.widened)

    def gain(self, change: Change) -> float:
        """By how much a change would raise the score, up to `SLACK`; minus infinity if it closes a circle."""
        parents: dict[int, list[int]] = {}
        for a, b in change.gone:
            parents[b] = [p for p in parents.get(b, self.parents[b]) if p != a]
        for a, b in change.more:
            parents[b] = [*parents.get(b, self.parents[b]), a]
        lost = dict(change.lost)
        above: dict[int, int] = {}
        pure: dict[int, int] = {}
        reach = 0
        for n in (*parents, *lost):
            reach |= self.below[n]
        reached = list(_bits(reach))
        if not all(self._climb(n, reach, parents, lost, above, pure) for n in reached):
            return -inf
        total = 0.0
        for n in reached:
            mine = parents.get(n, self.parents[n])
            original = lost.get(n, self.lost[n])
            # What a witness costs by itself changes with its parents, and where it has several, with theirs.
            if n in parents or n in lost or len(mine) + (original >= 0) > 1:
                total += self._own(n, mine, original, above) - self.own[n]
        if lost:
            total -= self.originals(lost)
        agreed = self.agreed + self._swing(above, pure)
        wide = self._wide(change, lost, above)
        if wide is not None:
            agreed = max(agreed, self.agreed + self._swing(wide, pure))
        return total + self.prices.kin * (agreed - self.counted)

    def _climb(
        self,
        n: int,
        reach: int,
        parents: Mapping[int, Sequence[int]],
        lost: Mapping[int, int],
        above: dict[int, int],
        pure: dict[int, int],
    ) -> bool:
        """Fill in what is above `n` after a change; False if that leads back to `n`."""
        if n in above:
            return above[n] > 0
        above[n] = 0  # being worked out
        bits = only = 1 << n
        mine, original = parents.get(n, self.parents[n]), lost.get(n, self.lost[n])
        for parent in mine:
            inside = reach >> parent & 1
            if inside and not self._climb(parent, reach, parents, lost, above, pure):
                return False
            bits |= above[parent] if inside else self.above[parent]
        if original >= 0:
            bits |= 1 << (self.many + original)
            if not mine:
                only = bits
        elif len(mine) == 1:
            only |= pure.get(mine[0], self.pure[mine[0]])
        above[n], pure[n] = bits, only
        return True

    def _own(self, n: int, parents: Sequence[int], original: int, above: Mapping[int, int]) -> float:
        """What `score` counts of one witness: its edges, its lost original, and its parents' having an ancestor in common."""
        known, prices = self.known, self.prices
        total = 0.0
        for a in parents:
            total += known.edge[a][n] - prices.edge + prices.way * known.way[a][n]
        if len(parents) > 1:
            total -= prices.second * (len(parents) - 1)
        if original >= 0:
            total += known.lost[n] - prices.lost - (prices.mixed if parents else 0.0)
        if len(parents) + (original >= 0) > 1:
            total -= prices.braided * self._braided(parents, original, above)
        return total

    def _braided(self, parents: Sequence[int], original: int, above: Mapping[int, int]) -> int:
        """How many two of what a witness comes from have an ancestor in common."""
        bits = [above.get(a, self.above[a]) for a in parents] + ([1 << (self.many + original)] if original >= 0 else [])
        return sum(1 for x, y in combinations(bits, 2) if x & y)

    def originals(self, lost: Mapping[int, int]) -> float:
        """What the lost originals cost more than before: by their number, by their children's, and by who of these names whom."""
        prices = self.prices
        sizes = dict(self.sizes)
        for n, k in lost.items():
            if self.lost[n] >= 0:
                sizes[self.lost[n]] -= 1
            if k >= 0:
                sizes[k] = sizes.get(k, 0) + 1
        left = [size for size in sizes.values() if size]
        more = prices.another * (max(0, len(left) - 1) - max(0, len(self.sizes) - 1))
        more += prices.alone * (left.count(1) - sum(1 for size in self.sizes.values() if size == 1))
        for a, b in {pair for n in lost for pair in self.namesakes[n]}:
            more += prices.named * (lost.get(a, self.lost[a]) == lost.get(b, self.lost[b]) >= 0)
            more -= prices.named * (self.lost[a] == self.lost[b] >= 0)
        return more

    def _swing(self, above: Mapping[int, int], pure: Mapping[int, int]) -> float:
        """How much better the tree agrees with kinships and strangenesses once these witnesses have these ancestors."""
        moved = [n for n, bits in above.items() if bits != self.above[n] or pure.get(n, self.pure[n]) != self.pure[n]]
        others = ~sum(1 << n for n in moved)
        total = 0.0
        for at, n in enumerate(moved):
            only = pure.get(n, self.pure[n])
            related, near = _union(self.below, above[n]), _union(self.purely, only)
            was, were = self.related[n], self.near[n]
            half = self.half[n]
            for other in _bits(((related ^ was) | (near ^ were)) & others):
                total += _told(half[other], related >> other & 1, near >> other & 1)
                total -= _told(half[other], was >> other & 1, were >> other & 1)
            for other in moved[:at]:
                total += _told(half[other], above[n] & above[other], only & pure.get(other, self.pure[other]))
                total -= _told(half[other], was >> other & 1, were >> other & 1)
        return total

    def _wide(self, change: Change, lost: Mapping[int, int], above: Mapping[int, int]) -> dict[int, int] | None:
        """`above` as `shapes.sourced` widens it, for the witnesses that are not as they stand; None where it widens nothing."""
        named = [e for e in self.named if e not in change.gone] + [e for e in change.more if e in self.known.named]
        found: dict[int, int] = {}
        for a, b in named:
            k, bits = lost.get(b, self.lost[b]), above.get(a, self.above[a])
            if k >= 0 and not bits >> (self.many + k) & 1:
                found[k] = found.get(k, 0) | bits
        if not found:
            return None
        wide = {n: above.get(n, bits) for n, bits in enumerate(self.above)}
        for k, bits in sorted(found.items()):
            wide = {n: mine | bits if mine >> (self.many + k) & 1 else mine for n, mine in wide.items()}
        return wide

    def _holders(self, sets: Sequence[int]) -> list[int]:
        """For every witness and every number that a lost original may have: who has it in its set."""
        out = [0] * (2 * self.many + 1)
        for n, bits in enumerate(sets):
            for bit in _bits(bits):
                out[bit] |= 1 << n
        return out


def _told(half: float, related: int, near: int) -> float:
    """What two witnesses add to the agreement, as in `shapes.agreement`: half their log odds of kinship, if the tree has it so."""
    if not related:
        return -half
    return half if half > 0 or near else 0.0


def _union(holders: Sequence[int], bits: int) -> int:
    out = 0
    for bit in _bits(bits):
        out |= holders[bit]
    return out


def _bits(of: int) -> Iterator[int]:
    while of:
        low = of & -of
        yield low.bit_length() - 1
        of ^= low
