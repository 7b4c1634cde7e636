"""Which articles are worth comparing with one: those that share enough rare terms, found through an inverted index.

Whether two articles are candidates follows from their two profiles alone, whatever else is in the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide import compiling
from stemma.grouping.wide.profiles import DAY, FIGURE, LOG, TERM, Profile
from stemma.grouping.wide.surfaces import STEPS
from stemma.grouping.wide.weights import Ints

RARE: Final = round(3.0 * STEPS)
"""A term of a lower idf (3, natural log) is in too many reports to make two of them candidates."""
TERMS: Final = 24
"""Terms of an article that are indexed: the heaviest of its body."""
FINE: Final = 255
GATE: Final = round(0.06 * FINE * FINE)
"""The part of the cosine of two bodies that the indexed terms must make up: .06."""
LONG: Final = 20_000
"""From so many shared terms on they are counted article by article, not sorted."""
TOGETHER: Final = 1000
"""Articles whose terms are looked up together."""

_WEIGHTS: Final = np.arange(256)[:, None] * LOG[None, :]  # idf step x count


def indexed(profile: Profile) -> tuple[NDArray[np.uint32], Ints]:
    """The terms under which an article is found, and their weights in 1/255 of the length of its body vector."""
    records = np.frombuffer(profile.terms, TERM)
    made = compiling.kernels()
    if made is not None:
        own, heavy = np.empty(TERMS, np.uint32), np.empty(TERMS, np.int64)
        many = made.heaviest(records, _WEIGHTS, float(FINE), RARE, TERMS, own, heavy)
        return own[:many], heavy[:many]
    word = records["flags"] & (FIGURE | DAY) == 0
    raw = _WEIGHTS[records["idf"], records["count"]] * word
    norm = float(np.sqrt(np.add.accumulate(raw * raw)[-1])) if len(raw) else 0.0  # one after another: np.dot has its own order
    if not norm:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    weight = np.rint(raw * (FINE / norm)).astype(np.int64)
    keep = np.flatnonzero((records["idf"] >= RARE) & (weight > 0))
    keep = keep[np.argsort(-weight[keep], kind="stable")[:TERMS]]  # of equals the smaller term, as records are sorted
    return records["term"][keep], weight[keep]


class Index:
    """Terms and the articles (numbers, given by the owner) that hold them. Grows; what was removed is left out by the owner.

    Each term has a run of a common pool: its articles in rising order and what it weighs in each. A run that is full moves to the
    end of the pool, twice as long.
    """

    def __init__(self) -> None:
        self._of: dict[int, int] = {}  # term -> number of its run
        self._runs = np.zeros((256, 4), np.int64)  # where it starts, how many, how many fit, the heaviest
        self._slots = np.zeros(4096, np.uint32)
        self._weights = np.zeros(4096, np.uint8)
        self._used = 0
        self._mass = np.zeros(1024, np.uint32)  # by article; all 0 between two looks
        self._seen = np.zeros(1024, np.uint32)

    def add(self, slot: int, terms: NDArray[np.uint32], weights: Ints) -> None:
        """Let the article `slot`, higher than any before, be found by its terms."""
        self.extend([(slot, terms, weights)])

    def extend(self, held: Sequence[tuple[int, NDArray[np.uint32], Ints]]) -> None:
        """Let many articles be found: their slots (rising, and higher than any before), terms and weights."""
        if not held:
            return
        sizes = [len(t) for _, t, _ in held]
        slots = np.repeat(np.array([s for s, _, _ in held], np.uint32), sizes)
        terms, weights = np.concatenate([t for _, t, _ in held]), np.concatenate([w for _, _, w in held])
        if len(held) > 1:
            order = np.argsort(terms, kind="stable")
            terms, slots, weights = terms[order], slots[order], weights[order]
        first = np.flatnonzero(np.concatenate((np.ones(min(1, len(terms)), bool), terms[1:] != terms[:-1])))
        of = self._of
        runs = np.array([of.setdefault(term, len(of)) for term in terms[first].tolist()], np.int64)
        counts = np.diff(np.append(first, len(terms)))
        if len(of) > len(self._runs):
            self._runs = _longer(self._runs, len(of))
        own = self._runs[runs]
        for k in np.flatnonzero(own[:, 1] + counts > own[:, 2]).tolist():
            start, count, _, _ = own[k].tolist()
            room = 2 * (count + int(counts[k]))
            if self._used + room > len(self._slots):
                self._slots, self._weights = (_longer(a, self._used + room) for a in (self._slots, self._weights))
            for pool in (self._slots, self._weights):
                pool[self._used : self._used + count] = pool[start : start + count]
            own[k, 0], own[k, 2] = self._used, room
            self._used += room
        at = np.repeat(own[:, 0] + own[:, 1] - first, counts) + np.arange(len(terms))
        self._slots[at], self._weights[at] = slots, weights
        own[:, 1] += counts
        if len(first):
            own[:, 3] = np.maximum(own[:, 3], np.maximum.reduceat(weights, first))
        self._runs[runs] = own
        if held[-1][0] >= len(self._mass):
            self._mass, self._seen = (_longer(a, held[-1][0] + 1) for a in (self._mass, self._seen))

    def near(self, terms: NDArray[np.uint32], weights: Ints) -> Ints:
        """The articles that share enough with the one of these terms, sorted."""
        return next(self.all_near([(terms, weights)]))

    def all_near(self, wanted: Sequence[tuple[NDArray[np.uint32], Ints]]) -> Iterator[Ints]:
        """As `near`, for the terms and weights of many."""
        of = self._of
        for n in range(0, len(wanted), TOGETHER):
            some = wanted[n : n + TOGETHER]
            every, place = np.unique(np.concatenate([terms for terms, _ in some]), return_inverse=True)
            runs = np.array([of.get(term, -1) for term in every.tolist()], np.int64)[place]
            end = 0
            for _, weights in some:
                start, end = end, end + len(weights)
                own = runs[start:end]
                yield self._near(own[own >= 0], weights[own >= 0])

    def _near(self, own: Ints, weights: Ints) -> Ints:
        if not len(own):
            return np.zeros(0, np.int64)
        runs = self._runs[own]
        order = np.argsort(runs[:, 1], kind="stable")  # rare terms first
        runs, weight = runs[order], weights[order]
        made = compiling.kernels()
        if made is not None:
            found = self._seen[: made.near(runs, weight, self._slots, self._weights, GATE, self._mass, self._seen)]
            return np.sort(found).astype(np.int64)
        parts = [slice(start, start + count) for start, count, _, _ in runs.tolist()]
        slots = np.concatenate([self._slots[part] for part in parts]).astype(np.int64)
        mass = np.concatenate([self._weights[part].astype(np.int64) * w for part, w in zip(parts, weight.tolist(), strict=True)])
        if len(slots) > LONG:
            counted: Ints = np.flatnonzero(np.bincount(slots, mass) >= GATE)
            return counted
        order = np.argsort(slots, kind="stable")
        slots = slots[order]
        first = np.flatnonzero(np.concatenate(([True], slots[1:] != slots[:-1])))
        heavy: Ints = slots[first[np.add.reduceat(mass[order], first) >= GATE]]
        return heavy


def _longer(array: NDArray[Any], least: int) -> NDArray[Any]:
    """A copy with room for at least so many, and for half as many more than there were."""
    out = np.zeros((max(least, len(array) + len(array) // 2), *array.shape[1:]), array.dtype)
    out[: len(array)] = array
    return out
