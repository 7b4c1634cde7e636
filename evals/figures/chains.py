"""Chains: among matched statements, the share whose chain is exact, and whose first mouth is of the right kind.

Exact: same number of hops, each of the same kind with overlapping name tokens, in order (FORMAT.md). On gold extracts every
gold statement is matched; end to end those that content Jaccard >= .5 matches.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evals import retold
from evals.characterised import Case, chain_exact, first_kind, on_gold
from evals.core import mean

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_chain_exact", "gold_first_kind", "own_chain_exact", "own_first_kind")


def measure(folder: Path) -> dict[str, float]:
    """Chain figures on gold extracts, and end to end."""
    out = {f"gold_{k}": v for k, v in score(on_gold(folder)).items()}
    return out | {f"own_{k}": v for k, v in score(own_cases(folder)).items()}


def score(cases: Iterable[Case]) -> dict[str, float]:
    """Both shares, over the cases given; first kind over those whose gold has a chain."""
    kept = list(cases)
    kinds = [k for _, g, s in kept if (k := first_kind(g, s)) is not None]
    longer = [(g, s) for _, g, s in kept if len(g["chain"]) > 1]
    return {
        "chain_exact": mean(chain_exact(g, s) for _, g, s in kept),
        "first_kind": mean(kinds),
        "chain_exact_of_two_or_more_hops": mean(chain_exact(g, s) for g, s in longer),
    }


def own_cases(folder: Path) -> list[Case]:
    """Gold statements of the visible articles with the program's own matched statements, end to end."""
    from evals.own import own

    out: list[Case] = []
    for family in retold.families(folder):
        mine = own(family).matched
        out.extend(
            (family.name, g, mine[g["id"]]) for g in family.gold["statements"] if g["id"] in mine and retold.is_attributed(g)
        )
    return out
