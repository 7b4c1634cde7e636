"""Stance: F1 of denials and of refusals to comment, one class against the rest, and of the hedged flag.

Over all gold and predicted statements: a predicted denial that matches no gold denial counts against precision. The gold
annotates no headline, so what the program finds in headlines is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals import retold
from evals.characterised import on_gold
from evals.core import f1
from stemma.model import Statement

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_denies", "gold_declines", "own_denies", "own_declines")


def measure(folder: Path) -> dict[str, float]:
    """F1 of each class on gold extracts and end to end."""
    cases = [(g, s) for _, g, s in on_gold(folder)]
    out = {f"gold_{k}": v for k, v in score(cases, [g for g, _ in cases], [s for _, s in cases]).items()}
    from evals.own import own

    pairs: list[tuple[dict[str, Any], Statement]] = []
    golds: list[dict[str, Any]] = []
    mine: list[Statement] = []
    for family in retold.families(folder):
        seen = own(family)
        shown = set(family.visible(same_story=False))
        golds += [g for g in family.gold["statements"] if g["article"] in shown]
        mine += [s for dossier in seen.dossiers for s in dossier.statements if s.place == "body"]
        pairs += [(g, seen.matched[g["id"]]) for g in family.gold["statements"] if g["id"] in seen.matched]
    return out | {f"own_{k}": v for k, v in score(pairs, golds, mine).items()}


def score(
    pairs: Iterable[tuple[dict[str, Any], Statement]], golds: Iterable[dict[str, Any]], mine: Iterable[Statement]
) -> dict[str, float]:
    """F1 of denies, declines, doubts and hedged, over matched pairs and all gold and own statements."""
    matched, all_gold, all_mine = list(pairs), list(golds), list(mine)
    out = {}
    for name in ("denies", "declines", "doubts"):
        hits = sum(g["stance"] == name and s.stance == name for g, s in matched)
        out[name] = f1(hits, sum(s.stance == name for s in all_mine), sum(g["stance"] == name for g in all_gold))
    hits = sum(bool(g["hedged"] and s.hedges) for g, s in matched)
    return out | {"hedged": f1(hits, sum(bool(s.hedges) for s in all_mine), sum(bool(g["hedged"]) for g in all_gold))}
