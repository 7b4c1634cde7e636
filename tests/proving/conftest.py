"""The demo's dossier, made once, as value, JSON and page."""

import pytest

import stemma
from stemma import codec
from stemma.dossier import render
from stemma.model import Dossier
from tests.support.walk import demo_pages


@pytest.fixture(scope="session")
def demo() -> Dossier:
    (dossier,) = stemma.examine(demo_pages())
    return dossier


@pytest.fixture(scope="session")
def data(demo: Dossier) -> bytes:
    return codec.encode(demo)


@pytest.fixture(scope="session")
def page(demo: Dossier, data: bytes) -> bytes:
    return render(demo, codec.packed(data)).encode()
