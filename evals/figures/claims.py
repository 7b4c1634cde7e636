"""Claims: are statements of one story grouped by what they claim? BCubed F over the gold statements of visible same-story
articles (`gold_…`), over the program's own matched ones (`own_…`), and peers in the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from evals.core import bcubed
from evals.own import own as own_results
from evals.retold import Family, article, claims, families, parsed, statements
from stemma.background import idf
from stemma.collating import collate
from stemma.matching import match
from stemma.matching.linking import clusters
from stemma.model import Article, Statement
from stemma.models.encoder import encode
from stemma.models.likeness import Matrix, exact
from stemma.text.words import folded, words

NEEDS: Final = "retold"
VERSION: Final = 1
FLOORS: Final = ("gold_b3", "own_b3")


def measure(folder: Path) -> dict[str, float]:
    """BCubed precision, recall and F on gold statements, pooled over families; peers at their best threshold."""
    gold: dict[str, str] = {}
    own: dict[str, str] = {}
    peers: dict[str, list[tuple[Family, tuple[Statement, ...], Matrix]]] = {"tfidf": [], "minilm": []}
    for family in families(folder):
        ids = sorted(family.visible())
        articles, grammar = [article(family, i) for i in ids], {i: parsed(family, i) for i in ids}
        given = statements(family)
        gold |= {f"{family.name}/{s}": f"{family.name}/{c.id}" for c in claims(family) for s in c.statements}
        for claim in match(articles, grammar, given, collate(articles, grammar)):
            own |= {f"{family.name}/{s}": f"{family.name}/{claim.id}" for s in claim.statements}
        said = contents(articles, given)
        peers["tfidf"].append((family, given, tfidf(said)))
        vectors = exact(encode(said))
        peers["minilm"].append((family, given, vectors @ vectors.T))
    out: dict[str, float] = {"statements": float(len(gold))}
    out["gold_b3_precision"], out["gold_b3_recall"], out["gold_b3"] = bcubed(gold, own)
    seen, told = end_to_end(folder, gold)
    out["own_matched"] = float(len(seen))
    out["own_b3_precision"], out["own_b3_recall"], out["own_b3"] = bcubed(seen, told)
    for name, found in peers.items():
        out[f"peer_{name}_b3_at_its_best"] = max(
            bcubed(gold, grouped(found, threshold))[2] for threshold in np.arange(0.1, 0.8, 0.05).tolist()
        )
    return out


def end_to_end(folder: Path, gold: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Gold claims and own claims of the gold statements that the program's own statements match, from pages on."""
    seen: dict[str, str] = {}
    told: dict[str, str] = {}
    for family in families(folder):
        found = own_results(family)
        claim_of = found.claim_of()
        for name, mine in found.matched.items():
            key = f"{family.name}/{name}"
            if key in gold:
                seen[key] = gold[key]
                # A statement that the program put into another story is in no claim of this one.
                told[key] = f"{family.name}/{claim_of.get(mine.id, f'elsewhere {mine.id}')}"
    return seen, told


def contents(articles: Sequence[Article], given: Sequence[Statement]) -> list[str]:
    """The words of every statement's content."""
    texts = {a.id: a.text for a in articles}
    return [" ".join(texts[s.article][c.start : c.end] for c in s.content) for s in given]


def tfidf(said: Sequence[str], weigh: Callable[[str], float] = idf) -> Matrix:
    """Cosines of the contents as bags of words weighed by idf."""
    bags = [sorted(set(folded(s, words(s)))) for s in said]
    terms = {t: n for n, t in enumerate(sorted({t for b in bags for t in b}))}
    table = np.zeros((len(bags), max(1, len(terms))))
    for n, bag in enumerate(bags):
        for term in bag:
            table[n, terms[term]] = weigh(term)
    length = np.sqrt((table * table).sum(axis=1, keepdims=True))
    table = np.divide(table, length, out=np.zeros_like(table), where=length > 0)
    cosines: Matrix = table @ table.T
    return cosines


def grouped(found: Sequence[tuple[Family, tuple[Statement, ...], Matrix]], threshold: float) -> dict[str, str]:
    """Average linkage of a peer's likeness at one threshold, all families."""
    return {
        f"{family.name}/{given[n].id}": f"{family.name}/{at}"
        for family, given, likeness in found
        for at, group in enumerate(clusters((likeness + likeness.T) / 2, threshold))
        for n in group
    }
