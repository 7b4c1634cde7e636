"""Fit the weights of `stemma.matching.likelihood` on the claims of the Retold families and print the cross-validated figures.

Fitted on the gold statements and on the program's own that match one: the second are what the matcher meets in use.

    OMP_NUM_THREADS=1 PYTHONPATH=. python -m tools.fit_claims ../shared/data/retold

Writes src/stemma/matching/weights.json: numbers only, no text. See docs/models/claims.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals import core, retold
from evals.own import own
from stemma.collating import collate
from stemma.matching import scoring
from stemma.matching.around import AROUND, around, seen
from stemma.matching.headlines import joined
from stemma.matching.likelihood import WEIGHTS, Looks, Weighing, likelihood
from stemma.matching.linking import clusters
from stemma.matching.scoring import Board
from stemma.model import Parsed
from stemma.models.likeness import Matrix
from stemma.parsing import parse

Places: TypeAlias = NDArray[np.int64]

STRENGTH = 0.1
"""Inverse of the ridge on standardised features."""


@dataclass(frozen=True)
class Material:
    """Features of all pairs of statements of one family's story, and the claim of each; None where the gold has no such
    statement: it is seen, but nothing is learnt or measured on it. `missed` are claims of matched statements elsewhere."""

    board: Board
    parsed: Mapping[str, Parsed]
    values: Matrix
    claims: tuple[str | None, ...]
    missed: tuple[str, ...] = ()

    @property
    def upper(self) -> tuple[Places, Places]:
        """Indices of every pair of statements whose claims are known, once."""
        a, b = np.triu_indices(len(self.claims), 1)
        known = np.array([c is not None for c in self.claims])
        kept = known[a] & known[b]
        return a[kept].astype(np.int64), b[kept].astype(np.int64)

    def same(self) -> NDArray[np.bool_]:
        """Whether two statements make one claim, for every pair of `upper`."""
        a, b = self.upper
        names = np.array([str(c) for c in self.claims])
        out: NDArray[np.bool_] = names[a] == names[b]
        return out

    def within(self) -> NDArray[np.bool_]:
        """Whether two statements stand in one article, for every pair of `upper`."""
        a, b = self.upper
        out: NDArray[np.bool_] = self.board.article[a] == self.board.article[b]
        return out


def material(family: retold.Family) -> Material:
    """Measure a family on its gold statements."""
    ids = sorted(family.visible())
    articles, parsed = [retold.article(family, i) for i in ids], {i: retold.parsed(family, i) for i in ids}
    statements = sorted(retold.statements(family), key=lambda s: (s.article, s.content, s.id))
    claim_of = {s: c.id for c in retold.claims(family) for s in c.statements}
    board = scoring.prepare(articles, parsed, statements, collate(articles, parsed))
    return Material(board, parsed, _measured(board), tuple(claim_of[s.id] for s in statements))


def own_material(family: retold.Family) -> Material:
    """Measure a family on the statements that the program finds in its pages; matched as `evals.own` matches them."""
    seen_by = own(family)
    dossier = seen_by.dossier
    parsed = {a.id: parse(a) for a in dossier.articles}
    statements = sorted(dossier.statements, key=lambda s: (s.article, s.content, s.id))
    claim_of = {s: c.id for c in retold.claims(family) for s in c.statements}
    gold = {mine.id: claim_of[name] for name, mine in seen_by.matched.items() if name in claim_of}
    missed = sorted(gold[name] for name in gold.keys() - {s.id for s in statements})
    board = scoring.prepare(dossier.articles, parsed, statements, dossier.collation)
    return Material(board, parsed, _measured(board), tuple(gold.get(s.id) for s in statements), tuple(missed))


def _measured(board: Board) -> Matrix:
    return scoring.measured(board, scoring.context(board), slice(0, len(board.statements)))


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


def figures(every: Sequence[Material], found: Sequence[Matrix], threshold: float) -> tuple[float, float, float]:
    """BCubed precision, recall and F, pooled over families."""
    gold: dict[str, str] = {}
    mine: dict[str, str] = {}
    for f, (one, likely) in enumerate(zip(every, found, strict=True)):
        gold |= {f"{f}/{n}": f"{f}/{c}" for n, c in enumerate(one.claims) if c is not None}
        gold |= {f"{f}/missed {n}": f"{f}/{c}" for n, c in enumerate(one.missed)}
        for g, group in enumerate(joined(one.board, clusters(likely, threshold), one.parsed)):
            mine |= {f"{f}/{n}": f"{f}/{g}" for n in group}
    return core.bcubed(gold, {item: group for item, group in mine.items() if item in gold})


def main() -> None:
    """Fit, cross-validate by family, write."""
    parser = argparse.ArgumentParser(description="fit the claim matcher")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    families = retold.families(arguments.folder)
    golds, owns = [material(f) for f in families], [own_material(f) for f in families]
    pairs = list(zip(golds, owns, strict=True))
    models = [fit([one for pair in pairs[:n] + pairs[n + 1 :] for one in pair]) for n in range(len(pairs))]
    for name, every in (("gold", golds), ("own", owns)):
        print(f"{name}: families {len(every)}, statements {sum(c is not None for m in every for c in m.claims)}")
        single = [model.first(m.values) for m, model in zip(every, models, strict=True)]
        double = [likelihood(m.board, model) for m, model in zip(every, models, strict=True)]
        for threshold in (0.3, 0.33, 0.35, 0.37, 0.4):
            one, two = ([f"{v:.3f}" for v in figures(every, found, threshold)] for found in (single, double))
            print(f"cross-validated B3 precision, recall, F at {threshold}: first look {' '.join(one)}, both {' '.join(two)}")
    if not arguments.dry:
        given = fit([one for pair in pairs for one in pair])
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
