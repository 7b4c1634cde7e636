"""Fit the weights of tracing on families with a known tree: `python -m tools.train_tracing [FOLDER]`.

Writes src/stemma/tracing/weights.json. What the models are, what they were fitted on and how they do on families that they
have not seen: docs/models/tracing.md.
"""

from __future__ import annotations

import argparse
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
from stemma.model import Statement
from stemma.tracing.lacking import Lacking, lacking
from stemma.tracing.logistic import Logistic, Weights, dump
from stemma.tracing.material import Material, gather
from stemma.tracing.measures import Measures, measure
from stemma.tracing.pairs import edge_features, kin_features, lost_features, square, way_features

KIN: Final = ("alike", "bridged", "numbers", "words", "only")
EDGE: Final = ("nearer-less", "elsewhere", "farther-less", "words", "lacks-figures", "lacks-names")
WAY: Final = ("before", "names", "longer", "words", "elsewhere")
TURN: Final = ("names", "words", "lacks-figures")
LOST: Final = ("credit", "told")
STRENGTH: Final = {"kin": 0.3, "edge": 0.3, "way": 0.5, "turn": 0.5, "lost": 0.5}

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
    """A logistic regression over named features; a model of direction has no bias, so that both ways sum to one."""
    values = np.array([[row[n] for n in names] for row, _ in rows])
    means = np.zeros(len(names)) if name in ("way", "turn") else values.mean(axis=0)
    scales = np.sqrt(((values - means) ** 2).mean(axis=0))
    scales = np.where(scales > 1e-9, scales, 1.0)
    model = LogisticRegression(C=strength or STRENGTH[name], fit_intercept=name not in ("way", "turn"), max_iter=2000, tol=1e-8)
    model.fit((values - means) / scales, [label for _, label in rows])
    bias = 0.0 if name in ("way", "turn") else float(model.intercept_[0])
    rounded = [tuple(float(f"{x:.6g}") for x in array) for array in (means, scales, model.coef_[0])]
    return Logistic(tuple(names), rounded[0], rounded[1], rounded[2], float(f"{bias:.6g}"))


def kin_rows(one: Case) -> list[Row]:
    """Every two articles, and whether they are kin."""
    return [(f, one.family.kin(one.names[a], one.names[b])) for (a, b), f in kin_features(one.measures).items()]


def lacks(one: Case, kin: Logistic) -> Lacking:
    """What the articles lack of one another, by the kinships that a model gives them."""
    return lacking(one.material, square(kin, kin_features(one.measures), len(one.names)))


def edge_rows(one: Case, lacking: Lacking) -> list[Row]:
    """Every two articles, and whether one comes directly from the other."""
    parents = one.family.parents()
    return [
        (f, one.names[a] in parents[one.names[b]] or one.names[b] in parents[one.names[a]])
        for (a, b), f in edge_features(one.measures, lacking).items()
    ]


def lost_rows(one: Case) -> list[Row]:
    """Every article, and whether a parent of it is not visible."""
    parents, shown = one.family.parents(), set(one.names)
    features = lost_features(one.material.witnesses, one.statements)
    return [(f, any(p not in shown for p in parents[name])) for name, f in zip(one.names, features, strict=True)]


def way_rows(one: Case, lacking: Lacking) -> list[Row]:
    """Every true edge between visible articles, both ways."""
    parents = one.family.parents()
    out: list[Row] = []
    for b, name in enumerate(one.names):
        for a, other in enumerate(one.names):
            if other in parents[name]:
                forth, back = (way_features(one.measures, lacking, *way) for way in ((a, b), (b, a)))
                out += [(forth, True), (back, False)]
    return out


def train(cases: Sequence[Case]) -> Weights:
    """Fit all five models on the cases: kinship first, on which the measures of what is lacking rest."""

    def rows(function: Callable[[Case], list[Row]]) -> list[Row]:
        return [row for one in cases for row in function(one)]

    kin = fit("kin", KIN, rows(kin_rows))
    missing = {one.family.name: lacks(one, kin) for one in cases}
    ways = rows(lambda one: way_rows(one, missing[one.family.name]))
    return Weights(
        kin=kin,
        edge=fit("edge", EDGE, rows(lambda one: edge_rows(one, missing[one.family.name]))),
        way=fit("way", WAY, ways),
        turn=fit("turn", TURN, ways),
        lost=fit("lost", LOST, rows(lost_rows)),
    )


@cache
def cross_validated(folder: Path) -> dict[str, Weights]:
    """For every family below `folder` the weights fitted on the others."""
    cases = [case(f) for f in retold.families(folder)]
    return {one.family.name: train([c for c in cases if c is not one]) for one in cases}


def main() -> None:
    """Fit on all families and write the weights; refuses a folder without families, which would leave nothing to fit."""
    parser = argparse.ArgumentParser(description="Fit the weights of tracing on families with a known tree.")
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "data/retold", help="families, as FAMILY/gold.json")
    folder = parser.parse_args().folder
    families = retold.families(folder)
    if not families:
        parser.error(f"no FAMILY/gold.json below {folder}")
    weights = train([case(f) for f in families])
    (ROOT / "src/stemma/tracing/weights.json").write_text(dump(weights), "utf-8")
    for name in ("kin", "edge", "way", "turn", "lost"):
        model: Logistic = getattr(weights, name)
        told = " ".join(f"{n} {w:+.2f}" for n, w in zip(model.names, model.weights, strict=True))
        print(f"{name}: bias {model.bias:+.2f}; {told}")


if __name__ == "__main__":
    main()
