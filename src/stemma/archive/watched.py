"""What a watch remembers between two turns: how each feed stands, which items it had, what it told whom.

A file of its own beside the archive: it can be thrown away, and the watch begins anew (what is in the archive is not told again).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stemma import codec
from stemma.archive.database import WAIT, WATCH, complaint, write_ahead
from stemma.errors import BadArchive
from stemma.model import Alert

VERSION: Final = 1

_TABLES: Final = """
CREATE TABLE feed (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, moved TEXT, due REAL NOT NULL, quiet INTEGER NOT NULL,
  failures INTEGER NOT NULL, gone INTEGER NOT NULL, trouble TEXT NOT NULL);
CREATE TABLE item (feed TEXT NOT NULL, key BLOB NOT NULL, tries INTEGER NOT NULL, done INTEGER NOT NULL,
  PRIMARY KEY (feed, key)) WITHOUT ROWID;
CREATE TABLE alert (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, made TEXT NOT NULL, said BLOB NOT NULL,
  silent INTEGER NOT NULL);
CREATE TABLE quoted (article TEXT NOT NULL, alert TEXT NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  PRIMARY KEY (article, alert)) WITHOUT ROWID;
CREATE TABLE told (alert TEXT NOT NULL REFERENCES alert (id) ON DELETE CASCADE, sink TEXT NOT NULL,
  PRIMARY KEY (alert, sink)) WITHOUT ROWID;
