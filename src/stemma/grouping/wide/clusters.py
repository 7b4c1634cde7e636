"""Growing clusters of articles: average linkage proposes two clusters, a second model with more to go on accepts or refuses.

Two reports of look-alike events are often closer than two reports of one event. Clusters tell them apart better than pairs
do: what all reports of one cluster hold and none of the other holds is where two events differ.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide import compiling
from stemma.grouping.wide.profiles import DAY, FIGURE, Profile
from stemma.grouping.wide.weights import FIELDS, NAMES, NUMBERS, Floats, Ints, sheaf, spread

HIGHEST: Final = 8.0
"""Scores (logits) of pairs lie between this and its negative."""
GRAIN: Final = 64
"""Scores are whole multiples of 1/64 of a logit, so that sums of them are exact."""
FLOOR: Final = -2.5
"""Clusters whose average score is not above this are not proposed."""
LINK: Final = 0.5
"""A pair of articles holds a component together if its score, the time between them taken off, is above this. Above 0 because one
pair that is wrong can bring two look-alike events together: cross-validated, it joins fewer of them."""
SURE: Final = 3.0
"""Clusters whose average score is above this are joined without asking the merge model (copies and near copies)."""
NUMBER_IDF: Final = 4.0
MOST_HOLD, FEW_HOLD = 0.5, 0.12
FREE_DAYS: Final = 14
PER_DOUBLING: Final = 1.5
MOST: Final = 4.0

NEVER: Final = 1 << 40
"""A first day after all others: of articles of which none has a day (its negative: a last day before all)."""

MERGE_FEATURES: Final = (
    "average", "best",
    *(f"cosine {f}" for f in FIELDS),
    "distinct, less", "distinct, more", "core", "smaller", "larger",
    "smaller x average", "smaller x distinct", "larger x average",
    "core held, less", "core held, more", "core names held, less", "core names held, more",
    "core head held, less", "core head held, more", "core numbers held, less", "core numbers held, more",
)  # fmt: skip
"""What `merge_features` returns, in order."""

Days: TypeAlias = tuple[int, int] | None
"""The first and the last day (ordinals) that reports of a cluster came out on; None: not known."""
Members: TypeAlias = tuple[int, ...]
Accept: TypeAlias = Callable[[Members, Members, float, float], bool]
"""Given the articles of two clusters and the average and the best score between them: are they one story?"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles taken together: `terms` that any holds, sorted; of each the sum of the unit vectors (terms x fields), how many
    articles hold it (dates left out) and how many in the head, and what it weighs; the days that they came out on."""

    size: int
    terms: NDArray[np.uint32]
    sums: Ints
    squares: Ints
    holders: Ints
    heads: Ints
    weight: Floats
    days: Days


class Cohort:
    """The articles of a component, from which clusters are made. Sums are of whole numbers: their order changes nothing."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        one = sheaf(profiles)
        self._starts, self._term, self._unit = one.starts, one.term, one.unit()
        self._holds = np.stack((one.flags & DAY == 0, (one.flags & DAY == 0) & one.head), axis=1).astype(np.int64)
        self._weight = np.where(one.flags & FIGURE > 0, NUMBER_IDF, one.idf)
        self._profiles = profiles

    def cluster(self, members: Sequence[int]) -> Cluster:
        """The articles with these numbers as one cluster."""
        at = spread(self._starts, np.array(members, np.int64))[0]
        terms = self._term[at]
        order = np.argsort(terms, kind="stable")
        at, terms = at[order], terms[order]
        first = np.flatnonzero(np.concatenate((np.ones(min(1, len(terms)), bool), terms[1:] != terms[:-1])))
        if len(first) < len(at):
            sums, holds = np.add.reduceat(self._unit[at], first), np.add.reduceat(self._holds[at], first)
            weight = np.minimum.reduceat(self._weight[at], first)
        else:
            sums, holds, weight = self._unit[at], self._holds[at], self._weight[at]
        return Cluster(
            size=len(members),
            terms=terms[first],
            sums=sums,
            squares=(sums * sums).sum(axis=0),
            holders=holds[:, 0],
            heads=holds[:, 1],
            weight=weight,
            days=days_of(self._profiles[m] for m in members),
        )


