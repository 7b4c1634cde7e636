"""The lexicon of news agencies that ships (`agencies.json`): names, aliases, countries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

GENERIC: Final = "agencies"
"""The name under which a page is noted that credits agencies and names none."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency. `short` are names that mean something else as well and count only where a credit may stand."""

    name: str
    aliases: tuple[str, ...]
    short: tuple[str, ...]
    country: str
    source: str


@cache
def agencies() -> tuple[Agency, ...]:
    """Every agency of the lexicon, in the order of the file."""
    rows = json.loads(files("stemma.background").joinpath("agencies.json").read_text("utf-8"))["agencies"]
    return tuple(Agency(name, tuple(aliases), tuple(short), country, source) for name, aliases, short, country, source in rows)


@cache
def _names() -> dict[str, str]:
    return {n.casefold(): a.name for a in agencies() for n in (a.name, *a.aliases, *a.short)}


def canonical(name: str) -> str:
    """The lexicon's name for an agency, or `name` itself without "The" if the lexicon does not know it."""
    bare = " ".join(name.split()).removeprefix("the ").removeprefix("The ")
    return _names().get(bare.casefold()) or _names().get(f"the {bare.casefold()}") or bare


def is_known(name: str) -> bool:
    """Whether the lexicon holds this name, alias or abbreviation."""
    bare = " ".join(name.split()).casefold()
    return bare in _names() or bare.removeprefix("the ") in _names()
