"""What the second look sees of two articles: the order of what they tell, and how much of one the other says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.matching.around import _beside, _kin

ARTICLE = np.array([0, 0, 0, 1, 1, 1], dtype=np.int64)
ORDER = np.array([0.0, 1.0, 2.0, 0.0, 1.0, 2.0])


def alike(*pairs: tuple[int, int, float]) -> np.ndarray:
    out = np.zeros((6, 6))
    for a, b, value in pairs:
        out[a, b] = out[b, a] = value
    return out


def test_neighbours_that_are_alike_speak_for_what_stands_between_them() -> None:
    found = _beside(alike((0, 3, 0.9), (2, 5, 0.8)), ARTICLE, ORDER)
    assert found[1, 4] == found[4, 1] == 0.9 + 0.8
    # The last statement of the one and of the other: only what stands before them can speak.
    assert found[2, 5] == 0.0
    assert _beside(alike((1, 4, 0.5)), ARTICLE, ORDER)[2, 5] == 0.5


def test_two_statements_of_one_article_have_no_neighbours_in_common() -> None:
    found = _beside(np.ones((6, 6)), ARTICLE, ORDER)
    assert not found[:3, :3].any() and not found[3:, 3:].any()


def test_kin_is_how_much_of_one_article_the_other_says() -> None:
    article = np.array([0, 0, 0, 0, 0, 1], dtype=np.int64)
    found = _kin(alike((0, 5, 0.6)), article)
    # The short article says nothing but what the long one says, so the two are as much kin as its one statement is alike.
    assert found[0, 5] == found[4, 5] == found[5, 2] == 0.6
    assert not found[:5, :5].any() and found[5, 5] == 0.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=36, max_size=36), st.permutations(range(6)))
def test_symmetric_and_independent_of_the_order_of_statements(values: list[float], order: list[int]) -> None:
    square = np.round(np.array(values).reshape(6, 6), 6)
    alone = np.maximum(square, square.T)
    np.fill_diagonal(alone, 0.0)
    at = np.array(order)
    for whole, moved in (
        (_beside(alone, ARTICLE, ORDER), _beside(alone[np.ix_(at, at)], ARTICLE[at], ORDER[at])),
        (_kin(alone, ARTICLE), _kin(alone[np.ix_(at, at)], ARTICLE[at])),
    ):
        assert np.array_equal(whole, whole.T)
        assert np.abs(whole[np.ix_(at, at)] - moved).max() <= 1e-6
        assert whole.min() >= 0 and whole.max() <= 2
