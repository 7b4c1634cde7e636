"""A store in one SQLite file, written in whole transactions: what was answered as kept is kept, whatever happens next.

Every step opens its own connection, so that threads and processes do not meet but in the database, which lets one of them write
at a time and the others wait. The file is made for its owner alone to read.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from stemma import codec
from stemma.archive.base import OPEN, Entry, Kept, Made, NewPage, Outcome, Run, RunState, Withdrawal, sorted_entries, successors
from stemma.errors import BadArchive
from stemma.model import Correction, Dossier, Rejected

FILE: Final = "archive.sqlite"
LOCK: Final = "serving.lock"
VERSION: Final = 1
"""Of the tables below, kept in the file; a newer one is refused."""
_WAIT: Final = 20.0
"""Seconds that a writer waits for another."""
_SCHEMA: Final = """
CREATE TABLE page (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, sha256 TEXT, size INTEGER, url TEXT, charset TEXT,
  data BLOB, address INTEGER NOT NULL, added TEXT NOT NULL);
CREATE UNIQUE INDEX page_once ON page (name, sha256) WHERE address = 0;
CREATE UNIQUE INDEX address_once ON page (name) WHERE address = 1;
CREATE TABLE correction (id INTEGER PRIMARY KEY AUTOINCREMENT, said TEXT NOT NULL);
CREATE TABLE withdrawal (correction INTEGER PRIMARY KEY REFERENCES correction (id), who TEXT NOT NULL, made TEXT NOT NULL,
  why TEXT NOT NULL);
CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, asked TEXT NOT NULL, ended TEXT,
  pages INTEGER NOT NULL DEFAULT 0, dossiers INTEGER NOT NULL DEFAULT 0, rejected BLOB NOT NULL DEFAULT x'5b5d',
  message TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '');
CREATE TABLE story (id TEXT PRIMARY KEY, title TEXT NOT NULL, strip TEXT NOT NULL, reports TEXT NOT NULL, lower INTEGER,
  upper INTEGER, first TEXT, last TEXT, corrections INTEGER NOT NULL, words TEXT NOT NULL, pages TEXT NOT NULL,
  articles TEXT NOT NULL, dossier BLOB NOT NULL);
