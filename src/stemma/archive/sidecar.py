"""The sidecar of an archive: grammar, grouping profiles and the plan, which cost time to make and can be made again at any time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from stemma.archive.collection import Layer, LayerKind, digest
from stemma.archive.database import WAIT, complaint, write_ahead
from stemma.archive.plan import SCHEMA, TABLES, Guard, Plan
from stemma.errors import BadArchive

_VERSION: Final = 2
_AT_ONCE: Final = 500
_SCHEMA: Final = """
CREATE TABLE segment (kind TEXT NOT NULL, key TEXT NOT NULL, article TEXT NOT NULL, digest TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (kind, key));
CREATE INDEX segment_article ON segment (article);
"""
DROP: Final = "DELETE FROM segment WHERE kind = ? AND key = ?"
"""Both, as they stand in the table's index: after an upgrade nearly all layers go, and each would be looked for in all of them."""
_TORN: Final = ("malformed", "not a database", "no such table", "no such column", "corrupt")


class TornSidecar(BadArchive):
    """What the sidecar holds cannot be read: it is to be made anew."""


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
            raise self._complaint(error) from error

    def _complaint(self, error: Exception) -> BadArchive:
        found = complaint(self.file, error)
        if isinstance(error, sqlite3.DatabaseError) and any(word in str(error) for word in _TORN):
            return TornSidecar(found.message, found.hint)
        return found

    def _prepare(self, db: sqlite3.Connection) -> None:
        write_ahead(db)
        if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            db.execute("BEGIN IMMEDIATE")
            if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                for table in ("segment", *TABLES):
                    db.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in (*_SCHEMA.strip().split(";\n"), *SCHEMA.strip().split(";\n")):
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

    @contextmanager
    def plan(self, guard: Guard) -> Iterator[Plan]:
        """The plan; `guard` keeps articles in the archive while it writes of them."""
        with self.connection() as db:
            yield Plan(db, guard, self._complaint)

    def take_out(self, articles: Sequence[str]) -> None:
        """Take out all layers of articles, what the plan knows of them, and other articles that may quote them. A file that cannot
        be read goes as a whole."""
        if not self.file.exists():
            return
        try:
            with self.connection() as db:
                db.execute("BEGIN IMMEDIATE")
                with db:
                    mates = Plan(db, _alone, self._complaint).take_out(articles)
                    db.executemany("DELETE FROM segment WHERE kind = 'article' AND article = ?", [(a,) for a in mates])
                    db.executemany("DELETE FROM segment WHERE article = ?", [(a,) for a in articles])
        except TornSidecar:
            self.reset()

    def keep_only(self, keys: Collection[str]) -> int:
        """Drop all layers but those of these keys; how many."""
        if not self.file.exists():
            return 0
        with self.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                kept = set(keys)
                gone = [row for row in db.execute("SELECT kind, key FROM segment ORDER BY kind, key") if row[1] not in kept]
                db.executemany(DROP, gone)
                return len(gone)

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


@contextmanager
def _alone() -> Iterator[Callable[[str], bool]]:
    """For who has the turn already."""
    yield lambda article: True


def picked(db: sqlite3.Connection, select: str, first: tuple[object, ...], keys: Sequence[str]) -> dict[str, bytes]:
    """The layers of these keys of which the digest is right."""
    out: dict[str, bytes] = {}
    wanted = sorted(keys)
    for n in range(0, len(wanted), _AT_ONCE):
        part = wanted[n : n + _AT_ONCE]
        rows = db.execute(f"{select} ({', '.join('?' * len(part))})", (*first, *part))
        out |= {key: data for key, told, data in rows if digest(data) == told}
    return out
