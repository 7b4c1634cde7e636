from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Passage, Span
from stemma.text.spans import meet, overlap

spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda p: Span(p[0], p[0] + p[1]))


def test_neighbours_that_only_touch_have_no_words_in_common() -> None:
    assert not overlap(Span(0, 5), Span(5, 9))
    assert overlap(Span(0, 6), Span(5, 9))


@given(a=spans, b=spans)
def test_it_is_what_counting_code_points_says_either_way_round(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert overlap(a, b) is overlap(b, a) is bool(shared)


def test_places_of_two_articles_never_meet() -> None:
    here, there = Passage(article="a", span=Span(0, 5)), Passage(article="b", span=Span(0, 5))
    assert meet(here, here)
    assert not meet(here, there)
