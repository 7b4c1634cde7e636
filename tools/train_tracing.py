"""Fit the weights of tracing on families with a known tree: `python -m tools.train_tracing [FOLDER]`.

Writes src/stemma/tracing/weights.json. The models are fitted one after the other, each on what the ones before it say about
families that they were *not* fitted on (stacking), so that no model learns to trust a better-than-life input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals import retold
from evals.core import ROOT, SHARED
from evals.retold import Family
from stemma.collating import collate
from stemma.model import Collation, Statement
from stemma.tracing.logistic import Logistic, Weights, dump
from stemma.tracing.material import Floats, Material, gather
from stemma.tracing.measures import Measures, measure
from stemma.tracing.pairs import edge_features, kin_features, lost_features, square, way_features

KIN: Final = ("words", "elsewhere", "order", "typical", "margin", "lone", "only", "meaning", "facts", "bridged", "runs")
EDGE: Final = ("kin", "runs", "only", "only-less", "margin", "margin-less", "elsewhere", "elsewhere-less", "words", "names")
WAY: Final = ("before", "names", "longer", "words", "elsewhere", "lost")
LOST: Final = ("credit", "told", "kin", "direct", "sibling")
STRENGTH: Final = {"kin": 0.3, "edge": 0.3, "way": 0.5, "lost": 0.5}

Row = tuple[Mapping[str, float], bool]


@dataclass(frozen=True)
class Case:
    """A family as the models see it."""

    family: Family
    names: tuple[str, ...]
    material: Material
    measures: Measures
    statements: tuple[Statement, ...]


@cache
def case(family: Family) -> Case:
    """The gold reading of a family, measured."""
    articles = [retold.article(family, a) for a in family.visible()]
    parsed = {a.id: retold.parsed(family, a.id) for a in articles}
    collation = collate(articles, parsed)
    material = gather(articles, parsed, collation)
    return Case(family, tuple(w.article.id for w in material.witnesses), material, measure(material), retold.statements(family))


def fit(name: str, names: Sequence[str], rows: Sequence[Row], strength: float | None = None) -> Logistic:
    """A logistic regression over named features; a model of direction (`way`) has no bias, so that both ways sum to one."""
    values = np.array([[row[n] for n in names] for row, _ in rows])
    means = np.zeros(len(names)) if name == "way" else values.mean(axis=0)
    scales = np.sqrt(((values - means) ** 2).mean(axis=0))
    scales = np.where(scales > 1e-9, scales, 1.0)
    model = LogisticRegression(C=strength or STRENGTH[name], fit_intercept=name != "way", max_iter=2000, tol=1e-8)
    model.fit((values - means) / scales, [label for _, label in rows])
    bias = 0.0 if name == "way" else float(model.intercept_[0])
    rounded = [tuple(float(f"{x:.6g}") for x in array) for array in (means, scales, model.coef_[0])]
    return Logistic(tuple(names), rounded[0], rounded[1], rounded[2], float(f"{bias:.6g}"))


def kin_rows(one: Case) -> list[Row]:
    """Every two articles, and whether they are kin."""
    return [(f, one.family.kin(one.names[a], one.names[b])) for (a, b), f in kin_features(one.measures).items()]


def edge_rows(one: Case, kin: Floats) -> list[Row]:
    """Every two articles, and whether one comes directly from the other."""
    parents = one.family.parents()
    return [
        (f, one.names[a] in parents[one.names[b]] or one.names[b] in parents[one.names[a]])
        for (a, b), f in edge_features(one.measures, kin).items()
    ]


def lost_rows(one: Case, kin: Floats, edge: Floats) -> list[Row]:
    """Every article, and whether a parent of it is not visible."""
    parents, shown = one.family.parents(), set(one.names)
    features = lost_features(one.material.witnesses, one.statements, kin, edge)
    return [(f, any(p not in shown for p in parents[name])) for name, f in zip(one.names, features, strict=True)]


def way_rows(one: Case, lost: Sequence[float]) -> list[Row]:
    """Every true edge between visible articles, both ways."""
    parents = one.family.parents()
    out: list[Row] = []
    for b, name in enumerate(one.names):
        for a, other in enumerate(one.names):
            if other in parents[name]:
                out += [(way_features(one.measures, lost, a, b), True), (way_features(one.measures, lost, b, a), False)]
    return out


def held_out(cases: Sequence[Case], make: Callable[[Sequence[Case]], Logistic]) -> list[Logistic]:
    """For every case the model fitted on the other cases."""
    return [make([c for c in cases if c is not one]) for one in cases]


def train(cases: Sequence[Case]) -> Weights:
    """Fit all four models on the cases."""

    def rows(of: Sequence[Case], function: Callable[..., list[Row]], *given: Mapping[str, object]) -> list[Row]:
        return [row for c in of for row in function(c, *(g[c.family.name] for g in given))]

    def make_kin(of: Sequence[Case]) -> Logistic:
        return fit("kin", KIN, rows(of, kin_rows))

    kin = {
        c.family.name: square(m, kin_features(c.measures), len(c.names)) for c, m in zip(cases, held_out(cases, make_kin), strict=True)
    }

    def make_edge(of: Sequence[Case]) -> Logistic:
        return fit("edge", EDGE, rows(of, edge_rows, kin))

    edge = {
        c.family.name: square(m, edge_features(c.measures, kin[c.family.name]), len(c.names))
        for c, m in zip(cases, held_out(cases, make_edge), strict=True)
    }

    def make_lost(of: Sequence[Case]) -> Logistic:
        return fit("lost", LOST, rows(of, lost_rows, kin, edge))

    rests = {
        c.family.name: [
            m.probability(f)
            for f in lost_features(c.material.witnesses, c.statements, kin[c.family.name], edge[c.family.name])
        ]
        for c, m in zip(cases, held_out(cases, make_lost), strict=True)
    }
    return Weights(
        kin=make_kin(cases), edge=make_edge(cases), lost=make_lost(cases), way=fit("way", WAY, rows(cases, way_rows, rests))
    )


@cache
def cross_validated(folder: Path) -> dict[str, Weights]:
    """For every family below `folder` the weights fitted on the others."""
    cases = [case(f) for f in retold.families(folder)]
    return {one.family.name: train([c for c in cases if c is not one]) for one in cases}


def main() -> None:
    """Fit on all families and write the weights."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data/retold"
    weights = train([case(f) for f in retold.families(folder)])
    (ROOT / "src/stemma/tracing/weights.json").write_text(dump(weights), "utf-8")
    for name in ("kin", "edge", "way", "lost"):
        model: Logistic = getattr(weights, name)
        told = " ".join(f"{n} {w:+.2f}" for n, w in zip(model.names, model.weights, strict=True))
        print(f"{name}: bias {model.bias:+.2f}; {told}")


if __name__ == "__main__":
    main()
