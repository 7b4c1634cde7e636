"""How alike the passages of two lists are: one matrix a feature, from what their bags share and from their vectors.

All sums are taken over multiples of a fixed power of two, so a pair's features are the same bits whatever else is compared
in the same call, and whichever of the two lists a passage stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.text.bags import Bag

Matrix = NDArray[np.float64]

KINDS: Final = ("words", "runs", "names", "numbers", "quoted")
FEATURES: Final = (
    "words-low", "words-high", "words-log", "runs-low", "runs-high", "runs-log", "names-low", "names-log",
    "numbers-low", "numbers-clash", "quoted-low", "quoted-log", "cosine",
)  # fmt: skip
"""Names of the features, in the order of `features`: shared weight as a share of the poorer (`low`) and of the richer (`high`)
passage, or the logarithm of one plus it (`log`); `clash`: both have figures and share none; `cosine` of the vectors."""

_GRID: Final = float(2**20)


@dataclass(frozen=True, slots=True)
class Terms:
    """Bags of one kind, flat: entry `e` says that passage `row[e]` has term `term[e]` with weight `weight[e]`."""

    row: NDArray[np.int64]
    term: NDArray[np.int64]
    weight: Matrix
    total: Matrix
    count: int


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages made ready for comparing: `terms` by kind and `vectors`, shape `(passages, 384)`, on the grid of `exact`."""

    terms: Mapping[str, Terms]
    vectors: Matrix


def exact(vectors: NDArray[np.float32]) -> Matrix:
    """Sentence vectors on a grid of 2^-20: their dot products are exact in double precision, in any order of summing."""
    gridded: Matrix = np.round(vectors.astype(np.float64) * _GRID) / _GRID
    return gridded


def ready(bags: Sequence[Bag], vectors: NDArray[np.float32]) -> Passages:
    """Bags and vectors (one each a passage, in the same order) -> `Passages`."""
    terms = {}
    for kind in KINDS:
        maps: list[Mapping[str, float]] = [getattr(bag, kind) for bag in bags]
        index = {term: n for n, term in enumerate(sorted({term for one in maps for term in one}))}
        weight = np.array([w for one in maps for w in one.values()], dtype=np.float64)
        row = np.array([n for n, one in enumerate(maps) for _ in one], dtype=np.int64)
        term = np.array([index[t] for one in maps for t in one], dtype=np.int64)
        total = np.bincount(row, weights=weight, minlength=len(maps)).astype(np.float64)
        terms[kind] = Terms(row=row, term=term, weight=weight, total=total, count=len(index))
    return Passages(terms=terms, vectors=exact(vectors))


def features(passages: Passages, left: slice, right: slice) -> Matrix:
    """Features of every passage in `left` against every one in `right`, shape `(left, right, len(FEATURES))`.

    Symmetric: the features of (a, b) are those of (b, a). All are in -1..1 but the logarithms, which are in 0..about 5.
    """
    both = {kind: _shared(passages.terms[kind], left, right) for kind in KINDS}
    totals = {kind: (passages.terms[kind].total[left], passages.terms[kind].total[right]) for kind in KINDS}
    low = {kind: _part(both[kind], np.minimum.outer(*totals[kind])) for kind in KINDS}
    high = {kind: _part(both[kind], np.maximum.outer(*totals[kind])) for kind in ("words", "runs")}
    figures = np.minimum.outer(*totals["numbers"]) > 0
    return np.stack(
        [
            low["words"],
            high["words"],
            np.log1p(both["words"]),
            low["runs"],
            high["runs"],
            np.log1p(both["runs"]),
            low["names"],
            np.log1p(both["names"]),
            low["numbers"],
            (figures & (both["numbers"] == 0)).astype(np.float64),
            low["quoted"],
            np.log1p(both["quoted"]),
            passages.vectors[left] @ passages.vectors[right].T,
        ],
        axis=-1,
    )


def _shared(terms: Terms, left: slice, right: slice) -> Matrix:
    """Weight of the terms that two passages share (the mean of a term's weight in the one and in the other)."""
    mine = (terms.row >= left.start) & (terms.row < left.stop)
    column = np.full(terms.count, -1, dtype=np.int64)
    present = np.unique(terms.term[mine])
    # Only terms of the left side can be shared, so only they need a column.
    column[present] = np.arange(len(present))
    weights, marks = [], []
    for side in (left, right):
        kept = (terms.row >= side.start) & (terms.row < side.stop) & (column[terms.term] >= 0)
        weight = np.zeros((side.stop - side.start, len(present)))
        weight[terms.row[kept] - side.start, column[terms.term[kept]]] = terms.weight[kept]
        weights.append(weight)
        marks.append((weight > 0).astype(np.float64))
    total: Matrix = (weights[0] @ marks[1].T + marks[0] @ weights[1].T) / 2
    return total


def _part(both: Matrix, whole: Matrix) -> Matrix:
    share: Matrix = np.divide(both, whole, out=np.zeros_like(both), where=whole > 0)
    return np.minimum(share, 1.0)
