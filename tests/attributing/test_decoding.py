"""Decoding against brute force, and many runs at once against each alone."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.attributing import decoding
from stemma.attributing.decoding import Array, decoded


def drawn(seed: int, lengths: list[int]) -> tuple[list[Array], Array]:
    draw = np.random.default_rng(seed)
    return [draw.normal(size=(n, 4)).astype(np.float32) * 3 for n in lengths], draw.normal(size=(4, 4)).astype(np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_against_all_paths(seed: int) -> None:
    runs, moves = drawn(seed, [3, 5, 1, 5])
    for run, (path, likelihood) in zip(runs, decoded(runs, moves), strict=True):
        scores = {
            labels: float(sum(run[n, x] for n, x in enumerate(labels)) + sum(moves[a, b] for a, b in itertools.pairwise(labels)))
            for labels in itertools.product(range(4), repeat=len(run))
        }
        best = max(scores, key=lambda p: scores[p])
        assert tuple(path) == best
        assert likelihood == pytest.approx(scores[best] - math.log(sum(math.exp(s) for s in scores.values())), abs=1e-3)


@given(st.integers(0, 999), st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(1, 3))
def test_runs_do_not_touch_each_other(seed: int, lengths: list[int], together: int) -> None:
    runs, moves = drawn(seed, lengths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "_TOGETHER", together)
        apart = decoded(runs, moves)
    for (path, likelihood), (other, alone), run in zip(decoded(runs, moves), apart, runs, strict=True):
        assert path == other and len(path) == len(run)
        assert likelihood == pytest.approx(alone, abs=1e-3) and likelihood <= 0


def test_nothing() -> None:
    assert decoded([], np.zeros((4, 4), np.float32)) == []


def test_ties_go_to_the_lower_label() -> None:
    assert decoded([np.zeros((4, 4), np.float32)], np.zeros((4, 4), np.float32))[0][0] == [0, 0, 0, 0]
