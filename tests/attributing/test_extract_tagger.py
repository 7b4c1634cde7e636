"""The tagger's weights against tampering."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemma.attributing import tagger
from stemma.errors import BadWeights
from stemma.models.weights import verified


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
