"""The line model as it is on sites and families that it has not seen: six sets of weights, each trained without one fold.

`tools/train_lines.py` writes them beside the weights that ship (same features, same code, other pages held out); which fold a site
or a family falls in is a hash of its name (`evals.rendered.fold_of`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from evals.rendered import FOLDS, fold_of
from stemma.reading.plain.linemodel import LineModel, line_model
from stemma.reading.plain.settling import settle

WEIGHTS: Final = Path(__file__).resolve().parent / "weights" / "lines.json.gz"


@cache
def _models() -> tuple[LineModel, ...]:
    models = tuple(line_model(m) for m in json.loads(gzip.decompress(WEIGHTS.read_bytes())))
    if len(models) != FOLDS:
        raise ValueError(f"{WEIGHTS.name}: found {len(models)} models; needed {FOLDS}: run make train-lines")
    return models


def kept_lines(lines: Sequence[str], group: str) -> list[bool]:
    """Which lines of a page (no blank ones) the model keeps that was trained without this site or family."""
    return settle(lines, _models()[fold_of(group)].chances(lines).tolist())
