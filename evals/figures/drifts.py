"""Drifts: recall over the listed ones with both sides visible, on the gold tree and end to end.

A listed drift is found if a finding along the same derivation shares a sentence with it on both sides and is of its kind;
`hedge-dropped` and `certainty-raised` count as one kind, since annotators told them apart by feeling. `any_kind` asks for no
kind. Precision is by reading (docs).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals import retold
from evals.findings import on_gold, on_own, recall, touch
from stemma.model import Drift

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
    return touch(family, finding.parent, gold["parent_at"]) and touch(family, finding.child, gold["child_at"])


def measure(folder: Path) -> dict[str, float]:
    """On gold statements, claims and tree with the program's own collation, and end to end."""
    return recall(folder, "gold_", listed, lambda f: on_gold(f).drifts, matches) | recall(
        folder, "own_", listed, lambda f: on_own(f).drifts, matches
    )
