"""Which lines of a web page, copied as text with all its chrome, are the report: line F1 and word F1 on aeb, held out by site.

`evals.rendered` says how a page is rendered and which of its lines are the gold body; all 181 pages count, micro. Every page is
read with weights that were trained without its site and five sixths of the others (`evals.held_out`), so that the figure is what
a user gets on a site that nobody looked at; features, layout and settling are those that ship. Words are runs of non-space.
Beside it, for scale: keeping every line, and the rule "a line of five words or more that ends a sentence" (as C4 cleans pages).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evals.core import f1, mean
from evals.held_out import kept_lines
from evals.rendered import rendered

NEEDS = "aeb"
VERSION = 1
FLOORS = ("line_f1", "word_f1")

_SENTENCE: Final = re.compile(r"""[.!?…]["'”’)\]]*$""")


def measure(folder: Path) -> dict[str, float]:
    """line_f1, word_f1, line precision and recall; page_line_f1 (mean over pages); all_… and rule_… of the two simple ways."""
    ways = ("", "all_", "rule_")
    counts = {way: np.zeros(6) for way in ways}
    pages = []
    for page in rendered(folder):
        size = np.array([len(line.split()) for line in page.lines])
        own = np.array(kept_lines(page.lines, page.site))
        rule = np.array([len(line.split()) >= 5 and bool(_SENTENCE.search(line)) for line in page.lines])
        for way, kept in zip(ways, (own, np.ones(len(size), dtype=bool), rule), strict=True):
            found = _counted(kept & page.counts, page.body & page.counts, size)
            counts[way] += found
            if not way:
                pages.append(f1(*found[:3]))
    values = {}
    for way in ways:
        values[f"{way}line_f1"], values[f"{way}word_f1"] = f1(*counts[way][:3]), f1(*counts[way][3:])
    both, found_lines, gold = counts[""][:3]
    return values | {
        "line_precision": float(both / max(1, found_lines)),
        "line_recall": float(both / max(1, gold)),
        "page_line_f1": mean(pages),
    }


def _counted(kept: NDArray[np.bool_], gold: NDArray[np.bool_], size: NDArray[np.int64]) -> NDArray[np.float64]:
    """Lines right, kept and gold; words right, kept and gold."""
    both = kept & gold
    return np.array([both.sum(), kept.sum(), gold.sum(), size[both].sum(), size[kept].sum(), size[gold].sum()], dtype=float)
