"""Dates without a year, on invented pages: the other pages tell it, or nobody does."""

from __future__ import annotations

import pytest

from stemma import reading
from stemma.model import Article
from stemma.reading.facts.yearless import with_years

BODY = "The lock at Oxmere was shut on Sunday after a barge struck its upper gate, the keeper said, and boats queued for a mile. "


def page(stamp: str) -> Article:
    text = f"Oxmere Herald\n\nBarge strikes the gate of Oxmere lock\nBy Ida Roth, {stamp}\n\n{BODY * 2}\n\n{BODY}\n"
    return reading.read_bytes(text.encode(), f"{stamp}.txt")


def years(*stamps: str) -> list[str | None]:
    return [a.published.value[:10] if a.published else None for a in with_years([page(s) for s in stamps])]


def test_the_year_is_that_of_the_other_pages() -> None:
    assert years("Sunday 12 October, 8.40pm", "13 October 2025") == ["2025-10-12", "2025-10-13"]
    assert years("13 October 2025", "Sunday 12 October, 8.40pm") == ["2025-10-13", "2025-10-12"]


@pytest.mark.parametrize("other", ["13 October 2024", "13 January 2025", "13 October 2021"])
def test_a_weekday_that_does_not_fall_so_or_a_page_far_off_tells_no_year(other: str) -> None:
    assert years("Sunday 12 October, 8.40pm", other)[0] is None


def test_without_a_weekday_nothing_is_guessed() -> None:
    assert years("12 October, 8.40pm", "13 October 2025")[0] is None


def test_two_years_that_would_do_are_none() -> None:
    assert years("Sunday 12 October, 8.40pm", "13 October 2025", "20 October 2014")[0] is None


def test_turn_of_the_year() -> None:
    assert years("Wednesday 31 December, 10pm", "2 January 2026") == ["2025-12-31", "2026-01-02"]
