"""Expressions for times of day: clock times with their zone, mornings and nights, hours ago."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from stemma.model import When
from stemma.values import calendar as cal
from stemma.values.time_context import Context, Match
from stemma.values.time_words import PARTS, number
from stemma.values.time_zones import offset

_FIGURES: Final = re.compile(r"(\d{1,2})[:.h]?(\d\d)?")


def clock_at(on: date, words: str, zone: str | None, ctx: Context) -> When | None:
    """A clock time on a day, with the offset of its zone where that is known; midnight, and no time of day, is the day."""
    even = words.casefold()
    if even.endswith(("noon", "midday")):
        hour, minute = 12, 0
    elif (found := _FIGURES.match(even)) is None or even.endswith("midnight"):
        # Nobody says whether the midnight "on Sunday" begins or ends it.
        return cal.day(on)
    else:
        hour, minute = int(found[1]), int(found[2] or 0)
        if re.search(r"p\.?m", even) and hour < 12:
            hour += 12
        elif re.search(r"a\.?m", even) and hour == 12:
            hour = 0
    if hour > 23 or minute > 59:
        return cal.day(on)
    return cal.clock(on, hour, minute, offset(zone, on, ctx.offset) if zone else "")


def clock(match: Match, ctx: Context) -> When | None:
    """A time of day on the day last named, or on the day of publication."""
    on = ctx.last_day or ctx.today
    return clock_at(on, match["clock"], match["zone"], ctx) if on else None


def two_clocks(match: Match, ctx: Context) -> When | None:
    """ "Between 2 and 4 p.m.": the first hour goes with the second's half of the day, unless it would come after it."""
    on = ctx.last_day or ctx.today
    half = re.search(r"[ap]\.?\s?m", match["until"], re.IGNORECASE)
    if on is None or half is None:
        return None
    last = clock_at(on, match["until"], match["zone"], ctx)
    first = clock_at(on, f"{match['first']} {half[0]}", match["zone"], ctx)
    if first is not None and last is not None and first.start > last.start:
        first = clock_at(on, f"{match['first']} {'am' if half[0][0] in 'pP' else 'pm'}", match["zone"], ctx)
    if first is None or last is None or len(first.start) < 12 or len(last.start) < 12 or first.start > last.end:
        return None
    return When(start=first.start, end=last.end, precision="interval")


def hours_ago(match: Match, ctx: Context) -> When | None:
    """ "Three hours ago", "in six hours": the hour, where that of publication is known; a day for whole days."""
    count = number(match["n"]) * (-1 if match["ago"] else 1)
    if ctx.today is None:
        return None
    if count % 24 == 0:
        return cal.day(ctx.today + timedelta(days=count // 24))
    if ctx.hour is None:
        return None
    at = datetime.combine(ctx.today, time(ctx.hour)) + timedelta(hours=count)
    return cal.part(at.date(), at.hour, at.hour)


def hours_later(match: Match, ctx: Context) -> When | None:
    """ "Nine hours later": from the minute spoken of last; None where it was no minute."""
    if ctx.last is None or ctx.last.precision != "minute":
        return None
    step = timedelta(hours=number(match["n"])) * (-1 if match["way"].casefold() == "earlier" else 1)
    zone = ctx.last.start[16:]
    stamp = f"{(datetime.fromisoformat(ctx.last.start[:16]) + step).isoformat(timespec='minutes')}{zone}"
    return When(start=stamp, end=stamp, precision="minute")


def part_of_day(match: Match, ctx: Context) -> When | None:
    """ "This morning", "last night", "during the night", "in the afternoon", "in morning trading"."""
    words = " ".join(match[0].casefold().split())
    if re.match(r"overnight|(?:during|in|over)\s+the\s+night", words):
        return cal.days(ctx.today - timedelta(days=1), ctx.today, "interval") if ctx.today else None
    if words == "last night" and ctx.today:
        # A page put online late in the evening speaks of that evening as the next day's paper will.
        late = ctx.hour is not None and ctx.hour >= 22
        return cal.part(ctx.today if late else ctx.today - timedelta(days=1), *PARTS["night"])
    if words == "the night before last":
        return cal.part(ctx.today - timedelta(days=2), *PARTS["night"]) if ctx.today else None
    name = "night" if words == "tonight" else re.split(r"[\s-]", words)[-1]
    base = ctx.today
    if re.match(r"that|the\s+same|in\s+|(?:the|late|early|mid)[\s-]|(?:morning|afternoon|evening)$", words) and not re.match(
        r"the\s+(?:next|following|previous)", words
    ):
        base = ctx.last_day or ctx.today
    elif words.startswith(("the next", "the following", "next", "the previous")) and (ctx.last_day or ctx.today):
        origin = ctx.last_day or ctx.today
        base = origin + timedelta(days=-1 if "previous" in words else 1) if origin else None
    return cal.part(base, *PARTS[name]) if base else None
