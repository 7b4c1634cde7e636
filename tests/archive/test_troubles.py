"""A full disk, a folder that may not be written, another program at work: nothing committed is lost; told what to do."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stemma.archive import SqliteStore, adding
from stemma.archive.checking import check
from stemma.archive.database import FILE, SIDECAR
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from stemma.archive.removing import remove
from stemma.archive.unfinished import RECORD
from stemma.errors import BadArchive, StemmaError
from tests.archive.collections import added, content, killed, table
from tests.support.stores import SAID, T1, new, report

NOBODY = 65534


class Full(SqliteStore):
    """A store on a disk that has room for so many pages of the database."""

    room = 40

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        with super().connection() as db:
            db.execute(f"PRAGMA max_page_count = {self.room}")
            yield db


def test_a_full_disk_costs_the_batch_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 8)
    source = table(tmp_path / "rows.jsonl", 120)
    with pytest.raises(BadArchive, match="full") as told:
        added(Full(tmp_path / "full"), source)
    assert "free some space and run it again" in told.value.hint
    store = SqliteStore(tmp_path / "full")
    kept = content(store)
    assert 0 < len(kept) < 120
    assert len(kept) % 8 == 0
    assert check(store).troubles == ()
    done = added(store, source)
    assert (len(done.new), done.known) == (120 - len(kept), len(kept))
    whole = SqliteStore(tmp_path / "whole")
    added(whole, source)
    assert content(store) == content(whole)


def _limited(work: Callable[[], object], size: int) -> str:
    """What a process is told that may write no file longer than `size` bytes."""

    def run(pipe: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            work()
        except StemmaError as error:
            os.write(pipe, f"{error.code}: {error}".encode())
        else:
            os.write(pipe, b"done")

    return killed(run, 0, kill=False).decode()


def test_a_system_that_lets_no_file_grow_costs_the_batch_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 8)
    source = table(tmp_path / "rows.jsonl", 120)
    folder = tmp_path / "archive"
    told = _limited(lambda: added(SqliteStore(folder), source), 150_000)
    assert told.startswith("bad-archive: ")
    assert "all that was committed before is kept" in told
    store = SqliteStore(folder)
    kept = content(store)
    assert 0 < len(kept) < 120
    assert check(store).troubles == ()
    assert len(added(store, source).new) == 120 - len(kept)


def test_an_examination_that_finds_the_disk_full_goes_on_later(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "archive")
    added(store, table(tmp_path / "rows.jsonl", 6))
    told = _limited(lambda: examine(SqliteStore(store.folder), entry), 60_000)
    assert told.startswith("bad-archive: ")
    assert check(store).troubles == ()
    assert store.stories() == ()
    examine(store, entry)
    assert sorted(a for articles in store.members().values() for a in articles) == [f.id for f in store.filed()]


@pytest.mark.parametrize("size", [400, 3_000, 20_000, 60_000, 160_000])
def test_a_takedown_that_finds_the_disk_full_is_done_later(tmp_path: Path, size: int) -> None:
    store = SqliteStore(tmp_path / "archive")
    added(store, table(tmp_path / "rows.jsonl", 40))
    store.checkpoint()
    url = "https://paper1.example/1"
    told = _limited(lambda: remove(SqliteStore(store.folder), [url], None), size)
    assert told == "done" or told.startswith("bad-archive: "), told
    assert size > 20_000 or told != "done"
    begun = (store.folder / RECORD).exists()
    assert [t.where for t in check(store).troubles] == ["takedown"] * begun
    assert begun or told == "done" or store.named(url), "nothing was taken out of which nobody knows"
    if told != "done":
        assert remove(store, [url], None).gone
    assert store.named(url) == () and not list(store.folder.glob(f"{RECORD}*"))
    assert b"paper1.example/1\n" not in b"".join(f.read_bytes() for f in store.folder.iterdir())


@pytest.fixture
def fixed() -> Iterator[Path]:
    """An archive that nobody may write."""
    folder = Path(tempfile.mkdtemp())
    store = SqliteStore(folder / "archive")
    added(store, table(folder / "rows.jsonl", 4))
    examine(store, entry)
    store.add_corrections([SAID])
    for path in (folder, folder / "archive", *store.files()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder / "archive"
    for path in (folder, folder / "archive"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def _unprivileged(work: Callable[[], str]) -> str:
    """What a process finds that is nobody's."""

    def run(pipe: int) -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        try:
            os.write(pipe, work().encode())
        except StemmaError as error:
            os.write(pipe, f"{error.code}: {error}".encode())

    return killed(run, 0, kill=False).decode()


