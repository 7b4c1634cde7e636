"""Dates of publication, as precise as the page says."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.facts.dates import choose, find_dates


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("May 09, 2021 22:35 IST", "2021-05-09T22:35+05:30"),
        ("4 March 2025", "2025-03-04"),
        ("Wednesday 12 May 2021, 7.40pm", "2021-05-12T19:40"),
        ("August 3, 2021 at 6:17 a.m. EDT", "2021-08-03T06:17-04:00"),
        ("February 2, 2021 8:35 am ET", "2021-02-02T08:35-05:00"),
        ("August 8, 2021 8:35 am ET", "2021-08-08T08:35-04:00"),
        ("12:30 p.m. PT July 4, 2025", "2025-07-04T12:30-07:00"),
        ("06:50, 18 Jan 2021", "2021-01-18T06:50"),
        ("09.05.2021, 19:28", "2021-05-09T19:28"),
        ("Wed 12/05/2021 | 20:13 GMT", "2021-05-12T20:13+00:00"),
        ("8/19/2021 10:21 AM ET", "2021-08-19T10:21-04:00"),
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


def test_the_days_that_a_page_names_tell_day_and_month_apart() -> None:
    assert find_dates("04/03/2025 04h20", "The boat sank on Wednesday, April 2, the port said.")[0].value == "2025-04-03T04:20"
    assert find_dates("04/03/2025", "The boat sank on 2 March 2025 and on April 2, 2025.")[0].value == "2025-03-04"
    assert find_dates("04/03/2025", "The boat sank on 2 March 2019.")[0].value == "2025-03-04"


def test_no_date_is_made_of_nonsense() -> None:
    assert not find_dates("31 February 2025", "")
    assert not find_dates("45/45/2025", "")
    assert not find_dates("Scores: 2-1, 3-0", "")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Updated March 5, 2025. Published March 4, 2025", "2025-03-04"),
        ("Filed on May 9, 2021 | Last changed on May 9, 2021 at 07.32 am", "2021-05-09T07:32"),
        ("18 Sep 2021 10:15AM (Updated: 18 Sep 2021 10:44AM)", "2021-09-18T10:15"),
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


@given(st.from_regex(r"[+-]\d\d:?\d\d", fullmatch=True))
def test_a_time_is_one_whatever_zone_is_printed(zone: str) -> None:
    (found,) = find_dates(f"14 February 2024 23:55 {zone}", "2024")
    assert datetime.fromisoformat(found.value)
    assert found.value.startswith("2024-02-14T23:55")
