"""Which lines of the five seed pages are their report: line F1, against a labelling made by hand (line numbers only).

The report is its paragraphs, its standfirst and its subheads; titles, bylines, dates, captions, author notes, links, boxes
and the fundraising letter are not. Lines count from 1; blank lines are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from evals.core import f1
from evals.figures.lines import overlaps
from stemma.errors import BadInput
from stemma.model import Span
from stemma.reading import read_bytes

NEEDS = "seeds"
VERSION = 1
FLOORS = ("line_f1", "word_f1")
CEILINGS = ("letter_lines_kept", "subheads_lost")

BODY: Final[Mapping[str, str]] = {
    "000_5c4134f735329ff4": "3-23",
    "001_83070662a223d62c": "7-55",
    "002_64284ed50041f30a": "10 16-44",
    "003_60b660731d86be1f": "14-38",
    "004_2476894875c0cde0": "8-16 21-39 44-52",
}
SUBHEADS: Final[Mapping[str, str]] = {
    "001_83070662a223d62c": "25 37 47",
    "002_64284ed50041f30a": "24 36",
    "003_60b660731d86be1f": "16 22 30",
    "004_2476894875c0cde0": "31",
}
LETTER: Final[Mapping[str, str]] = {"004_2476894875c0cde0": "55-91"}


def numbers(ranges: str) -> set[int]:
    """The line numbers of "10 16-44"."""
    out: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        out |= set(range(int(first), int(last or first) + 1))
    return out


def measure(folder: Path) -> dict[str, float]:
    """line_f1, word_f1 (micro over the pages), letter_lines_kept, subheads_lost (counts)."""
    both = found = gold = words_both = words_found = words_gold = kept_letter = lost_heads = 0
    for name in sorted(BODY):
        path = folder / f"{name}.txt"
        data = path.read_bytes()
        text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        try:
            kept = read_bytes(data, str(path)).body
        except BadInput:
            kept = ()
        at = 0
        for n, line in enumerate(text.split("\n"), 1):
            if solid := line.strip():
                start = at + line.index(solid)
                is_found = overlaps(Span(start, start + len(solid)), kept)
                is_gold = n in numbers(BODY[name])
                words = len(solid.split())
                both, found, gold = both + (is_gold and is_found), found + is_found, gold + is_gold
                words_both += words * (is_gold and is_found)
                words_found += words * is_found
                words_gold += words * is_gold
                kept_letter += is_found and n in numbers(LETTER.get(name, ""))
                lost_heads += not is_found and n in numbers(SUBHEADS.get(name, ""))
            at += len(line) + 1
    return {
        "line_f1": f1(both, found, gold),
        "word_f1": f1(words_both, words_found, words_gold),
        "letter_lines_kept": float(kept_letter),
        "subheads_lost": float(lost_heads),
    }
