"""A component: articles that hang together by pairs more likely one event than not, and the stories among them.

What the stories of a component are follows from its articles alone; what was worked out once (scores of pairs, merges accepted
and refused) is kept, so that one more article costs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide import compiling
from stemma.grouping.wide.clusters import GRAIN, SURE, Cluster, Cohort, Members, apart, days_of, linked
from stemma.grouping.wide.decide import same_story
from stemma.grouping.wide.shelf import Shelf
from stemma.grouping.wide.weights import Ints

Slots: TypeAlias = tuple[int, ...]
UNKNOWN: Final = -(1 << 15)
"""The score of a pair that was not scored yet."""
HIGH: Final = (1 << 15) - 1


class Component:
    """Articles by their slots. `held` are the pairs that hold it together, `scores` those of all pairs, both by the row that a slot
    has here (symmetric; an article's with itself is the highest), `stories` the slots of each story."""

    __slots__ = ("_fresh", "_held", "_scores", "decided", "row", "stories")

    def __init__(self, slots: Iterable[int] = ()) -> None:
        self.row: dict[int, int] = {slot: n for n, slot in enumerate(slots)}
        self._scores = np.full((len(self.row),) * 2, UNKNOWN, np.int16)
        np.fill_diagonal(self._scores, HIGH)
        self._held = np.zeros((len(self.row),) * 2, bool)
        self._fresh: list[int] = list(range(len(self.row)))  # rows; a pair of two others has a score
        self.decided: dict[tuple[Slots, Slots], bool] = {}
        self.stories: list[Slots] = []

    @property
    def scores(self) -> NDArray[np.int16]:
        """By rows."""
        return self._scores[: len(self.row), : len(self.row)]

    @property
    def held(self) -> NDArray[np.bool_]:
        """By rows."""
        return self._held[: len(self.row), : len(self.row)]

    def take(self, slots: Sequence[int], others: Sequence[Component]) -> None:
        """Take in articles and all that is known of other components."""
        many = len(self.row)
        size = many + len(slots) + sum(len(other.row) for other in others)
        if size > len(self._scores):
            room = size + size // 2 if many > 1 else size
            scores, held = np.full((room, room), UNKNOWN, np.int16), np.zeros((room, room), bool)
            np.fill_diagonal(scores, HIGH)
            scores[:many, :many], held[:many, :many] = self.scores, self.held
            self._scores, self._held = scores, held
        for other in others:
            start = len(self.row)
            for slot in other.row:
                self.row[slot] = len(self.row)
            self.scores[start:, start:], self.held[start:, start:] = other.scores, other.held
            self.decided |= other.decided
            self.stories += other.stories
            self._fresh += range(start, len(self.row))
        for slot in slots:
            self._fresh.append(len(self.row))
            self.row[slot] = len(self.row)
            self.stories.append((slot,))

    def part(self, slots: Sequence[int]) -> Component:
        """What is known of some of its articles, as a component."""
        out = Component(slots)
        own = np.array([self.row[s] for s in slots])
        out._scores, out._held = self._scores[np.ix_(own, own)], self._held[np.ix_(own, own)]
        fresh = set(self._fresh)
        out._fresh = [n for n, row in enumerate(own.tolist()) if row in fresh]
        out.decided = dict(self.decided)
        out.stories = [(s,) for s in slots]
        return out

    def rows(self, slots: Iterable[int]) -> Ints:
        """The rows of slots."""
        return np.array([self.row[s] for s in slots], np.int64)

    def put(self, x: Ints, y: Ints, scores: Ints) -> None:
        """Note the scores of pairs, by rows."""
        self._scores[x, y] = self._scores[y, x] = scores

    def unknown(self) -> tuple[Ints, Ints]:
        """The pairs, by rows (the lower first), that have no score yet; they are to be given one (`put`) now."""
        fresh, self._fresh = np.array(sorted(self._fresh), np.int64), []
        x, y = np.nonzero(self.scores[fresh] == UNKNOWN)
        x = fresh[x]
        is_fresh = np.zeros(len(self.row), bool)
        is_fresh[fresh] = True
        once = (x < y) | ~is_fresh[y]
        x, y = x[once], y[once]
        return np.minimum(x, y), np.maximum(x, y)

    def hold(self, x: Ints, y: Ints) -> None:
        """Note that pairs, by rows, hold it together."""
        self._held[x, y] = self._held[y, x] = True

    def linked(self) -> Ints:
        """The slots of pairs that hold it together, in rows."""
        slots = np.fromiter(self.row, np.int64, len(self.row))
        return slots[np.argwhere(np.triu(self.held))]

    def links(self) -> list[tuple[int, int]]:
        """As `linked`, as a list."""
        return [(x, y) for x, y in self.linked().tolist()]


def roots(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For everything in the pairs what stands for all that hangs together with it."""
    found: dict[int, int] = {}
    for a, b in pairs:
        x, y = a, b
        while found.setdefault(x, x) != x:
            found[x] = x = found[found[x]]
        while found.setdefault(y, y) != y:
            found[y] = y = found[found[y]]
        if x != y:
            found[y] = x
    for one in found:
        top = one
        while found[top] != top:
            top = found[top]
        found[one] = top
    return found


def hanging(size: int, x: Ints, y: Ints) -> Ints:
    """For the numbers 0 to `size` the lowest of all that hang together with each by pairs `x[n], y[n]`."""
    made = compiling.kernels()
    root = np.arange(size)
    if made is not None:
        made.joined(x, y, root)
        return root
    groups: dict[int, list[int]] = {}
    for one, top in roots(zip(x.tolist(), y.tolist(), strict=True)).items():
        groups.setdefault(top, []).append(one)
    for own in groups.values():
        root[own] = min(own)
    return root


def grouped(values: Ints) -> Iterator[tuple[int, Ints]]:
    """Each value, rising, and the places where it stands."""
    order = np.argsort(values, kind="stable")
    held = values[order]
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(held)), bool), held[1:] != held[:-1]))).tolist()
    for start, end in zip(first, [*first[1:], len(held)][: len(first)], strict=True):
        yield int(held[start]), order[start:end]


def complete(parts: Sequence[Component], shelf: Shelf) -> None:
    """Score all pairs of components that have no score yet."""
    wanted = [part.unknown() for part in parts]
    if not wanted:
        return
    slots = [np.fromiter(part.row, np.int64, len(part.row)) for part in parts]
    found = shelf.scores(
        np.concatenate([own[y] for own, (_, y) in zip(slots, wanted, strict=True)]),
        np.concatenate([own[x] for own, (x, _) in zip(slots, wanted, strict=True)]),
    )
    done = 0
    for part, (x, y) in zip(parts, wanted, strict=True):
        part.put(x, y, found[done : done + len(x)])
        done += len(x)


def settle(component: Component, shelf: Shelf) -> None:
    """Work out the stories of a component all of whose pairs have scores."""
    members = sorted(component.row, key=shelf.articles.__getitem__)
    when = {s: shelf.day(s) for s in members}
    days = days_of(when[s] for s in members)
    longest = apart((days[0], days[0]), (days[1], days[1])) if days else 0.0
    if int(component.scores.min()) / GRAIN - longest > SURE:
        component.stories = [tuple(members)]  # whatever is proposed, its average is above that
        return
    order = component.rows(members)
    scores = component.scores[order[:, None], order[None, :]]
    cohort: Cohort | None = None
    decided, fresh = component.decided, dict[tuple[Slots, Slots], bool]()
    clusters: dict[Members, Cluster] = {}

    def accept(a: Members, b: Members, average: float, best: float) -> bool:
        nonlocal cohort
        key = tuple(members[m] for m in a), tuple(members[m] for m in b)
        known = decided.get(key)
        if known is None:
            between = average - apart(days_of(when[s] for s in key[0]), days_of(when[s] for s in key[1]))
            if between > SURE:
                return True
            if cohort is None:
                cohort = Cohort(beside=shelf.beside(members))
            for own in (a, b):
                if own not in clusters:
                    clusters[own] = cohort.cluster(own)
            known = same_story(clusters[a], clusters[b], average, best)
        fresh[key] = known
        return known

    found = linked(scores, [when[s] for s in members], accept)
    component.decided = fresh  # only what this run asked for: what was asked with other members will hardly be asked again
    component.stories = [tuple(members[m] for m in cluster) for cluster in found]
