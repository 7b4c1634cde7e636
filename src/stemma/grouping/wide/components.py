"""A component: articles that hang together by pairs more likely one event than not, and the stories among them.

What the stories of a component are follows from its articles alone; what was worked out once (scores of pairs, merges accepted
and refused) is kept, so that one more article costs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from stemma.grouping.wide.clusters import GRAIN, HIGHEST, SURE, Cohort, Members, agglomerate, apart, days_of
from stemma.grouping.wide.decide import pair_scores, same_story
from stemma.grouping.wide.profiles import Profile

Link: TypeAlias = tuple[int, int]
Slots: TypeAlias = tuple[int, ...]


class Component:
    """Articles by their slots. `links` are the pairs that hold it together, `scores` those of all pairs (in order of article id),
    `stories` the slots of each story. `lowest` is the lowest score, `known` are slots all of whose pairs have one."""

    __slots__ = ("decided", "known", "links", "lowest", "scores", "stories")

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self.links: set[Link] = set(links)
        self.scores: dict[Link, int] = {}
        self.decided: dict[tuple[Slots, Slots], bool] = {}
        self.stories: list[Slots] = []
        self.known: set[int] = set()
        self.lowest = round(HIGHEST * GRAIN)

    def put(self, link: Link, score: int) -> None:
        """Note the score of a pair."""
        self.scores[link] = score
        self.lowest = min(self.lowest, score)

    def absorb(self, other: Component) -> None:
        """Take in what is known of another."""
        self.links |= other.links
        self.scores |= other.scores
        self.decided |= other.decided
        self.lowest = min(self.lowest, other.lowest)
        if len(other.known) > len(self.known):
            self.known = other.known


def missing(component: Component, members: Sequence[int]) -> list[Link]:
    """Pairs of `members` (in order of article id) that have no score yet."""
    new = [n for n, x in enumerate(members) if x not in component.known]
    pairs = {(min(n, m), max(n, m)) for n in new for m in range(len(members)) if n != m}
    component.known.update(members)
    return [link for link in ((members[n], members[m]) for n, m in sorted(pairs)) if link not in component.scores]


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
    days = days_of(profiles[s] for s in members)
    longest = apart((days[0], days[0]), (days[1], days[1])) if days else 0.0
    if component.lowest / GRAIN - longest > SURE:
        component.stories = [tuple(members)]  # whatever is proposed, its average is above that
        return
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
