"""Links -> rows: passages of two or more articles that say the same, with no unlike ones chained together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.models.likeness import Matrix

Numbers = NDArray[np.int64]

LINK: Final = 0.5
"""Two groups become one where their links have at least this mean over all pairs of passages of two articles; no link counts 0.
More than a pair needs for a relation: a wrong link joins two whole rows."""
_UNIT: Final = 1e6
"""Scores are whole millionths: their sums are the same in any order."""


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Links between passages by their places: `score[n]`, in 0..1 and of six digits, between `one[n]` and `two[n]`.

    Two passages have one link at most, those of one article none.
    """

    one: Numbers
    two: Numbers
    score: Matrix


def rows(links: Links, article: Sequence[str]) -> list[list[int]]:
    """Group passages by average linkage (Sokal and Michener 1958), the closest two groups first; each row rising, rows too.

    Passage `n` belongs to `article[n]`. No link is asked for between passages of one article: two of them share a row where both
    say what another article says in one passage. Groups depend on nothing but the links that hang together with theirs.
    """
    places = np.unique(np.concatenate([links.one, links.two]))
    _, of = np.unique([article[n] for n in places.tolist()], return_inverse=True)
    groups = _Groups(links, places, of.astype(np.int64))
    made: list[tuple[float, int, int, int, int]] = []
    first = _closest(links, places)
    ahead = next(first, None)
    while made or ahead:
        # A pair of single passages, as given, or a pair of groups that came about: whichever is closer, then of lower places.
        if ahead and not (made and made[0] < ahead):
            closest, ahead = ahead, next(first, None)
        elif made:
            closest = heappop(made)
        _, n, m, at_n, at_m = closest
        if groups.age[n] == at_n and groups.age[m] == at_m:
            for pair in groups.join(n, m):
                heappush(made, pair)
    found: dict[int, list[int]] = {}
    for place, group in zip(places.tolist(), groups.group.tolist(), strict=True):
        found.setdefault(group, []).append(place)
    return sorted(group for group in found.values() if len({article[n] for n in group}) > 1)


def _closest(links: Links, places: Numbers) -> Iterator[tuple[float, int, int, int, int]]:
    """The links that join, the best first, then by place: the score below zero, the two passages, and their ages."""
    kept = links.score >= LINK
    one, two = (np.searchsorted(places, ends[kept]) for ends in (links.one, links.two))
    minus, low, high = -links.score[kept], np.minimum(one, two), np.maximum(one, two)
    order = np.lexsort((high, low, minus))
    for n in range(0, len(order), 4096):
        part = order[n : n + 4096]
        for score, a, b in zip(minus[part].tolist(), low[part].tolist(), high[part].tolist(), strict=True):
            yield score, a, b, 0, 0


class _Groups:
    """Groups of passages, each known by its first. `age` counts how often a group has grown; -1 once it is part of another."""

    def __init__(self, links: Links, places: Numbers, article: Numbers) -> None:
        count = len(places)
        self.group = np.arange(count)
        self.age = [0] * count
        self.size = np.ones(count)
        self.told = np.zeros((count, int(article.max(initial=0)) + 1))
        """How many passages of each article a group holds."""
        self.told[self.group, article] = 1.0
        self.most = np.ones(count)
        one, two = (np.searchsorted(places, ends) for ends in (links.one, links.two))
        ends, others = np.concatenate([one, two]), np.concatenate([two, one])
        order = np.argsort(ends, kind="stable")
        cuts = np.searchsorted(ends[order], np.arange(1, count))
        # The links of a group may name groups that have become part of others: they are looked up when they are needed.
        self.others = np.split(others[order], cuts)
        self.sums = np.split(np.round(np.concatenate([links.score] * 2)[order] * _UNIT), cuts)

    def join(self, n: int, m: int) -> Iterator[tuple[float, int, int, int, int]]:
        """Make group `m` part of `n`, which stands before it; the pairs of `n` and another that are now close enough."""
        self.group[self.group == m] = n
        self.age[n] += 1
        self.age[m] = -1
        self.size[n] += self.size[m]
        self.told[n] += self.told[m]
        self.most[n] = self.told[n].max()
        ends = self.group[np.concatenate([self.others[n], self.others[m]])]
        sums = np.bincount(ends, weights=np.concatenate([self.sums[n], self.sums[m]])).astype(np.float64)
        sums[n : n + 1] = 0.0
        others = np.flatnonzero(sums).astype(np.int64)
        score = sums[others]
        self.others[n], self.sums[n] = others, score
        self.others[m], self.sums[m] = others[:0], score[:0]
        score = score / _UNIT
        # At least so many pairs are of two articles: most groups are seen to be too far without counting them.
        size, most = self.size[n], self.most[n]
        least = np.maximum(size * (self.size[others] - self.most[others]), self.size[others] * (size - most))
        near = score >= LINK * np.maximum(least, 1.0) * 0.999
        others, score = others[near], score[near]
        mean = score / (self.size[n] * self.size[others] - self.told[others] @ self.told[n])
        kept = mean >= LINK
        for other, score_of in zip(others[kept].tolist(), mean[kept].tolist(), strict=True):
            low, high = min(n, other), max(n, other)
            yield -score_of, low, high, self.age[low], self.age[high]
