"""Parts: a sentence of which others tell the one clause here and the other there is cut between them.

Only pairs that say the same (in part) are looked at, so sentences that nobody else tells move no cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.models.encoder import GRID, read
from stemma.text.bags import number, stem
from stemma.text.words import WORD

Matrix = NDArray[np.float64]

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
    """The telling words of a sentence: to which clause each belongs, its weight, what it is known by, its vector."""

    clause: NDArray[np.int64]
    weight: Matrix
    known: NDArray[np.int64]
    vector: NDArray[np.float32]


def telling(text: str, starts: Sequence[int], index: dict[str, int]) -> Words:
    """The words of a sentence that tell something; clause `n` begins at offset `starts[n]` of `text` (the first at 0).

    `index` numbers what words are known by and grows. A word's vector is the mean of those of its pieces, of length 1.
    """
    seen = read(text)
    clause, weight, known, vectors = [], [], [], []
    for found in WORD.finditer(text):
        word = found.group().casefold()
        figure = number(word)
        tells = FIGURE if figure is not None and word[0].isdigit() else idf(word)
        inside = [n for n, at in enumerate(seen.starts) if found.start() <= at < found.end()]
        if tells < TELLS or not inside:
            continue
        clause.append(sum(start <= found.start() for start in starts) - 1)
        weight.append(tells)
        known.append(index.setdefault(figure or stem(word), len(index)))
        vector = seen.pieces[inside].astype(np.float32).sum(axis=0)
        # On a grid, so that dot products are exact in single precision, in whatever order they are summed.
        vectors.append(np.round(vector / max(float(np.linalg.norm(vector)), 1e-6) * GRID) / GRID)
    return Words(
        clause=np.array(clause, dtype=np.int64),
        weight=np.array(weight, dtype=np.float64),
        known=np.array(known, dtype=np.int64),
        vector=np.array(vectors, dtype=np.float32).reshape(len(vectors), seen.pieces.shape[1]),
    )


def alike(one: Words, two: Words) -> Matrix:
    """How alike the words of two sentences are, shape `(one, two)`: 1 for the same word, 0 below `LIKE`."""
    cosine = (one.vector @ two.vector.T).astype(np.float64)
    return np.where(np.equal.outer(one.known, two.known), 1.0, np.where(cosine >= LIKE, np.minimum(cosine, 1.0), 0.0))


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
    held: dict[tuple[int, int], Matrix] = {}
    changed = set(partners)
    for _ in range(ROUNDS):
        cut: dict[int, list[Unit]] = {}
        for s in sorted(cuttable):
            if s not in changed and changed.isdisjoint(partners[s]):
                continue
            for p in partners[s]:
                if (s, p) not in held:
                    held[s, p] = alike(words[s], words[p])
                    held[p, s] = held[s, p].T
            new = [part for unit in units[s] for part in _cut(unit, words, [u for p in partners[s] for u in units[p]], held)]
            if len(new) > len(units[s]):
                cut[s] = new
        if not cut:
            break
        units.update(cut)
        changed = set(cut)
    return units


def answered(one: Unit, two: Unit, words: Mapping[int, Words]) -> tuple[float, float]:
    """How much of the weight of `one` finds its like in `two`, and the other way round; in 0..1."""
    mine, theirs = words[one.sentence], words[two.sentence]
    return _answered(_places(mine, one), _places(theirs, two), mine, theirs, alike(mine, theirs))


def _places(words: Words, unit: Unit) -> NDArray[np.bool_]:
    return (words.clause >= unit.first) & (words.clause < unit.stop)


def _answered(here: NDArray[np.bool_], there: NDArray[np.bool_], mine: Words, theirs: Words, table: Matrix) -> tuple[float, float]:
    both = table[np.ix_(here, there)]
    if both.size == 0:
        return 0.0, 0.0
    weight, other = mine.weight[here], theirs.weight[there]
    return (
        float((both.max(axis=1) * weight).sum() / weight.sum()),
        float((both.max(axis=0) * other).sum() / other.sum()),
    )


def _cut(unit: Unit, words: Mapping[int, Words], others: Sequence[Unit], held: Mapping[tuple[int, int], Matrix]) -> list[Unit]:
    """The unit in two at its best cut, or whole where no cut is called for."""
    s = unit.sentence
    best: tuple[float, int] | None = None
    for edge in range(unit.first + 1, unit.stop):
        left, right = Unit(s, unit.first, edge), Unit(s, edge, unit.stop)
        sides = []
        for other in others:
            mine, theirs, table = words[s], words[other.sentence], held[s, other.sentence]
            there = _places(theirs, other)
            to_left, from_left = _answered(_places(mine, left), there, mine, theirs, table)
            to_right, from_right = _answered(_places(mine, right), there, mine, theirs, table)
            sides.append(
                (
                    min(to_left - to_right, from_left - from_right) if to_left >= ANSWERED else -1.0,
                    min(to_right - to_left, from_right - from_left) if to_right >= ANSWERED else -1.0,
                )
            )
        gain = min(max((a for a, _ in sides), default=-1.0), max((b for _, b in sides), default=-1.0))
        if gain >= MARGIN and (best is None or gain > best[0]):
            best = (gain, edge)
    return [unit] if best is None else [Unit(s, unit.first, best[1]), Unit(s, best[1], unit.stop)]
