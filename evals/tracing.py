"""What the figures of tracing share: a tree for every family, by weights that never saw that family, and true against found.

`gold_` figures give the stage the gold reading, parses of it and gold statements; `own_` figures give it what the program itself
read, parsed, attributed and collated. In both the weights were fitted on the other families.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from evals import retold
from evals.core import f1, mean
from evals.own import own
from evals.retold import Family
from stemma.collating import collate
from stemma.model import Article, Parsed, Statement, Stemma
from stemma.parsing import parse
from stemma.tracing import trace
from tools.train_tracing import cross_validated

Edge = tuple[str, str]
BOOTSTRAPS: Final = 1000


@dataclass(frozen=True, eq=False)
class Traced:
    """A family with a found tree, told in gold names; lost originals keep the program's ids. `gold` names the visible ones."""

    family: Family
    stemma: Stemma
    name: Mapping[str, str]
    articles: Mapping[str, Article]
    parsed: Mapping[str, Parsed]
    statements: tuple[Statement, ...]

    def edges(self) -> set[Edge]:
        """Found edges, as (parent, child)."""
        return {(self.name.get(d.parent, d.parent), self.name[d.child]) for d in self.stemma.derivations if d.child in self.name}

    def lost(self) -> list[str]:
        """Ids of the lost originals."""
        return [x.id for x in self.stemma.lost]


@cache
def on_gold(folder: Path, unseen: bool = True) -> tuple[Traced, ...]:
    """Every family's tree from gold readings and statements; `unseen`: by weights fitted on the other families below `folder`."""
    weights = cross_validated(folder) if unseen else {}
    out = []
    for family in retold.families(folder):
        articles = {a: retold.article(family, a) for a in family.visible()}
        parsed = {a: retold.parsed(family, a) for a in articles}
        statements = retold.statements(family)
        collation = collate(list(articles.values()), parsed)
        found = trace(
            list(articles.values()), parsed, statements, collation, retold.claims(family), weights=weights.get(family.name)
        )
        out.append(Traced(family, found, {a: a for a in articles}, articles, parsed, statements))
    return tuple(out)


@cache
def end_to_end(folder: Path) -> tuple[Traced, ...]:
    """Every family's tree from the program's own readings, statements and collation, by weights fitted on the other families."""
    weights = cross_validated(folder)
    out = []
    for family in retold.families(folder):
        mine = own(family)
        articles = {a.id: a for a in mine.dossier.articles}
        parsed = {a: parse(article) for a, article in articles.items()}
        shown = set(family.visible())
        name = {i: n for i, n in mine.name.items() if i in articles and n in shown}
        found = trace(
            mine.dossier.articles,
            parsed,
            mine.dossier.statements,
            mine.dossier.collation,
            mine.dossier.claims,
            weights=weights[family.name],
        )
        out.append(Traced(family, found, name, articles, parsed, mine.dossier.statements))
    return tuple(out)


def true_edges(family: Family) -> set[Edge]:
    """True edges with a visible child, parents visible or not."""
    parents = family.parents()
    return {(p, child) for child in family.visible() for p in parents[child]}


def originals(found: set[Edge], lost: Sequence[str], gold: set[Edge], family: Family) -> dict[str, str]:
    """Lost originals named after invisible articles, one to one, so that most edges agree."""
    hidden = sorted(a["id"] for a in family.gold["articles"] if not a["visible"])
    if not lost or not hidden:
        return {}
    agree = np.array([[sum((h, child) in gold for p, child in found if p == one) for h in hidden] for one in lost])
    rows, columns = linear_sum_assignment(-agree)
    return {lost[r]: hidden[c] for r, c in zip(rows.tolist(), columns.tolist(), strict=True)}


def renamed(found: set[Edge], lost: Sequence[str], gold: set[Edge], family: Family) -> set[Edge]:
    """Found edges with the lost originals named as `originals` does."""
    names = originals(found, lost, gold, family)
    return {(names.get(p, p), child) for p, child in found}


def undirected(edges: Iterable[Edge]) -> set[Edge]:
    """Edges without their direction."""
    return {(min(e), max(e)) for e in edges}


def counts(found: set[Edge], gold: set[Edge]) -> tuple[int, int, int]:
    """True positives, found, gold."""
    return len(found & gold), len(found), len(gold)


def total(rows: Iterable[tuple[int, int, int]]) -> float:
    """F1 of summed counts."""
    summed = [sum(column) for column in zip(*rows, strict=True)]
    return f1(*summed) if summed else 0.0


def interval(rows: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    """95 % bootstrap interval of `total` over families: drawn with replacement, always by the same draws."""
    draw = np.random.default_rng(2024)
    values = sorted(total([rows[i] for i in draw.integers(0, len(rows), len(rows))]) for _ in range(BOOTSTRAPS))
    return values[int(0.025 * BOOTSTRAPS)], values[int(0.975 * BOOTSTRAPS) - 1]


def siblings(edges: set[Edge], lost: Iterable[str]) -> set[Edge]:
    """Pairs of children of the same lost original."""
    out = set()
    for one in lost:
        out |= set(combinations(sorted(child for p, child in edges if p == one), 2))
    return out


def pairs(family: Family) -> list[tuple[str, str, bool]]:
    """All pairs of visible same-story articles, and whether they are kin."""
    return [(a, b, family.kin(a, b)) for a, b in combinations(sorted(family.visible()), 2)]


def brier(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Mean squared distance of a probability to what is true (1 or 0)."""
    return mean((p - y) ** 2 for p, y in zip(probabilities, labels, strict=True))


def leave_one_out(scores: Mapping[str, Sequence[float]], labels: Mapping[str, Sequence[bool]]) -> dict[str, list[float]]:
    """A logistic regression on one score, for every family fitted on the others: the peer of calibrated probabilities."""
    from sklearn.linear_model import LogisticRegression

    out: dict[str, list[float]] = {}
    for family in scores:
        x = np.array([[s] for f in scores if f != family for s in scores[f]])
        y = np.array([label for f in labels if f != family for label in labels[f]])
        model = LogisticRegression(C=1000.0).fit(x, y)
        out[family] = model.predict_proba(np.array([[s] for s in scores[family]]))[:, 1].tolist()
    return out
