"""Tokens of plain text with their places, and characters that look alike made equal without moving any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from stemma.model import Span

WORD = re.compile(r"\w+(?:[’'\-.,]\w+)*")
"""A word: letters and digits, joined inside by an apostrophe, a hyphen or a decimal mark ("don't", "all-share", "6.4")."""

# One code point for one code point, so that offsets stay true.
_LOOKALIKES = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "―": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u200a": " ", "\u2002": " ", "\u2003": " ", "\t": " ",
    }
)  # fmt: skip


_LONG = 1000
"""From this length on a text is an article: asked for again and again, a passage at a time."""


def plain(text: str) -> str:
    """`text` with curly quotes, dashes and odd spaces made plain; same length, every offset still true."""
    return text.translate(_LOOKALIKES) if len(text) < _LONG else _plain_article(text)


@lru_cache(maxsize=32)
def _plain_article(text: str) -> str:
    return text.translate(_LOOKALIKES)


def words(text: str, span: Span | None = None) -> tuple[Span, ...]:
    """The words of `text`, or of the part of it that `span` names, as spans of `text`."""
    start, end = (0, len(text)) if span is None else (span.start, span.end)
    return tuple(Span(m.start(), m.end()) for m in WORD.finditer(text, start, end))


def folded(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """The words at `spans`, plain and in lower case: what is compared when wording is compared."""
    even = plain(text)
    return tuple(even[s.start : s.end].casefold() for s in spans)


def quote(text: str, span: Span) -> str:
    """The exact words at `span`."""
    return text[span.start : span.end]
