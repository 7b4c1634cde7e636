"""Gathering a collection piece by piece: which articles `gather` must see together, and what it makes of each such group.

For whoever cannot hold all articles at once, or has to look at a few that are new among many: of every article a `Tie` is enough
to know, and only those of a group that matters are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from stemma.model import Article, Correction
from stemma.reading.facts.yearless import waits
from stemma.reading.gathering import bonds, day, gather


class Tied(Protocol):
    """What must be known of an article: see `Tie`."""

    @property
    def id(self) -> str:
        """See `Tie`."""

    @property
    def undated(self) -> bool:
        """See `Tie`."""

    @property
    def day(self) -> str:
        """See `Tie`."""

    @property
    def bonds(self) -> tuple[str, ...]:
        """See `Tie`."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An article's id; whether the days of others may tell its year; its day of publication (ISO 8601; "": not told); its `bonds`
    but for the id."""

    id: str
    undated: bool
    day: str
    bonds: tuple[str, ...]


def tied(article: Article) -> Tie:
    """What must be known of an article while all are gone through."""
    stands = day(article)
    return Tie(
        id=article.id,
        undated=article.form != "report" and waits(article),
        day=stands.isoformat() if stands else "",
        bonds=bonds(article)[1:],
    )


def bound(ties: Sequence[Tied]) -> list[list[int]]:
    """The places in `ties` of articles that `gather` must see together, or may give a year: groups in order of their first one.
    All other articles stay as they are."""
    home = list(range(len(ties)))

    def root(n: int) -> int:
        while home[n] != n:
            home[n] = home[home[n]]
            n = home[n]
        return n

    first: dict[str, int] = {}
    for n, one in enumerate(ties):
        for bond in (f"id {one.id}", *one.bonds):
            a, b = root(first.setdefault(bond, n)), root(n)
            home[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for n in range(len(ties)):
        groups.setdefault(root(n), []).append(n)
    return [group for group in groups.values() if len(group) > 1 or ties[group[0]].undated]


def gather_bound(
    ties: Sequence[Tied], load: Callable[[list[int]], Sequence[Article]], corrections: Iterable[Correction], days: Iterable[date]
) -> Iterator[tuple[int, Article | None]]:
    """What `gather` makes of the articles that have to do with others: for each its place in `ties`, and the article as it is to be
    looked at (None: it is part of another now). `load` gives the articles at some places; `days` are those on which the articles of
    the whole collection were published.

    Each group is gathered by itself, so that what comes out follows from the group and the days alone.
    """
    known = sorted(set(days))
    kept = list(corrections)
    for group in bound(ties):
        given = load(group)
        before = {(a.id, a.source): n for n, a in zip(reversed(group), reversed(given), strict=True)}
        changed: dict[int, Article | None] = dict.fromkeys(group)
        for one in gather(given, kept, known):
            assert isinstance(one, Article)
            changed[before[one.id, one.source]] = one
        yield from changed.items()