CREATE TABLE alias (id TEXT PRIMARY KEY, story TEXT NOT NULL);
"""


def _write_ahead(db: sqlite3.Connection) -> None:
    """Turn on the write-ahead log, which an archive keeps from then on.

    SQLite gives up at once where two programs open a new archive in the same moment, whatever its timeout (it cannot wait while it
    changes how the file is locked): so the waiting is done here.
    """
    end = time.monotonic() + _WAIT
    while True:
        try:
            if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


class SqliteStore:
    """A `Store` in the file `archive.sqlite` of a folder, which is made if it is not there.

    With `alone` no other may open the folder so until this one is closed, or its process gone. Raises `BadArchive` where the
    folder cannot be used, holds another kind of file, a newer archive, or is open elsewhere.
    """

    def __init__(self, folder: str | Path, *, alone: bool = False) -> None:
        self.folder = Path(folder)
        self._file = self.folder / FILE
        self._held: sqlite3.Connection | None = None
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if alone:
                self._hold()
            if not self._file.exists():
                os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
            with self._connection() as db:
                _write_ahead(db)
                self._upgrade(db)
        except OSError as error:
            self.close()
            raise BadArchive(
                f"the archive {self.folder} cannot be used: {error}", "check that the folder may be written, or name another"
            ) from error
        except BadArchive:
            self.close()
            raise

    def _hold(self) -> None:
        try:
            self._held = sqlite3.connect(self.folder / LOCK, timeout=0.2, isolation_level=None, check_same_thread=False)
            self._held.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise BadArchive(
                f"the archive {self.folder} is open in another program", "stop the other `stemma serve`, or name another archive"
            ) from error

    def _upgrade(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN IMMEDIATE")
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            db.execute("ROLLBACK")
            raise BadArchive(
                f"the archive {self.folder} is of version {found}; this program knows up to {VERSION}", "use the newer stemma"
            )
        if found == 0:
            for statement in _SCHEMA.strip().split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None)) as db:
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")
                yield db
        except sqlite3.Error as error:
            raise BadArchive(
                f"the archive {self.folder} cannot be used: {error}", "check the disk and the folder; nothing was changed"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    def add_pages(self, pages: Sequence[NewPage], when: str) -> tuple[Kept, ...]:
        """See `Store`."""
        out = []
        with self._writing() as db:
            for page in pages:
                sha = hashlib.sha256(page.data).hexdigest() if page.data is not None else None
                size = None if page.data is None else len(page.data)
                address = page.data is None
                db.execute(
                    "INSERT OR IGNORE INTO page (name, sha256, size, url, charset, data, address, added) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (page.name, sha, size, page.url, page.charset, page.data, address, when),
                )
                same = "name = ? AND address = 1" if address else "name = ? AND sha256 = ? AND address = 0"
                row = db.execute(f"{_KEPT} WHERE {same}", (page.name,) if address else (page.name, sha)).fetchone()
                out.append(_kept(row))
        return tuple(out)

    def pages(self) -> tuple[Kept, ...]:
        """See `Store`."""
        with self._connection() as db:
            return tuple(_kept(row) for row in db.execute(f"{_KEPT} ORDER BY id"))

    def page(self, id: int) -> NewPage | None:
        """See `Store`."""
        with self._connection() as db:
            row = db.execute("SELECT name, data, url, charset FROM page WHERE id = ?", (id,)).fetchone()
        return NewPage(name=row[0], data=row[1], url=row[2], charset=row[3]) if row else None

    def remove_page(self, id: int) -> bool:
        """See `Store`."""
        with self._writing() as db:
            return db.execute("DELETE FROM page WHERE id = ?", (id,)).rowcount == 1

    def add_corrections(self, corrections: Sequence[Correction]) -> tuple[int, ...]:
        """See `Store`."""
        with self._writing() as db:
            said = [codec.encode(c).decode("utf-8") for c in corrections]
            made = [db.execute("INSERT INTO correction (said) VALUES (?)", (one,)).lastrowid for one in said]
            return tuple(id for id in made if id is not None)

    def corrections(self) -> tuple[Made, ...]:
        """See `Store`."""
        with self._connection() as db:
            rows = db.execute(
                "SELECT c.id, c.said, w.who, w.made, w.why FROM correction c LEFT JOIN withdrawal w ON w.correction = c.id "
                "ORDER BY c.id"
            ).fetchall()
        return tuple(
            Made(
                id=id,
                correction=codec.corrections(said.encode("utf-8"), str(self._file))[0],
                withdrawn=None if who is None else Withdrawal(who=who, when=when, why=why),
            )
            for id, said, who, when, why in rows
        )

    def withdraw(self, id: int, withdrawal: Withdrawal) -> bool:
        """See `Store`."""
        with self._writing() as db:
            if db.execute("SELECT 1 FROM correction WHERE id = ?", (id,)).fetchone() is None:
                return False
            done = db.execute(
                "INSERT OR IGNORE INTO withdrawal (correction, who, made, why) VALUES (?, ?, ?, ?)",
                (id, withdrawal.who, withdrawal.when, withdrawal.why),
            )
            return done.rowcount == 1

    def ask(self, when: str) -> Run:
        """See `Store`."""
        with self._writing() as db:
            row = db.execute(f"{_RUN} WHERE state = 'waiting' ORDER BY id LIMIT 1").fetchone()
            if row is None:
                id = db.execute("INSERT INTO run (state, asked) VALUES ('waiting', ?)", (when,)).lastrowid
                row = db.execute(f"{_RUN} WHERE id = ?", (id,)).fetchone()
            return _run(row)

    def begin(self, id: int, pages: int, seen: Sequence[int]) -> bool:
        """See `Store`."""
        with self._writing() as db:
            told = " ".join(map(str, seen))
            done = db.execute(
                "UPDATE run SET state = 'running', pages = ?, seen = ? WHERE id = ? AND state = 'waiting'", (pages, told, id)
            )
            return done.rowcount == 1

    def end(self, id: int, state: RunState, when: str, message: str = "", outcome: Outcome | None = None) -> bool:
        """See `Store`."""
        made = len(outcome.dossiers) if outcome else 0
        rejected = codec.encode_rejected(outcome.rejected if outcome else ())
        with self._writing() as db:
            done = db.execute(
                "UPDATE run SET state = ?, ended = ?, message = ?, dossiers = ?, rejected = ? WHERE id = ? AND state IN (?, ?)",
                (state, when, message, made, rejected, id, *OPEN),
            )
            if done.rowcount != 1:
                return False
            if outcome is not None:
                self._replace(db, outcome)
            return True

    def _replace(self, db: sqlite3.Connection, outcome: Outcome) -> None:
        old = {id: told.split() for id, told in db.execute("SELECT id, articles FROM story")}
        db.execute("DELETE FROM story")
        db.executemany(
            "INSERT INTO story VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (e.id, e.title, e.strip, "\n".join(e.reports), e.lower, e.upper, e.first, e.last, e.corrections, e.words,
                 " ".join(e.pages),                 " ".join(d.story.articles), zlib.compress(codec.encode(d), 6))
                for e, d in outcome.dossiers
            ],
        )  # fmt: skip
        gone = successors(old, {e.id: d.story.articles for e, d in outcome.dossiers})
        db.executemany("UPDATE alias SET story = ? WHERE story = ?", [(now, was) for was, now in gone.items()])
        db.executemany("INSERT OR REPLACE INTO alias (id, story) VALUES (?, ?)", list(gone.items()))
        db.executemany(
            "UPDATE page SET sha256 = ?, size = ?, url = ?, charset = ?, data = ? WHERE id = ?",
            [
                (hashlib.sha256(p.data).hexdigest(), len(p.data), p.url, p.charset, p.data, id)
                for id, p in outcome.fetched.items()
                if p.data is not None
            ],
        )

    def interrupt(self, when: str) -> int:
        """See `Store`."""
        with self._writing() as db:
            return db.execute("UPDATE run SET state = 'interrupted', ended = ? WHERE state IN (?, ?)", (when, *OPEN)).rowcount

    def run(self, id: int) -> Run | None:
        """See `Store`."""
        with self._connection() as db:
            row = db.execute(f"{_RUN} WHERE id = ?", (id,)).fetchone()
        return _run(row) if row else None

    def runs(self, most: int = 50) -> tuple[Run, ...]:
        """See `Store`."""
        with self._connection() as db:
            return tuple(_run(row) for row in db.execute(f"{_RUN} ORDER BY id DESC LIMIT ?", (most,)))

    def stories(self, search: str = "") -> tuple[Entry, ...]:
        """See `Store`."""
        with self._connection() as db:
            rows = db.execute(
                "SELECT id, title, strip, reports, lower, upper, first, last, corrections, words, pages FROM story"
            ).fetchall()
        entries = [
            Entry(
                id=id, title=title, strip=strip, reports=tuple(reports.split("\n")), lower=lower, upper=upper, first=first,
                last=last, corrections=corrections, words=words, pages=tuple(pages.split()),
            )
            for id, title, strip, reports, lower, upper, first, last, corrections, words, pages in rows
        ]  # fmt: skip
        return sorted_entries(entries, search)

    def story(self, id: str) -> str | None:
        """See `Store`."""
        with self._connection() as db:
            row = db.execute(
                "SELECT id FROM story WHERE id = ? UNION ALL "
                "SELECT s.id FROM alias a JOIN story s ON s.id = a.story WHERE a.id = ?",
                (id, id),
            ).fetchone()
        return str(row[0]) if row else None

    def dossier(self, id: str) -> Dossier | None:
        """See `Store`."""
        with self._connection() as db:
            row = db.execute("SELECT dossier FROM story WHERE id = ?", (id,)).fetchone()
        return codec.decode(zlib.decompress(row[0]), Dossier) if row else None

    def close(self) -> None:
        """See `Store`."""
        if self._held is not None:
            self._held.close()
            self._held = None


_KEPT: Final = "SELECT id, name, sha256, size, url, added FROM page"
_RUN: Final = "SELECT id, state, asked, ended, pages, dossiers, rejected, message, seen FROM run"


def _kept(row: tuple[int, str, str | None, int | None, str | None, str]) -> Kept:
    return Kept(id=row[0], name=row[1], sha256=row[2], size=row[3], url=row[4], added=row[5])


def _run(row: tuple[int, RunState, str, str | None, int, int, bytes, str, str]) -> Run:
    rejected: tuple[Rejected, ...] = codec.decode_rejected(row[6])
    seen = tuple(int(n) for n in row[8].split())
    return Run(
        id=row[0],
        state=row[1],
        asked=row[2],
        ended=row[3],
        pages=row[4],
        dossiers=row[5],
        rejected=rejected,
        message=row[7],
        seen=seen,
    )
