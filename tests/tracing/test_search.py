from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.tracing.search import search
from stemma.tracing.shapes import Kinships, Prices, Shape, ancestors, log_odds, odds, score, unmixed

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


def test_all_of_a_text_comes_from_above_up_to_the_first_article_of_two_parents() -> None:
    shape = Shape(((0, 1), (1, 2), (3, 2), (2, 4)), (0, -1, -1, -1, -1))
    assert unmixed(shape) == [0b100001, 0b100011, 0b00100, 0b01000, 0b10100]


def test_an_article_may_share_little_with_a_relative_by_one_of_its_parents() -> None:
    """Three rest on a lost report, one of them (2) on a fourth report too: that it is unlike 1 does not tear the three apart."""
    kin, edge = np.full((4, 4), 0.02), np.full((4, 4), 0.02)
    for a, b, likely in ((0, 1, 0.95), (0, 2, 0.9), (2, 3, 0.95)):
        kin[a, b] = kin[b, a] = likely
    edge[2, 3] = edge[3, 2] = 0.95
    way = np.full((4, 4), 0.5)
    way[3, 2], way[2, 3] = 0.95, 0.05
    known = odds(kin, edge, way, [0.8, 0.5, 0.9, 0.1])
    together, torn = Shape(((3, 2),), (0, 0, 0, -1)), Shape(((3, 2),), (0, -1, 0, -1))
    assert search(known, Prices()) == together
    alike = score(together, known, Prices()) - score(torn, known, Prices())
    single = score(Shape((), (0, 0, 0, -1)), known, Prices()) - score(Shape((), (0, -1, 0, -1)), known, Prices())
    assert alike > single


def test_children_of_one_lost_report_do_not_name_each_other() -> None:
    """The agency followed up a local paper's report (0) and said so: its two customers are its kin, no siblings."""
    kin = np.full((3, 3), 0.98)
    edge = np.array([[0, 0.4, 0.05], [0.4, 0, 0.05], [0.05, 0.05, 0]])
    way = np.full((3, 3), 0.5)
    way[0, 1], way[1, 0] = 0.95, 0.05
    rests = [0.3, 0.9, 0.8]
    assert search(odds(kin, edge, way, rests), Prices()) == Shape((), (0, 0, 0))
    assert search(odds(kin, edge, way, rests, [(0, 1)]), Prices()) == Shape(((0, 1),), (-1, 0, 0))


@given(squares(), st.lists(st.integers(1, 2**6 - 1), min_size=MANY, max_size=MANY))
@settings(max_examples=25, deadline=None)
def test_agreement_is_added_up_pair_by_pair(kin: np.ndarray, above: list[int]) -> None:
    known, pure = odds(kin, kin, kin, [0.5] * MANY).kin, [bits & 0b10101 for bits in above]
    total = 0.0
    for a in range(MANY):
        for b in range(a + 1, MANY):
            if not above[a] & above[b]:
                total -= known[a][b] / 2
            elif known[a][b] > 0 or pure[a] & pure[b]:
                total += known[a][b] / 2
    assert Kinships(known).agreement(above, pure) == total
