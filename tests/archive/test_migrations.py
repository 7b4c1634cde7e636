"""An archive that an earlier version made: opened, brought up to date in one step, or left as it was."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
import zlib
from pathlib import Path

import pytest

from stemma.archive import SqliteStore
from stemma.archive.checking import check
from stemma.archive.database import FILE
from stemma.archive.migrations import VERSION
from stemma.errors import BadArchive
from tests.archive.old.make import HILL, LAKE
from tests.support.stores import T1, new, report

OLD = Path(__file__).with_name("old") / "version-1.sqlite.gz"
STORY = "17056c4e1e54"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive as the first version wrote it, with the code of that time."""
    (tmp_path / FILE).write_bytes(gzip.decompress(OLD.read_bytes()))
    return tmp_path


def tables(folder: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(folder / FILE) as db:
        return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def test_all_that_was_in_it_is_in_it(old: Path) -> None:
    store = SqliteStore(old)
    pages = [store.page(k.id) for k in store.pages()]
    assert [p.data for p in pages if p is not None] == [LAKE, HILL]
    first, second = store.corrections()
    assert (first.correction.value, first.withdrawn) == ("2026-03-02", None)
    assert second.withdrawn is not None
    assert second.withdrawn.why == "it is the long name"
    [run] = store.runs()
    assert (run.state, run.dossiers, run.seen) == ("done", 1, (1,))
    [entry] = store.stories("orsley")
    assert (entry.id, entry.title, len(entry.reports)) == (STORY, "Dam at Orrin Lake to be drained", 2)
    dossier = store.dossier(STORY)
    assert dossier is not None
    assert {a.sha256 for a in dossier.articles} == {hashlib.sha256(d).hexdigest() for d in (LAKE, HILL)}
    assert store.quoting([dossier.articles[0].id]) == (STORY,)


def test_it_is_sound_and_goes_on(old: Path) -> None:
    store = SqliteStore(old)
    found = check(store)
    assert (found.troubles, found.pages, found.stories, found.corrections) == ((), 2, 1, 2)
    assert store.add_articles([new(report("mill", "Mill closes", "The mill closes."))], T1) == (True,)
    assert [h.article.id for h in SqliteStore(old).search("mill")] == ["mill"]
    assert check(store).sound


def test_its_tables_are_those_of_a_new_one(old: Path, tmp_path: Path) -> None:
    SqliteStore(old).close()
    SqliteStore(tmp_path / "new").close()

    def shape(folder: Path) -> dict[str, list[tuple[str, ...]]]:
        with sqlite3.connect(folder / FILE) as db:
            names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            return {n: db.execute(f"SELECT name, type, pk FROM pragma_table_info('{n}')").fetchall() for n in names}

    assert shape(old) == shape(tmp_path / "new")
    with sqlite3.connect(old / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_one_that_cannot_be_brought_up_to_date_stays_as_it_was(old: Path) -> None:
    with sqlite3.connect(old / FILE) as db:
        db.execute("CREATE TABLE draft (in_the_way)")  # the last of the new tables but one
    before = tables(old)
    with pytest.raises(BadArchive, match="draft already exists"):
        SqliteStore(old)
    assert tables(old) == before
    with sqlite3.connect(old / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("damage", [zlib.compress(b"[]"), zlib.compress(b"{"), zlib.compress(b'{"articles": [1]}'), b"no zlib"])
def test_a_damaged_dossier_in_it_is_found_afterwards(old: Path, damage: bytes) -> None:
    with sqlite3.connect(old / FILE) as db:
        db.execute("UPDATE story SET dossier = ?", (damage,))
    store = SqliteStore(old)
    assert [t.where for t in check(store).troubles] == [f"story {STORY}"]
    assert check(store, repair=True).sound
    assert len(store.pages()) == 2


def test_a_later_one_is_refused_and_left_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    for reading in (False, True):
        with pytest.raises(BadArchive, match=f"is of version {VERSION + 1}; this program knows up to {VERSION}") as told:
            SqliteStore(tmp_path, reading=reading)
        assert "newer stemma" in told.value.hint
    with sqlite3.connect(tmp_path / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
