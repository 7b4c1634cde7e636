"""The file under an archive: opened, brought up to date, written in whole transactions, and clear about what is wrong with it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stemma.archive.migrations import VERSION, migrate
from stemma.errors import BadArchive

FILE: Final = "archive.sqlite"
LOCK: Final = "serving.lock"
SIDECAR: Final = "index.sqlite"
WATCH: Final = "watch.sqlite"
TURN: Final = "examining.lock"
TAKING: Final = "removing.lock"
WAIT: Final = 60.0
"""Seconds that a writer waits for another."""
_TURN_WAIT: Final = 86_400.0
_PATIENCE: Final = 1.0
"""Seconds after which somebody who waits for his turn is told for whom."""


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


@contextmanager
def opened(file: Path, what: object, *, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """A connection to a file of an archive, closed at the end; what SQLite complains of comes as `BadArchive` about `what`."""
    try:
        where = f"{file.resolve().as_uri()}?mode={mode}"
        with closing(sqlite3.connect(where, timeout=WAIT, isolation_level=None, uri=True)) as db:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = FULL")
            # What is taken out is overwritten, so that a takedown leaves nothing in freed pages.
            db.execute("PRAGMA secure_delete = ON")
            yield db
    except sqlite3.Error as error:
        raise complaint(what, error) from error


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is kept, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    with db:
        yield db


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
    elif "not a database" in told:
        hint = "it is of another kind, or damaged from its first byte on: name another folder, or put a copy of it in its place"
    elif "malformed" in told or "corrupt" in told:
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
        self._turns: set[tuple[int, str]] = set()
        self.waiting: Callable[[str], None] | None = None
        """Told in words, once each time, when another program has to be waited for longer than a second."""
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
        with opened(self._file, self.folder, mode="ro&immutable=1" if self.fixed else "rw") as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        if self.fixed:
            raise complaint(self.folder, OSError("read-only: neither the file nor the folder may be written"))
        with self.connection() as db, transaction(db):
            yield db

    @contextmanager
    def examining(self, each_second: Callable[[int], None] | None = None) -> Iterator[None]:
        """While this lasts no other examines the archive: who wants to waits, `waiting` is told for whom, and `each_second` for
        how long. A process that dies gives its turn back. Who has the turn may take it again, within the same thread."""
        with self._turn(TURN, "examination", each_second):
            yield

    @contextmanager
    def removing(self) -> Iterator[None]:
        """The same for takedowns: one at a time."""
        with self._turn(TAKING, "takedown"):
            yield

    @contextmanager
    def _turn(self, name: str, what: str, each_second: Callable[[int], None] | None = None) -> Iterator[None]:
        mine = (threading.get_ident(), name)
        if mine in self._turns:
            yield
            return
        file = self.folder / name
        holder = self.folder / f"{name}.held"
        try:
            if not file.exists() and not self.fixed:
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as db:
                self._wait(db, holder, what, each_second)
                with suppress(OSError):  # a courtesy to those who wait
                    holder.write_text(str(os.getpid()), "ascii")
                self._turns.add(mine)
                try:
                    yield
                finally:
                    self._turns.discard(mine)
                    with suppress(OSError):
                        holder.unlink()
        except (sqlite3.Error, PermissionError) as error:
            raise complaint(self.folder, error) from error

    def _wait(self, db: sqlite3.Connection, holder: Path, what: str, each_second: Callable[[int], None] | None) -> None:
        """Wait for a turn, and say so after a second. In short steps, so that an interrupt is heard."""
        start = time.monotonic()
        told = False
        while True:
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > start + _TURN_WAIT:
                    raise
            else:
                return
            if not told and self.waiting is not None:
                self.waiting(f"waiting for another {what}{_held_by(holder)}")
            told = True
            if each_second is not None:
                each_second(int(time.monotonic() - start))

    def checkpoint(self) -> bool:
        """Write the log back into the file and empty it; False if another program is in the way."""
        with self.connection() as db:
            return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def files(self) -> tuple[Path, ...]:
        """All files of the archive that are there, sorted by name: nothing of it lies anywhere else."""
        own = (FILE, SIDECAR, WATCH, LOCK, TURN, TAKING)
        return tuple(sorted(f for f in self.folder.iterdir() if f.is_file() and f.name.startswith(own)))

    def size(self) -> int:
        """Bytes of all files of the archive."""
        return sum(f.stat().st_size for f in self.files())

    def close(self) -> None:
        """Give back what is held open; it is not used afterwards."""
        if self._held is not None:
            self._held.close()
            self._held = None


def _held_by(holder: Path) -> str:
    """Who has a turn, and since when, as far as he said so."""
    try:
        told = holder.read_text("ascii").strip()
        since = datetime.fromtimestamp(holder.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return ""
    return f": process {told}, since {since:%Y-%m-%d %H:%M:%S} UTC" if told.isdecimal() else ""
