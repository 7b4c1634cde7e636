"""The file under an archive: opened, brought up to date, written in whole transactions, and clear about what is wrong with it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from stemma.archive.migrations import VERSION, migrate
from stemma.errors import BadArchive

FILE: Final = "archive.sqlite"
LOCK: Final = "serving.lock"
SIDECAR: Final = "index.sqlite"
WATCH: Final = "watch.sqlite"
TURN: Final = "examining.lock"
WAIT: Final = 60.0
"""Seconds that a writer waits for another."""
_TURN_WAIT: Final = 86_400


def write_ahead(db: sqlite3.Connection) -> None:
    """Turn on the write-ahead log, which an archive keeps from then on.

    SQLite gives up at once where two programs open a new archive in the same moment, whatever its timeout (it cannot wait while it
    changes how the file is locked): so the waiting is done here.
    """
    end = time.monotonic() + WAIT
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


def complaint(what: object, error: Exception) -> BadArchive:
    """What SQLite or the system says of an archive, as a `BadArchive` that says what to do."""
    told = str(error)
    hint = "check the disk and the folder; nothing was changed"
    if "full" in told:
        hint = "free some space and run it again: all that was committed before is kept, and is not read again"
    elif "readonly" in told or "read-only" in told:
        hint = "it may be read (search, stories, show, export, check) but not written: check the permissions, or copy it elsewhere"
    elif "locked" in told or "busy" in told:
        hint = "another program has been writing to it for long: wait for it, or stop it, and run this again"
    elif "malformed" in told or "not a database" in told or "corrupt" in told:
        hint = "`stemma archive check` says what is damaged, and `--repair` mends what can be rebuilt"
    elif "disk I/O" in told:
        hint = "check the disk (space, limits, cables) and run it again: all that was committed before is kept"
    return BadArchive(f"the archive {what} cannot be used: {told}", hint)


class Database:
    """The file `archive.sqlite` of a folder, which is made if it is not there; every step opens a connection of its own.

    With `alone` no other may open the folder so until this one is closed, or its process gone. With `reading` nothing is made:
    the archive must be there, and may lie where nothing can be written. Raises `BadArchive` where the folder cannot be used, holds
    another kind of file, a newer archive, or is open elsewhere.
    """

    def __init__(self, folder: str | Path, *, alone: bool = False, reading: bool = False) -> None:
        self.folder = Path(folder)
        self._file = self.folder / FILE
        self._held: sqlite3.Connection | None = None
        self.fixed = False
        try:
            if reading:
                self._open_to_read()
                return
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if alone:
                self._hold()
            if not self._file.exists():
                os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
            self._prepare()
        except OSError as error:
            self.close()
            raise BadArchive(
                f"the archive {self.folder} cannot be used: {error}", "check that the folder may be written, or name another"
            ) from error
        except BadArchive:
            self.close()
            raise

    def _prepare(self) -> None:
        with self.connection() as db:
            write_ahead(db)
            self._upgrade(db)

    def _open_to_read(self) -> None:
        if not self._file.is_file():
            raise BadArchive(
                f"{self.folder} holds no archive: there is no {FILE} in it",
                "name the folder of an archive; `stemma archive add` and `stemma serve` make one",
            )
        if os.access(self._file, os.W_OK) and os.access(self.folder, os.W_OK):
            self._prepare()
            return
        # Where nothing can be written SQLite cannot keep its shared index beside the file, so it must be told that none is needed.
        self.fixed = True
        log = self._file.with_name(f"{FILE}-wal")
        if log.exists() and log.stat().st_size:
            raise BadArchive(
                f"the archive {self.folder} was not closed and lies where nothing can be written",
                "copy the folder to where you may write, and use it there",
            )
        with self.connection() as db:
            found = db.execute("PRAGMA user_version").fetchone()[0]
        self._refuse_newer(found)
        if found < VERSION:
            raise BadArchive(
                f"the archive {self.folder} is of version {found} and lies where nothing can be written; needed version {VERSION}",
                "copy the folder to where you may write: it is brought up to date when it is opened there",
            )

    def _hold(self) -> None:
        try:
            self._held = sqlite3.connect(self.folder / LOCK, timeout=0.2, isolation_level=None, check_same_thread=False)
            self._held.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise BadArchive(
                f"the archive {self.folder} is open in another program", "stop the other `stemma serve`, or name another archive"
            ) from error

    def _refuse_newer(self, found: int) -> None:
        if found > VERSION:
            raise BadArchive(
                f"the archive {self.folder} is of version {found}; this program knows up to {VERSION}", "use the newer stemma"
            )

    def _upgrade(self, db: sqlite3.Connection) -> None:
        if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return  # opening to read must not wait for whoever writes
        db.execute("BEGIN IMMEDIATE")
        found = db.execute("PRAGMA user_version").fetchone()[0]
        with db:  # rolls back where anything fails
            self._refuse_newer(found)
            if found < VERSION:
                migrate(db, found)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file, closed at the end; what SQLite complains of comes as `BadArchive`."""
        try:
            where = f"{self._file.resolve().as_uri()}?mode={'ro&immutable=1' if self.fixed else 'rw'}"
            with closing(sqlite3.connect(where, timeout=WAIT, isolation_level=None, uri=True)) as db:
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")
                # What is taken out is overwritten, so that a takedown leaves nothing in freed pages.
                db.execute("PRAGMA secure_delete = ON")
                yield db
        except sqlite3.Error as error:
            raise complaint(self.folder, error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        if self.fixed:
            raise complaint(self.folder, OSError("read-only: neither the file nor the folder may be written"))
        with self.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    @contextmanager
    def examining(self, waiting: Callable[[int], None] | None = None) -> Iterator[None]:
        """While this lasts no other examines the archive: who wants to waits, and `waiting` is told each second for how many. A
        process that dies gives its turn back."""
        try:
            with closing(sqlite3.connect(self.folder / TURN, timeout=1.0, isolation_level=None)) as db:
                for seconds in count(1):
                    try:
                        db.execute("BEGIN EXCLUSIVE")
                        break
                    except sqlite3.OperationalError as error:
                        if "locked" not in str(error) or seconds > _TURN_WAIT:
                            raise
                    if waiting is not None:
                        waiting(seconds)
                yield
        except sqlite3.Error as error:
            raise complaint(self.folder, error) from error

    def checkpoint(self) -> bool:
        """Write the log back into the file and empty it; False if another program is in the way."""
        with self.connection() as db:
            return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def files(self) -> tuple[Path, ...]:
        """All files of the archive that are there, sorted by name: nothing of it lies anywhere else."""
        own = (FILE, SIDECAR, WATCH, LOCK, TURN)
        return tuple(sorted(f for f in self.folder.iterdir() if f.is_file() and f.name.startswith(own)))

    def size(self) -> int:
        """Bytes of all files of the archive."""
        return sum(f.stat().st_size for f in self.files())

    def close(self) -> None:
        """Give back what is held open; it is not used afterwards."""
        if self._held is not None:
            self._held.close()
            self._held = None
