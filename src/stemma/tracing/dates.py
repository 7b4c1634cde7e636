"""When an article may have appeared, as far as its page says, and which of two came first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from stemma.model import Article

ZONES: Final = timedelta(hours=14)  # a time without a zone may be off by as much as the widest zone
DAY: Final = 86400.0


def published_between(article: Article) -> tuple[float, float] | None:
    """Earliest and latest moment (seconds since 1970, UTC) at which the page says it appeared; None if it does not say."""
    value = article.published.value if article.published else None
    if value is None:
        return None
    try:
        if len(value) == 4:
            value += "-01-01"
            spread = timedelta(days=366)
        elif len(value) == 7:
            value += "-01"
            spread = timedelta(days=31)
        else:
            spread = timedelta(days=1) if len(value) == 10 else timedelta(0)
        start = datetime.fromisoformat(value)
    except ValueError:
        return None  # a date that cannot be read orients nothing
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
        return (start - ZONES).timestamp(), (start + spread + ZONES).timestamp()
    return start.timestamp(), (start + spread).timestamp()


def earlier(a: Article, b: Article) -> float:
    """Whether `a` appeared before `b`: 1 surely, -1 surely not, in between by the middles of what is possible, 0 not known."""
    x, y = published_between(a), published_between(b)
    if x is None or y is None:
        return 0.0
    if x[1] < y[0]:
        return 1.0
    if y[1] < x[0]:
        return -1.0
    return max(-0.5, min(0.5, ((y[0] + y[1]) - (x[0] + x[1])) / 2 / DAY))
