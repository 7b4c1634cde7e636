"""Pairs -> rows: passages of two or more articles that say the same, with as few contradicting merges as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from stemma.model import Pair, Passage

LINK: Final = 0.4
"""A merge must reach this mean score over all pairs of articles it joins; pairs that were not kept count 0."""


def rows(pairs: Sequence[Pair], place: Mapping[Passage, int]) -> list[list[Passage]]:
    """Group the passages of `pairs` by average linkage and return rows of two or more articles, base first.

    `place` is each sentence's rank in its article (the title 0). Two passages of one article may share a row where both say
    what another article says in one sentence. The base is the longest passage, the earlier in its article among equals; the
    others follow by article and place. Rows are ordered by their base.
    """
    score = {(p.a, p.b): p.score for p in pairs}
    members: dict[Passage, list[Passage]] = {p: [p] for pair in pairs for p in (pair.a, pair.b)}
    home: dict[Passage, Passage] = {p: p for p in members}
    # Strongest first; every merge is tried once, when its best pair comes up.
    for pair in sorted(pairs, key=lambda p: (-p.score, p.a, p.b)):
        one, two = home[pair.a], home[pair.b]
        if one == two or not _fits(members[one], members[two], score):
            continue
        keep, gone = min(one, two), max(one, two)
        members[keep] += members.pop(gone)
        for passage in members[keep]:
            home[passage] = keep
    out = []
    for group in members.values():
        if len({p.article for p in group}) < 2:
            continue
        base = max(group, key=lambda p: (p.span.end - p.span.start, -place[p], tuple(-ord(c) for c in p.article)))
        out.append([base, *sorted(p for p in group if p != base)])
    return sorted(out)


def _fits(one: Sequence[Passage], two: Sequence[Passage], score: Mapping[tuple[Passage, Passage], float]) -> bool:
    """Whether the mean score between two groups reaches `LINK`; for sentences of one article there is no score to ask for."""
    found = [score.get((min(a, b), max(a, b)), 0.0) for a in one for b in two if a.article != b.article]
    return bool(found) and sum(found) >= LINK * len(found)
