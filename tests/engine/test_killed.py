"""A run that is killed at any moment (`kill -9`, not an exception) and gone on with leaves the bytes of one that was not, and does
less."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.collections import mixed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills children that it forks")

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What `tests.engine.killing` tells: first all moments, then of each kill."""
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "tests.engine.killing", str(mixed(folder / "in")), str(folder), "16"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_at_any_moment_and_gone_on_is_as_never_killed(lines: list[Any]) -> None:
    moments, *kills = lines
    assert len(kills) >= 16 and len({at for at, *_ in kills}) == len(kills)
    assert [(at, what) for at, what, whole, outside, _ in kills if not (whole and outside)] == []
    touched = " ".join(what for _, what, *_ in kills)
    assert all(step in touched for step in ("reading", "shared text", "dossier", "stories")), touched
    assert "summary.json" in moments[-1]


def test_the_later_it_was_killed_the_less_is_left_to_do(lines: list[Any]) -> None:
    moments, *kills = lines
    left = [len(again) for *_, again in kills]
    assert left == sorted(left, reverse=True)
    assert left[0] > 0.9 * len(moments) and left[-1] < len(moments) // 2


def test_shared_text_goes_on_from_its_index_and_leaves_no_scratch(lines: list[Any]) -> None:
    moments, *kills = lines
    (again,) = (again for _, what, *_, again in kills if what.startswith("after lists-"))
    assert not [moment for moment in again if moment.endswith(".seg")]  # neither words nor lists were made again
    assert "shared text: indexing 1/1" in moments and "shared text: indexing 1/1" not in again
    assert "shared text: verifying 1/1" in again
