"""Drifts: recall over the listed ones with both sides visible, on the gold tree.

A listed drift is found if a finding along the same derivation shares a sentence with it on both sides and is of its kind;
`hedge-dropped` and `certainty-raised` count as one kind, since annotators told them apart by feeling. `any_kind` asks for no
kind. Precision is by reading (docs).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals import retold
from evals.core import mean
from evals.figures.contradictions import found
from stemma.model import Drift

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_recall",)

_ONE = {"certainty-raised": "hedge-dropped"}


def listed(family: retold.Family) -> list[dict[str, Any]]:
    """The listed drifts with both sides in visible articles of the story."""
    shown = set(family.visible())
    return [d for d in family.gold["drifts"] if d["child"] in shown and d["parent"] in shown]


def matches(family: retold.Family, gold: dict[str, Any], finding: Drift, any_kind: bool = False) -> bool:
    """Whether a finding is a listed drift."""
    if (finding.parent.article, finding.child.article) != (gold["parent"], gold["child"]):
        return False
    if not any_kind and _ONE.get(finding.kind, finding.kind) != _ONE.get(gold["kind"], gold["kind"]):
        return False
    return _touch(
        family, finding.parent.article, (finding.parent.span.start, finding.parent.span.end), gold["parent_at"]
    ) and _touch(family, finding.child.article, (finding.child.span.start, finding.child.span.end), gold["child_at"])


def _touch(family: retold.Family, article: str, a: tuple[int, int], b: list[int]) -> bool:
    """Whether two stretches lie in a common sentence."""
    parsed = retold.parsed(family, article)
    return any(s.start < a[1] and a[0] < s.end and s.start < b[1] and b[0] < s.end for s in parsed.sentences)


def measure(folder: Path) -> dict[str, float]:
    """The figures on gold statements, claims and tree, with the program's own collation."""
    hits, loose, count = [], [], 0
    for family in retold.families(folder):
        findings = found(family).drifts
        count += len(findings)
        for gold in listed(family):
            hits.append(any(matches(family, gold, f) for f in findings))
            loose.append(any(matches(family, gold, f, True) for f in findings))
    return {
        "gold_recall": mean(hits),
        "gold_recall_any_kind": mean(loose),
        "gold_listed": float(len(hits)),
        "gold_found": float(count),
    }
