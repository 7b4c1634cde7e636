"""Names that mean the same body, person or place: those that ship, and those that a user adds in files of their own.

A file is TOML with any of the tables [names] (spellings, transliterations, short and former names), [acronyms] (read with their
capitals) and [metonyms] (a place that stands for who sits there), each with lines `"variant" = "full name"`. What ships has the
same form (`names.toml`), with the states, their adjectives and capitals beside it (`countries.toml`). A user's entry goes before
one that ships; the order of entries and of files means nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from stemma.model import Lexicon

TABLES: Final = ("names", "acronyms", "metonyms")
"""The tables that a file may have."""

_ASKED: Final = ("acronyms", "names", "metonyms")  # capitals say more than any case does

_THE: Final = re.compile(r"^(?:the|The|THE)\s+(?=\S)")
_OWNED: Final = re.compile(r"['’](?:s|S)?$")


@lru_cache(maxsize=8192)
def loose(name: str) -> str:
    """A name as names are compared: no "the" before it, no possessive, accent or case; white space and apostrophes evened out."""
    bare = _OWNED.sub("", _THE.sub("", " ".join(unicodedata.normalize("NFKC", name).split())))
    plain = unicodedata.normalize("NFKD", bare.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=8192)
def capitals(name: str) -> str:
    """A name as acronyms are compared: no "the", possessive or full stops, capitals as they stand ("the U.N.'s" is "UN")."""
    return _OWNED.sub("", _THE.sub("", " ".join(unicodedata.normalize("NFKC", name).split()))).replace(".", "")


def key(table: str, variant: str) -> str:
    """How a variant of a table is looked up."""
    return capitals(variant) if table == "acronyms" else loose(variant)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a file of names: `variant` means `full`."""

    table: str
    variant: str
    full: str


class _Book:
    """Entries by table and key."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._tables: dict[str, dict[str, str]] = {t: {} for t in TABLES}
        for entry in entries:
            self._tables[entry.table][key(entry.table, entry.variant)] = entry.full

    def get(self, name: str, *, tables: tuple[str, ...] = _ASKED) -> str | None:
        """What the name means, by the first table that has it; None where none has, or it is the full name itself."""
        for table in tables:
            if not self._tables[table]:
                continue
            full = self._tables[table].get(key(table, name))
            if full is not None and loose(full) != loose(name):
                return full
        return None


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names that a user has added (none: only those that ship). `entries` are checked (`stemma.background.lexicon_files`)
    and sorted, `lexicons` the files they come from, sorted by name and hash. `outlets` are entries of files of outlets, checked
    and sorted too (`stemma.background.outlets` answers by them).
    """

    entries: tuple[Entry, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    outlets: tuple[Entry, ...] = ()

    @cached_property
    def _hash(self) -> int:
        return hash((self.entries, self.lexicons, self.outlets))

    def __hash__(self) -> int:  # counted once: caches of names are asked with it for every voice
        return self._hash

    @cached_property
    def _own(self) -> _Book:
        return _Book(self.entries)

    @cached_property
    def _rest(self) -> tuple[_Book, Mapping[str, str]]:
        """What ships, entries and capitals, without what would lead a user's full name back to the user's variant."""
        if not self.entries:
            return _shipped(), capital_cities()
        kept = tuple(e for e in shipped_entries() if not self._returns(e.variant, e.full))
        return _Book(kept), {c: state for c, state in capital_cities().items() if not self._returns(c, state)}

    def _returns(self, variant: str, full: str) -> bool:
        """Whether a shipped entry closes a ring with the user's: following its full name leads to its variant again."""
        seen: set[str] = set()
        at: str | None = full
        while at is not None and loose(at) not in seen:
            seen.add(loose(at))
            at = self._own.get(at) or _shipped().get(at) or capital_cities().get(loose(at))
            if at is not None and loose(at) == loose(variant):
                return True
        return False

    def step(self, name: str) -> str | None:
        """What the user's files say that a name means; None where they do not have it."""
        return self._own.get(name)

    def own(self, name: str) -> str | None:
        """The full name that the user's files give to a name, followed to its end; None where they do not have the name."""
        found, at, seen = None, self._own.get(name), {loose(name)}
        while at is not None and loose(at) not in seen:
            seen.add(loose(at))
            found, at = at, self._own.get(at)
        return found

    def listed(self, name: str) -> str | None:
        """How the user's files write a name in full that they have as a variant or as a full name; None where they have neither."""
        return self.own(name) or self._fulls.get(loose(name))

    def own_place(self, name: str) -> str | None:
        """The power that a user's [metonyms] put behind a place."""
        return self._own.get(name, tables=("metonyms",))

    @cached_property
    def _fulls(self) -> Mapping[str, str]:
        return {loose(e.full): e.full for e in reversed(self.entries)}

    def full(self, name: str, *, capital: bool = False) -> str:
        """The name in full, without "the": by the user's files, then by what ships; itself where neither knows it.

        `capital` lets a capital stand for its state, as it does where it speaks ("Oslo said"); never set it for people.
        """
        book, cities = self._rest
        at = _THE.sub("", " ".join(name.split()))
        for _ in range(len(self.entries) + 8):  # rings have been taken out; a bound all the same
            further = self._own.get(at) or book.get(at) or (cities.get(loose(at)) if capital else None)
            if further is None:
                break
            at = further
        return at

    def alias(self, name: str) -> str | None:
        """The full name of a short name or acronym, places that stand for a power left out; None where neither knows it."""
        return self.own(name) or self._rest[0].get(name, tables=("names", "acronyms"))

    def acronym(self, word: str) -> str | None:
        """What an acronym inside a longer name stands for ("UN" in "UN Security Council")."""
        only = ("acronyms",)
        return self._own.get(word, tables=only) or self._rest[0].get(word, tables=only)

    def spelling(self, word: str) -> str | None:
        """Another spelling of one word, as one word ("Kiev" in "Kiev city council")."""
        for book in (self._own, self._rest[0]):
            full = book.get(word, tables=("names",))
            if full is not None:
                return full if len(full.split()) == 1 else None
        return None


SHIPPED: Final = Names()
"""No names but those that ship."""


def rows(raw: Mapping[str, Mapping[str, str]]) -> tuple[Entry, ...]:
    """The lines of tables that have been checked, sorted."""
    found = (Entry(table=t, variant=v, full=" ".join(full.split())) for t in TABLES for v, full in raw.get(t, {}).items())
    return tuple(sorted(found, key=lambda e: (e.table, e.variant, e.full)))


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The names that ship."""
    return rows(tomllib.loads((files("stemma.background") / "names.toml").read_text("utf-8")))


@cache
def _shipped() -> _Book:
    return _Book(shipped_entries())


@cache
def _countries() -> Mapping[str, list[str]]:
    raw: dict[str, list[str]] = tomllib.loads((files("stemma.background") / "countries.toml").read_text("utf-8"))
    return MappingProxyType(raw)


@cache
def capital_cities() -> Mapping[str, str]:
    """Capital, as `loose` gives it -> state, for capitals that alone can stand for a government."""
    return MappingProxyType({loose(city): state for state, (_, city) in _countries().items() if city})


@cache
def adjectives() -> Mapping[str, str]:
    """Adjective of a state, as `loose` gives it -> state ("russian" -> "Russia")."""
    return MappingProxyType({loose(adjective): state for state, (adjective, _) in _countries().items() if adjective})


@cache
def states() -> frozenset[str]:
    """The names of states, as `loose` gives them."""
    return frozenset(loose(state) for state in _countries())
