"""Kindred: how near in meaning two phrases are, by the encoder that the collation reads sentences with."""

from __future__ import annotations

from stemma.models.encoder import read
from stemma.text.words import plain


def alike(a: str, b: str) -> float:
    """The likeness of two phrases: the cosine of their vectors, in -1..1; 0 where one is empty."""
    if not a.strip() or not b.strip():
        return 0.0
    return float(read(plain(a)).vector @ read(plain(b)).vector)
