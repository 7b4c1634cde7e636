"""Omissions: recall over the listed ones with both sides visible, on the gold tree and end to end.

A listed omission is found if a finding for the same child quotes words of the same parent in a sentence of the listed words,
and is of its kind; `any_kind` asks for no kind. Precision is by reading (docs).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals import retold
from evals.core import mean
from evals.findings import on_gold, on_own
from stemma.model import Findings, Omission

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_recall", "own_recall")


def listed(family: retold.Family) -> list[dict[str, Any]]:
    """The listed omissions with both sides in visible articles of the story."""
    shown = set(family.visible())
    return [o for o in family.gold["omissions"] if o["child"] in shown and o["parent"] in shown]


def matches(family: retold.Family, gold: dict[str, Any], finding: Omission, any_kind: bool = False) -> bool:
    """Whether a finding is a listed omission."""
    if (finding.left_out.article, finding.child) != (gold["parent"], gold["child"]) or not (
        any_kind or finding.kind == gold["kind"]
    ):
        return False
    a, (start, end) = finding.left_out.span, gold["parent_at"]
    parsed = retold.parsed(family, finding.left_out.article)
    return any(s.start < a.end and a.start < s.end and s.start < end and start < s.end for s in parsed.sentences)


def figures(folder: Path, prefix: str, findings_of: Callable[[retold.Family], Findings]) -> dict[str, float]:
    """The figures of one way to find."""
    hits, loose, count = [], [], 0
    for family in retold.families(folder):
        findings = findings_of(family).omissions
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
