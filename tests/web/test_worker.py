"""The process that examines: it works, it is stopped, it dies, and nothing is lost by any of it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from stemma.archive import MemoryStore, NewPage, Run, SqliteStore
from stemma.errors import BadArchive
from stemma.model import SCHEMA_VERSION, Article, Correction, Examination
from stemma.reading import Held, read
from stemma.web.runs import Runs
from stemma.web.worker import DirectWorker, Failed, Job, ProcessWorker, Result, Stopped, work

DEMO = {
    n: NewPage(name=f.name, data=f.read_bytes()) for n, f in enumerate(sorted((files("stemma.demo") / "pages").iterdir(), key=str))
}
EMPTY = Examination(schema=SCHEMA_VERSION, dossiers=(), rejected=())
JOB = Job(pages=DEMO, corrections=(), fetch=False)


@pytest.fixture(scope="module")
def worker() -> Iterator[ProcessWorker]:
    """One process for all tests here."""
    one = ProcessWorker()
    one.warm()
    yield one
    one.close()


def test_it_examines_and_tells_how_far_it_is(worker: ProcessWorker) -> None:
    steps: list[tuple[str, int, int]] = []
    result = worker.examine(JOB, lambda *step: steps.append(step))
    [dossier] = result.examination.dossiers
    assert len(dossier.articles) == 7
    assert [s for s in steps if s[0] == "statements"] == [("statements", n, 7) for n in range(1, 8)]
    assert steps[-1] == ("stories", 1, 1)
    assert sorted(a.source for a in dossier.articles) == sorted(p.name for p in DEMO.values())


def test_it_is_stopped_and_works_again(worker: ProcessWorker) -> None:
    # Pages that it has not seen: those that it knows are answered before anyone can stop it.
    pages = {n: replace(p, data=(p.data or b"") + b"\n\nThe harbour master was away that week.\n") for n, p in JOB.pages.items()}
    stopper = threading.Timer(0.0, worker.stop)
    with pytest.raises(Stopped):
        worker.examine(
            replace(JOB, pages=pages),
            lambda *_: stopper.start() if not stopper.is_alive() and not stopper.finished.is_set() else None,
        )
    stopper.join()
    one = Job(pages={0: DEMO[0]}, corrections=(), fetch=False)
    assert len(worker.examine(one, lambda *_: None).examination.dossiers) == 1


def test_its_death_is_told_and_the_next_job_is_done(worker: ProcessWorker) -> None:
    def kill(*_: object) -> None:
        assert worker._process is not None and worker._process.pid is not None
        os.kill(worker._process.pid, signal.SIGKILL)

    with pytest.raises(Failed, match="without a word"):
        worker.examine(JOB, kill)
    empty = Job(pages={}, corrections=(), fetch=False)
    assert worker.examine(empty, lambda *_: None).examination.dossiers == ()


def over(runs: Runs, id: int) -> Run:
    """A run, once it is over."""
    until = time.monotonic() + 60
    while (known := runs.known(id)) is None or known[0].state in ("waiting", "running"):
        assert time.monotonic() < until
        time.sleep(0.005)
    return known[0]


def test_a_worker_killed_midway_fails_its_run_and_takes_nothing_along(worker: ProcessWorker, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    store.add_pages([DEMO[0], DEMO[1]], "2026-03-01T08:00:00Z")
    runs = Runs(store, worker)
    assert over(runs, runs.ask().id).state == "done"
    before = [store.dossier(e.id) for e in store.stories()]
    assert before
    store.add_pages([DEMO[2]], "2026-03-01T08:01:00Z")
    said = Correction(page="a" * 64, field="published", verdict="must-be", quote="", value="2026-02-28", who="R. D.")
    store.add_corrections([said])
    run = runs.ask()
    until = time.monotonic() + 60
    while not runs.changes(run.id):
        assert time.monotonic() < until
        time.sleep(0.001)
    assert worker._process is not None and worker._process.pid is not None
    os.kill(worker._process.pid, signal.SIGKILL)
    ended = over(runs, run.id)
    assert ended.state == "failed" and "ended without a word (exit code -9)" in ended.message
    assert [store.dossier(e.id) for e in store.stories()] == before
    assert len(store.pages()) == 3 and [m.correction for m in store.corrections()] == [said]
    assert over(runs, runs.ask().id).state == "done"  # and the next has a fresh process
    assert sum(len(e.pages) for e in store.stories()) == 3
    runs.closed = True  # not `close`: the process is for the other tests, too


def test_an_address_is_not_fetched_unless_asked_and_not_twice() -> None:
    url = "https://news.example/port"
    held = NewPage(name=url, data=(files("stemma.demo") / "pages" / "radio-tarsia.html").read_bytes(), url=url)
    result = work(Job(pages={1: held}, corrections=(), fetch=False), lambda *_: None)
    assert [a.url is not None for d in result.examination.dossiers for a in d.articles] == [True]
    assert result.fetched == {}
    missing = NewPage(name=url, data=None, url=url)
    [rejected] = work(Job(pages={1: missing}, corrections=(), fetch=False), lambda *_: None).examination.rejected
    assert rejected.code == "address" and "--fetch" in rejected.hint


def test_what_is_fetched_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from stemma.reading.parts import Given, Part

    url, data = "https://news.example/port", (files("stemma.demo") / "pages" / "radio-tarsia.html").read_bytes()
    asked: list[str] = []

    def page(address: str) -> Part:
        asked.append(address)
        return Part(
            data=data, source=address, name=address + "/", given=Given(how="fetched page", url=address + "/", charset="utf-8")
        )

    monkeypatch.setattr("stemma.reading.fetcher", lambda: page)
    first = work(Job(pages={1: NewPage(name=url, data=None, url=url)}, corrections=(), fetch=True), lambda *_: None)
    assert first.fetched == {1: NewPage(name=url, data=data, url=url + "/", charset="utf-8")}
    again = work(Job(pages=first.fetched, corrections=(), fetch=True), lambda *_: None)
    assert asked == [url]
    assert again.examination.dossiers == first.examination.dossiers


def test_a_page_in_memory_is_the_page_in_a_file(tmp_path: Path) -> None:
    page = DEMO[0]
    assert page.data is not None
    file = tmp_path / page.name
    file.write_bytes(page.data)
    [here], [there] = list(read(Held(page.name, page.data))), list(read(file))
    assert isinstance(here, Article) and isinstance(there, Article)
    assert (here.id, here.text, here.source) == (there.id, there.text, page.name)


def test_what_ran_when_the_app_was_killed_is_interrupted_and_can_be_run_again(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    store.add_pages([NewPage(name="a.txt", data=b"words")], "2026-03-01T08:00:00Z")
    run = store.ask("2026-03-01T08:00:00Z")
    store.begin(run.id, 1, [])
    store.close()  # as a kill leaves it: the run was never ended
    store = SqliteStore(tmp_path)
    runs = Runs(store, DirectWorker())
    try:
        assert [r.state for r in store.runs()] == ["interrupted"]
        assert len(store.pages()) == 1
        again = runs.ask()
        until = time.monotonic() + 20
        while (found := store.run(again.id)) is not None and found.state in ("waiting", "running"):
            assert time.monotonic() < until
            time.sleep(0.01)
        assert found is not None and found.state == "done"
    finally:
        runs.close()


def test_closing_the_app_interrupts_what_runs() -> None:
    begun = threading.Event()

    def slow(_: Job, advance: object) -> Result:
        begun.set()
        while True:
            advance("reading", 1, 0)  # type: ignore[operator]
            time.sleep(0.005)

    store = MemoryStore()
    runs = Runs(store, DirectWorker(slow))
    run = runs.ask()
    assert begun.wait(5)
    runs.close()
    found = store.run(run.id)
    assert found is not None and found.state == "interrupted"


def test_a_defect_of_ours_fails_the_run_and_not_the_app() -> None:
    def broken(_: Job, __: object) -> Result:
        raise ValueError("unforeseen")

    store = MemoryStore()
    runs = Runs(store, DirectWorker(broken))
    try:
        for n in (1, 2):
            run = runs.ask()
            until = time.monotonic() + 10
            while (found := store.run(run.id)) is not None and found.state in ("waiting", "running"):
                assert time.monotonic() < until
                time.sleep(0.005)
            assert found is not None and (found.id, found.state, found.message) == (n, "failed", "unforeseen")
    finally:
        runs.close()


def test_a_disk_that_fills_up_fails_the_run_and_is_told() -> None:
    class Full(MemoryStore):
        full = True

        def end(self, *given: object, **more: object) -> bool:
            if self.full:
                raise BadArchive("the archive cannot be written: disk full", "make room")
            return super().end(*given, **more)  # type: ignore[arg-type]

    store = Full()
    runs = Runs(store, DirectWorker(lambda job, advance: Result(examination=EMPTY, fetched={})))
    try:
        run = runs.ask()
        until = time.monotonic() + 10
        while (known := runs.known(run.id)) is not None and known[0].state in ("waiting", "running"):
            assert time.monotonic() < until
            time.sleep(0.005)
        assert known is not None and (known[0].state, "disk full" in known[0].message) == ("failed", True)
        store.full = False
        again = runs.ask()
        while (found := store.run(again.id)) is not None and found.state in ("waiting", "running"):
            assert time.monotonic() < until
            time.sleep(0.005)
        assert found is not None and found.state == "done"
    finally:
        runs.close()
