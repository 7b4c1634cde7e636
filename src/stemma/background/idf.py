"""How rare a word is in English news: document frequencies that ship with the package, the same for every batch.

An idf computed from the batch itself would move every threshold with the batch; this one is fixed, so that a decision about
two articles does not depend on what else was given. What was counted: docs/models/idf.md; rebuilt by tools/build_idf.py.
"""

from __future__ import annotations

import gzip
import math
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from stemma.errors import BadWeights
from stemma.text.words import plain

FILE: Final = "idf.tsv.gz"
HALF: Final = 0.5  # what is added to a count of documents, so that a word never seen has a finite idf


def normal(word: str) -> str:
    """The form under which a word is counted: plain marks, lower case, without a possessive ending."""
    folded = plain(word).casefold()
    return folded[:-2] if folded.endswith("'s") and len(folded) > 2 else folded.rstrip("'") or folded


@lru_cache(maxsize=200_000)
def idf(word: str) -> float:
    """Inverse document frequency of `word` in English news: `ln((N + 1) / (n + 0.5))`, a natural logarithm, no unit.

    `N` is the number of documents counted and `n` in how many of them the word stands; case, curly marks and a possessive
    ending are ignored. About 0 for "the", 3 for "hospital", `idf_ceiling()` for a word that was never seen. Numbers were not
    counted: a token without a letter gets the ceiling. Raises `BadWeights` if the counts are missing from the installation.
    """
    documents, counts = _load()
    return math.log((documents + 1) / (counts.get(normal(word), 0.0) + HALF))


def idf_ceiling() -> float:
    """The idf of a word that was never seen: the highest value that `idf` gives."""
    return math.log((_load()[0] + 1) / HALF)


@cache
def _load() -> tuple[float, dict[str, float]]:
    """The number of documents and, for every word, in how many of them it stands (fractions: see the model card)."""
    file = resources.files("stemma.background").joinpath(FILE)
    if not file.is_file():
        raise BadWeights(f"no {FILE} in stemma.background", "reinstall stemma-news: the counts are part of the installation")
    lines = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
    name, documents = lines[0].split("\t")
    if name != "#documents":
        raise BadWeights(f"{FILE} begins with {name!r}, needed '#documents'", "rebuild it with tools/build_idf.py")
    pairs = (line.split("\t") for line in lines[1:])
    return float(documents), {word: float(count) for word, count in pairs}