CREATE TABLE sink (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """How a feed stands. `due` is when it may be asked again (seconds since 1970, UTC); 0 for one that was never asked.

    `etag` and `modified` are of its last answer, `moved` where it stands for good now; `quiet` counts the answers in a row that
    had nothing new, `failures` those that were none, with the last `trouble` in words; a feed that is `gone` is never asked again.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None
    due: float = 0.0
    quiet: int = 0
    failures: int = 0
    gone: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An alert, and when it was made (ISO 8601)."""

    alert: Alert
    made: str


class Watched:
    """The file `watch.sqlite` in the folder of an archive, made if it is not there. Every method is one step, done wholly or not at
    all. Raises `BadArchive` where it cannot be used."""

    def __init__(self, folder: str | Path) -> None:
        self._file = Path(folder) / WATCH
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._file.exists():  # the addresses in it may be secrets: its owner's alone
                os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise complaint(folder, error) from error
        with self._connection() as db:
            write_ahead(db)
            db.execute("BEGIN IMMEDIATE")
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if found > VERSION:
                raise BadArchive(
                    f"{self._file} is of version {found}; this program knows up to {VERSION}",
                    "use the newer stemma, or remove that file: the watch then begins anew",
                )
            if found < VERSION:
                for statement in _TABLES.strip().split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")
            db.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._file, timeout=WAIT, isolation_level=None)) as db:
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA secure_delete = ON")
                yield db
        except sqlite3.Error as error:
            raise complaint(self._file, error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    def feed(self, url: str) -> Feed:
        """How a feed stands; one that was never asked if it is not known."""
        with self._connection() as db:
            found = db.execute(
                "SELECT etag, modified, moved, due, quiet, failures, gone, trouble FROM feed WHERE url = ?", (url,)
            ).fetchone()
        if found is None:
            return Feed(url=url)
        etag, modified, moved, due, quiet, failures, gone, trouble = found
        return Feed(
            url=url,
            etag=etag,
            modified=modified,
            moved=moved,
            due=due,
            quiet=quiet,
            failures=failures,
            gone=bool(gone),
            trouble=trouble,
        )

    def keep(self, feed: Feed) -> None:
        """Remember how a feed stands."""
        row = (feed.url, feed.etag, feed.modified, feed.moved, feed.due, feed.quiet, feed.failures, feed.gone, feed.trouble)
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def done(self, feed: str, keys: Collection[bytes]) -> frozenset[bytes]:
        """Those of the items that need not be looked at again."""
        with self._connection() as db:
            rows = db.execute("SELECT key FROM item WHERE feed = ? AND done = 1", (feed,)).fetchall()
        return frozenset(row[0] for row in rows) & frozenset(keys)

    def mark(self, feed: str, done: Collection[bytes], failed: Collection[bytes], most: int) -> int:
        """Items that are done, and items that could not be had this time; after `most` tries these are done, too.

        Returns how many are still to be had.
        """
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, 0, 1)", [(feed, key) for key in sorted(done)])
            for key in sorted(failed):
                db.execute(
                    "INSERT INTO item VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET tries = tries + 1, done = tries + 1 >= ?",
                    (feed, key, most <= 1, most),
                )
            asked = [(feed, key) for key in sorted(failed)]
            return sum(db.execute("SELECT NOT done FROM item WHERE feed = ? AND key = ?", one).fetchone()[0] for one in asked)

    def note(self, alerts: Sequence[Alert], made: str, articles: Collection[str], *, silent: bool = False) -> int:
        """Remember alerts, each once; `silent` ones are never told. How many are new.

        `articles` are those of the dossier that they are from, whose words may stand in them.
        """
        rows = [(a.id, made, codec.pack(a), silent) for a in alerts]
        with self._writing() as db:
            before = db.total_changes
            db.executemany("INSERT OR IGNORE INTO alert (id, made, said, silent) VALUES (?, ?, ?, ?)", rows)
            new = db.total_changes - before
            from_ = [(article, a.id) for a in alerts for article in sorted(articles)]
            db.executemany("INSERT OR IGNORE INTO quoted (article, alert) VALUES (?, ?)", from_)
            return new

    def introduce(self, sink: str) -> None:
        """Let a sink be told from now on what it was not told; one that is new is not told what came before it."""
        with self._writing() as db:
            if db.execute("INSERT OR IGNORE INTO sink VALUES (?)", (sink,)).rowcount:
                db.execute("INSERT OR IGNORE INTO told SELECT id, ? FROM alert", (sink,))

    def untold(self, sink: str) -> tuple[Noted, ...]:
        """The alerts that a sink was not told yet, in the order in which they came."""
        with self._connection() as db:
            rows = db.execute(
                "SELECT said, made FROM alert WHERE silent = 0 AND id NOT IN (SELECT alert FROM told WHERE sink = ?) ORDER BY n",
                (sink,),
            ).fetchall()
        return tuple(Noted(alert=codec.unpack(said, Alert), made=made) for said, made in rows)

    def tell(self, sink: str, alerts: Collection[str]) -> None:
        """Remember that a sink was told alerts, by their ids."""
        with self._writing() as db:
            db.executemany("INSERT OR IGNORE INTO told VALUES (?, ?)", [(id, sink) for id in sorted(alerts)])

    def latest(self, most: int) -> tuple[Noted, ...]:
        """The latest alerts that are told, the newest first."""
        with self._connection() as db:
            rows = db.execute("SELECT said, made FROM alert WHERE silent = 0 ORDER BY n DESC LIMIT ?", (most,)).fetchall()
        return tuple(Noted(alert=codec.unpack(said, Alert), made=made) for said, made in rows)

    def packed(self, articles: Collection[str] | None = None) -> tuple[tuple[str, bytes], ...]:
        """The alerts as they stand on disk, by id; with `articles` those that may quote any of them."""
        query = "SELECT id, said FROM alert"
        with self._connection() as db:
            if articles is None:
                return tuple(db.execute(f"{query} ORDER BY n").fetchall())
            own = f"{query} WHERE id IN (SELECT alert FROM quoted WHERE article = ?)"
            return tuple(row for one in sorted(articles) for row in db.execute(own, (one,)))

    def pack(self) -> None:
        """Write every byte of the file anew."""
        with self._connection() as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget(self, articles: Collection[str]) -> int:
        """Take out the alerts that may quote articles, for good; how many there were."""
        asked = [(id,) for id in sorted(articles)]
        with self._writing() as db:
            found = db.executemany("DELETE FROM alert WHERE id IN (SELECT alert FROM quoted WHERE article = ?)", asked).rowcount
        with self._connection() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return max(found, 0)


def watched(folder: str | Path) -> Watched | None:
    """What a watch remembers of an archive, if there ever was one."""
    return Watched(folder) if (Path(folder) / WATCH).is_file() else None
