"""The interval grammar: some seventy patterns and, for each, the function that says which stretch of the calendar it means.

A function that returns None says that the words speak of time but name no stretch of the calendar ("recently", "for two
years"), or that what it hangs on is not known. What counts as such words follows TIMEX3 (Pustejovsky et al. 2003, TimeML).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from stemma.model import When
from stemma.values import time_clock as clocks
from stemma.values import time_days as days
from stemma.values import time_parts as parts
from stemma.values import time_spans as spans
from stemma.values.time_context import Context, Match
from stemma.values.time_feasts import NAMES
from stemma.values.time_words import (
    CLOCK,
    MONTH,
    MONTHS,
    NUMBER,
    ORDINAL,
    ORDINALS,
    PART,
    REL,
    SEASON,
    UNIT,
    VAGUE,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    ZONE,
)

Resolve: TypeAlias = Callable[[Match, Context], When | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means.

    `needs` are words of which the text must have one for the pattern to match at all, "#" being any figure: looking that up
    is a hundred times cheaper than trying the pattern. `after` must match right before the expression, where one is given.
    """

    needs: frozenset[str]
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
_AND_DAYS: Final = r"(?P<d1>\d{1,2})\s+and\s+(?P<d2>\d{1,2})"
_BETWEEN: Final = re.compile(r"\bbetween\s*$", re.IGNORECASE)
_BEFORE_DAY: Final = re.compile(r"\b(?:on|by|until|till|since|before|after)\s*$", re.IGNORECASE)
_BEFORE_END: Final = re.compile(r"\b(?:by|at|before|until|after|to)\s*$", re.IGNORECASE)
_BEFORE_HOURS: Final = re.compile(r"\b(?:between|from|of|open|hours)\s*[:(]?\s*$", re.IGNORECASE)
_BEFORE_LENGTH: Final = re.compile(r"\b(?:in|for|within|last(?:ed|ing)?|taken?|takes|took|just)\s*$", re.IGNORECASE)
_BEFORE_THE_DAY: Final = re.compile(
    r"\b(?:end(?:ed|ing|s)?|finish(?:ed|ing|es)?|clos(?:ed|ing|es?)|start(?:ed|ing|s)?|beg[aiu]n|beginning|open(?:ed|ing|s)?"
    r"|through(?:out)?|during|rest\s+of|spen[dt]|on|for)\s*$",
    re.IGNORECASE,
)
_SCOPE: Final = r"(?P<scope>earlier|later) "
_BEFORE_YEAR: Final = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|before|after|during|between|and|through|around|about|back\s+in|for|late|early|the|"
    r"circa|or|as\s+early\s+as|its|his|her|their|our|an?)|[(]|['’]s)\s*$",
    re.I,
)
_BEFORE_SHORT_YEAR: Final = re.compile(r"\b(?:in|since|of|by|until|from|to|before|after|late|early)\s*$", re.IGNORECASE)
_EVENT: Final = re.compile(
    r"\b(?:[A-Z]{3,}|Conference|Games|Olympics|Paralympics|Cup|Championships?|Summit|Festival|Awards|Expo|Show|Forum"
    r"|Congress|Election)\s+$"
)
_BEFORE_CLOCK: Final = re.compile(
    r"\b(?:at|by|around|about|before|after|since|until|between|from|to|and|just|shortly|nearly|almost|past|till)\s*$", re.I
)
_BEFORE_MONTH: Final = re.compile(r"\b(?:in|since|of|by|until|till|before|after|during|through|early|late|mid)\s*$", re.IGNORECASE)
_BEFORE_MONTH_LOOSELY: Final = re.compile(r"\b(?:from|to|between|and|around|for|an?|the|this|its|his|her)\s*$", re.IGNORECASE)
_BEFORE_SEASON: Final = re.compile(
    r"\b(?:in|since|of|by|until|till|from|to|before|after|during|between|through|around|for)\s*$", re.I
)


_MONTHS: Final = " ".join([*MONTHS, *(m[:3] for m in MONTHS), "sept"])
_WEEKDAYS: Final = " ".join([*WEEKDAYS, *(w[:3] for w in WEEKDAYS), "tues", "thur", "thurs"])
_DEICTIC: Final = "today yesterday tomorrow"
_UNITS: Final = "day days week weeks fortnight fortnights month months quarter quarters year years decade decades century centuries"
_TIMES: Final = f"{_UNITS} hour hours minute minutes"
_SEASONS: Final = "spring summer autumn fall winter"
_PARTS: Final = "morning afternoon evening night lunchtime midday noon dawn"
_FEASTS: Final = " ".join(sorted({w for name in NAMES for w in re.findall(r"[a-z]{3,}", name)}))


