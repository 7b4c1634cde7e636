"""Which sentences of two articles may well be two copies of one: a good match of the collation that their words bear out.

A lost original is known only by what its descendants agree in, so agreement has to be more than talk of the same event.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Final

import numpy as np

from stemma.tracing.material import Floats, Material, Sentence

MATCHED: Final = (
    0.4  # score of the collation from which a pair is a copy: best F1 on the hand-aligned pairs of the development data
)
SURE: Final = 0.75  # from this score on, rare words need not bear it out: a free paraphrase shares few
BORNE_OUT: Final = 0.04  # cosine over words weighted by how rare they are in the story, too
SAME: Final = 0.5  # likeness of wording from which another figure or name is a change rather than a sign of another matter
FEW: Final = 6  # words below which a sentence says too little to be told from another


def support(material: Material) -> Floats:
    """How well each sentence of the story is matched by each one of another article, 0..1; 0 where it is no plausible copy.

    Both have a figure in common, if each has any, or their wording is alike; unless the match is sure they also have a name in
    common, if each has any, and rarer words. A subhead is no copy of anything, and a denial of a report is no copy of the
    report, though it repeats its words.
    """
    sentences = [s for w in material.witnesses for s in w.sentences]
    rare = _rare(sentences)
    out = np.zeros((len(sentences), len(sentences)))
    rows, columns = np.nonzero(np.triu(material.matched, 1) >= MATCHED)
    for a, b in zip(rows.tolist(), columns.tolist(), strict=True):
        x, y = sentences[a], sentences[b]
        score = float(material.matched[a, b])
        if x.subhead or y.subhead or bool(x.about) != bool(y.about) or (min(x.length, y.length) < FEW and x.text != y.text):
            continue
        figures = compatible(x.numbers, y.numbers) or material.wording[a, b] >= SAME
        if figures and (score >= SURE or (compatible(x.names, y.names) and _cosine(rare[a], rare[b]) >= BORNE_OUT)):
            out[a, b] = out[b, a] = score
    return out


def compatible(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether the figures (or the names) of two sentences leave it possible that one is a copy of the other."""
    return not x or not y or bool(x & y)


def _rare(sentences: list[Sentence]) -> list[dict[str, float]]:
    """Words of matter, weighted by their rarity in the news times their rarity in the story."""
    count = Counter(word for s in sentences for word in s.words)
    return [{w: v * math.log((len(sentences) + 1) / (count[w] + 0.5)) for w, v in s.words.items()} for s in sentences]


def _cosine(x: dict[str, float], y: dict[str, float]) -> float:
    size = math.sqrt(math.fsum(v * v for v in x.values()) * math.fsum(v * v for v in y.values()))
    return math.fsum(v * y[w] for w, v in sorted(x.items()) if w in y) / size if size else 0.0
