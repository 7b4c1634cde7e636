"""Omissions: recall over the listed ones with both sides visible, on the gold tree and end to end.

A listed omission is found if a finding for the same child quotes words of the same parent in a sentence of the listed words,
and is of its kind; `any_kind` asks for no kind. Precision is by reading (docs).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evals import retold
from evals.findings import on_gold, on_own, recall, touch
from stemma.model import Omission

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
    return touch(family, finding.left_out, gold["parent_at"])


def measure(folder: Path) -> dict[str, float]:
    """On gold statements, claims and tree with the program's own collation, and end to end."""
    return recall(folder, "gold_", listed, lambda f: on_gold(f).omissions, matches) | recall(
        folder, "own_", listed, lambda f: on_own(f).omissions, matches
    )
