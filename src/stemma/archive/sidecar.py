"""The sidecar of an archive: grammar and grouping profiles, which cost time to make and can be made again at any time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from stemma.archive.collection import Layer, LayerKind, digest
from stemma.archive.database import WAIT, complaint, write_ahead

_VERSION: Final = 1
_AT_ONCE: Final = 500
_SCHEMA: Final = """
DROP TABLE IF EXISTS segment;
CREATE TABLE segment (kind TEXT NOT NULL, key TEXT NOT NULL, article TEXT NOT NULL, digest TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (kind, key));
CREATE INDEX segment_article ON segment (article);
"""


class Sidecar:
    """`index.sqlite` beside an archive. A file of another version is emptied; one that is no database raises `BadArchive`."""

    def __init__(self, file: Path, *, fixed: bool = False) -> None:
        self.file = file
        self._fixed = fixed
        self._ready = False

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file, which is made if it is not there; one in memory where nothing can be written."""
        try:
            if self._fixed and not self.file.exists():
                where, uri = ":memory:", False
            else:
                if not self._fixed and not self.file.exists():
                    os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
                where, uri = f"{self.file.resolve().as_uri()}?mode={'ro&immutable=1' if self._fixed else 'rw'}", True
            with closing(sqlite3.connect(where, timeout=WAIT, isolation_level=None, uri=uri)) as db:
                # What a power cut takes from a sidecar is made again; a kill takes nothing.
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute("PRAGMA secure_delete = ON")
                if not self._ready and not (self._fixed and uri):
                    self._prepare(db)
                yield db
        except (sqlite3.Error, OSError) as error:
            raise complaint(self.file, error) from error

    def _prepare(self, db: sqlite3.Connection) -> None:
        write_ahead(db)
        if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            db.execute("BEGIN IMMEDIATE")
            if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                for statement in _SCHEMA.strip().split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {_VERSION}")
            db.execute("COMMIT")
        self._ready = True

    def layers(self, kind: LayerKind, keys: Sequence[str]) -> dict[str, bytes]:
        """The layers that are there and whole."""
        with self.connection() as db:
            return picked(db, "SELECT key, digest, data FROM segment WHERE kind = ? AND key IN", (kind,), keys)

    def keep(self, layers: Iterable[Layer]) -> None:
        """Keep layers, instead of any of the same key."""
        rows = [(x.kind, x.key, x.article, digest(x.data), x.data) for x in layers]
        with self.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                db.executemany("INSERT OR REPLACE INTO segment (kind, key, article, digest, data) VALUES (?, ?, ?, ?, ?)", rows)

    def take_out(self, articles: Iterable[str]) -> None:
        """Take out all layers of articles."""
        if not self.file.exists():
            return
        with self.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                db.executemany("DELETE FROM segment WHERE article = ?", [(a,) for a in articles])

    def keep_only(self, keys: Collection[str]) -> int:
        """Drop all layers but those of these keys; how many."""
        if not self.file.exists():
            return 0
        with self.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                gone = sorted({key for (key,) in db.execute("SELECT key FROM segment")} - set(keys))
                return sum(db.execute("DELETE FROM segment WHERE key = ?", (key,)).rowcount for key in gone)

    def pack(self) -> None:
        """Give freed space back, and write every byte of the file anew."""
        if self.file.exists():
            with self.connection() as db:
                db.execute("VACUUM")
            self.checkpoint()

    def reset(self) -> None:
        """Begin an empty one."""
        self._ready = False
        for file in (self.file, *(self.file.with_name(f"{self.file.name}{end}") for end in ("-wal", "-shm"))):
            file.unlink(missing_ok=True)

    def checkpoint(self) -> bool:
        """Write the log back and empty it; False if another program is in the way."""
        if not self.file.exists():
            return True
        with self.connection() as db:
            return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def picked(db: sqlite3.Connection, select: str, first: tuple[object, ...], keys: Sequence[str]) -> dict[str, bytes]:
    """The layers of these keys of which the digest is right."""
    out: dict[str, bytes] = {}
    wanted = sorted(keys)
    for n in range(0, len(wanted), _AT_ONCE):
        part = wanted[n : n + _AT_ONCE]
        rows = db.execute(f"{select} ({', '.join('?' * len(part))})", (*first, *part))
        out |= {key: data for key, told, data in rows if digest(data) == told}
    return out
