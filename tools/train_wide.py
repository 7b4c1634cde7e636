"""Fit the two models of grouping by text alone and write src/stemma/grouping/wide/wide.json (and the words of lower.txt.gz).

    PYTHONPATH=. python -m tools.train_wide SHARED [--check] [--words]

Fitted on ECB+ topics 1-35 and the Retold families, as tools/train_grouping.py does it. The pair model: logistic regression of the
second degree over pairs that share something. The merge model: likewise, over the merges that average linkage proposes in each
component while the gold decides which of them are done, once over all articles and `ROUNDS` times over random parts of every
story. Pair scores that the merge model sees are cross-validated. `--check` prints cross-validated figures (five folds by topic
and family) and writes nothing; `--words` first counts again which words the background uses in small letters.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.core import bcubed
from evals.figures.grouping import ecb_articles, pairwise, retold_articles
from stemma.background.idf import normal
from stemma.grouping.wide.clusters import (
    GRAIN,
    LINK,
    MERGE_FEATURES,
    SURE,
    Cluster,
    Cohort,
    Members,
    agglomerate,
    apart,
    merge_features,
)
from stemma.grouping.wide.decide import FILE, Quadratic, grained, quadratic
from stemma.grouping.wide.index import Index, indexed
from stemma.grouping.wide.pairs import PAIR_FEATURES, pair_features
from stemma.grouping.wide.profiles import Profile, profile
from stemma.grouping.wide.surfaces import FILE as WORDS
from stemma.grouping.wide.weights import Floats, Ints, matches, sheaf
from stemma.model import Article
from tools.build_idf import texts

FOLDS = 5
ROUNDS = 12
PARTS = (0.15, 0.3, 0.6, 1.0)
PAIR_C, MERGE_C = 0.02, 0.0005
LEAST = 0.08
"""Pairs whose bodies have at least this cosine are fitted on."""
SAID = 2
"""In so many documents of the background a word must stand in small letters, and in more than with a capital inside a sentence."""


@dataclass
class Pool:
    """Articles that are grouped together: their profiles in order of id, the gold story and the fold of each, pairs to fit on."""

    name: str
    profiles: list[Profile]
    gold: list[str]
    fold: list[int]
    a: Ints
    b: Ints
    features: Floats

    def same(self) -> np.ndarray:
        """Whether each pair is of one story."""
        return np.array([self.gold[x] == self.gold[y] for x, y in zip(self.a.tolist(), self.b.tolist(), strict=True)])


def words(shared: Path) -> list[str]:
    """Words that documents of the background use in small letters more than with a capital."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts(shared):
        small.update({normal(w) for w in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text) if w[0].islower()})
        capital.update({normal(w) for w in re.findall(r"(?<=[a-z,] )[A-Z][\w’']*", text)})
    return sorted(w for w, n in small.items() if len(w) > 1 and n >= SAID and n > capital[w])


def pool(name: str, items: Sequence[tuple[Article, str, str]], folds: dict[str, int]) -> Pool:
    """A development set."""
    items = sorted(items, key=lambda item: item[0].id)
    for topic in sorted({topic for *_, topic in items}):
        folds.setdefault(topic, len(folds) % FOLDS)
    profiles = [profile(a) for a, _, _ in items]
    one = sheaf(profiles)
    raw = one.raw
    a, b = np.triu_indices(len(profiles), 1)
    near = []
    for n in range(0, len(a), 20_000):
        pair, x, y = matches(one, a[n : n + 20_000], b[n : n + 20_000])
        whole = np.bincount(pair, raw[x, 1] * raw[y, 1], min(20_000, len(a) - n))
        norm = one.norms[a[n : n + 20_000], 1] * one.norms[b[n : n + 20_000], 1]
        near.append(whole >= LEAST * norm)
    kept = np.flatnonzero(np.concatenate(near))
    a, b = a[kept], b[kept]
    return Pool(name, profiles, [s for _, s, _ in items], [folds[t] for *_, t in items], a, b, pair_features(one, a, b))


