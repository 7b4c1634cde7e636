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

from stemma.models.encoder import Reading
from stemma.text.bags import Bag, Weigh
from stemma.text.words import words

Matrix = NDArray[np.float64]
Answers = tuple[NDArray[np.float32], NDArray[np.float32]]

KINDS: Final = ("words", "runs", "names", "numbers", "quoted")
FEATURES: Final = (
    "words-low", "words-high", "words-log", "runs-low", "runs-high", "runs-log", "names-low", "names-log",
    "numbers-low", "numbers-clash", "quoted-low", "quoted-log", "soft-low", "soft-high", "cosine",
)  # fmt: skip
"""Names of the features, in the order of `features`: shared weight as a share of the poorer (`low`) and of the richer (`high`)
passage, or the logarithm of one plus it (`log`); `clash`: both have figures and share none; `soft`: how much of a passage's
weight finds a word in the other that means the like (`low` in the passage that finds less, `high` in the other); `cosine` of
the vectors."""

_GRID: Final = float(2**20)
_CHUNK: Final = 64
_TELLS: Final = 1.0  # words that tell less are not looked up: half of all pieces, and little of the weight


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
    """Passages made ready for comparing: `terms` by kind, `vectors`, shape `(passages, 384)`, on the grid of `exact`, and
    word pieces: those of passage `n` are rows `first[n]` up to `first[n + 1]` of `pieces` and `weight`; `whole[n]` is the sum
    of their weights."""

    terms: Mapping[str, Terms]
    vectors: Matrix
    pieces: NDArray[np.float32]
    weight: Matrix
    first: NDArray[np.int64]
    whole: Matrix


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one passage: vectors, shape `(pieces, 384)`, multiples of 2^-10, and how much each tells."""

    vectors: NDArray[np.float16]
    weight: tuple[float, ...]


def exact(vectors: NDArray[np.float32]) -> Matrix:
    """Sentence vectors on a grid of 2^-20: their dot products are exact in double precision, in any order of summing."""
    gridded: Matrix = np.round(vectors.astype(np.float64) * _GRID) / _GRID
    return gridded


def pieces(reading: Reading, weigh: Weigh, sentence: str, *, figures: float) -> Pieces:
    """The word pieces of a sentence that tell something: a piece has its share of its word's weight, a figure `figures`."""
    weights = [0.0] * len(reading.starts)
    for word in words(sentence):
        inside = [n for n, start in enumerate(reading.starts) if word.start <= start < word.end]
        said = sentence[word.start : word.end].casefold()
        tells = figures if said[0].isdigit() else weigh(said)
        for n in inside:
            weights[n] = round(tells / len(inside) * 1024) / 1024 if tells >= _TELLS else 0.0
    return Pieces(reading.pieces, tuple(weights))


def ready(bags: Sequence[Bag], vectors: NDArray[np.float32], told: Sequence[Pieces] | None = None) -> Passages:
    """Bags, vectors and word pieces (one each a passage, in the same order) -> `Passages`; no pieces, no `soft` features."""
    terms = {}
    for kind in KINDS:
        maps: list[Mapping[str, float]] = [getattr(bag, kind) for bag in bags]
        index = {term: n for n, term in enumerate(sorted({term for one in maps for term in one}))}
        weight = np.array([w for one in maps for w in one.values()], dtype=np.float64)
        row = np.array([n for n, one in enumerate(maps) for _ in one], dtype=np.int64)
        term = np.array([index[t] for one in maps for t in one], dtype=np.int64)
        total = np.bincount(row, weights=weight, minlength=len(maps)).astype(np.float64)
        terms[kind] = Terms(row=row, term=term, weight=weight, total=total, count=len(index))
    rows: list[NDArray[np.float32]] = []
    whole: list[float] = []
    weights: list[float] = []
    first = [0]
    for one in told or [Pieces(np.zeros((0, 1), dtype=np.float16), ())] * len(bags):
        kept = [n for n, w in enumerate(one.weight) if w > 0]
        # A passage without pieces gets one that is like nothing, so that no passage is empty.
        rows.append(one.vectors[kept].astype(np.float32) if kept else np.zeros((1, one.vectors.shape[1]), dtype=np.float32))
        weights += [one.weight[n] for n in kept] or [0.0]
        first.append(len(weights))
        whole.append(sum(weights[first[-2] :]))
    return Passages(
        terms=terms,
        vectors=exact(vectors),
        pieces=np.concatenate(rows) if rows else np.zeros((0, 1), dtype=np.float32),
        weight=np.array(weights, dtype=np.float64),
        first=np.array(first, dtype=np.int64),
        whole=np.array(whole, dtype=np.float64),
    )


