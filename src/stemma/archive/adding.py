"""Adding to an archive: all that `stemma examine` reads, a batch at a time, what is in already left out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from stemma.archive.collection import Collected, NewArticle, part_key
from stemma.model import Article, Rejected
from stemma.pipeline import Progress
from stemma.reading import Fetch, Held, Part, expand, read

BATCH: Final = 256
"""Articles that are kept in one transaction, at most."""
PAUSE: Final = 1.0
"""Seconds after which a batch is kept even if it is not full: what a kill can cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding did: ids of the articles that are new, how many were in already, and what was set aside."""

    new: tuple[str, ...]
    known: int
    rejected: tuple[Rejected, ...]


def add(
    store: Collected,
    paths: str | Path | Held | Iterable[str | Path | Held],
    *,
    when: Callable[[], str],
    strict: bool = False,
    fetch: bool | Fetch = False,
    stdin: BinaryIO | None = None,
    columns: str | None = None,
    skip: Callable[[Part], bool] | None = None,
    progress: Progress | None = None,
) -> Added:
    """Read inputs as `stemma.examine` does and keep their articles; every part that is in already is skipped before it is read.

    `skip` is asked about every part that is not in, and about every mere address before it is fetched; one that it answers true
    for is left out. `when` gives the time in ISO 8601. `progress` is called with kilobytes of the files done, of how many. Whatever
    ends it early (a kill, a full disk, an interrupt, `strict`), all batches that were kept stay, and adding the same inputs again
    goes on from there: the archive then holds what it would hold had nothing happened. Raises `BadArchive`, `StrictStop`,
    `BadInput`.
    """
    given = [paths] if isinstance(paths, str | Path | Held) else list(paths)
    meter = _Meter(given, progress)

    with store.knowing() as known:
        queue = _Queue(store, when, known)

        def leave(part: Part) -> bool:
            meter.at(part)
            return queue.seen(part) or (skip is not None and skip(part))

        try:
            for one in read(given, strict=strict, fetch=fetch, stdin=stdin, columns=columns, known=leave):
                queue.take(one)
        finally:
            queue.flush()  # what was read whole is kept, whatever stopped the rest
    meter.end()
    return Added(new=tuple(sorted(queue.new)), known=queue.known, rejected=tuple(queue.rejected))


def file(store: Collected, articles: Sequence[Article], when: str) -> tuple[bool, ...]:
    """Keep articles that were read elsewhere; for each whether it is new."""
    return store.add_articles([NewArticle(article=a, key=part_key(a.id.encode(), "article")) for a in articles], when)


def part_of(part: Part) -> bytes:
    """The key under which the archive keeps what is read from a part of an input."""
    return part_key(part.data, f"{part.form}\0{part.given.url or part.name}")


class _Queue:
    """What was read and is not kept yet."""

    def __init__(self, store: Collected, when: Callable[[], str], known: Callable[[bytes], bool]) -> None:
        self._store, self._when, self._known = store, when, known
        self._waiting: list[NewArticle] = []
        self._key = b""
        self._since = time.monotonic()
        self._here: set[bytes] = set()
        self.new: set[str] = set()
        self.known = 0
        self.rejected: list[Rejected] = []

    def seen(self, part: Part) -> bool:
        """Whether a part is in the archive; if not, what is taken next comes from it."""
        self._key = part_of(part)
        found = part.form != "link" and (self._key in self._here or self._known(self._key))
        self.known += found
        return found

    def take(self, one: Article | Rejected) -> None:
        """Put an article in line; keep the batch if it is time."""
        if isinstance(one, Rejected):
            self.rejected.append(one)
        else:
            self._here.add(self._key)
            self._waiting.append(NewArticle(article=one, key=self._key))
        if len(self._waiting) >= BATCH or time.monotonic() - self._since > PAUSE:
            self.flush()

    def flush(self) -> None:
        """Keep what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            fresh = self._store.add_articles(waiting, self._when())
            self.new |= {x.article.id for x, new in zip(waiting, fresh, strict=True) if new}
            self.known += fresh.count(False)
            self._here.clear()
        self._since = time.monotonic()


class _Meter:
    """How many bytes of the files have been read, told after the names of the parts: what is packed counts as it is on disk."""

    def __init__(self, given: Sequence[str | Path | Held], progress: Progress | None) -> None:
        self._progress = progress
        self._files: list[tuple[str, int]] = []
        if progress is not None:
            named = [p for p in expand([g for g in given if not isinstance(g, Held)]) if isinstance(p, Path)]
            self._files = [(str(p), p.stat().st_size) for p in named if p.is_file()]
        self._total = sum(size for _, size in self._files)
        self._n, self._before, self._within = 0, 0, 0

    def at(self, part: Part) -> None:
        """A part is being read."""
        if self._progress is None:
            return
        n = next((n for n in range(self._n, len(self._files)) if part.source.startswith(self._files[n][0])), None)
        if n is not None and n != self._n:
            self._before += sum(size for _, size in self._files[self._n : n])
            self._n, self._within = n, 0
        size = self._files[self._n][1] if self._files else 0
        self._within = min(self._within + len(part.data), size)
        self._progress("reading (kB)", (self._before + self._within) // 1000, self._total // 1000)

    def end(self) -> None:
        """All is read."""
        if self._progress is not None:
            self._progress("reading (kB)", self._total // 1000, self._total // 1000)
