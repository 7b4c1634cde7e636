"""Graded likeness: Pearson's r with what people say, on the headline pairs of the STS task of 2015.

Fitted on the pairs of 2013 and 2014. Peers in the same run: the cosine of the sentence vectors, Jaccard of words, and difflib.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import numpy as np

from evals.sentences import measured, sts
from stemma.models.alike import alike
from stemma.models.likeness import FEATURES
from stemma.text.words import folded, words

NEEDS: Final = "sts"
VERSION: Final = 1
FLOORS: Final = ("pearson",)


def measure(folder: Path) -> dict[str, float]:
    """Pearson's r of the program and of the peers."""
    pairs = sts(folder / "2015.tsv")
    values, people = measured(pairs), np.array([p.score for p in pairs])
    said = [(folded(p.one, words(p.one)), folded(p.two, words(p.two))) for p in pairs]
    peers = {
        "minilm": values[:, FEATURES.index("cosine")],
        "jaccard": np.array([len({*a} & {*b}) / max(1, len({*a} | {*b})) for a, b in said]),
        "difflib": np.array([SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in said]),
    }
    out = {"pairs": float(len(pairs)), "pearson": pearson(alike(values), people)}
    return out | {f"peer_{name}_pearson": pearson(found, people) for name, found in peers.items()}


def pearson(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's correlation of two lists of numbers."""
    return float(np.corrcoef(a, b)[0, 1])
