"""How alike two sentences are, graded: a small model over the features of `likeness`.

It is additive: each feature goes through a curve of its own and the results are added up, so that a score can be taken
apart. It judges wording and meaning only; who says it, when and of which event is for the rooms that ask. docs/models/alike.md
says on what it was fitted and how it does on pairs that it has not seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from stemma.models.likeness import FEATURES, Matrix
from stemma.models.weights import verified

WEIGHTS: Final = Path(__file__).parent / "alike.json"
SHA256: Final = "19cca3dbc911d457e75693b529cd747a41dfa51439d23be951f7f3ff487a192c"


@dataclass(frozen=True, slots=True)
class Curves:
    """An additive model: of each feature the places of its knots, in rising order, and the values there; straight in between,
    level outside."""

    knots: tuple[tuple[float, ...], ...]
    values: tuple[tuple[float, ...], ...]
    intercept: float

    def __call__(self, features: Matrix) -> Matrix:
        """Features of shape `(…, features)` -> sums, of shape `(…)`."""
        total = np.full(features.shape[:-1], self.intercept)
        # Added up feature by feature, so that a pair's sum does not depend on what else is scored.
        for n, (knots, values) in enumerate(zip(self.knots, self.values, strict=True)):
            total = total + np.interp(features[..., n], knots, values)
        return total


@lru_cache(maxsize=1)
def model() -> Curves:
    """The model that ships, verified by hash. Raises `BadWeights`."""
    held = json.loads(verified(WEIGHTS, SHA256).read_text("utf-8"))["alike"]
    curves = [held["curves"][name] for name in FEATURES]
    return Curves(
        knots=tuple(tuple(c["knots"]) for c in curves),
        values=tuple(tuple(c["values"]) for c in curves),
        intercept=held["intercept"],
    )


def alike(features: Matrix) -> Matrix:
    """How alike two sentences are, 0 (of other matters) to 1 (they mean the same), four digits.

    `features` are those of `stemma.models.likeness.features`, shape `(…, len(FEATURES))`; the result has shape `(…)`. On
    the scale of the STS tasks divided by five (Agirre et al. 2013): .6 is "roughly the same, important details differ".
    Raises `BadWeights`.
    """
    graded: Matrix = np.round(np.clip(model()(features), 0.0, 1.0), 4).astype(np.float64)
    return graded
