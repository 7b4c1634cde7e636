from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.tracing.search import Prices, Shape, ancestors, log_odds, odds, score, search

MANY = 5
chance = st.floats(0.0, 1.0)


@st.composite
def squares(draw: st.DrawFn) -> np.ndarray:
    out = np.zeros((MANY, MANY))
    for a in range(MANY):
        for b in range(a + 1, MANY):
            out[a, b] = out[b, a] = draw(chance)
    return out


@given(squares(), squares(), st.lists(chance, min_size=MANY, max_size=MANY))
@settings(max_examples=25, deadline=None)
def test_what_is_found_has_no_circle_and_scores_no_less_than_the_empty_tree(
    kin: np.ndarray, edge: np.ndarray, lost: list[float]
) -> None:
    known, prices = odds(kin, edge, np.full((MANY, MANY), 0.5), lost), Prices()
    shape = search(known, prices)
    assert ancestors(shape) is not None
    assert score(shape, known, prices) >= score(Shape((), (-1,) * MANY), known, prices)
    assert search(known, prices) == shape


def test_a_circle_is_refused() -> None:
    assert ancestors(Shape(((0, 1), (1, 2), (2, 0)), (-1, -1, -1))) is None


def test_ancestors_are_told_as_bits() -> None:
    assert ancestors(Shape(((0, 1), (1, 2)), (0, -1, -1))) == [0b1001, 0b1011, 0b1111]


def test_kin_without_an_edge_are_put_under_one_lost_original() -> None:
    kin = np.array([[0, 0.99, 0.99], [0.99, 0, 0.99], [0.99, 0.99, 0]])
    shape = search(odds(kin, np.full((3, 3), 0.05), np.full((3, 3), 0.5), [0.6, 0.6, 0.6]), Prices())
    assert shape == Shape((), (shape.lost[0],) * 3) and shape.lost[0] >= 0


def test_strangers_stay_apart() -> None:
    shape = search(odds(np.full((3, 3), 0.02), np.full((3, 3), 0.02), np.full((3, 3), 0.5), [0.1, 0.1, 0.1]), Prices())
    assert shape == Shape((), (-1, -1, -1))


@given(chance)
def test_log_odds_are_finite_and_rise_with_the_probability(p: float) -> None:
    assert math.isfinite(log_odds(p))
    assert log_odds(p) <= log_odds(min(1.0, p + 0.1))
