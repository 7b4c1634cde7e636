"""Lines of a page -> the chance that each belongs to the report: two passes over `features`, `layout` and `standing`.

The first pass is a forest of boosted trees, the second the mean (of logits) of such a forest and a logistic regression.
The weights ship as `lines.json` beside this file; how they were made and measured: docs/models/lines.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadWeights
from stemma.reading.plain import layout, standing
from stemma.reading.plain.features import measure
from stemma.reading.plain.layout import Vector
from stemma.reading.plain.trees import Forest, forest


@dataclass(frozen=True, slots=True)
class LineModel:
    """Weights of both passes."""

    first: Forest
    first_columns: NDArray[np.int64]
    second: Forest
    second_columns: NDArray[np.int64]
    weights: Vector
    bias: float

    def chances(self, lines: Sequence[str]) -> Vector:
        """For each line (no blank ones) of a page, in order, the chance in 0..1 that it is part of the report."""
        if not lines:
            return np.zeros(0)
        page = measure(lines)
        x = layout.first_pass(page)
        x2 = standing.second_pass(page, x, sigmoid(self.first(x[:, self.first_columns])))
        return sigmoid((self.second(x2[:, self.second_columns]) + x2 @ self.weights + self.bias) / 2)


def sigmoid(z: Vector) -> Vector:
    """Logits to chances."""
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))), dtype=float)


def line_model(model: Mapping[str, object]) -> LineModel:
    """The model out of its JSON form. Raises `BadWeights` if it was trained on other features; `KeyError`, `ValueError` or
    `TypeError` if it is damaged."""
    one, two = _part(model, "first"), _part(model, "second")
    if tuple(two["regressed"]) != standing.SECOND_PASS:
        raise BadWeights(
            "lines.json: the second pass was trained on other features than this version computes", "run make train-lines"
        )
    return LineModel(
        forest(one),
        _columns(one["names"], layout.FIRST_PASS),
        forest(two),
        _columns(two["names"], standing.SECOND_PASS),
        np.array(two["weights"], dtype=float),
        float(two["bias"]),
    )


def _part(model: Mapping[str, object], key: str) -> dict[str, Any]:
    part = model[key]
    if not isinstance(part, dict):
        raise ValueError(f"the {key} pass is no object")
    return part


def _columns(names: Sequence[str], known: Sequence[str]) -> NDArray[np.int64]:
    """Where the features that a forest was grown on stand among those that are computed."""
    place = {name: n for n, name in enumerate(known)}
    if missing := sorted(set(names) - set(place)):
        raise BadWeights(f"lines.json: trained on {missing[0]}, which this version does not compute", "run make train-lines")
    return np.array([place[name] for name in names], dtype=np.int64)


@cache
def shipped() -> LineModel:
    """The model that ships. Raises `BadWeights` if its file is missing, damaged or of another version."""
    try:
        return line_model(json.loads(files("stemma.reading.plain").joinpath("lines.json").read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadWeights("lines.json, the weights of the line model, is missing or damaged", "install stemma-news again") from error


def body_chances(lines: Sequence[str]) -> Vector:
    """For each line (no blank ones) of a page, in order, the chance in 0..1 that it is part of the report.

    Raises `BadWeights` if the weights are missing or do not fit this version.
    """
    return shipped().chances(lines) if lines else np.zeros(0)
