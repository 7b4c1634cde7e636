"""Whether places of a text have words in common."""

from __future__ import annotations

from stemma.model import Passage, Span


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans of one text share a code point."""
    return a.start < b.end and b.start < a.end


def meet(a: Passage, b: Passage) -> bool:
    """Whether two passages are of one article and share a code point."""
    return a.article == b.article and overlap(a.span, b.span)
