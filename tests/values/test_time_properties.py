"""What must hold for the times of any text."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stemma.model import Span
from stemma.values import TimeMention, find_stretches, find_times, iso_value, parse_time
from stemma.values.time_words import WEEKDAYS

PIECES = (
    "on|in|by|between|from|to|and|until|the|last|next|this|that|first|second|19th|century|late|early|end of|March|"
    "May|June 3-5|2021|1999|Tuesday|Friday|weekend|summer|fall|quarter|third|week|weeks|year|month|of|two|31|29|12|"
    "03/04/2022|:|.|,|-|'|ago|later|day|the following day|morning|night|at 3 p.m.|GMT|EST|said|will|he|14|days|same|"
    "noon|midnight|Feb.|'s|Easter|hours|Christmas Eve|within|past|coming|half|H1|Q3|fiscal|0930|yesterday|Today|"
    "2023-09-14T10:30Z|9999|0001|decade|the 1990s|every|Monday week|week of 5 May"
)
texts = st.lists(st.sampled_from(PIECES.split("|")), max_size=16).map(" ".join)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
anchors = st.one_of(
    st.none(),
    st.dates().map(date.isoformat),
    st.sampled_from(
        ["2024-02", "2023", "0001-01-01", "9999-12-31", "2024-02-30", "2024-02-14T22:30Z", "2024-02-14T25:61+99:99", "now", ""]
    ),
)


def read(text: str, anchor: str | None) -> tuple[TimeMention, ...]:
    return find_times(text, [Span(0, len(text))] if text else [], anchor)


@settings(deadline=None)
@given(texts, anchors)
def test_spans_lie_in_the_text_in_order_and_no_stretch_ends_before_it_starts(text: str, anchor: str | None) -> None:
    mentions = read(text, anchor)
    assert mentions == read(text, anchor)
    reached = 0
    for mention in mentions:
        assert reached <= mention.span.start < mention.span.end <= len(text)
        reached = mention.span.end
        for when in (mention.when, mention.whole):
            if when is not None:
                assert date.fromisoformat(when.start[:10]) <= date.fromisoformat(when.end[:10])
                assert when.start[:10] != when.end[:10] or when.start <= when.end
                assert iso_value(when)
        assert mention.kind == "time" or mention.when is None


@settings(deadline=None)
@given(texts, anchors)
def test_stretches_join_the_ends_and_lose_nothing_else(text: str, anchor: str | None) -> None:
    single, joined = read(text, anchor), find_stretches(text, [Span(0, len(text))] if text else [], anchor)
    assert {s for m in joined for s in (m.span.start, m.span.end)} <= {s for m in single for s in (m.span.start, m.span.end)}
    assert [m for m in joined if m.whole is None] == [m for m in single if m.whole is None]
    assert 2 * sum(m.whole is not None for m in joined) == sum(m.whole is not None for m in single)


@settings(deadline=None)
@given(st.text(max_size=120), anchors)
def test_any_text_is_read(text: str, anchor: str | None) -> None:
    for mention in read(text, anchor):
        assert 0 <= mention.span.start < mention.span.end <= len(text)


LETTERS = st.text(alphabet="bcfghjklmpqvwxz ,.;!?\n", max_size=80)


@settings(deadline=None)
@given(LETTERS, anchors)
def test_a_text_without_words_of_time_has_none(text: str, anchor: str | None) -> None:
    assert read(text, anchor) == ()


@settings(deadline=None)
@given(
    days,
    st.sampled_from(WEEKDAYS),
    st.sampled_from(
        ["on {}", "It broke on {}", "It will open on {}", "last {}", "next {}", "by {}", "until {}", "{} night", "on the {}"]
    ),
)
def test_a_week_later_a_weekday_is_a_week_later(day: date, weekday: str, form: str) -> None:
    words = form.format(weekday.title())
    one, two = parse_time(words, day.isoformat()), parse_time(words, (day + timedelta(days=7)).isoformat())
    assert one is not None and two is not None
    assert date.fromisoformat(two.start[:10]) - date.fromisoformat(one.start[:10]) == timedelta(days=7)
    assert date.fromisoformat(one.start[:10]).weekday() == WEEKDAYS.index(weekday)


@settings(deadline=None)
@given(days, st.sampled_from(WEEKDAYS))
def test_a_weekday_of_a_clause_that_looks_back_is_of_the_last_seven_days(day: date, weekday: str) -> None:
    back, ahead = (parse_time(f"{said} on {weekday.title()}", day.isoformat()) for said in ("It broke", "It will open"))
    assert back is not None and ahead is not None
    assert timedelta(0) <= day - date.fromisoformat(back.start) < timedelta(days=7)
    assert timedelta(0) <= date.fromisoformat(ahead.start) - day < timedelta(days=7)


@settings(deadline=None)
@given(
    st.dates(date(1400, 1, 1), date(2099, 12, 31)), st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{y}-{n:02}-{d:02}"]), anchors
)
def test_a_whole_date_is_the_same_from_everywhere(day: date, form: str, anchor: str | None) -> None:
    words = form.format(d=day.day, m=day.strftime("%B"), y=day.year, n=day.month)
    when = parse_time(words, anchor)
    assert when is not None
    assert (when.start, when.end, when.precision) == (day.isoformat(), day.isoformat(), "day")


@settings(deadline=None)
@given(days, days)
def test_a_stretch_runs_from_its_first_to_its_last_day(a: date, b: date) -> None:
    assume(a <= b and a.year >= 1900)
    when = parse_time(f"from {a.day} {a:%B} {a.year} to {b.day} {b:%B} {b.year}", None)
    assert when is not None
    assert (when.start, when.end) == (a.isoformat(), b.isoformat())
