"""Polarity: whether words say that something is not so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from stemma.text.words import folded, words

NEGATIONS: Final = frozenset(
    "no not never none nothing nobody neither nor nowhere cannot without".split()  # noqa: SIM905
)
"""Words that negate; those that end in "n't" ("won't") do so too."""
REFUTALS: Final = frozenset(
    """deny denies denied denying denial denials reject rejects rejected rejecting rejection dispute disputes disputed disputing
    refute refutes refuted refuting rebut rebuts rebutted dismiss dismisses dismissed dismissing""".split()  # noqa: SIM905
)
"""Words by which somebody says that what others say is not so."""


def negations(said: Iterable[str]) -> int:
    """How many of the words (lower case, plain apostrophes, as `folded` gives them) negate."""
    return sum(w in NEGATIONS or w.endswith("n't") for w in said)


def says_no(text: str) -> bool:
    """Whether a stretch of text says that something is not so: it negates, or tells of a denial."""
    said = folded(text, words(text))
    return negations(said) > 0 or any(w in REFUTALS for w in said)
