import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from stemma.errors import BadWeights
from stemma.models import alike as module
from stemma.models.alike import Curves, alike, model
from stemma.models.likeness import FEATURES, Matrix, features
from tests.models.test_likeness import passages


def measured(a: str, b: str) -> Matrix:
    found: Matrix = features(passages([a, b]), slice(0, 1), slice(1, 2))[0]
    return found


def test_the_same_is_more_alike_than_a_rewording_and_that_more_than_another_matter() -> None:
    said = "Rain closed the pass."
    others = (said, "The pass was shut by rain.", "Voters queue at dawn.")
    same, near, far = (float(alike(measured(said, other))[0]) for other in others)
    assert same > near > far and same > 0.8 and far < 0.2


@settings(max_examples=50, deadline=None)
@given(arrays.arrays(np.float64, (3, 2, len(FEATURES)), elements=st.floats(-2, 8)))
def test_scores_stay_in_range_and_each_pair_is_scored_by_itself(values: Matrix) -> None:
    graded = alike(values)
    assert graded.shape == (3, 2)
    assert ((graded >= 0) & (graded <= 1)).all()
    assert graded[1, 1] == alike(values[1, 1])


def test_curves_are_straight_between_knots_and_level_outside() -> None:
    curve = Curves(knots=((0.0, 1.0),), values=((1.0, 3.0),), intercept=0.5)
    assert curve(np.array([[-1.0], [0.25], [9.0]])).tolist() == [1.5, 2.0, 3.5]


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = json.loads(module.WEIGHTS.read_text("utf-8"))
    held["alike"]["intercept"] += 1
    (tmp_path / "alike.json").write_text(json.dumps(held), "utf-8")
    monkeypatch.setattr(module, "WEIGHTS", tmp_path / "alike.json")
    model.cache_clear()
    with pytest.raises(BadWeights, match=r"alike\.json"):
        model()
    model.cache_clear()
