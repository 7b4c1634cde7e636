"""A store that forgets everything when it is closed: for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from stemma.archive.base import OPEN, Entry, Kept, Made, NewPage, Outcome, Run, RunState, Withdrawal, sorted_entries, successors
from stemma.archive.memory_articles import MemoryArticles
from stemma.model import Correction, Dossier


class MemoryStore(MemoryArticles):
    """A `Collected` store in the memory of this process."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: dict[int, Run] = {}
        self._next = 1

    def add_pages(self, pages: Sequence[NewPage], when: str) -> tuple[Kept, ...]:
        """See `Store`."""
        out = []
        with self._lock:
            for page in pages:
                sha = hashlib.sha256(page.data).hexdigest() if page.data is not None else None
                same = (
                    k for k, p in self._pages.values()
                    if (k.name == page.name and k.sha256 == sha and sha) or (page.data is None and p.name == page.name and p.url)
                )  # fmt: skip
                known = next(same, None)
                if known is None:
                    size = None if page.data is None else len(page.data)
                    known = Kept(id=self._next, name=page.name, sha256=sha, size=size, url=page.url, added=when)
                    self._next += 1
                    self._pages[known.id] = (known, page)
                out.append(known)
        return tuple(out)

    def pages(self) -> tuple[Kept, ...]:
        """See `Store`."""
        with self._lock:
            return tuple(k for k, _ in self._pages.values())

    def page(self, id: int) -> NewPage | None:
        """See `Store`."""
        with self._lock:
            return self._pages[id][1] if id in self._pages else None

    def remove_page(self, id: int) -> bool:
        """See `Store`."""
        with self._lock:
            return self._pages.pop(id, None) is not None

    def add_corrections(self, corrections: Sequence[Correction]) -> tuple[int, ...]:
        """See `Store`."""
        with self._lock:
            first = self._last + 1
            self._last += len(corrections)
            self._made |= {n: Made(id=n, correction=c) for n, c in enumerate(corrections, first)}
            return tuple(range(first, self._last + 1))

    def corrections(self) -> tuple[Made, ...]:
        """See `Store`."""
        with self._lock:
            return tuple(self._made.values())

    def withdraw(self, id: int, withdrawal: Withdrawal) -> bool:
        """See `Store`."""
        with self._lock:
            if id not in self._made or self._made[id].withdrawn is not None:
                return False
            self._made[id] = replace(self._made[id], withdrawn=withdrawal)
            return True

    def ask(self, when: str) -> Run:
        """See `Store`."""
        with self._lock:
            waiting = next((r for r in self._runs.values() if r.state == "waiting"), None)
            if waiting is None:
                waiting = Run(id=len(self._runs) + 1, state="waiting", asked=when)
                self._runs[waiting.id] = waiting
            return waiting

    def begin(self, id: int, pages: int, seen: Sequence[int]) -> bool:
        """See `Store`."""
        with self._lock:
            run = self._runs.get(id)
            if run is None or run.state != "waiting":
                return False
            self._runs[id] = replace(run, state="running", pages=pages, seen=tuple(seen))
            return True

    def end(self, id: int, state: RunState, when: str, message: str = "", outcome: Outcome | None = None) -> bool:
        """See `Store`."""
        with self._lock:
            run = self._runs.get(id)
            if run is None or run.state not in OPEN:
                return False
            made = len(outcome.dossiers) if outcome else 0
            rejected = tuple(outcome.rejected) if outcome else ()
            self._runs[id] = replace(run, state=state, ended=when, message=message, dossiers=made, rejected=rejected)
            if outcome is not None:
                self._replace(outcome)
            return True

    def _replace(self, outcome: Outcome) -> None:
        touched = {a for _, d in outcome.dossiers for a in d.story.articles}
        filed = {id for id, key in self._made_from.items() if key and touched.isdisjoint(self._stories[id][1].story.articles)}
        old = {id: d.story.articles for id, (_, d) in self._stories.items() if id not in filed}
        self._stories = {id: self._stories[id] for id in filed} | {e.id: (e, d) for e, d in outcome.dossiers}
        self._made_from = {id: self._made_from[id] for id in filed} | {e.id: "" for e, _ in outcome.dossiers}
        gone = successors(old, {e.id: d.story.articles for e, d in outcome.dossiers})
        self._aliases = {a: gone.get(b, b) for a, b in self._aliases.items()} | gone
        for id, page in outcome.fetched.items():
            if id in self._pages and page.data is not None:
                kept = self._pages[id][0]
                sha = hashlib.sha256(page.data).hexdigest()
                self._pages[id] = (replace(kept, sha256=sha, size=len(page.data), url=page.url), page)

    def interrupt(self, when: str) -> int:
        """See `Store`."""
        with self._lock:
            found = [r.id for r in self._runs.values() if r.state in OPEN]
            for id in found:
                self.end(id, "interrupted", when)
            return len(found)

    def run(self, id: int) -> Run | None:
        """See `Store`."""
        with self._lock:
            return self._runs.get(id)

    def runs(self, most: int = 50) -> tuple[Run, ...]:
        """See `Store`."""
        with self._lock:
            return tuple(sorted(self._runs.values(), key=lambda r: -r.id)[:most])

    def stories(self, search: str = "") -> tuple[Entry, ...]:
        """See `Store`."""
        with self._lock:
            return sorted_entries([e for e, _ in self._stories.values()], search)

    def story(self, id: str) -> str | None:
        """See `Store`."""
        with self._lock:
            now = id if id in self._stories else self._aliases.get(id)
            return now if now in self._stories else None

    def dossier(self, id: str) -> Dossier | None:
        """See `Store`."""
        with self._lock:
            return self._stories[id][1] if id in self._stories else None

    def close(self) -> None:
        """See `Store`."""
