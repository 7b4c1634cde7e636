"""Conflict: F1 of the class CONTRADICTION on the trial pairs of SICK 2014. Fitted on the training pairs.

Peers in the same run: one of the two negates; the cosine of the sentence vectors says nothing, shown by its AUC.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from evals.conflict import CONFLICT, conflict, polarity, says_no
from evals.core import auc, f1
from evals.sentences import Rated, measured, sick
from stemma.models.alike import alike
from stemma.models.likeness import FEATURES, Matrix

NEEDS: Final = "sick"
VERSION: Final = 1
FLOORS: Final = ("contradiction_f1",)


def negated(pairs: list[Rated]) -> tuple[np.ndarray, np.ndarray]:
    """Whether the one and the other sentence of every pair say that something is not so."""
    return np.array([says_no(p.one) for p in pairs]), np.array([says_no(p.two) for p in pairs])


def measure(folder: Path) -> dict[str, float]:
    """F1, precision and recall of the class, and Pearson's r of graded likeness with relatedness (never fitted on it)."""
    pairs = sick(folder / "SICK_trial.txt")
    values, (one, two) = measured(pairs), negated(pairs)
    gold = np.array([p.judgement == "CONTRADICTION" for p in pairs])
    found = conflict(values, polarity(one, two, values)) >= CONFLICT
    true = float((found & gold).sum())
    alone = one ^ two
    cosine: Matrix = values[:, FEATURES.index("cosine")]
    return {
        "pairs": float(len(pairs)),
        "contradictions": float(gold.sum()),
        "contradiction_f1": f1(true, float(found.sum()), float(gold.sum())),
        "contradiction_precision": true / max(1.0, float(found.sum())),
        "contradiction_recall": true / max(1.0, float(gold.sum())),
        "peer_one_negates_f1": f1(float((alone & gold).sum()), float(alone.sum()), float(gold.sum())),
        "peer_minilm_auc": auc((-cosine).tolist(), gold.tolist()),
        "relatedness_pearson": float(np.corrcoef(alike(values), [p.score for p in pairs])[0, 1]),
    }
