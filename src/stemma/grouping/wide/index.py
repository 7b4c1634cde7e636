"""Which articles are worth comparing with one: those that share enough rare terms, found through an inverted index.

Whether two articles are candidates follows from their two profiles alone, whatever else is in the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
TAIL: Final = 4096
"""Articles that wait in lists before they are sorted into the arrays."""

_WEIGHTS: Final = np.arange(256)[:, None] * LOG[None, :]  # idf step x count


def indexed(profile: Profile) -> tuple[NDArray[np.uint32], Ints]:
    """The terms under which an article is found, and their weights in 1/255 of the length of its body vector."""
    records = np.frombuffer(profile.terms, TERM)
    word = records["flags"] & (FIGURE | DAY) == 0
    raw = _WEIGHTS[records["idf"], records["count"]] * word
    norm = float(np.sqrt(np.dot(raw, raw)))
    if not norm:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    weight = np.rint(raw * (FINE / norm)).astype(np.int64)
    keep = np.flatnonzero((records["idf"] >= RARE) & (weight > 0))
    if len(keep) > TERMS:
        keep = keep[np.argsort(-weight[keep], kind="stable")[:TERMS]]  # of equals the smaller term, as records are sorted
    return records["term"][keep], weight[keep]


class Index:
    """Terms and the articles (numbers, given by the owner) that hold them. Grows; what was removed is left out by the owner."""

    def __init__(self) -> None:
        self._terms = np.zeros(0, np.uint32)
        self._slots = np.zeros(0, np.uint32)
        self._weights = np.zeros(0, np.uint8)
        self._tail: dict[int, list[tuple[int, int]]] = {}
        self._waiting = 0

    def add(self, slot: int, terms: NDArray[np.uint32], weights: Ints) -> None:
        """Let the article `slot` be found by its terms."""
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            self._tail.setdefault(term, []).append(slot << 8 | weight)
        self._waiting += 1
        if self._waiting >= max(TAIL, len(self._terms) // (4 * TERMS)):
            self.settle()

    def extend(self, held: Sequence[tuple[int, NDArray[np.uint32], Ints]]) -> None:
        """Let many articles be found: their slots, terms and weights."""
        self.settle()
        if held:
            slots = np.repeat(np.array([s for s, _, _ in held], np.uint32), [len(t) for _, t, _ in held])
            self._sort(np.concatenate([t for _, t, _ in held]), slots, np.concatenate([w for _, _, w in held]))

    def settle(self) -> None:
        """Sort what waits into the arrays. Work grows with the whole index, so it is done when a quarter has been added."""
        if self._tail:
            terms = np.repeat(np.array(list(self._tail), np.uint32), [len(held) for held in self._tail.values()])
            packed = np.array([one for held in self._tail.values() for one in held], np.int64)
            self._sort(terms, (packed >> 8).astype(np.uint32), packed & 255)
        self._tail, self._waiting = {}, 0

    def _sort(self, terms: NDArray[np.uint32], slots: NDArray[np.uint32], weights: Ints) -> None:
        order = np.lexsort((slots, terms))
        at = np.searchsorted(self._terms, terms[order], "right")  # slots rise: what is new goes behind what is there
        self._terms = np.insert(self._terms, at, terms[order])
        self._slots = np.insert(self._slots, at, slots[order])
        self._weights = np.insert(self._weights, at, weights[order].astype(np.uint8))

    def near(self, terms: NDArray[np.uint32], weights: Ints) -> Ints:
        """The articles that share enough with the one of these terms, sorted."""
        if not len(terms):
            return np.zeros(0, np.int64)
        ends = np.searchsorted(self._terms, np.concatenate((terms, terms + np.uint32(1)))).reshape(2, -1)
        sizes = ends[1] - ends[0]
        owner = np.repeat(np.arange(len(terms)), sizes)
        last = np.cumsum(sizes)
        at = np.arange(len(owner)) + (ends[0] - (last - sizes))[owner]
        slots, mass = self._slots[at].astype(np.int64), self._weights[at] * weights[owner]
        tails = [(self._tail[t], w) for t, w in zip(terms.tolist(), weights.tolist(), strict=True) if t in self._tail]
        if tails:
            late = np.array([one for held, _ in tails for one in held], np.int64)
            slots = np.concatenate((slots, late >> 8))
            mass = np.concatenate((mass, (late & 255) * np.repeat([w for _, w in tails], [len(held) for held, _ in tails])))
        if not len(slots):
            return np.zeros(0, np.int64)
        if len(slots) > LONG:
            counted: Ints = np.flatnonzero(np.bincount(slots, mass) >= GATE)
            return counted
        order = np.argsort(slots, kind="stable")
        slots = slots[order]
        first = np.flatnonzero(np.concatenate(([True], slots[1:] != slots[:-1])))
        found: Ints = slots[first[np.add.reduceat(mass[order], first) >= GATE]]
        return found
