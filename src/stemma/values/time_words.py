"""The vocabulary of times in English news, as pieces of regular expressions and as numbers."""

from __future__ import annotations

from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a couple of": 2,
    "half a dozen": 6,
    "a dozen": 12,
}
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
PARTS: Final = {
    "morning": (6, 11), "afternoon": (12, 17), "evening": (18, 21), "night": (18, 23), "lunchtime": (12, 13),
    "dawn": (4, 6), "midday": (12, 12), "noon": (12, 12), "dusk": (18, 20), "nightfall": (18, 20), "sunrise": (5, 7),
    "sunset": (17, 20), "lunch": (12, 13),
}  # fmt: skip
"""First and last hour (included) of the parts of a day; where they begin and end is a convention of ours."""
# Names keep their capital ("march", "may", "sun" are words); everything else is matched in any case.
# A paper's or a programme's name ("the Sunday Post") is no day.
WEEKDAY: Final = (
    r"(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|(?<!Mail\son\s)Sun)day"
    r"(?!\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|World|Independent|Tribune|Night\s(?:Football|Live))\b)|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)(?=\.?,?\s+(?:\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\.?"
    r"|(?:Mon|Tues|Wed|Thurs|Fri)\.)"
)
MONTH: Final = (
    r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
DAY: Final = (
    r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    r"(?![\d%]|[.,:/-]\d|\s*(?:percent|per\s+cent|a\.?m\b|p\.?m\b|-(?!\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))))"
)
YEAR: Final = (
    r"(?:1[0-9]|20)\d\d(?![\d%]|[.,]\d|-(?:year|day|foot|mile|seat)|\s+(?:people|men|women|children|homes|houses|jobs|dollars|euros"
    r"|pounds|miles|km|kilomet|met(?:er|re)s|feet|ton(?:ne)?s|troops|soldiers|workers|employees|staff|points|votes|seats|square"
    r"|residents|students|families|units|vehicles|cars|members|migrants|refugees|protesters|deaths|cases|hours)\b)"
)
NUMBER: Final = (
    r"(?:\d{1,3}|a\s+couple\s+of|half\s+a\s+dozen|a\s+dozen|an?|one|two|three|four|five|six(?:teen|ty)?|seven(?:teen|ty)?"
    r"|eight(?:een|y)?|nine(?:teen|ty)?|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty)"
)
VAGUE: Final = r"(?:several|(?:a\s+)?few|some|many|a\s+number\s+of|consecutive|straight)"
ORDINAL: Final = r"(?:\d{1,2}(?:st|nd|rd|th)|" + "|".join(sorted(ORDINALS, reverse=True)) + ")"
UNIT: Final = r"(?:day|week|fortnight|month|quarter|year|decade|centur(?:y|ie))"
PART: Final = r"(?:morning|afternoon|evening|night|lunchtime|midday|noon|dawn)"
SEASON: Final = r"(?:spring|summer|autumn|fall|winter)"
REL_WORDS: Final = (
    r"(?:last|this(?:\s+(?:coming|past))?|next|that|(?:the\s+)?(?:previous|following|coming|current|same)|the\s+past)"
)
REL: Final = rf"(?P<rel>{REL_WORDS})"
_ZONE_NAME: Final = (
    r"(?:(?:GMT|UTC)\s*(?:[+-]\s?\d{1,2}(?::?[0-5]\d)?)?|(?-i:Z|BST|IST|WET|WEST|CET|CEST|EET|EEST|MSK|PKT|SGT|HKT|JST|KST|SAST|EAT|CAT|WAT"
    r"|AE[SD]T|NZ[SD]T|[ECMP][SD]?T)\b|(?:local|Eastern|Central|Mountain|Pacific|London|Moscow|Beijing)\s+time\b"
    r"|(?-i:Eastern|Pacific)\b)"
)
ZONE: Final = rf"(?:\s*\(\s*{_ZONE_NAME}\s*\)|\s*{_ZONE_NAME})"
CLOCK: Final = (
    r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:a\.m\.|p\.m\.|am\b|pm\b|a\.m\b|p\.m\b)|(?:[01]?\d|2[0-3])[:h][0-5]\d(?!\d|:)"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?=\s*(?:GMT|UTC|hours\b|hrs\b|local\s+time|(?-i:Z|BST|CES?T|EES?T|IST|MSK)\b))(?:\s*(?:hours|hrs)\b)?"
    r"|(?:[01]?\d|2[0-3])\.[0-5]\d(?=\s+(?:local\s+time|(?-i:GMT|UTC|BST|CES?T|EES?T|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b))"
    r"|(?:12\s+)?(?:noon|midday|midnight)\b)"
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


def ordinal(word: str) -> int:
    """The value of an ordinal as `ORDINAL` matches it."""
    even = word.casefold()
    return ORDINALS[even] if even in ORDINALS else int(even[:-2])


def unit(word: str) -> str:
    """A unit in the singular."""
    even = word.casefold()
    return "century" if even.startswith("centur") else even.removesuffix("s")
