"""Fit the weights of `stemma.matching.likelihood` on the claims of the Retold families and print the cross-validated figures.

    OMP_NUM_THREADS=1 PYTHONPATH=. python -m tools.fit_claims ../shared/data/retold

Writes src/stemma/matching/weights.json: numbers only, no text. See docs/models/claims.md.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals import core, retold
from stemma.collating import collate
from stemma.matching import scoring
from stemma.matching.around import AROUND, around, seen
from stemma.matching.likelihood import WEIGHTS, Looks, Weighing, likelihood
from stemma.matching.linking import clusters
from stemma.matching.scoring import Board
from stemma.models.likeness import Matrix

Places: TypeAlias = NDArray[np.int64]

STRENGTH = 0.1
"""Inverse of the ridge on standardised features."""


@dataclass(frozen=True)
class Material:
    """One family: features of all pairs of gold statements of visible same-story articles, and the claim of each."""

    board: Board
    values: Matrix
    claims: tuple[str, ...]

    @property
    def upper(self) -> tuple[Places, Places]:
        """Indices of every pair once."""
        a, b = np.triu_indices(len(self.claims), 1)
        return a.astype(np.int64), b.astype(np.int64)

    def same(self) -> NDArray[np.bool_]:
        """Whether two statements make one claim, for every pair of `upper`."""
        a, b = self.upper
        names = np.array(self.claims)
        out: NDArray[np.bool_] = names[a] == names[b]
        return out

    def within(self) -> NDArray[np.bool_]:
        """Whether two statements stand in one article, for every pair of `upper`."""
        a, b = self.upper
        out: NDArray[np.bool_] = self.board.article[a] == self.board.article[b]
        return out


def material(family: retold.Family) -> Material:
    """Measure a family."""
    ids = sorted(family.visible())
    articles, parsed = [retold.article(family, i) for i in ids], {i: retold.parsed(family, i) for i in ids}
    statements = sorted(retold.statements(family), key=lambda s: (s.article, s.content, s.id))
    claim_of = {s: c.id for c in retold.claims(family) for s in c.statements}
    board = scoring.prepare(articles, parsed, statements, collate(articles, parsed))
    values = scoring.measured(board, scoring.context(board), slice(0, len(statements)))
    return Material(board, values, tuple(claim_of[s.id] for s in statements))


def weighing(x: Matrix, y: NDArray[np.bool_]) -> Weighing:
    """Weights and intercept on the features as they are (standardised while fitting)."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread < 1e-6, 1.0, spread)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    return Weighing(weights, float(model.intercept_[0] - weights @ mean))


def fit(every: list[Material]) -> Looks:
    """The first look, then the second on what the first sees."""
    y, within = np.concatenate([m.same() for m in every]), np.concatenate([m.within() for m in every])
    first = weighing(np.concatenate([m.values[m.upper] for m in every]), y)
    x = np.concatenate([wider(m, first)[m.upper] for m in every])
    return Looks(first=first, within=weighing(x[within], y[within]), across=weighing(x[~within], y[~within]))


def wider(one: Material, first: Weighing) -> Matrix:
    """What both looks see of a family, all pairs."""
    look = seen(one.board, first(one.values))
    whole = slice(0, len(one.claims))
    return np.concatenate([one.values, around(one.board, look, one.values, whole)], axis=-1)


def figures(every: list[Material], found: list[Matrix], threshold: float) -> tuple[float, float, float]:
    """BCubed precision, recall and F, pooled over families."""
    gold = {f"{f}/{n}": f"{f}/{c}" for f, one in enumerate(every) for n, c in enumerate(one.claims)}
    own = {f"{f}/{n}": f"{f}/{g}" for f, m in enumerate(found) for g, group in enumerate(clusters(m, threshold)) for n in group}
    return core.bcubed(gold, own)


def main() -> None:
    """Fit, cross-validate by family, write."""
    parser = argparse.ArgumentParser(description="fit the claim matcher")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    every = [material(f) for f in retold.families(arguments.folder)]
    models = [fit(every[:n] + every[n + 1 :]) for n in range(len(every))]
    print(f"families {len(every)}, statements {sum(len(m.claims) for m in every)}")
    single = [model.first(m.values) for m, model in zip(every, models, strict=True)]
    double = [likelihood(m.board, model) for m, model in zip(every, models, strict=True)]
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4):
        one, two = ([f"{v:.3f}" for v in figures(every, found, threshold)] for found in (single, double))
        print(f"cross-validated B3 precision, recall, F at {threshold}: first look {' '.join(one)}, both {' '.join(two)}")
    if not arguments.dry:
        given = fit(every)
        both = scoring.ALL + AROUND
        held = {
            name: {
                "intercept": round(part.intercept, 4),
                "weights": {f: round(w, 4) for f, w in zip(features, part.weights.tolist(), strict=True)},
            }
            for name, part, features in (
                ("first", given.first, scoring.ALL),
                ("within", given.within, both),
                ("across", given.across, both),
            )
        }
        WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