def merge_features(a: Cluster, b: Cluster, average: float, best: float) -> list[float]:
    """The numbers by which the merge model decides, named in `MERGE_FEATURES`; symmetric in the two clusters."""
    found = np.searchsorted(b.terms, a.terms)
    found[found == len(b.terms)] = 0
    x = np.flatnonzero(b.terms[found] == a.terms) if len(b.terms) else np.zeros(0, np.int64)
    y = found[x]
    squares = np.sqrt(a.squares.astype(np.float64) * b.squares)
    cosines = (a.sums[x] * b.sums[y]).sum(axis=0) / np.where(squares > 0, squares, 1.0)
    in_a, in_b = a.size, b.size
    b_in_a, a_in_b = np.zeros(len(a.terms), np.int64), np.zeros(len(b.terms), np.int64)
    b_in_a[x], a_in_b[y] = b.holders[y], a.holders[x]
    less, more = sorted((math.log1p(_distinct(a, b_in_a, in_a, in_b)), math.log1p(_distinct(b, a_in_b, in_b, in_a))))
    core = (a.holders[x] >= MOST_HOLD * in_a) & (b.holders[y] >= MOST_HOLD * in_b)
    core_weight = float(np.minimum(a.weight[x], b.weight[y])[core].sum())
    sizes = sorted((in_a, in_b))
    smaller, larger = math.log(sizes[0]), math.log(sizes[1])
    held = zip(_held(a, b_in_a, in_a, in_b), _held(b, a_in_b, in_b, in_a), strict=True)
    return [
        average,
        best,
        *cosines.tolist(),
        less,
        more,
        math.log1p(core_weight),
        smaller,
        larger,
        smaller * average,
        smaller * less,
        larger * average,
        *(part for both in held for part in sorted(both)),
    ]


def days_of(profiles: Iterable[Profile]) -> Days:
    """The first and the last day of some articles."""
    known = [p.day for p in profiles if p.day is not None]
    return (min(known), max(known)) if known else None


def apart(a: Days, b: Days) -> float:
    """How much less likely two clusters are one story for the time between their reports, in logits.

    Nothing up to `FREE_DAYS` between the last of one and the first of the other, then `PER_DOUBLING` for every doubling of the
    gap, at most `MOST`; nothing where no date is known. Set by judgement, not fitted: the stories that the models are fitted
    on mostly carry no dates.
    """
    if a is None or b is None:
        return 0.0
    gap = max(b[0] - a[1], a[0] - b[1])
    return min(MOST, PER_DOUBLING * math.log2(gap / FREE_DAYS)) if gap > FREE_DAYS else 0.0


def agglomerate(size: int, scores: Mapping[tuple[int, int], int], accept: Accept) -> list[Members]:
    """Clusters of the articles 0 to `size`, each sorted, in order of their first article: average linkage.

    `scores` holds the logit, in `GRAIN`s, of every pair (smaller number first). The pair of clusters with the highest average is
    proposed first (of equals, the one with the first article); a refused pair is proposed again only after one has grown.
    """
    floor = round(FLOOR * GRAIN)
    total: list[dict[int, int]] = [{} for _ in range(size)]
    best: list[dict[int, int]] = [{} for _ in range(size)]
    heap = []
    for (x, y), score in scores.items():
        total[x][y] = total[y][x] = best[x][y] = best[y][x] = score
        if score > floor:
            heap.append((float(-score), x, y))
    clusters: dict[int, Members] = {n: (n,) for n in range(size)}
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in clusters or b not in clusters:
            continue
        average = total[a][b] / (len(clusters[a]) * len(clusters[b]))
        if -negative != average or not accept(clusters[a], clusters[b], average / GRAIN, best[a][b] / GRAIN):
            continue
        clusters[a] = tuple(sorted(clusters[a] + clusters.pop(b)))
        many = len(clusters[a])
        for c, mass in total[b].items():
            if c in clusters and c != a:
                total[a][c] = total[c][a] = total[a][c] + mass
                best[a][c] = best[c][a] = max(best[a][c], best[b][c])
                mean = total[a][c] / (many * len(clusters[c]))
                if mean > floor:
                    heapq.heappush(heap, (-mean, min(a, c), max(a, c)))
    return sorted(clusters.values())