def test_an_archive_that_may_not_be_written_can_be_read(fixed: Path) -> None:
    def read() -> str:
        store = SqliteStore(fixed, reading=True)
        hits = store.search("council")
        dossiers = [store.dossier(e.id) for e in store.stories()]
        found = check(store)
        looked = [len(hits), len(dossiers), None in dossiers, len(store.corrections()), len(found.troubles), len(found.notes)]
        return " ".join(map(str, looked))

    assert _unprivileged(read) == "4 1 False 1 0 1"


def test_an_archive_that_may_not_be_written_says_so(fixed: Path) -> None:
    def write(store: SqliteStore) -> str:
        store.add_articles([new(report("mill", "Mill closes", "The mill closes."))], T1)
        return "written"

    for opened in (lambda: SqliteStore(fixed, reading=True), lambda: SqliteStore(fixed)):
        told = _unprivileged(lambda opened=opened: write(opened()))
        assert told.startswith("bad-archive: ")
        assert "may be read (search, stories, show, export, check) but not written" in told
    assert len(SqliteStore(fixed, reading=True).filed()) == 4


def test_where_there_is_no_archive_none_is_made_to_read(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="holds no archive"):
        SqliteStore(tmp_path / "none", reading=True)
    assert not (tmp_path / "none").exists()


def test_two_that_add_at_once_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 3)
    source = [table(tmp_path / f"{n}.jsonl", count) for n, count in enumerate((60, 90))]  # the first 60 are the same
    context = multiprocessing.get_context("fork")
    both = [context.Process(target=lambda f=f: added(SqliteStore(tmp_path / "archive"), f) and None) for f in source]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [p.exitcode for p in both] == [0, 0]
    store = SqliteStore(tmp_path / "archive")
    whole = SqliteStore(tmp_path / "whole")
    added(whole, source[1])
    assert len(store.filed()) == 90
    assert {f.id for f in store.filed()} == {f.id for f in whole.filed()}
    assert check(store).troubles == ()


def test_two_that_examine_at_once_agree(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "archive")
    added(store, table(tmp_path / "rows.jsonl", 4))
    context = multiprocessing.get_context("fork")
    both = [context.Process(target=lambda: examine(SqliteStore(store.folder), entry) and None) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert check(store).troubles == ()
    again = examine(store, entry)
    assert (again.changed, again.articles) == ((), 0)


def test_a_file_that_is_no_database_is_made_anew_or_told(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    added(store, table(tmp_path / "rows.jsonl", 2))
    examine(store, entry)
    (tmp_path / SIDECAR).write_bytes(b"this is no database, but long enough to be taken for one" * 200)
    assert [t.where for t in check(SqliteStore(tmp_path)).troubles] == ["sidecar"]
    store.add_articles([new(report("mill", "Mill closes", "The mill closes."))], T1)
    assert examine(SqliteStore(tmp_path), entry).articles == 3
    assert check(SqliteStore(tmp_path)).troubles == ()
    (tmp_path / FILE).write_bytes(b"\0" * 4096)
    with pytest.raises(BadArchive, match="not a database") as told:
        SqliteStore(tmp_path)
    assert "name another folder" in told.value.hint