def _rule(needs: str, pattern: str, resolve: Resolve, after: re.Pattern[str] | None = None) -> Rule:
    """A rule for whole words in any case; a space in the pattern stands for any white space."""
    spaced = pattern.replace(" ", r"\s+")
    return Rule(frozenset(needs.split()), re.compile(rf"(?<![\w’'])(?<!\d[.,])(?:{spaced})(?!\w)", re.IGNORECASE), resolve, after)


def seen(text: str) -> frozenset[str]:
    """The words of a text that `Rule.needs` asks for, in small letters, and "#" where it has a figure."""
    words = frozenset(re.findall(r"[^\W\d_]+", text.casefold()))
    return words | {"#"} if re.search(r"\d", text) else words


_FEAST: Final = "(?P<feast>" + "|".join(re.escape(h).replace("'", "['’]").replace(r"\ ", r"\s+") for h in NAMES) + ")"
_FIGURE: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+\.\d+|half an?)"
_QUANTITY: Final = (
    rf"(?:(?:almost|nearly|about|over|some|more than|at least|up to|around|less than) )?(?!an?-)(?:{_FIGURE}|{NUMBER}|{VAGUE})"
)
_FALL: Final = r"(?P<season>spring|summer|autumn|winter|fall(?! (?:of|in|from|to|into|off)\b))"
_THE_WEEK: Final = r"(?P<unit>week|month|year|decade)"

