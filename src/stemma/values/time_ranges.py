"""Two expressions that are the ends of one stretch: "from March to May", "between 5 and 7 June", "9 a.m. to noon"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from stemma.model import When
from stemma.values import calendar as cal
from stemma.values.tense import MOVED, Lean
from stemma.values.time_context import Context, Match

_TO: Final = re.compile(r"\s*(?:-|\b(?:up\s+to|to|through|thru)\b|\b(?:un)?till?\b)\s*(?:the\s+)?", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_SHIFT: Final = re.compile(rf"\b(?:{'|'.join(sorted(MOVED))})\b[^.;:!?]{{0,50}}$", re.IGNORECASE)
_FIXED: Final = re.compile(
    r"\d{4}|\b(?:today|yesterday|tomorrow|last|next|this|that|previous|following|ago|same|coming|past)\b", re.IGNORECASE
)


def joined(text: str, first: Match, second: Match) -> bool:
    """Whether the words around two expressions make them the ends of one stretch; "moved from May to June" does not."""
    gap, before = text[first.end() : second.start()], text[max(0, first.start() - 60) : first.start()]
    if _AND.fullmatch(gap):
        return _BETWEEN.search(before) is not None
    found = _TO.fullmatch(gap)
    if found is None or _SHIFT.search(before):
        return False
    return _FROM.search(before) is not None or not re.search(r"til", gap, re.IGNORECASE)


def between(
    first: Match, second: Match, ctx: Context, one: Callable[[Match, Context], When | None]
) -> tuple[When, When, When] | None:
    """The two ends and the stretch from one to the other; None where the expressions are no such ends.

    `one` says what a single expression means. The end that names its year or day decides for the other: the first is the last
    such before the second, or the second the first such not before the first.
    """
    a, b = one(first, ctx), one(second, ctx)
    named = _FIXED.search(second[0]) and not _FIXED.search(first[0])
    if b is not None and (named or (_clock_only(first) and not _clock_only(second))):
        a = one(first, _seen_from(b, ctx, "past"))
    elif a is not None and not _FIXED.search(second[0]):
        b = one(second, _seen_from(a, ctx, "future"))
    if a is None or b is None:
        return None
    if a.precision == b.precision == "minute":
        if a.start > b.end and _clock_only(second):
            b = one(second, replace(ctx, last_day=cal.shifted(cal.first_day(b), 1, "day")))
        if b is None or a.start[:10] > b.end[:10]:
            return None
        return a, b, When(start=a.start, end=b.end, precision="interval")
    if cal.first_day(a) > cal.last_day(b):
        return None
    return a, b, cal.days(cal.first_day(a), cal.last_day(b), "interval")


def _clock_only(match: Match) -> bool:
    return match.groupdict().get("clock") is not None


def _seen_from(when: When, ctx: Context, lean: Lean) -> Context:
    day = cal.first_day(when)
    return replace(ctx, today=day, near=day, last_day=day, lean=lean)
