"""The tagger's arithmetic against brute force, and its weights against tampering."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from stemma.attributing import tagger
from stemma.errors import BadWeights
from stemma.models.weights import verified


@pytest.mark.parametrize("seed", range(5))
def test_viterbi_and_likelihood_against_all_paths(seed: int) -> None:
    draw = np.random.default_rng(seed)
    emissions = draw.normal(size=(5, 4)).astype(np.float32) * 3
    moves = draw.normal(size=(4, 4)).astype(np.float32)

    def score(path: tuple[int, ...]) -> float:
        return float(sum(emissions[n, x] for n, x in enumerate(path)) + sum(moves[a, b] for a, b in itertools.pairwise(path)))

    scores = {path: score(path) for path in itertools.product(range(4), repeat=5)}
    best = max(scores, key=lambda p: scores[p])
    assert tuple(tagger.viterbi(emissions, moves)) == best
    total = math.log(sum(math.exp(s) for s in scores.values()))
    assert tagger.likelihood(emissions, moves, list(best)) == pytest.approx(scores[best] - total, abs=1e-3)


def test_weights_that_are_not_the_measured_ones_are_refused(tmp_path: Path) -> None:
    other = tmp_path / tagger.WEIGHTS
    other.write_bytes(b"not the weights")
    with pytest.raises(BadWeights):
        verified(other, tagger.SHA256)


def test_weights_fit_together() -> None:
    model = tagger.weights()
    assert model.roles.shape == (len(model.role_rows) + 1, len(tagger.LABELS))
    assert model.cue.shape == (len(model.cue_rows) + 1,)
    assert model.moves.shape == (4, 4)
    assert not model.roles[-1].any()
