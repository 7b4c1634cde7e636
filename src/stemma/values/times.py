"""Times in news text: which words name a time, and which stretch of the calendar they mean, seen from the day of publication.

`find_times` reads a document in order, so that "the following day" and "at 3 p.m." hang on the last day named before them;
`parse_time` takes the words of one expression. The rules stand in `time_grammar`; what no rule knows but is written as an
absolute date ("7/8/07", "14.02.2024", "14-Feb-2024") is read by dateparser. docs/times.md tells the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from stemma.model import Span, When
from stemma.text.words import plain
from stemma.values import calendar as cal
from stemma.values.tense import lean
from stemma.values.time_context import Context, Match
from stemma.values.time_grammar import RULES, Rule, seen
from stemma.values.time_ranges import between, joined
from stemma.values.time_spans import ahead, length, vague

_NUMERIC: Final = re.compile(
    r"(?<![\w/.-])(?:(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?:\d{4}|\d\d)(?![\w/]|\.\d)"
    r"|\d{4}/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\w/])"
    r"|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-(?:\d{4}|\d\d)(?![\w-]))",
    re.IGNORECASE,
)
_SLASHED: Final = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\w/]|\.\d)")
_MONTH_NAME: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY_FIRST: Final = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME}(?!\s+\d{{1,2}}\b(?!:))")
_MONTH_FIRST: Final = re.compile(rf"(?<!\d\s)\b{_MONTH_NAME}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![:\d])")
_ANCHOR: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?)?")


Kind: TypeAlias = Literal["time", "vague", "length"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """Words that speak of a time and the stretch they mean; None where they name none ("recently") or it is not known.

    `kind` tells apart a time ("time": its value is None where what it hangs on is not known), words that point to a time that they
    do not place ("vague": "in the coming days") and those that date nothing ("length": "for two years", "every Monday").
    `whole` is the stretch of which the words are one end ("from March to May"), None where they stand alone.
    """

    span: Span
    when: When | None
    whole: When | None = None
    kind: Kind = "time"


def find_times(text: str, spans: Sequence[Span], anchor: str | None) -> tuple[TimeMention, ...]:
    """The times named in the parts of `text` that `spans` give, in the order of the text.

    `anchor` is the publication as ISO 8601, as precise as it is known ("2024-02-14T23:55+05:30", "2024-02-14", "2024-02"), or
    None. Values are local to it; seasons are northern. Prepositions are left out of the spans ("Tuesday", not "on Tuesday").
    """
    context = _context(anchor)
    even = plain(text)
    if "/" in even:
        context.order = _order(even, context.today)
    out: list[TimeMention] = []
    for span in sorted(spans):
        part, found = even[span.start : span.end], _matches(even, span)
        n = 0
        while n < len(found):
            match = found[n][0]
            context.lean = lean(part, match.start() - span.start, match.end() - span.start)
            ends = None
            if n + 1 < len(found) and joined(even, match, found[n + 1][0]):
                ends = _range(found[n], found[n + 1], context)
            if ends is not None:
                first, last, whole = ends
                out.append(TimeMention(span=Span(match.start(), match.end()), when=first, whole=whole))
                match = found[n + 1][0]
                when: When | None = last
                out.append(TimeMention(span=Span(match.start(), match.end()), when=last, whole=whole))
            else:
                when = _resolve(*found[n], context)
                out.append(TimeMention(span=Span(match.start(), match.end()), when=when, kind=_kind(found[n][1], when, context)))
            n += 1 if ends is None else 2
            if when is not None:
                context.last = when
                if when.precision in {"day", "hour", "minute"}:
                    context.last_day = cal.first_day(when)
    return tuple(out)


def find_stretches(text: str, spans: Sequence[Span], anchor: str | None) -> tuple[TimeMention, ...]:
    """As `find_times`, but the two ends of a stretch are one mention: "March to May" from the first day to the last."""
    out: list[TimeMention] = []
    for mention in find_times(text, spans, anchor):
        if mention.whole is not None and out and out[-1].whole == mention.whole and out[-1].when is not mention.whole:
            out[-1] = TimeMention(span=Span(out[-1].span.start, mention.span.end), when=mention.whole, whole=mention.whole)
        else:
            out.append(mention)
    return tuple(out)


def parse_time(words: str, anchor: str | None) -> When | None:
    """What one expression means, seen from `anchor` (as for `find_times`); the widest time in it counts.

    A preposition in front may stay; "since" looks back and "until" and "by" look forward. None where it names no stretch of
    the calendar or hangs on what is not known.
    """
    found = [m for m in find_stretches(words, [Span(0, len(words))], anchor) if m.when is not None] if words.strip() else []
    return max(found, key=lambda m: m.span.end - m.span.start).when if found else None


def _context(anchor: str | None) -> Context:
    nothing = Context(today=None, near=None, hour=None)
    found = _ANCHOR.match(anchor or "")
    if found is None:
        return nothing
    year, month, day, hour = (int(g) if g else None for g in found.groups()[:4])
    try:
        # Where only month or year are known, their middle is near enough for what hangs on month or year.
        near = date(year or 1, month or 7, day or 15)
    except ValueError:
        return nothing
    zone = (found[5] or "").replace(":", "")
    offset = 0 if zone == "Z" else int(zone[:3]) * 60 + int(zone[0] + zone[3:]) if zone else None
    return Context(today=near if day else None, near=near, hour=hour if hour is not None and hour < 24 else None, offset=offset)


def _order(text: str, today: date | None) -> str | None:
    """How the page writes a date in figures: "DMY", "MDY", None where it does not show.

    What shows it: a figure above 12 in another such date; that only one order makes the day of publication of one; else how the
    page writes dates in words, as whoever writes "14 February" writes 14/2.
    """
    pairs = [(int(m[1]), int(m[2])) for m in _SLASHED.finditer(text)]
    if not pairs:
        return None
    votes = {"DMY" for a, b in pairs if a > 12 >= b} | {"MDY" for a, b in pairs if b > 12 >= a}
    if not votes and today is not None:
        votes = {"DMY" for a, b in pairs if (today.day, today.month) == (a, b) and a != b}
        votes |= {"MDY" for a, b in pairs if (today.month, today.day) == (a, b) and a != b}
    if not votes:
        by_day, by_month = len(_DAY_FIRST.findall(text)), len(_MONTH_FIRST.findall(text))
        votes = {"DMY"} if by_day > by_month else {"MDY"} if by_month > by_day else set()
    return min(votes) if len(votes) == 1 else None


def _matches(text: str, span: Span) -> list[tuple[Match, Rule | None]]:
    """The expressions in a part of the text: earliest first, of those the longest, none overlapping. None: a date in figures."""
    words = seen(text[span.start : span.end])
    found: list[tuple[int, int, int, Match, Rule | None]] = []
    for rank, rule in enumerate(RULES):
        if rule.needs.isdisjoint(words):
            continue
        found.extend(
            (match.start(), -match.end(), rank, match, rule)
            for match in rule.pattern.finditer(text, span.start, span.end)
            if rule.after is None or rule.after.search(text, max(span.start, match.start() - 24), match.start())
        )
    if "#" in words:
        found.extend((m.start(), -m.end(), len(RULES), m, None) for m in _NUMERIC.finditer(text, span.start, span.end))
    out: list[tuple[Match, Rule | None]] = []
    reached = span.start
    for start, negative, _, match, kept in sorted(found, key=lambda f: f[:3]):
        if start >= reached:
            out.append((match, kept))
            reached = -negative
    return out


def _range(first: tuple[Match, Rule | None], second: tuple[Match, Rule | None], context: Context) -> tuple[When, When, When] | None:
    rules = {first[0]: first[1], second[0]: second[1]}
    try:
        return between(first[0], second[0], context, lambda match, seen_from: _resolve(match, rules[match], seen_from))
    except (OverflowError, ValueError):
        return None


def _resolve(match: Match, rule: Rule | None, context: Context) -> When | None:
    if rule is not None:
        try:
            return rule.resolve(match, context)
        except (OverflowError, ValueError):
            return None  # a stretch that reaches before the year 1 or past 9999
    order = "YMD" if match["mark"] is None else "DMY" if match["mark"] == "." else context.order
    if order is None:
        one, two = int(match["one"]), int(match["two"])
        order = "DMY" if one > 12 or one == two else "MDY" if two > 12 else None
    read = _absolute(match[0], order) if order else None
    return cal.day(read) if read else None


def _kind(rule: Rule | None, when: When | None, context: Context) -> Kind:
    resolve = rule.resolve if rule else None
    if resolve is length or (resolve is ahead and when is None and context.today is not None):
        return "length"
    return "vague" if resolve is vague else "time"


@lru_cache(maxsize=4096)
def _absolute(words: str, order: str) -> date | None:
    # It takes half a second to import, and few texts need it.
    import dateparser

    try:
        read = dateparser.parse(words, languages=["en"], settings={"DATE_ORDER": order, "STRICT_PARSING": True})
    except (OverflowError, ValueError):
        return None
    return read.date() if read is not None else None
