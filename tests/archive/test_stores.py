"""One suite for every store: what `Store` promises, in memory and in SQLite."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stemma.archive import MemoryStore, NewPage, Outcome, SqliteStore, Store, Withdrawal
from stemma.archive.sqlite import FILE
from stemma.errors import BadArchive
from stemma.model import Correction, Dossier, Rejected
from stemma.web.entries import entry
from tests.cli.conftest import sample_without_surrogate as sample

T1, T2, T3 = "2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", "2026-03-02T10:00:00Z"
SAID = Correction(
    page="a" * 64, field="published", verdict="must-be", quote="", value="2026-02-28", note="the mast says so", who="R. D.", when=T1
)
NOBODY = Withdrawal(who="S. K.", when=T2, why="the mast was wrong")


@pytest.fixture(params=["memory", "sqlite"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the store; in SQLite each time anew, in memory always the same."""
    if request.param == "memory":
        one = MemoryStore()
        yield lambda: one
        return
    stores: list[SqliteStore] = []

    def open_() -> Store:
        stores.append(SqliteStore(tmp_path / "archive"))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


def outcome(*dossiers: Dossier, rejected: tuple[Rejected, ...] = (), fetched: dict[int, NewPage] | None = None) -> Outcome:
    return Outcome(dossiers=[(entry(d), d) for d in dossiers], rejected=rejected, fetched=fetched or {})


def other_story(id: str, articles: tuple[str, ...]) -> Dossier:
    """The sample under another id, with other articles in its story."""
    dossier = sample()
    return replace(dossier, id=id, story=replace(dossier.story, id=id, articles=articles))


def done(store: Store, what: Outcome) -> int:
    run = store.ask(T1)
    assert store.begin(run.id, 1, [])
    assert store.end(run.id, "done", T2, outcome=what)
    return run.id


def test_a_page_is_kept_as_given_and_once(opened: Callable[[], Store]) -> None:
    data = "Körner \x00 \ud83c".encode("utf-8", "surrogatepass")
    [first] = opened().add_pages([NewPage(name="a.txt", data=data)], T1)
    again, renamed, other = opened().add_pages(
        [NewPage(name="a.txt", data=data), NewPage(name="b.txt", data=data), NewPage(name="a.txt", data=b"other")], T2
    )
    assert (again.id, again.added) == (first.id, T1)
    assert len({first.id, renamed.id, other.id}) == 3
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    assert first.size == len(data)
    found = opened().page(first.id)
    assert found is not None
    assert found.data == data
    assert [k.name for k in opened().pages()] == ["a.txt", "b.txt", "a.txt"]


def test_a_page_can_be_taken_out(store: Store) -> None:
    [kept] = store.add_pages([NewPage(name="a.txt", data=b"x")], T1)
    assert store.remove_page(kept.id)
    assert not store.remove_page(kept.id)
    assert store.pages() == ()
    assert store.page(kept.id) is None


def test_an_address_is_kept_once_and_filled_in_when_it_was_fetched(store: Store) -> None:
    url = "https://news.example/a"
    [one] = store.add_pages([NewPage(name=url, data=None, url=url)], T1)
    [again] = store.add_pages([NewPage(name=url, data=None, url=url)], T2)
    assert again.id == one.id
    assert (one.sha256, one.size) == (None, None)
    got = NewPage(name=url, data=b"<p>words", url=url + "/", charset="utf-8")
    done(store, outcome(fetched={one.id: got}))
    assert store.page(one.id) == got
    assert store.pages()[0].size == 8
    [still] = store.add_pages([NewPage(name=url, data=None, url=url)], T3)
    assert still.id == one.id


def test_corrections_are_kept_in_order_and_never_change(opened: Callable[[], Store]) -> None:
    two = replace(SAID, value="2026-02-27", note="Ö “quoted”\nand broken")
    assert opened().add_corrections([SAID, two]) == (1, 2)
    assert [m.correction for m in opened().corrections()] == [SAID, two]
    assert opened().withdraw(1, NOBODY)
    assert not opened().withdraw(1, replace(NOBODY, who="another"))
    assert not opened().withdraw(99, NOBODY)
    assert [m.withdrawn for m in opened().corrections()] == [NOBODY, None]
    assert opened().add_corrections([SAID]) == (3,)


def test_two_people_at_once_lose_nothing(opened: Callable[[], Store]) -> None:
    store = opened()
    people, each = 8, 12

    def person(n: int) -> None:
        for k in range(each):
            store.add_corrections([replace(SAID, who=f"person {n}", note=f"reason {k}")])

    threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [(m.correction.who, m.correction.note) for m in store.corrections()]
    assert sorted(made) == sorted((f"person {n}", f"reason {k}") for n in range(people) for k in range(each))
    assert [m.id for m in store.corrections()] == list(range(1, people * each + 1))


def test_of_two_who_withdraw_at_once_one_does(store: Store) -> None:
    store.add_corrections([SAID])
    told: list[bool] = []
    threads = [
        threading.Thread(target=lambda n=n: told.append(store.withdraw(1, replace(NOBODY, who=f"person {n}")))) for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False] * 5 + [True]


def test_a_run_waits_runs_and_ends(store: Store) -> None:
    one = store.ask(T1)
    assert store.ask(T2) == one
    assert store.begin(one.id, 7, [1, 3])
    assert not store.begin(one.id, 7, [])
    two = store.ask(T2)
    assert two.id != one.id
    assert store.end(one.id, "failed", T3, message="the disk")
    assert not store.end(one.id, "done", T3, outcome=outcome(sample()))
    assert store.stories() == ()
    kept = store.run(one.id)
    assert kept is not None
    assert (kept.state, kept.pages, kept.seen, kept.message, kept.ended) == ("failed", 7, (1, 3), "the disk", T3)
    assert [r.id for r in store.runs()] == [two.id, one.id]
    assert store.run(99) is None


def test_what_ran_when_the_program_died_is_interrupted(opened: Callable[[], Store]) -> None:
    running = opened().ask(T1)
    opened().begin(running.id, 1, [])
    waiting = opened().ask(T2)
    assert opened().interrupt(T3) == 2
    assert [r.state for r in opened().runs()] == ["interrupted", "interrupted"]
    assert opened().interrupt(T3) == 0
    assert opened().ask(T3).id not in (running.id, waiting.id)


def test_stories_are_found_and_replaced(opened: Callable[[], Store]) -> None:
    refused = Rejected(source="x.png", code="binary", message="found an image", hint="give text")
    run = done(opened(), outcome(sample(), rejected=(refused,)))
    found = opened().run(run)
    assert found is not None
    assert (found.dossiers, found.rejected) == (1, (refused,))
    [one] = opened().stories()
    assert one.title == sample().title
    assert one.lower is not None
    assert opened().dossier(one.id) == sample()
    assert opened().stories("GRAIN berth") == (one,)
    assert opened().stories("grain zebra") == ()
    done(opened(), outcome())
    assert opened().stories() == ()
    assert opened().dossier(one.id) is None


def test_a_story_that_grew_is_found_under_its_old_address(opened: Callable[[], Store]) -> None:
    done(opened(), outcome(other_story("one", ("a", "b")), other_story("two", ("x", "y"))))
    done(opened(), outcome(other_story("grown", ("a", "b", "c")), other_story("two", ("x", "y"))))
    assert opened().story("one") == "grown"
    assert opened().story("two") == "two"
    assert opened().story("never") is None
    done(opened(), outcome(other_story("more", ("a", "b", "c", "d"))))
    assert opened().story("one") == "more"
    assert opened().story("grown") == "more"
    assert opened().story("two") is None


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
