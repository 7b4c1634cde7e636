from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.values import local_stamp
from stemma.values.time_feasts import NAMES, easter, feast_day, nth_weekday
from stemma.values.time_zones import CITIES, daylight, offset, written


@pytest.mark.parametrize(
    ("published", "dateline", "expected"),
    [
        ("2024-02-14T22:30Z", "TOKYO, Feb 15", "2024-02-15T07:30+09:00"),
        ("2024-02-14T22:30:15+00:00", "TOKYO", "2024-02-15T07:30+09:00"),
        ("2024-02-14T02:10Z", "LOS ANGELES (AP)", "2024-02-13T18:10-08:00"),
        ("2024-07-14T02:10Z", "Los Angeles", "2024-07-13T19:10-07:00"),
        ("2024-07-14T23:30Z", "London", "2024-07-15T00:30+01:00"),
        ("2024-01-14T23:30Z", "London", "2024-01-14T23:30Z"),
        ("2024-01-14T23:30Z", "WASHINGTON, D.C.", "2024-01-14T18:30-05:00"),
        # a stamp that already is local, a day without a clock, a place that is not known, or another of that name
        ("2024-02-14T22:30+05:30", "TOKYO", "2024-02-14T22:30+05:30"),
        ("2024-02-14", "TOKYO", "2024-02-14"),
        ("2024-02-14T22:30Z", "Port Calder", "2024-02-14T22:30Z"),
        ("2024-02-14T22:30Z", "PARIS, Texas", "2024-02-14T22:30Z"),
        ("2024-02-14T22:30Z", None, "2024-02-14T22:30Z"),
        ("9999-12-31T22:30Z", "TOKYO", "9999-12-31T22:30Z"),
        ("2024-02-31T22:30Z", "TOKYO", "2024-02-31T22:30Z"),
        (None, "TOKYO", None),
    ],
)
def test_local_stamp(published: str | None, dateline: str | None, expected: str | None) -> None:
    assert local_stamp(published, dateline) == expected


@settings(deadline=None)
@given(st.datetimes(datetime(2008, 1, 1), datetime(2090, 1, 1)), st.sampled_from(sorted(CITIES)))
def test_the_local_stamp_is_the_same_instant(at: datetime, city: str) -> None:
    moved = local_stamp(f"{at.isoformat(timespec='minutes')}Z", city.upper())
    assert moved is not None
    assert datetime.fromisoformat(moved).replace(tzinfo=None) - (
        datetime.fromisoformat(moved).utcoffset() or timedelta(0)
    ) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("EST", date(2024, 7, 1), "-05:00"),
        ("ET", date(2024, 3, 9), "-05:00"),
        ("ET", date(2024, 3, 10), "-04:00"),
        ("ET", date(2024, 11, 2), "-04:00"),
        ("ET", date(2024, 11, 3), "-05:00"),
        ("ET", date(2001, 7, 1), ""),
        ("Pacific time", date(2024, 7, 1), "-07:00"),
        ("London time", date(2024, 3, 30), "Z"),
        ("London time", date(2024, 3, 31), "+01:00"),
        ("UTC", date(2024, 7, 1), "Z"),
        ("(GMT+5:30)", date(2024, 7, 1), "+05:30"),
        ("GMT -3", date(2024, 7, 1), "-03:00"),
        ("GMT+99", date(2024, 7, 1), ""),
        ("local time", date(2024, 7, 1), ""),
        ("IST", date(2024, 7, 1), ""),
    ],
)
def test_offsets(zone: str, day: date, expected: str) -> None:
    assert offset(zone, day, None) == expected


def test_summer_time_in_the_south_is_the_northern_winter() -> None:
    assert [daylight(date(2024, m, 15), "au") for m in (1, 4, 7, 10, 12)] == [60, 0, 0, 60, 60]
    assert [daylight(date(2024, m, 30), "nz") for m in (1, 4, 9, 10)] == [60, 0, 60, 60]
    assert daylight(date(1999, 1, 1), "au") is None


@settings(deadline=None)
@given(st.integers(-14 * 60, 14 * 60))
def test_written_offsets_read_back(minutes: int) -> None:
    zone = written(minutes)
    assert datetime.fromisoformat(f"2024-01-01T00:00{zone}").utcoffset() == timedelta(minutes=minutes)


def test_easter() -> None:
    assert [easter(y).isoformat() for y in (1818, 1943, 2008, 2024, 2038)] == [
        "1818-03-22",
        "1943-04-25",
        "2008-03-23",
        "2024-03-31",
        "2038-04-25",
    ]


@settings(deadline=None)
@given(st.integers(1, 9998), st.sampled_from(NAMES))
def test_a_feast_is_in_its_year(year: int, name: str) -> None:
    day = feast_day(name, year)
    assert day is None or day.year == year
    assert (day is None) == (feast_day(name, 2000) is None)


@settings(deadline=None)
@given(st.integers(1, 9998), st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, -1]))
def test_the_nth_weekday_of_a_month(year: int, month: int, weekday: int, n: int) -> None:
    day = nth_weekday(year, month, weekday, n)
    if day is None:
        assert n == 5
        return
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    assert (day.day - 1) // 7 == n - 1 if n > 0 else (day + timedelta(days=7)).month != month
