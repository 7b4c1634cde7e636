"""Pages on which someone speaks for himself among the visible Retold pages: releases and statements against news reports.

The gold names the outlets; `OWN` are the pages whose outlet is a body that publishes about itself (a bank, a club, a hospital, the
police ...), by family and id. The rules were written with these six pages in view: precision over the others is what it measures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evals.core import f1
from evals.retold import families
from stemma.errors import BadInput
from stemma.reading import read_bytes

NEEDS = "retold"
VERSION = 1
FLOORS = ("precision", "recall")

OWN: Final = frozenset((("04", "P"), ("05", "P"), ("07", "R"), ("09", "P"), ("22", "P"), ("24", "P")))


def measure(folder: Path) -> dict[str, float]:
    """precision, recall and f1 of "not a news report", and how many of the pages found name their issuer."""
    both = found = gold = issued = pages = 0
    for family in families(folder):
        for a in family.gold["articles"]:
            if not a["visible"]:
                continue
            pages += 1
            own = (family.name[:2], a["id"]) in OWN
            try:
                page = read_bytes(family.path(a["id"]).read_bytes(), a["id"])
            except BadInput:
                gold += own
                continue
            told = page.kind != "news-report"
            both, found, gold = both + (own and told), found + told, gold + own
            issued += told and page.issuer is not None
    return {
        "precision": both / max(1, found),
        "recall": both / max(1, gold),
        "f1": f1(both, found, gold),
        "with_issuer": issued / max(1, found),
        "pages": float(pages),
    }
