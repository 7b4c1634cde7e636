"""What a watch remembers between two turns: how each feed stands, which items it had, what it told whom.

A file of its own beside the archive: it can be thrown away, and the watch begins anew (what is in the archive is not told again).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stemma import codec
from stemma.archive.database import WATCH, complaint, opened, transaction, write_ahead
from stemma.errors import BadArchive
from stemma.model import Alert

VERSION: Final = 2
KEEP: Final = 30 * 86_400.0
"""Seconds for which an item is remembered that its feed lists no more."""
_AT_ONCE: Final = 500

_ONE: Final = """
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
_TWO: Final = """
ALTER TABLE item ADD COLUMN link BLOB;
ALTER TABLE item ADD COLUMN part BLOB;
ALTER TABLE item ADD COLUMN seen REAL NOT NULL DEFAULT 0;
CREATE INDEX item_part ON item (part) WHERE part IS NOT NULL;
CREATE INDEX quoted_alert ON quoted (alert);
CREATE TABLE out (link BLOB PRIMARY KEY) WITHOUT ROWID;
"""
_STEPS: Final = (_ONE, _TWO)
"""`link` is a hash of an item's address, `part` the key under which the archive has what came of it, `seen` when its feed listed it
last (seconds since 1970). `out` has the links of articles that were taken out, and stays."""


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
class Listed:
    """An item as a feed lists it: the `link` to it, and the key of the `part` that the archive has of it (None: not known)."""

    link: bytes
    part: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An alert, and when it was made (ISO 8601)."""

    alert: Alert
    made: str


class Watched:
    """The file `watch.sqlite` in the folder of an archive, made if it is not there. Every method is one step, done wholly or not at
    all. One that may not be written can be read. Raises `BadArchive` where it cannot be used."""

    def __init__(self, folder: str | Path) -> None:
        self._file = Path(folder) / WATCH
        there = self._file.exists()
        self._fixed = there and not (os.access(self._file, os.W_OK) and os.access(self._file.parent, os.W_OK))
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not there:  # the addresses in it may be secrets: its owner's alone
                os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise complaint(folder, error) from error
        with self._connection() as db:
            if not self._fixed:
                write_ahead(db)
            if self._version(db) == VERSION:
                return  # who only looks must not wait for whoever writes
        with self._writing() as db:
            for step in _STEPS[self._version(db) :]:
                for statement in step.strip().split(";\n"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")

    def _version(self, db: sqlite3.Connection) -> int:
        found: int = db.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise BadArchive(
                f"{self._file} is of version {found}; this program knows up to {VERSION}",
                "use the newer stemma, or remove that file: the watch then begins anew",
            )
        return found

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with opened(self._file, self._file, mode="ro&immutable=1" if self._fixed else "rw") as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as db, transaction(db):
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
        wanted = sorted(keys)
        out: set[bytes] = set()
        with self._connection() as db:
            for n in range(0, len(wanted), _AT_ONCE):
                part = wanted[n : n + _AT_ONCE]
                asked = f"SELECT key FROM item WHERE feed = ? AND done = 1 AND key IN ({', '.join('?' * len(part))})"
                out |= {key for (key,) in db.execute(asked, (feed, *part))}
        return frozenset(out)

    def mark(
        self,
        feed: str,
        done: Collection[bytes],
        failed: Collection[bytes],
        most: int,
        *,
        now: float = 0.0,
        listed: Mapping[bytes, Listed] | None = None,
    ) -> int:
        """Items that are done, and items that could not be had this time; after `most` tries these are done, too.

        `listed` are all items that the feed has `now` (seconds since 1970); what it has not listed for `KEEP` is forgotten.
        Returns how many are still to be had.
        """
        with self._writing() as db:
            db.executemany(
                "INSERT INTO item (feed, key, tries, done) VALUES (?, ?, 0, 1) ON CONFLICT DO UPDATE SET tries = 0, done = 1",
                [(feed, key) for key in sorted(done)],
            )
            for key in sorted(failed):
                db.execute(
                    "INSERT INTO item (feed, key, tries, done) VALUES (?, ?, 1, ?) "
                    "ON CONFLICT DO UPDATE SET tries = tries + 1, done = tries + 1 >= ?",
                    (feed, key, most <= 1, most),
                )
            asked = [(feed, key) for key in sorted(failed)]
            waiting: int = sum(
                db.execute("SELECT NOT done FROM item WHERE feed = ? AND key = ?", one).fetchone()[0] for one in asked
            )
            if listed is not None:
                db.executemany(
                    "UPDATE item SET seen = ?, link = ?, part = coalesce(?, part) WHERE feed = ? AND key = ?",
                    [(now, x.link, x.part, feed, key) for key, x in sorted(listed.items())],
                )
                db.execute("DELETE FROM item WHERE feed = ? AND seen < ?", (feed, now - KEEP))
            return waiting

    def tidy(self, feeds: Collection[str], now: float) -> int:
        """Forget the items of all feeds but these that nobody has asked for `KEEP`; how many feeds there were.

        Raises `BadArchive`.
        """
        with self._writing() as db:
            old = {url for (url,) in db.execute("SELECT url FROM feed WHERE due < ?", (now - KEEP,))} - set(feeds)
            db.executemany("DELETE FROM item WHERE feed = ?", [(url,) for url in sorted(old)])
            db.executemany("DELETE FROM feed WHERE url = ?", [(url,) for url in sorted(old)])
            return len(old)

    def out(self) -> frozenset[bytes]:
        """The links (see `link`) of what was taken out of the archive: it is not let in again."""
        with self._connection() as db:
            return frozenset(link for (link,) in db.execute("SELECT link FROM out"))

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

    def holds(self, alert: str) -> bool:
        """Whether an alert is still there, by its id."""
        with self._connection() as db:
            return db.execute("SELECT 1 FROM alert WHERE id = ?", (alert,)).fetchone() is not None

    def sinks(self) -> tuple[str, ...]:
        """The names of all who were ever told, sorted."""
        with self._connection() as db:
            return tuple(name for (name,) in db.execute("SELECT name FROM sink ORDER BY name"))

    def forget(self, articles: Collection[str], *, addresses: Collection[str] = (), parts: Collection[bytes] = ()) -> int:
        """Take out the alerts that may quote articles, for good; how many there were.

        The items that the articles came from, by the keys of their `parts`, and items at their `addresses` are not let in again.
        """
        asked = [(id,) for id in sorted(articles)]
        with self._writing() as db:
            found = db.executemany("DELETE FROM alert WHERE id IN (SELECT alert FROM quoted WHERE article = ?)", asked).rowcount
            db.executemany("INSERT OR IGNORE INTO out VALUES (?)", [(link(a),) for a in sorted(addresses)])
            of = [(part,) for part in sorted(parts)]
            db.executemany("INSERT OR IGNORE INTO out SELECT link FROM item WHERE part = ? AND link IS NOT NULL", of)
            db.executemany("UPDATE item SET part = NULL WHERE part = ?", of)
        with self._connection() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return max(found, 0)


def link(address: str) -> bytes:
    """What stands for an address where the address itself must not: SHA-256 (32 bytes)."""
    return hashlib.sha256(b"link\0" + address.encode("utf-8", "surrogatepass")).digest()


def watched(folder: str | Path) -> Watched | None:
    """What a watch remembers of an archive, if there ever was one."""
    return Watched(folder) if (Path(folder) / WATCH).is_file() else None
