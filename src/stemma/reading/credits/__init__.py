"""Every agency that a page names, where and how: credit line, dateline, byline, in the text, photo."""

from __future__ import annotations

from stemma.reading.credits.finding import find_credits

__all__ = ["find_credits"]
