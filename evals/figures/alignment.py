"""Alignment: do two sentences of two articles say the same? F1 at one fixed threshold and AP over all pairs of sentences.

Gold sentences and the program's own are matched by their words' places: a pair of gold sentences gets the best score of the own
pairs that overlap both. Peers on the same pairs: cosine of the sentence vectors, Jaccard of words and difflib on words, each at its
best threshold.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import numpy as np

from evals.core import average_precision, f1
from evals.retold import Family, article, families, parsed
from stemma.collating import collate
from stemma.collating.collate import KEPT, THRESHOLD
from stemma.model import Span
from stemma.models.encoder import encode
from stemma.text.words import folded, words

NEEDS: Final = "retold"
VERSION: Final = 1
FLOORS: Final = ("f1", "ap")


def gold_pairs(family: Family) -> tuple[str, str, list[tuple[Span, Span, str | None]]]:
    """The two annotated articles, sorted by id as a collation has them, and all pairs of their sentences with the relation."""
    gold = family.gold["alignment"]
    told = {(p["a"], p["b"]): str(p["relation"]) for p in gold["pairs"]}
    one, two = [Span(*s) for s in gold["sentences_a_at"]], [Span(*s) for s in gold["sentences_b_at"]]
    pairs = [(a, b, told.get((i, j))) for i, a in enumerate(one) for j, b in enumerate(two)]
    if gold["a"] <= gold["b"]:
        return gold["a"], gold["b"], pairs
    return gold["b"], gold["a"], [(b, a, relation) for a, b, relation in pairs]


def overlaps(a: Span, b: Span) -> bool:
    """Whether two sentences of one article share more than half of the shorter one."""
    return 2 * (min(a.end, b.end) - max(a.start, b.start)) > min(a.end - a.start, b.end - b.start)


def measure(folder: Path) -> dict[str, float]:
    """F1, precision and recall at the program's threshold, AP over all pairs, accuracy of the relation; and the peers'."""
    own: list[float] = []
    peers: dict[str, list[float]] = {"cosine": [], "jaccard": [], "difflib": []}
    labels: list[bool] = []
    right = known = 0
    for family in families(folder):
        a, b, pairs = gold_pairs(family)
        ids = sorted({*family.visible(), a, b})
        articles = [article(family, i) for i in ids]
        found = collate(articles, {i: parsed(family, i) for i in ids})
        scored = [p for p in found.pairs if (p.a.article, p.b.article) == (a, b)]
        texts = {x.id: x.text for x in articles}
        vectors = {
            (name, s): v
            for name, spans in ((a, {p[0] for p in pairs}), (b, {p[1] for p in pairs}))
            for s, v in zip(sorted(spans), encode([texts[name][s.start : s.end] for s in sorted(spans)]), strict=True)
        }
        for one, two, relation in pairs:
            hits = [p for p in scored if overlaps(p.a.span, one) and overlaps(p.b.span, two)]
            own.append(max((p.score for p in hits), default=0.0))
            labels.append(relation is not None)
            if relation is not None and own[-1] >= THRESHOLD:
                known += 1
                right += any(p.relation == relation for p in hits)
            peers["cosine"].append(float(vectors[a, one] @ vectors[b, two]))
            said = [folded(texts[n], words(texts[n], s)) for n, s in ((a, one), (b, two))]
            bags = [set(s) for s in said]
            peers["jaccard"].append(len(bags[0] & bags[1]) / max(1, len(bags[0] | bags[1])))
            peers["difflib"].append(SequenceMatcher(None, said[0], said[1], autojunk=False).ratio())
    out = {"ap": average_precision(own, labels), "relation_accuracy": right / max(1, known), "pairs": float(sum(labels))}
    out["f1"], out["precision"], out["recall"] = at(own, labels, THRESHOLD)
    for name, values in peers.items():
        out[f"peer_{name}_ap"] = average_precision(values, labels)
        out[f"peer_{name}_f1_at_its_best"] = max(at(values, labels, t)[0] for t in np.arange(0.02, 1, 0.01).tolist())
    out["kept_from"] = KEPT
    return out


def at(scores: list[float], labels: list[bool], threshold: float) -> tuple[float, float, float]:
    """F1, precision and recall of the pairs that score at least `threshold`."""
    true = sum(s >= threshold and label for s, label in zip(scores, labels, strict=True))
    predicted, gold = sum(s >= threshold for s in scores), sum(labels)
    return f1(true, predicted, gold), true / max(1, predicted), true / max(1, gold)
