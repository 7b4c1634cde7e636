"""Days named in wordings, compared as stretches of the calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stemma.comparing.accounts import Accounts, Wording
from stemma.model import Passage, Span, When
from stemma.values.times import find_times

_SHARP: Final = frozenset({"day", "month"})
_ABSOLUTE: Final = re.compile(
    r"(?i)\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A time that a wording names, and where."""

    when: When
    at: Passage
    verb: str = ""
    verbs: frozenset[str] = frozenset()


def days(wording: Wording, accounts: Accounts) -> tuple[Day, ...]:
    """The days and months that a wording names by weekday, month or figure, and whose place on the calendar is known."""
    article = accounts.articles[wording.article]
    anchor = article.published.value if article.published else None
    verbs = frozenset(t.lemma for s in wording.spans for t in accounts.tokens(wording.article, s) if t.pos == "VERB")
    found = find_times(article.text, wording.spans, anchor)
    return tuple(
        Day(m.when, Passage(article=wording.article, span=m.span), _verb(wording.article, m.span, accounts), verbs)
        for m in found
        if m.when is not None and m.when.precision in _SHARP and _ABSOLUTE.search(article.text[m.span.start : m.span.end])
    )


def _verb(article: str, span: Span, accounts: Accounts) -> str:
    """The verb whose time a date is, by the grammar; empty where there is none."""
    tokens = accounts.parsed[article].tokens
    inside = accounts.tokens(article, span)
    token = inside[0] if inside else None
    for _ in range(6):
        if token is None or token.pos == "VERB":
            break
        above = tokens[token.head]
        token = None if above == token else above
    return token.lemma if token is not None else ""


def other_day(one: Sequence[Day], two: Sequence[Day]) -> tuple[Day, Day] | None:
    """The times of two wordings of one thing that cannot both be right: each names one, and they do not meet.

    Only times at the same precision are compared (a day with a day): a month and a day in another may be of two things.
    """
    left, right = _distinct(one), _distinct(two)
    if len(left) != 1 or len(right) != 1:
        return None
    a, b = left[0], right[0]
    # One verb stands in both and is dated in one only: the other date is of something else.
    if a.verb != b.verb and (a.verb in b.verbs or b.verb in a.verbs):
        return None
    if a.when.precision != b.when.precision or _meet(a.when, b.when):
        return None
    return a, b


def _distinct(found: Sequence[Day]) -> list[Day]:
    out: list[Day] = []
    for day in found:
        if not any(_meet(day.when, d.when) for d in out):
            out.append(day)
    return out


def _meet(a: When, b: When) -> bool:
    """Whether two stretches share a day; times of day are left aside."""
    try:
        first_a, last_a = date.fromisoformat(a.start[:10]), date.fromisoformat(a.end[:10])
        first_b, last_b = date.fromisoformat(b.start[:10]), date.fromisoformat(b.end[:10])
    except ValueError:
        return True
    return first_a <= last_b and first_b <= last_a
