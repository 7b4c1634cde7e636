"""The interval grammar: about fifty patterns and, for each, the function that says which stretch of the calendar it means.

A function that returns None says that the words speak of time but name no stretch of the calendar ("recently", "for two
years"), or that what it hangs on is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from stemma.model import When
from stemma.values import time_days as days
from stemma.values import time_spans as spans
from stemma.values.time_context import Context, Match
from stemma.values.time_words import (
    CLOCK,
    HOLIDAYS,
    MONTH,
    NUMBER,
    REL,
    SEASON,
    UNIT,
    VAGUE,
    YEAR,
    ZONE,
)

Resolve: TypeAlias = Callable[[Match, Context], When | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means. `after` must match right before the expression, where one is given."""

    pattern: re.Pattern[str]
    resolve: Resolve
    after: re.Pattern[str] | None = None


_EDGE: Final = r"(?P<edge>(?:the )?(?:very )?(?:beginning|start|middle|end|close) of|early(?: in)?|mid|midway through|late(?: in)?)"
_YEAR_REF: Final = (
    rf"(?:\s*,?\s*(?:of )?(?P<year>{YEAR})|\s*,? (?:of )?(?P<yearrel>last|this|next|the same|that|the previous|the following) year"
    r"| (?P<yearago>a year (?:ago|earlier)))"
)
_QUALIFIED: Final = (
    r"(?=(?:the|very|beginning|start|middle|end|close|early|mid|midway|late|last|this|next|that|previous|following|past|coming"
    r"|current|same)\b)"
)
_TWO_DAYS: Final = r"(?P<d1>\d{1,2})\s*(?:-|–|to)\s*(?P<d2>\d{1,2})"
_SCOPE: Final = r"(?P<scope>earlier|later) "
_BEFORE_YEAR: Final = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|before|after|during|between|and|through|around|about|back\s+in|for|late|early|the|"
    r"circa|or|as\s+early\s+as|its|his|her|their|our|an?)|[(]|['’]s)\s*$",
    re.I,
)
_BEFORE_SHORT_YEAR: Final = re.compile(r"\b(?:in|since|of|by|until|from|to|before|after|late|early)\s*$", re.I)
_EVENT: Final = re.compile(
    r"\b(?:[A-Z]{3,}|Conference|Games|Olympics|Paralympics|Cup|Championships?|Summit|Festival|Awards|Expo|Show|Forum|Congress|Election)\s+$"
)
_BEFORE_CLOCK: Final = re.compile(
    r"\b(?:at|by|around|about|before|after|since|until|from|to|and|just|shortly|nearly|almost|past|till)\s*$", re.I
)
_BEFORE_MONTH: Final = re.compile(r"\b(?:in|since|of|by|until|till|before|after|during|through|early|late|mid)\s*$", re.IGNORECASE)
_BEFORE_MONTH_LOOSELY: Final = re.compile(r"\b(?:from|to|between|and|around|for|an?|the|this|its|his|her)\s*$", re.IGNORECASE)
_BEFORE_SEASON: Final = re.compile(
    r"\b(?:in|since|of|by|until|till|from|to|before|after|during|between|through|around|for)\s*$", re.I
)


def _rule(pattern: str, resolve: Resolve, after: re.Pattern[str] | None = None) -> Rule:
    """A rule for whole words in any case; a space in the pattern stands for any white space."""
    spaced = pattern.replace(" ", r"\s+")
    return Rule(re.compile(rf"(?<![\w’'])(?:{spaced})(?!\w)", re.IGNORECASE), resolve, after)


_FEAST: Final = "(?P<feast>" + "|".join(sorted((h.replace("'", "['’]") for h in HOLIDAYS), reverse=True)) + ")"

