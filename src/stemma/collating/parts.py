"""Parts: a sentence of which others tell the one clause here and the other there is cut between them.

Only pairs that say the same (in part) are looked at, so sentences that nobody else tells move no cut.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.models.encoder import GRID, Reading
from stemma.text.bags import number, stem
from stemma.text.words import WORD

Matrix = NDArray[np.float64]
Ranges = tuple[tuple[int, int], ...]

TELLS: Final = 1.5
"""Words with a lower idf are not looked up."""
FIGURE: Final = 5.0
LIKE: Final = 0.5
"""Two words are alike from this cosine of their vectors on."""
ANSWERED: Final = 0.45
"""A part is told by another where so much of its weight finds its like there."""
MARGIN: Final = 0.25
"""By how much a partner must tell the one side of a cut better than the other."""
SUPPORT: Final = 0.3
"""Parts of two sentences that say the same belong together where each tells at least so much of the other."""
ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """Clauses `first` up to `stop` of sentence `sentence`."""

    sentence: int
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Words:
    """The telling words of a sentence: those of clause `n` are `clause[n]` up to `clause[n + 1]`; the weight of each, what it is
    known by, its vector."""

    clause: tuple[int, ...]
    weight: Matrix
    known: NDArray[np.int64]
    vector: NDArray[np.float32]


def telling(text: str, seen: Reading, starts: Sequence[int], index: dict[str, int]) -> Words:
    """The words of a sentence that tell something; clause `n` begins at offset `starts[n]` of `text` (the first at 0), and
    `seen` is how the encoder reads `text`.

    `index` numbers what words are known by and grows. A word's vector is the mean of those of its pieces, of length 1. Weights
    are multiples of 2^-10 and vectors of 2^-10, so that sums do not depend on the order in which they are taken.
    """
    clause, weight, known, vectors = [], [], [], []
    first = 0
    for found in WORD.finditer(text):
        word = found.group().casefold()
        figure = number(word)
        tells = FIGURE if figure is not None and word[0].isdigit() else idf(word)
        while first < len(seen.starts) and seen.starts[first] < found.start():
            first += 1
        last = first
        while last < len(seen.starts) and seen.starts[last] < found.end():
            last += 1
        if tells < TELLS or last == first:
            continue
        clause.append(found.start())
        weight.append(round(tells * GRID) / GRID)
        known.append(index.setdefault(figure or stem(word), len(index)))
        vectors.append(seen.pieces[first:last].astype(np.float32).sum(axis=0))
    vector = np.array(vectors, dtype=np.float32).reshape(len(vectors), seen.pieces.shape[1])
    length = np.maximum(np.sqrt((vector.astype(np.float64) ** 2).sum(axis=1)), 1e-6)
    return Words(
        clause=(*(bisect_left(clause, start) for start in starts), len(clause)),
        weight=np.array(weight, dtype=np.float64),
        known=np.array(known, dtype=np.int64),
        vector=(np.round(vector / length[:, None] * GRID) / GRID).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class Table:
    """The words of one sentence beside those of others, end to end: how alike they are, shape `(words, words of others)`.

    Unit `n` of `units` (of the others; those without a telling word are left out) begins at column `first[n]`; `weight` is a
    column's weight and `whole[n]` a unit's.
    """

    like: Matrix
    units: tuple[Unit, ...]
    first: NDArray[np.int64]
    weight: Matrix
    whole: Matrix


def table(one: Words, units: Sequence[Unit], words: Mapping[int, Words]) -> Table | None:
    """A sentence beside the units of others (those of a sentence together and in order); None if they tell nothing.

    Words are alike by 1 if they are the same, by the cosine of their vectors from `LIKE` on, else by 0.
    """
    others = [words[s] for s in dict.fromkeys(u.sentence for u in units)]
    sizes = np.array([words[u.sentence].clause[u.stop] - words[u.sentence].clause[u.first] for u in units], dtype=np.int64)
    if not len(one.weight) or not sizes.any():
        return None
    cosine = (one.vector @ np.concatenate([o.vector for o in others]).T).astype(np.float64)
    same = np.equal.outer(one.known, np.concatenate([o.known for o in others]))
    weight = np.concatenate([o.weight for o in others])
    first = np.concatenate([[0], np.cumsum(sizes[sizes > 0])[:-1]]).astype(np.int64)
    return Table(
        like=np.where(same, 1.0, np.where(cosine >= LIKE, np.minimum(cosine, 1.0), 0.0)),
        units=tuple(u for u, size in zip(units, sizes.tolist(), strict=True) if size),
        first=first,
        weight=weight,
        whole=np.add.reduceat(weight, first),
    )


def told(one: Words, rows: slice, beside: Table) -> tuple[Matrix, Matrix]:
    """How much of the weight of the words `rows` of a sentence finds its like in each unit beside it, and the other way round.

    Both in 0..1, shape `(units,)`; 0 where `rows` are no words.
    """
    like, weight = beside.like[rows], one.weight[rows]
    if not len(weight):
        return np.zeros(len(beside.units)), np.zeros(len(beside.units))
    forth = weight @ np.maximum.reduceat(like, beside.first, axis=1) / weight.sum()
    back = np.add.reduceat(like.max(axis=0) * beside.weight, beside.first) / beside.whole
    return forth, back


def rows_of(one: Words, unit: Unit) -> slice:
    """The words of a unit: they stand together."""
    return slice(one.clause[unit.first], one.clause[unit.stop])


def divide(
    words: Mapping[int, Words], clauses: Mapping[int, int], partners: Mapping[int, Sequence[int]], cuttable: AbstractSet[int]
) -> dict[int, list[Unit]]:
    """Cut sentences into units: sentence -> its units in order, for every sentence of `partners`.

    `clauses` says of how many clauses a sentence is; `partners` which sentences of other articles say the same, in part at
    least; only sentences of `cuttable` are cut (`words` must hold them and their partners). A cut falls between two clauses
    where one partner (or a part of one) tells only what is left of it and another only what is right of it. Partners that are
    cut cut in turn, in at most `ROUNDS` rounds; all of a round see the units of the last.
    """
    units = {s: [Unit(s, 0, clauses[s])] for s in partners}
    # Sentences of the same words and clauses have the same `Words`, and what is told by one is told by the other.
    state = {s: (id(words[s]), _ranges(units[s])) for s in partners}
    known: dict[tuple[tuple[int, Ranges], frozenset[tuple[int, Ranges]]], Ranges] = {}
    changed = set(partners)
    for _ in range(ROUNDS):
        cut: dict[int, list[Unit]] = {}
        for s in sorted(cuttable):
            if len(units[s]) == clauses[s] or (s not in changed and changed.isdisjoint(partners[s])):
                continue
            others = {state[p]: p for p in reversed(partners[s])}
            key = state[s], frozenset(others)
            if key not in known:
                beside = table(words[s], [u for p in sorted(others.values()) for u in units[p]], words)
                known[key] = _ranges([part for unit in units[s] for part in _cut(unit, words[s], beside)] if beside else units[s])
            if len(known[key]) > len(units[s]):
                cut[s] = [Unit(s, first, stop) for first, stop in known[key]]
        if not cut:
            break
        units.update(cut)
        state.update({s: (id(words[s]), _ranges(units[s])) for s in cut})
        changed = set(cut)
    return units


def _ranges(units: Sequence[Unit]) -> Ranges:
    return tuple((u.first, u.stop) for u in units)


def _cut(unit: Unit, one: Words, beside: Table) -> list[Unit]:
    """The unit in two at its best cut, or whole where no cut is called for."""
    best: tuple[float, int] | None = None
    for edge in range(unit.first + 1, unit.stop):
        left = told(one, rows_of(one, Unit(unit.sentence, unit.first, edge)), beside)
        right = told(one, rows_of(one, Unit(unit.sentence, edge, unit.stop)), beside)
        more = np.minimum(left[0] - right[0], left[1] - right[1])
        less = np.minimum(right[0] - left[0], right[1] - left[1])
        gain = min(float(np.where(left[0] >= ANSWERED, more, -1.0).max()), float(np.where(right[0] >= ANSWERED, less, -1.0).max()))
        if gain >= MARGIN and (best is None or gain > best[0]):
            best = (gain, edge)
    if best is None:
        return [unit]
    return [Unit(unit.sentence, unit.first, best[1]), Unit(unit.sentence, best[1], unit.stop)]
