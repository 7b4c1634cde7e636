"""Statements on Retold: one-to-one by token Jaccard of content of at least .5, over attributed statements of visible articles."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evals.core import f1
from evals.figures.attribution import WORD, covered, jaccard
from evals.retold import article, families, gold_statements, is_attributed, parsed
from stemma.attributing.extract import extract

NEEDS: Final = "retold"
VERSION: Final = 1
FLOORS: Final = ("gold_statement_f1",)


def measure(folder: Path) -> dict[str, float]:
    """Precision, recall and F1 on the gold reading (body and title as the gold has them)."""
    matched = predicted = gold = quoting = agree = 0
    for family in families(folder):
        for name in family.visible(same_story=False):
            page = article(family, name)
            tokens = [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(page.text)]
            true = [s for s in gold_statements(family, name) if is_attributed(s)]
            found = extract(page, parsed(family, name))
            want = [covered(tokens, s["content_at"]) for s in true]
            have = [covered(tokens, [(c.start, c.end) for c in e.content]) for e in found]
            pairs = matching(want, have)
            matched, predicted, gold = matched + len(pairs), predicted + len(have), gold + len(want)
            quoting += len(pairs)
            agree += sum(true[i]["quotation"] == found[j].quotation for i, j in pairs)
    return {
        "gold_statement_f1": round(f1(matched, predicted, gold), 4),
        "gold_statement_p": round(matched / max(1, predicted), 4),
        "gold_statement_r": round(matched / max(1, gold), 4),
        "gold_quotation_accuracy": round(agree / max(1, quoting), 4),
    }


def matching(want: list[set[int]], have: list[set[int]]) -> list[tuple[int, int]]:
    """Pairs (index in `want`, index in `have`), greedy by Jaccard, best first, at least .5, each used once."""
    pairs = sorted(((jaccard(w, h), i, j) for i, w in enumerate(want) for j, h in enumerate(have) if w & h), reverse=True)
    used_i: set[int] = set()
    used_j: set[int] = set()
    out = []
    for value, i, j in pairs:
        if value >= 0.5 and i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            out.append((i, j))
    return out
