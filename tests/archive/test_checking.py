"""Damage of every kind is found, named, and mended where it can be."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from stemma import codec
from stemma.archive import Layer, NewPage, SqliteStore
from stemma.archive.checking import check, compact
from stemma.archive.collection import digest
from stemma.archive.database import FILE, SIDECAR, WATCH
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from stemma.archive.sidecar import DROP
from stemma.archive.watched import Watched
from stemma.errors import BadArchive
from stemma.model import Alert
from tests.archive.collections import added, table
from tests.support.stores import SAID, T1, new, report

RUINED = zlib.compress(b"{}")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    store = SqliteStore(folder / "archive")
    added(store, table(folder / "rows.jsonl", 3))
    store.add_articles([new(report("fair", "Book fair opens", "Three hundred stands were set up in Hallin."))], T1)
    store.add_pages([NewPage(name="a.txt", data=b"words")], T1)
    store.add_corrections([SAID])
    examine(store, entry)
    store.close()
    return folder / "archive"


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> SqliteStore:
    shutil.copytree(whole, tmp_path / "archive")
    return SqliteStore(tmp_path / "archive")


def test_one_that_is_whole_is_sound(store: SqliteStore) -> None:
    found = check(store)
    assert (found.sound, found.troubles, found.notes) == (True, (), ())
    assert (found.articles, found.pages, found.corrections, found.layers) == (4, 1, 1, 4)
    store.add_articles([new(report("mill", "Mill closes", "The mill closes."))], T1)
    assert check(store).notes == ("1 articles are in no story: set aside, an earlier state, or not examined yet",)


@pytest.mark.parametrize(
    ("damage", "where", "said", "mended"),
    [
        ("UPDATE article SET said = x'00' WHERE id = 'fair'", "article fair", "cannot be read", False),
        ("UPDATE article SET digest = 'x' WHERE id = 'fair'", "article fair", "its hash or id is another", False),
        ("UPDATE article SET title = 'Other' WHERE id = 'fair'", "article fair", "its line in the list", True),
        ("UPDATE page SET data = x'00'", "page 1", "not those that were given", False),
        ("UPDATE correction SET said = '{'", "correction 1", "no correction", False),
        ("UPDATE statements SET data = x'00' WHERE article = 'fair'", "statements ", "damaged", True),
        ("UPDATE story SET dossier = x'00'", "story ", "cannot be read", True),
        ("UPDATE story SET digest = 'x'", "story ", "hash", True),
        ("UPDATE story SET articles = 'fair'", "story ", "not those in the list", True),
        ("DELETE FROM member WHERE article = 'fair'", "story ", "what it quotes", True),
        ("INSERT INTO part VALUES (x'00', 'gone')", "part", "refers to what is not there", True),
        ("DELETE FROM article WHERE id = 'fair'", "story ", "quotes an article that is not in the archive", True),
        (
            "INSERT INTO found (found, rowid, title, body) VALUES ('delete', 4, 'Book fair opens', 'x')",
            "search index",
            "step",
            True,
        ),
        ("INSERT INTO found (rowid, title, body) VALUES (99, 'no such', 'article')", "search index", "not in step", True),
    ],
)
def test_damage_is_found_and_what_is_derived_is_mended(
    store: SqliteStore, damage: str, where: str, said: str, mended: bool
) -> None:
    with sqlite3.connect(store.folder / FILE) as db:
        db.execute(damage)
    found = check(store)
    assert not found.sound
    assert any(t.where.startswith(where) and said in t.found and t.mend for t in found.troubles)
    assert check(store).troubles == found.troubles  # looking changes nothing
    fixed = check(store, repair=True)
    assert fixed.sound == mended
    assert check(store).sound == mended
    if mended:
        examine(store, entry)
        assert check(store).troubles == ()
        assert [h.article.id for h in store.search("stands")] == (["fair"] if "article WHERE" not in damage else [])


def test_a_dossier_changed_inside_breaks_its_seal(store: SqliteStore) -> None:
    with sqlite3.connect(store.folder / FILE) as db:
        id, packed = db.execute("SELECT id, dossier FROM story WHERE articles = 'fair'").fetchone()
        data = zlib.decompress(packed).replace(b'"title":"Book fair opens"', b'"title":"Book fair closes"')
        db.execute("UPDATE story SET dossier = ?, digest = ? WHERE id = ?", (zlib.compress(data), digest(data), id))
    [trouble] = check(store).troubles
    assert "a seal on it is broken" in trouble.found
    before = store.members()
    assert check(store, repair=True).sound
    examine(store, entry)
    assert store.members() == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE segment SET data = x'00' WHERE article = 'fair' AND kind = 'parsed'", "damaged"),
        ("UPDATE segment SET article = 'gone' WHERE article = 'fair' AND kind = 'profile'", "not there"),
        ("DROP TABLE segment", "no such table"),
    ],
)
def test_a_sidecar_out_of_step_is_made_again(store: SqliteStore, damage: str, said: str) -> None:
    with sqlite3.connect(store.folder / SIDECAR) as db:
        db.execute(damage)
    [trouble] = check(store).troubles
    assert trouble.where.startswith("sidecar")
    assert said in trouble.found
    assert check(store, repair=True).sound
    assert examine(store, entry).articles == 4


def test_a_damaged_layer_counts_as_missing(store: SqliteStore) -> None:
    with sqlite3.connect(store.folder / SIDECAR) as db:
        db.execute("UPDATE segment SET data = x'00' WHERE article = 'fair'")
    store.add_articles([new(report("mill", "Mill closes", "The mill closes."))], T1)
    assert examine(store, entry).articles == 1, "nothing asks for it"
    twin = report("fair2", "Book fair opens", "Three hundred stands were set up in Hallin.")
    store.add_articles([new(twin)], T1)
    assert examine(store, entry).articles == 2, "its story has another report"
    assert check(store).troubles == ()


def test_a_damaged_watch_is_told(store: SqliteStore) -> None:
    alert = Alert(id="a1", kind="origin", story="s", title="t", words="w", quote="q", article="fair", outlet=None, url=None)
    Watched(store.folder).note([alert], T1, ["fair"])
    assert check(store).troubles == ()
    with closing(sqlite3.connect(store.folder / WATCH, isolation_level=None)) as db:
        db.execute("UPDATE alert SET said = x'00'")
    assert [t.where for t in check(store).troubles] == ["alert a1"]
    (store.folder / WATCH).write_bytes(b"this is no database, but long enough to be taken for one" * 200)
    [trouble] = check(store).troubles
    assert (trouble.where, trouble.mend) == ("watch", f"remove {WATCH}: the watch then begins anew")


def test_a_torn_file_is_told(store: SqliteStore) -> None:
    store.checkpoint()
    data = bytearray((store.folder / FILE).read_bytes())
    for at in range(4096 * 3, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    (store.folder / FILE).write_bytes(bytes(data))
    try:
        found = check(SqliteStore(store.folder))
    except BadArchive as error:
        assert "malformed" in error.message
        assert "copy" in error.hint or "check" in error.hint
    else:
        assert not found.sound
        assert any("export" in t.mend for t in found.troubles)


def test_compacting_drops_what_nothing_refers_to(store: SqliteStore) -> None:
    store.keep_layers([Layer(kind=k, key="old", article="fair", data=b"x" * 50_000) for k in ("statements", "parsed", "profile")])
    before = {e.id: store.dossier(e.id) for e in store.stories()}
    won = compact(store)
    assert won.dropped == 3
    assert won.after < won.before
    assert won.after == store.size()
    assert {e.id: store.dossier(e.id) for e in store.stories()} == before
    assert check(store).troubles == ()
    again = examine(store, entry)
    assert (again.changed, again.articles) == ((), 0)


def test_a_layer_that_goes_is_not_looked_for_among_all(store: SqliteStore) -> None:
    with store.sidecar.connection() as db:
        [(*_, told)] = db.execute(f"EXPLAIN QUERY PLAN {DROP}", ("parsed", "old")).fetchall()
    assert "SEARCH segment USING" in told


def test_the_search_index_is_rebuilt_from_the_texts(store: SqliteStore) -> None:
    hits = store.search("council")
    with sqlite3.connect(store.folder / FILE) as db:
        db.execute("INSERT INTO found (found) VALUES ('delete-all')")
    assert store.search("council") == ()
    assert [t.where for t in check(store).troubles] == ["search index"]
    assert check(store, repair=True).sound
    assert store.search("council") == hits
    assert codec.encode(next(store.articles()))


def test_what_is_taken_out_while_it_is_checked_is_no_trouble(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(shutil.copytree(whole, tmp_path / "archive"))
    decode, gone = codec.decode, []

    def decoding(*args: Any) -> Any:
        if not gone:
            gone.extend(f.id for f in store.filed())
            store.take_out(gone)
        return decode(*args)

    monkeypatch.setattr("stemma.archive.checking.codec.decode", decoding)
    assert [t for t in check(store).troubles if t.where.startswith("story")] == []
    assert gone and store.filed() == ()
