"""Stretches of the calendar as `When`, and the compact form in which a value is written.

Weeks run from Monday to Sunday. Seasons are the northern ones and whole months (spring: March to May; winter: December to
February of the next year), as news uses them.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from stemma.model import Precision, When

SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season."""


def days(first: date, last: date, precision: Precision) -> When:
    """From one day to another, both included."""
    return When(start=first.isoformat(), end=last.isoformat(), precision=precision)


def day(when: date) -> When:
    """One day."""
    return days(when, when, "day")


def week(inside: date) -> When:
    """The week, Monday to Sunday, that holds a day."""
    monday = inside - timedelta(days=inside.weekday())
    return days(monday, monday + timedelta(days=6), "week")


def weekend(inside: date) -> When:
    """Saturday and Sunday of the week that holds a day."""
    saturday = inside + timedelta(days=5 - inside.weekday())
    return days(saturday, saturday + timedelta(days=1), "interval")


def months(year: int, month: int, count: int, precision: Precision) -> When:
    """`count` whole months from the given one on; `month` may lie outside 1..12."""
    year, month = _carry(year, month)
    last_year, last_month = _carry(year, month + count - 1)
    last = calendar.monthrange(last_year, last_month)[1]
    return days(date(year, month, 1), date(last_year, last_month, last), precision)


def month(year: int, number: int) -> When:
    """One month; a number outside 1..12 runs into the years beside."""
    return months(year, number, 1, "month")


def quarter(year: int, number: int) -> When:
    """Quarter 1..4 of a calendar year; a number outside runs into the years beside."""
    return months(year, 3 * number - 2, 3, "quarter")


def half(year: int, number: int) -> When:
    """The first or second half of a year."""
    return months(year, 6 * number - 5, 6, "half")


def season(year: int, name: str) -> When:
    """A northern season; winter is named after the year in which it begins."""
    return months(year, SEASONS[name], 3, "season")


def year(number: int) -> When:
    """One calendar year."""
    return days(date(number, 1, 1), date(number, 12, 31), "year")


def years(first: int, last: int) -> When:
    """Several whole years."""
    return days(date(first, 1, 1), date(last, 12, 31), "interval")


def decade(first: int) -> When:
    """Ten years from `first` on."""
    return days(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def clock(on: date, hour: int, minute: int, zone: str = "") -> When:
    """A minute of a day; `zone` is "", "Z" or an offset such as "+08:00"."""
    stamp = f"{on.isoformat()}T{hour:02}:{minute:02}{zone}"
    return When(start=stamp, end=stamp, precision="minute")


def part(on: date, first: int, last: int) -> When:
    """Hours `first` to `last` (included, 0..23) of a day: a morning, an evening."""
    return When(start=f"{on.isoformat()}T{first:02}:00", end=f"{on.isoformat()}T{last:02}:59", precision="hour")


def first_day(when: When) -> date:
    """The day on which a stretch begins."""
    return date.fromisoformat(when.start[:10])


def last_day(when: When) -> date:
    """The day on which a stretch ends."""
    return date.fromisoformat(when.end[:10])


def shifted(from_day: date, count: int, unit: str) -> date:
    """The day `count` units ("day", "week", "month", "year", "decade") later; the 31st becomes the month's last day."""
    if unit == "day":
        return from_day + timedelta(days=count)
    if unit == "week":
        return from_day + timedelta(weeks=count)
    span = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    to_year, to_month = _carry(from_day.year, from_day.month + span)
    return date(to_year, to_month, min(from_day.day, calendar.monthrange(to_year, to_month)[1]))


def iso_value(when: When) -> str:
    """The compact form of a value.

    A day "2024-02-14", a month "2024-02", a quarter "2024-Q1", a year "2024"; a minute "2024-02-14T18:00Z", part of a day as
    its day; all else "first/last", in whole months ("2024-09/2024-11") or years ("1990/1999") where the ends fit, else in days.
    """
    first, last = first_day(when), last_day(when)
    if when.precision == "minute" and when.start == when.end:
        return when.start
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    whole_years = whole_months and first.month == 1 and last.month == 12
    if when.precision == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if whole_years:
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04}/{last.year:04}"
    if whole_months:
        a, b = f"{first.year:04}-{first.month:02}", f"{last.year:04}-{last.month:02}"
        return a if a == b else f"{a}/{b}"
    return f"{first.isoformat()}/{last.isoformat()}"


def _carry(year_number: int, month_number: int) -> tuple[int, int]:
    return year_number + (month_number - 1) // 12, (month_number - 1) % 12 + 1
