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
SURE: Final = (
    0.75  # from this score on, words need not bear it out: a free paraphrase shares few, a wrong figure is one more mistake
)
BORNE_OUT: Final = 0.04  # cosine over words weighted by how rare they are in the story, too
FEW: Final = 5  # words below which a sentence says too little to be told from another


def support(material: Material) -> Floats:
    """How well each sentence of the story is matched by each one of another article, 0..1; 0 where it is no plausible copy.

    Figures and names of two sentences must be compatible (some in common, if both have any), and so must their rarer words,
    unless the match is sure. A subhead is no copy of anything, and a denial of a report is no copy of the report,
    though it repeats its words.
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
        if score >= SURE or (compatible(x, y) and _cosine(rare[a], rare[b]) >= BORNE_OUT):
            out[a, b] = out[b, a] = score
    return out


def compatible(x: Sentence, y: Sentence) -> bool:
    """Whether neither the figures nor the names of two sentences exclude that one is a copy of the other."""
    return all(not a or not b or a & b for a, b in ((x.numbers, y.numbers), (x.names, y.names)))


def _rare(sentences: list[Sentence]) -> list[dict[str, float]]:
    """Words of matter, weighted by their rarity in the news times their rarity in the story."""
    count = Counter(word for s in sentences for word in s.words)
    return [{w: v * math.log((len(sentences) + 1) / (count[w] + 0.5)) for w, v in s.words.items()} for s in sentences]


def _cosine(x: dict[str, float], y: dict[str, float]) -> float:
    size = math.sqrt(math.fsum(v * v for v in x.values()) * math.fsum(v * v for v in y.values()))
    return math.fsum(v * y[w] for w, v in sorted(x.items()) if w in y) / size if size else 0.0
