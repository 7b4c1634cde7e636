"""What a store holds, and what it must be able to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from stemma.model import Correction, Dossier, Rejected

RunState = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
OPEN: tuple[RunState, ...] = ("waiting", "running")
"""States of a run that is not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A page as given: its name (a file's, or words of a person for what was pasted) and its bytes, or the address to get it from.

    For an address `data` is None until it was fetched; `url` is where it was found in the end and `charset` what the site said.
    """

    name: str
    data: bytes | None
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page in the archive: `size` in bytes, `sha256` of them in hexadecimal (both None until fetched), `added` in ISO 8601."""

    id: int
    name: str
    sha256: str | None
    size: int | None
    url: str | None
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That a correction no longer holds: who says so, when (ISO 8601), and why."""

    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A correction as it was made, and its withdrawal if there was one. `id` rises with every one that is made."""

    id: int
    correction: Correction
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One examination of all that the archive held when it began; times in ISO 8601.

    `dossiers` is how many stories it made, `rejected` what it set aside, `message` why it failed. `seen` are the ids of the
    corrections that it honoured.
    """

    id: int
    state: RunState
    asked: str
    ended: str | None = None
    pages: int = 0
    dossiers: int = 0
    rejected: tuple[Rejected, ...] = ()
    message: str = ""
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A story in the list: what is needed to show and to find it.

    `lower` and `upper` are the bounds of its main claim (None: no claim), `first` and `last` the times of publication (ISO 8601 as
    the pages give them), `words` all that it is found by, in lower case. `reports` are the names of its reports, `pages` the
    SHA-256 of their bytes.
    """

    id: str
    title: str
    strip: str
    reports: tuple[str, ...]
    lower: int | None
    upper: int | None
    first: str | None
    last: str | None
    corrections: int
    words: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run gave: the dossiers with their entries, what was set aside, and pages that were fetched, by their id."""

    dossiers: Sequence[tuple[Entry, Dossier]]
    rejected: Sequence[Rejected]
    fetched: Mapping[int, NewPage]


class Store(Protocol):
    """Keeps pages, corrections, runs and dossiers. Every method is one step: done wholly or not at all, from any thread.

    Times are given by the caller, in ISO 8601: a store has no clock. Raises `BadArchive` for an archive that cannot be used.
    """

    def add_pages(self, pages: Sequence[NewPage], when: str) -> tuple[Kept, ...]:
        """Keep pages; one of the same name and bytes (or the same address) as another is kept once. As they are kept."""
        ...

    def pages(self) -> tuple[Kept, ...]:
        """All pages, in the order in which they came."""
        ...

    def page(self, id: int) -> NewPage | None:
        """A page as given; None if there is none of that id."""
        ...

    def remove_page(self, id: int) -> bool:
        """Take a page out; whether there was one."""
        ...

    def add_corrections(self, corrections: Sequence[Correction]) -> tuple[int, ...]:
        """Keep what a person says; the ids. All of them or none."""
        ...

    def corrections(self) -> tuple[Made, ...]:
        """All that were ever made, in order, withdrawn ones included."""
        ...

    def withdraw(self, id: int, withdrawal: Withdrawal) -> bool:
        """Let a correction no longer hold; False if there is none of that id, or it was withdrawn before (which then stays)."""
        ...

    def ask(self, when: str) -> Run:
        """The run that is waiting; a new one if none is."""
        ...

    def begin(self, id: int, pages: int, seen: Sequence[int]) -> bool:
        """Let a waiting run be running; False if it is not waiting any more."""
        ...

    def end(self, id: int, state: RunState, when: str, message: str = "", outcome: Outcome | None = None) -> bool:
        """End a run that is open. With an outcome its dossiers replace all that were there; addresses of stories that are gone
        lead to the story that has most of their articles. False, and nothing changed, if the run is over already."""
        ...

    def interrupt(self, when: str) -> int:
        """End every open run as interrupted; how many there were."""
        ...

    def run(self, id: int) -> Run | None:
        """A run."""
        ...

    def runs(self, most: int = 50) -> tuple[Run, ...]:
        """The latest runs, the newest first."""
        ...

    def stories(self, search: str = "") -> tuple[Entry, ...]:
        """The stories whose words hold every word asked for, most reports first, then the newest, then by id."""
        ...

    def story(self, id: str) -> str | None:
        """The id under which a story stands now, if it was ever known by `id`."""
        ...

    def dossier(self, id: str) -> Dossier | None:
        """A dossier by the id of its story."""
        ...

    def close(self) -> None:
        """Give back what the store holds open; it is not used afterwards."""
        ...


def sorted_entries(entries: Sequence[Entry], search: str) -> tuple[Entry, ...]:
    """The entries that are found, in the order of the list."""
    wanted = search.casefold().split()
    found = [e for e in entries if all(w in e.words for w in wanted)]
    found.sort(key=lambda e: e.id)
    found.sort(key=lambda e: e.last or "", reverse=True)
    return tuple(sorted(found, key=lambda e: -len(e.reports)))


def successors(old: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For every story that is gone the one that has most of its articles (ties: the first by id), if one has any."""
    holders: dict[str, list[str]] = {}
    for id, articles in new.items():
        for article in set(articles):
            holders.setdefault(article, []).append(id)
    out = {}
    for id, articles in old.items():
        if id not in new:
            shared = Counter(other for article in set(articles) for other in holders.get(article, ()))
            if shared:
                out[id] = min(shared, key=lambda other: (-shared[other], other))
    return out
