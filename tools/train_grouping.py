"""Fit the two models of grouping and write src/stemma/grouping/grouping.json.

    PYTHONPATH=. python -m tools.train_grouping SHARED [--check]

Fitted on ECB+ topics 1-35 and the Retold families. The pair model: logistic regression over the candidate pairs of each set.
The merge model: logistic regression of the second degree over the merges that average linkage proposes while the gold decides
which of them are done (so that every cluster met is pure), once over all articles and `ROUNDS` times over random parts of every
story, so that stories of two reports are met as often as stories of twenty. Pair scores that the merge model sees are
cross-validated, as they will be for stories that neither was fitted on. `--check` prints cross-validated figures (five folds
by topic and family) and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.core import bcubed
from evals.figures.grouping import ecb_articles, pairwise, retold_articles
from stemma.grouping.candidates import candidates
from stemma.grouping.clusters import LOWEST, MERGE_FEATURES, Cluster, agglomerate, apart, merge_features
from stemma.grouping.decide import FILE, Logistic
from stemma.grouping.pairs import PAIR_FEATURES, pair_features
from stemma.grouping.profiles import Profile, profile
from stemma.parsing import parse

FOLDS = 5
ROUNDS = 12
PARTS = (0.15, 0.3, 0.6, 1.0)
PAIR_C, MERGE_C = 0.1, 0.002


@dataclass
class Pool:
    """Articles that are grouped together: their profiles, the gold story and the fold of each, and the candidate pairs."""

    name: str
    profiles: dict[str, Profile]
    gold: dict[str, str]
    fold: dict[str, int]
    pairs: list[tuple[str, str]]
    features: np.ndarray

    def same(self) -> np.ndarray:
        """Whether each pair is of one story."""
        return np.array([self.gold[a] == self.gold[b] for a, b in self.pairs])


def pools(shared: Path) -> list[Pool]:
    """The two development sets."""
    out = []
    folds: dict[str, int] = {}
    for name, items in (
        ("ecb+ 1-35", ecb_articles(shared / "data/stories", range(1, 36))),
        ("retold", retold_articles(shared / "data/retold")),
    ):
        profiles = {a.id: profile(a, parse(a)) for a, _, _ in items}
        for topic in sorted({topic for _, _, topic in items}):
            folds[topic] = len(folds) % FOLDS
        pairs = candidates(profiles)
        features = np.array([pair_features(profiles[a], profiles[b]) for a, b in pairs])
        gold, fold = {a.id: s for a, s, _ in items}, {a.id: folds[t] for a, _, t in items}
        out.append(Pool(name, profiles, gold, fold, pairs, features))
    return out


def fit(x: np.ndarray, y: np.ndarray, names: Sequence[str], c: float, degree: int) -> Logistic:
    """Logistic regression over standardised features (and, for degree 2, their standardised products)."""
    center, scale = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    z = (x - center) / scale
    width = len(names)
    upper = [(i, j) for i in range(width) for j in range(i, width)] if degree == 2 else []
    products = np.stack([z[:, i] * z[:, j] for i, j in upper], axis=1) if upper else np.zeros((len(z), 0))
    shift, spread = products.mean(axis=0), np.where(products.std(axis=0) > 0, products.std(axis=0), 1.0)
    model = LogisticRegression(C=c, max_iter=5000).fit(np.hstack([z, (products - shift) / spread]), y)
    weights = model.coef_[0]
    square = np.zeros((width, width)) if upper else np.zeros((0, 0))
    for (i, j), w in zip(upper, weights[width:] / spread, strict=True):
        square[i, j] = w
    bias = float(model.intercept_[0] - (weights[width:] / spread * shift).sum())

    def rounded(values: np.ndarray) -> tuple[float, ...]:
        return tuple(float(f"{v:.6g}") for v in values)

    return Logistic(
        features=tuple(names),
        center=rounded(center),
        scale=rounded(scale),
        linear=rounded(weights[:width]),
        square=tuple(rounded(row) for row in square),
        bias=float(f"{bias:.6g}"),
    )


def fit_pairs(data: Sequence[Pool], leave: int | None) -> Logistic:
    """The pair model, without the articles of one fold."""
    x, y = [], []
    for pool in data:
        keep = np.array([leave not in (pool.fold[a], pool.fold[b]) for a, b in pool.pairs])
        x.append(pool.features[keep])
        y.append(pool.same()[keep])
    return fit(np.vstack(x), np.concatenate(y), PAIR_FEATURES, PAIR_C, 1)


def scored(pool: Pool, models: Sequence[Logistic]) -> dict[tuple[str, str], float]:
    """Scores of a pool's pairs; pairs of fold k by model k."""
    out = {}
    for (a, b), row in zip(pool.pairs, pool.features.tolist(), strict=True):
        raw = models[pool.fold[a] % len(models)].logit(row)
        out[a, b] = max(LOWEST, min(-LOWEST, raw))
    return out


