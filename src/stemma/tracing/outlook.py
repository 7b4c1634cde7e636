"""What every small change of a tree would gain at most, all of them at once.

`Standing.gain` tells what one change gains, and a tree of sixty witnesses has thousands of them. But nearly all that counts is a
sum over pairs of witnesses of a weight times whether the tree has the two related: of all changes together that is a few products
of matrices. What these leave out (parents that come to have an ancestor in common further down) can only take from a gain, or is
allowed for; and where the sums would be many, the bound is infinite. So every bound holds, most are the gain itself, and the
search asks for the gains of a few changes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from stemma.tracing.gains import Change, Standing
from stemma.tracing.material import Floats
from stemma.tracing.shapes import Odds, Prices, table, widened

NOTHING: Final = -2
"""Added to a witness that only loses something."""

Bools = npt.NDArray[np.bool_]


class Weights(NamedTuple):
    """What stays the same while a tree is searched for: square arrays over the witnesses.

    Two witnesses that the tree has related agree with it by `related` more than if it had not, and by `near` (0 or below) if they
    are near too; an edge from row to column adds `edge`; being under a lost original adds `lost`. `named` and `allowed` are pairs
    of row and column: who names whom is turned round in `named`, edges that may be tried are `allowed`.
    """

    related: Floats
    near: Floats
    edge: Floats
    lost: Floats
    named: Floats
    allowed: Bools

    @classmethod
    def of(cls, known: Odds, prices: Prices, pairs: Sequence[tuple[int, int]]) -> Weights:
        """Gather them."""
        many = len(known.lost)
        half = np.array(known.kin, dtype=np.float64).reshape(many, many)
        half = np.triu(half, 1) / 2
        half = half + half.T
        named, allowed = np.zeros((many, many)), np.zeros((many, many), dtype=np.bool_)
        for a, b in known.named:
            named[a, b] = 1.0
        for a, b in pairs:
            allowed[a, b] = True
        edge, way = (np.array(x, dtype=np.float64).reshape(many, many) for x in (known.edge, known.way))
        return cls(
            related=half + np.maximum(half, 0.0),
            near=np.minimum(half, 0.0),
            edge=edge - prices.edge + prices.way * way,
            lost=np.array(known.lost, dtype=np.float64) - prices.lost,
            named=named,
            allowed=allowed,
        )


class _Row(NamedTuple):
    """A witness of which a parent or its lost original was taken away (-1: none was), and what it has left of both."""

    n: int
    gone: int
    freed: bool
    left: tuple[int, ...]
    original: int


class Outlook:
    """The bounds of all small changes of a tree that stands, as `search.changes` lists them."""

    def __init__(self, standing: Standing, weights: Weights) -> None:
        """Work out all bounds."""
        self.standing, self.weights = standing, weights
        self.many = many = standing.many
        self.originals = sorted({k for k in standing.lost if k >= 0})
        self.new = next(k for k in range(many + 1) if k not in self.originals)
        self.choices = (*self.originals, self.new)
        self._column = {k: at for at, k in enumerate(self.originals)}
        above, pure = table(standing.above, 2 * many + 1), table(standing.pure, 2 * many + 1)
        self._near = (pure @ pure.T > 0).astype(np.float64)
        self._below, self._chain = above[:, :many].T, pure[:, :many].T
        self._ends = pure[:, [many + k for k in self.originals]]
        self._several = np.array([len(p) + (k >= 0) > 1 for p, k in zip(standing.parents, standing.lost, strict=True)])
        self._braids = standing.prices.braided * (self._below @ np.array(standing.braids, dtype=np.float64))
        # Whether no witness below this one has anything else above it than by this one.
        self._simple = self._below @ self._several - self._several == 0
        self._slow = self._sourced()
        self.rows = self._rows()
        self.turns = self._turnable()
        near = self._nearness()
        views = [(standing.agreed, above, self._members(standing.above))]
        if standing.sources:
            views.append((standing.widened, table(standing.wide, 2 * many + 1), self._members(standing.wide, wide=True)))
        parts = [self._kinship(*view) for view in views]
        kin = [np.maximum.reduce(p) if len(p) > 1 else p[0] for p in zip(*parts, strict=True)]
        agreed = [k + x - standing.counted for k, x in zip(kin, near, strict=True)]
        own = self._own(above)
        with np.errstate(invalid="ignore"):  # of what may not be nothing is known
            every = [np.where(x > -inf, standing.prices.kin * k + x, x) for k, x in zip(agreed, own, strict=True)]
        self._sizes = [part.shape for part in every]
        self._ends_at = np.cumsum([0, *(part.size for part in every)]).tolist()
        self.bounds: Floats = np.concatenate([part.ravel() for part in every])

    def change(self, at: int) -> Change:
        """The change that `bounds[at]` is the bound of."""
        part = next(n for n in range(len(self._sizes)) if at < self._ends_at[n + 1])
        place = np.unravel_index(at - self._ends_at[part], self._sizes[part])
        first, second = int(place[0]), int(place[1])
        if part == 2:
            a, b = self.turns[first]
            return Change(gone=((a, b),), more=((b, a),))
        if part == 3:
            return Change(lost=((first, self.new), (second, self.new)))
        row = self.rows[first]
        gone = ((row.gone, row.n),) if row.gone >= 0 else ()
        freed = ((row.n, -1),) if row.freed else ()
        if part == 0:
            return Change(gone=gone, more=((second, row.n),), lost=freed)
        if second == len(self.choices):
            return Change(gone=gone, lost=freed)
        return Change(gone=gone, lost=((row.n, self.choices[second]),))

    def _sourced(self) -> Bools:
        """Witnesses of which a change may alter what a lost original was made from (`shapes.sourced`): no bound is known."""
        slow, bits = np.zeros(self.many, dtype=np.bool_), 0
        for a, b in self.standing.named:
            slow[b] = True
            bits |= self.standing.above[a]
        slow |= table([bits], 2 * self.many + 1)[0, : self.many] > 0
        return slow

    def _rows(self) -> list[_Row]:
        rows = []
        for n, (parents, original) in enumerate(zip(self.standing.parents, self.standing.lost, strict=True)):
            rows.append(_Row(n, -1, False, tuple(parents), original))
            if original >= 0:
                rows.append(_Row(n, -1, True, tuple(parents), -1))
            for gone in parents:
                left = tuple(p for p in parents if p != gone)
                rows.append(_Row(n, gone, False, left, original))
                if original >= 0:
                    rows.append(_Row(n, gone, True, left, -1))
        return rows

    def _turnable(self) -> list[tuple[int, int]]:
        allowed = self.weights.allowed
        return [(a, n) for n, parents in enumerate(self.standing.parents) for a in parents if allowed[a, n] and allowed[n, a]]

    def _members(self, above: Sequence[int], wide: bool = False) -> Floats:
        """Who (row) comes to be related to a witness that is put under an original (column)."""
        out = np.zeros((self.many, len(self.originals)))
        for at, k in enumerate(self.originals):
            bits = 1 << (self.many + k)
            if wide:
                bits = widened(self.many, [bits], self.standing.sources)[0]
            out[:, at] = [bool(mine & bits) for mine in above]
        return out

    def _kinship(self, agreed: float, above: Floats, members: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """The agreement after each change, nearness left out, `above` being who has whom above it."""
        related = (above @ above.T > 0).astype(np.float64)
        strange, below = 1.0 - related, self._below
        weight = self.weights.related
        missing = below @ (weight * strange)
        whole = below @ weight
        outside = whole * (1.0 - below)
        gained, first = np.zeros((len(self.rows), self.many)), np.zeros(len(self.rows))
        for at, row in enumerate(self.rows):
            if row.gone < 0 and not row.freed:
                gained[at] = missing[row.n]
            elif not self._simple[row.n]:
                first[at] = inf
            else:
                rest = self._rest(row, related, members)
                gained[at] = outside[row.n] * (1.0 - rest)
                first[at] = float(outside[row.n] @ (rest - related[row.n]))
        first += agreed
        joined = first[:, None] + gained @ related.T
        put = np.repeat(first[:, None], len(self.choices) + 1, axis=1)
        put[:, : len(self.originals)] += gained @ members
        turned = np.full((len(self.turns), 1), inf)
        for at, (a, b) in enumerate(self.turns):
            if self._simple[a]:
                turned[at] = agreed - float((whole[b] * (1.0 - below[a])) @ related[a])
        return joined, put, turned, agreed + missing @ below.T

    def _rest(self, row: _Row, related: Floats, members: Floats) -> Floats:
        rest = np.zeros(self.many)
        for parent in row.left:
            rest = np.maximum(rest, related[parent])
        if row.original >= 0:
            rest = np.maximum(rest, members[:, self._column[row.original]])
        return rest

    def _nearness(self) -> tuple[Floats, Floats, Floats, Floats]:
        """How much the agreement changes by who is near to whom."""
        chain, near = self._chain, self._near
        weight = self.weights.near
        whole = chain @ weight
        outside = whole * (1.0 - chain)
        lost = (outside * near).sum(axis=1)
        by_parent, by_end = outside @ near.T, outside @ self._ends
        joined = np.zeros((len(self.rows), self.many))
        put = np.zeros((len(self.rows), len(self.choices) + 1))
        for at, row in enumerate(self.rows):
            n = row.n
            joined[at] = put[at] = -lost[n]
            if not row.left and row.original < 0:
                joined[at] += by_parent[n]
                put[at, : len(self.originals)] += by_end[n]
            elif len(row.left) + (row.original >= 0) == 1:
                put[at, -1] += by_parent[n, row.left[0]] if row.left else by_end[n, self._column[row.original]]
        turned = np.zeros((len(self.turns), 1))
        for at, (a, b) in enumerate(self.turns):
            if self.standing.parents[a] or self.standing.lost[a] >= 0:
                turned[at] = -lost[a] - float(whole[b] @ (chain[a] - chain[b]))
        bare = np.array([not p for p in self.standing.parents], dtype=np.float64)
        held = weight * near
        between = chain @ held @ chain.T
        # Pairs that both cuts would part are parted once; of two chains one may hold the other.
        twice = np.where(chain > 0, (chain @ held).sum(axis=1)[None, :] - between.T, between)
        twice = np.where(chain.T > 0, (chain @ held).sum(axis=1)[:, None] - between, twice)
        both = twice - lost[:, None] - lost[None, :] + np.outer(bare, bare) * (chain @ (weight * (1.0 - near)) @ chain.T)
        return joined, put, turned, both

    def _own(self, above: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """What a change gains or costs but for the agreement: minus infinity where it may not be, infinity where none knows."""
        prices, weights, standing = self.standing.prices, self.weights, self.standing
        related = (above @ above.T > 0).astype(np.float64)
        under = above[:, [self.many + k for k in self.originals]]
        edges = np.zeros((self.many, self.many), dtype=np.bool_)
        for n, parents in enumerate(standing.parents):
            edges[parents, n] = True
        may = weights.allowed & ~edges & ~edges.T & (self._below.T == 0)
        joined = np.full((len(self.rows), self.many), -inf)
        put = np.full((len(self.rows), len(self.choices) + 1), -inf)
        for at, row in enumerate(self.rows):
            n, several = row.n, len(row.left)
            gone = row.gone >= 0
            before = self._cost(n, standing.parents[n], standing.lost[n])
            cost = self._cost(n, row.left, row.original) - before
            freed = self._freed(n) if row.freed else 0.0
            # What was braided may come apart where something is taken away.
            slack = self._braids[n] if gone or row.freed else 0.0
            braided = related[:, list(row.left)].sum(axis=1)
            if row.original >= 0:
                braided = braided + under[:, self._column[row.original]]
            if not (gone and row.freed):
                more = cost + slack + weights.edge[:, n] - prices.braided * braided - freed
                more = more - prices.second * (several > 0) - prices.mixed * (row.original >= 0 and not several)
                joined[at] = np.where(may[:, n], more, -inf)
                if row.original >= 0:
                    joined[at][may[:, n] & (weights.named[:, n] > 0)] = inf
            if (gone and weights.allowed[row.gone, n]) or (not gone and (row.freed or standing.lost[n] < 0)):
                held = cost + slack + weights.lost[n] - prices.mixed * (several > 0)
                if row.original < 0 and (row.freed or standing.lost[n] < 0):
                    for which, k in enumerate(self.choices):
                        if k == standing.lost[n] and not gone:
                            continue
                        braid = float(under[list(row.left), which].sum()) if which < len(self.originals) and row.left else 0.0
                        put[at, which] = held - prices.braided * braid - self._moved(n, k)
                if (gone and not row.freed) or (row.freed and not gone):
                    put[at, -1] = cost + slack - freed
            if self._slow[n]:
                joined[at][joined[at] > -inf] = inf
                put[at][put[at] > -inf] = inf
        turned = np.full((len(self.turns), 1), inf)
        for at, (a, b) in enumerate(self.turns):
            if self._simple[a] and not self._slow[a] and not self._slow[b] and not (standing.lost[a] >= 0 and weights.named[b, a]):
                cost = weights.edge[b, a] - weights.edge[a, b] - prices.second * bool(standing.parents[a])
                turned[at] = cost - prices.mixed * (standing.lost[a] >= 0 and not standing.parents[a])
        return joined, put, turned, self._paired()

    def _cost(self, n: int, parents: Sequence[int], original: int) -> float:
        """What a witness adds by itself, its braids left out."""
        prices = self.standing.prices
        total = float(sum(self.weights.edge[a, n] for a in parents)) - prices.second * max(0, len(parents) - 1)
        return total + (float(self.weights.lost[n]) - (prices.mixed if parents else 0.0) if original >= 0 else 0.0)

    def _freed(self, n: int) -> float:
        """What the lost originals cost more once a witness is taken from its own."""
        return self.standing.originals({n: -1})

    def _moved(self, n: int, k: int) -> float:
        """What the lost originals cost more once a witness is put under number `k`."""
        return self.standing.originals({n: k})

    def _paired(self) -> Floats:
        """Two witnesses without a lost original (row before column) put under a new one."""
        prices, weights = self.standing.prices, self.weights
        single = np.array([k < 0 for k in self.standing.lost], dtype=np.bool_)
        some = np.array([bool(p) for p in self.standing.parents], dtype=np.float64)
        one = weights.lost - prices.mixed * some
        edges = np.zeros((self.many, self.many))
        for n, parents in enumerate(self.standing.parents):
            edges[n, parents] = 1.0
        braided = edges @ self._below.T
        whole = one[:, None] + one[None, :] - prices.braided * (braided + braided.T)
        whole = whole - prices.named * (weights.named + weights.named.T) - prices.another * bool(self.originals)
        whole = np.where(self._slow[:, None] | self._slow[None, :], inf, whole)
        return np.where(np.triu(np.outer(single, single), 1), whole, -inf)
