"""What pages say of themselves: title, byline and published exact, credits as set F1, over the visible Retold pages.

- title: equal, white space aside. byline: equal after a leading "By", "Words by", "Written by" … is dropped on both sides
  (the gold keeps it on some pages and not on others); `byline_printed` compares the words as printed. A page without a
  byline is right if none is found.
- published: equal to the precision given: day, and hour and minute where the gold has them; the zone only where both have one
  (the gold knows some zones that the page does not show); seconds are left out.
- credits: agencies and other outlets under the lexicon's names, photo credits left out, micro F1. `credits_agencies_*` leaves out
  what is no agency, of the gold (the page's own outlet, other newspapers, "local media") and of what was found (by its `how`).
- outlet: equal, "The" and "(website)" aside, over pages that show it somewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

from evals.core import f1, mean
from evals.retold import families
from stemma.background.agencies import canonical
from stemma.errors import BadInput
from stemma.model import Article
from stemma.reading import read_bytes

NEEDS = "retold"
VERSION = 1
FLOORS = ("title", "byline", "published", "dateline", "outlet", "credits_f1")

_BY = re.compile(
    r"^(?:(?:words|written|edited|posted|reported|story|text)(?: and pictures)?\s*(?:by|:)\s*:?|by\b:?|from)\s*", re.IGNORECASE
)
_PAPERS = frozenset(("outlet by name", "media without a name"))
_NOT_AGENCIES = frozenset(("reports", "local media"))


def measure(folder: Path) -> dict[str, float]:
    """title, byline, byline_printed, published, dateline, outlet: shares right; credits_p / r / f1."""
    rows: dict[str, list[float]] = {k: [] for k in ("title", "byline", "byline_printed", "published", "dateline", "outlet")}
    both = found = gold = strict_both = strict_found = strict_gold = 0
    for family in families(folder):
        outlets = {o.casefold().removeprefix("the ") for a in family.gold["articles"] if a["visible"] for o in [a["outlet"]]}
        for a in family.gold["articles"]:
            if not a["visible"]:
                continue
            data = family.path(a["id"]).read_bytes()
            try:
                page: Article | None = read_bytes(data, str(family.path(a["id"])))
            except BadInput:
                page = None
            title, byline, dateline, published, outlet = (
                value.value if page and value else None
                for value in ((page.title, page.byline, page.dateline, page.published, page.outlet) if page else (None,) * 5)
            )
            rows["title"].append(float(_even(title) == _even(a["title"])))
            rows["byline"].append(float(signature(byline) == signature(a["byline"])))
            rows["byline_printed"].append(float(_even(byline) == _even(a["byline"])))
            rows["published"].append(float(same_time(published, a["published"])))
            rows["dateline"].append(float(_place(dateline) == _place(a["dateline"])))
            name = _outlet(a["outlet"])
            if name.casefold() in data.decode("utf-8").casefold():
                rows["outlet"].append(float(outlet is not None and _outlet(outlet).casefold() == name.casefold()))
            wanted = {canonical(c) for c in a["credits"]}
            got = {c.agency for c in page.credits if c.kind != "photo"} if page else set()
            both, found, gold = both + len(wanted & got), found + len(got), gold + len(wanted)
            real = {c for c in wanted if c.casefold() not in _NOT_AGENCIES and c.casefold().removeprefix("the ") not in outlets}
            papers = {c.agency for c in page.credits if c.how in _PAPERS} if page else set()
            strict_found += len(got - papers)
            strict_both, strict_gold = strict_both + len(real & got), strict_gold + len(real)
    return {
        **{k: mean(v) for k, v in rows.items()},
        "credits_precision": both / max(1, found),
        "credits_recall": both / max(1, gold),
        "credits_f1": f1(both, found, gold),
        "credits_agencies_recall": strict_both / max(1, strict_gold),
        "credits_agencies_f1": f1(strict_both, strict_found, strict_gold),
    }


def _even(value: str | None) -> str:
    return " ".join((value or "").split())


def signature(value: str | None) -> str:
    """A byline without the word that announces it."""
    return _BY.sub("", _even(value))


def same_time(found: str | None, gold: str | None) -> bool:
    """Equal to the precision of the gold; zones are compared where both have one."""
    if gold is None or found is None:
        return gold is None and found is None
    size = 16 if "T" in gold else 10
    if found[:size] != gold[:size]:
        return False
    a, b = _zone(found), _zone(gold)
    return not (a and b) or a == b


def _zone(value: str) -> str | None:
    m = re.search(r"T[\d:]+(Z|[+-]\d\d:\d\d)$", value)
    return m and m[1].replace("Z", "+00:00")


def _place(value: str | None) -> str:
    return re.sub(r"\W+$", "", _even(value)).casefold()


def _outlet(value: str) -> str:
    return re.sub(r"^the\s+|\s*\([^)]*\)$", "", value, flags=re.IGNORECASE)