def features(passages: Passages, left: slice, right: slice, found: Answers | None = None) -> Matrix:
    """Features of every passage in `left` against every one in `right`, shape `(left, right, len(FEATURES))`.

    `found` is what `answers` gives for the same passages, where the caller has it already.
    Symmetric: the features of (a, b) are those of (b, a). All are in -1..1 but the logarithms, which are in 0..about 5.
    """
    both = {kind: _shared(passages.terms[kind], left, right) for kind in KINDS}
    totals = {kind: (passages.terms[kind].total[left], passages.terms[kind].total[right]) for kind in KINDS}
    low = {kind: _part(both[kind], np.minimum.outer(*totals[kind])) for kind in KINDS}
    high = {kind: _part(both[kind], np.maximum.outer(*totals[kind])) for kind in ("words", "runs")}
    figures = np.minimum.outer(*totals["numbers"]) > 0
    soft = _soft(passages, left, right, answers(passages, left, right) if found is None else found)
    every = [
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
        np.minimum(*soft),
        np.maximum(*soft),
        passages.vectors[left] @ passages.vectors[right].T,
    ]
    # Feature by feature in memory, as they are made and as they are weighed.
    return np.moveaxis(np.stack(every), 0, -1)


def _shared(terms: Terms, left: slice, right: slice, *, rare: bool = False) -> Matrix:
    """Weight of the terms that two passages share (the mean of a term's weight in the one and in the other).

    With `rare`, a term that `k` passages of a side have counts 1 / sqrt(k) there.
    """
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
        mark = (weight > 0).astype(np.float64)
        if rare:
            # On a grid, as all weights are: sums are the same in any order.
            scale = np.round(1024 / np.sqrt(np.maximum(mark.sum(axis=0), 1))) / 1024
            weight, mark = weight * scale, mark * scale
        weights.append(weight)
        marks.append(mark)
    total: Matrix = (weights[0] @ marks[1].T + marks[0] @ weights[1].T) / 2
    return total


def rare(passages: Passages, kind: str, left: slice, right: slice) -> Matrix:
    """Weight of the terms of one kind that two passages share, less the more passages of either side have them.

    Shape `(left, right)`. What stands once in each of two articles ties the two places together; what stands everywhere does not.
    """
    return _shared(passages.terms[kind], left, right, rare=True)


def _part(both: Matrix, whole: Matrix) -> Matrix:
    share: Matrix = np.divide(both, whole, out=np.zeros_like(both), where=np.broadcast_to(whole > 0, both.shape))
    return np.minimum(share, 1.0)


def shares(passages: Passages, kind: str, left: slice, right: slice) -> tuple[Matrix, Matrix, NDArray[np.bool_]]:
    """Of one kind of term only: the weight two passages share, its share of the poorer one, and whether both have any.

    All of shape `(left, right)`.
    """
    terms = passages.terms[kind]
    both, poorer = _shared(terms, left, right), np.minimum.outer(terms.total[left], terms.total[right])
    return both, _part(both, poorer), poorer > 0


def answers(passages: Passages, left: slice, right: slice) -> Answers:
    """The best cosine that each word piece finds in each passage of the other side.

    Shapes `(pieces of left, right)` and `(pieces of right, left)`; pieces as `passages.first` counts them. All zero for
    passages given without pieces.
    """
    first = passages.first
    ours, theirs = (slice(int(first[s.start]), int(first[s.stop])) for s in (left, right))
    columns = first[right.start : right.stop] - theirs.start
    forth = np.zeros((ours.stop - ours.start, right.stop - right.start), dtype=np.float32)
    back = np.zeros((theirs.stop - theirs.start, left.stop - left.start), dtype=np.float32)
    # Passages given without pieces have one empty piece each, of one dimension.
    for n in range(left.start, left.stop, _CHUNK) if passages.pieces.shape[1] > 1 and len(columns) else ():
        last = min(n + _CHUNK, left.stop)
        here = slice(int(first[n]), int(first[last]))
        # Multiples of 2^-20 below 1: exact in single precision, so the best does not depend on the order of summing.
        cosines = passages.pieces[here] @ passages.pieces[theirs].T
        forth[here.start - ours.start : here.stop - ours.start] = np.maximum.reduceat(cosines, columns, axis=1)
        back[:, n - left.start : last - left.start] = np.maximum.reduceat(cosines, first[n:last] - here.start, axis=0).T
    return forth, back


def weighed(passages: Passages, part: slice, values: NDArray[np.floating]) -> Matrix:
    """Values of the word pieces of `part`, a row each, times what each piece tells, summed by passage."""
    first = passages.first
    here = slice(int(first[part.start]), int(first[part.stop]))
    if here.start == here.stop:
        return np.zeros((0, values.shape[1]))
    total: Matrix = np.add.reduceat(values * passages.weight[here, None], first[part] - here.start, axis=0)
    return total


def _soft(passages: Passages, left: slice, right: slice, found: Answers) -> tuple[Matrix, Matrix]:
    """The share of each left passage's weight that each right passage answers, and the other way round: every word piece by
    its best cosine there. Both of shape `(left, right)`, in 0..1.

    The idea of BERTScore (Zhang et al. 2020), with idf weights.
    """
    forth, back = weighed(passages, left, found[0]), weighed(passages, right, found[1]).T
    whole = passages.whole
    return _part(np.maximum(forth, 0.0), whole[left][:, None]), _part(np.maximum(back, 0.0), whole[right][None, :])
