"""Articles for data sets that give only a text: no page, no chrome, no metadata but what the set tells."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.model import Article, Noted, Span


def bare(name: str, text: str, body: Sequence[Span], title: Noted | None = None, published: Noted | None = None) -> Article:
    """An article that is nothing but its text, its body and, where known, its title and date."""
    return Article(
        id=name,
        source=name,
        sha256="",
        text=text,
        body=tuple(body),
        lines=(),
        title=title,
        outlet=None,
        byline=None,
        dateline=None,
        published=published,
        credits=(),
        url=None,
        language="en",
        kind="news-report",
        notes=(),
        by="gold",
    )
