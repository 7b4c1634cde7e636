"""Expressions for a part of something longer: "the last week of August", "the first three months of 2022", "the 19th century"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from stemma.model import When
from stemma.values import calendar as cal
from stemma.values.time_context import Context, Match, in_year
from stemma.values.time_feasts import feast_day, nth_weekday
from stemma.values.time_words import MONTH, WEEKDAY, YEAR, month_number, number, ordinal, unit, weekday_number

OF: Final = (
    rf"(?:(?:(?P<rel>last|this|next)\s+)?(?P<month>{MONTH})(?:\s*,?\s*(?:of\s+)?(?P<year>{YEAR})|\s+(?P<yearrel>last|this|next)\s+year)?"
    rf"|(?:the\s+year\s+)?(?P<ofyear>{YEAR})|(?P<which>the|this|last|next|that|the\s+(?:same|following|previous))\s+(?P<whole>month|year)"
    r"|(?:the\s+)?(?P<ofdecade>(?:1[5-9]|20)\d0)s)"
)
"""What the part is of."""
PLACE: Final = r"(?P<nth>first|second|third|fourth|fifth|last|final|penultimate|1st|2nd|3rd|4th)"
"""Which of them."""
ONE_OF: Final = rf"{PLACE}\s+(?P<one>day|week|weekend|{WEEKDAY})"


def one_of(match: Match, ctx: Context) -> When | None:
    """ "The last week of August", "the first Monday in May", "the first day of the year".

    A week belongs to the month or year that has its Thursday, as in ISO 8601.
    """
    whole = of(match, ctx)
    if whole is None:
        return None
    first, last = cal.first_day(whole), cal.last_day(whole)
    word = match["nth"].casefold()
    n = {"last": -1, "final": -1, "penultimate": -2}.get(word) or ordinal(word)
    if match["one"].casefold() == "day":
        return _inside(cal.day(last + timedelta(days=n + 1) if n < 0 else first + timedelta(days=n - 1)), whole)
    if match["one"].casefold() == "week":
        thursday = nth_weekday((last if n < 0 else first).year, (last if n < 0 else first).month, 3, n)
        return cal.week(thursday) if thursday and n >= -1 else None
    weekday = 5 if match["one"].casefold() == "weekend" else weekday_number(match["one"])
    found = nth_weekday(last.year if n < 0 else first.year, last.month if n < 0 else first.month, weekday, n)
    if found is None or n < -1:
        return None
    return cal.weekend(found) if match["one"].casefold() == "weekend" else _inside(cal.day(found), whole)


def some_of(match: Match, ctx: Context) -> When | None:
    """ "The first three months of 2022", "the last ten days of June"."""
    whole = of(match, ctx)
    if whole is None:
        return None
    count, what = number(match["n"]), unit(match["what"])
    if what not in {"day", "week", "month", "year"} or count < 1:
        return None
    first, last = cal.first_day(whole), cal.last_day(whole)
    if match["nth"].casefold() in {"last", "final", "closing"}:
        found = cal.days(cal.shifted(last + timedelta(days=1), -count, what), last, "interval")
    else:
        found = cal.days(first, cal.shifted(first, count, what) - timedelta(days=1), "interval")
    return _inside(found, whole)


def half_of(match: Match, ctx: Context) -> When | None:
    """ "The first half of the year", "the second half of June", "H1 2022"."""
    whole = of(match, ctx)
    if whole is None or whole.precision not in {"year", "month", "decade"}:
        return None
    opening = match["nth"].casefold() in {"first", "1"}
    first, last = cal.first_day(whole), cal.last_day(whole)
    if whole.precision == "year":
        return cal.half(first.year, 1 if opening else 2)
    if whole.precision == "decade":
        return cal.years(first.year, first.year + 4) if opening else cal.years(first.year + 5, last.year)
    return cal.days(first, first.replace(day=15), "interval") if opening else cal.days(first.replace(day=16), last, "interval")


def of(match: Match, ctx: Context) -> When | None:
    """The stretch that `OF` matches."""
    if match["month"]:
        wanted = month_number(match["month"])
        return in_year(match, ctx, lambda y: cal.month(y, wanted), ctx.lean)
    if match["ofyear"]:
        return cal.year(int(match["ofyear"]))
    if match["ofdecade"]:
        return cal.decade(int(match["ofdecade"]))
    if ctx.near is None:
        return None
    which = " ".join(match["which"].casefold().split()).removeprefix("the ")
    spoken = ctx.last if which in {"that", "same", "following", "previous"} else None
    base = cal.first_day(spoken) if spoken else ctx.near
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    there = cal.shifted(base.replace(day=1), step, match["whole"].casefold())
    return cal.month(there.year, there.month) if match["whole"].casefold() == "month" else cal.year(there.year)


def century(match: Match, ctx: Context) -> When | None:
    """ "The 19th century", "the late eighteenth century": the hundred years whose first two figures are one less (ISO 8601)."""
    first = (ordinal(match["nth"]) - 1) * 100
    if not 0 < first < 9900:
        return None
    words = " ".join((match["edge"] or "").casefold().split())
    if not words:
        return cal.years(first, first + 99)
    if words.startswith("early") or "start" in words or "beginning" in words:
        return cal.years(first, first + 39)
    return cal.years(first + 30, first + 69) if "mid" in words else cal.years(first + 60, first + 99)


def feast(match: Match, ctx: Context) -> When | None:
    """A feast: its day in the year named, or the nearest that the clause looks to."""
    name = " ".join(match["feast"].casefold().replace("’", "'").split())
    if ctx.near is None and not match["year"]:
        return None
    if feast_day(name, 2000) is None:
        return None

    def make(year: int) -> When:
        found = feast_day(name, year)
        return cal.day(found or date(year, 1, 1))

    return in_year(match, ctx, make, ctx.lean)


def week_of(match: Match, ctx: Context) -> When | None:
    """ "The week of 5 June" and "the week beginning", "the week ending": seven days from or to that day."""
    year = int(match["year"]) if match["year"] else None
    wanted, on = month_number(match["month"] or match["m2"]), int(match["d"] or match["d2"])
    years = [year] if year else ([] if ctx.near is None else [ctx.near.year - 1, ctx.near.year, ctx.near.year + 1])
    options = [date(y, wanted, on) for y in years if on <= cal.last_day(cal.month(y, wanted)).day]
    if not options:
        return None
    near = ctx.near
    day = options[0] if near is None else min(options, key=lambda d: (abs((d - near).days), d))
    word = match["how"].casefold()
    if word == "of":
        return cal.week(day)
    return (
        cal.days(day - timedelta(days=6), day, "week") if word.startswith("end") else cal.days(day, day + timedelta(days=6), "week")
    )


def year_end(match: Match, ctx: Context) -> When | None:
    """ "By year-end": the last month of the year that the clause looks to."""
    if ctx.near is None:
        return None
    behind = ctx.lean == "past" and ctx.near.month < 12
    return cal.month(ctx.near.year - (1 if behind else 0), 12)


def around_today(match: Match, ctx: Context) -> When | None:
    """ "Within 72 hours", "in the next two weeks", "over the past three years": from today on, or up to today."""
    if ctx.today is None:
        return None
    what = unit(match["unit"])
    count = number(match["n"])
    if what in {"hour", "minute"}:
        if what == "minute" or count % 24:
            return None
        count, what = count // 24, "day"
    if what in {"fortnight", "century", "quarter"}:
        count, what = {"fortnight": (14 * count, "day"), "century": (10 * count, "decade"), "quarter": (3 * count, "month")}[what]
    back = (match.groupdict().get("way") or "").casefold() in {"past", "last", "previous", "preceding"}
    if back:
        return cal.days(cal.shifted(ctx.today, -count, what), ctx.today, "interval")
    return cal.days(ctx.today, cal.shifted(ctx.today, count, what), "interval")


def _inside(part: When, whole: When) -> When | None:
    return part if whole.start <= part.start and part.end <= whole.end else None
