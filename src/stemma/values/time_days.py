"""Expressions for days and parts of days: how they look and which day they mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from stemma.model import When
from stemma.values import calendar as cal
from stemma.values.time_clock import clock_at
from stemma.values.time_context import Context, Match, nearest, rel_of
from stemma.values.time_words import (
    CLOCK,
    DAY,
    MONTH,
    PART,
    PARTS,
    REL_WORDS,
    WEEKDAY,
    YEAR,
    ZONE,
    month_number,
    weekday_number,
)

DAY_OF: Final = (
    rf"(?:(?:(?P<wd1>{WEEKDAY})\s*,?\s+)?(?:the\s+)?(?P<d1>{DAY})(?:\s+of)?\s+(?P<m1>{MONTH})(?:\s*,?\s*(?P<y1>{YEAR}))?"
    rf"|(?:(?P<wd2>{WEEKDAY})\s*,?\s+)?(?P<m2>{MONTH})\s+(?P<d2>{DAY})(?:\s*,?\s*(?P<y2>{YEAR}))?"
    rf"|(?:(?P<rel>{REL_WORDS})\s+)?(?<!Black\s)(?<!Good\s)(?<!Cyber\s)(?<!Super\s)(?<!Bloody\s)(?<!Palm\s)(?<!Giving\s)(?<!every\s)(?<!each\s)(?P<wd>{WEEKDAY})"
    r"(?:\s+(?P<week>(?:of\s+)?(?:last|this|next)\s+week|week(?=[\s,.;]*(?:$|[,.;]))))?"
    # After a word, a capital makes it a name ("Coast Today").
    r"|(?P<deictic>(?-i:today|(?<![^\W\d_]\s)T(?:oday|ODAY))|the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|yesterday|tomorrow))"
)
DAY_AND_TIME: Final = (
    rf"(?:(?P<clock1>{CLOCK})(?P<zone1>{ZONE})?\s*,?\s*(?:on\s+)?)?"
    rf"(?:(?:the\s+)?(?P<hours>early\s+hours\s+of|night\s+of|morning\s+of|evening\s+of|afternoon\s+of)\s+|(?P<when>early|late|earlier|later)\s+(?:on\s+)?)?"
    rf"{DAY_OF}"
    rf"(?:\s+(?P<part>{PART}))?"
    rf"(?:\s*,?\s*(?:at\s+)?(?P<clock2>{CLOCK})(?P<zone2>{ZONE})?)?"
)


_DEICTIC: Final = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def day(match: Match, ctx: Context) -> When | None:
    """ "On Tuesday", "14 February 2024", "late on Monday night", "3 p.m. on Sunday"."""
    on = _which_day(match, ctx)
    if on is None:
        return None
    time = match["clock1"] or match["clock2"]
    if time:
        return clock_at(on, time, match["zone1"] or match["zone2"], ctx)
    part = (match["part"] or (match["hours"] or "").split(" ")[0]).casefold()
    return cal.part(on, *PARTS[part]) if part in PARTS else cal.day(on)


def _which_day(match: Match, ctx: Context) -> date | None:
    if match["deictic"]:
        return ctx.today + timedelta(days=_DEICTIC.get(" ".join(match["deictic"].casefold().split()), 0)) if ctx.today else None
    if match["wd"]:
        return _in_week(match, ctx) if match["week"] else _weekday(weekday_number(match["wd"]), rel_of(match), ctx)
    number_of, name, named_year = (
        (match["d1"], match["m1"], match["y1"]) if match["m1"] else (match["d2"], match["m2"], match["y2"])
    )
    return _dated(int(re.sub(r"\D", "", number_of)), month_number(name), int(named_year) if named_year else None, ctx)


def _in_week(match: Match, ctx: Context) -> date | None:
    """ "Tuesday of last week", "Friday next week"; "Monday week" is the one after the coming Monday."""
    if ctx.today is None:
        return None
    monday = ctx.today - timedelta(days=ctx.today.weekday())
    words = match["week"].casefold()
    if words == "week":
        return ctx.today + timedelta(days=(weekday_number(match["wd"]) - ctx.today.weekday()) % 7 + 7)
    return monday + timedelta(days=weekday_number(match["wd"]) + (7 if "next" in words else -7 if "last" in words else 0))


def _dated(number_of: int, month: int, in_year: int | None, ctx: Context) -> date | None:
    def make(y: int) -> When | None:
        try:
            return cal.day(date(y, month, number_of))
        except ValueError:
            return None  # 30 February, or 29 in a year that has none: not a day

    if in_year is not None:
        named = make(in_year)
        return cal.first_day(named) if named else None
    if ctx.near is None:
        return None
    options = [w for y in range(ctx.near.year - 4, ctx.near.year + 5) if (w := make(y)) is not None]
    found = nearest(options, ctx, None)
    if found is not None and ctx.lean is not None:
        # The clause decides only between two that are both far away: next week's date is meant even beside a past verb.
        away = abs((cal.first_day(found) - ctx.near).days)
        found = nearest(options, ctx, ctx.lean) if away > 75 else found
    return cal.first_day(found) if found else None


def _weekday(wanted: int, rel: str | None, ctx: Context) -> date | None:
    base = ctx.last_day if rel in {"following", "previous", "that", "same"} and ctx.last_day else ctx.today
    if base is None:
        return None
    back = (base.weekday() - wanted) % 7
    if rel in {"last", "this past", "past", "previous"}:
        return base - timedelta(days=back or 7)
    if (
        rel in {"next", "following", "coming", "this coming"}
        or (rel is None and ctx.lean == "future")
        or (rel == "this" and ctx.lean != "past")
    ):
        ahead = (wanted - base.weekday()) % 7
        return base + timedelta(days=ahead if ahead or rel not in {"next", "following"} else 7)
    return base - timedelta(days=back)


def beside(match: Match, ctx: Context) -> When | None:
    """ "The following day", "the day before", "that day"."""
    base = ctx.last_day or ctx.today
    if base is None:
        return None
    words = match[0].casefold()
    if re.search(r"before|previous|earlier", words):
        return cal.day(base - timedelta(days=1))
    return cal.day(base + timedelta(days=0 if re.match(r"that|(?:on\s+)?the\s+same|later", words) else 1))


def the_day(match: Match, ctx: Context) -> When | None:
    """ "Ending the day at 8,017", "late in the day": the day spoken of."""
    base = ctx.last_day or ctx.today
    return cal.day(base) if base else None


def midweek(match: Match, ctx: Context) -> When | None:
    """ "Midweek": Wednesday."""
    on = _weekday(2, None, ctx)
    return cal.day(on) if on else None


def span_of_days(match: Match, ctx: Context) -> When | None:
    """ "March 3-5"."""
    month, first, last = month_number(match["month"]), int(match["d1"]), int(match["d2"])
    named = int(match["year"]) if match["year"] else None
    start = _dated(first, month, named, ctx)
    if start is None or last <= first:
        return None
    try:
        return cal.days(start, start.replace(day=last), "interval")
    except ValueError:
        return None  # a day that the month does not have


def iso(match: Match, ctx: Context) -> When | None:
    """ "2024-02-14", "2024-02-14T18:05Z"."""
    try:
        on = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None  # digits that look like a date and are none
    if not match["hh"] or int(match["hh"]) > 23:
        return cal.day(on)
    zone = (match["z"] or "").upper().replace(" ", "")
    return cal.clock(on, int(match["hh"]), int(match["mm"]), "Z" if zone in {"Z", "+00:00"} else zone)


def of_month(match: Match, ctx: Context) -> When | None:
    """ "On the 14th", "the 1st of next month": in the month spoken of last, else in that of publication."""
    base = ctx.last_day or ctx.today
    if base is None:
        return None
    step = {"last": -1, "next": 1}.get((match["which"] or "").casefold(), 0)
    there = cal.shifted(base.replace(day=1), step, "month")
    try:
        return cal.day(there.replace(day=int(re.sub(r"\D", "", match["nth"]))))
    except ValueError:
        return None  # a day that the month does not have
