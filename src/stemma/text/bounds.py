"""How much of a report is analysed: all of any that a newsroom prints, the beginning of one that has no end.

Statements are compared each with each, so that time and memory grow with the square of a report's length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stemma.model import Article, Span

EXAMINED: Final = 120_000
"""Code points of a report's body that are analysed: about 20,000 words. The rest is read and shown."""
_ENDS: Final = (". ", ".\n", "? ", "! ", "\n", " ")
_NEAR: Final = 2_000
"""How far back a sentence's end is looked for."""


def examined(article: Article, most: int = EXAMINED) -> tuple[Span, ...]:
    """The paragraphs of a body that are analysed, the first `most` code points of it; the last one is cut, at the end of a
    sentence or of a word where there is one. All of them where the body is no longer."""
    return tuple(_examined(article, most))


def left_over(article: Article) -> int:
    """How many code points of a body are not analysed."""
    return sum(s.end - s.start for s in article.body) - sum(s.end - s.start for s in examined(article))


def _examined(article: Article, left: int) -> Iterator[Span]:
    for span in article.body:
        if span.end - span.start <= left:
            yield span
            left -= span.end - span.start
            continue
        stop = span.start + left
        from_ = max(span.start, stop - _NEAR)
        found = next(
            (at + len(mark.rstrip()) for mark in _ENDS if (at := article.text.rfind(mark, from_, stop)) > span.start), stop
        )
        if found > span.start:
            yield Span(span.start, found)
        return
