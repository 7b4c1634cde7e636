"""Words that attribute: the lexicon, and the places of a text where one of them stands as a cue of speech."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Lemmas by what they do; see `background/cues.toml`."""

    speech: frozenset[str]
    evidence: frozenset[str]
    denial: frozenset[str]
    declining: frozenset[str]
    doubt: frozenset[str]
    attitude: frozenset[str]
    nouns: frozenset[str]
    hearsay: frozenset[str]
    hearsay_verbs: frozenset[str]
    weak: frozenset[str]
    papers: frozenset[str]


# The headings that the tagger was trained with: to change their words means to train it again.
_SEEN = (
    "speech", "evidence", "denial", "declining", "doubt", "attitude", "nouns", "hearsay", "hearsay_verbs", "weak", "papers"
)  # fmt: skip


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that ships, read once a process."""
    table = tomllib.loads((files("stemma.background") / "cues.toml").read_text("utf-8"))
    return Lexicon(**{name: frozenset(str(words).split()) for name, words in table.items()})


def classes(lemma: str) -> tuple[str, ...]:
    """The headings under which a lemma stands, in a fixed order: features for the tagger and tests for the rules."""
    words = lexicon()
    return tuple(name for name in _SEEN if lemma in getattr(words, name))
