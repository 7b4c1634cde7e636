"""Every store and every engine there is, opened for its suite. Spark is a cluster of two worker processes, started once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from stemma.archive import Collected, MemoryStore, SqliteStore
from stemma.engine import Engine, Local
from stemma.errors import BadEngine

ROOT = Path(__file__).resolve().parents[2]
CLUSTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The Spark engine; a test that may break it stops nothing that another needs, as Spark replaces what dies."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), before)))  # for the steps of these tests
    try:
        if any(find_spec(name) is None for name in ("pyspark", "pandas", "numba")):
            raise BadEngine("pyspark is not installed", "pip install 'stemma-news[spark]'")
        from stemma.engine.spark import Spark

        engine = Spark.start(CLUSTER)
    except BadEngine as error:
        if os.environ.get("STEMMA_NEED_SPARK"):
            pytest.fail(str(error))  # a check that CI believes it makes must not be skipped in silence
        pytest.skip(str(error))
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    yield engine
    engine.close()


@pytest.fixture(params=["local-1", "local-2", "spark"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn."""
    if request.param == "spark":
        yield request.getfixturevalue("cluster")
        return
    one = Local(int(request.param[-1]))
    yield one
    one.close()


@pytest.fixture(params=["local-2", "spark"])
def guarded(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine whose workers are processes of their own."""
    if request.param == "spark":
        yield request.getfixturevalue("cluster")
        return
    one = Local(2)
    yield one
    one.close()


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
