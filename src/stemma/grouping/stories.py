"""Articles -> stories."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import combinations

from stemma.grouping.profiles import FIELDS, cosine, profile
from stemma.model import Article, Parsed, Story

BY = "group@1"
_WEIGHTS = (5.6, 3.0, 6.4, 3.6, 1.1, 0.1, 3.5, 2.6)


def group(articles: Sequence[Article], parsed: Mapping[str, Parsed]) -> tuple[Story, ...]:
    """Every article in exactly one story."""
    ids = sorted({a.id for a in articles})
    by_id = {a.id: a for a in articles}
    profiles = {i: profile(by_id[i], parsed[i]) for i in ids}
    score = {}
    for a, b in combinations(ids, 2):
        va, vb = profiles[a].vectors, profiles[b].vectors
        score[a, b] = max(
            -8.0, min(8.0, sum(w * cosine(va[f], vb[f]) for w, f in zip(_WEIGHTS, FIELDS, strict=True)) - 6.4)
        )
    clusters = [[i] for i in ids]
    while len(clusters) > 1:
        best, x, y = max(
            (
                sum(score[min(a, b), max(a, b)] for a in clusters[i] for b in clusters[j]) / (len(clusters[i]) * len(clusters[j])),
                -i,
                -j,
            )
            for i, j in combinations(range(len(clusters)), 2)
        )
        if best <= -1.5:
            break
        clusters[-x] = sorted(clusters[-x] + clusters[-y])
        del clusters[-y]
    return tuple(
        Story(id=hashlib.sha256("\n".join(c).encode()).hexdigest()[:12], articles=tuple(c), evidence=(), by=BY)
        for c in sorted(clusters)
    )
