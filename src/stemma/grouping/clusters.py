"""Growing clusters of articles: average linkage proposes two clusters, a second model with more to go on accepts or refuses.

Two reports of look-alike events are often closer than two reports of one event. Clusters tell them apart better than pairs
do: what all reports of one cluster hold and none of the other holds is where two events differ.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

from stemma.background.idf import idf
from stemma.grouping.profiles import FIELDS, Field, Profile

LOWEST: Final = -8.0
"""The score (logit) of a pair that was not even a candidate, and the lowest that any pair gets; `-LOWEST` is the highest."""
FLOOR: Final = -6.5
"""Average scores below this are not proposed."""
NUMBER_IDF: Final = 4.0
MOST_HOLD, FEW_HOLD = 0.5, 0.12
FREE_DAYS: Final = 14
PER_DOUBLING: Final = 1.5
MOST: Final = 4.0

MERGE_FEATURES: Final = (
    "average", "best",
    *(f"cosine {f}" for f in FIELDS),
    "distinct, less", "distinct, more", "core", "smaller", "larger",
    "smaller x average", "smaller x distinct", "larger x average",
    "core held, less", "core held, more", "core names held, less", "core names held, more",
)  # fmt: skip
"""What `merge_features` returns, in order."""

Scores: TypeAlias = Mapping[tuple[str, str], float]
Accept: TypeAlias = Callable[["Cluster", "Cluster", float, float], bool]
"""Given two clusters and the average and the best score between them: are they one story?"""


class Cluster:
    """Articles that were joined, the sum of their vectors, how many of them hold each term, and the days they came out on."""

    __slots__ = ("days", "holders", "members", "sums")

    def __init__(self, profile: Profile) -> None:
        self.members: list[str] = [profile.article]
        self.sums: dict[Field, dict[str, float]] = {f: dict(profile.vectors[f]) for f in FIELDS}
        self.holders: Counter[str] = Counter([*profile.vectors["body"], *profile.vectors["numbers"]])
        day = _day(profile.published)
        self.days: tuple[date, date] | None = (day, day) if day else None

    def absorb(self, other: Cluster) -> None:
        """Take in the articles of `other`."""
        self.members = sorted(self.members + other.members)
        for f in FIELDS:
            mine = self.sums[f]
            for term, weight in other.sums[f].items():
                mine[term] = mine.get(term, 0.0) + weight
        self.holders.update(other.holders)
        if self.days and other.days:
            self.days = (min(self.days[0], other.days[0]), max(self.days[1], other.days[1]))
        else:
            self.days = self.days or other.days


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
        *sorted((_held(a, b, a.holders), _held(b, a, b.holders))),
        *sorted((_held(a, b, a.sums["names"]), _held(b, a, b.sums["names"]))),
    ]


def apart(a: Cluster, b: Cluster) -> float:
    """How much less likely two clusters are one story for the time between their reports, in logits.

    Nothing up to `FREE_DAYS` between the last of one and the first of the other, then `PER_DOUBLING` for every doubling of the
    gap, at most `MOST`; nothing where no date is known. Set by judgement, not fitted: the stories that the models are fitted
    on mostly carry no dates.
    """
    if a.days is None or b.days is None:
        return 0.0
    gap = max((b.days[0] - a.days[1]).days, (a.days[0] - b.days[1]).days)
    return min(MOST, PER_DOUBLING * math.log2(gap / FREE_DAYS)) if gap > FREE_DAYS else 0.0


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


def _day(published: str | None) -> date | None:
    if published is None or len(published) < 10:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None  # a date that reading could not make sense of counts as not known


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


def _held(a: Cluster, b: Cluster, terms: Iterable[str]) -> float:
    """Of the terms that at least half of `a` hold, the part (by idf) that at least half of `b` hold too."""
    core = [t for t in terms if a.holders[t] / len(a.members) >= MOST_HOLD]
    whole = math.fsum(_weight(t) for t in core)
    shared = math.fsum(_weight(t) for t in core if b.holders.get(t, 0) / len(b.members) >= MOST_HOLD)
    return shared / whole if whole else 0.0


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    product = math.fsum(w * b[term] for term, w in a.items() if term in b)
    return product / math.sqrt(_square(a) * _square(b)) if product else 0.0


def _square(values: Mapping[str, float]) -> float:
    return math.fsum(w * w for w in values.values())
