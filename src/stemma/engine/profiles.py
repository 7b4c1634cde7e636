"""What stories are found by: a profile of every article, made by workers, kept on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stemma import codec
from stemma.disk import put, sweep
from stemma.engine.base import Engine, Lost, Progress, ticking
from stemma.engine.collection import Collection
from stemma.engine.steps import lost, profile
from stemma.model import Rejected

BATCH: Final = 64
"""Articles a worker gets at a time; so many profiles are in a file."""

_Kept = list[tuple[str, bytes, Rejected | None]]


class Profiles:
    """Profiles in files of `BATCH`, in the order of the articles' ids; a file's first 64 bytes tell what it was made of."""

    def __init__(self, folder: Path, collection: Collection, made_by: str) -> None:
        self._folder, self._collection, self._made_by = folder, collection, made_by
        folder.mkdir(exist_ok=True)
        sweep(folder)

    def fill(self, engine: Engine, advance: Progress) -> tuple[Rejected, ...]:
        """Make those that are missing; the articles of which none can be made."""
        ids = self._collection.ids
        files = -(-len(ids) // BATCH)
        given: list[int] = []

        done = 0

        def known(more: int) -> None:
            nonlocal done
            done += more
            advance("profiles", done, len(ids))

        def batches() -> Iterator[list[bytes]]:
            for n in range(files):
                if self._holds(n):
                    known(len(self._of(n)))
                else:
                    given.append(n)
                    yield [self._collection.line(i) for i in self._of(n)]

        aside: dict[int, list[Rejected]] = {}
        advance("profiles", 0, len(ids))
        for drawn, results in engine.each(profile, batches()):
            n = given[drawn]
            kept: _Kept = []
            for id, one in zip(self._of(n), results, strict=True):
                if isinstance(one, Lost):
                    aside.setdefault(n, []).append(lost(codec.article(self._collection.line(id)).source))
                else:
                    kept.append((id, b"", one) if isinstance(one, Rejected) else (id, one, None))
            # What was given up is not given up for good: without its key the file is made again by the next run.
            key = self._key(n) if n not in aside else "given up".ljust(64)
            put(self._path(n), key.encode("ascii") + codec.pack(kept))
            known(len(results))
        for path in self._folder.glob("[0-9]*"):
            if int(path.name) >= files:
                path.unlink()
        for n in ticking(range(files), advance, "looking through profiles", files):
            aside.setdefault(n, []).extend(one for _, _, one in self._read(n) if one is not None)
        return tuple(one for n in range(files) for one in aside[n])

    def held(self) -> Iterator[bytes]:
        """All profiles, encoded, in the order of the articles' ids."""
        files = -(-len(self._collection.ids) // BATCH)
        return (data for n in range(files) for _, data, aside in self._read(n) if aside is None)

    def _of(self, n: int) -> list[str]:
        return self._collection.ids[n * BATCH : (n + 1) * BATCH]

    def _key(self, n: int) -> str:
        told = "\0".join((self._made_by, *(f"{i} {self._collection.sha(i)}" for i in self._of(n))))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def _path(self, n: int) -> Path:
        return self._folder / f"{n:06d}"

    def _holds(self, n: int) -> bool:
        try:
            with self._path(n).open("rb") as file:
                return file.read(64) == self._key(n).encode("ascii")
        except OSError:
            return False

    def _read(self, n: int) -> _Kept:
        return codec.unpack(self._path(n).read_bytes()[64:], _Kept)
