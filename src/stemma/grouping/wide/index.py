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
TAIL: Final = 4096
"""Articles that wait in lists before they are sorted into the arrays."""

_WEIGHTS: Final = np.arange(256)[:, None] * LOG[None, :]  # idf step x count


def indexed(profile: Profile) -> tuple[list[int], list[int]]:
    """The terms under which an article is found, and their weights in 1/255 of the length of its body vector."""
    records = np.frombuffer(profile.terms, TERM)
    word = records["flags"] & (FIGURE | DAY) == 0
    raw = _WEIGHTS[records["idf"], records["count"]] * word
    norm = float(np.sqrt(np.dot(raw, raw)))
    if not norm:
        return [], []
    weight = np.rint(raw * (FINE / norm)).astype(np.int64)
    keep = np.flatnonzero((records["idf"] >= RARE) & (weight > 0))
    if len(keep) > TERMS:
        keep = keep[np.argsort(-weight[keep], kind="stable")[:TERMS]]  # of equals the smaller term, as records are sorted
    return records["term"][keep].tolist(), weight[keep].tolist()


class Index:
    """Terms and the articles (numbers, given by the owner) that hold them. Grows; what was removed is left out by the owner."""

    def __init__(self) -> None:
        self._terms = np.zeros(0, np.uint32)
        self._slots = np.zeros(0, np.uint32)
        self._weights = np.zeros(0, np.uint8)
        self._tail: dict[int, list[tuple[int, int]]] = {}
        self._waiting = 0
        self._mass = np.zeros(1024, np.int64)

    def add(self, slot: int, terms: Sequence[int], weights: Sequence[int]) -> None:
        """Let the article `slot` be found by its terms."""
        for term, weight in zip(terms, weights, strict=True):
            self._tail.setdefault(term, []).append((slot, weight))
        self._waiting += 1
        if slot >= len(self._mass):
            self._mass = np.zeros(2 * slot + 1, np.int64)
        if self._waiting >= max(TAIL, len(self._terms) // (4 * TERMS)):
            self.settle()

    def settle(self) -> None:
        """Sort what waits into the arrays. Work grows with the whole index, so it is done when a quarter has been added."""
        if not self._tail:
            return
        new = np.array([(term, slot, weight) for term, held in self._tail.items() for slot, weight in held], np.int64)
        terms = np.concatenate((self._terms, new[:, 0].astype(np.uint32)))
        slots = np.concatenate((self._slots, new[:, 1].astype(np.uint32)))
        weights = np.concatenate((self._weights, new[:, 2].astype(np.uint8)))
        order = np.lexsort((slots, terms))
        self._terms, self._slots, self._weights = terms[order], slots[order], weights[order]
        self._tail, self._waiting = {}, 0

    def near(self, terms: Sequence[int], weights: Sequence[int]) -> Ints:
        """The articles that share enough with the one of these terms, sorted."""
        if not terms:
            return np.zeros(0, np.int64)
        wanted = np.array(terms, np.uint32)
        first = np.searchsorted(self._terms, wanted, "left").tolist()
        last = np.searchsorted(self._terms, wanted, "right").tolist()
        mass = self._mass
        touched: list[NDArray[np.uint32]] = []
        for n, (term, weight) in enumerate(zip(terms, weights, strict=True)):
            if last[n] > first[n]:
                some = self._slots[first[n] : last[n]]
                mass[some] += self._weights[first[n] : last[n]].astype(np.int64) * weight
                touched.append(some)
            tail = self._tail.get(term)
            if tail:
                late = np.array(tail, np.int64)
                mass[late[:, 0]] += late[:, 1] * weight
                touched.append(late[:, 0].astype(np.uint32))
        if not touched:
            return np.zeros(0, np.int64)
        every = np.concatenate(touched)
        found: Ints = np.unique(every[mass[every] >= GATE]).astype(np.int64)
        mass[every] = 0
        return found
