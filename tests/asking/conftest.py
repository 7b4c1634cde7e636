"""The dossier of the built-in story, examined once."""

import pytest

import stemma
from stemma.model import Dossier
from tests.support.walk import demo_pages


@pytest.fixture(scope="session")
def demo() -> Dossier:
    (dossier,) = stemma.examine(demo_pages())
    return dossier
