"""When a page says it was published: ISO 8601, as precise as the page says.

Rules, in this order where the page leaves it open:
- day and month of "06/03/2025": a weekday beside them decides, then a number above 12, then the days that the page names in
  words, if one reading is within ten days of such a day and the other is not, then a zone or clock of the United States (ET, CT,
  MT, PT and theirs; "AM"/"PM" with slashes) for month first; else day first.
- a zone abbreviation is read as news pages use it: IST is India (Ireland on pages that name Dublin or Irish things more than
  Indian ones is not guessed), CST and EST are North America, BST is Britain; "ET", "CT", "MT" and "PT" take summer time by the
  rule of the United States, "local" zones that are not known leave the time without a zone.
- no year: the first year, from the latest that the page names, in which the weekday given falls on that day; else not known.
- several dates: the one after "published", "posted" or "filed", else the first that is not after "updated", else the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY: Final = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\b[.,]{0,2}\s*(?:the\s+)?)?"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\d/.-]){_YEAR}-(?P<mm>[01]\d)-(?P<dd>[0-3]\d)(?!\d)",
        rf"{_WEEKDAY}(?<![\d:.]){_DAY}\s+(?:of\s+)?{_MONTH},?\s*{_YEAR}\b",
        rf"{_WEEKDAY}\b{_MONTH}\s*{_DAY}\s*(?:,|\s|[-–]\s)\s*{_YEAR}\b",
        rf"{_WEEKDAY}(?<![\d/.-])(?P<n1>[0-3]?\d)(?P<sep>[./-])(?P<n2>[0-3]?\d)(?P=sep)(?P<year>(?:20)?\d\d)(?![\d/-])",
        rf"{_WEEKDAY}(?<![\d:.]){_DAY}\s+(?:of\s+)?{_MONTH}(?!\s*,?\s*\d{{4}})",
        rf"{_WEEKDAY}\b{_MONTH}\s*{_DAY}\b(?!\s*,?\s*(?:19|20)\d\d)",
        rf"(?<!\d )(?<!\d)\b{_MONTH},?\s+{_YEAR}\b",
    )
)
_NO_YEAR: Final = (4, 5)
_TIME: Final = re.compile(
    r"(?<![\d/-])(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?(?:\s*\(?(?P<zone>[A-Za-z]{2,5}|[+-]\d\d:?\d\d)\b\)?)?",
    re.IGNORECASE,
)
_OFFSETS: Final = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "wet": 0,
    "bst": 60,
    "west": 60,
    "cet": 60,
    "wat": 60,
    "cest": 120,
    "eet": 120,
    "sast": 120,
    "cat": 120,
    "eest": 180,
    "msk": 180,
    "eat": 180,
    "trt": 180,
    "ast": 180,
    "gst": 240,
    "uae": 240,
    "pkt": 300,
    "ist": 330,
    "npt": 345,
    "bdt": 360,
    "ict": 420,
    "wib": 420,
    "sgt": 480,
    "hkt": 480,
    "myt": 480,
    "pht": 480,
    "awst": 480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "acst": 570,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "akst": -540,
    "akdt": -480,
    "hst": -600,
    "brt": -180,
    "art": -180,
    "clt": -240,
}
"""Minutes east of UTC."""
_BESIDE: Final = re.compile(r"[\s,|·•/\-–—]*(?:at\s|@\s|kl\.?\s)?\s*", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_US: Final = {"et": -300, "ct": -360, "mt": -420, "pt": -480}
_FIRST: Final = re.compile(r"(?:published|posted|filed|created|issued|released|first)\b[^\d]{0,30}$", re.IGNORECASE)
_LATER: Final = re.compile(r"(?:updated|modified|edited|amended|corrected|revised)\b[^\d]{0,30}$", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?<![\d.,$€£])(20\d\d)(?![\d%]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date on a page: ISO value, where ([start, end) of the line given), and what the words before it make of it."""

    value: str
    start: int
    end: int
    later: bool
    announced: bool


def find_dates(line: str, page: str) -> tuple[Dated, ...]:
    """The dates of a line, in order, with the clock time beside them. `page` is the whole text (for a year left out)."""
    out: list[Dated] = []
    # Every form has a digit; most lines of a page have none.
    if not _DIGIT.search(line):
        return ()
    taken: list[tuple[int, int]] = []
    for n, form in enumerate(_FORMS):
        for m in form.finditer(line):
            if any(m.start() < b and a < m.end() for a, b in taken):
                continue
            day = _calendar(m, n, line, page)
            if day is None:
                continue
            taken.append(m.span())
            before = line[: m.start()]
            clock, start, end = _clock(line, m.start(), m.end(), day)
            out.append(Dated(day + clock, start, end, bool(_LATER.search(before[-40:])), bool(_FIRST.search(before[-40:]))))
    return tuple(sorted(out, key=lambda d: d.start))


def choose(dated: Sequence[Dated]) -> int | None:
    """Which of a page's dates, in reading order, is that of publication: its index, None of none."""
    if not dated:
        return None
    best = next((n for n, d in enumerate(dated) if d.announced), None)
    if best is None:
        best = next((n for n, d in enumerate(dated) if not d.later), 0)
    # "Filed on March 12 | Last updated March 12, 06.14": the same day told more precisely.
    if "T" not in dated[best].value:
        for n, d in enumerate(dated):
            if d.value.startswith(dated[best].value + "T"):
                return n
    return best