def fit(x: Floats, y: np.ndarray, names: tuple[str, ...], c: float) -> dict[str, Any]:
    """Logistic regression over standardised features and their standardised products."""
    center, scale = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    z = (x - center) / scale
    width = len(names)
    i, j = np.triu_indices(width)
    products = z[:, i] * z[:, j]
    shift, spread = products.mean(axis=0), np.where(products.std(axis=0) > 0, products.std(axis=0), 1.0)
    model = LogisticRegression(C=c, max_iter=5000).fit(np.hstack([z, (products - shift) / spread]), y)
    weights = model.coef_[0]

    def rounded(values: np.ndarray) -> list[float]:
        return [float(f"{v:.6g}") for v in values]

    return {
        "features": list(names),
        "center": rounded(center),
        "scale": rounded(scale),
        "linear": rounded(weights[:width]),
        "products": rounded(weights[width:] / spread),
        "bias": float(f"{model.intercept_[0] - (weights[width:] / spread * shift).sum():.6g}"),
    }


def fit_pairs(data: Sequence[Pool], leave: int | None) -> dict[str, Any]:
    """The pair model, without the articles of one fold."""
    x, y = [], []
    for one in data:
        fold = np.array(one.fold)
        keep = (fold[one.a] != leave) & (fold[one.b] != leave)
        x.append(one.features[keep])
        y.append(one.same()[keep])
    return fit(np.vstack(x), np.concatenate(y), PAIR_FEATURES, PAIR_C)


Part = tuple[list[int], dict[tuple[int, int], int]]
"""The articles of a component and the scores of all their pairs."""


def components(one: Pool, models: Sequence[Quadratic]) -> list[Part]:
    """The components of a pool with the scores of all their pairs; pairs that begin in fold k by model k."""
    index, near = Index(), []
    for n, p in enumerate(one.profiles):
        terms, weights = indexed(p)
        near += [(m, n) for m in index.near(terms, weights).tolist()]
        index.add(n, terms, weights)
    scores = scored(one, near, models)
    root = list(range(len(one.profiles)))

    def find(x: int) -> int:
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x

    for (x, y), value in scores.items():
        if value - GRAIN * apart(_days(one, x), _days(one, y)) > GRAIN * LINK:
            root[find(x)] = find(y)
    found: dict[int, list[int]] = {}
    for n in range(len(root)):
        found.setdefault(find(n), []).append(n)
    every = scored(one, [(x, y) for own in found.values() for n, x in enumerate(own) for y in own[n + 1 :]], models)
    return [(own, {(x, y): every[x, y] for n, x in enumerate(own) for y in own[n + 1 :]}) for own in found.values()]


def _days(one: Pool, n: int) -> tuple[int, int] | None:
    day = one.profiles[n].day
    return None if day is None else (day, day)


def scored(one: Pool, pairs: Sequence[tuple[int, int]], models: Sequence[Quadratic]) -> dict[tuple[int, int], int]:
    """Scores of pairs."""
    a, b = (np.array([p[k] for p in pairs], np.int64) for k in (0, 1))
    rows = pair_features(sheaf(one.profiles), a, b)
    which = np.array(one.fold)[a] % len(models)
    raw = np.stack([m.logits(rows) for m in models])[which, np.arange(len(a))]
    return dict(zip(pairs, grained(raw).tolist(), strict=True))


Decide = Callable[[Cluster, Cluster, float, float, list[int], list[int]], bool]


def grown(one: Pool, parts: Sequence[Part], keep: set[int], decide: Decide) -> list[list[int]]:
    """Clusters of the articles in `keep`."""
    out = []
    for whole, scores in parts:
        own = [n for n in whole if n in keep]
        cohort = Cohort([one.profiles[n] for n in own])

        def accept(a: Members, b: Members, average: float, best: float, own: list[int] = own, cohort: Cohort = cohort) -> bool:
            return decide(cohort.cluster(a), cohort.cluster(b), average, best, [own[n] for n in a], [own[n] for n in b])

        numbered = {(n, m): scores[x, own[m]] for n, x in enumerate(own) for m in range(n + 1, len(own))}
        out += [[own[n] for n in cluster] for cluster in agglomerate(len(own), numbered, accept)]
    return out


