"""The small models of tracing: standardised features, one weight each, and the file that ships them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from stemma.errors import BadWeights

FILE: Final = "weights.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named features: `means` and `scales` standardise them, a weight above 0 speaks for."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log odds, against the average pair."""
        rows = zip(self.names, self.means, self.scales, self.weights, strict=True)
        return {name: weight * (features[name] - mean) / scale for name, mean, scale, weight in rows}

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability in 0..1."""
        return logistic(self.bias + math.fsum(self.parts(features).values()))


@dataclass(frozen=True, slots=True)
class Weights:
    """All models of tracing: are two articles `kin`, is there an `edge` between them, which `way` does it run (and by what the
    texts alone say: `turn`), and does an article rest on an original that is not there (`lost`)."""

    kin: Logistic
    edge: Logistic
    way: Logistic
    turn: Logistic
    lost: Logistic


def logistic(x: float) -> float:
    """1 / (1 + e^-x), without overflow, rounded to nine digits so that machines agree."""
    return round(1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x)), 9) if abs(x) < 700 else float(x > 0)


@lru_cache(maxsize=1)
def load() -> Weights:
    """The weights that ship with the package. Raises `BadWeights` if they are missing."""
    file = resources.files("stemma.tracing").joinpath(FILE)
    if not file.is_file():
        raise BadWeights(f"no {FILE} in stemma.tracing", "reinstall stemma-news, or rebuild it with tools/train_tracing.py")
    raw = json.loads(file.read_text("utf-8"))
    return Weights(**{name: _logistic(raw[name]) for name in ("kin", "edge", "way", "turn", "lost")})


def dump(weights: Weights) -> str:
    """Weights as the JSON that `load` reads."""
    return json.dumps(asdict(weights), indent=1) + "\n"


def _logistic(raw: Mapping[str, list[str] | list[float] | float]) -> Logistic:
    names, means, scales, weights, bias = (raw[k] for k in ("names", "means", "scales", "weights", "bias"))
    if not (isinstance(names, list) and isinstance(means, list) and isinstance(scales, list) and isinstance(weights, list)):
        raise BadWeights(f"{FILE} is not what tools/train_tracing.py writes", "rebuild it")
    if not isinstance(bias, int | float):
        raise BadWeights(f"{FILE} has no bias", "rebuild it with tools/train_tracing.py")
    return Logistic(
        names=tuple(str(n) for n in names),
        means=tuple(float(x) for x in means),
        scales=tuple(float(x) for x in scales),
        weights=tuple(float(x) for x in weights),
        bias=float(bias),
    )
