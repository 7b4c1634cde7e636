"""From measures to features: what each of the four models of tracing is asked about two articles, or about one.

No feature here but `before` looks at a date, and `before` is asked only which way an edge runs: dates orient a derivation,
they never create one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stemma.model import Statement
from stemma.tracing.logistic import Logistic
from stemma.tracing.material import Floats, Witness
from stemma.tracing.measures import Measures, absent, credited, widest


def kin_features(measures: Measures) -> dict[tuple[int, int], dict[str, float]]:
    """Features of every two witnesses (a < b): do they share text by descent?"""
    m = measures
    bridged = widest(m.matched)
    return {
        (a, b): {
            "alike": float(m.alike[a, b]),
            "worded": float(m.worded[a, b]),
            "matched": float(m.matched[a, b]),
            "aligned": float(m.aligned[a, b]),
            "numbers": float(m.numbers[a, b]),
            "words": _more(m.words, a, b),
            "runs": _more(m.runs, a, b),
            "only": _more(m.only, a, b),
            "nearer": _more(m.nearer, a, b),
            "margin": max(_margin(m.alike, a, b), _margin(m.alike, b, a)),
            "order": float(m.order[a, b]),
            "title": float(m.title[a, b]),
            "names": _more(m.names, a, b),
            "bridged": float(bridged[a, b]),
        }
        for a in range(len(bridged))
        for b in range(a + 1, len(bridged))
    }


def edge_features(measures: Measures, kin: Floats) -> dict[tuple[int, int], dict[str, float]]:
    """Features of every two witnesses (a < b): does one come directly from the other, whichever way?"""
    m = measures
    return {
        (a, b): {
            "kin": float(kin[a, b]),
            "alike": float(m.alike[a, b]),
            "worded": float(m.worded[a, b]),
            "matched": float(m.matched[a, b]),
            "words": _more(m.words, a, b),
            "runs": _more(m.runs, a, b),
            "numbers": float(m.numbers[a, b]),
            "only": _more(m.only, a, b),
            "only-less": _less(m.only, a, b),
            "nearer": _more(m.nearer, a, b),
            "nearer-less": _less(m.nearer, a, b),
            "elsewhere": _more(m.elsewhere, a, b),
            "elsewhere-less": _less(m.elsewhere, a, b),
            "farther": _more(m.farther, a, b),
            "farther-less": _less(m.farther, a, b),
            "margin": max(_margin(m.alike, a, b), _margin(m.alike, b, a)),
            "margin-less": min(_margin(m.alike, a, b), _margin(m.alike, b, a)),
            "names": _more(m.names, a, b),
            "order": float(m.order[a, b]),
            "title": float(m.title[a, b]),
        }
        for a in range(len(kin))
        for b in range(a + 1, len(kin))
    }


def lost_features(witnesses: Sequence[Witness], statements: Sequence[Statement]) -> list[dict[str, float]]:
    """Features of every witness: do its own words say that it rests on an agency that is not among the articles?"""
    articles = [w.article for w in witnesses]
    out = []
    for one in witnesses:
        rests = {agency: times for agency, times in credited(one.article, statements).items() if absent(agency, articles)}
        out.append({"credit": float(bool(rests)), "told": float(np.log1p(sum(rests.values())))})
    return out


def way_features(measures: Measures, a: int, b: int) -> dict[str, float]:
    """Features of an edge taken as running from `a` to `b`; those of the other way are the same with the sign turned."""
    m = measures
    return {
        "before": float(m.before[a, b]),
        "names": float(m.names[a, b] - m.names[b, a]),
        "longer": float(m.longer[a, b]),
        "words": float(m.words[a, b] - m.words[b, a]),
        "elsewhere": float(m.elsewhere[a, b] - m.elsewhere[b, a]),
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


def _margin(alike: Floats, a: int, b: int) -> float:
    """How much more alike b is to a than to any third witness (below 0: less)."""
    others = [c for c in range(len(alike)) if c not in (a, b)]
    return float(alike[a, b] - alike[others, b].max()) if others else float(alike[a, b])
