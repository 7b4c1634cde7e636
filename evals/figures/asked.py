"""Claims asked for in other words: does `independence` find the claim that is meant, and none where none is?

The question is the gist an annotator wrote for each gold claim with two statements or more in visible articles of the
story; the answer the program's own claims of that family, likest first. Found at one: the first claim given has a statement
matched to the gold claim; bounds: its asserting side has the gold lower bound (among those found). Strangers: the gists of the next
family, put to this one; they should find nothing. The threshold was chosen on these families.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evals import retold
from evals.core import mean
from evals.own import own
from stemma.asking.independent import SAYS, likeness
from stemma.model import Dossier

NEEDS: Final = "retold"
VERSION: Final = 1
FLOORS: Final = ("found_at_one", "bounds_exact")
CEILINGS: Final = ("strangers_found",)


def measure(folder: Path) -> dict[str, float]:
    """Shares over all families, end to end from pages."""
    found, silent, bounds, strangers = [], [], [], []
    families = retold.families(folder)
    for n, family in enumerate(families):
        results = own(family)
        matched = {s.id: g for g, s in results.matched.items()}
        gold_claim = {s["id"]: s["claim"] for s in family.gold["statements"]}
        visible = {s["id"] for i in family.visible() for s in retold.gold_statements(family, i)}
        sides = {o.claim: o for o in results.dossier.origins if o.side == "asserting"}
        for claim in family.gold["claims"]:
            if sum(c == claim["id"] and s in visible for s, c in gold_claim.items()) < 2:
                continue
            best = first(results.dossier, claim["gist"])
            silent.append(best is None)
            members = next((c.statements for c in results.dossier.claims if c.id == best), ())
            found.append(any(s in matched and gold_claim[matched[s]] == claim["id"] for s in members))
            if found[-1] and best in sides and claim["independent_origins"][0] > 0:
                bounds.append(sides[best].lower == claim["independent_origins"][0])
        others = families[(n + 1) % len(families)].gold["claims"]
        strangers += [first(results.dossier, claim["gist"]) is not None for claim in others]
    return {
        "asked": float(len(found)),
        "found_at_one": mean(found),
        "nothing_found": mean(silent),
        "bounds_exact": mean(bounds),
        "strangers_found": mean(strangers),
    }


def first(dossier: Dossier, gist: str) -> str | None:
    """The claim most like a gist, None below the threshold."""
    like = likeness(dossier, gist)
    best = min(like, key=lambda c: (-like[c], c), default=None)
    return best if best is not None and like[best] >= SAYS else None
