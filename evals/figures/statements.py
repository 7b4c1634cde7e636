"""Statements on Retold: one-to-one by token Jaccard of content of at least .5, over attributed statements of visible articles.

On the gold reading (body and title as the gold has them) and end to end (pages as the program read them). Recall is also
given by class of the gold statement: direct and indirect, a pronoun as source, no source, content in several pieces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from evals.core import f1
from evals.figures.attribution import WORD, covered, jaccard
from evals.retold import article, families, gold_statements, is_attributed, parsed
from stemma.attributing.extract import extract

NEEDS: Final = "retold"
VERSION: Final = 1
FLOORS: Final = ("gold_statement_f1", "own_statement_f1")
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "one"})


def measure(folder: Path) -> dict[str, float]:
    """Precision, recall and F1, and recall by class, on the gold reading and end to end."""
    matched = predicted = gold = agree = 0
    of_class: Counter[str] = Counter()
    found_of_class: Counter[str] = Counter()
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
            agree += sum(true[i]["quotation"] == found[j].quotation for i, j in pairs)
            for s in true:
                of_class.update(classes(s))
            for i, _ in pairs:
                found_of_class.update(classes(true[i]))
    return {
        "gold_statement_f1": round(f1(matched, predicted, gold), 4),
        "gold_statement_p": round(matched / max(1, predicted), 4),
        "gold_statement_r": round(matched / max(1, gold), 4),
        "gold_quotation_accuracy": round(agree / max(1, matched), 4),
        **{f"gold_recall_{name}": round(found_of_class[name] / n, 4) for name, n in sorted(of_class.items())},
        **end_to_end(folder),
    }


def end_to_end(folder: Path) -> dict[str, float]:
    """Precision, recall and F1 of the program's own statements on its own reading of the visible pages; the gold annotates no
    headline, so what the program finds in headlines is left out."""
    from evals.own import own

    matched = predicted = gold = 0
    for family in families(folder):
        mine = own(family)
        shown = set(family.visible(same_story=False))
        true = [s for s in family.gold["statements"] if s["article"] in shown and is_attributed(s)]
        gold += len(true)
        matched += sum(s["id"] in mine.matched for s in true)
        predicted += sum(s.place == "body" and bool(s.cue or s.source or s.chain) for d in mine.dossiers for s in d.statements)
    return {
        "own_statement_f1": round(f1(matched, predicted, gold), 4),
        "own_statement_p": round(matched / max(1, predicted), 4),
        "own_statement_r": round(matched / max(1, gold), 4),
    }


def classes(statement: dict[str, Any]) -> Iterator[str]:
    """The classes that a gold statement belongs to."""
    yield statement["quotation"] or "indirect"
    if not statement["source"]:
        yield "sourceless"
    elif statement["source"].casefold() in _PRONOUNS:
        yield "pronoun_source"
    if len(statement["content"]) > 1:
        yield "split_content"


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
