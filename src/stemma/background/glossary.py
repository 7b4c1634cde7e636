"""The words of the field with plain definitions: what `stemma explain` and the glossary of the documentation print."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term, its definition in two sentences, and where it comes from."""

    term: str
    definition: str
    source: str


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """All entries by alphabet."""
    raw = tomllib.loads((files("stemma.background") / "glossary.toml").read_text("utf-8"))
    return tuple(Entry(term=term, definition=raw[term]["definition"], source=raw[term]["source"]) for term in sorted(raw))


def find(term: str) -> Entry | None:
    """The entry of a term, whatever its case, hyphens or plural "s"; None if there is none."""
    wanted = " ".join(term.casefold().replace("-", " ").split())
    by_term = {e.term: e for e in entries()}
    return by_term.get(wanted) or by_term.get(wanted.removesuffix("s")) or by_term.get(wanted.removesuffix("es"))
