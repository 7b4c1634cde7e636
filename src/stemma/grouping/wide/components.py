"""A component: articles that hang together by pairs more likely one event than not, and the stories among them.

What the stories of a component are follows from its articles alone; what was worked out once (scores of pairs, merges accepted
and refused) is kept, so that one more article costs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from stemma.grouping.wide.clusters import SURE, Cohort, Members, agglomerate, apart, days_of
from stemma.grouping.wide.decide import pair_scores, same_story
from stemma.grouping.wide.profiles import Profile

Link: TypeAlias = tuple[int, int]
Slots: TypeAlias = tuple[int, ...]


class Component:
    """Articles by their slots. `links` are the pairs that hold it together, `scores` those of all pairs (in order of article id),
    `stories` the slots of each story."""

    __slots__ = ("decided", "links", "scores", "stories")

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self.links: set[Link] = set(links)
        self.scores: dict[Link, int] = {}
        self.decided: dict[tuple[Slots, Slots], bool] = {}
        self.stories: list[Slots] = []

    def absorb(self, other: Component) -> None:
        """Take in what is known of another."""
        self.links |= other.links
        self.scores |= other.scores
        self.decided |= other.decided


def missing(component: Component, members: Sequence[int]) -> list[Link]:
    """Pairs of `members` (in order of article id) that have no score yet."""
    known = component.scores
    return [(x, y) for n, x in enumerate(members) for y in members[n + 1 :] if (x, y) not in known]


def score(profiles: Sequence[Profile], pairs: Sequence[Link]) -> list[int]:
    """The scores of pairs of slots."""
    if not pairs:
        return []
    both = np.array(pairs, np.int64)
    some, place = np.unique(both, return_inverse=True)
    place = place.reshape(both.shape)
    found = pair_scores([profiles[s] for s in some.tolist()], place[:, 0], place[:, 1])
    return [int(value) for value in found]


def settle(component: Component, members: Sequence[int], profiles: Sequence[Profile]) -> None:
    """Work out the stories of a component with these members (slots in order of article id), all of whose pairs have scores."""
    cohort: Cohort | None = None
    decided, fresh = component.decided, dict[tuple[Slots, Slots], bool]()

    def accept(a: Members, b: Members, average: float, best: float) -> bool:
        nonlocal cohort
        key = tuple(members[m] for m in a), tuple(members[m] for m in b)
        known = decided.get(key)
        if known is None:
            between = average - apart(days_of(profiles[s] for s in key[0]), days_of(profiles[s] for s in key[1]))
            if between > SURE:
                return True
            if cohort is None:
                cohort = Cohort([profiles[s] for s in members])
            known = same_story(cohort.cluster(a), cohort.cluster(b), average, best)
        fresh[key] = known
        return known

    scores = component.scores
    numbered = {(n, m): scores[x, members[m]] for n, x in enumerate(members) for m in range(n + 1, len(members))}
    found = agglomerate(len(members), numbered, accept)
    component.decided = fresh  # only what this run asked for: what was asked with other members will hardly be asked again
    component.stories = [tuple(members[m] for m in cluster) for cluster in found]
