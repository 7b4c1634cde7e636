"""Derived or independent: AUC and Brier score over all pairs of a story's articles, cross-validated by family, beside peers."""

from __future__ import annotations

import difflib
from pathlib import Path

from evals import retold
from evals.core import auc
from evals.retold import Family
from evals.tracing import brier, end_to_end, leave_one_out, on_gold, pairs
from stemma.models.encoder import encode
from stemma.text.words import folded, words

NEEDS = "retold"
VERSION = 2
FLOORS = ("gold_auc", "own_auc")
CEILINGS = ("gold_brier",)
BINS = 5


def measure(folder: Path) -> dict[str, float]:
    """`gold_*`: by weights that have not seen the family; `bin_*`: mean probability and share that is true, five equal bins."""
    labels = {t.family.name: [y for _, _, y in pairs(t.family)] for t in on_gold(folder)}
    flat = [y for family in labels.values() for y in family]
    out: dict[str, float] = {}
    ours: dict[str, list[float]] = {}
    for t in on_gold(folder):
        known = {(k.a, k.b): k.probability for k in t.stemma.kinships}
        ours[t.family.name] = [known[a, b] for a, b, _ in pairs(t.family)]
    scores = [p for family in ours.values() for p in family]
    out["gold_auc"] = auc(scores, flat)
    out["gold_brier"] = brier(scores, flat)
    for low in range(BINS):
        inside = [(p, y) for p, y in zip(scores, flat, strict=True) if min(BINS - 1, int(p * BINS)) == low]
        if inside:
            out[f"bin_{low}_probability"] = sum(p for p, _ in inside) / len(inside)
            out[f"bin_{low}_true"] = sum(y for _, y in inside) / len(inside)
            out[f"bin_{low}_pairs"] = len(inside)
    own_scores: list[float] = []
    for t in end_to_end(folder):
        found = {tuple(sorted((t.name[k.a], t.name[k.b]))): k.probability for k in t.stemma.kinships if {k.a, k.b} <= set(t.name)}
        own_scores += [found.get((a, b), 0.0) for a, b, _ in pairs(t.family)]
    out["own_auc"] = auc(own_scores, flat)
    peers = (("minilm", _minilm), ("difflib", _difflib), ("jaccard", _jaccard), ("runs", _runs), ("credits", _credits))
    for name, peer in peers:
        values = {f.name: peer(f) for f in retold.families(folder)}
        out[f"peer_{name}_auc"] = auc([v for f in values.values() for v in f], flat)
        fitted = leave_one_out(values, labels)
        out[f"peer_{name}_brier"] = brier([p for f in fitted.values() for p in f], flat)
    return out


def _texts(family: Family, name: str) -> list[str]:
    article = retold.article(family, name)
    return [
        article.text[s.start : s.end]
        for s in retold.parsed(family, name).sentences
        if any(s.start >= b.start for b in article.body)
    ]


def _minilm(family: Family) -> list[float]:
    """Mean over both articles of each sentence's best cosine."""
    vectors = {a: encode(_texts(family, a)) for a in family.visible()}
    out = []
    for a, b, _ in pairs(family):
        block = vectors[a] @ vectors[b].T
        out.append(float((block.max(axis=0).mean() + block.max(axis=1).mean()) / 2))
    return out


def _words(family: Family, name: str) -> list[str]:
    article = retold.article(family, name)
    return [w for span in article.body for w in folded(article.text, words(article.text, span))]


def _difflib(family: Family) -> list[float]:
    return [
        difflib.SequenceMatcher(None, _words(family, a), _words(family, b), autojunk=False).ratio() for a, b, _ in pairs(family)
    ]


def _jaccard(family: Family) -> list[float]:
    sets = {a: set(_words(family, a)) for a in family.visible()}
    return [len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a, b, _ in pairs(family)]


def _runs(family: Family) -> list[float]:
    """The share of the five-word runs of the article with fewer of them that the other one has."""
    sets = {}
    for a in family.visible():
        told = _words(family, a)
        sets[a] = {tuple(told[n : n + 5]) for n in range(len(told) - 4)}
    return [len(sets[a] & sets[b]) / max(1, min(len(sets[a]), len(sets[b]))) for a, b, _ in pairs(family)]


def _credits(family: Family) -> list[float]:
    """1 if both credit one agency with text, else 0."""
    agencies = {a: {c.agency for c in retold.article(family, a).credits if c.kind != "photo"} for a in family.visible()}
    return [float(bool(agencies[a] & agencies[b])) for a, b, _ in pairs(family)]
