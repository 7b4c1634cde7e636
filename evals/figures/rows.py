"""Rows: are two sentences that say the same in one row, and others not? F1 over all pairs of sentences of the annotated articles.

Where `alignment` asks about pairs by themselves, this asks about the groups made of them across all visible articles of the
family: a pair counts as found where a part of the one sentence shares a row with a part of the other. Peer: the connected
components of the same pairs, which chain what is unlike.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from evals.core import f1
from evals.figures.alignment import gold_pairs, overlaps
from evals.retold import article, families, parsed
from stemma.collating import collate
from stemma.model import Collation, Passage, Span

NEEDS: Final = "retold"
VERSION: Final = 1
FLOORS: Final = ("f1", "precision")


def joined(groups: Sequence[Sequence[Passage]], a: str, b: str) -> list[tuple[Span, Span]]:
    """Pairs of passages of articles `a` and `b` that share a group."""
    return [(p.span, q.span) for group in groups for p in group if p.article == a for q in group if q.article == b]


def components(found: Collation) -> list[list[Passage]]:
    """Sentences that hang together by pairs with a relation."""
    home: dict[Passage, set[Passage]] = {}
    for pair in found.pairs:
        if pair.relation:
            both = home.setdefault(pair.a, {pair.a}) | home.setdefault(pair.b, {pair.b})
            for passage in both:
                home[passage] = both
    return [sorted(group) for group in {id(g): g for g in home.values()}.values()]


def measure(folder: Path) -> dict[str, float]:
    """F1, precision and recall of pairs that share a row; the same of connected components; rows and cut sentences a family."""
    counts = {"": [0, 0, 0], "components_": [0, 0, 0]}
    rows = cut = size = 0
    for n, family in enumerate(families(folder), 1):
        a, b, pairs = gold_pairs(family)
        ids = sorted({*family.visible(), a, b})
        found = collate([article(family, i) for i in ids], {i: parsed(family, i) for i in ids})
        sentences = set(found.sentences)
        rows += len(found.rows)
        cut += sum(p not in sentences for r in found.rows for p in r.passages)
        size = n
        for name, groups in (("", [r.passages for r in found.rows]), ("components_", components(found))):
            spans = joined(groups, a, b)
            for one, two, relation in pairs:
                hit = any(overlaps(p, one) and overlaps(q, two) for p, q in spans)
                counts[name][0] += hit and relation is not None
                counts[name][1] += hit
                counts[name][2] += relation is not None
    out: dict[str, float] = {"rows_a_family": rows / max(1, size), "parts_a_family": cut / max(1, size)}
    for name, (true, predicted, gold) in counts.items():
        out[f"{name}f1"] = f1(true, predicted, gold)
        out[f"{name}precision"], out[f"{name}recall"] = true / max(1, predicted), true / max(1, gold)
    return out