RULES: Final[tuple[Rule, ...]] = (
    # dates and days
    _rule("#", r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:(?:T|\s)(?P<hh>\d\d):(?P<mm>[0-5]\d)(?::\d\d(?:\.\d+)?)?"
          r"(?P<z>Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?", days.iso),
    _rule(_MONTHS, rf"(?P<month>{MONTH}) {_TWO_DAYS}(?:\s*,?\s*(?P<year>{YEAR}))?", days.span_of_days),
    _rule(_MONTHS, rf"{_TWO_DAYS} (?P<month>{MONTH})(?:\s*,?\s*(?P<year>{YEAR}))?", days.span_of_days),
    _rule(_MONTHS, rf"{_AND_DAYS} (?P<month>{MONTH})(?:\s*,?\s*(?P<year>{YEAR}))?", days.span_of_days, _BETWEEN),
    _rule(_MONTHS, rf"(?P<month>{MONTH}) {_AND_DAYS}(?:\s*,?\s*(?P<year>{YEAR}))?", days.span_of_days, _BETWEEN),
    _rule(f"{_MONTHS} {_WEEKDAYS} {_DEICTIC}", days.DAY_AND_TIME, days.day),
    _rule("#", r"the (?P<nth>\d{1,2}(?:st|nd|rd|th)) (?:of|in) (?P<which>this|last|next|the) month", days.of_month),
    _rule("#", r"(?:the )?(?P<nth>\d{1,2}(?:st|nd|rd|th))(?P<which>)(?=\s*(?:$|[,.;:)]))", days.of_month, _BEFORE_DAY),
    _rule("week", rf"the week (?P<how>of|beginning|starting|commencing|ending|ended) (?:(?:{WEEKDAY})\s*,?\s+)?"
          rf"(?:(?P<month>{MONTH}) (?P<d>\d\d?)|(?P<d2>\d\d?) (?P<m2>{MONTH}))(?:\s*,?\s*(?P<year>{YEAR}))?", parts.week_of),
    _rule("midweek week", r"mid-?week", days.midweek),
    # months, seasons, quarters, halves
    _rule(_MONTHS, rf"(?:{_EDGE}[\s-]+)?(?:{REL} )?(?P<month>{MONTH}){_YEAR_REF}", spans.month),
    _rule(_MONTHS, rf"{_QUALIFIED}(?:{_EDGE}[\s-]+)?(?:{REL} )?(?P<month>{MONTH})", spans.month),
    _rule(_MONTHS, rf"(?P<month>{MONTH}) (?P<gap>and|to|through|until|-|–) (?P<until>{MONTH})\s*,? "
          rf"(?P<year>{YEAR})", spans.span_of_months),
    _rule(_MONTHS, rf"(?P<month>{MONTH})", spans.month, _BEFORE_MONTH),
    _rule(_MONTHS, rf"(?P<month>{MONTH})(?!\s+(?-i:[A-Z][a-z]))", spans.month, _BEFORE_MONTH_LOOSELY),
    _rule(_MONTHS, r"(?P<month>(?-i:January|February|July|September|October|November|December))", spans.month),
    _rule(_SEASONS, rf"(?:{_EDGE}[\s-]+)?(?:the )?(?:{REL} )?(?P<season>{SEASON}){_YEAR_REF}", spans.season),
    _rule(_SEASONS, rf"{_QUALIFIED}(?:{_EDGE}[\s-]+)?(?:the (?=\w+\b))?(?:{REL} )?{_FALL}", spans.season),
    _rule(_SEASONS, r"(?P<season>spring|summer|autumn|winter)", spans.season, _BEFORE_SEASON),
    _rule(_SEASONS, r"the (?P<season>spring|summer|autumn|winter)(?! (?:of|[a-z]+s\b))", spans.season),
    _rule("quarter", r"(?:(?:the|its|a) )?(?:fiscal (?:first|second|third|fourth)|(?:first|second|third"
          r"|fourth)[\s-]fiscal)[\s-]quarter"
          rf"(?:{_YEAR_REF})?", spans.vague),
    _rule("quarter", rf"(?:the )?(?P<nth>first|second|third|fourth|final|last|previous)(?: "
          rf"|-)quarter(?:{_YEAR_REF})?(?P<q>)", spans.quarter),
    _rule("q", rf"(?P<nth>)Q(?P<q>[1-4])(?:{_YEAR_REF})?", spans.quarter),
    _rule("half", rf"(?:the )?(?P<nth>first|second)(?: |-)half (?:of )?{parts.OF}", parts.half_of),
    _rule("h", rf"H(?P<nth>[12]) (?:of )?{parts.OF}", parts.half_of),
    # parts of something longer
    _rule(_TIMES + " weekend " + _WEEKDAYS, rf"(?:the )?{parts.ONE_OF} (?:of|in) {parts.OF}", parts.one_of),
    _rule(_UNITS, rf"(?:the )?(?P<nth>first|last|final|opening|closing) (?P<n>{NUMBER}) (?P<what>day|week|month|year)s "
          rf"(?:of|in) {parts.OF}",
          parts.some_of),
    _rule("century centuries", rf"(?:the )?(?:{_EDGE}[\s-]+(?:the )?)?(?P<nth>{ORDINAL})(?: |-)centur(?:y|ies)(?! (?:BC"
          rf"|B\.C\.|BCE))", parts.century),
    _rule(_UNITS, rf"(?:(?:the|its|his|her|their|our|a|an) )?(?:{ORDINAL}) {_THE_WEEK} (?:of|since|in (?:office|power"
          rf"|a row|prison|jail|charge))",
          spans.vague),
    _rule("day", rf"(?:a |the )?(?:{'|'.join(ORDINALS)}) (?:consecutive|straight|successive) day", days.the_day),
    # years, decades
    _rule("#", rf"(?P<first>{YEAR})\s*(?:-|–)\s*(?P<last>\d\d(?:\d\d)?)", spans.span_of_years),
    _rule("#", rf"(?P<first>{YEAR})/(?P<last>\d\d)(?= (?:season|(?:school|academic|financial|fiscal|tax) year"
          rf"|campaign))", spans.span_of_years),
    _rule("fy fiscal financial tax", r"(?:the )?(?:FY\s*(?:20)?\d\d|(?:fiscal|financial|tax) (?:year )?(?:19"
          r"|20)\d\d(?:[-/]\d\d(?:\d\d)?)?"
          r"|(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)? (?:fiscal|financial|tax) year)", spans.vague),
    _rule("#", rf"{_EDGE}[\s-]+(?P<year>{YEAR})", spans.year),
    _rule("#", rf"(?:the year )?(?P<year>{YEAR})", spans.year, _BEFORE_YEAR),
    _rule("year", rf"the year (?P<year>{YEAR})", spans.year),
    _rule("#", rf"(?P<year>{YEAR})", spans.year, _EVENT),
    _rule("#", r"['’](?P<short>\d\d)(?!\s?s\b)", spans.short_year, _BEFORE_SHORT_YEAR),
    _rule("#", rf"(?:the )?(?:{_EDGE}[\s-]+(?:the )?)?(?P<decade>(?:1[5-9]|20)\d0|['’][2-9]0"
          rf"|(?<!his\s)(?<!her\s)(?<!mid-)[6-9]0)\s?s",
          spans.decade),
    # what is placed from today, or from what was spoken of
    _rule(_UNITS + " weekend", rf"(?:{_EDGE} |{_SCOPE})?(?:{REL}) (?P<unit>week|month|quarter|year|decade"
          rf"|weekend)(?![\s-]*(?:old|long|end))",
          spans.relative),
    _rule(_UNITS, r"the (?P<unit>year|month) (?P<rel>previous)", spans.relative),
    _rule(_UNITS, r"(?:earlier|later|late|early) in the (?P<unit>week|month|year)", spans.part_of_year),
    _rule(_TIMES + " period time",
          r"the same (?:period|month|quarter|week|time)"
          r" (?:a year (?:ago|earlier|before)|(?:of )?(?:the )?(?:last|previous) year|the year before)", spans.same_period),
    _rule("day", r"(?:(?:late|early|later|earlier) in |(?<!at\s)the (?:start|end) of |the (?:start|end) of (?=the day(?!,)))the day"
          r"(?=\s*(?:[.,;]|at\b|with\b|down\b|up\b|on\b|$))", days.the_day),
    _rule("day", r"the day(?=\s*(?:[.,;]|at\b|with\b|down\b|up\b|on\b|$))", days.the_day, _BEFORE_THE_DAY),
    _rule(_UNITS, rf"{_EDGE} the (?:(?:current|calendar) )?{_THE_WEEK}", spans.whole_of),
    _rule("year", r"(?:the )?year['’]?s?(?: |-)end(?!ed|ing)", parts.year_end, _BEFORE_END),
    _rule("weekend", r"(?:over |at )?the weekend", spans.plain_weekend),
    _rule("century", r"half a century ago", spans.half_century),
    _rule("ago", rf"(?:(?:about|almost|nearly|over|some|more than) )?(?P<n>{NUMBER}) (?P<unit>{UNIT})s? ago", spans.ago),
    _rule("ago", rf"(?:(?:about|some) )?(?P<n>{NUMBER}) hours? (?P<ago>ago)", clocks.hours_ago),
    _rule(_UNITS, rf"(?P<n>{NUMBER}) (?P<unit>{UNIT})s?"
          r" (?:(?:earlier|later)(?! than)|(?:before|after)(?=\s*(?:[,.;:)]|$))|afterwards?|previously|on(?=[,.]))", spans.later),
    _rule(_UNITS, rf"(?:the|{NUMBER}) (?P<unit>{UNIT})s? (?:before|after|(?:earlier|later) than)", spans.vague),
    _rule("hour hours", rf"(?P<n>{NUMBER}) hours? (?P<way>earlier|later|afterwards?)(?! than)", clocks.hours_later),
    _rule("now today", rf"(?P<n>{NUMBER}) (?P<unit>{UNIT})s? from (?:now|today)", spans.ahead),
    _rule(_UNITS, rf"(?P<n>{NUMBER}) (?P<unit>{UNIT})s?['’]?(?: time)?", spans.ahead, re.compile(r"\bin\s*$", re.IGNORECASE)),
    _rule("hours hour", rf"(?P<n>{NUMBER}) hours?['’]? (?P<ago>)time", clocks.hours_ago, re.compile(r"\bin\s*$", re.IGNORECASE)),
    _rule(_TIMES, rf"(?P<n>{NUMBER}) (?P<unit>{UNIT}|hour)s?", parts.around_today, re.compile(r"\bwithin\s*$", re.IGNORECASE)),
    _rule(_TIMES, rf"(?:the )?(?P<way>past|(?<=the\s)last|previous|preceding|next|coming) (?P<n>(?!an?\b){NUMBER}) "
          rf"(?P<unit>{UNIT}|hour)s?",
          parts.around_today),
    # times of day
    _rule("morning afternoon evening night lunchtime tonight overnight",
          r"(?:this|that|last|(?:the )?(?:next|following|previous|same)) (?:morning|afternoon|evening|night|lunchtime)"
          r"|tonight|overnight|the night before last"
          r"|(?:during|in|over) the (?:night|morning|afternoon|evening)|(?:late|early|mid)[\s-](?:morning|afternoon|evening)"
          r"|(?:morning|afternoon)(?= (?:trading|trade)\b)", clocks.part_of_day),
    _rule("day", r"(?:the )?(?:next|following|previous) day|the day (?:before|after|earlier)(?=\s*(?:[,.;:)]|$))|that (?:same )?day"
          r"|the same day|later (?:in|that) (?:the )?day", days.beside),
    _rule("# noon midday midnight", rf"(?P<clock>{CLOCK})(?P<zone>{ZONE})", clocks.clock),
    _rule("# noon midday midnight", rf"(?P<clock>{CLOCK})(?P<zone>{ZONE})?", clocks.clock, _BEFORE_CLOCK),
    _rule("am pm a p", rf"(?P<first>\d{{1,2}}(?:[:.]\d\d)?)\s*(?:-|to"
          rf"|and)\s*(?P<until>\d{{1,2}}(?:[:.]\d\d)?\s*[ap]\.?m\b\.?)(?P<zone>{ZONE})?",
          clocks.two_clocks, _BEFORE_HOURS),
    _rule("clock half quarter", r"(?:half past|(?:a )?quarter (?:past|to)) (?:one|two|three|four|five|six|seven|eight"
          r"|nine|ten|eleven|twelve)"
          r"|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o['’]clock", spans.vague),
    _rule(_FEASTS, rf"(?:{REL} )?(?=(?-i:[A-Z]|the\s+[A-Z])){_FEAST}(?:{_YEAR_REF})?", parts.feast),
    # lengths, repetitions, and words that name no stretch of the calendar
    _rule(_TIMES, rf"(?:the )?(?:past|(?<=the\s)last|next|first|coming) (?:{NUMBER}|{VAGUE}) (?:\w+ )?(?:{UNIT}|hour"
          rf"|minute)s?", spans.vague),
    _rule(_TIMES, rf"{_QUANTITY}(?: and a half)?(?: |-)(?:(?:consecutive|straight|full|whole) )?(?:{UNIT}|hour|minute)s?"
          r"(?!-old| old|,? of (?:its|the|all|their))(?<!a\squarter)(?<!three-quarters)(?<!three\squarters)", spans.length),
    _rule(_TIMES, r"(?:the )?(?:coming|past) (?:days|weeks|months|years)", spans.vague),
    _rule("long", r"(?:hour|day|week|month|year|decade)s?-long", spans.length),
    _rule(_TIMES, r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)(?! (?:of"
          r"|old)\b)", spans.length, _BEFORE_LENGTH),
    _rule(f"every each {_WEEKDAYS} mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends",
          rf"(?:every|each) (?:(?:other|second|single|{NUMBER}) )?(?:{UNIT}s?|hour|minute|{PART}|weekend|{SEASON}"
          rf"|{WEEKDAY})(?: {PART})?"
          rf"|(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days|{WEEKDAY} (?:mornings|afternoons|evenings|nights)|(?:weekdays"
          rf"|weekends)", spans.length),
    _rule("once twice times", rf"(?:once|twice|(?:two|three|four|five|six|several|\d+) times) (?:a|an|per|each|every)"
          rf" (?:{UNIT}|hour)", spans.length),
    _rule("weekly monthly fortnightly", r"(?-i:(?:bi-?|semi-?|twice-)?(?:weekly|monthly|fortnightly))", spans.length),
    _rule("recently future recent soon ago later earlier", r"(?:(?:more|most|until) )?recently|the (?:near |foreseeable )?future"
          r"|recent (?:decades|years|months|weeks|days)|very soon"
          r"|(?:minutes|hours|days|weeks|months|years|decades|centuries) (?:ago|later|earlier)", spans.vague),
    _rule("currently moment being term days nowadays present past decades",
          r"currently|at the moment|the time being|nowadays|at present|these days|the past(?! \w)|(?:for )?decades"
          r"|the (?:near|short|medium|long)(?: |-)(?:to-(?:medium|long)-)?term", spans.length),
)  # fmt: skip
"""All rules. The longest match that begins first is taken; of equals the earlier rule."""
