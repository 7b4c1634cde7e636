"""Conflict of two single sentences, as SICK asks for it: a logistic regression over likeness and negation.

It is measured, not shipped: of two reports nobody says that they tell of one scene, and SICK's licence (CC BY-NC-SA) would bind
what is fitted on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stemma.models.likeness import FEATURES, Matrix
from stemma.text.words import folded, words

WEIGHTS: Final = Path(__file__).parent / "weights" / "conflict.json"
CONFLICT: Final = 0.5
"""Probability from which two sentences are taken to be in conflict."""
POLAR: Final = ("negated-both", "negated-one", "negated-one words", "negated-one cosine")
"""What `conflict` looks at beside `FEATURES`: whether both of the two say that something is not so, or one does, the latter also
times the share of words that they have in common and times their cosine."""
NEGATIONS: Final = frozenset(
    "no not never none nothing nobody neither nor nowhere cannot without".split()  # noqa: SIM905
)
"""Words that negate; those that end in "n't" ("won't") do so too."""
REFUTALS: Final = frozenset(
    """deny denies denied denying denial denials reject rejects rejected rejecting rejection dispute disputes disputed disputing
    refute refutes refuted refuting rebut rebuts rebutted dismiss dismisses dismissed dismissing""".split()  # noqa: SIM905
)
"""Words by which somebody says that what others say is not so."""


def negations(said: Iterable[str]) -> int:
    """How many of the words (lower case, plain apostrophes, as `folded` gives them) negate."""
    return sum(w in NEGATIONS or w.endswith("n't") for w in said)


def says_no(text: str) -> bool:
    """Whether a stretch of text says that something is not so: it negates, or tells of a denial."""
    said = folded(text, words(text))
    return negations(said) > 0 or any(w in REFUTALS for w in said)


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The weights by name, and the intercept."""
    held: dict[str, Any] = json.loads(WEIGHTS.read_text("utf-8"))
    return held


def conflict(features: Matrix, polar: Matrix) -> Matrix:
    """Probability, 0..1 with four digits, that of two sentences on one scene one says that the other is not so.

    `features` are those of `stemma.models.likeness`, `polar` as `polarity` gives it for the same pairs, shape `(…, len(POLAR))`.
    """
    held = weights()
    total = np.full(features.shape[:-1], held["intercept"])
    both = np.concatenate([features, polar], axis=-1)
    for n, name in enumerate((*FEATURES, *POLAR)):
        total = total + held["weights"][name] * both[..., n]
    probability: Matrix = np.round(1 / (1 + np.exp(-total)), 4)
    return probability


def polarity(one: NDArray[np.bool_], two: NDArray[np.bool_], features: Matrix) -> Matrix:
    """What `conflict` needs to know beside the features of the same pairs: shape `(…, len(POLAR))`.

    `one` and `two`, shape `(…)`: whether the one and the other sentence of a pair say that something is not so
    (`says_no`).
    """
    both, either = np.logical_and(one, two).astype(np.float64), np.logical_xor(one, two).astype(np.float64)
    shared, cosine = features[..., FEATURES.index("words-high")], features[..., FEATURES.index("cosine")]
    return np.stack([both, either, either * shared, either * cosine], axis=-1)
