"""Fit the weights of `stemma.collating.scoring` on the alignments of the Retold families and print the cross-validated figures.

    OMP_NUM_THREADS=1 PYTHONPATH=. python -m tools.fit_alignment ../shared/data/retold

Writes src/stemma/collating/weights.json: numbers only, no text. See docs/models/alignment.md.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals import core, retold
from evals.figures.alignment import at, gold_pairs, overlaps
from stemma.collating import scoring
from stemma.collating.collate import THRESHOLD, prepare
from stemma.models.likeness import Matrix

STRENGTH = 0.1
"""Inverse of the ridge on standardised features."""


@dataclass(frozen=True)
class Material:
    """One family: features of all pairs of the annotated articles' own sentences, and the own pairs of every gold pair."""

    values: Matrix
    places: list[list[tuple[int, int]]]
    labels: list[bool]


def material(family: retold.Family) -> Material:
    """Measure the two annotated articles of a family (others are not needed: a pair's score depends on its two articles)."""
    a, b, pairs = gold_pairs(family)
    sheet = prepare([retold.article(family, i) for i in (a, b)], {i: retold.parsed(family, i) for i in (a, b)})
    values = scoring.measured(sheet.passages, sheet.of[0], sheet.of[1], sheet.layout)
    left, right = (sheet.sentences[part] for part in sheet.of)
    places = [
        [(i, j) for i, p in enumerate(left) if overlaps(p.span, one) for j, q in enumerate(right) if overlaps(q.span, two)]
        for one, two, _ in pairs
    ]
    return Material(values, places, [relation is not None for _, _, relation in pairs])


def fit(material: list[Material]) -> tuple[Matrix, float]:
    """Weights and intercept on the features as they are (standardised while fitting)."""
    x = np.array([m.values[i, j] for m in material for places in m.places for i, j in places])
    y = np.array([label for m in material for places, label in zip(m.places, m.labels, strict=True) for _ in places])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def predicted(one: Material, weights: Matrix, intercept: float) -> list[float]:
    """Score of every gold pair: the best of its own pairs."""
    values = 1 / (1 + np.exp(-(one.values @ weights + intercept)))
    return [max((float(values[i, j]) for i, j in places), default=0.0) for places in one.places]


def main() -> None:
    """Fit, cross-validate by family, write."""
    parser = argparse.ArgumentParser(description="fit the sentence aligner")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    every = [material(f) for f in retold.families(arguments.folder)]
    scores: list[float] = []
    for n, one in enumerate(every):
        scores += predicted(one, *fit(every[:n] + every[n + 1 :]))
    labels = [label for m in every for label in m.labels]
    print(f"families {len(every)}, pairs {len(labels)}, of them aligned {sum(labels)}")
    print(f"cross-validated AP {core.average_precision(scores, labels):.3f}")
    for threshold in (0.35, 0.4, 0.45, THRESHOLD, 0.55):
        print(
            f"cross-validated F1, precision, recall at {threshold}: " + " ".join(f"{v:.3f}" for v in at(scores, labels, threshold))
        )
    if not arguments.dry:
        weights, intercept = fit(every)
        held = {
            "intercept": round(intercept, 4),
            "weights": {n: round(float(w), 4) for n, w in zip(scoring.ALL, weights, strict=True)},
        }
        scoring.WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
