"""The two fitted models of grouping: logits that a pair of articles, and that two clusters, tell the same event.

Weights are data (`grouping.json`), fitted by tools/train_grouping.py; what they were fitted on and how well they do is in
docs/models/grouping.md. One threshold holds for every batch: a logit of 0.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from stemma.errors import BadWeights
from stemma.grouping.clusters import LOWEST, MERGE_FEATURES, Cluster, apart, merge_features
from stemma.grouping.pairs import PAIR_FEATURES, pair_features
from stemma.grouping.profiles import Profile

FILE: Final = "grouping.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model: `bias + linear·z + z·square·z` with `z = (x - center) / scale`; `square` is empty for the first degree."""

    features: tuple[str, ...]
    center: tuple[float, ...]
    scale: tuple[float, ...]
    linear: tuple[float, ...]
    square: tuple[tuple[float, ...], ...]
    bias: float

    def logit(self, values: Sequence[float]) -> float:
        """The logit for one row of features, given in the order of `features`."""
        z = [(x - c) / s for x, c, s in zip(values, self.center, self.scale, strict=True)]
        out = self.bias + sum(w * x for w, x in zip(self.linear, z, strict=True))
        for n, row in enumerate(self.square):
            out += z[n] * sum(w * x for w, x in zip(row, z, strict=True))
        return out


@cache
def load() -> tuple[Logistic, Logistic]:
    """The pair model and the merge model; raises `BadWeights` if they are missing or fitted for other features."""
    file = resources.files("stemma.grouping").joinpath(FILE)
    if not file.is_file():
        raise BadWeights(f"no {FILE} in stemma.grouping", "reinstall stemma-news: the weights are part of the installation")
    data = json.loads(file.read_text("utf-8"))
    models = []
    for name, wanted in (("pairs", PAIR_FEATURES), ("merges", MERGE_FEATURES)):
        model = data[name]
        if tuple(model["features"]) != wanted:
            raise BadWeights(f"{FILE}: the {name} model was fitted for other features", "fit it again: tools/train_grouping.py")
        models.append(
            Logistic(
                features=wanted,
                center=tuple(model["center"]),
                scale=tuple(model["scale"]),
                linear=tuple(model["linear"]),
                square=tuple(tuple(row) for row in model["square"]),
                bias=model["bias"],
            )
        )
    return models[0], models[1]


def pair_score(a: Profile, b: Profile) -> float:
    """The logit that two articles tell the same event, between `LOWEST` and `-LOWEST`."""
    return max(LOWEST, min(-LOWEST, load()[0].logit(pair_features(a, b))))


def same_story(a: Cluster, b: Cluster, average: float, best: float) -> bool:
    """Whether two clusters, given the average and the best pair score between them, are one story."""
    return load()[1].logit(merge_features(a, b, average, best)) - apart(a, b) > 0
