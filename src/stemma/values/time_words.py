"""The vocabulary of times in English news, as pieces of regular expressions and as numbers."""

from __future__ import annotations

from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "a couple of": 2, "half a dozen": 6, "a dozen": 12,
}  # fmt: skip
PARTS: Final = {
    "morning": (6, 11), "afternoon": (12, 17), "evening": (18, 21), "night": (18, 23), "lunchtime": (12, 13),
    "dawn": (4, 6), "midday": (12, 12), "noon": (12, 12), "dusk": (18, 20), "nightfall": (18, 20), "sunrise": (5, 7),
    "sunset": (17, 20), "lunch": (12, 13),
}  # fmt: skip
"""First and last hour (included) of the parts of a day; where they begin and end is a convention of ours."""
HOLIDAYS: Final = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31),
    "independence day": (7, 4), "veterans day": (11, 11), "armistice day": (11, 11), "bastille day": (7, 14), "may day": (5, 1),
}  # fmt: skip
"""Feasts of a fixed date (month, day)."""

# Names keep their capital ("march", "may", "sun" are words); everything else is matched in any case.
WEEKDAY: Final = (
    r"(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)(?=\.?,?\s+(?:\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\.?"
    r"|(?:Mon|Tues|Wed|Thurs|Fri)\.)"
)
MONTH: Final = (
    r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|[.,:/-]\d|\s*(?:percent|per\s+cent|a\.?m\b|p\.?m\b|-))"
YEAR: Final = r"(?:1[4-9]|20)\d\d(?![\d%]|[.,]\d|-(?:year|day|foot|mile|seat))"
NUMBER: Final = (
    r"(?:\d{1,3}|a\s+couple\s+of|half\s+a\s+dozen|a\s+dozen|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|eighteen|twenty|thirty|forty|fifty)"
)
VAGUE: Final = r"(?:several|a\s+few|some|many|a\s+number\s+of|recent|consecutive|straight)"
UNIT: Final = r"(?:day|week|fortnight|month|quarter|year|decade|centur(?:y|ie))"
PART: Final = r"(?:morning|afternoon|evening|night|lunchtime|midday|noon|dawn)"
SEASON: Final = r"(?:spring|summer|autumn|fall|winter)"
REL: Final = r"(?P<rel>last|this(?:\s+(?:coming|past))?|next|that|(?:the\s+)?(?:previous|following|past|coming|current|same))"
ZONE: Final = (
    r"(?:\s*\(?\s*(?:GMT|UTC|BST|CET|CEST|E[SD]T|C[SD]T|M[SD]T|P[SD]T|IST|JST|local\s+time|ET|PT)\b\s*(?:[+-]\s?\d{1,2})?\s*\)?)"
)
CLOCK: Final = (
    r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:a\.m\.|p\.m\.|am\b|pm\b|a\.m\b|p\.m\b)|(?:[01]?\d|2[0-3])[:h][0-5]\d(?!\d|:)"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?=\s*(?:GMT|UTC))|noon\b|midday\b|midnight\b)"
)


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday, of a name or its beginning."""
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(word.casefold().rstrip(".")[:3]))


def month_number(word: str) -> int:
    """1 for January to 12 for December, of a name or its beginning."""
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word.casefold().rstrip(".")[:3]))


def number(word: str) -> int:
    """The value of a number as `NUMBER` matches it."""
    even = " ".join(word.casefold().split())
    return int(even) if even.isdigit() else NUMBERS[even]


def unit(word: str) -> str:
    """A unit in the singular."""
    even = word.casefold()
    return "century" if even.startswith("centur") else even.removesuffix("s")
