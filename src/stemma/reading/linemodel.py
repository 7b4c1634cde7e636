"""Lines of a page -> the chance that each belongs to the report: two passes of logistic regression over `features`.

The weights ship as `lines.json` beside this file; how they were made and measured: docs/models/lines.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadWeights
from stemma.reading import features

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Pass:
    weights: Vector
    bias: float

    def __call__(self, x: features.Matrix) -> Vector:
        z = np.clip(x @ self.weights + self.bias, -30, 30)
        return np.asarray(1 / (1 + np.exp(-z)), dtype=float)


@cache
def _load() -> tuple[_Pass, _Pass]:
    try:
        model = json.loads(files("stemma.reading").joinpath("lines.json").read_text("utf-8"))
        passes = []
        for key, names in (("first", features.FIRST_PASS), ("second", features.SECOND_PASS)):
            if tuple(model[key]["names"]) != names:
                raise BadWeights(f"lines.json: the {key} pass was trained on other features than this version computes",
                                 "run python tools/train_lines.py")  # fmt: skip
            passes.append(_Pass(np.array(model[key]["weights"], dtype=float), float(model[key]["bias"])))
    except (OSError, ValueError, KeyError) as error:
        raise BadWeights("lines.json, the weights of the line model, is missing or damaged", "install stemma-news again") from error
    return passes[0], passes[1]


def body_chances(lines: Sequence[str]) -> Vector:
    """For each line (no blank ones) of a page, in order, the chance in 0..1 that it is part of the report.

    Raises `BadWeights` if the weights are missing or do not fit this version.
    """
    if not lines:
        return np.zeros(0)
    one, two = _load()
    p = one(features.first_pass(lines))
    return two(features.second_pass(lines, p))
