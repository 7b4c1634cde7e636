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
    bridged, lone = widest(measures.meaning), widest(np.maximum(measures.only, measures.only.T))
    return {
        (a, b): {
            "alike": float(measures.alike[a, b]),
            "typical": float(measures.typical[a, b]),
            "facts": float(measures.facts[a, b]),
            "meaning": float(measures.meaning[a, b]),
            "matched": float(measures.matched[a, b]),
            "words": float(max(measures.words[a, b], measures.words[b, a])),
            "runs": float(max(measures.runs[a, b], measures.runs[b, a])),
            "only": float(max(measures.only[a, b], measures.only[b, a])),
            "elsewhere": float(min(measures.elsewhere[a, b], measures.elsewhere[b, a])),
            "margin": max(_margin(measures.alike, a, b), _margin(measures.alike, b, a)),
            "order": float(measures.order[a, b]),
            "title": float(measures.title[a, b]),
            "names": float(max(measures.names[a, b], measures.names[b, a])),
            "bridged": float(bridged[a, b]),
            "lone": float(lone[a, b]),
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
            "meaning": float(m.meaning[a, b]),
            "matched": float(m.matched[a, b]),
            "words": float(max(m.words[a, b], m.words[b, a])),
            "runs": float(max(m.runs[a, b], m.runs[b, a])),
            "only": float(max(m.only[a, b], m.only[b, a])),
            "only-less": float(min(m.only[a, b], m.only[b, a])),
            "elsewhere": float(max(m.elsewhere[a, b], m.elsewhere[b, a])),
            "elsewhere-less": float(min(m.elsewhere[a, b], m.elsewhere[b, a])),
            "margin": max(_margin(m.alike, a, b), _margin(m.alike, b, a)),
            "margin-less": min(_margin(m.alike, a, b), _margin(m.alike, b, a)),
            "names": float(max(m.names[a, b], m.names[b, a])),
            "order": float(m.order[a, b]),
        }
        for a in range(len(kin))
        for b in range(a + 1, len(kin))
    }


def lost_features(
    witnesses: Sequence[Witness], statements: Sequence[Statement], kin: Floats, edge: Floats
) -> list[dict[str, float]]:
    """Features of every witness: does it rest on an original that is not among the articles?"""
    articles = [w.article for w in witnesses]
    out = []
    for n, one in enumerate(witnesses):
        rests = {agency: times for agency, times in credited(one.article, statements).items() if absent(agency, articles)}
        others = [k for k in range(len(witnesses)) if k != n]
        related = kin[n, others] if others else np.zeros(1)
        direct = edge[n, others] if others else np.zeros(1)
        out.append(
            {
                "credit": float(bool(rests)),
                "told": float(np.log1p(sum(rests.values()))),
                "nearest": float(related.max()),
                "kin": float(related.sum() / len(witnesses)),
                "direct": float(direct.max()),
                "sibling": float((related * (1.0 - direct)).max()),
            }
        )
    return out


def way_features(measures: Measures, lost: Sequence[float], a: int, b: int) -> dict[str, float]:
    """Features of an edge taken as running from `a` to `b`; those of the other way are the same with the sign turned."""
    m = measures
    return {
        "before": float(m.before[a, b]),
        "names": float(m.names[a, b] - m.names[b, a]),
        "longer": float(m.longer[a, b]),
        "words": float(m.words[a, b] - m.words[b, a]),
        "elsewhere": float(m.elsewhere[a, b] - m.elsewhere[b, a]),
        "lost": lost[a] - lost[b],
    }


def square(model: Logistic, features: Mapping[tuple[int, int], Mapping[str, float]], many: int) -> Floats:
    """Probabilities of all pairs as a symmetric array with zeros on the diagonal."""
    out = np.zeros((many, many))
    for (a, b), values in features.items():
        out[a, b] = out[b, a] = model.probability(values)
    return out


def _margin(alike: Floats, a: int, b: int) -> float:
    """How much more alike b is to a than to any third witness (below 0: less)."""
    others = [c for c in range(len(alike)) if c not in (a, b)]
    return float(alike[a, b] - alike[others, b].max()) if others else float(alike[a, b])
