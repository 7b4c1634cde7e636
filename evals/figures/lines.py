"""Which lines of a page are its report: line F1 and word F1, micro over the visible pages of all Retold families.

A line is a line of the file that is not blank; body are the lines that the gold lists (in-article subheads included), the
rest of the page is not. Words are runs of non-space. Also the share of pages whose every line is right.

The weights that ship were trained on these pages, which flatters them. `held_…` are the same pages read line by line with weights
that have not seen the family (`evals.held_out`): what to expect on others.
"""

from __future__ import annotations

from pathlib import Path

from evals.core import f1, mean
from evals.held_out import kept_lines
from evals.retold import families, line_spans
from stemma.errors import BadInput
from stemma.model import Span
from stemma.reading import read_bytes

NEEDS = "retold"
VERSION = 1
FLOORS = ("line_f1", "word_f1", "held_line_f1", "held_word_f1")


def measure(folder: Path) -> dict[str, float]:
    """line_f1, word_f1, line precision and recall, pages_exact; held_line_f1, held_word_f1."""
    held, held_words = [0, 0, 0], [0, 0, 0]
    both = found = gold = words_both = words_found = words_gold = 0
    exact = []
    for family in families(folder):
        for a in family.gold["articles"]:
            if not a["visible"]:
                continue
            data = family.path(a["id"]).read_bytes()
            text = data.decode("utf-8").replace("\r\n", "\n")
            try:
                kept = read_bytes(data, str(family.path(a["id"]))).body
            except BadInput:
                kept = ()
            wanted = [b.strip() for b in a["body"]]
            right = True
            spans = line_spans(text)
            lines = [text[s.start : s.end] for s in spans]
            for span, line, is_held in zip(spans, lines, kept_lines(lines, family.folder.name), strict=True):
                words = len(line.split())
                is_gold = bool(wanted) and line == wanted[0]
                if is_gold:
                    wanted.pop(0)
                is_found = overlaps(span, kept)
                both, found, gold = both + (is_gold and is_found), found + is_found, gold + is_gold
                words_both += words * (is_gold and is_found)
                words_found += words * is_found
                words_gold += words * is_gold
                right = right and is_gold == is_found
                for sums, weight in ((held, 1), (held_words, words)):
                    sums[0] += weight * (is_gold and is_held)
                    sums[1] += weight * is_held
                    sums[2] += weight * is_gold
            exact.append(float(right))
    return {
        "line_f1": f1(both, found, gold),
        "word_f1": f1(words_both, words_found, words_gold),
        "line_precision": both / max(1, found),
        "line_recall": both / max(1, gold),
        "pages_exact": mean(exact),
        "held_line_f1": f1(*held),
        "held_word_f1": f1(*held_words),
    }


def overlaps(line: Span, body: tuple[Span, ...]) -> bool:
    """Whether at least half of a line lies in the body."""
    return sum(max(0, min(line.end, b.end) - max(line.start, b.start)) for b in body) * 2 >= line.end - line.start
