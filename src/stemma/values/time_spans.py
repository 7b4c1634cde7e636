"""Expressions for weeks, months, seasons, quarters, years and what lies some of them away: which stretch they mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from stemma.model import When
from stemma.values import calendar as cal
from stemma.values.time_context import Context, Match, edged, in_year, rel_of
from stemma.values.time_words import month_number, number, unit

_FROM_NOW: Final = re.compile(r"(?:now|today|time)$", re.IGNORECASE)
_RECORD: Final = re.compile(r"\b(?:\w{2,}est|most|least|worst|first|only|(?:second|third|fourth)\s+time)\b[^.;!?]*$", re.IGNORECASE)
"""What makes "in ten years" a length: a record."""


def month(match: Match, ctx: Context) -> When | None:
    """A month, or an edge of one."""
    wanted = month_number(match["month"])
    return edged(match, in_year(match, ctx, lambda y: cal.month(y, wanted), ctx.lean))


def season(match: Match, ctx: Context) -> When | None:
    """A season, northern."""
    name = match["season"].casefold()
    return edged(match, in_year(match, ctx, lambda y: cal.season(y, name), ctx.lean))


def quarter(match: Match, ctx: Context) -> When | None:
    """A quarter of a calendar year."""
    ordinal = (match["nth"] or match["q"] or "").casefold()
    if ordinal in {"last", "previous"} and not match["year"] and ctx.near:
        return cal.quarter(ctx.near.year, (ctx.near.month + 2) // 3 - 1)
    wanted = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}.get(ordinal) or int(ordinal)
    return in_year(match, ctx, lambda y: cal.quarter(y, wanted), ctx.lean)


def year(match: Match, ctx: Context) -> When | None:
    """A year written in figures."""
    return edged(match, cal.year(int(match["year"])))


def part_of_year(match: Match, ctx: Context) -> When | None:
    """ "Earlier in the year", "later in the month": the whole, as nobody says where it begins."""
    return _period(ctx.near, match["unit"].casefold()) if ctx.near and (match["unit"].casefold() != "week" or ctx.today) else None


def short_year(match: Match, ctx: Context) -> When | None:
    """ "'82": the last such year before publication."""
    if ctx.near is None:
        return None
    full = ctx.near.year // 100 * 100 + int(match["short"])
    return cal.year(full if full <= ctx.near.year else full - 100)


def same_period(match: Match, ctx: Context) -> When | None:
    """ "The same period last year": what was spoken of last, a year before."""
    if ctx.last is None or ctx.last.precision not in {"month", "quarter", "half", "week"}:
        return None
    first = cal.first_day(ctx.last)
    if ctx.last.precision == "week":
        return cal.week(first - timedelta(weeks=52))
    return cal.months(first.year - 1, first.month, {"month": 1, "quarter": 3, "half": 6}[ctx.last.precision], ctx.last.precision)


def decade(match: Match, ctx: Context) -> When | None:
    """ "The 1990s", "the early '90s"."""
    digits = re.sub(r"\D", "", match["decade"])
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return edged(match, cal.decade(first))


def relative(match: Match, ctx: Context) -> When | None:
    """ "Last week", "this year", "the previous month", "earlier this week"; "the past week" runs up to today."""
    rel, what = rel_of(match) or "this", match["unit"].casefold()
    step = {"last": -1, "past": -1, "this past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1, "this coming": 1}.get(
        rel, 0
    )
    base = ctx.near
    if rel in {"previous", "following", "same", "that"} and ctx.last is not None:
        base = cal.first_day(ctx.last)
    if base is None or (what in {"week", "weekend"} and ctx.today is None):
        return None
    if what == "weekend":
        return _weekend(step, ctx)
    if rel == "past" and what in {"week", "month", "year"}:
        return cal.days(cal.shifted(base, -1, what), base, "interval") if ctx.today else None
    whole = _period(cal.shifted(base, step, what), what)
    scope = (match.groupdict().get("scope") or "").casefold()
    if (
        scope
        and ctx.today
        and step == 0
        and cal.first_day(whole) < ctx.today < cal.last_day(whole)
        and what in {"week", "month", "year"}
    ):
        if what == "week" and scope == "earlier":
            return cal.days(cal.first_day(whole), ctx.today, "interval")
        if what == "week":
            return cal.days(ctx.today, cal.last_day(whole), "interval")
        return whole
    return edged(match, whole)


def _period(inside: date, what: str) -> When:
    if what == "week":
        return cal.week(inside)
    if what == "month":
        return cal.month(inside.year, inside.month)
    if what == "quarter":
        return cal.quarter(inside.year, (inside.month + 2) // 3)
    if what == "decade":
        return cal.decade(inside.year // 10 * 10)
    return cal.year(inside.year)


def _weekend(step: int, ctx: Context) -> When | None:
    """The weekend meant on a day: Monday to Thursday look back at the last one unless the clause looks forward."""
    if ctx.today is None:
        return None
    this = cal.weekend(ctx.today)
    if step < 0 or (step == 0 and ctx.lean != "future" and ctx.today.weekday() < 4):
        return cal.weekend(ctx.today - timedelta(days=7))
    return cal.weekend(ctx.today + timedelta(days=7)) if step > 0 and ctx.today.weekday() > 3 else this


def plain_weekend(match: Match, ctx: Context) -> When | None:
    """ "The weekend", "over the weekend"."""
    return _weekend(0, ctx)


def whole_of(match: Match, ctx: Context) -> When | None:
    """ "The end of the year", "the start of the week"."""
    if ctx.near is None or (match["unit"].casefold() == "week" and ctx.today is None):
        return None
    return edged(match, _period(ctx.near, match["unit"].casefold()))


def ago(match: Match, ctx: Context) -> When | None:
    """ "Two years ago"."""
    return _moved(ctx.near, ctx.today, -number(match["n"]), unit(match["unit"]))


def ahead(match: Match, ctx: Context) -> When | None:
    """ "In two weeks", "ten days from now"; "the worst in a decade" and "built in three days" are lengths."""
    if not _FROM_NOW.search(match[0]) and (
        ctx.lean == "past" or _RECORD.search(match.string, max(0, match.start() - 60), match.start())
    ):
        return None
    return _moved(ctx.near, ctx.today, number(match["n"]), unit(match["unit"]))


def later(match: Match, ctx: Context) -> When | None:
    """ "Two days later", "a year earlier": from what was spoken of last."""
    count = number(match["n"]) * (-1 if re.search(r"earlier|before|previously", match[0], re.I) else 1)
    what = unit(match["unit"])
    if what in {"year", "decade", "century"}:
        base = cal.first_day(ctx.last) if ctx.last else ctx.near
        return _moved(base, base, count, what)
    return _moved(ctx.last_day or ctx.near, ctx.last_day or ctx.today, count, what)


def _moved(near: date | None, exact: date | None, count: int, what: str) -> When | None:
    """The day, month or year `count` units away: as precise as the unit, a week being told to the day."""
    if what in {"day", "week", "fortnight"}:
        return cal.day(exact + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[what])) if exact else None
    if near is None:
        return None
    steps = count * {"century": 100, "decade": 10, "quarter": 3}.get(what, 1)
    place = near.year * 12 + near.month - 1 + (steps if what in {"month", "quarter"} else 12 * steps)
    if not 12 <= place < 12 * 9999:
        return None
    return cal.month(place // 12, place % 12 + 1) if what in {"month", "quarter"} else cal.year(place // 12)


def half_century(match: Match, ctx: Context) -> When | None:
    """ "Half a century ago"."""
    return cal.year(ctx.near.year - 50) if ctx.near and ctx.near.year > 50 else None


def span_of_years(match: Match, ctx: Context) -> When | None:
    """ "2014-16", "the 2022/23 season"."""
    first, tail = int(match["first"]), match["last"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return cal.years(first, last) if first < last else None


def span_of_months(match: Match, ctx: Context) -> When | None:
    """ "November and December 2022", "November to January 2023"."""
    first, last, in_year = month_number(match["month"]), month_number(match["until"]), int(match["year"])
    if first >= last and match["gap"].casefold() == "and":
        return None
    return (
        cal.months(in_year if first < last else in_year - 1, first, (last - first) % 12 + 1, "interval") if first != last else None
    )


def vague(match: Match, ctx: Context) -> When | None:
    """Words that point to a time and name no stretch of the calendar: "recently", "in the coming days"."""
    return None


def length(match: Match, ctx: Context) -> When | None:
    """Words about time that date nothing, but say how long or how often: "for two years", "every Monday", "currently"."""
    return None
