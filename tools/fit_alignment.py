"""Fit the weights of `stemma.collating` on the alignments of the Retold families and print the cross-validated figures.

    OMP_NUM_THREADS=1 PYTHONPATH=. python -m tools.fit_alignment ../shared/data/retold

Beside the annotated pairs, sentences of articles of two families are shown as what does not say the same, and all of it once
more with articles cut short, so that a pair is not taken for more than it is because it has few rivals. The second look is
fitted on first scores of families that the first look was not fitted on, as it will meet them in use.
Writes src/stemma/collating/weights.json: numbers only, no text. See docs/models/alignment.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals import core, retold
from evals.figures.alignment import at, gold_pairs, overlaps
from stemma.collating.collate import THRESHOLD, Sheet, candidates, prepare
from stemma.collating.scoring import ALL, WEIGHTS, Weighing, measured
from stemma.collating.settling import SETTLING, seen
from stemma.models.likeness import Matrix

FIRST, SECOND = 0.1, 0.3
"""Inverse of the ridge on standardised features, for either look."""
STRANGE = 0.15
"""What a pair of two stories counts for, beside 1 for a pair of one story."""
SHORT = 5
"""Sentences, the title included, to which an article is cut."""
FOLDS = 4
"""Parts into which the families are cut to get first scores for the second look."""

Places = list[tuple[int, int]]


@dataclass(frozen=True)
class Material:
    """One family: its sheet, features of all pairs of the two annotated articles' own sentences, the own pairs of every gold
    pair (numbers of sentences of the sheet), and which gold pairs are aligned."""

    sheet: Sheet
    values: Matrix
    corner: tuple[int, int]
    places: list[Places]
    labels: list[bool]
    cut: Matrix
    strange: Sheet

    def rows(self) -> tuple[Matrix, NDArray[np.bool_]]:
        """First features and label of every own pair of a gold pair, and once more for those that articles cut short have."""
        told = [
            ((i - self.corner[0], j - self.corner[1]), label)
            for places, label in zip(self.places, self.labels, strict=True)
            for i, j in places
        ]
        short = [(place, label) for place, label in told if max(place) < SHORT]
        x = [self.values[tuple(np.array([p for p, _ in told]).T)]]
        if short:
            x.append(self.cut[tuple(np.array([p for p, _ in short]).T)])
        return np.concatenate(x), np.array([label for _, label in (*told, *short)])

    def unrelated(self) -> Matrix:
        """First features of the pairs of two articles that have nothing to do with one another, titles left out."""
        left, right = self.strange.of
        out = []
        for one, two in ((left, right), (_shortened(left), _shortened(right))):
            titles = np.logical_or.outer(self.strange.layout.title[one], self.strange.layout.title[two])
            out.append(measured(self.strange.passages, one, two, self.strange.layout)[~titles])
        return np.concatenate(out)


def _shortened(part: slice) -> slice:
    return slice(part.start, min(part.stop, part.start + SHORT))


def material(family: retold.Family, other: retold.Family) -> Material:
    """Lay out the visible articles of a family and the two that are annotated, and one of these beside one of another family."""
    a, b, pairs = gold_pairs(family)
    ids = sorted({*family.visible(), a, b})
    sheet = prepare([retold.article(family, i) for i in ids], {i: retold.parsed(family, i) for i in ids})
    left, right = sheet.of[ids.index(a)], sheet.of[ids.index(b)]
    places = [
        [
            (i, j)
            for i in range(left.start, left.stop)
            if overlaps(sheet.sentences[i].span, one)
            for j in range(right.start, right.stop)
            if overlaps(sheet.sentences[j].span, two)
        ]
        for one, two, _ in pairs
    ]
    values = measured(sheet.passages, left, right, sheet.layout)
    cut = measured(sheet.passages, _shortened(left), _shortened(right), sheet.layout)
    stranger = gold_pairs(other)[1]
    strange = prepare(
        [retold.article(family, a), replace(retold.article(other, stranger), id="~")],
        {a: retold.parsed(family, a), "~": replace(retold.parsed(other, stranger), article="~")},
    )
    labels = [relation is not None for _, _, relation in pairs]
    return Material(sheet, values, (left.start, right.start), places, labels, cut, strange)


def weighing(x: Matrix, y: NDArray[np.bool_], strange: Matrix, strength: float, toward: Matrix) -> Weighing:
    """Weights and intercept of a logistic regression on the features as they are; `strange` are pairs of two stories.

    The ridge, on standardised features, pulls the weights toward `toward`: where the data say nothing else, those hold.
    """
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    every, labels = np.concatenate([x, strange]), np.concatenate([y, np.zeros(len(strange))])
    counts = strength * np.concatenate([np.ones(len(x)), np.full(len(strange), STRANGE)])
    values = (every - mean) / spread
    held = toward * spread

    def loss(at: Matrix) -> tuple[float, Matrix]:
        total = values @ at[1:] + at[0]
        slope = counts * (1 / (1 + np.exp(-total)) - labels)
        pull = at[1:] - held
        gain = (counts * (np.logaddexp(0, total) - labels * total)).sum() + (pull**2).sum() / 2
        return float(gain), np.concatenate([[slope.sum()], values.T @ slope + pull])

    found = minimize(loss, np.concatenate([[0.0], held]), jac=True, method="L-BFGS-B", options={"maxiter": 5000, "ftol": 1e-12}).x
    weights = found[1:] / spread
    return Weighing(weights, float(found[0] - weights @ mean))


def first_look(every: Sequence[Material]) -> Weighing:
    """The first look, fitted on some families."""
    x, y = zip(*(m.rows() for m in every), strict=True)
    return weighing(np.concatenate(x), np.concatenate(y), np.concatenate([m.unrelated() for m in every]), FIRST, np.zeros(len(ALL)))


def second_look(every: Sequence[Material]) -> Weighing:
    """The second look, fitted on first scores that come from the other parts of the families."""
    x, y, apart = [], [], list[Matrix]()
    for fold in range(FOLDS):
        first = first_look([m for n, m in enumerate(every) if n % FOLDS != fold])
        for one in every[fold::FOLDS]:
            found = _seen(one, first)
            for places, label in zip(one.places, one.labels, strict=True):
                x += [found[place] for place in places if place in found]
                y += [label for place in places if place in found]
            apart += _looked(one.strange, first).values()
    # Toward the first look itself: what it is sure of stays so where no third article, rival or neighbour says anything.
    toward = np.array([float(name == "first-log") for name in SETTLING])
    return weighing(np.array(x), np.array(y), np.array(apart), SECOND, toward)


def _seen(one: Material, first: Weighing) -> dict[tuple[int, int], Matrix]:
    return _looked(one.sheet, first)


def _looked(sheet: Sheet, first: Weighing) -> dict[tuple[int, int], Matrix]:
    found, _ = candidates(sheet, first)
    values = seen(found, sheet.article, sheet.layout.title)
    return dict(zip(zip(found.one.tolist(), found.two.tolist(), strict=True), values, strict=True))


def predicted(one: Material, first: Weighing, second: Weighing | None) -> list[float]:
    """Score of every gold pair: the best of its own pairs; by the first look alone where there is no second."""
    if second is None:
        scores = first(one.values)
        return [max((float(scores[i - one.corner[0], j - one.corner[1]]) for i, j in p), default=0.0) for p in one.places]
    found = _seen(one, first)
    final = dict(zip(found, second(np.array(list(found.values()))).tolist(), strict=True))
    return [max((final.get(place, 0.0) for place in places), default=0.0) for places in one.places]


def main() -> None:
    """Fit, cross-validate by family, write."""
    parser = argparse.ArgumentParser(description="fit the sentence aligner")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    given = retold.families(arguments.folder)
    every = [material(f, given[n - 1]) for n, f in enumerate(given)]
    labels = [label for m in every for label in m.labels]
    print(f"families {len(every)}, pairs {len(labels)}, of them aligned {sum(labels)}")
    scores: dict[str, list[float]] = {"first look": [], "both": []}
    for n, one in enumerate(every):
        rest = every[:n] + every[n + 1 :]
        first = first_look(rest)
        scores["first look"] += predicted(one, first, None)
        scores["both"] += predicted(one, first, second_look(rest))
    for name, found in scores.items():
        print(f"cross-validated, {name}: AP {core.average_precision(found, labels):.3f}")
        for threshold in (0.3, 0.35, THRESHOLD, 0.45, 0.5):
            print(f"  F1, precision, recall at {threshold}: " + " ".join(f"{v:.3f}" for v in at(found, labels, threshold)))
    if not arguments.dry:
        looks = {"first": (ALL, first_look(every)), "second": (SETTLING, second_look(every))}
        held = {
            look: {
                "intercept": round(part.intercept, 4),
                "weights": {n: round(w, 4) for n, w in zip(names, part.weights.tolist(), strict=True)},
            }
            for look, (names, part) in looks.items()
        }
        WEIGHTS.write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
