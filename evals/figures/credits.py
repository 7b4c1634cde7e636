"""Agencies that pages of HTML name, against labels made by hand (`evals/labels/`: two sets of pages, guideline in its README).

Compared are sets of (agency under the lexicon's name, as text or as picture), one set a page, micro counts over all pages.

- text_*: news agencies and services named as a source of the words. Other media are left out: of the gold by their label
  (`paper`), of what was found by that label and by its `how`. So a label "Reuters" found as an outlet is missed.
- all_*: the same with other media on both sides. photo_*: agencies named as a source of pictures.
- photo_as_text: agencies that a page names for its pictures only and that were found for its words (a count; must be 0).
- where_accuracy: among matched text credits, the strongest kind found equals the label.
- A page that the reader refuses counts with nothing found.
- held_*: the same on pages labelled after the rules were written, with whose errors in view no rule was made.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from evals.core import ROOT, f1
from stemma.background.agencies import canonical
from stemma.errors import BadInput
from stemma.model import Credit
from stemma.reading import read_bytes

NEEDS = "reading"
VERSION = 1
FLOORS = ("text_precision", "text_recall", "text_f1", "all_f1", "photo_f1", "where_accuracy", "held_text_f1")
CEILINGS = ("photo_as_text",)

LABELS: Final = ROOT / "evals" / "labels" / "credits.json"
HELD: Final = ROOT / "evals" / "labels" / "credits_held.json"
KINDS: Final = ("credit-line", "dateline", "byline", "in-text", "photo")
"""Where a credit may stand, strongest first; the last one is about pictures."""
_PAPERS: Final = frozenset(("outlet by name", "media without a name"))
_HELD_KEYS: Final = ("text_precision", "text_recall", "text_f1", "photo_as_text", "photo_f1")


class Label(TypedDict, total=False):
    """One agency of a page: its name, where it stands (one of KINDS), and `paper` where it is another newspaper or channel."""

    agency: str
    where: str
    paper: bool


@dataclass(frozen=True)
class Named:
    """Who a page names: sources of its words with their strongest place, which of them are other media, sources of pictures."""

    text: dict[str, str]
    papers: frozenset[str]
    photo: frozenset[str]


def labels(file: Path) -> dict[str, list[Label]]:
    """The labels of one file (LABELS or HELD) by page, "aeb/KEY" or "aed/KEY"."""
    pages: dict[str, list[Label]] = json.loads(file.read_text("utf-8"))["pages"]
    return pages


def labelled(rows: list[Label]) -> Named:
    """Who a page names by its labels."""
    return _named([(row["agency"], row["where"], row.get("paper", False)) for row in rows])


def read(found: tuple[Credit, ...]) -> Named:
    """Who a page names by the program."""
    return _named([(credit.agency, credit.kind, credit.how in _PAPERS) for credit in found])


def counts(gold: Named, found: Named) -> dict[str, int]:
    """The counts of one page that every figure is made of: both, found and gold for text, all and photo; errors of kind."""
    agencies = gold.text.keys() - gold.papers
    got = found.text.keys() - found.papers - gold.papers
    return {
        "text_both": len(agencies & got),
        "text_found": len(got),
        "text_gold": len(agencies),
        "all_both": len(gold.text.keys() & found.text.keys()),
        "all_found": len(found.text),
        "all_gold": len(gold.text),
        "photo_both": len(gold.photo & found.photo),
        "photo_found": len(found.photo),
        "photo_gold": len(gold.photo),
        "photo_as_text": len((gold.photo - gold.text.keys()) & found.text.keys()),
        "where": sum(gold.text[name] == found.text[name] for name in agencies & got),
    }


def measure(folder: Path) -> dict[str, float]:
    """text_, all_ and photo_ precision, recall and f1; where_accuracy; photo_as_text and refused as counts; held_* of HELD."""
    held = _over(folder, labels(HELD))
    return {**_over(folder, labels(LABELS)), **{f"held_{key}": held[key] for key in _HELD_KEYS}}


def _over(folder: Path, pages: dict[str, list[Label]]) -> dict[str, float]:
    """The figures over the pages of one set of labels."""
    total = dict.fromkeys(counts(_named([]), _named([])), 0)
    refused = 0
    for key, rows in sorted(pages.items()):
        kind, name = key.split("/")
        data = gzip.decompress((folder / kind / "html" / f"{name}.html.gz").read_bytes())
        try:
            found = read(read_bytes(data, f"{name}.html").credits)
        except BadInput:
            found, refused = _named([]), refused + 1
        for what, number in counts(labelled(rows), found).items():
            total[what] += number
    out: dict[str, float] = {}
    for part in ("text", "all", "photo"):
        both, got, gold = total[f"{part}_both"], total[f"{part}_found"], total[f"{part}_gold"]
        out[f"{part}_precision"] = both / max(1, got)
        out[f"{part}_recall"] = both / max(1, gold)
        out[f"{part}_f1"] = f1(both, got, gold)
    return {
        **out,
        "where_accuracy": total["where"] / max(1, total["text_both"]),
        "photo_as_text": float(total["photo_as_text"]),
        "refused": float(refused),
    }


def _named(rows: list[tuple[str, str, bool]]) -> Named:
    """Names are compared under the lexicon's name, without case; an agency named in several places keeps the strongest one."""
    text: dict[str, str] = {}
    papers: set[str] = set()
    agencies: set[str] = set()
    photo: set[str] = set()
    for name, where, paper in rows:
        key = canonical(name).casefold()
        if where == "photo":
            photo.add(key)
            continue
        text[key] = min(text.get(key, where), where, key=KINDS.index)
        (papers if paper else agencies).add(key)
    return Named(text, frozenset(papers - agencies), frozenset(photo))
