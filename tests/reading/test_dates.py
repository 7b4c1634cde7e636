"""Dates of publication, as precise as the page says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.dates import choose, find_dates


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Mar 04, 2025 23:55 IST", "2025-03-04T23:55+05:30"),
        ("4 March 2025", "2025-03-04"),
        ("Tuesday 4 March 2025, 6.25pm", "2025-03-04T18:25"),
        ("June 1, 2025 at 5:02 a.m. EDT", "2025-06-01T05:02-04:00"),
        ("March 4, 2025 9:15 am ET", "2025-03-04T09:15-05:00"),
        ("July 4, 2025 9:15 am ET", "2025-07-04T09:15-04:00"),
        ("12:30 p.m. PT July 4, 2025", "2025-07-04T12:30-07:00"),
        ("07:30, 13 Feb 2025", "2025-02-13T07:30"),
        ("04.03.2025, 20:41", "2025-03-04T20:41"),
        ("Thu 06/03/2025 | 21:47 GMT", "2025-03-06T21:47+00:00"),
        ("6/12/2025 11:47 AM ET", "2025-06-12T11:47-04:00"),
        ("25/12/2025", "2025-12-25"),
        ("2025-03-04T14:05", "2025-03-04T14:05"),
        ("4 Mar 2025 12:05AM", "2025-03-04T00:05"),
        ("4 March 2025 10:00 XYZ", "2025-03-04T10:00"),
        ("March 2025", "2025-03"),
    ],
)
def test_forms(line: str, value: str) -> None:
    assert [d.value for d in find_dates(line, line)] == [value]


def test_a_year_left_out_comes_from_the_weekday_or_from_the_page() -> None:
    assert find_dates("Sunday 16 March, 9.15pm", "In 2024 the dam was mended.")[0].value == "2025-03-16T21:15"
    assert find_dates("16 March", "On 16 March 2025 the dam broke.")[0].value == "2025-03-16"
    assert not find_dates("16 March", "The dam broke.")


def test_no_date_is_made_of_nonsense() -> None:
    assert not find_dates("31 February 2025", "")
    assert not find_dates("45/45/2025", "")
    assert not find_dates("Scores: 2-1, 3-0", "")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Updated March 5, 2025. Published March 4, 2025", "2025-03-04"),
        ("Filed on March 4, 2025 | Last updated on March 4, 2025 at 06.14 am", "2025-03-04T06:14"),
        ("20 Oct 2025 11:05AM (Updated: 20 Oct 2025 11:32AM)", "2025-10-20T11:05"),
    ],
)
def test_of_several_dates_that_of_publication_counts(line: str, value: str) -> None:
    dated = find_dates(line, line)
    chosen = choose(dated)
    assert chosen is not None
    assert dated[chosen].value == value


@given(
    st.dates(min_value=__import__("datetime").date(2000, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%a %d %b %Y"]),
)
def test_any_day_is_read_back(day, form) -> None:  # type: ignore[no-untyped-def]
    if day.year < 2100:
        assert [d.value for d in find_dates(day.strftime(form), "")] == [day.isoformat()]
