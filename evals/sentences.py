"""Pairs of single sentences, as the tasks of similarity have them: read from their files and measured as the program does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stemma.asking.likening import tokens_of
from stemma.background import idf
from stemma.collating.collate import FIGURES
from stemma.models.encoder import encode, read
from stemma.models.likeness import Matrix, features, pieces, ready
from stemma.text.bags import bag
from stemma.text.words import plain


@dataclass(frozen=True)
class Rated:
    """Two sentences, how alike people find them, and (SICK only) which way one follows from the other."""

    one: str
    two: str
    score: float
    judgement: str = ""


def sts(file: Path) -> list[Rated]:
    """A file of STS headlines: score 0..5, sentence, sentence; pairs without a score are left out, as in the task."""
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    return [Rated(row[1], row[2], float(row[0])) for row in rows if row[0].strip()]


def sick(file: Path) -> list[Rated]:
    """A file of SICK: relatedness 1..5, and ENTAILMENT, NEUTRAL or CONTRADICTION."""
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()[1:]]
    return [Rated(row[1], row[2], float(row[3]), row[4].strip()) for row in rows]


def measured(pairs: Sequence[Rated]) -> Matrix:
    """Features of `stemma.models.likeness`, shape `(pairs, len(FEATURES))`; every sentence is read by itself."""
    texts = sorted({plain(text) for pair in pairs for text in (pair.one, pair.two)})
    tokens = dict(zip(texts, tokens_of(texts), strict=True))
    out = []
    for pair in pairs:
        two = (plain(pair.one), plain(pair.two))
        told = [pieces(read(t), idf, t, figures=FIGURES) for t in two]
        passages = ready([bag(tokens[t], idf) for t in two], encode(two), told)
        out.append(features(passages, slice(0, 1), slice(1, 2))[0, 0])
    return np.array(out)
