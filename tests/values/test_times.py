from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.model import Span
from stemma.values import TimeMention, find_times, iso_value, parse_time

ANCHOR = "2023-09-14T17:20+02:00"  # a Thursday


def value(words: str, anchor: str | None = ANCHOR) -> str | None:
    when = parse_time(words, anchor)
    return iso_value(when) if when else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # absolute
        ("14 February 2024", "2024-02-14"),
        ("February 14, 2024", "2024-02-14"),
        ("the 3rd of May 2021", "2021-05-03"),
        ("Oct. 9, 2019", "2019-10-09"),
        ("2024-02-14", "2024-02-14"),
        ("11/30/21", "2021-11-30"),
        ("March 2020", "2020-03"),
        ("late 2022", "2022-10/2022-12"),
        ("early 2022", "2022-01/2022-03"),
        ("mid-2021", "2021-05/2021-08"),
        ("in 1987", "1987"),
        ("the 1990s", "1990/1999"),
        ("the early 1960s", "1960/1963"),
        ("the third quarter of 2021", "2021-Q3"),
        ("Q4 2020", "2020-Q4"),
        ("the first half of 2022", "2022-01/2022-06"),
        ("winter 2020", "2020-12/2021-02"),
        ("the spring of 2019", "2019-03/2019-05"),
        ("2014-16", "2014/2016"),
        ("June 3-5, 2022", "2022-06-03/2022-06-05"),
        ("April and May 2022", "2022-04/2022-05"),
        ("Christmas Day 2020", "2020-12-25"),
        # days
        ("today", "2023-09-14"),
        ("yesterday", "2023-09-13"),
        ("tomorrow", "2023-09-15"),
        ("this morning", "2023-09-14"),
        ("last night", "2023-09-13"),
        ("overnight", "2023-09-13/2023-09-14"),
        ("on Wednesday", "2023-09-13"),
        ("on Thursday", "2023-09-14"),
        ("early Tuesday morning", "2023-09-12"),
        ("in the early hours of Sunday", "2023-09-10"),
        ("last Thursday", "2023-09-07"),
        ("next Thursday", "2023-09-21"),
        ("by May 1", "2024-05-01"),
        ("Sept. 20", "2023-09-20"),
        ("since 30 November", "2022-11-30"),
        ("two days ago", "2023-09-12"),
        ("a week ago", "2023-09-07"),
        ("in three weeks", "2023-10-05"),
        # longer stretches
        ("last week", "2023-09-04/2023-09-10"),
        ("this week", "2023-09-11/2023-09-17"),
        ("earlier this week", "2023-09-11/2023-09-14"),
        ("over the weekend", "2023-09-09/2023-09-10"),
        ("next weekend", "2023-09-16/2023-09-17"),
        ("last month", "2023-08"),
        ("next month", "2023-10"),
        ("in July", "2023-07"),
        ("since November", "2022-11"),
        ("last December", "2022-12"),
        ("before the end of October", "2023-10"),
        ("in the second quarter", "2023-Q2"),
        ("the third quarter of last year", "2022-Q3"),
        ("last summer", "2023-06/2023-08"),
        ("last winter", "2022-12/2023-02"),
        ("this year", "2023"),
        ("the end of this year", "2023-12"),
        ("two years ago", "2021"),
        ("five months ago", "2023-04"),
        ("three decades ago", "1993"),
    ],
)
def test_value(words: str, expected: str) -> None:
    assert value(words) == expected


@pytest.mark.parametrize(
    "words", ["30 February 2021", "recently", "for two years", "the board met", "", "May I come in?", "a flat 2000 euros"]
)
def test_no_value(words: str) -> None:
    assert parse_time(words, ANCHOR) is None


