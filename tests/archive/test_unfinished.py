"""A takedown that is interrupted: it is known that it is not finished, the same call finishes it, and no proof is lost."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stemma.archive import SqliteStore, removing
from stemma.archive.base import Entry
from stemma.archive.checking import check, compact
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from stemma.archive.removing import Removal, remove
from stemma.archive.unfinished import RECORD, Begun, begun, drop, keep
from stemma.archive.watched import Listed, Watched, link
from stemma.errors import BadArchive, UnknownName
from stemma.model import Alert, Dossier
from tests.archive.collections import dying
from tests.archive.test_removing import FERRY, QUAY, RARE
from tests.support.stores import T1, new, report

FAIR = report("fair", "Book fair opens", "The Hallin book fair opened on Friday with 300 stands, its director said.")
OWN = b"has steered it alone since the flood of 1987"
ALERT = Alert(
    id="a1", kind="origin", story="s", title="t", words="A new voice", quote=FERRY.text.split("\n")[2], article="ferry",
    outlet=None, url=FERRY.url,
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was examined and watched."""
    store = SqliteStore(tmp_path_factory.mktemp("whole") / "archive")
    store.add_articles([new(FERRY), new(QUAY), new(FAIR)], T1)
    examine(store, entry)
    book = Watched(store.folder)
    book.note([ALERT], T1, ["ferry", "quay"])
    with store.connection() as db:
        [(part,)] = db.execute("SELECT key FROM part WHERE article = 'ferry'").fetchall()
    book.mark("feed", {b"k"}, (), 5, listed={b"k": Listed(link=link("https://ferry.example/story?from=feed"), part=part)})
    store.checkpoint()
    return store.folder


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> SqliteStore:
    return SqliteStore(shutil.copytree(whole, tmp_path / "archive"))


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory, where the system has one: many small writes that a disk would be waited for."""
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    yield folder
    shutil.rmtree(folder)


def raw(folder: Path) -> bytes:
    """All that lies in the folder, of whatever name."""
    return b"".join(f.read_bytes() for f in sorted(folder.iterdir()))


def traces(folder: Path) -> list[bytes]:
    data = raw(folder)
    return [t for t in (OWN, RARE.encode(), b"ferry.example", FERRY.sha256.encode()) if t in data]


def told(pipe: int, done: Removal) -> None:
    os.write(pipe, b"gone" if done.gone else b"left")


def at_every_instant(whole: Path, where: Path, entry: Callable[[Dossier], Entry] | None, first: int, step: int) -> int:
    """Kill a takedown before its nth step, for ever greater n, until it lives; how often that was between taking out and proof."""
    amid, n = 0, first
    while True:
        folder = shutil.copytree(whole, where / str(n))

        def work(pipe: int, folder: Path = folder) -> None:
            remove(SqliteStore(folder), ["ferry"], entry, proven=lambda r: told(pipe, r))

        said, lived = dying(work, n)
        store = SqliteStore(folder)
        there, record = bool(store.named("ferry")), begun(folder)
        assert [t.where for t in check(store).troubles] == (["takedown"] if record else [])
        assert said == b"gone" or there or record is not None, f"killed before step {n}: nobody could prove it any more"
        amid += not there and record is not None and not said
        if record is not None or not said:
            done = remove(store, ["ferry"], None)
            assert done.gone and done.articles == ("ferry",)
            assert dict(done.looked)["stretch of text"] > 5
        assert traces(folder) == [], f"killed before step {n}"
        assert not b"".join(f.read_bytes() for f in folder.glob(f"{RECORD}*")).strip(b"\0")
        assert link("https://ferry.example/story?from=feed") in Watched(folder).out()
        assert check(store).troubles == ()
        shutil.rmtree(folder)
        if lived:
            assert said == b"gone" and n > 25
            return amid
        n += step


def test_killed_at_any_instant_the_same_call_finishes_it(whole: Path, quick: Path) -> None:
    assert at_every_instant(whole, quick, None, 1, 1) > 5


def test_so_too_while_the_stories_are_examined_again(whole: Path, quick: Path) -> None:
    assert at_every_instant(whole, quick, entry, 3, 7) > 2


def test_what_was_begun_is_finished_with_the_next(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(store, "ferry", monkeypatch)
    [trouble] = check(store).troubles
    assert "ferry" in trouble.found and trouble.mend.startswith("`stemma archive remove ARCHIVE ferry`")
    with pytest.raises(UnknownName):
        remove(store, ["nothing"], None)
    assert begun(store.folder) is not None
    for name in ("ferry", FERRY.url, FERRY.sha256):
        taking = begun(store.folder)
        assert taking is not None and taking.means(name or "")
    done = remove(store, ["fair"], None)
    assert done.gone and done.articles == ("fair", "ferry")
    assert begun(store.folder) is None and traces(store.folder) == []
    with pytest.raises(UnknownName):
        remove(store, ["ferry"], None)


def interrupted(store: SqliteStore, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A takedown that ends before its proof."""
    with monkeypatch.context() as patch:
        patch.setattr(removing, "_proved", stopped)
        with pytest.raises(KeyboardInterrupt):
            remove(store, [name], None)
    assert store.named(name) == ()


def stopped(*args: object) -> None:
    raise KeyboardInterrupt


