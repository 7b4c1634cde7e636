"""Every store there is, opened for one suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stemma.archive import Collected, MemoryStore, SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Collected]]:
    """Opens the store; in SQLite each time anew, in memory always the same."""
    if request.param == "memory":
        one = MemoryStore()
        yield lambda: one
        return
    stores: list[SqliteStore] = []

    def open_() -> Collected:
        stores.append(SqliteStore(tmp_path / "archive"))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Collected]) -> Collected:
    return opened()
