"""Days named in wordings, compared as stretches of the calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from stemma.comparing.accounts import Accounts, Wording
from stemma.model import Passage, Span, When
from stemma.values.times import find_times

_SHARP: Final = frozenset({"day", "month"})
_CLOCK: Final = frozenset({"minute", "hour"})
_EFFECT: Final = re.compile(r"(?i)\b(?:effect(?:ive)?(?:\s(?:from|on|as\sof))?|as\sof|from|starting|beginning)\s(?:on\s)?$")
_ENDS: Final = re.compile(r"(?i)\b(?:until|till|by|before|no\slater\sthan|since|after|within)\s(?:the\s)?$")
_AT_ONCE: Final = re.compile(r"(?i)\b(?:with|to take) immediate effect\b|\beffective immediately\b")
_TELLING: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "reject deny say tell announce report publish release issue come arrive confirm acknowledge admit assure add "
        "write warn insist promise show reveal disclose",
    )
)
"""Verbs of telling and of what is told coming out: their day is not the day of what they tell."""
_APART: Final = 20.0
"""Minutes by which two clock times of one thing differ that are no rounding of each other."""
_BARE: Final = re.compile(
    r"(?i)(?:(?:at|by|from|around|about|just|shortly|nearly|almost|roughly|before|after|since|until)\s)*\d{1,2}(?:[.:h]\d\d)?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s(?-i:[A-Z]{2,5}))?"
)
"""A time of day alone. The day is then that last named or that of the page: which of many days is a guess."""
_ABSOLUTE: Final = re.compile(
    r"(?i)\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)

_MAY_BE: Final = re.compile(_ABSOLUTE.pattern.replace(r"\b", ""))
"""What any part of a text that is `_ABSOLUTE` has in it, wherever the part is cut."""


@dataclass(frozen=True, slots=True)
class Day:
    """A time that a wording names, and where; `bare` where it is a time of day with no day of its own."""

    when: When
    at: Passage
    verb: str = ""
    verbs: frozenset[str] = frozenset()
    sense: Literal["at", "from", "bound"] = "at"
    bare: bool = False


def days(wording: Wording, accounts: Accounts) -> tuple[Day, ...]:
    """The days and months that a wording names by weekday, month or figure, and whose place on the calendar is known."""
    return accounts.of("days", wording, _days_once)


def _days_once(wording: Wording, accounts: Accounts) -> tuple[Day, ...]:
    return accounts.once("days", wording, _days)


def _days(wording: Wording, accounts: Accounts) -> tuple[Day, ...]:
    article = accounts.articles[wording.article]
    # Most words name no day, and looking for times takes long.
    if not any(_MAY_BE.search(article.text, s.start, s.end) for s in wording.spans):
        return ()
    anchor = article.published.value if article.published else None
    verbs = frozenset(t.lemma for s in wording.spans for t in accounts.tokens(wording.article, s) if t.pos == "VERB")
    out = []
    for mention in find_times(article.text, wording.spans, anchor):
        words = article.text[mention.span.start : mention.span.end]
        if mention.when is not None and mention.when.precision in _SHARP | _CLOCK and _ABSOLUTE.search(words):
            at = Passage(article=wording.article, span=mention.span)
            before = article.text[max(0, mention.span.start - 24) : mention.span.start]
            sense: Literal["at", "from", "bound"] = "from" if _EFFECT.search(before) else "bound" if _ENDS.search(before) else "at"
            bare = mention.when.precision in _CLOCK and _BARE.fullmatch(words) is not None
            out.append(Day(mention.when, at, _verb(wording.article, mention.span, accounts), verbs, sense, bare))
    return tuple(out)


def at_once(wording: Wording, accounts: Accounts) -> Passage | None:
    """Words of a wording by which something takes effect at once."""
    text = accounts.articles[wording.article].text
    for span in wording.spans:
        found = _AT_ONCE.search(text, span.start, span.end)
        if found is not None:
            return Passage(article=wording.article, span=Span(found.start(), found.end()))
    return None


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

    Only times at the same precision and of the same sense are compared (a day with a day, "from" with "from"): a month and a day in
    another may be of two things. Of a bare time of day only the hour and the minute are compared: two pages of two days that say
    "at 1.35am" need not mean two nights.
    """
    for kind in (_SHARP, _CLOCK):
        # An hour lies in a day: where the days differ, the hours need not be looked at.
        left, right = (
            _distinct([d for d in found if d.when.precision in kind or (kind is _SHARP and not d.bare)]) for found in (one, two)
        )
        if len(left) != 1 or len(right) != 1:
            continue
        a, b = left[0], right[0]
        # One verb stands in both and is dated in one only: the other date is of something else.
        if a.verb != b.verb and (a.verb in b.verbs or b.verb in a.verbs or (a.verb in _TELLING) != (b.verb in _TELLING)):
            continue
        grain = [w.precision if w.precision in _SHARP else "day" if kind is _SHARP else w.precision for w in (a.when, b.when)]
        if a.sense != b.sense or a.sense == "bound" or grain[0] != grain[1]:
            continue
        if _clock_apart(a, b) if kind is _CLOCK else not meet(a.when, b.when):
            return a, b
    return None


def _clock_apart(a: Day, b: Day) -> bool:
    """Whether two clock times of one day differ by more than a rounding."""
    try:
        first, second = (datetime.fromisoformat(d.when.start[:16]) for d in (a, b))
    except ValueError:
        return False
    if a.bare or b.bare:
        apart = abs((first.hour - second.hour) * 60 + first.minute - second.minute)
        return min(apart, 24 * 60 - apart) >= _APART
    return first.date() == second.date() and abs((first - second).total_seconds()) / 60 >= _APART


def _distinct(found: Sequence[Day]) -> list[Day]:
    out: list[Day] = []
    for day in found:
        if not any(meet(day.when, d.when) and (day.when.precision not in _CLOCK or day.when.start == d.when.start) for d in out):
            out.append(day)
    return out


def meet(a: When, b: When) -> bool:
    """Whether two stretches share a day; times of day are left aside."""
    try:
        first_a, last_a = date.fromisoformat(a.start[:10]), date.fromisoformat(a.end[:10])
        first_b, last_b = date.fromisoformat(b.start[:10]), date.fromisoformat(b.end[:10])
    except ValueError:
        return True
    return first_a <= last_b and first_b <= last_a
