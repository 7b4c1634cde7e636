from __future__ import annotations

import math

from hypothesis import given, settings

from stemma.tracing.gains import SLACK, Standing
from stemma.tracing.outlook import Outlook, Weights
from stemma.tracing.search import changes, promising
from stemma.tracing.shapes import Odds, Prices, Shape, shared, table
from tests.tracing.test_gains import EVERY, known, trees


@given(trees(), known())
@settings(max_examples=60, deadline=None)
def test_no_change_gains_more_than_its_bound_and_every_change_has_one(shape: Shape, of: Odds) -> None:
    prices = Prices()
    pairs = [(a, b) for a, b in EVERY if of.kin[a][b] >= -1]
    standing = Standing(shape, of, prices)
    outlook = Outlook(standing, Weights.of(of, prices, pairs))
    bounded = {}
    for at, bound in enumerate(outlook.bounds.tolist()):
        assert not math.isnan(bound)
        if bound > -math.inf:
            change = outlook.change(at)
            assert standing.gain(change) <= bound + SLACK / 100, change
            bounded[change.of(shape)] = bound
    for change in changes(shape, pairs):
        assert change.of(shape) in bounded or standing.gain(change) == -math.inf, change


@given(trees(), known())
@settings(max_examples=30, deadline=None)
def test_what_is_promising_is_what_gains_most(shape: Shape, of: Odds) -> None:
    prices = Prices()
    standing = Standing(shape, of, prices)
    gains = {change.of(shape): standing.gain(change) for change in changes(shape, EVERY)}
    most = max(0.0, *gains.values())
    found = {change.of(shape) for change in promising(standing, Weights.of(of, prices, EVERY))}
    assert found == {s for s, gain in gains.items() if gain >= most - SLACK}


@given(trees(), known())
@settings(max_examples=30, deadline=None)
def test_bounds_of_plain_trees_are_gains(shape: Shape, of: Odds) -> None:
    """Where nothing has two sources, and nobody names anybody, nothing is left out of a bound."""
    into = {b: (a, b) for a, b in shape.edges}
    plain = Shape(tuple(sorted(into.values())), tuple(-1 if n in into else k for n, k in enumerate(shape.lost)))
    prices, quiet = Prices(), Odds(of.kin, of.edge, of.way, of.lost)
    standing = Standing(plain, quiet, prices)
    outlook = Outlook(standing, Weights.of(quiet, prices, EVERY))
    for at, bound in enumerate(outlook.bounds.tolist()):
        if bound > -math.inf:
            assert abs(standing.gain(outlook.change(at)) - bound) < SLACK / 100, outlook.change(at)


def test_sets_told_as_bits_are_told_as_rows() -> None:
    assert table([0b101, 0b10], 3).tolist() == [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    assert shared([0b101, 0b10, 0b110]).tolist() == [[True, False, True], [False, True, True], [True, True, True]]
