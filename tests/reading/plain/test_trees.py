"""Trees read from JSON give what walking them by hand gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.plain.trees import forest

# Two trees: x0 <= 1 ? (x1 <= 5 ? .1 : .2) : .4, and a single leaf of 1.
MODEL: dict[str, object] = {
    "base": -0.5,
    "depth": 2,
    "roots": [0, 5],
    "feature": [0, 1, -1, -1, -1, -1],
    "threshold": [1.0, 5.0, 0.0, 0.0, 0.0, 0.0],
    "right": [4, 3, 0, 0, 0, 0],
    "value": [0.0, 0.0, 0.1, 0.2, 0.4, 1.0],
}


def by_hand(x0: float, x1: float) -> float:
    return 0.5 + (0.4 if x0 > 1 else 0.1 if x1 <= 5 else 0.2)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=1, max_size=20))
def test_every_row_reaches_its_leaf(rows: list[tuple[float, float]]) -> None:
    found = forest(MODEL)(np.array(rows))
    assert found == pytest.approx([by_hand(*row) for row in rows])


def test_a_value_on_the_border_goes_left() -> None:
    assert forest(MODEL)(np.array([[1.0, 5.0]])) == pytest.approx([0.6])


@pytest.mark.parametrize(
    ("key", "value"), [("right", [9, 3, 0, 0, 0, 0]), ("roots", []), ("feature", [0]), ("value", "none"), ("roots", [-1])]
)
def test_damaged_trees_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match="forest"):
        forest(MODEL | {key: value})
