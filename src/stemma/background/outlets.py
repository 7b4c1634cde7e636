"""Outlet families: which outlets are one newsroom, which carry whose reports by agreement, which pages are an agency's own.

A file of outlets is TOML like a file of names, with the tables [newsrooms] (outlet = the newsroom that writes it), [partners]
(outlet = whose reports it carries, one name or a list) and [sites] (a name or domain = the agency whose own page that is). What
ships (`outlets.toml`) holds public facts only; a user's entry goes before one that ships.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from stemma.background.agencies import agencies, agency_of
from stemma.background.names import Entry, Names, loose
from stemma.model import Article

OUTLET_TABLES: Final = ("newsrooms", "partners", "sites")
"""The tables that a file of outlets may have."""
SHARED_HOSTS: Final = 2
"""Agencies from which on a domain is no agency's own (a broadcaster's that keeps several services)."""


class Outlets:
    """What is known of outlets: the user's entries before those that ship."""

    def __init__(self, entries: tuple[Entry, ...] = ()) -> None:
        self._newsrooms = {loose(e.variant): e.full for e in (*shipped_outlets(), *entries) if e.table == "newsrooms"}
        self._sites = {**_own_hosts(), **{loose(e.variant): e.full for e in (*shipped_outlets(), *entries) if e.table == "sites"}}
        own = {loose(e.variant) for e in entries if e.table == "partners"}
        self._partners: dict[str, tuple[str, ...]] = {}
        for entry in (*(e for e in shipped_outlets() if loose(e.variant) not in own), *entries):
            if entry.table == "partners":
                key = loose(entry.variant)
                self._partners[key] = (*self._partners.get(key, ()), entry.full)

    def newsroom(self, article: Article) -> str | None:
        """The newsroom that writes the outlet of an article, followed to its end; the outlet itself where none is listed.

        None where the page does not show whose it is. Compare two answers with `one_newsroom`, not letter by letter.
        """
        found = self._listed(article, self._newsrooms)
        name = found or (article.outlet.value if article.outlet else None) or host(article.url)
        seen: set[str] = set()
        while name is not None and loose(name) not in seen:
            seen.add(loose(name))
            name = self._newsrooms.get(loose(name), name)
        return name

    def several(self, newsroom: str) -> bool:
        """Whether a newsroom is listed as writing other outlets than the one of its own name."""
        return any(loose(n) == loose(newsroom) for n in self._newsrooms.values())

    def one_newsroom(self, a: Article, b: Article) -> str | None:
        """The newsroom that two articles share, by name; None where they have two, or where it is not known."""
        mine, theirs = self.newsroom(a), self.newsroom(b)
        return mine if mine is not None and theirs is not None and loose(mine) == loose(theirs) else None

    def carries(self, a: Article, b: Article) -> str | None:
        """The name under which `a`'s outlet is listed to carry reports of `b`'s by agreement; None where it is not."""
        theirs = {loose(n) for n in (self.newsroom(b), self.agency(b), b.outlet.value if b.outlet else None) if n}
        mine = self.newsroom(a)
        for of in (self._listed_partners(a), self._partners.get(loose(mine), ()) if mine else ()):
            for name in of:
                if loose(self._newsrooms.get(loose(name), name)) in theirs or loose(self._agency(name) or name) in theirs:
                    return name
        return None

    def agency(self, article: Article) -> str | None:
        """The agency whose own page this is, by the name of the lexicon of agencies; None if it is none's."""
        name = self._listed(article, self._sites)
        if name is None and article.outlet is not None:
            known = agency_of(article.outlet.value)
            name = known.name if known is not None and known.kind == "agency" and article.outlet.value not in known.weak else None
        return self._agency(name) if name is not None else None

    def _agency(self, name: str) -> str | None:
        known = agency_of(self._sites.get(loose(name), name))
        return known.name if known is not None else name

    def _listed(self, article: Article, table: Mapping[str, str]) -> str | None:
        return next((table[k] for k in _keys(article) if k in table), None)

    def _listed_partners(self, article: Article) -> tuple[str, ...]:
        return next((self._partners[k] for k in _keys(article) if k in self._partners), ())


@lru_cache(maxsize=16)
def outlets(names: Names) -> Outlets:
    """The outlets of a user's files, and those that ship."""
    return Outlets(names.outlets)


def host(url: str | None) -> str | None:
    """The domain of an address without "www."; None where there is none."""
    if not url:
        return None
    try:
        found = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None  # an address that cannot be read names nobody
    return found.removeprefix("www.") if found else None


def outlet_rows(raw: Mapping[str, Mapping[str, str | list[str]]]) -> tuple[Entry, ...]:
    """The lines of tables that have been checked, an entry a name, sorted."""
    found = {
        Entry(table=table, variant=" ".join(outlet.split()), full=" ".join(name.split()))
        for table in OUTLET_TABLES
        for outlet, value in raw.get(table, {}).items()
        for name in ([value] if isinstance(value, str) else value)
    }
    return tuple(sorted(found, key=lambda e: (e.table, e.variant, e.full)))


@lru_cache(maxsize=1)
def shipped_outlets() -> tuple[Entry, ...]:
    """The outlets that ship."""
    return outlet_rows(tomllib.loads((files("stemma.background") / "outlets.toml").read_text("utf-8")))


@lru_cache(maxsize=1)
def _own_hosts() -> Mapping[str, str]:
    """Domain -> agency, for the domains that are one agency's alone."""
    found: dict[str, set[str]] = {}
    for one in agencies():
        if one.kind == "agency" and (at := host(one.source)):
            found.setdefault(loose(at), set()).add(one.name)
    return {at: min(names) for at, names in found.items() if len(names) < SHARED_HOSTS}


def _keys(article: Article) -> tuple[str, ...]:
    """How an article's outlet may be listed: by its name, its domain, or a domain above that one."""
    name = article.outlet.value if article.outlet else None
    out = [loose(name)] if name else []
    for at in (host(article.url), host(name) if name and "." in name and " " not in name else None):
        parts = (at or "").split(".")
        out += [loose(".".join(parts[n:])) for n in range(len(parts) - 1)]
    return tuple(out)
