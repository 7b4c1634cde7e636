"""How much two sentences of two articles say the same: features of the pair and of its surroundings, weighed by a small model.

The surroundings are those of the two articles alone, so a third article changes nothing. The weights in `weights.json` are a
logistic regression; docs/models/alignment.md says on what it was fitted and how it does on families it has not seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.models.likeness import FEATURES, Matrix, Passages, features

AROUND: Final = ("rank-min", "rank-max", "soft-rank-min", "soft-rank-max", "near", "gap", "title")
"""Features of a pair's surroundings: by how much it beats the next best of its row and column (the smaller and the larger of
the two; once by shared words and vectors, once by `soft`), the best of its neighbours on the diagonal, the distance of relative
places in the articles, whether a title is in it."""
ALL: Final = (*FEATURES, *AROUND)
WEIGHTS: Final = Path(__file__).parent / "weights.json"

_BASE: Final[Mapping[str, float]] = {"cosine": 0.5, "words-low": 0.25, "words-high": 0.25}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences stand: `place` in 0..1 of its article (title and first sentence 0), `title` true for a title."""

    place: Matrix
    title: NDArray[np.bool_]


@lru_cache(maxsize=1)
def weights() -> tuple[Matrix, float]:
    """Weights a feature, in the order of `ALL`, and the intercept."""
    held = json.loads(WEIGHTS.read_text("utf-8"))
    return np.array([held["weights"].get(name, 0.0) for name in ALL]), float(held["intercept"])


def measured(passages: Passages, left: slice, right: slice, layout: Layout) -> Matrix:
    """All features of all pairs of two articles' sentences, shape `(left, right, len(ALL))`."""
    own = features(passages, left, right)
    base = np.zeros(own.shape[:2])
    for name, share in _BASE.items():
        base = base + share * np.maximum(own[..., FEATURES.index(name)], 0.0)
    soft = own[..., FEATURES.index("soft-low")] * own[..., FEATURES.index("soft-high")]
    titles = (layout.title[left], layout.title[right])
    leads: list[Matrix] = []
    for likeness in (base, soft):
        rows, columns = _lead(likeness, titles[1]), _lead(likeness.T, titles[0]).T
        leads += [np.minimum(rows, columns), np.maximum(rows, columns)]
    gap = np.abs(np.subtract.outer(layout.place[left], layout.place[right]))
    title = np.logical_or.outer(*titles).astype(np.float64)
    around = [*leads, _near(base, *titles), gap, title]
    return np.concatenate([own, np.stack(around, axis=-1)], axis=-1)


def scores(values: Matrix) -> Matrix:
    """Measured pairs, shape `(left, right, len(ALL))` -> their scores in 0..1, shape `(left, right)`, rounded to six digits."""
    weight, intercept = weights()
    # Summed feature by feature in a fixed order: a matrix product may sum in an order that depends on the shape.
    total = np.full(values.shape[:2], intercept)
    for n in range(len(ALL)):
        total = total + weight[n] * values[..., n]
    rounded: Matrix = np.round(1.0 / (1.0 + np.exp(-total)), 6)
    return rounded


def _lead(base: Matrix, title: NDArray[np.bool_]) -> Matrix:
    """How far each value stands above the best other body sentence of its row (below 0 if it is not the best)."""
    body = np.where(title[None, :], -1.0, base)
    if base.shape[1] < 2:
        return base.copy()
    ordered = np.sort(body, axis=1)
    first, second = ordered[:, -1:], ordered[:, -2:-1]
    lead: Matrix = base - np.maximum(np.where(body >= first, second, first), 0.0)
    return lead


def _near(base: Matrix, title_left: NDArray[np.bool_], title_right: NDArray[np.bool_]) -> Matrix:
    """The better of the pairs before and after on the diagonal; titles have no neighbours and are none."""
    body = np.where(np.logical_or.outer(title_left, title_right), 0.0, base)
    framed = np.pad(body, 1)
    near = np.maximum(framed[:-2, :-2], framed[2:, 2:])
    kept: Matrix = np.where(np.logical_or.outer(title_left, title_right), 0.0, near)
    return kept
