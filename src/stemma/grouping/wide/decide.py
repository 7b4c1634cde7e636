"""The two fitted models of grouping by text alone: logits that a pair of articles, and that two clusters, tell the same event.

Weights are data (`wide.json`), fitted by tools/train_wide.py; what they were fitted on and how well they do is in
docs/models/grouping.md. One threshold holds for every collection: a logit of 0.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadWeights
from stemma.grouping.wide import compiling
from stemma.grouping.wide.clusters import GRAIN, HIGHEST, MERGE_FEATURES, Cluster, apart, merge_features
from stemma.grouping.wide.pairs import LOGS, PAIR_FEATURES, pair_features
from stemma.grouping.wide.profiles import Profile
from stemma.grouping.wide.weights import WEIGHT, Floats, Ints, sheaf

FILE: Final = "wide.json"
BLOCK: Final = 20_000
"""Pairs that are compared at a time."""
CLOSE: Final = 2_000
"""Pairs whose features lie close together in memory."""


@dataclass(frozen=True, slots=True)
class Quadratic:
    """A logistic model of the second degree: `bias + linear·z + products·(z_i z_j)` with `z = (x - center) / scale`, the products
    in the order (0, 0), (0, 1) … (1, 1), (1, 2) …"""

    features: tuple[str, ...]
    center: Floats
    scale: Floats
    linear: Floats
    products: Floats
    bias: float

    def logits(self, rows: Floats) -> Floats:
        """The logits of rows of features. What a row gets does not depend on the rows beside it, nor on whether numba is there:
        no matrix product is used, whose rounding changes with the number of rows."""
        width, square = len(self.features), self.square()
        out = np.empty(len(rows))
        made = compiling.kernels()
        if made is not None:
            made.logits(np.ascontiguousarray(rows), self.center, self.scale, self.linear, square, self.bias, out)
            return out
        z = (rows - self.center) / self.scale
        held = np.repeat(self.linear[None, :], len(rows), axis=0)
        for j in range(width):
            held[:, : j + 1] += z[:, j : j + 1] * square[j, : j + 1]
        out[:] = self.bias
        for k in range(width):
            out += z[:, k] * held[:, k]
        return out

    def logit(self, row: Sequence[float]) -> float:
        """The logit of one row."""
        return float(self.logits(np.array(row)[None, :])[0])

    def square(self) -> Floats:
        """The weights of the products as a matrix, second factor by first."""
        return _square(self.products.tobytes(), len(self.features))


@cache
def _square(products: bytes, width: int) -> Floats:
    out = np.zeros((width, width))
    i, j = np.triu_indices(width)
    out[j, i] = np.frombuffer(products)
    return out


def quadratic(data: dict[str, Any], wanted: tuple[str, ...]) -> Quadratic:
    """A model from its JSON form; raises `BadWeights` if it was fitted for other features."""
    if tuple(data["features"]) != wanted:
        raise BadWeights(f"{FILE}: a model was fitted for other features", "fit it again: tools/train_wide.py")
    values = {name: np.array(data[name], np.float64) for name in ("center", "scale", "linear", "products")}
    return Quadratic(features=wanted, bias=float(data["bias"]), **values)


@cache
def load() -> tuple[Quadratic, Quadratic]:
    """The pair model and the merge model; raises `BadWeights` if they are missing or fitted for other features."""
    file = resources.files("stemma.grouping.wide").joinpath(FILE)
    if not file.is_file():
        raise BadWeights(f"no {FILE} in stemma.grouping.wide", "reinstall stemma-news: the weights are part of the installation")
    data = json.loads(file.read_text("utf-8"))
    return quadratic(data["pairs"], PAIR_FEATURES), quadratic(data["merges"], MERGE_FEATURES)


def grained(logits: Floats) -> Ints:
    """Logits in `GRAIN`s, between `-HIGHEST` and `HIGHEST`."""
    out: Ints = np.rint(np.clip(logits, -HIGHEST, HIGHEST) * GRAIN).astype(np.int64)
    return out


def pair_scores(profiles: Sequence[Profile], a: Ints, b: Ints) -> Ints:
    """The logits, in `GRAIN`s, that the pairs of profiles numbered `a[n], b[n]` tell the same event."""
    out = np.empty(len(a), np.int64)
    for n in range(0, len(a), BLOCK):
        some, place = np.unique(np.concatenate((a[n : n + BLOCK], b[n : n + BLOCK])), return_inverse=True)
        one, half = sheaf([profiles[i] for i in some.tolist()]), len(place) // 2
        out[n : n + BLOCK] = grained(load()[0].logits(pair_features(one, place[:half], place[half:])))
    return out


def comparing(
    records: NDArray[np.void], starts: Ints, norms: Floats, whole: Ints, logs: Floats, a: Ints, b: Ints
) -> Ints | None:  # fmt: skip
    """As `pair_scores`, of profiles side by side as in a `Sheaf`; None without numba, where the sheaf of a few is quicker."""
    made = compiling.kernels()
    if made is None:
        return None
    out = np.empty(len(a), np.int64)
    rows = np.empty((min(len(a), CLOSE), len(PAIR_FEATURES)))
    for n in range(0, len(a), CLOSE):
        x, y = a[n : n + CLOSE], b[n : n + CLOSE]
        made.compared(records, WEIGHT, starts, norms, whole, logs, x, y, LOGS, rows[: len(x)])
        out[n : n + CLOSE] = grained(load()[0].logits(rows[: len(x)]))
    return out


def same_story(a: Cluster, b: Cluster, average: float, best: float) -> bool:
    """Whether two clusters, given the average and the best pair score between them, are one story."""
    return load()[1].logit(merge_features(a, b, average, best)) - apart(a.days, b.days) > 0
