"""What a time expression hangs on, and how the stretch that is meant is picked from those that recur every year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from stemma.model import When
from stemma.values import calendar as cal
from stemma.values.tense import Lean

Match: TypeAlias = re.Match[str]


@dataclass(slots=True)
class Context:
    """What an expression hangs on.

    `today` is the day of publication, `hour` its hour and `offset` that of its clock in minutes east of Greenwich, if known;
    `near` is a day close to publication, for when only month or year are known; `order` is how the page writes a date in figures
    ("DMY", "MDY", None: not known); `lean` is which way the clause looks; `last_day` and `last` are the last day and the last
    stretch that the document named before.
    """

    today: date | None
    near: date | None
    hour: int | None
    offset: int | None = None
    order: str | None = None
    lean: Lean = None
    last_day: date | None = None
    last: When | None = None


def nearest(options: list[When], ctx: Context, lean: Lean) -> When | None:
    """The option that is meant: the last begun for a clause that looks back, the first not over for one that looks forward.

    Where neither is clear the nearest, the past counting as a third nearer; a future within six weeks of a clause without a
    verb in the future wins only if the past is four times as far.
    """
    if ctx.near is None or not options:
        return None
    past = [w for w in options if cal.first_day(w) <= ctx.near]
    ahead = [w for w in options if cal.last_day(w) >= ctx.near]
    back, forth = (past[-1] if past else None), (ahead[0] if ahead else None)
    if back is None or forth is None or lean is not None:
        return (forth or back) if lean == "future" else (back or forth)
    gone, wait = max(0, (ctx.near - cal.last_day(back)).days), max(0, (cal.first_day(forth) - ctx.near).days)
    return back if gone <= 1.5 * wait else forth


def in_year(match: Match, ctx: Context, make: Callable[[int], When], lean: Lean) -> When | None:
    """A recurring stretch (a month, a season, a quarter) in the year that the match names, or the one meant without a year."""
    groups = match.groupdict()
    if groups.get("year"):
        return make(int(groups["year"]))
    if groups.get("yearrel") and ctx.near is not None:
        return make(year_of(groups["yearrel"], ctx))
    if groups.get("yearago") and ctx.near is not None:
        return make(ctx.near.year - 1)
    rel = rel_of(match)
    if ctx.near is None:
        return None
    options = [make(y) for y in range(ctx.near.year - 2, ctx.near.year + 3)]
    if rel in {"last", "this past", "past", "previous"}:
        return next((w for w in reversed(options) if cal.last_day(w) < ctx.near), None)
    if rel in {"next", "coming", "this coming", "following"}:
        return next((w for w in options if cal.first_day(w) > ctx.near), None)
    if rel == "this":
        return make(ctx.near.year)
    if rel in {"that", "same"} and ctx.last is not None:
        return make(cal.first_day(ctx.last).year)
    return nearest(options, ctx, lean)


def rel_of(match: Match) -> str | None:
    """The word that places an expression ("last", "next", "that" …), plain; None where there is none."""
    found = match.groupdict().get("rel")
    return " ".join(found.casefold().split()).removeprefix("the ") if found else None


def year_of(words: str, ctx: Context) -> int:
    """The year that "last", "next", "that" … year means."""
    rel = " ".join(words.casefold().split()).removeprefix("the ")
    base = ctx.near.year if ctx.near else 0
    if rel in {"same", "that"}:
        return cal.first_day(ctx.last).year if ctx.last else base
    if rel in {"previous", "following"} and ctx.last is not None:
        base = cal.first_day(ctx.last).year
    return base + {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}.get(rel, 0)


def edged(match: Match, whole: When | None) -> When | None:
    """The part of a stretch that "early", "the end of" … name: a quarter of a year, a month of a quarter or season, else all.

    Parts of a month and smaller stay the whole: nobody says which days "early March" are.
    """
    words = match.groupdict().get("edge")
    if whole is None or not words:
        return whole
    edge = " ".join(words.casefold().split())
    first, last = cal.first_day(whole), cal.last_day(whole)
    loose = edge.split()[0] in {"early", "late", "mid", "middle"}
    if whole.precision == "year":
        if edge.startswith("mid") or "middle" in edge:
            return cal.months(first.year, 5, 4, "interval")
        width = 3 if loose else 1
        opening = edge.startswith("early") or "beginning" in edge or "start" in edge
        return cal.months(first.year, 1 if opening else 13 - width, width, "month" if width == 1 else "interval")
    if whole.precision == "decade":
        start = first.year + (
            0 if edge.startswith("early") or "start" in edge or "beginning" in edge else 3 if "mid" in edge else 6
        )
        return cal.years(start, start + 3)
    if whole.precision in {"quarter", "season", "half"} and not loose:
        return cal.month(first.year, first.month) if "start" in edge or "beginning" in edge else cal.month(last.year, last.month)
    return whole
