"""How likely two statements make the same claim: two looks at all pairs, each a small model.

The first look weighs what `scoring` measures; the second adds what `around` sees in the first, with weights of their own for
two statements of one article and of two. The weights in `weights.json` are logistic regressions; docs/models/claims.md says
on what they were fitted and how they do on families they have not seen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from stemma.matching.around import AROUND, Seen, around, seen
from stemma.matching.scoring import ALL, Board, Context, blocks, context, measured
from stemma.models.likeness import Matrix

WEIGHTS: Final = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic regression: a weight a feature, and the intercept."""

    weights: Matrix
    intercept: float

    def __call__(self, values: Matrix) -> Matrix:
        """Probabilities for values of shape `(rows, n, features)`, rounded to six digits."""
        # Summed feature by feature in a fixed order: a matrix product may sum in an order that depends on the shape.
        total = np.full(values.shape[:2], self.intercept)
        for n, weight in enumerate(self.weights.tolist()):
            total = total + weight * values[..., n]
        rounded: Matrix = np.round(1.0 / (1.0 + np.exp(-total)), 6)
        return rounded


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


def first_look(board: Board, known: Context, first: Weighing) -> Matrix:
    """Probabilities of the first look, shape `(n, n)`."""
    empty = np.zeros((0, len(board.statements)))
    return np.concatenate([empty, *(first(measured(board, known, rows)) for rows in blocks(board))])


def second_look(board: Board, known: Context, look: Seen, rows: slice) -> Matrix:
    """What both looks see of `rows`, shape `(rows, n, len(ALL) + len(AROUND))`."""
    values = measured(board, known, rows)
    whole = [np.moveaxis(part, -1, 0) for part in (values, around(board, look, values, rows))]
    return np.moveaxis(np.concatenate(whole), 0, -1)


def likelihood(board: Board, given: Looks | None = None) -> Matrix:
    """Probability that two statements make the same claim, shape `(n, n)`, symmetric, in 0..1 with six digits.

    `given` are the weights; None: those that ship. Features are worked out a block of rows at a time, so memory grows with the
    square of the number of statements, but only by a few matrices.
    """
    used = looks() if given is None else given
    known = context(board)
    look = seen(board, first_look(board, known, used.first))
    found = [np.zeros((0, len(board.statements)))]
    for rows in blocks(board):
        values = second_look(board, known, look, rows)
        within = np.equal.outer(board.article[rows], board.article)
        found.append(np.where(within, used.within(values), used.across(values)))
    return np.concatenate(found)
