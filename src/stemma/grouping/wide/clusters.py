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
from stemma.grouping.wide.surfaces import STEPS
from stemma.grouping.wide.weights import FIELDS, NAMES, NUMBERS, UNIT, WEIGHT, Floats, Ints, sheaf, spread, units

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

HOLDERS, HEADS, WEIGHS = len(FIELDS), len(FIELDS) + 1, len(FIELDS) + 2
"""Columns of a cluster's counts."""

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
Beside: TypeAlias = tuple[NDArray[np.void], Ints, Floats, Sequence[int | None]]
"""Records one after another, where each article's start (one more: the end), the lengths of their vectors, the days."""
Members: TypeAlias = tuple[int, ...]
Accept: TypeAlias = Callable[[Members, Members, float, float], bool]
"""Given the articles of two clusters and the average and the best score between them: are they one story?"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles taken together: `terms` that any holds, sorted; of each, in `counts`, the sum of the unit vectors (one column each),
    how many articles hold it (dates left out), how many in the head, and what it weighs (in `STEPS`); `squares` of the sums; the
    days that they came out on."""

    size: int
    terms: NDArray[np.uint32]
    counts: Ints
    squares: Ints
    days: Days

    @property
    def sums(self) -> Ints:
        """Of each term the sum of the unit vectors, in the order of `FIELDS`."""
        return self.counts[:, : len(FIELDS)]

    @property
    def holders(self) -> Ints:
        """How many articles hold each term."""
        return self.counts[:, HOLDERS]

    @property
    def heads(self) -> Ints:
        """How many articles hold each term in the head."""
        return self.counts[:, HEADS]

    @property
    def weight(self) -> Ints:
        """What each term weighs, in steps of an idf of 1/29."""
        return self.counts[:, WEIGHS]


class Cohort:
    """The articles of a component, from which clusters are made. Sums are of whole numbers: their order changes nothing.

    Of profiles, or of records that lie side by side as in a `Sheaf`, with the lengths of their vectors and the days."""

    def __init__(self, profiles: Sequence[Profile] = (), beside: Beside | None = None) -> None:
        if beside is None:
            one = sheaf(profiles)
            beside = one.records, one.starts, one.norms, [p.day for p in profiles]
        records, self._starts, norms, self._days = beside
        self._term = records["term"].copy()
        self._counts = np.empty((len(records), WEIGHS + 1), np.int64)
        made = compiling.kernels()
        if made is not None:
            made.counted(records, WEIGHT, self._starts, norms, UNIT, round(NUMBER_IDF * STEPS), self._counts)
            return
        flags, head = records["flags"], records["head"] > 0
        self._counts[:, : len(FIELDS)] = units(records, self._starts, norms)
        self._counts[:, HOLDERS] = flags & DAY == 0
        self._counts[:, HEADS] = (flags & DAY == 0) & head
        self._counts[:, WEIGHS] = np.where(flags & FIGURE > 0, round(NUMBER_IDF * STEPS), records["idf"])

    def cluster(self, members: Sequence[int]) -> Cluster:
        """The articles with these numbers as one cluster."""
        at = spread(self._starts, np.array(members, np.int64))[0]
        terms = self._term[at]
        if len(members) > 1:
            order = np.argsort(terms, kind="stable")
            at, terms = at[order], terms[order]
        days = days_of(self._days[m] for m in members)
        squares = np.zeros(len(FIELDS), np.int64)
        made = compiling.kernels()
        if made is not None:
            counts = np.empty((len(at), WEIGHS + 1), np.int64)
            many = made.together(terms, at, self._counts, counts, squares)
            return Cluster(size=len(members), terms=terms[:many], counts=counts[:many], squares=squares, days=days)
        first = np.flatnonzero(np.concatenate((np.ones(min(1, len(terms)), bool), terms[1:] != terms[:-1])))
        counts = self._counts[at]
        if len(first) < len(at):
            weight = np.minimum.reduceat(counts[:, WEIGHS], first)
            counts = np.add.reduceat(counts, first)
            counts[:, WEIGHS] = weight
        squares = (counts[:, : len(FIELDS)] ** 2).sum(axis=0)
        return Cluster(size=len(members), terms=terms[first], counts=counts, squares=squares, days=days)


def merge_features(a: Cluster, b: Cluster, average: float, best: float) -> list[float]:
    """The numbers by which the merge model decides, named in `MERGE_FEATURES`; symmetric in the two clusters, and the same with and
    without numba."""
    made = compiling.kernels()
    if made is None:
        met = _met(a, b)
    else:
        out = np.zeros(len(FIELDS) + 11)
        made.met(a.terms, a.counts, a.squares, a.size, b.terms, b.counts, b.squares, b.size, MOST_HOLD, FEW_HOLD, out)
        met = out.tolist()
    cosines, (one, other, core), held = met[: len(FIELDS)], met[len(FIELDS) : len(FIELDS) + 3], met[len(FIELDS) + 3 :]
    less, more = sorted((math.log1p(one), math.log1p(other)))
    sizes = sorted((a.size, b.size))
    smaller, larger = math.log(sizes[0]), math.log(sizes[1])
    return [
        average,
        best,
        *cosines,
        less,
        more,
        math.log1p(core),
        smaller,
        larger,
        smaller * average,
        smaller * less,
        larger * average,
        *(part for both in zip(held[:4], held[4:], strict=True) for part in sorted(both)),
    ]


def _met(a: Cluster, b: Cluster) -> list[float]:
    """How two clusters compare: the cosines; what tells one from the other, and the other from it; what both hold; what of one
    the other holds, of the other the one (`_held`)."""
    found = np.searchsorted(b.terms, a.terms)
    found[found == len(b.terms)] = 0
    x = np.flatnonzero(b.terms[found] == a.terms) if len(b.terms) else np.zeros(0, np.int64)
    y = found[x]
    squares = np.sqrt(a.squares.astype(np.float64) * b.squares)
    cosines = (a.sums[x] * b.sums[y]).sum(axis=0) / np.where(squares > 0, squares, 1.0)
    b_in_a, a_in_b = np.zeros(len(a.terms), np.int64), np.zeros(len(b.terms), np.int64)
    b_in_a[x], a_in_b[y] = b.holders[y], a.holders[x]
    core = (a.holders[x] >= MOST_HOLD * a.size) & (b.holders[y] >= MOST_HOLD * b.size)
    return [
        *cosines.tolist(),
        _distinct(a, b_in_a, a.size, b.size),
        _distinct(b, a_in_b, b.size, a.size),
        int(np.minimum(a.weight[x], b.weight[y])[core].sum()) / STEPS,
        *_held(a, b_in_a, a.size, b.size),
        *_held(b, a_in_b, b.size, a.size),
    ]


def days_of(days: Iterable[int | None]) -> Days:
    """The first and the last of some days."""
    known = [day for day in days if day is not None]
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
    terms = (a.weight / STEPS * (part - theirs / (in_b + 0.5)))[told]
    return float(np.add.accumulate(terms)[-1]) if len(terms) else 0.0  # one after another, as the kernel does


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
    whole = int(a.weight[of].sum())
    return int(a.weight[of & held].sum()) / whole if whole else 0.0
