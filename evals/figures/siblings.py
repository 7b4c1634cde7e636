"""Siblings: pairs of visible articles with the same invisible parent, put under one lost original or not; F1 of pairs."""

from __future__ import annotations

from pathlib import Path

from evals.tracing import counts, end_to_end, interval, on_gold, siblings, total, true_edges

NEEDS = "retold"
VERSION = 2
FLOORS = ("gold_f1", "own_f1")


def measure(folder: Path) -> dict[str, float]:
    """`gold_*`: by weights that have not seen the family. `seen_*`: by the weights that ship."""
    out: dict[str, float] = {}
    for key, traced in (("gold", on_gold(folder)), ("seen", on_gold(folder, unseen=False)), ("own", end_to_end(folder))):
        rows = []
        for t in traced:
            hidden = [a["id"] for a in t.family.gold["articles"] if not a["visible"]]
            gold = siblings(true_edges(t.family), hidden)
            rows.append(counts(siblings(t.edges(), t.lost()), gold))
        out[f"{key}_f1"] = total(rows)
        out[f"{key}_precision"] = sum(r[0] for r in rows) / max(1, sum(r[1] for r in rows))
        out[f"{key}_recall"] = sum(r[0] for r in rows) / max(1, sum(r[2] for r in rows))
        if key == "gold":
            out["gold_low"], out["gold_high"] = interval(rows)
    return out
