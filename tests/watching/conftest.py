from collections.abc import Iterator

import pytest

from tests.watching.server import Served, serve


@pytest.fixture
def served() -> Iterator[Served]:
    """A server on this machine, with nothing on it yet."""
    found = Served()
    server = serve(found)
    yield found
    server.shutdown()
    server.server_close()
