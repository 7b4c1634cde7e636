"""Fit graded likeness (src/stemma/models/alike.json) and the conflict that is only measured (evals/weights/conflict.json).

    OMP_NUM_THREADS=1 PYTHONPATH=. python -m tools.fit_alike ../shared/data/similarity

`alike`: ridge regression on curves of the features, on the headline pairs of STS 2013 and 2014. `conflict`: logistic regression
on the training pairs of SICK. Prints cross-validated figures and the hash that `stemma.models.alike` must name; reads
neither STS 2015 nor the trial pairs of SICK. Numbers only, no text. See docs/models/alike.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import cross_val_predict

from evals.conflict import CONFLICT, POLAR, polarity
from evals.conflict import WEIGHTS as CONFLICTS
from evals.core import f1
from evals.figures.sick import negated
from evals.figures.sts_headlines import pearson
from evals.sentences import measured, sick, sts
from stemma.models.alike import WEIGHTS, Curves
from stemma.models.likeness import FEATURES, Matrix
from stemma.models.weights import hash_of

RIDGE, STRENGTH = 3.0, 0.1
"""Ridge on the curves, and the inverse of the ridge on the standardised features of `conflict`."""
KNOTS = (0.0, 1 / 3, 2 / 3, 1.0)
"""Shares of the pairs below the knots of a curve."""


def curves(x: Matrix, y: Matrix) -> Curves:
    """Curves for features `x` against how alike people find the pairs, 0..1."""
    knots = [np.unique(np.round(np.quantile(column, KNOTS), 3)) for column in x.T]
    hats = [
        np.stack([np.interp(column, at, np.eye(len(at))[n]) for n in range(len(at))], 1)
        for column, at in zip(x.T, knots, strict=True)
    ]
    wide = np.hstack(hats)
    center, spread = wide.mean(axis=0), wide.std(axis=0) + 1e-3
    model = Ridge(RIDGE).fit((wide - center) / spread, y)
    weights = model.coef_ / spread
    cut = np.split(weights, np.cumsum([len(at) for at in knots])[:-1])
    return Curves(
        knots=tuple(tuple(float(v) for v in at) for at in knots),
        values=tuple(tuple(round(float(v), 4) for v in part) for part in cut),
        intercept=round(float(model.intercept_ - weights @ center), 4),
    )


def logistic(x: Matrix, y: NDArray[np.bool_]) -> tuple[Matrix, float]:
    """Weights and intercept on the features as they are (standardised while fitting)."""
    center, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((x - center) / spread, y)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ center)


def main() -> None:
    """Fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description="fit graded likeness and conflict")
    parser.add_argument("folder", type=Path, help="the folder of sts-headlines and sick2014")
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    years = []
    for year in (2013, 2014):
        pairs = sts(arguments.folder / f"sts-headlines/{year}.tsv")
        years.append((measured(pairs), np.array([p.score for p in pairs]) / 5))
    for one, other in (((0, 2013), (1, 2014)), ((1, 2014), (0, 2013))):
        x, y = years[other[0]]
        print(f"STS headlines, fitted on {one[1]}, measured on {other[1]}: {pearson(curves(*years[one[0]])(x), y):.3f}")
    pairs = sick(arguments.folder / "sick2014/SICK_train.txt")
    values = measured(pairs)
    x = np.hstack([values, polarity(*negated(pairs), values)])
    gold = np.array([p.judgement == "CONTRADICTION" for p in pairs])
    spread = x.std(axis=0) + 1e-9
    chances = cross_val_predict(LogisticRegression(C=STRENGTH, max_iter=5000), x / spread, gold, cv=5, method="predict_proba")[:, 1]
    found = chances >= CONFLICT
    print(f"SICK contradiction, five folds: F1 {f1((found & gold).sum(), found.sum(), gold.sum()):.3f}")
    if arguments.dry:
        return
    fitted = curves(np.vstack([x for x, _ in years]), np.concatenate([y for _, y in years]))
    weights, intercept = logistic(x, gold)
    held = {
        "alike": {
            "intercept": fitted.intercept,
            "curves": {n: {"knots": k, "values": v} for n, k, v in zip(FEATURES, fitted.knots, fitted.values, strict=True)},
        },
    }
    conflicts = {
        "intercept": round(intercept, 4),
        "weights": {n: round(float(w), 4) for n, w in zip((*FEATURES, *POLAR), weights, strict=True)},
    }
    CONFLICTS.write_text(json.dumps(conflicts, indent=1) + "\n", "utf-8")
    WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", "utf-8")
    print(f"write into src/stemma/models/alike.py: SHA256 = {hash_of(WEIGHTS)!r}")


if __name__ == "__main__":
    main()
