"""Times on Retold: exact value among the gold expressions of the visible pages; an expression not seen counts as wrong.

An own mention answers for the gold expression that it overlaps most (the gold's words may be more than the expression). Where
the gold gives a day, a time of that day is right. Anchored on the gold publication date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from evals import retold
from stemma.model import Span
from stemma.values.calendar import iso_value
from stemma.values.times import TimeMention, find_times


class Spanned(Protocol):
    """Whatever has a span of the text."""

    @property
    def span(self) -> Span:
        """Half-open, in code points."""
        ...


M = TypeVar("M", bound=Spanned)

NEEDS = "retold"
VERSION = 1
FLOORS = ("value_exact", "seen")


def measure(folder: Path) -> dict[str, float]:
    """`value_exact`, the share `seen` at all, and the number of gold expressions."""
    return scores(folder, find_times, agrees)


def scores(
    folder: Path, find: Callable[[str, Sequence[Span], str | None], tuple[M, ...]], right_value: Callable[[M, str], bool]
) -> dict[str, float]:
    """The figures of any reader of times: `find` reads the paragraphs of a text, `right_value` whether a mention has a value."""
    right = seen = whole = 0
    for family in retold.families(folder):
        own: dict[str, tuple[M, ...]] = {}
        for name in family.visible(same_story=False):
            article = retold.article(family, name)
            own[name] = find(article.text, article.body, article.published.value if article.published else None)
        for gold in family.gold["times"]:
            if gold["article"] not in own:
                continue
            whole += 1
            mention = best(own[gold["article"]], gold["at"][0], gold["at"][1])
            seen += mention is not None
            right += mention is not None and right_value(mention, gold["value"])
    return {"value_exact": right / whole if whole else 0.0, "seen": seen / whole if whole else 0.0, "expressions": float(whole)}


def best(mentions: tuple[M, ...], start: int, end: int) -> M | None:
    """The mention that overlaps [start, end) most, the first of equals."""

    def overlap(span: Span) -> int:
        return min(end, span.end) - max(start, span.start)

    touching = [m for m in mentions if overlap(m.span) > 0]
    return max(touching, key=lambda m: (overlap(m.span), -m.span.start)) if touching else None


def agrees(mention: TimeMention, value: str) -> bool:
    """Whether a mention has the gold value, in the gold's compact form."""
    if mention.when is None:
        return False
    own = iso_value(mention.when)
    return own == value or (len(value) == 10 and own[:10] == value and "/" not in own)