def test_its_record_is_its_owners_alone_and_holds_no_plain_words(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(store, "ferry", monkeypatch)
    record = store.folder / RECORD
    assert record.stat().st_mode & 0o777 == 0o600
    assert OWN not in record.read_bytes()


def test_a_proof_that_finds_something_can_be_asked_for_again(store: SqliteStore) -> None:
    with store.connection() as db:
        db.execute("CREATE TABLE stray (data TEXT)")
        db.execute("INSERT INTO stray VALUES (?)", (FERRY.text,))
    told: list[bool] = []
    assert not remove(store, ["ferry"], None, proven=lambda done: told.append(done.gone)).gone
    assert [t.where for t in check(store).troubles] == ["takedown"]
    with store.connection() as db:
        db.execute("DROP TABLE stray")
    assert remove(store, ["ferry"], None, proven=lambda done: told.append(done.gone)).gone
    assert told == [False, True] and check(store).troubles == ()


def test_a_record_is_kept_whole_and_one_that_is_damaged_is_told(store: SqliteStore) -> None:
    what = Begun(asked=("x", "\udc80"), articles=("a",), parts=(b"\0\xff",), needles={"id": (b"a",), "hash": (b"h",)})
    keep(store.folder, what)
    assert begun(store.folder) == what
    assert what.with_(Begun(articles=("b",), needles={"id": (b"b", b"a")})).needles["id"] == (b"a", b"b")
    (store.folder / RECORD).write_bytes(b"no record")
    [trouble] = check(store).troubles
    assert trouble.where == "takedown" and f"remove {RECORD}" in trouble.mend
    with pytest.raises(BadArchive, match="cannot be read"):
        remove(store, ["ferry"], None)
    assert store.named("ferry")
    drop(store.folder)
    assert begun(store.folder) is None


def test_a_damaged_article_can_be_taken_out(store: SqliteStore) -> None:
    """As what finds it damaged says."""
    with store.connection() as db:
        db.execute("UPDATE article SET said = x'00' WHERE id = 'fair'")
    with pytest.raises(BadArchive, match="takes it out"):
        store.article("fair")
    assert not remove(store, ["ferry"], None).gone, "who can tell what the damaged one holds"
    assert remove(store, ["fair"], None).gone
    assert check(store).troubles == () and traces(store.folder) == []


def test_an_alert_that_is_noted_beside_it_goes_too(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """An examination read the article before it was taken out, and notes an alert that quotes it afterwards."""
    book = Watched(store.folder)
    store.add_articles([new(report("mill", "Mill closes", "The mill of Orrin closes for good, the council said."))], T1)
    noting, out = threading.Event(), threading.Event()
    take_out = SqliteStore.take_out

    def taken(self: SqliteStore, *args: object) -> None:
        noting.wait(30)
        take_out(self, *args)  # type: ignore[arg-type]
        out.set()

    def changed(was: Dossier | None, now: Dossier) -> None:
        noting.set()
        out.wait(30)
        book.note([ALERT], T1, ["ferry", "quay"])

    monkeypatch.setattr(SqliteStore, "take_out", taken)
    other = threading.Thread(target=lambda: examine(SqliteStore(store.folder), entry, changed=changed))
    other.start()
    done = remove(store, ["ferry"], entry)
    other.join()
    assert out.is_set() and done.gone
    assert book.packed() == () and traces(store.folder) == []
    assert check(store).troubles == ()


def test_two_takedowns_at_once_are_both_proved(store: SqliteStore) -> None:
    done: dict[str, Removal] = {}

    def take(name: str) -> None:
        done[name] = remove(SqliteStore(store.folder), [name], None)

    both = [threading.Thread(target=take, args=(name,)) for name in ("ferry", "fair")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert {n: (d.gone, d.articles) for n, d in done.items()} == {"ferry": (True, ("ferry",)), "fair": (True, ("fair",))}
    assert begun(store.folder) is None and check(store).troubles == ()


def test_who_waits_is_told_for_whom(store: SqliteStore) -> None:
    holding, go = multiprocessing.get_context("fork").Event(), multiprocessing.get_context("fork").Event()

    def hold() -> None:
        with SqliteStore(store.folder).examining():
            holding.set()
            go.wait(30)

    other = multiprocessing.get_context("fork").Process(target=hold)
    other.start()
    holding.wait(30)
    told: list[str] = []

    def waiting(words: str) -> None:
        told.append(words)
        go.set()

    store.waiting = waiting
    won = compact(store)
    other.join()
    assert won.after <= won.before
    [words] = told
    assert words.startswith(f"waiting for another examination: process {other.pid}, since 20") and words.endswith(" UTC")
    with store.examining(), store.examining():  # who has the turn may take it again
        pass
    assert not list(store.folder.glob("*.held"))
    assert {oct(f.stat().st_mode & 0o777) for f in store.files()} == {"0o600"}


def test_a_turn_comes_back_from_who_died(store: SqliteStore) -> None:
    def hold() -> None:
        with SqliteStore(store.folder).examining():
            os._exit(9)

    other = multiprocessing.get_context("fork").Process(target=hold)
    other.start()
    other.join()
    store.waiting = pytest.fail
    with store.examining():
        other_db = sqlite3.connect(store.folder / "examining.lock", timeout=0)
        with pytest.raises(sqlite3.OperationalError):
            other_db.execute("BEGIN EXCLUSIVE")
        other_db.close()