def test_minutes_keep_universal_time() -> None:
    assert value("at 18:05 GMT on Monday") == "2023-09-11T18:05Z"
    assert value("at 6.30 p.m. on Monday") == "2023-09-11T18:30"
    assert value("12 a.m. on 2 June 2022") == "2022-06-02T00:00"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council voted on Monday to close the pool.", "2023-09-11"),
        ("The council will vote on Monday on the pool.", "2023-09-18"),
        ("The hearing is due to be held on Tuesday.", "2023-09-19"),
        ("The shop is closed until Saturday.", "2023-09-16"),
        ("The match was postponed to 3 March.", "2024-03-03"),
        ("The bridge opened in March.", "2023-03"),
        ("The bridge will open in March.", "2024-03"),
        ("The launch was planned for the spring.", "2024-03/2024-05"),
    ],
)
def test_the_clause_decides_between_past_and_future(sentence: str, expected: str) -> None:
    assert value(sentence) == expected


def found(text: str, anchor: str | None = ANCHOR) -> list[tuple[str, str | None]]:
    mentions = find_times(text, [Span(0, len(text))], anchor)
    return [(text[m.span.start : m.span.end], iso_value(m.when) if m.when else None) for m in mentions]


def test_what_hangs_on_the_day_named_before() -> None:
    text = "The dam broke on 4 May 2021. The following day the mayor resigned. Two days later he was back, at 9 a.m."
    assert found(text) == [
        ("4 May 2021", "2021-05-04"),
        ("The following day", "2021-05-05"),
        ("Two days later", "2021-05-07"),
        ("9 a.m.", "2021-05-07T09:00"),
    ]


def test_years_and_months_of_a_narrative() -> None:
    text = "He was elected in 1995. Three years later he stood down, and that October he left the country."
    assert found(text) == [("1995", "1995"), ("Three years later", "1998"), ("that October", "1998-10")]


def test_the_same_period_a_year_before() -> None:
    assert found("Sales fell in August. They had risen in the same month last year.") == [
        ("August", "2023-08"),
        ("the same month last year", "2022-08"),
    ]


def test_names_and_figures_are_not_times() -> None:
    for text in ("Ms May spoke to April Jones.", "They march in step.", "It cost 2,019 dollars.", "He fell on Black Friday sales."):
        assert not [f for f in found(text) if f[1]], text


def test_without_a_publication_date_only_absolute_times_have_a_value() -> None:
    assert value("on Tuesday", None) is None
    assert value("last month", None) is None
    assert value("14 February 2024", None) == "2024-02-14"
    assert value("last month", "2023-09") == "2023-08"
    assert value("on Tuesday", "2023-09") is None
    assert value("last year", "not a date") is None


PIECES = (
    "on in by since last next this the early late end of March May 2021 1999 Tuesday Friday summer quarter third week year "
    "two 31 12 : . , - ' ago later day following morning at 3 p.m. GMT said will he 14 days same fall noon Feb. 's"
)
words = st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join)
anchors = st.one_of(st.none(), st.dates().map(date.isoformat), st.just("2024-02"), st.just("0001-01-01"), st.just("9999-12-31"))


@settings(deadline=None)
@given(words, anchors)
def test_whatever_the_words_spans_and_values_hold(text: str, anchor: str | None) -> None:
    mentions = find_times(text, [Span(0, len(text))] if text else [], anchor)
    assert mentions == find_times(text, [Span(0, len(text))] if text else [], anchor)
    reached = 0
    for mention in mentions:
        assert isinstance(mention, TimeMention)
        assert reached <= mention.span.start < mention.span.end <= len(text)
        reached = mention.span.end
        if mention.when is not None:
            first, last = date.fromisoformat(mention.when.start[:10]), date.fromisoformat(mention.when.end[:10])
            assert first <= last
            assert iso_value(mention.when)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for mention in find_times(text, [Span(0, len(text))] if text else [], ANCHOR):
        assert mention.span.end <= len(text)


def test_only_the_given_parts_are_read_and_their_order_does_not_matter() -> None:
    text = "On Monday it rained. On Tuesday it snowed. On Friday the sun shone."
    parts = [Span(43, 66), Span(0, 20)]
    mentions = find_times(text, parts, ANCHOR)
    assert [text[m.span.start : m.span.end] for m in mentions] == ["Monday", "Friday"]
    assert mentions == find_times(text, parts[::-1], ANCHOR)
