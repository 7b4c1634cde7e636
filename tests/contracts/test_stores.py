"""One suite for every store: what `Store` promises, in memory and in SQLite."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace

from stemma.archive import NewPage, Store
from stemma.model import Rejected
from tests.support.stores import NOBODY, SAID, T1, T2, T3, done, other_story, outcome, sample


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
