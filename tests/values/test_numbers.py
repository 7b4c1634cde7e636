"""Numbers: found with unit and rounding, compared as values."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Span
from stemma.values.numbers import Number, compared, find_numbers


def only(text: str) -> Number:
    found = find_numbers(text)
    assert len(found) == 1, [text[n.span.start : n.span.end] for n in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value", "kind", "unit", "bound"),
    [
        ("They saw 31 geese.", "31", 31, "count", None, "exact"),
        ("They saw at least 14 geese.", "at least 14", 14, "count", None, "at-least"),
        ("It drew around 70,000 fans.", "around 70,000", 70000, "count", None, "about"),
        ("It drew 1 200 fans.", "1 200", 1200, "count", None, "exact"),
        ("It drew no more than ninety fans.", "no more than ninety", 90, "count", None, "at-most"),
        ("It drew two hundred and thirty thousand fans.", "two hundred and thirty thousand", 230000, "count", None, "exact"),
        ("It drew 2.3 lakh fans.", "2.3 lakh", 230000, "count", None, "exact"),
        ("It drew 100 or more fans.", "100 or more", 100, "count", None, "at-least"),
        ("Prices rose 7.5 per cent.", "7.5 per cent", 7.5, "percent", "%", "exact"),
        ("Prices rose 7.5%.", "7.5%", 7.5, "percent", "%", "exact"),
        ("Nearly half of the crop was lost.", "Nearly half", 50, "fraction", "%", "about"),
        ("The firm paid $6.4 billion.", "$6.4 billion", 6.4e9, "money", "USD", "exact"),
        ("The firm paid €5.4bn.", "€5.4bn", 5.4e9, "money", "EUR", "exact"),
        ("The firm paid 200,000 pesos.", "200,000 pesos", 200000, "money", "peso", "exact"),
        ("It is about six kilometres off.", "about six kilometres", 6000, "measure", "metre", "about"),
        ("It is two nautical miles off.", "two nautical miles", 3704, "measure", "metre", "exact"),
        ("It took 9 minutes and 5 seconds.", "9 minutes and 5 seconds", 545, "measure", "second", "exact"),
        ("A 29-year-old baker won.", "29-year-old", 29, "measure", "years old", "exact"),
        ("The baker, 29, won.", "29", 29, "measure", "years old", "exact"),
        ("It held 38 parts per million.", "38 parts per million", 38000, "measure", "ppb", "exact"),
        ("Dozens of geese came.", "Dozens", 61.5, "count", None, "vague"),
    ],
)
def test_found(text: str, words: str, value: float, kind: str, unit: str | None, bound: str) -> None:
    number = only(text)
    assert text[number.span.start : number.span.end] == words
    assert (number.value, number.kind, number.unit, number.bound) == (pytest.approx(value), kind, unit, bound)


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 31 March 2025.",
        "It opened on March 31, 2025 at 3:40 pm.",
        "It opened in 2019.",
        "The home side won 2-1.",
        "Probe P-204 and model F16 passed.",
        "No one came; one of the doors, which one?",
    ],
)
def test_dates_times_scores_and_names_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("one", "two", "agreement"),
    [
        ("31 geese", "31 geese", "same"),
        ("31 geese", "thirty-one geese", "same"),
        ("around 70,000 fans", "71,200 fans", "compatible"),
        ("at least 14 geese", "21 geese", "grew"),
        ("at least 14 geese", "12 geese", "different"),
        ("31 geese", "24 geese", "different"),
        ("half of the crop", "50 per cent", "same"),
        ("$5 million", "€5 million", "different"),
        ("$5 million", "€6 million", "incomparable"),
        ("3.2 points", "3.2 per cent", "different"),
        ("31 geese", "31 per cent", "incomparable"),
        ("dozens of geese", "40 geese", "compatible"),
        ("two kilometres", "2,000 metres", "same"),
        ("up to 90 million euros", "up to 60 million euros", "different"),
    ],
)
def test_compared(one: str, two: str, agreement: str) -> None:
    assert compared(only(one), only(two)) == agreement
    assert compared(only(two), only(one)) == agreement


PIECES = ["at least ", "about ", "$", "12", "1,200", "three", " million", " per cent", " km", ", ", " and ", "half of the "]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.data())
def test_spans_lie_inside_apart_and_in_order(text: str, data: st.DataObject) -> None:
    found = find_numbers(text)
    assert all(0 <= n.span.start < n.span.end <= len(text) for n in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for n in found:
        assert n.low <= n.high or math.isinf(n.high)
        assert compared(n, n) in ("same", "incomparable")
    if len(text) > 1:
        start = data.draw(st.integers(0, len(text) - 2))
        part = Span(start, data.draw(st.integers(start + 1, len(text))))
        assert all(part.start <= n.span.start < n.span.end <= part.end for n in find_numbers(text, part))


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("a range of 40 to 70 billion kronor", 40e9, 70e9, "krona"),
        ("between 20 and 30 people", 20.0, 30.0, None),
        ("20 to 30 per cent", 20.0, 30.0, "%"),
        ("between $40 and $70 million", 40e6, 70e6, "USD"),
    ],
)
def test_a_range_is_one_number(text: str, low: float, high: float, unit: str | None) -> None:
    (found,) = find_numbers(text)
    assert (found.low, found.high, found.unit, found.bound) == (low, high, unit, "between")


def test_a_change_is_two_numbers() -> None:
    assert [n.value for n in find_numbers("the price rose from 20 to 30 euros")] == [20.0, 30.0]


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("40 to 70 billion euros", "never more than 40 billion euros", "different"),
        ("20 to 30 people", "24 people", "compatible"),
        ("about $7.4 billion", "$6.8 billion", "different"),
        ("about $7 billion", "$6.8 billion", "compatible"),
        ("3.2 points", "3.2 per cent", "different"),
        ("3.2 points", "3.2 mmHg", "incomparable"),
    ],
)
def test_ranges_and_roundings_compared(one: str, two: str, agree: str) -> None:
    assert compared(find_numbers(one)[0], find_numbers(two)[0]) == agree
