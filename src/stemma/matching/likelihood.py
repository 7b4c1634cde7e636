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

from stemma.matching.around import AROUND, around
from stemma.matching.scoring import ALL, Board, measured
from stemma.models.likeness import Matrix

WEIGHTS: Final = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic regression: a weight a feature, and the intercept."""

    weights: Matrix
    intercept: float

    def __call__(self, values: Matrix) -> Matrix:
        """Probabilities for values of shape `(n, n, features)`, rounded to six digits."""
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


def wider(board: Board, values: Matrix, first: Weighing) -> Matrix:
    """What both looks see, shape `(n, n, len(ALL) + len(AROUND))`, from what the first sees."""
    return np.concatenate([values, around(board, values, first(values))], axis=-1)


def likelihood(board: Board) -> Matrix:
    """Probability that two statements make the same claim, shape `(n, n)`, symmetric, in 0..1 with six digits."""
    given = looks()
    seen = wider(board, measured(board), given.first)
    return np.where(np.equal.outer(board.article, board.article), given.within(seen), given.across(seen))
