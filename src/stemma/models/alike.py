"""How alike two sentences are, graded, and whether one says that the other is not so: two small models over shared features.

`alike` is an additive model: each feature of `likeness` goes through a curve of its own and the results are added up, so that
a score can be taken apart. `conflict` is a logistic regression over the same features and which of the two negate. Both
judge wording and meaning only; who says it, when and of which event is for the rooms that ask. docs/models/alike.md says on
what they were fitted and how they do on pairs that they have not seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.models.likeness import FEATURES, Matrix
from stemma.models.weights import verified

WEIGHTS: Final = Path(__file__).parent / "alike.json"
SHA256: Final = "89c50c2a8a2256fde43f3fef810804217a3c1291bb88f0b44d75412d3f31231b"
CONFLICT: Final = 0.5
"""Probability from which two sentences are taken to be in conflict."""
POLAR: Final = ("negated-both", "negated-one", "negated-one words", "negated-one cosine")
"""What `conflict` looks at beside `FEATURES`: whether both of the two say that something is not so, or one does, the latter also
times the share of words that they have in common and times their cosine."""


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


@dataclass(frozen=True, slots=True)
class Models:
    """Both models: the curves of `alike`, and the weights of `conflict` with its intercept."""

    alike: Curves
    conflict: tuple[float, ...]
    intercept: float


@lru_cache(maxsize=1)
def models() -> Models:
    """The models that ship, verified by hash. Raises `BadWeights`."""
    held = json.loads(verified(WEIGHTS, SHA256).read_text("utf-8"))
    curves = [held["alike"]["curves"][name] for name in FEATURES]
    return Models(
        alike=Curves(
            knots=tuple(tuple(c["knots"]) for c in curves),
            values=tuple(tuple(c["values"]) for c in curves),
            intercept=held["alike"]["intercept"],
        ),
        conflict=tuple(held["conflict"]["weights"][name] for name in (*FEATURES, *POLAR)),
        intercept=held["conflict"]["intercept"],
    )


def alike(features: Matrix) -> Matrix:
    """How alike two sentences are, 0 (of other matters) to 1 (they mean the same), four digits.

    `features` are those of `stemma.models.likeness.features`, shape `(…, len(FEATURES))`; the result has shape `(…)`. On
    the scale of the STS tasks divided by five (Agirre et al. 2013): .6 is "roughly the same, important details differ".
    Raises `BadWeights`.
    """
    graded: Matrix = np.round(np.clip(models().alike(features), 0.0, 1.0), 4).astype(np.float64)
    return graded


def conflict(features: Matrix, polar: Matrix) -> Matrix:
    """Probability, 0..1 with four digits, that of two sentences on one scene one says that the other is not so.

    `features` as for `alike`, `polar` as `polarity` gives it for the same pairs, shape `(…, len(POLAR))`. Raises `BadWeights`.
    """
    held = models()
    total = np.full(features.shape[:-1], held.intercept)
    both = np.concatenate([features, polar], axis=-1)
    for n, weight in enumerate(held.conflict):
        total = total + weight * both[..., n]
    probability: Matrix = np.round(1 / (1 + np.exp(-total)), 4)
    return probability


def polarity(one: NDArray[np.bool_], two: NDArray[np.bool_], features: Matrix) -> Matrix:
    """What `conflict` needs to know beside the features of the same pairs: shape `(…, len(POLAR))`.

    `one` and `two`, shape `(…)`: whether the one and the other sentence of a pair say that something is not so
    (`stemma.values.polarity.says_no`).
    """
    both, either = np.logical_and(one, two).astype(np.float64), np.logical_xor(one, two).astype(np.float64)
    shared, cosine = features[..., FEATURES.index("words-high")], features[..., FEATURES.index("cosine")]
    return np.stack([both, either, either * shared, either * cosine], axis=-1)
