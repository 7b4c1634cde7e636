"""Fit the weights of `stemma.matching.scoring` on the claims of the Retold families and print the cross-validated figures.

    OMP_NUM_THREADS=1 PYTHONPATH=. python -m tools.fit_claims ../shared/data/retold

Writes src/stemma/matching/weights.json: numbers only, no text. See docs/models/claims.md.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals import core, retold
from stemma.collating import collate
from stemma.matching import scoring
from stemma.matching.linking import clusters
from stemma.matching.match import THRESHOLD
from stemma.models.likeness import Matrix

STRENGTH = 0.1
"""Inverse of the ridge on standardised features."""


@dataclass(frozen=True)
class Material:
    """One family: features of all pairs of gold statements of visible same-story articles, and the claim of each."""

    values: Matrix
    claims: tuple[str, ...]

    @property
    def upper(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Indices of every pair once."""
        a, b = np.triu_indices(len(self.claims), 1)
        return a.astype(np.int64), b.astype(np.int64)

    def same(self) -> NDArray[np.bool_]:
        """Whether two statements make one claim, for every pair of `upper`."""
        a, b = self.upper
        names = np.array(self.claims)
        out: NDArray[np.bool_] = names[a] == names[b]
        return out


def material(family: retold.Family) -> Material:
    """Measure a family."""
    ids = sorted(family.visible())
    articles, parsed = [retold.article(family, i) for i in ids], {i: retold.parsed(family, i) for i in ids}
    statements = sorted(retold.statements(family), key=lambda s: (s.article, s.content, s.id))
    claim_of = {s: c.id for c in retold.claims(family) for s in c.statements}
    board = scoring.prepare(articles, parsed, statements, collate(articles, parsed))
    return Material(scoring.measured(board), tuple(claim_of[s.id] for s in statements))


def fit(every: list[Material]) -> tuple[Matrix, float]:
    """Weights and intercept on the features as they are (standardised while fitting)."""
    x = np.concatenate([m.values[m.upper] for m in every])
    y = np.concatenate([m.same() for m in every])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def grouped(one: Material, weights: Matrix, intercept: float, threshold: float) -> float:
    """BCubed F of one family."""
    likeness = np.round(1 / (1 + np.exp(-(one.values @ weights + intercept))), 6)
    found = {str(n): str(g) for g, group in enumerate(clusters(likeness, threshold)) for n in group}
    return core.bcubed({str(n): c for n, c in enumerate(one.claims)}, found)[2]


def main() -> None:
    """Fit, cross-validate by family, write."""
    parser = argparse.ArgumentParser(description="fit the claim matcher")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    every = [material(f) for f in retold.families(arguments.folder)]
    models = [fit(every[:n] + every[n + 1 :]) for n in range(len(every))]
    print(f"families {len(every)}, statements {sum(len(m.claims) for m in every)}")
    for threshold in (0.2, THRESHOLD, 0.3, 0.35, 0.4, 0.5):
        figure = core.mean(grouped(m, *model, threshold) for m, model in zip(every, models, strict=True))
        print(f"cross-validated claim B3 F at {threshold}: {figure:.3f}")
    if not arguments.dry:
        weights, intercept = fit(every)
        named = {n: round(float(w), 4) for n, w in zip(scoring.ALL, weights, strict=True)}
        scoring.WEIGHTS.write_text(json.dumps({"intercept": round(intercept, 4), "weights": named}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
