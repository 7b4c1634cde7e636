"""Drifts: recall over the listed ones with both sides visible, on the gold tree and end to end.

A listed drift is found if a finding along the same derivation shares a sentence with it on both sides and is of its kind;
`hedge-dropped` and `certainty-raised` count as one kind, since annotators told them apart by feeling. `any_kind` asks for no
kind. Precision is by reading (docs).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals import retold
from evals.core import mean
from evals.findings import on_gold, on_own
from stemma.model import Drift, Findings, Passage

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_recall", "own_recall")

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
    return _touch(family, finding.parent, gold["parent_at"]) and _touch(family, finding.child, gold["child_at"])


def _touch(family: retold.Family, at: Passage, gold: list[int]) -> bool:
    """Whether two stretches lie in a common sentence."""
    a, (start, end) = at.span, gold
    parsed = retold.parsed(family, at.article)
    return any(s.start < a.end and a.start < s.end and s.start < end and start < s.end for s in parsed.sentences)


def figures(folder: Path, prefix: str, findings_of: Callable[[retold.Family], Findings]) -> dict[str, float]:
    """The figures of one way to find."""
    hits, loose, count = [], [], 0
    for family in retold.families(folder):
        findings = findings_of(family).drifts
        count += len(findings)
        for gold in listed(family):
            hits.append(any(matches(family, gold, f) for f in findings))
            loose.append(any(matches(family, gold, f, True) for f in findings))
    return {
        f"{prefix}recall": mean(hits),
        f"{prefix}recall_any_kind": mean(loose),
        f"{prefix}listed": float(len(hits)),
        f"{prefix}found": float(count),
    }


def measure(folder: Path) -> dict[str, float]:
    """On gold statements, claims and tree with the program's own collation, and end to end."""
    return figures(folder, "gold_", on_gold) | figures(folder, "own_", on_own)
