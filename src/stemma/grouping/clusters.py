"""Growing clusters of articles: average linkage proposes two clusters, a second model with more to go on accepts or refuses.

Two reports of look-alike events are often closer than two reports of one event. Clusters tell them apart better than pairs
do: what all reports of one cluster hold and none of the other holds is where two events differ.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from stemma.background.idf import idf
from stemma.grouping.profiles import FIELDS, Field, Profile

LOWEST: Final = -8.0
"""The score (logit) of a pair that was not even a candidate, and the lowest that any pair gets; `-LOWEST` is the highest."""
FLOOR: Final = -6.5
"""Average scores below this are not proposed."""
NUMBER_IDF: Final = 4.0
MOST_HOLD, FEW_HOLD = 0.5, 0.12

MERGE_FEATURES: Final = (
    "average", "best",
    *(f"cosine {f}" for f in FIELDS),
    "distinct, less", "distinct, more", "core", "smaller", "larger",
    "smaller x average", "smaller x distinct", "larger x average",
)  # fmt: skip
"""What `merge_features` returns, in order."""

Scores: TypeAlias = Mapping[tuple[str, str], float]
Accept: TypeAlias = Callable[["Cluster", "Cluster", float, float], bool]
"""Given two clusters and the average and the best score between them: are they one story?"""


class Cluster:
    """Articles that were joined, the sum of their vectors, and how many of them hold each term."""

    __slots__ = ("holders", "members", "sums")

    def __init__(self, profile: Profile) -> None:
        self.members: list[str] = [profile.article]
        self.sums: dict[Field, dict[str, float]] = {f: dict(profile.vectors[f]) for f in FIELDS}
        self.holders: Counter[str] = Counter([*profile.vectors["body"], *profile.vectors["numbers"]])

    def absorb(self, other: Cluster) -> None:
        """Take in the articles of `other`."""
        self.members = sorted(self.members + other.members)
        for f in FIELDS:
            mine = self.sums[f]
            for term, weight in other.sums[f].items():
                mine[term] = mine.get(term, 0.0) + weight
        self.holders.update(other.holders)


def merge_features(a: Cluster, b: Cluster, average: float, best: float) -> list[float]:
    """The numbers by which the merge model decides, named in `MERGE_FEATURES`; symmetric in the two clusters."""
    sizes = sorted((len(a.members), len(b.members)))
    less, more = sorted((math.log1p(_distinct(a, b)), math.log1p(_distinct(b, a))))
    smaller, larger = math.log(sizes[0]), math.log(sizes[1])
    return [
        average,
        best,
        *(_cosine(a.sums[f], b.sums[f]) for f in FIELDS),
        less,
        more,
        math.log1p(_core(a, b)),
        smaller,
        larger,
        smaller * average,
        smaller * less,
        larger * average,
    ]


def agglomerate(profiles: Mapping[str, Profile], scores: Scores, accept: Accept) -> list[list[str]]:
    """Clusters of the articles of `profiles`, each sorted, in order of their first article.

    `scores` holds a logit for every candidate pair (smaller id first); other pairs count as `LOWEST`. The pair of clusters
    with the highest average score is proposed first; a refused pair is proposed again only after one of the two has grown.
    """
    total: dict[str, dict[str, float]] = defaultdict(dict)  # sums of score - LOWEST over the candidate pairs of two clusters
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for (x, y), score in sorted(scores.items()):
        total[x][y] = total[y][x] = score - LOWEST
        best[x][y] = best[y][x] = score
    clusters = {article: Cluster(profile) for article, profile in sorted(profiles.items())}
    heap = [_entry(x, y, total[x][y]) for x, y in sorted(scores) if total[x][y] + LOWEST > FLOOR]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in clusters or b not in clusters:
            continue
        average = total[a][b] / (len(clusters[a].members) * len(clusters[b].members))
        if -negative != average or not accept(clusters[a], clusters[b], average + LOWEST, best[a][b]):
            continue
        clusters[a].absorb(clusters.pop(b))
        for c in total.pop(b):
            if c != a and c in clusters:
                total[a][c] = total[c][a] = total[a].get(c, 0.0) + total[c].pop(b)
                best[a][c] = best[c][a] = max(best[a].get(c, LOWEST), best[c].pop(b))
        for c in sorted(total[a]):
            if c in clusters:
                grown = total[a][c] / (len(clusters[a].members) * len(clusters[c].members))
                if grown + LOWEST > FLOOR:
                    heapq.heappush(heap, _entry(a, c, grown))
    return sorted(cluster.members for cluster in clusters.values())


def _entry(x: str, y: str, average: float) -> tuple[float, str, str]:
    return (-average, min(x, y), max(x, y))


def _weight(term: str) -> float:
    return NUMBER_IDF if term[0].isdigit() else idf(term)


def _distinct(a: Cluster, b: Cluster) -> float:
    """Summed idf of what most of `a` holds and next to none of `b`, each by how much more of `a` holds it.

    Half an article is added to each side, so that single articles, which always differ, do not count as sure of anything.
    """
    in_a, in_b = len(a.members), len(b.members)
    return math.fsum(
        _weight(term) * (n / (in_a + 0.5) - b.holders.get(term, 0) / (in_b + 0.5))
        for term, n in a.holders.items()
        if n / (in_a + 0.5) >= MOST_HOLD and b.holders.get(term, 0) / in_b <= FEW_HOLD
    )


def _core(a: Cluster, b: Cluster) -> float:
    """Summed idf of the terms that at least half of `a` and half of `b` hold."""
    in_a, in_b = len(a.members), len(b.members)
    return math.fsum(
        _weight(term) for term, n in a.holders.items() if n / in_a >= MOST_HOLD and b.holders.get(term, 0) / in_b >= MOST_HOLD
    )


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    product = math.fsum(w * b[term] for term, w in a.items() if term in b)
    return product / math.sqrt(_square(a) * _square(b)) if product else 0.0


def _square(values: Mapping[str, float]) -> float:
    return math.fsum(w * w for w in values.values())
