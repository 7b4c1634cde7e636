"""How likely two statements make the same claim: two looks at all pairs, each a small model.

The first look weighs what `scoring` measures; the second adds what `around` sees in the first, with weights of their own for
two statements of one article and of two. The weights in `weights.json` are logistic regressions; docs/models/claims.md says
on what they were fitted and how they do on families they have not seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.matching.around import AROUND, ASKED, seen, surroundings
from stemma.matching.scoring import ALL, Board, Context, begin, blocks, leads, settings, told
from stemma.models.encoder import WORKERS
from stemma.models.likeness import FEATURES, Matrix

WEIGHTS: Final = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic regression: a weight a feature, and the intercept."""

    weights: Matrix
    intercept: float

    def __call__(self, values: Matrix) -> Matrix:
        """Probabilities for values of shape `(rows, n, features)`, rounded to six digits."""
        return self.done(self.begun(values))

    def begun(self, values: Matrix) -> Matrix:
        """The sum over the first features, as many as `values` has, shape `(rows, n)`."""
        return self._added(np.full(values.shape[:2], self.intercept), self.weights[: values.shape[-1]], values)

    def done(self, total: Matrix) -> Matrix:
        """Probabilities from the sum over all features."""
        rounded: Matrix = np.round(1.0 / (1.0 + np.exp(-total)), 6)
        return rounded

    def _added(self, total: Matrix, weights: Matrix, values: Matrix) -> Matrix:
        # Summed feature by feature in a fixed order: a matrix product may sum in an order that depends on the shape.
        for n, weight in enumerate(weights.tolist()):
            total = total + weight * values[..., n]
        return total


@dataclass(frozen=True, slots=True)
class Looks:
    """The first look, and the second for two statements of one article (`within`) and of two (`across`)."""

    first: Weighing
    within: Weighing
    across: Weighing


@lru_cache(maxsize=1)
def looks() -> Looks:
    """The weights that ship."""
    held = json.loads(WEIGHTS.read_text("utf-8"))

    def one(name: str, features: Sequence[str]) -> Weighing:
        kept = held[name]
        return Weighing(np.array([float(kept["weights"][f]) for f in features]), float(kept["intercept"]))

    return Looks(first=one("first", ALL), within=one("within", ALL + AROUND), across=one("across", ALL + AROUND))


@dataclass(frozen=True, slots=True)
class Begun:
    """What a first look leaves: its probabilities, the sums of the second look over the same features, and of these features
    those that `around` asks for again; matrices `(n, n)`."""

    first: Matrix
    total: Matrix
    asked: Mapping[str, Matrix]


def first_look(board: Board, used: Looks) -> Begun:
    """Look at all pairs for the first time, a block of rows at a time; of (a, b) as of (b, a), so once for both."""
    count = len(board.statements)
    every, shape = slice(0, count), (count, count)
    begun = Begun(np.zeros(shape), np.zeros(shape), {name: np.zeros(shape) for name in ASKED})
    contents = begin(board.contents.different, [used.first.begun, used.within.begun, used.across.begun])
    spread = board.contents.spread
    known = Context(*(leads(spread(m, every, every), board.article) for m in (contents.base, contents.soft)))
    held = settings(board)
    names = ALL[len(FEATURES) :]

    def look(rows: slice) -> None:
        columns = slice(rows.start, count)
        within = np.nonzero(_within(board, rows, columns))
        first, inside, total = (spread(m, rows, columns) for m in contents.sums)
        inside = inside[within]
        kept = {"content cosine": spread(contents.cosine, rows, columns)}
        rest = (*(board.settings.spread(one, rows, columns) for one in held), *told(board, known, rows, columns))
        for n, (name, values) in enumerate(zip(names, rest, strict=True), len(FEATURES)):
            first += used.first.weights[n] * values
            total += used.across.weights[n] * values
            inside += used.within.weights[n] * values[within]
            if name in begun.asked:
                kept[name] = values
        total[within] = inside
        for out, found in (
            (begun.first, used.first.done(first)),
            (begun.total, total),
            *((begun.asked[k], v) for k, v in kept.items()),
        ):
            out[rows, columns] = found
            out[columns, rows] = found.T

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(look, blocks(board)))
    return begun


def likelihood(board: Board, given: Looks | None = None) -> Matrix:
    """Probability that two statements make the same claim, shape `(n, n)`, symmetric, in 0..1 with six digits.

    `given` are the weights; None: those that ship. Features are worked out a block of rows at a time, so memory grows with the
    square of the number of statements, but only by a few matrices.
    """
    used = looks() if given is None else given
    begun = first_look(board, used)
    look = seen(board, begun.first)
    found = np.zeros_like(begun.first)

    def again(rows: slice) -> None:
        columns = slice(rows.start, len(found))
        within = np.nonzero(_within(board, rows, columns))
        total = begun.total[rows, columns].copy()
        inside = total[within]
        asked = {name: matrix[rows, columns] for name, matrix in begun.asked.items()}
        for n, values in enumerate(surroundings(board, look, asked, rows, columns), len(ALL)):
            total += used.across.weights[n] * values
            inside += used.within.weights[n] * values[within]
        total[within] = inside
        made = used.across.done(total)
        found[rows, columns] = made
        found[columns, rows] = made.T

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(again, blocks(board)))
    return found


def _within(board: Board, rows: slice, columns: slice) -> NDArray[np.bool_]:
    """Which pairs are of one article."""
    same: NDArray[np.bool_] = np.equal.outer(board.article[rows], board.article[columns])
    return same
