"""The lexicon of news agencies that ships (`agencies.json`): names, aliases, countries, kinds, sources."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

GENERIC: Final = "agencies"
"""The name under which a page is noted that credits agencies and names none."""

AgencyKind = Literal["agency", "syndicate", "pr-wire", "photo"]
"""What a service sends out: news of its own, the reports of others, the releases of those who pay, pictures only."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency or service.

    `short` are names that mean something else as well and count only where a credit may stand; `weak` those that even there are
    mostly something else. `country` is that of its head office (ISO 3166), `source` the address of the agency's own site.
    """

    name: str
    aliases: tuple[str, ...]
    short: tuple[str, ...]
    weak: tuple[str, ...]
    country: str
    kind: AgencyKind
    source: str

    @property
    def strong(self) -> tuple[str, ...]:
        """The names that mean this agency wherever they stand."""
        return tuple(n for n in (self.name, *self.aliases) if n not in self.short and n not in self.weak)


@cache
def agencies() -> tuple[Agency, ...]:
    """Every agency of the lexicon, in the order of the file."""
    rows = json.loads(files("stemma.background").joinpath("agencies.json").read_text("utf-8"))["agencies"]
    return tuple(
        Agency(
            name=row["name"],
            aliases=tuple(row.get("aliases", ())),
            short=tuple(row.get("short", ())),
            weak=tuple(row.get("weak", ())),
            country=row["country"],
            kind=row["kind"],
            source=row["source"],
        )
        for row in rows
    )


@cache
def _by_name() -> dict[str, Agency]:
    return {n.casefold(): a for a in agencies() for n in (a.name, *a.aliases, *a.short, *a.weak)}


@cache
def _firm() -> dict[str, Agency]:
    return {n.casefold(): a for a in agencies() for n in (a.name, *a.aliases, *a.short) if n not in a.weak}


def agency_of(name: str) -> Agency | None:
    """The agency that bears this name, alias or abbreviation (with or without "The", in any case), weak ones included."""
    bare = " ".join(name.split()).casefold()
    return _by_name().get(bare) or _by_name().get(bare.removeprefix("the ")) or _by_name().get(f"the {bare}")


def canonical(name: str) -> str:
    """The lexicon's name for an agency, or `name` itself without "The" if the lexicon does not know it or knows it as weak."""
    bare = " ".join(name.split()).removeprefix("the ").removeprefix("The ")
    known = _firm().get(bare.casefold()) or _firm().get(f"the {bare.casefold()}")
    return known.name if known else bare


def is_known(name: str) -> bool:
    """Whether this is the name, alias or abbreviation of a source of words; weak names and services of pictures are not."""
    bare = " ".join(name.split()).casefold()
    known = _firm().get(bare) or _firm().get(bare.removeprefix("the "))
    return known is not None and known.kind != "photo"
