"""Taking out: nothing is left in any file, and the proof would see it if there were."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma import codec
from stemma.archive import NewPage, SqliteStore
from stemma.archive.checking import check, compact
from stemma.archive.database import FILE
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from stemma.archive.removing import remove
from stemma.archive.residue import LEAST, Needles, explained, grams, windows
from stemma.archive.watched import Watched
from stemma.errors import UnknownName
from stemma.model import Alert, Correction
from tests.archive.collections import added
from tests.support.stores import T1, done, new, outcome, report, sample, sha
from tests.support.walk import demo_pages

RARE = "Quixlebramthorpe"
SHARED = "The council of Orrin will decide on Monday whether the old ferry may run again this summer."
FERRY = report(
    "ferry", "Ferry to stop for good", SHARED, f"A captain called {RARE} has steered it alone since the flood of 1987.",
    "Sixty people a day cross the lake on it, most of them pupils of the school at Tarn Bay.",
)  # fmt: skip
QUAY = report("quay", "Quay rotten, says council", SHARED, "Engineers found the piles of the quay rotten to the core last week.")


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    store = SqliteStore(tmp_path / "archive")
    store.add_articles([new(FERRY), new(QUAY)], T1)
    store.add_corrections([Correction(page=sha("ferry"), field="published", verdict="must-be", quote="", value="2026-03-01")])
    examine(store, entry)
    return store


def raw(store: SqliteStore) -> bytes:
    return b"".join(f.read_bytes() for f in store.files())


def test_it_is_there_before_and_nowhere_after(store: SqliteStore) -> None:
    assert store.checkpoint()
    before = raw(store)
    own = b"has steered it alone since the flood of 1987"
    for trace in (b"ferry.example", own, RARE.encode(), sha("ferry").encode()):
        assert trace in before
    held = [codec.encode(d) for e in store.stories() if (d := store.dossier(e.id)) is not None]
    assert any(own in data for data in held)
    told = remove(store, ["https://ferry.example/story"], entry)
    assert told.gone
    assert (told.articles, told.left, told.notes, told.packed) == (("ferry",), (), (), False)
    assert len(told.stories) == 1
    after = raw(store)
    for trace in (b"ferry.example", own, RARE.encode(), RARE[5:].lower().encode(), sha("ferry").encode()):
        assert trace not in after
    assert SHARED.encode() in after  # another article says it, too
    assert told.shared > 0
    assert store.corrections() == ()
    assert store.search(RARE) == ()
    assert [e.reports for e in store.stories()] == [("The quay Post",)]
    assert check(store).troubles == ()


def test_the_words_that_only_it_had_leave_the_index(store: SqliteStore) -> None:
    def terms() -> set[str]:
        with sqlite3.connect(store.folder / FILE) as db:
            db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'found', 'row')")
            return {t for (t,) in db.execute("SELECT term FROM words")}

    assert RARE.lower() in terms()
    remove(store, ["ferry"], None)
    assert RARE.lower() not in terms()
    assert {"quay", "council"} <= terms()


def test_the_proof_sees_what_is_left_in_freed_space_and_has_it_overwritten(store: SqliteStore) -> None:
    """An archive whose earlier writers did not overwrite: what they freed is found, and the files are written anew."""
    with sqlite3.connect(store.folder / FILE) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE other (data TEXT)")
        db.executemany("INSERT INTO other VALUES (?)", [(FERRY.text,)] * 40)
        db.commit()
        db.execute("DROP TABLE other")
    told = remove(store, ["ferry"], None)
    assert told.packed
    assert told.gone
    assert b"since the flood" not in raw(store)


@pytest.mark.parametrize("packed", [False, True])
def test_the_proof_fails_where_something_is_left(store: SqliteStore, packed: bool) -> None:
    with sqlite3.connect(store.folder / FILE) as db:
        words = zlib.compress(codec.encode(FERRY)) if packed else FERRY.text.encode()
        key = "0" * 64
        db.execute(
            "INSERT INTO statements VALUES (?, 'quay', ?, ?)", (key, hashlib.sha256(words).hexdigest(), zlib.compress(words))
        )
        db.execute("CREATE TABLE stray (data BLOB)")
        db.execute("INSERT INTO stray VALUES (?)", (words if packed else b"",))
        if packed:
            db.execute("DELETE FROM statements WHERE key = ?", (key,))
            db.execute("UPDATE article SET said = ? WHERE id = 'ferry'", (words,))
    told = remove(store, ["ferry"], None)
    assert not told.gone
    kinds = {x.kind for x in told.left}
    assert kinds == ({"piece of a stored value"} if packed else {"stretch of text"})
    assert {x.where for x in told.left} == ({FILE} if packed else {f"statements {key}"})


def test_what_names_nothing_takes_nothing_out(store: SqliteStore) -> None:
    with pytest.raises(UnknownName, match="nothing was taken out"):
        remove(store, ["ferry", "https://nowhere.example"], None)
    assert len(store.filed()) == 2


def test_a_page_of_the_app_goes_with_its_dossier_and_corrections(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "archive")
    data = b"words of a page that was dropped into the app, and of no other page at all"
    page = hashlib.sha256(data).hexdigest()
    store.add_pages([NewPage(name="a.txt", data=data)], T1)
    dossier = sample()
    first = dossier.articles[0]
    done(store, outcome(replace(dossier, articles=(replace(first, sha256=page), *dossier.articles[1:]))))
    told = remove(store, [page], None)
    assert told.gone
    assert (told.pages, told.stories) == ((page,), (dossier.id,))
    assert store.pages() == ()
    assert store.stories() == ()
    assert data not in raw(store)


def test_alerts_that_quote_it_go_and_one_that_stays_is_seen(store: SqliteStore) -> None:
    words = FERRY.text.split("\n")[2]
    alert = Alert(
        id="a1", kind="origin", story="s", title="t", words=words, quote=words, article="ferry", outlet=None, url=FERRY.url
    )
    book = Watched(store.folder)
    book.note([alert], T1, ["ferry", "quay"])
    book.note([replace(alert, id="a2")], T1, ["quay"])  # as no watch does: of a dossier that does not quote it
    told = remove(store, ["ferry"], None)
    assert {x.where for x in told.left} == {"alert a2"}
    assert [id for id, _ in book.packed()] == ["a2"]
    assert book.packed(["quay"]) == book.packed()


def test_real_pages_go_without_a_trace(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "archive")
    added(store, *demo_pages())
    examine(store, entry)
    for filed in store.filed()[:2]:
        told = remove(store, [filed.id], entry)
        assert told.gone, told.left
        assert dict(told.looked)["stretch of text"] > 10
        assert dict(told.looked)["piece of a stored value"] > 10
    assert check(store).troubles == ()
    assert compact(store).after <= store.size()


NEEDLES = st.lists(st.binary(min_size=LEAST, max_size=12), max_size=6)


@given(needles=NEEDLES, parts=st.lists(st.binary(max_size=20), max_size=6), data=st.data())
def test_all_that_is_there_is_found_and_nothing_else(needles: list[bytes], parts: list[bytes], data: st.DataObject) -> None:
    hay = b"".join(data.draw(st.permutations([*parts, *needles[:3]])))
    found = Needles(needles).within(hay)
    assert found == {n: hay.index(n) for n in needles if n in hay}


def test_a_needle_is_found_where_two_chunks_of_a_file_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemma.archive.residue._CHUNK", 10)
    file = tmp_path / "file"
    for at in range(30):
        file.write_bytes(b"." * at + b"needle in hay" + b"." * 20)
        assert Needles([b"needle in hay"]).in_file(file) == {b"needle in hay": at}


def test_stretches_of_a_text_stand_in_it() -> None:
    for gram in grams(FERRY.text):
        assert gram.decode() in FERRY.text
    assert len(grams("one two three four five six seven eight nine ten " * 2000, most=50)) <= 50
    assert grams('a "b\\c') == ()
    blob = bytes(range(256)) * 8
    assert all(w in blob for w in windows(blob))
    assert explained([b"needle in hay"], [("a", b"x"), ("b", b"a needle in hay")]) == {b"needle in hay": "b"}


def test_a_damaged_value_that_stays_is_no_proof_and_is_named(store: SqliteStore) -> None:
    with store.connection() as db:
        damaged = db.execute("UPDATE statements SET data = x'00' WHERE article = ?", (QUAY.id,)).rowcount
    assert damaged == 1
    told = remove(store, [FERRY.id], None)
    assert store.article(FERRY.id) is None
    assert not told.gone and {x.kind for x in told.left} == {"value that cannot be unpacked"}
    assert all(x.where.startswith("statements ") for x in told.left)
    assert told.packed, "it was written anew, in vain, and searched again"
