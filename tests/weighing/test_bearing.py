"""What two mouths say, side by side: invented sayings about boats and guards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.weighing.bearing import at_odds, spoken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 boats sank", "only 12 boats sank"),
        ("the strike lasted no more than nine hours", "it went on for four hours"),
        ("they had talked of 20 to 80 million euros", "80 million euros were to be moved"),
        ("They were not guards. Guards do not carry axes", "there were eight guards at the gate"),
        ("nobody rang the bells", "the bells rang at noon"),
        ("the lock wasn’t broken", "the lock was broken"),
    ],
)
def test_these_do_not_bear_each_other_out(one: str, other: str) -> None:
    assert at_odds(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 boats sank", "only 12 boats sank"),
        ("at least 12 boats sank", "15 boats sank"),
        ("dozens of boats sank", "36 boats sank"),
        ("no more than 40 hours", "it took 39 hours"),
        ("40 boats sank", "boats sank in the bay"),
        ("there were eight guards", "guards stood there, not soldiers"),
        ("the gate was never locked", "no gate was locked"),
        ("the bells rang", "nobody slept that night"),
        ("not only the boats but the nets were lost", "boats were lost"),
    ],
)
def test_these_may_bear_each_other_out(one: str, other: str) -> None:
    assert not at_odds(one, other)


def test_a_figure_that_agrees_outweighs_one_that_differs() -> None:
    assert not at_odds("12 of 30 boats sank", "12 of 40 boats sank")


def test_words_of_a_no_and_short_ones_tell_nothing() -> None:
    assert spoken("Nobody saw the ropes, nor a boat.") == {"rope", "boat"}


@given(st.text(alphabet="not 14abc.,’"), st.text(alphabet="not 14abc.,’"))
def test_it_is_mutual_and_no_saying_is_at_odds_with_one_that_has_neither_figure_nor_no(one: str, other: str) -> None:
    assert at_odds(one, other) == at_odds(other, one)
    assert not at_odds(one, "the boats came home") or spoken(one) & {"boat", "came", "home"}
