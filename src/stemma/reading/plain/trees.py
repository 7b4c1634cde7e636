"""Gradient-boosted trees as plain numbers: read from JSON, weighed with numpy. Trained elsewhere (tools/), by scikit-learn.

A tree is a run of nodes in preorder: the left child of a node is the next one, `right` names the other; a leaf has feature -1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose leaves' values are added up to the logit of a chance. All arrays: (nodes,); roots: (trees,)."""

    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    roots: NDArray[np.int64]
    base: float
    depth: int

    def __call__(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Logits of the rows of `x`: (rows,)."""
        n, width = x.shape
        flat = x.ravel()
        at = np.tile(self.roots, (n, 1))
        row = (np.arange(n) * width)[:, None]
        for _ in range(self.depth):
            left = flat.take(row + self.feature.take(at)) <= self.threshold.take(at)
            at = np.where(left, self.left.take(at), self.right.take(at))
        return np.asarray(self.base + self.value.take(at).sum(axis=1), dtype=float)


def forest(model: Mapping[str, object]) -> Forest:
    """A forest out of JSON: {"base", "depth", "roots", "feature", "threshold", "right", "value"}.

    Raises `KeyError` or `ValueError` if a part is missing or the parts do not fit each other.
    """
    feature = np.array(_list(model, "feature"), dtype=np.int64)
    right = np.array(_list(model, "right"), dtype=np.int64)
    threshold = np.array(_list(model, "threshold"), dtype=float)
    value = np.array(_list(model, "value"), dtype=float)
    roots = np.array(_list(model, "roots"), dtype=np.int64)
    if not len(feature) == len(right) == len(threshold) == len(value) or not len(roots):
        raise ValueError("the arrays of a forest differ in length")
    number = np.arange(len(feature))
    leaf = feature < 0
    if (right >= len(feature)).any() or (roots >= len(feature)).any() or (right < 0).any() or (roots < 0).any():
        raise ValueError("a forest names a node that it does not have")
    # A leaf leads to itself, so that every row may take the same number of steps.
    return Forest(
        np.where(leaf, 0, feature),
        threshold,
        np.where(leaf, number, np.minimum(number + 1, len(feature) - 1)),
        np.where(leaf, number, right),
        value,
        roots,
        float(str(model["base"])),
        int(str(model["depth"])),
    )


def _list(model: Mapping[str, object], key: str) -> Sequence[float]:
    found = model[key]
    if not isinstance(found, list):
        raise ValueError(f"a forest's {key} is no list")
    return found
