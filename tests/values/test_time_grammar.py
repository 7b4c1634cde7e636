"""The grammar case by case: what each form means, seen from a Thursday in September."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.model import Span
from stemma.values import find_stretches, find_times, iso_value, parse_time
from stemma.values.time_grammar import RULES, seen

ANCHOR = "2023-09-14T17:20+02:00"  # a Thursday


def value(words: str, anchor: str | None = ANCHOR) -> str | None:
    when = parse_time(words, anchor)
    return iso_value(when) if when else None


def found(text: str, anchor: str | None = ANCHOR) -> list[tuple[str, str | None]]:
    mentions = find_stretches(text, [Span(0, len(text))], anchor)
    return [(text[m.span.start : m.span.end], iso_value(m.when) if m.when else None) for m in mentions]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # stretches told by their ends
        ("between 5 and 7 June", "2023-06-05/2023-06-07"),
        ("between June 5 and 7", "2023-06-05/2023-06-07"),
        ("between 5 June and 7 July", "2023-06-05/2023-07-07"),
        ("The pool was shut from March to May", "2023-03/2023-05"),
        ("in May or June", "2023-05"),
        ("They will return in three days", "2023-09-17"),
        ("The pool was shut from October to May", "2022-10/2023-05"),
        ("The pool will be shut from October to May", "2023-10/2024-05"),
        ("It ran from November 2019 to January", "2019-11/2020-01"),
        ("It ran from November to January 2020", "2019-11/2020-01"),
        ("from Monday to Wednesday", "2023-09-11/2023-09-13"),
        ("between Monday and Friday", "2023-09-11/2023-09-15"),
        ("28 June to 3 July 2022", "2022-06-28/2022-07-03"),
        ("30 December to 2 January 2022", "2021-12-30/2022-01-02"),
        ("June 28 - July 3", "2023-06-28/2023-07-03"),
        ("from 2014 to 2016", "2014/2016"),
        ("between 1998 and 2003", "1998/2003"),
        ("from yesterday to Saturday", "2023-09-13/2023-09-16"),
        # parts of something longer
        ("the first week of March", "2023-02-27/2023-03-05"),
        ("the last week of August 2022", "2022-08-22/2022-08-28"),
        ("the second week of July", "2023-07-10/2023-07-16"),
        ("the first weekend of October 2022", "2022-10-01/2022-10-02"),
        ("the first Monday of May", "2023-05-01"),
        ("the last Friday in June", "2023-06-30"),
        ("the fourth Thursday of November 2022", "2022-11-24"),
        ("the last day of February 2024", "2024-02-29"),
        ("the last day of February 2023", "2023-02-28"),
        ("the first day of the year", "2023-01-01"),
        ("the first six months of 2022", "2022-01/2022-06"),
        ("the last three months of 2021", "2021-10/2021-12"),
        ("the first ten days of June", "2023-06-01/2023-06-10"),
        ("the first three months of the year", "2023-01/2023-03"),
        ("the first half of the year", "2023-01/2023-06"),
        ("the second half of June", "2023-06-16/2023-06-30"),
        ("H1 2022", "2022-01/2022-06"),
        ("the week of 5 June", "2023-06-05/2023-06-11"),
        ("the week ending 10 September", "2023-09-04/2023-09-10"),
        ("the week beginning Monday 4 September", "2023-09-04/2023-09-10"),
        ("at year-end", "2023-12"),
        ("earlier in the year", "2023"),
        # centuries, decades, years
        ("in the 19th century", "1800/1899"),
        ("the late eighteenth century", "1760/1799"),
        ("the early 20th century", "1900/1939"),
        ("the mid-1980s", "1983/1986"),
        ("half a century ago", "1973"),
        ("the year 2000", "2000"),
        ("in 1066", "1066"),
        ("the 2022/23 season", "2022/2023"),
        # days
        ("the day before yesterday", "2023-09-12"),
        ("the day after tomorrow", "2023-09-16"),
        ("Tuesday of last week", "2023-09-05"),
        ("Friday next week", "2023-09-22"),
        ("They meet again Monday week", "2023-09-25"),
        ("on the 5th", "2023-09-05"),
        ("the 1st of next month", "2023-10-01"),
        ("on Monday night", "2023-09-11"),
        ("the night before last", "2023-09-12"),
        ("seventeen days ago", "2023-08-28"),
        ("48 hours ago", "2023-09-12"),
        ("within 72 hours", "2023-09-14/2023-09-17"),
        ("over the past two weeks", "2023-08-31/2023-09-14"),
        ("in the next three months", "2023-09-14/2023-12-14"),
        ("over the past week", "2023-09-07/2023-09-14"),
        ("this decade", "2020/2029"),
        ("in the last decade", "2010/2019"),
        ("He ended the day at home", "2023-09-14"),
        ("the last 12 months", "2022-09-14/2023-09-14"),
        # feasts
        ("on Christmas Eve", "2023-12-24"),
        ("New Year's Day 2021", "2021-01-01"),
        ("last Halloween", "2022-10-31"),
        ("Good Friday 2022", "2022-04-15"),
        ("on Easter Monday", "2023-04-10"),
        ("Martin Luther King Day 2024", "2024-01-15"),
        ("on the Fourth of July", "2023-07-04"),
        # leap days and the ends of months and years
        ("29 February 2024", "2024-02-29"),
        ("on 29 February", "2024-02-29"),
        ("31 December 1999", "1999-12-31"),
    ],
)
def test_value(words: str, expected: str) -> None:
    assert value(words) == expected


@pytest.mark.parametrize(
    ("words", "anchor", "expected"),
    [
        ("yesterday", "2024-03-01", "2024-02-29"),
        ("yesterday", "2023-03-01", "2023-02-28"),
        ("tomorrow", "2023-12-31", "2024-01-01"),
        ("on Sunday", "2024-01-01", "2023-12-31"),
        ("last week", "2024-01-01", "2023-12-25/2023-12-31"),
        ("next month", "2023-12-05", "2024-01"),
        ("last month", "2024-01-05", "2023-12"),
        ("last year", "2024-01-01", "2023"),
        ("a month ago", "2024-03-31", "2024-02"),
        ("over the past month", "2024-03-31", "2024-02-29/2024-03-31"),
        ("over the last two months", "2024-04-30", "2024-02-29/2024-04-30"),
        ("The ship sank in December", "2024-01-10", "2023-12"),
        ("The ship sails in January", "2023-12-20", "2024-01"),
    ],
)
def test_ends_of_months_and_years(words: str, anchor: str, expected: str) -> None:
    assert value(words, anchor) == expected


@pytest.mark.parametrize(
    "words",
    [
        "in the coming days",
        "over the next few weeks",
        "recently",
        "very soon",
        "months ago",
        "currently",
        "in the third year of the drought",
        "in fiscal 2022",
        "the fiscal third quarter",
        "the 2022-23 financial year",
        "FY2023",
        "at Thanksgiving",
        "during Ramadan",
        "on Independence Day",
        "at half past six",
        "at 7 o'clock",
        "every Monday",
        "on Mondays",
        "Monday evenings",
        "twice a week",
        "for 30 months",
        "It is the worst flood in a century",
        "It was built in three days",
        "The trial should last three weeks",
        "29 February 2023",
        "31 June 2022",
        "the fifth Monday of February 2023",
        "03/04/2022",
    ],
)
def test_not_known_is_no_guess(words: str) -> None:
    assert value(words) is None
    assert found(words)  # all are seen as times


@pytest.mark.parametrize(
    "text",
    [
        "A crowd of 2000 people met.",
        "Of 1500 workers most left.",
        "She reads the Sunday Post.",
        "The tower's fall of 40 metres was filmed.",
        "The minister told Coast Today.",
        "The fall of the regime was long foretold.",
        "He spoke of 3 to 5 metres.",
        "The report was an epiphany to many.",
        "Back in the day, the pier was free.",
        "At the end of the day, it is a matter of taste.",
        "Some three-quarters agreed.",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert found(text) == []


def test_a_date_that_is_moved_is_no_stretch() -> None:
    assert found("The vote was moved from 3 May 2022 to 5 May 2022.") == [
        ("3 May 2022", "2022-05-03"),
        ("5 May 2022", "2022-05-05"),
    ]
    assert found("The vote lasted from 3 May 2022 to 5 May 2022.") == [("3 May 2022 to 5 May 2022", "2022-05-03/2022-05-05")]


def test_the_ends_of_a_stretch_are_times_of_their_own() -> None:
    text = "Prices rose from March to May."
    one, two = find_times(text, [Span(0, len(text))], ANCHOR)
    assert one.when is not None and two.when is not None and one.whole is not None
    assert (iso_value(one.when), iso_value(two.when)) == ("2023-03", "2023-05")
    assert one.whole == two.whole
    assert iso_value(one.whole) == "2023-03/2023-05"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("between 9am and 5pm", "2023-09-14T09:00", "2023-09-14T17:00"),
        ("between 2.30am and 4am on Monday", "2023-09-11T02:30", "2023-09-11T04:00"),
        ("from 10.30 a.m. to noon", "2023-09-14T10:30", "2023-09-14T12:00"),
        ("between 2 and 4 p.m.", "2023-09-14T14:00", "2023-09-14T16:00"),
        ("open from 9 to 5 p.m.", "2023-09-14T09:00", "2023-09-14T17:00"),
        ("from 10 p.m. to 2 a.m.", "2023-09-14T22:00", "2023-09-15T02:00"),
    ],
)
def test_hours(words: str, start: str, end: str) -> None:
    when = parse_time(words, ANCHOR)
    assert when is not None
    assert (when.start, when.end) == (start, end)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at 3 p.m. EST", "2023-09-14T15:00-05:00"),
        ("at 3:15pm ET", "2023-09-14T15:15-04:00"),
        ("at 3:15pm ET on 5 December 2022", "2022-12-05T15:15-05:00"),
        ("at 0930 GMT on Monday", "2023-09-11T09:30Z"),
        ("at 09:30 CET on Monday", "2023-09-11T09:30+01:00"),
        ("at 6:40 p.m. (GMT+8)", "2023-09-14T18:40+08:00"),
        ("at 6:40 p.m. (GMT +5:30)", "2023-09-14T18:40+05:30"),
        ("at 4am BST", "2023-09-14T04:00+01:00"),
        ("at 1800 hours", "2023-09-14T18:00"),
        ("at 18.30 on Monday", "2023-09-11T18:30"),
        ("at 3 p.m. local time", "2023-09-14T15:00"),
        ("at 12:30 IST", "2023-09-14T12:30"),
        ("at 12 noon", "2023-09-14T12:00"),
        ("2023-09-14T10:30Z", "2023-09-14T10:30Z"),
        ("2023-09-14 10:30", "2023-09-14T10:30"),
    ],
)
def test_clock_times(words: str, expected: str) -> None:
    assert value(words) == expected


def test_letters_that_several_zones_share_are_read_by_the_zone_of_the_page() -> None:
    assert value("at 12:30 IST", "2023-09-14T17:20+05:30") == "2023-09-14T12:30+05:30"
    assert value("at 12:30 CST", "2023-09-14T17:20+08:00") == "2023-09-14T12:30+08:00"
    assert value("at 12:30 CST", "2023-09-14T17:20-06:00") == "2023-09-14T12:30-06:00"
    assert value("at 12:30 CST", "2023-09-14") == "2023-09-14T12:30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Filed on 03/04/2022.", None),
        ("Filed on 13/04/2022.", "2022-04-13"),
        ("Filed on 04/13/2022.", "2022-04-13"),
        ("Filed on 04/04/2022.", "2022-04-04"),
        ("Filed on 03.04.2022.", "2022-04-03"),
        ("Filed on 2022/04/03.", "2022-04-03"),
        ("Filed on 3-Apr-2022.", "2022-04-03"),
    ],
)
def test_dates_in_figures(text: str, expected: str | None) -> None:
    assert found(text, None)[0][1] == expected


def test_the_page_shows_how_it_writes_dates_in_figures() -> None:
    assert found("Filed on 03/04/2022, heard on 25/04/2022.", None)[0][1] == "2022-04-03"
    assert found("Filed on 03/04/2022, heard on 04/25/2022.", None)[0][1] == "2022-03-04"
    assert found("Filed on 03/04/2022, 25/04/2022 and 04/25/2022.", None)[0][1] is None
    assert found("Filed on 03/04/2022.", "2022-04-03")[0][1] == "2022-04-03"
    assert found("Filed on 03/04/2022, heard on 9 May 2022.", None)[0][1] == "2022-04-03"
    assert found("Filed on 03/04/2022, heard on May 9, 2022.", None)[0][1] == "2022-03-04"


def test_what_hangs_on_the_time_named_before() -> None:
    text = "The dam broke on 28 February 2024. The next day it snowed. A week later the army left. The previous month was dry."
    assert [v for _, v in found(text)] == ["2024-02-28", "2024-02-29", "2024-03-07", "2024-02"]


def test_figures_are_read_whole() -> None:
    assert [w for w, _ in found("She has flown 6,300 hours in 3.5 years and rested half a day.")] == [
        "6,300 hours",
        "3.5 years",
        "half a day",
    ]


def test_the_month_of_may_is_no_verb() -> None:
    assert found("Floods came in late May or early June.") == [("late May", "2023-05"), ("early June", "2023-06")]


def test_hours_later() -> None:
    text = "It began at 4:17 a.m. GMT on 6 Feb. 2023 and ended twenty hours later; nobody slept."
    assert [v for _, v in found(text)] == ["2023-02-06T04:17Z", "2023-02-07T00:17Z"]
    assert found("On Monday it rained. Two hours later it stopped.")[1] == ("Two hours later", None)


def test_kinds() -> None:
    text = "In the coming days it rains for two weeks, said on Monday."
    assert [m.kind for m in find_times(text, [Span(0, len(text))], ANCHOR)] == ["vague", "length", "time"]


WORDS = sorted(
    {w for rule in RULES for w in rule.needs if w != "#"} | {"7", "15th", "'80s", "2022", "of", "the", "at", "between", "-"}
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join))
def test_no_rule_is_passed_over_that_would_match(text: str) -> None:
    words = seen(text)
    for rule in RULES:
        if re.search(rule.pattern, text):
            assert not rule.needs.isdisjoint(words), rule.pattern.pattern