def _calendar(m: re.Match[str], form: int, line: str, page: str) -> str | None:
    group = m.groupdict()
    weekday = _DAYS.index(group["weekday"].casefold()[:3]) if group.get("weekday") else None
    if form == 0:
        return _iso(int(m["year"]), int(m["mm"]), int(m["dd"]))
    if form == 3:
        return _numeric(m, weekday, line, page)
    month = _MONTHS[m["month"].casefold().rstrip(".")]
    if form == 6:
        return f"{m['year']}-{month:02d}"
    day = int(m["day"])
    if form not in _NO_YEAR:
        return _iso(int(m["year"]), month, day)
    year = _year(month, day, weekday, page)
    return _iso(year, month, day) if year else None


def _numeric(m: re.Match[str], weekday: int | None, line: str, page: str) -> str | None:
    a, b = int(m["n1"]), int(m["n2"])
    year = int(m["year"]) + (2000 if len(m["year"]) == 2 else 0)
    if len(m["year"]) == 2 and m["sep"] == "-":
        return None
    day_first, month_first = _iso(year, b, a), _iso(year, a, b)
    if day_first and month_first and day_first != month_first:
        if weekday is not None:
            if date.fromisoformat(day_first).weekday() == weekday:
                return day_first
            if date.fromisoformat(month_first).weekday() == weekday:
                return month_first
        near = {day for day in (day_first, month_first) if _is_near(day, page)}
        if len(near) == 1:
            return near.pop()
        american = re.search(r"\b(?:E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T)\b|\d ?[AP]M\b", line)
        return month_first if american and m["sep"] == "/" else day_first
    return day_first or month_first


def _is_near(day: str, page: str) -> bool:
    """Whether the page names a day in words that is at most ten days from an ISO day; years left out are its year."""
    own = date.fromisoformat(day)
    for n in (1, 2, *_NO_YEAR):
        for m in _FORMS[n].finditer(page):
            year = own.year if n in _NO_YEAR else int(m["year"])
            named = _iso(year, _MONTHS[m["month"].casefold().rstrip(".")], int(m["day"]))
            if named and abs((date.fromisoformat(named) - own).days) <= 10:
                return True
    return False


def _year(month: int, day: int, weekday: int | None, page: str) -> int | None:
    # The same day told in full elsewhere on the page.
    days, latest, stamped = _told_years(page)
    for full in days:
        if full[5:] == f"{month:02d}-{day:02d}" and (weekday is None or date.fromisoformat(full).weekday() == weekday):
            return int(full[:4])
    if latest is None:
        return None
    if weekday is None:
        # "3 November" on a page whose copyright line or text is of one year only.
        return stamped
    for year in (*range(latest, latest + 6), latest - 1):
        value = _iso(int(year), month, day)
        if value and date.fromisoformat(value).weekday() == weekday:
            return int(year)
    return None


@lru_cache(maxsize=2)
def _told_years(page: str) -> tuple[tuple[str, ...], int | None, int | None]:
    """The days that a page tells in full, in order; the latest year that it names; the latest of its copyright lines.

    Kept for the last pages, because every date without a year on a page asks for them.
    """
    days = [
        full
        for n, form in enumerate(_FORMS[:4])
        for m in form.finditer(page)
        if (full := _calendar(m, n, page[max(0, m.start() - 40) : m.end() + 40], ""))
    ]
    years = [int(y) for y in _YEARS.findall(page)]
    stamped = [int(y) for y in re.findall(r"(?:©|\(c\)|copyright)\D{0,20}(20\d\d)", page, re.IGNORECASE)]
    return tuple(days), max(years, default=None), max(stamped, default=None)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock(line: str, start: int, end: int, day: str) -> tuple[str, int, int]:
    """ "T14:05+01:00" (or "" if no clock time stands beside the date), and the stretch of the line that holds both."""
    if len(day) < 10:
        return "", start, end
    for m in _around(line, start, end):
        hour, minute, half = int(m["hour"]), int(m["minute"] or 0), (m["half"] or "").casefold()[:1]
        if half:
            if not 1 <= hour <= 12:
                continue
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour > 23:
            continue
        offset = offset_of(m["zone"], day)
        mark = "" if offset is None else f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
        stop = m.end("zone") if offset is not None else m.end("half") if half else m.end("minute") if m["minute"] else m.end("hour")
        return f"T{hour:02d}:{minute:02d}{mark}", min(start, m.start()), max(end, stop)
    return "", start, end


def _around(line: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Clock times right after the date, then right before it."""
    after = _BESIDE.match(line, end + (line[end : end + 1] == "T"))
    m = _TIME.match(line, after.end() if after else end)
    if m and (m["minute"] or m["half"]):
        yield m
    for before in _TIME.finditer(line, max(0, start - 24), start):
        if (before["minute"] or before["half"]) and re.fullmatch(
            r"[\s,|·•\-–—]*(?:on\s+)?(?:[A-Za-z]{2,4}[\s,|]+|[A-Z][a-z]+,\s+)?", line[before.end() : start]
        ):
            yield before


def offset_of(zone: str | None, day: str) -> int | None:
    """Minutes east of UTC of a zone as pages write it ("IST", "ET", "+0530") on an ISO day; None if it is not known."""
    if not zone:
        return None
    key = zone.casefold()
    if key[0] in "+-":
        digits = key[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        # No place on earth is further from Greenwich; what is ("+99:99") would make a time that is none.
        if int(digits[2:]) > 59 or minutes > 14 * 60:
            return None
        return minutes if key[0] == "+" else -minutes
    if key in _US:
        return _US[key] + (60 if _us_summer(date.fromisoformat(day)) else 0)
    return _OFFSETS.get(key) if zone.isupper() else None


def _us_summer(day: date) -> bool:
    """Summer time of the United States: second Sunday of March to first Sunday of November (since 2007)."""
    march, november = date(day.year, 3, 1), date(day.year, 11, 1)
    start = march + timedelta(days=(6 - march.weekday()) % 7 + 7)
    stop = november + timedelta(days=(6 - november.weekday()) % 7)
    return start <= day < stop
