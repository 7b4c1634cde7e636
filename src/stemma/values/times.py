"""Times in news text: which words name a time, and which stretch of the calendar they mean, seen from the day of publication.

`find_times` reads a document in order, so that "the following day" and "at 3 p.m." hang on the last day named before them;
`parse_time` takes the words of one expression. The rules stand in `time_grammar`; what no rule knows but is written as an
absolute date ("7/8/07", "14.02.2024") is read by dateparser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import dateparser

from stemma.model import Span, When
from stemma.text.words import plain
from stemma.values import calendar as cal
from stemma.values.tense import lean
from stemma.values.time_context import Context, Match
from stemma.values.time_grammar import RULES, Rule

_NUMERIC: Final = re.compile(r"(?<![\w/.-])\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)(?:\d{4}|\d\d)(?![\w/]|\.\d)")
_ANCHOR: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d))?)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """Words that speak of a time and the stretch they mean; None where they name none ("recently") or it is not known."""

    span: Span
    when: When | None


def find_times(text: str, spans: Sequence[Span], anchor: str | None) -> tuple[TimeMention, ...]:
    """The times named in the parts of `text` that `spans` give, in the order of the text.

    `anchor` is the publication as ISO 8601, as precise as it is known ("2024-02-14T23:55+05:30", "2024-02-14", "2024-02"), or
    None. Values are local to it; seasons are northern. Prepositions are left out of the spans ("Tuesday", not "on Tuesday").
    """
    context = _context(anchor)
    even = plain(text)
    out: list[TimeMention] = []
    for span in sorted(spans):
        for match, rule in _matches(even, span):
            context.lean = lean(even[span.start : span.end], match.start() - span.start, match.end() - span.start)
            when = _resolve(match, rule, context)
            out.append(TimeMention(span=Span(match.start(), match.end()), when=when))
            if when is not None:
                context.last = when
                if when.precision in {"day", "hour", "minute"}:
                    context.last_day = cal.first_day(when)
    return tuple(out)


def parse_time(words: str, anchor: str | None) -> When | None:
    """What one expression means, seen from `anchor` (as for `find_times`); the widest time in it counts.

    A preposition in front may stay; "since" looks back and "until" and "by" look forward. None where it names no stretch of
    the calendar or hangs on what is not known.
    """
    found = [m for m in find_times(words, [Span(0, len(words))], anchor) if m.when is not None] if words.strip() else []
    return max(found, key=lambda m: m.span.end - m.span.start).when if found else None


def _context(anchor: str | None) -> Context:
    found = _ANCHOR.match(anchor or "")
    if found is None:
        return Context(today=None, near=None, hour=None)
    year, month, day, hour = (int(g) if g else None for g in found.groups())
    try:
        # Where only month or year are known, their middle is near enough for what hangs on month or year.
        near = date(year or 1, month or 7, day or 15)
    except ValueError:
        return Context(today=None, near=None, hour=None)
    return Context(today=near if day else None, near=near, hour=hour)


def _matches(text: str, span: Span) -> list[tuple[Match, Rule | None]]:
    """The expressions in a part of the text: earliest first, of those the longest, none overlapping. None: a date in figures."""
    found: list[tuple[int, int, int, Match, Rule | None]] = []
    for rank, rule in enumerate(RULES):
        found.extend(
            (match.start(), -match.end(), rank, match, rule)
            for match in rule.pattern.finditer(text, span.start, span.end)
            if rule.after is None or rule.after.search(text, max(span.start, match.start() - 24), match.start())
        )
    found.extend((m.start(), -m.end(), len(RULES), m, None) for m in _NUMERIC.finditer(text, span.start, span.end))
    out: list[tuple[Match, Rule | None]] = []
    reached = span.start
    for start, negative, _, match, kept in sorted(found, key=lambda f: f[:3]):
        if start >= reached:
            out.append((match, kept))
            reached = -negative
    return out


def _resolve(match: Match, rule: Rule | None, context: Context) -> When | None:
    if rule is not None:
        try:
            return rule.resolve(match, context)
        except (OverflowError, ValueError):
            return None  # a stretch that reaches before the year 1 or past 9999
    order = "DMY" if "." in match[0] else "MDY"
    read = dateparser.parse(match[0], languages=["en"], settings={"DATE_ORDER": order, "STRICT_PARSING": True})
    return cal.day(read.date()) if read is not None else None
