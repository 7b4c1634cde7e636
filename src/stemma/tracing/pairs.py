"""From measures to features: what each of the five models of tracing is asked about two articles, or about one.

No feature here but `before` looks at a date, and `before` is asked only which way an edge runs, after it has been drawn: dates
orient a derivation, they never create one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from stemma.background.names import SHIPPED, Names
from stemma.model import Statement
from stemma.tracing.lacking import Lacking
from stemma.tracing.logistic import Logistic
from stemma.tracing.material import Floats, Witness
from stemma.tracing.measures import Measures, absent, credited, widest


def kin_features(measures: Measures) -> dict[tuple[int, int], dict[str, float]]:
    """Features of every two witnesses (a < b): do they share text by descent?

    `bridged` is the best path of matches between them: a rewrite of a rewrite is kin by what stands between.
    """
    m = measures
    bridged = widest(m.matched)
    return {
        (a, b): {
            "alike": float(m.alike[a, b]),
            "bridged": float(bridged[a, b]),
            "numbers": float(m.numbers[a, b]),
            "words": _more(m.words, a, b),
            "only": _more(m.only, a, b),
        }
        for a, b in combinations(range(len(bridged)), 2)
    }


def edge_features(measures: Measures, lacking: Lacking) -> dict[tuple[int, int], dict[str, float]]:
    """Features of every two witnesses (a < b): does one come directly from the other, whichever way?

    A parent lacks nothing that its child has, unless the child has it from elsewhere; of two children of one report each lacks
    what the other kept. So what the one lacks who lacks less speaks against an edge.
    """
    m = measures
    return {
        (a, b): {
            "nearer-less": _less(m.nearer, a, b),
            "elsewhere": _more(m.elsewhere, a, b),
            "farther-less": _less(m.farther, a, b),
            "words": _more(m.words, a, b),
            "lacks-figures": _less(lacking.figures, a, b),
            "lacks-names": _less(lacking.names, a, b),
        }
        for a, b in combinations(range(len(m.alike)), 2)
    }


def lost_features(witnesses: Sequence[Witness], statements: Sequence[Statement], names: Names = SHIPPED) -> list[dict[str, float]]:
    """Features of every witness: do its own words say that it rests on an agency that is not among the articles?"""
    articles = [w.article for w in witnesses]
    out = []
    for one in witnesses:
        rests = {agency: times for agency, times in credited(one.article, statements).items() if absent(agency, articles, names)}
        out.append({"credit": float(bool(rests)), "told": float(np.log1p(sum(rests.values())))})
    return out


def way_features(measures: Measures, lacking: Lacking, a: int, b: int) -> dict[str, float]:
    """Features of an edge taken as running from `a` to `b`; those of the other way are the same with the sign turned."""
    m = measures
    return {
        "before": float(m.before[a, b]),
        "names": float(m.names[a, b] - m.names[b, a]),
        "longer": float(m.longer[a, b]),
        "words": float(m.words[a, b] - m.words[b, a]),
        "elsewhere": float(m.elsewhere[a, b] - m.elsewhere[b, a]),
        "lacks-figures": float(lacking.figures[a, b] - lacking.figures[b, a]),
    }


def square(model: Logistic, features: Mapping[tuple[int, int], Mapping[str, float]], many: int) -> Floats:
    """Probabilities of all pairs as a symmetric array with zeros on the diagonal."""
    out = np.zeros((many, many))
    for (a, b), values in features.items():
        out[a, b] = out[b, a] = model.probability(values)
    return out


def _more(square: Floats, a: int, b: int) -> float:
    """The larger of the two ways."""
    return float(max(square[a, b], square[b, a]))


def _less(square: Floats, a: int, b: int) -> float:
    """The smaller of the two ways."""
    return float(min(square[a, b], square[b, a]))
