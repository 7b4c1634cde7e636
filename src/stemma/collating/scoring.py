"""How much two sentences of two articles say the same: features of the pair and of its surroundings, weighed by a small model.

The surroundings are those of the two articles alone; what other articles of the story tell about the pair is for `settling`.
The weights in `weights.json` are logistic regressions; docs/models/alignment.md says on what they were fitted and how they do
on families they have not seen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.models.alike import alike
from stemma.models.likeness import FEATURES, Matrix, Passages, answers, features, rare, weighed

AROUND: Final = (
    "rank-min", "rank-max", "soft-rank-min", "soft-rank-max", "near", "gap", "title", "margin-min", "margin-max",
    "rare-words", "rare-numbers", "rare-names",
)  # fmt: skip
"""Features of a pair's surroundings: by how much it beats the next best of its row and column (the smaller and the larger of
the two; once by how alike they are, `stemma.models.alike`, once by `soft`), the best of its neighbours on the diagonal, the
distance of relative places in the articles, whether a title is in it; `margin`: how much of a sentence's weight finds its like
here better than anywhere else in the other article; `rare`: what the two share that few sentences of either article have."""
ALL: Final = (*FEATURES, *AROUND)
WEIGHTS: Final = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences stand: `place` in 0..1 of its article (title and first sentence 0), `title` true for a title."""

    place: Matrix
    title: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weighing:
    """A logistic regression: a weight a feature, and the intercept."""

    weights: Matrix
    intercept: float

    def __call__(self, values: Matrix) -> Matrix:
        """Values of shape `(…, features)` -> their scores in 0..1, rounded to six digits."""
        # Summed feature by feature in a fixed order: a matrix product may sum in an order that depends on the shape.
        total = np.full(values.shape[:-1], self.intercept)
        for n, weight in enumerate(self.weights.tolist()):
            total = total + weight * values[..., n]
        rounded: Matrix = np.round(1.0 / (1.0 + np.exp(-total)), 6)
        return rounded


@lru_cache(maxsize=2)
def weighing(look: str, names: Sequence[str]) -> Weighing:
    """The weights that ship for the first or the second `look`, a feature of `names` each."""
    held = json.loads(WEIGHTS.read_text("utf-8"))[look]
    return Weighing(np.array([float(held["weights"][name]) for name in names]), float(held["intercept"]))


def measured(passages: Passages, left: slice, right: slice, layout: Layout) -> Matrix:
    """All features of all pairs of two articles' sentences, shape `(left, right, len(ALL))`."""
    found = answers(passages, left, right)
    own = features(passages, left, right, found)
    base = alike(own)
    soft = own[..., FEATURES.index("soft-low")] * own[..., FEATURES.index("soft-high")]
    titles = (layout.title[left], layout.title[right])
    around: list[Matrix] = []
    for likeness in (base, soft):
        rows, columns = _lead(likeness, titles[1]), _lead(likeness.T, titles[0]).T
        around += [np.minimum(rows, columns), np.maximum(rows, columns)]
    gap = np.abs(np.subtract.outer(layout.place[left], layout.place[right]))
    around += [_near(base, *titles), gap, np.logical_or.outer(*titles).astype(np.float64)]
    # What a sentence's words find here and nowhere else in the other article, by the sentence's words and by the other's.
    margins = [
        weighed(passages, part, np.maximum(_lead(best.astype(np.float64), title), 0.0))
        for part, best, title in ((left, found[0], titles[1]), (right, found[1], titles[0]))
    ]
    around += [np.log1p(np.minimum(margins[0], margins[1].T)), np.log1p(np.maximum(margins[0], margins[1].T))]
    around += [np.log1p(rare(passages, kind, left, right)) for kind in ("words", "numbers", "names")]
    # Feature by feature in memory, as they are made and as they are weighed.
    return np.moveaxis(np.concatenate([np.moveaxis(own, -1, 0), np.stack(around)]), 0, -1)


def _lead(base: Matrix, title: NDArray[np.bool_]) -> Matrix:
    """How far each value stands above the best other body sentence of its row (below 0 if it is not the best)."""
    if base.shape[1] < 2:
        return base.copy()
    body = np.where(title[None, :], -1.0, base)
    first = body.max(axis=1, keepdims=True)
    best = body >= first
    # Where two are best, the one is the other's next best.
    second = np.where(best.sum(axis=1, keepdims=True) > 1, first, np.where(best, -1.0, body).max(axis=1, keepdims=True))
    lead: Matrix = base - np.maximum(np.where(best, second, first), 0.0)
    return lead


def _near(base: Matrix, title_left: NDArray[np.bool_], title_right: NDArray[np.bool_]) -> Matrix:
    """The better of the pairs before and after on the diagonal; titles have no neighbours and are none."""
    body = np.where(np.logical_or.outer(title_left, title_right), 0.0, base)
    framed = np.pad(body, 1)
    near = np.maximum(framed[:-2, :-2], framed[2:, 2:])
    kept: Matrix = np.where(np.logical_or.outer(title_left, title_right), 0.0, near)
    return kept
