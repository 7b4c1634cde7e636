from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.tracing.gains import SLACK, Change, Standing
from stemma.tracing.search import changes, search
from stemma.tracing.shapes import Odds, Prices, Shape, odds, score

MANY = 6
EVERY = [(a, b) for a in range(MANY) for b in range(MANY) if a != b]


@st.composite
def known(draw: st.DrawFn) -> Odds:
    """Odds of any kind, kinship alike both ways, with some witnesses that name others."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kin, edge, way = (rng.random((MANY, MANY)) for _ in range(3))
    kin, edge = (kin + kin.T) / 2, (edge + edge.T) / 2
    return odds(kin, edge, way, rng.random(MANY).tolist(), draw(st.sets(st.sampled_from(EVERY), max_size=8)))


@st.composite
def trees(draw: st.DrawFn) -> Shape:
    """Trees without a circle: edges run down an order of the witnesses."""
    order = draw(st.permutations(range(MANY)))
    edges = draw(st.sets(st.sampled_from([(a, b) for a in range(MANY) for b in range(a + 1, MANY)]), max_size=7))
    lost = draw(st.lists(st.integers(-1, 2), min_size=MANY, max_size=MANY))
    return Shape(tuple(sorted((order[a], order[b]) for a, b in edges)), tuple(lost))


@given(trees(), known())
@settings(max_examples=60, deadline=None)
def test_a_gain_is_the_difference_of_two_scores(shape: Shape, of: Odds) -> None:
    prices = Prices()
    standing, before = Standing(shape, of, prices), score(shape, of, prices)
    tried = list(changes(shape, EVERY))
    assert tried
    for change in tried:
        after = score(change.of(shape), of, prices)
        gain = standing.gain(change)
        assert gain == after == -math.inf or abs(before + gain - after) < SLACK / 100, change


@given(known())
@settings(max_examples=25, deadline=None)
def test_the_search_takes_the_steps_that_scoring_every_change_takes(of: Odds) -> None:
    prices = Prices()
    pairs = [(a, b) for a, b in EVERY if of.edge[a][b] >= -2.5 and of.kin[a][b] >= 0 and of.way[a][b] >= -2]
    shape = Shape((), (-1,) * MANY)
    best = score(shape, of, prices)
    while True:
        every = ((score(s, of, prices), s) for s in (c.of(shape) for c in changes(shape, pairs)))
        found = max(every, key=lambda f: (round(f[0], 9), f[1]))
        if found[0] <= best + 1e-9:
            break
        best, shape = found
    assert search(of, prices) == shape
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stemma.tracing.search.FEW", 0)  # as with many witnesses: by bounds
        assert search(of, prices) == shape


def test_what_a_change_makes_of_a_tree() -> None:
    shape = Shape(((0, 1), (1, 2)), (-1, -1, -1, -1))
    assert Change(gone=((0, 1),), more=((1, 0),), lost=((1, 0), (3, 0))).of(shape) == Shape(((1, 0), (1, 2)), (-1, 0, -1, 0))


def test_an_edge_that_leads_back_gains_less_than_anything() -> None:
    shape = Shape(((0, 1), (1, 2)), (-1,) * 3)
    even = np.full((3, 3), 0.5)
    standing = Standing(shape, odds(even, even, even, [0.5] * 3), Prices())
    assert standing.gain(Change(more=((2, 0),))) == -math.inf
    assert math.isfinite(standing.gain(Change(gone=((0, 1), (1, 2)), more=((2, 1), (1, 0)))))


def test_nothing_stands_on_a_circle() -> None:
    even = np.full((2, 2), 0.5)
    with pytest.raises(ValueError, match="circle"):
        Standing(Shape(((0, 1), (1, 0)), (-1, -1)), odds(even, even, even, [0.5, 0.5]), Prices())
