"""What only the store in SQLite does: its file, its lock, its versions, and kills."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from stemma.archive import SqliteStore
from stemma.archive.sqlite import FILE
from stemma.errors import BadArchive
from stemma.model import Correction
from tests.support.stores import SAID


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "deep" / "archive").close()
    assert stat.S_IMODE((tmp_path / "deep" / "archive" / FILE).stat().st_mode) == 0o600


def test_one_program_serves_an_archive_at_a_time(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path, alone=True)
    with pytest.raises(BadArchive, match="open in another"):
        SqliteStore(tmp_path, alone=True)
    first.close()
    SqliteStore(tmp_path, alone=True).close()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database, but long enough to be taken for one" * 20)
    with pytest.raises(BadArchive, match="cannot be used"):
        SqliteStore(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadArchive):
        SqliteStore(tmp_path / "file")


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    SqliteStore(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(BadArchive, match="version 99"):
        SqliteStore(tmp_path)


def _correct_until_killed(folder: str, said: Correction) -> None:
    store = SqliteStore(folder)
    n = 0
    while True:
        store.add_corrections([replace(said, note=str(n))])
        n += 1


def test_what_was_answered_as_kept_survives_a_kill(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_correct_until_killed, args=(str(tmp_path), SAID), daemon=True)
    process.start()
    store: SqliteStore | None = None
    seen = 0
    while seen < 5:
        if store is None and (tmp_path / FILE).exists():
            store = SqliteStore(tmp_path)
        seen = len(store.corrections()) if store is not None else 0
        assert process.is_alive()
    process.kill()
    process.join()
    assert store is not None
    notes = [m.correction.note for m in store.corrections()]
    assert len(notes) >= seen
    assert notes == [str(n) for n in range(len(notes))]


def test_a_new_archive_waits_for_the_program_that_is_opening_it_too(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN")
    rows = other.execute("SELECT * FROM sqlite_master")
    assert rows.fetchone()  # a reader, who keeps the file from being locked for the change
    done = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    done.start()
    store = SqliteStore(tmp_path)
    done.join()
    other.close()
    assert store.corrections() == ()
    store.close()