Row = tuple[list[float], bool, set[int]]


def merges(one: Pool, parts: Sequence[Part], seed: int | None) -> list[Row]:
    """Merges proposed while the gold decides: features, whether right, and the folds touched. A seed takes part of each story."""
    dice = random.Random(seed)
    keep = set(range(len(one.profiles)))
    if seed is not None:
        part = {story: dice.choice(PARTS) for story in sorted(set(one.gold))}
        keep = {n for n in range(len(one.profiles)) if dice.random() < part[one.gold[n]]}
    out: list[Row] = []

    def decide(a: Cluster, b: Cluster, average: float, best: float, in_a: list[int], in_b: list[int]) -> bool:
        right = one.gold[in_a[0]] == one.gold[in_b[0]]
        out.append((merge_features(a, b, average, best), right, {one.fold[n] for n in (*in_a, *in_b)}))
        return right

    grown(one, parts, keep, decide)
    return out


def fit_merges(rows: Sequence[Row], leave: int | None) -> dict[str, Any]:
    """The merge model, without merges that touch one fold."""
    kept = [(x, y) for x, y, folds in rows if leave not in folds]
    return fit(np.array([x for x, _ in kept]), np.array([y for _, y in kept]), MERGE_FEATURES, MERGE_C)


def check(one: Pool, parts: Sequence[Part], models: Sequence[Quadratic]) -> None:
    """Print cross-validated figures."""

    def decide(a: Cluster, b: Cluster, average: float, best: float, in_a: list[int], in_b: list[int]) -> bool:
        time = apart(a.days, b.days)
        return average - time > SURE or models[one.fold[in_a[0]]].logit(merge_features(a, b, average, best)) > time

    clusters = grown(one, parts, set(range(len(one.profiles))), decide)
    found = {str(m): str(c[0]) for c in clusters for m in c}
    gold = {str(n): story for n, story in enumerate(one.gold)}
    p, r, f = bcubed(gold, found)
    joined = Counter(len({one.gold[m] for m in c}) for c in clusters)
    print(f"{one.name}: cross-validated BCubed F {f:.3f} (P {p:.3f}, R {r:.3f}), pairwise F {pairwise(gold, found):.3f}")
    print(f"  clusters by number of gold stories in them: {dict(sorted(joined.items()))}")


def main() -> None:
    """Fit, and write or check."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--check", action="store_true", help="print cross-validated figures, write nothing")
    arguments.add_argument("--words", action="store_true", help="count the words in small letters again, first")
    arguments.add_argument("--out", type=Path, default=Path("src/stemma/grouping/wide"))
    given = arguments.parse_args()
    if given.words:
        found = words(given.shared)
        (given.out / WORDS).write_bytes(gzip.compress("\n".join(found).encode("utf-8"), 9, mtime=0))
        print(f"{given.out / WORDS}: {len(found)} words")
    folds: dict[str, int] = {}
    data = [
        pool("ecb+ 1-35", ecb_articles(given.shared / "data/stories", range(1, 36)), folds),
        pool("retold", retold_articles(given.shared / "data/retold"), folds),
    ]
    held = [quadratic(fit_pairs(data, k), PAIR_FEATURES) for k in range(FOLDS)]
    parts = [components(one, held) for one in data]
    rows = [row for seed in (None, *range(ROUNDS)) for one, own in zip(data, parts, strict=True) for row in merges(one, own, seed)]
    print(f"{sum(len(one.a) for one in data)} pairs, {len(rows)} merges, {sum(y for _, y, _ in rows)} of them right")
    if given.check:
        models = [quadratic(fit_merges(rows, k), MERGE_FEATURES) for k in range(FOLDS)]
        for one, own in zip(data, parts, strict=True):
            check(one, own, models)
        return
    whole = {"pairs": fit_pairs(data, None), "merges": fit_merges(rows, None)}
    (given.out / FILE).write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    print(f"{given.out / FILE} written")


if __name__ == "__main__":
    main()
