"""Links -> rows: passages of two or more articles that say the same, with no unlike ones chained together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final

LINK: Final = 0.5
"""Two groups become one where their links have at least this mean over all pairs of passages of two articles; no link counts 0.
More than a pair needs for a relation: a wrong link joins two whole rows."""


def rows(links: Mapping[tuple[int, int], float], article: Sequence[str]) -> list[list[int]]:
    """Group passages by average linkage (Sokal and Michener 1958), the closest two groups first; each row rising, rows too.

    Passage `n` belongs to `article[n]`; `links` are scores in 0..1 of pairs of passages of two articles, either way round.
    Passages of one article have no link, and none is asked for: two of them share a row where both say what another article says
    in one passage. Groups depend on nothing but the links that hang together with theirs.
    """
    # A group is known by its smallest place; `near` holds the sum of the links to every other group.
    members = {n: [n] for n in sorted({n for pair in links for n in pair})}
    outlets = {n: Counter((article[n],)) for n in members}
    near: dict[int, dict[int, float]] = {n: {} for n in members}
    for (n, m), score in links.items():
        near[n][m] = near[m][n] = score
    heap = [(-score, n, m) for n, others in near.items() for m, score in others.items() if n < m and score >= LINK]
    heapify(heap)
    while heap:
        minus, n, m = heappop(heap)
        if n not in members or m not in members or -minus != _mean(n, m, near, members, outlets):
            continue
        members[n] += members.pop(m)
        outlets[n] += outlets.pop(m)
        del near[n][m]
        for other, score in near.pop(m).items():
            if other == n:
                continue
            del near[other][m]
            # Sums of multiples of 10^-6 are rounded so that they do not depend on the order of merging.
            near[n][other] = near[other][n] = round(near[n].get(other, 0.0) + score, 6)
        for other, score in near[n].items():
            # A mean is no more than the sum.
            if score >= LINK and (mean := _mean(n, other, near, members, outlets)) >= LINK:
                heappush(heap, (-mean, min(n, other), max(n, other)))
    groups = [sorted(group) for group in members.values()]
    return sorted(group for group in groups if len({article[n] for n in group}) > 1)


def _mean(
    n: int, m: int, near: Mapping[int, Mapping[int, float]], members: Mapping[int, list[int]], outlets: Mapping[int, Counter[str]]
) -> float:
    """The mean link between two groups, over pairs of passages of two articles."""
    small, large = sorted((outlets[n], outlets[m]), key=len)
    together = sum(count * large[article] for article, count in small.items() if article in large)
    return near[n][m] / (len(members[n]) * len(members[m]) - together)
