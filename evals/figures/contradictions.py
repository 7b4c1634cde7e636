"""Contradictions: recall over the listed pairs, precision over the credited set (a lower bound), evolution told apart.

A listed pair is found if a finding joins the two statements, or copies of them: statements of the same claims with the same
stances, of which each copy carries the numbers of the one listed (the program reports one finding for a pair of values,
at the wordings nearest the root). `exact` counts only the two statements themselves. Credited are listed pairs, the same
claim with assert against deny, and two claims that a listed pair links (FORMAT.md); precision by reading stands in the docs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals import retold
from evals.core import mean
from evals.findings import on_gold, on_own
from stemma.model import Contradiction, Findings, Passage
from stemma.values.numbers import find_numbers

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_recall", "gold_credited", "gold_evolution", "own_recall", "own_credited")


def touching(family: retold.Family, at: Passage, statement: str | None) -> list[dict[str, Any]]:
    """The gold statements that a side of a finding stands for: the one it names, else those it overlaps."""
    return [
        gold
        for gold in retold.gold_statements(family, at.article)
        if gold["id"] == statement or any(a < at.span.end and at.span.start < b for a, b in gold["content_at"])
    ]


def listed(family: retold.Family) -> list[dict[str, Any]]:
    """The listed pairs with both sides in visible articles of the story."""
    shown = set(family.visible())
    by_id = {s["id"]: s for s in family.gold["statements"]}
    return [c for c in family.gold["contradictions"] if by_id[c["a"]]["article"] in shown and by_id[c["b"]]["article"] in shown]


def _values(family: retold.Family, gold: dict[str, Any]) -> set[tuple[str, float]]:
    return {(n.kind, round(n.value, 3)) for text in gold["content"] for n in find_numbers(text)}


def is_copy(family: retold.Family, one: dict[str, Any], other: dict[str, Any], kind: str) -> bool:
    """Whether a statement is the listed one or a copy of it, as far as this contradiction goes."""
    if one["id"] == other["id"]:
        return True
    if one["claim"] is None or one["claim"] != other["claim"] or one["stance"] != other["stance"]:
        return False
    return kind != "number" or bool(_values(family, one) & _values(family, other))


def matches(family: retold.Family, pair: dict[str, Any], finding: Contradiction, exact: bool) -> bool:
    """Whether a finding is a listed pair (or, unless `exact`, joins copies of its two statements)."""
    by_id = {s["id"]: s for s in family.gold["statements"]}
    left, right = touching(family, finding.a, finding.statement_a), touching(family, finding.b, finding.statement_b)
    a, b = by_id[pair["a"]], by_id[pair["b"]]

    def is_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
        return one["id"] == other["id"] if exact else is_copy(family, one, other, finding.kind)

    return any((is_one(x, a) and is_one(y, b)) or (is_one(x, b) and is_one(y, a)) for x in left for y in right)


def credited(family: retold.Family, finding: Contradiction) -> bool:
    """Whether a finding is in the credited set."""
    linked = set()
    by_id = {s["id"]: s for s in family.gold["statements"]}
    for pair in family.gold["contradictions"]:
        linked.add(frozenset((by_id[pair["a"]]["claim"], by_id[pair["b"]]["claim"])))
    left, right = touching(family, finding.a, finding.statement_a), touching(family, finding.b, finding.statement_b)
    for x in left:
        for y in right:
            if x["claim"] is not None and x["claim"] == y["claim"] and {x["stance"], y["stance"]} == {"asserts", "denies"}:
                return True
            if frozenset((x["claim"], y["claim"])) in linked:
                return True
    return any(matches(family, pair, finding, False) for pair in listed(family))


def figures(folder: Path, prefix: str, findings_of: Callable[[retold.Family], Findings]) -> dict[str, float]:
    """The figures of one way to find."""
    hits, exact, good, evolution = [], [], [], []
    for family in retold.families(folder):
        findings = findings_of(family).contradictions
        good += [credited(family, f) for f in findings]
        for pair in listed(family):
            same = [f for f in findings if matches(family, pair, f, False)]
            exact.append(any(matches(family, pair, f, True) for f in findings))
            hits.append(bool(same))
            if same:
                best = next((f for f in same if matches(family, pair, f, True)), same[0])
                evolution.append(best.evolution == pair["evolution"])
    return {
        f"{prefix}recall": mean(hits),
        f"{prefix}recall_exact": mean(exact),
        f"{prefix}credited": mean(good),
        f"{prefix}evolution": mean(evolution),
        f"{prefix}listed": float(len(hits)),
        f"{prefix}found": float(len(good)),
    }


def measure(folder: Path) -> dict[str, float]:
    """On gold statements, claims and tree with the program's own collation, and end to end."""
    return figures(folder, "gold_", on_gold) | figures(folder, "own_", on_own)