def linked(scores: NDArray[np.int16], days: Sequence[int | None], accept: Accept) -> list[Members]:
    """As `agglomerate`, of a matrix of scores and the day of each article. Where the average alone settles it (above `SURE`
    whatever time lies between), `accept`, which must say yes then, is not asked."""
    size = len(scores)
    made = compiling.kernels()
    if made is None:
        numbered = {(n, m): int(scores[n, m]) for n in range(size) for m in range(n + 1, size)}
        return agglomerate(size, numbered, accept)
    first = np.array([NEVER if day is None else day for day in days], np.int64)
    last = np.where(first == NEVER, -NEVER, first)
    total, best = scores.astype(np.int64), scores.astype(np.int64)
    mean, top = np.full((size, size), -np.inf), np.full(size, -np.inf)
    at, label, state = np.zeros(size, np.int64), np.arange(size), np.array((0, 0, -1), np.int64)
    sizes = np.ones(size, np.int64)
    made.begin(total, mean, top, at, float(round(FLOOR * GRAIN)))
    limits = np.array((round(FLOOR * GRAIN), GRAIN, SURE, MOST, FREE_DAYS), np.float64)
    while made.propose(total, best, mean, top, at, label, sizes, first, last, state, limits):
        a, b, _ = state.tolist()
        x, y = (tuple(np.flatnonzero(label == n).tolist()) for n in (a, b))
        average = int(total[a, b]) / (len(x) * len(y))
        state[2] = accept(x, y, average / GRAIN, int(best[a, b]) / GRAIN)
    found: dict[int, list[int]] = {}
    for n, one in enumerate(label.tolist()):
        found.setdefault(one, []).append(n)
    return sorted(tuple(own) for own in found.values())


def _distinct(a: Cluster, theirs: Ints, in_a: int, in_b: int) -> float:
    """Summed idf of what most of `a` holds and next to none of `b`, each by how much more of `a` holds it.

    Half an article is added to each side, so that single articles, which always differ, do not count as sure of anything.
    """
    part = a.holders / (in_a + 0.5)
    told = (part >= MOST_HOLD) & (theirs / in_b <= FEW_HOLD)
    return float((a.weight * (part - theirs / (in_b + 0.5)))[told].sum())


def _held(a: Cluster, theirs: Ints, in_a: int, in_b: int) -> tuple[float, float, float, float]:
    """Of the terms that at least half of `a` hold, the part (by idf) that at least half of `b` hold too: of all, of names; of
    those that half of `a` hold in the head, the part that anyone of `b` holds; of numbers likewise."""
    core = (a.holders >= MOST_HOLD * in_a) & (a.holders > 0)
    most, any_ = theirs >= MOST_HOLD * in_b, theirs > 0
    head = (a.heads >= MOST_HOLD * in_a) & (a.heads > 0)
    return (
        _part(a, core, most),
        _part(a, core & (a.sums[:, NAMES] > 0), most),
        _part(a, head, any_),
        _part(a, core & (a.sums[:, NUMBERS] > 0), any_),
    )


def _part(a: Cluster, of: NDArray[np.bool_], held: NDArray[np.bool_]) -> float:
    whole = float(a.weight[of].sum())
    return float(a.weight[of & held].sum()) / whole if whole else 0.0