RULES: Final[tuple[Rule, ...]] = (
    _rule(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", days.iso),
    _rule(rf"(?P<month>{MONTH}) {_TWO_DAYS}(?:\s*,?\s*(?P<year>{YEAR}))?", days.span_of_days),
    _rule(rf"{_TWO_DAYS} (?P<month>{MONTH})(?:\s*,?\s*(?P<year>{YEAR}))?", days.span_of_days),
    _rule(days.DAY_AND_TIME, days.day),
    _rule(rf"(?:{_EDGE}[\s-]+)?(?:{REL} )?(?P<month>{MONTH}){_YEAR_REF}", spans.month),
    _rule(rf"{_QUALIFIED}(?:{_EDGE}[\s-]+)?(?:{REL} )?(?P<month>{MONTH})", spans.month),
    _rule(rf"(?P<month>{MONTH}) (?:and|to|through|until|-|–) (?P<until>{MONTH})\s*,? (?P<year>{YEAR})", spans.span_of_months),
    _rule(r"mid-?week", days.midweek),
    _rule(rf"(?P<month>{MONTH})", spans.month, _BEFORE_MONTH),
    _rule(rf"(?P<month>{MONTH})(?!\s+(?-i:[A-Z][a-z]))", spans.month, _BEFORE_MONTH_LOOSELY),
    _rule(r"(?P<month>(?-i:January|February|July|September|October|November|December))", spans.month),
    _rule(rf"(?:{_EDGE}[\s-]+)?(?:the )?(?:{REL} )?(?P<season>{SEASON}){_YEAR_REF}", spans.season),
    _rule(rf"{_QUALIFIED}(?:{_EDGE}[\s-]+)?(?:the (?=\w+\b))?(?:{REL} )?(?P<season>{SEASON})", spans.season),
    _rule(r"(?P<season>spring|summer|autumn|winter)", spans.season, _BEFORE_SEASON),
    _rule(r"the (?P<season>spring|summer|autumn|winter)(?! (?:of|[a-z]+s\b))", spans.season),
    _rule(rf"(?:the )?(?P<nth>first|second|third|fourth|final|last|previous)(?: |-)quarter(?:{_YEAR_REF})?(?P<q>)", spans.quarter),
    _rule(rf"(?P<nth>)Q(?P<q>[1-4])(?:{_YEAR_REF})?", spans.quarter),
    _rule(rf"(?:the )?(?P<nth>first|second)(?: |-)half{_YEAR_REF}", spans.half),
    _rule(rf"(?P<first>{YEAR})\s*(?:-|–)\s*(?P<last>\d\d(?:\d\d)?)", spans.span_of_years),
    _rule(rf"{_EDGE}[\s-]+(?P<year>{YEAR})", spans.year),
    _rule(rf"(?P<year>{YEAR})", spans.year, _BEFORE_YEAR),
    _rule(rf"(?P<year>{YEAR})", spans.year, _EVENT),
    _rule(r"['’](?P<short>\d\d)(?!\s?s\b)", spans.short_year, _BEFORE_SHORT_YEAR),
    _rule(
        rf"(?:the )?(?:{_EDGE}[\s-]+(?:the )?)?(?P<decade>(?:1[5-9]|20)\d0|['’][2-9]0|(?<!his\s)(?<!her\s)(?<!mid-)[6-9]0)\s?s",
        spans.decade,
    ),
    _rule(
        rf"(?:{_EDGE} |{_SCOPE})?(?:{REL}) (?P<unit>week|month|quarter|year|decade|weekend)(?![\s-]*(?:old|long|end))",
        spans.relative,
    ),
    _rule(r"the (?P<unit>year|month) (?P<rel>previous)", spans.relative),
    _rule(
        r"the same (?:period|month|quarter|week|time)"
        r" (?:a year (?:ago|earlier|before)|(?:of )?(?:the )?(?:last|previous) year|the year before)",
        spans.same_period,
    ),
    _rule(
        r"(?:(?:late|early|later|earlier) in |the (?:start|end) of )?the day(?=\s*(?:[.,;]|at\b|with\b|down\b|up\b|on\b|$))",
        days.the_day,
    ),
    _rule(rf"{_EDGE} the (?:(?:current|calendar) )?(?P<unit>week|month|year|decade)", spans.whole_of),
    _rule(r"(?:over |at )?the weekend", spans.plain_weekend),
    _rule(rf"(?:(?:about|almost|nearly|over|some|more than) )?(?P<n>{NUMBER}) (?P<unit>{UNIT})s? ago", spans.ago),
    _rule(
        rf"(?P<n>{NUMBER}) (?P<unit>{UNIT})s?"
        r" (?:(?:earlier|later)(?! than)|(?:before|after)(?=\s*(?:[,.;:)]|$))|afterwards?|previously|on(?=[,.]))",
        spans.later,
    ),
    _rule(rf"(?:the|{NUMBER}) (?P<unit>{UNIT})s? (?:before|after|(?:earlier|later) than)", spans.nowhere),
    _rule(rf"(?P<n>{NUMBER}) (?P<unit>{UNIT})s? from (?:now|today)", spans.ahead),
    _rule(rf"(?P<n>{NUMBER}) (?P<unit>{UNIT})s?['’]?(?: time)?", spans.ahead, re.compile(r"\bin\s*$", re.I)),
    _rule(
        r"(?:this|that|last|(?:the )?(?:next|following|previous|same)) (?:morning|afternoon|evening|night|lunchtime)"
        r"|tonight|overnight"
        r"|(?:during|in|over) the (?:night|morning|afternoon|evening)|(?:late|early|mid)[\s-](?:morning|afternoon|evening)",
        days.part_of_day,
    ),
    _rule(
        r"(?:the )?(?:next|following|previous) day|the day (?:before|after|earlier)(?=\s*(?:[,.;:)]|$))|that (?:same )?day"
        r"|the same day|later (?:in|that) (?:the )?day",
        days.beside,
    ),
    _rule(rf"(?P<clock>{CLOCK})(?P<zone>{ZONE})", days.clock),
    _rule(rf"(?P<clock>{CLOCK})(?P<zone>{ZONE})?", days.clock, _BEFORE_CLOCK),
    _rule(rf"(?:{REL} )?{_FEAST}(?:{_YEAR_REF})?", days.feast),
    _rule(rf"(?:the )?(?:past|last|next|first|coming) (?:{NUMBER}|{VAGUE}) (?:\w+ )?(?:{UNIT}|hour|minute)s?", spans.nowhere),
    _rule(
        r"(?:(?:almost|nearly|about|over|some|more than|at least|up to|around|less than) )?"
        rf"(?!an?-)(?:{NUMBER}|{VAGUE})(?: and a half)?(?: |-)(?:(?:consecutive|straight|full|whole) )?(?:{UNIT}|hour|minute)s?"
        r"(?!-old| old|,? of (?:its|the|all|their))(?<!a\squarter)",
        spans.nowhere,
    ),
    _rule(
        r"recently|nowadays|at present|the (?:near )?future|the past(?! \w)|recent (?:years|months|weeks|days)|(?:for )?decades",
        spans.nowhere,
    ),
)  # fmt: skip
"""All rules. The longest match that begins first is taken; of equals the earlier rule."""
