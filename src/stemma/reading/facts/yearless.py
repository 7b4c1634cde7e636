"""Dates that leave out the year ("Sunday 12 October, 8.40pm") on pages that name no year: the other pages at hand may tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from stemma.model import Article, Noted, Span
from stemma.reading.facts.dates import find_dates

NEAR: Final = 31
"""Days that may lie between a page without a year and one that has a date: about as long as a story is told."""
_STAMP: Final = 12
"""Words that a line may have whose date is the page's and not one of its report."""
_DIGIT: Final = re.compile(r"\d")
_DATE: Final = re.compile(r"\d[./-]\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)


def with_years(pages: Sequence[Article], days: Iterable[date] = ()) -> list[Article]:
    """The pages, those without a date given the one that stands above their text without a year, in the order given.

    The year is the one in which the weekday given falls on that day within `NEAR` days of another page's date. Nothing is given
    where no weekday stands beside the date, or where two years would do. The order of `pages` is of no account. `days` are the
    dates of further pages of the collection.
    """
    known = sorted({day for a in pages if a.published and (day := day_of(a.published.value))} | {*days})
    years = sorted({str(year + n) for year in {day.year for day in known} for n in (-1, 0, 1)})
    return [replace(a, published=found) if a.published is None and (found := _stamp(a, known, years)) else a for a in pages]


def waits(article: Article) -> bool:
    """Whether the dates of other pages may tell when a page was published: it has no date, and a short line that may be one."""
    if article.published is not None:
        return False
    said = (article.text[line.span.start : line.span.end] for line in article.lines)
    return any(_DIGIT.search(line) and _DATE.search(line) and len(line.split()) <= _STAMP for line in said)


def _stamp(article: Article, known: Sequence[date], years: Sequence[str]) -> Noted | None:
    first = min((s.start for s in article.body), default=0)
    found: dict[str, Noted] = {}
    for line in article.lines:
        said = article.text[line.span.start : line.span.end]
        if line.role == "body" or line.span.end > first or len(said.split()) > _STAMP:
            continue
        for year in years:
            for dated in find_dates(said, year):
                day = day_of(dated.value)
                if day is None or not dated.value.startswith(year) or all(abs((day - k).days) > NEAR for k in known):
                    continue
                at = Span(line.span.start + dated.start, line.span.start + dated.end)
                found[dated.value] = Noted(value=dated.value, how="date above the text, its year from other pages", span=at)
    return next(iter(found.values())) if len(found) == 1 else None


def day_of(value: str) -> date | None:
    """The day of an ISO 8601 time; None for one that is not as precise, or not a time."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