def merges(pool: Pool, scores: Mapping[tuple[str, str], float], seed: int | None) -> list[tuple[list[float], bool, set[int]]]:
    """Merges proposed while the gold decides: features, whether right, and the folds touched. A seed takes part of each story."""
    dice = random.Random(seed)
    keep = set(pool.profiles)
    if seed is not None:
        part = {story: dice.choice(PARTS) for story in sorted(set(pool.gold.values()))}
        keep = {a for a in sorted(pool.profiles) if dice.random() < part[pool.gold[a]]}
    out: list[tuple[list[float], bool, set[int]]] = []

    def decide(a: Cluster, b: Cluster, average: float, best: float) -> bool:
        right = pool.gold[a.members[0]] == pool.gold[b.members[0]]
        out.append((merge_features(a, b, average, best), right, {pool.fold[m] for m in (*a.members, *b.members)}))
        return right

    agglomerate(
        {a: p for a, p in pool.profiles.items() if a in keep},
        {pair: s for pair, s in scores.items() if pair[0] in keep and pair[1] in keep},
        decide,
    )
    return out


def fit_merges(rows: Sequence[tuple[list[float], bool, set[int]]], leave: int | None) -> Logistic:
    """The merge model, without merges that touch one fold."""
    kept = [(x, y) for x, y, folds in rows if leave not in folds]
    return fit(np.array([x for x, _ in kept]), np.array([y for _, y in kept]), MERGE_FEATURES, MERGE_C, 2)


def check(data: Sequence[Pool], scores: Sequence[dict[tuple[str, str], float]], models: Sequence[Logistic]) -> None:
    """Print cross-validated figures."""
    for pool, score in zip(data, scores, strict=True):

        def decide(a: Cluster, b: Cluster, average: float, best: float, pool: Pool = pool) -> bool:
            return models[pool.fold[a.members[0]]].logit(merge_features(a, b, average, best)) - apart(a, b) > 0

        found = {m: c[0] for c in agglomerate(pool.profiles, score, decide) for m in c}
        p, r, f = bcubed(pool.gold, found)
        joined = Counter(len({pool.gold[m] for m in c}) for c in agglomerate(pool.profiles, score, decide))
        print(f"{pool.name}: cross-validated BCubed F {f:.3f} (P {p:.3f}, R {r:.3f}), pairwise F {pairwise(pool.gold, found):.3f}")
        print(f"  clusters by number of gold stories in them: {dict(sorted(joined.items()))}")


def main() -> None:
    """Fit, and write or check."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--check", action="store_true", help="print cross-validated figures, write nothing")
    arguments.add_argument("--out", type=Path, default=Path("src/stemma/grouping") / FILE)
    given = arguments.parse_args()
    data = pools(given.shared)
    parts = [fit_pairs(data, k) for k in range(FOLDS)]
    scores = [scored(pool, parts) for pool in data]
    rows = [row for seed in (None, *range(ROUNDS)) for pool, s in zip(data, scores, strict=True) for row in merges(pool, s, seed)]
    print(f"{sum(len(p.pairs) for p in data)} pairs, {len(rows)} merges, {sum(y for _, y, _ in rows)} of them right")
    if given.check:
        check(data, scores, [fit_merges(rows, k) for k in range(FOLDS)])
        return
    models = {"pairs": fit_pairs(data, None), "merges": fit_merges(rows, None)}
    given.out.write_text(json.dumps({name: asdict(model) for name, model in models.items()}, indent=1) + "\n", "utf-8")
    print(f"{given.out} written")


if __name__ == "__main__":
    main()
