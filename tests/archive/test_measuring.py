"""Checking and packing say how far they are."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from stemma.archive import SqliteStore, measuring
from stemma.archive.checking import check, compact
from tests.archive.collections import added, table


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    folder = tmp_path_factory.mktemp("many")
    store = SqliteStore(folder / "archive")
    added(store, table(folder / "rows.jsonl", 1500))
    return store


def steps(told: list[tuple[str, int, int]], name: str) -> list[tuple[int, int]]:
    return [(done, total) for step, done, total in told if step == name]


def test_a_check_of_the_structure_says_how_far_it_is(store: SqliteStore) -> None:
    told: list[tuple[str, int, int]] = []
    assert check(store, progress=lambda *step: told.append(step)).sound
    found = steps(told, "checking the file")
    assert found[0][0] == 0 and found[-1][0] == found[-1][1]
    assert all(a[0] <= b[0] <= b[1] for a, b in itertools.pairwise(found))
    # It is an estimate: the last step before the end is neither at a third nor long at the end.
    before, total = found[-2]
    assert total / 3 < before and sum(done == total for done, total in found) < len(found) / 2


def test_packing_says_how_far_it_is(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_EVERY", 0.001)
    told: list[tuple[str, int, int]] = []
    won = compact(store, progress=lambda *step: told.append(step))
    found = steps(told, "packing (kB)")
    assert 3 * won.after // 1000 <= found[0][1] <= 4 * won.before // 1000
    assert found[0][0] == 0 and found[-1][0] == found[-1][1]
    assert len({done for done, _ in found}) > 3


def test_where_nobody_knows_what_was_written_it_only_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measuring, "_IO", tmp_path / "none")
    told: list[tuple[str, int, int]] = []
    with measuring.while_packed(3000, "packing", lambda *step: told.append(step)):
        pass
    assert told[0] == ("packing", 0, 0) and told[-1] == ("packing", 9, 9)
