"""Lexicons that ship as TOML tables of words: read once, handed out as frozen sets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@lru_cache(maxsize=16)
def lexicon(name: str) -> Mapping[str, frozenset[str]]:
    """The tables of `background/NAME.toml`: heading -> words, in lower case.

    A table with a "|" in it holds phrases parted by "|", any other holds words parted by white space.
    Raises FileNotFoundError where no such lexicon ships.
    """
    raw = tomllib.loads((files("stemma.background") / f"{name}.toml").read_text("utf-8"))
    out: dict[str, frozenset[str]] = {}
    for heading, text in raw.items():
        parts = [" ".join(p.split()) for p in text.split("|")] if "|" in text else text.split()
        out[heading] = frozenset(p.casefold() for p in parts if p)
    return MappingProxyType(out)
