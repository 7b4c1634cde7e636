from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watching.desk import Desk
from tests.watching.server import Served, serve


@pytest.fixture
def served() -> Iterator[Served]:
    """A server on this machine, with nothing on it yet."""
    found = Served()
    server = serve(found)
    yield found
    found.closing = True
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(served: Served, tmp_path: Path) -> Desk:
    return Desk(served, tmp_path / "archive")
