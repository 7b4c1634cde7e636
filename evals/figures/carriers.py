"""Carriers: who brought a statement where its passage is silent. Accuracy over gold statements, on the gold tree."""

from __future__ import annotations

from pathlib import Path

from evals import retold
from evals.core import f1
from evals.own import own
from evals.tracing import on_gold
from stemma.model import Carrier
from stemma.text.words import folded, words
from stemma.tracing import close

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_accuracy", "gold_f1", "own_accuracy", "own_f1")


def measure(folder: Path) -> dict[str, float]:
    """Share of attributed statements whose carrier, or its absence, is right; F1 of named carriers; a peer that gives none.

    `gold_*`: gold tree. `tree_*`: gold statements on the found tree (weights that have not seen the family). `own_*`: the whole
    program on the pages; a statement that it did not find has no carrier, and what it found beside the gold is not counted.
    """
    out: dict[str, float] = {}
    for key in ("gold", "tree"):
        right = silent = everything = found = gold = 0
        for t in on_gold(folder):
            tree = retold.stemma(t.family) if key == "gold" else t.stemma
            carriers = {c.statement: c for c in close(list(t.articles.values()), t.statements, tree)}
            for s in t.family.gold["statements"]:
                if s["article"] not in t.articles or not retold.is_attributed(s):
                    continue
                everything += 1
                mine, true = carriers.get(s["id"]), s["carrier"]
                same = (mine is None and true is None) or (mine is not None and true is not None and _same(mine, true["name"]))
                right += same
                silent += true is None
                found += mine is not None
                gold += true is not None
                out[f"{key}_named"] = out.get(f"{key}_named", 0.0) + (same and true is not None)
        out[f"{key}_accuracy"] = right / max(1, everything)
        out[f"{key}_f1"] = f1(out.pop(f"{key}_named", 0.0), found, gold)
        out["peer_none_accuracy"] = silent / max(1, everything)
    return out | _own(folder)


def _own(folder: Path) -> dict[str, float]:
    """The same for the program's own statements, matched to the gold ones; one not found is wrong."""
    right = everything = found = gold = named = 0
    for family in retold.families(folder):
        mine = own(family)
        carriers = {c.statement: c for c in mine.dossier.carriers}
        shown = set(family.visible())
        for s in family.gold["statements"]:
            if s["article"] not in shown or not retold.is_attributed(s):
                continue
            matched, true = mine.matched.get(s["id"]), s["carrier"]
            one = carriers.get(matched.id) if matched else None
            same = one is not None and true is not None and _same(one, true["name"])
            everything += 1
            right += matched is not None and (same or (one is None and true is None))
            named += same
            found += one is not None
            gold += true is not None
    return {"own_accuracy": right / max(1, everything), "own_f1": f1(named, found, gold)}


def _same(carrier: Carrier, name: str) -> bool:
    """Whether two names share a word."""
    return bool(set(folded(carrier.voice.name, words(carrier.voice.name))) & set(folded(name, words(name))) - {"the"})
