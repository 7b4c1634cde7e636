"""Which pairs of articles are worth comparing: those that share rare terms, found through an inverted index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from stemma.grouping.profiles import Profile

RARE: Final = 3.0
"""A term of a lower idf (natural log) is in too many reports to make two of them candidates."""
TERMS: Final = 60
"""Terms of an article that are indexed: the heaviest of its body vector."""
VERY_RARE: Final = 4.5
POSTINGS: Final = (100, 1000)
"""A term held by more articles of the batch than this is left out, the first number for terms below `VERY_RARE`: what such
articles share of other terms must make them candidates. Matters in large batches only."""
GATE: Final = 0.03
"""The part of the cosine of two bodies that the indexed terms must make up. Same-event pairs lie above .15, most far above."""


def candidates(profiles: Mapping[str, Profile]) -> list[tuple[str, str]]:
    """Pairs of article ids (smaller id first, sorted) whose bodies share enough of their rare terms.

    Work grows with the articles times the articles that share a rare term with each, not with the square of the batch.
    """
    postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    idf_of: dict[str, float] = {}
    for article in sorted(profiles):
        body = profiles[article].vectors["body"]
        weight = profiles[article].weight
        rare = sorted(((-w, t) for t, w in body.items() if weight[t] >= RARE))[:TERMS]
        for negative, term in rare:
            postings[term].append((article, -negative))
            idf_of[term] = max(weight[term], idf_of.get(term, 0.0))
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for term in sorted(postings):
        held = postings[term]
        if len(held) > POSTINGS[idf_of[term] >= VERY_RARE]:
            continue
        for n, (a, x) in enumerate(held):
            for b, y in held[n + 1 :]:
                shared[a, b] += x * y
    return sorted(pair for pair, mass in shared.items() if mass >= GATE)
