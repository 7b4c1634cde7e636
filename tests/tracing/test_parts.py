from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.tracing.dates import earlier, published_between
from stemma.tracing.logistic import Logistic, load, logistic
from stemma.tracing.material import contained, likeness, witness
from stemma.tracing.measures import absent, generic, names
from tests.tracing.stories import EDIT, OWN, WIRE, article, grammar

bags = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.floats(0.5, 9.0), max_size=5), min_size=1, max_size=5)


@given(bags)
def test_likeness_is_symmetric_and_within_bounds(some: list[dict[str, float]]) -> None:
    square = likeness(some)
    assert square.shape == (len(some), len(some))
    assert ((square >= 0) & (square <= 1)).all() and (square == square.T).all()
    assert all(square[n, n] == pytest.approx(1.0 if bag else 0.0) for n, bag in enumerate(some))


def test_contained_is_a_share_of_weight() -> None:
    assert contained({"a": 3.0, "b": 1.0}, {"a": 9.0}) == 0.75
    assert contained({}, {"a": 1.0}) == 0.0


@given(st.floats(-1000, 1000))
def test_logistic_is_a_probability(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert math.isclose(logistic(x) + logistic(-x), 1.0, abs_tol=1e-8)


def test_a_model_adds_up_its_parts() -> None:
    model = Logistic(("x", "y"), (1.0, 0.0), (2.0, 1.0), (0.5, -1.0), 0.25)
    assert model.parts({"x": 3.0, "y": 2.0}) == {"x": 0.5, "y": -2.0}
    assert model.probability({"x": 3.0, "y": 2.0}) == pytest.approx(1 / (1 + math.exp(1.25)), abs=1e-8)


def test_models_of_direction_say_the_opposite_of_the_opposite() -> None:
    for model in (load().way, load().turn):
        features = dict.fromkeys(model.names, 0.3)
        mirrored = dict.fromkeys(model.names, -0.3)
        assert model.probability(features) + model.probability(mirrored) == pytest.approx(1.0, abs=1e-8)
    assert "before" not in load().turn.names + load().kin.names + load().edge.names + load().lost.names


def test_a_vague_date_orients_less_than_a_sure_one() -> None:
    early, late = article("a", OWN, "2031-05-06T08:00+00:00"), article("b", OWN, "2031-05-06T09:00+00:00")
    assert earlier(early, late) == 1.0 and earlier(late, early) == -1.0
    vague = article("c", OWN, "2031-05-06")
    assert abs(earlier(early, vague)) < 1.0
    assert earlier(early, article("d", OWN)) == 0.0
    assert published_between(article("e", OWN, "not a date")) is None
    assert earlier(article("f", OWN, "2031-04"), article("g", OWN, "2031-06-15")) == 1.0


def test_a_page_names_another_outlet_in_its_own_words() -> None:
    told = article("North", (*OWN, "The South Gazette reported that the pier was cracked."))
    assert names(told, article("South", OWN)) and not names(article("South", OWN), told)


def test_an_agency_is_absent_unless_it_is_one_of_the_outlets() -> None:
    articles = [article("North", OWN), article("South", OWN)]
    assert absent("Reuters", articles) and not absent("North Gazette", articles)
    assert generic("wire reports") and not generic("Reuters")


def test_a_witness_holds_every_sentence_of_the_body() -> None:
    one = article("North", WIRE)
    found = witness(one, grammar(one))
    assert [s.text for s in found.sentences][3].startswith("About 11,300 vehicles")
    assert "11,300" in found.sentences[3].numbers
    assert found.length == sum(s.length for s in found.sentences) > len(EDIT)
