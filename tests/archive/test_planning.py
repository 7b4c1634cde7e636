"""The plan of an archive: whatever was done to it, in whatever order, it is that of a first look at the same articles."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma import codec, pipeline
from stemma.archive import Collected, MemoryStore, SqliteStore, Withdrawal, planning
from stemma.archive.plan import SCHEMA, TABLES
from stemma.archive.planning import Planning
from stemma.archive.sidecar import TornSidecar
from stemma.model import Article, Correction
from stemma.reading import correct, gather, read
from tests.engine.test_collection import page
from tests.grouping.wide.made import report
from tests.support.stores import T1, T2, new

PROGRAM = "a program"
BRIDGE = (1, 0, 7)
"""Of the pool: the second is of one story with either of the others, which are not without it."""


@cache
def pool() -> tuple[Article, ...]:
    """Pages with their outlets' furniture, without a year, of one address at two times; reports of five events in four wordings."""
    chance = random.Random(5)
    pages = [a for a in read([page(n, chance) for n in range(16)]) if isinstance(a, Article)]
    events = [
        replace(report(e, k, published=f"2026-03-{1 + k:02}"), form="html", sha256=hashlib.sha256(f"{e}{k}".encode()).hexdigest())
        for e in range(5)
        for k in range(4)
    ]
    events[3] = replace(events[3], url="https://a.example/1")
    text = events[3].text.replace("Near", "Not far from")
    events.append(replace(events[3], id="again", sha256="5" * 64, text=text, body=tuple(events[3].body)))
    return (*{a.id: a for a in pages}.values(), *events, replace(events[0], id="other", language="de"))


@cache
def said() -> tuple[Correction, ...]:
    first, *_ = pool()
    two = [a for a in pool() if a.id in ("e0-0", "e0-1")]
    return (
        Correction(page=first.sha256, field="outlet", verdict="must-be", quote="", value="Orrin Courier"),
        Correction(page=two[0].sha256, field="published", verdict="must-be", quote="", value="2026-02-01"),
        Correction(page=two[0].sha256, field="edge", verdict="must-be", quote="", other=two[1].sha256),
    )


class Stopped(Exception):
    """An examination that was cut off."""


def bring(store: Collected, program: str = PROGRAM, after: int | None = None) -> Planning:
    """Bring the plan up to date; `after` so many ticks it breaks off."""
    ticks = 0

    def tick(step: str, done: int, of: int) -> None:
        nonlocal ticks
        ticks += 1
        if after is not None and ticks > after:
            raise Stopped

    every = store.corrections()
    holding = [m.correction for m in every if m.withdrawn is None]
    pages = {p for m in every for p in (m.correction.page, m.correction.other) if p}
    with store.plan() as plan:
        work = Planning(store, plan, program, holding, pages, tick)
        for _ in range(5):
            if work.bring():
                return work
    raise AssertionError("never done")


Told = tuple[dict[str, tuple[str | None, str | None]], dict[str, str], list[bytes]]


def told(store: Collected) -> Told:
    with store.plan() as plan:
        rows = plan.rows([n for n, _ in plan.given().values()])
        return {r.article: (r.key, r.story) for r in rows}, plan.wanted(), plan.set_aside()


def from_nothing(store: Collected) -> Told:
    fresh = MemoryStore()
    fresh.add_articles([new(a) for a in store.articles()], T1)
    fresh.add_corrections([m.correction for m in store.corrections() if m.withdrawn is None])
    bring(fresh)
    return told(fresh)


def straight(store: Collected) -> dict[str, tuple[str | None, str | None]]:
    """How every article is looked at and its story, with no plan at all."""
    holding = [m.correction for m in store.corrections() if m.withdrawn is None]
    seen = [a for a in gather((correct(a, holding) for a in store.articles()), holding) if isinstance(a, Article)]
    keys: dict[str, str | None] = {a.id: hashlib.sha256(PROGRAM.encode() + codec.encode(a)).hexdigest() for a in seen}
    profiles = [p for a in seen if isinstance(p := pipeline.profiled(a), bytes)]
    stories = {a: s.id for s in pipeline.grouped(profiles) for a in s.articles}
    return {a.id: (keys.get(a.id, ""), stories.get(a.id)) for a in store.articles()}


STEP = st.one_of(
    st.tuples(st.just("add"), st.lists(st.integers(0, 37), min_size=1, max_size=12)),
    st.tuples(st.just("add"), st.lists(st.integers(0, 37), min_size=1, max_size=2)),
    st.tuples(st.just("remove"), st.lists(st.integers(0, 37), min_size=1, max_size=3)),
    st.tuples(st.just("correct"), st.integers(0, 2)),
    st.tuples(st.just("withdraw"), st.integers(1, 3)),
    st.tuples(st.just("bring"), st.booleans()),
    st.tuples(st.just("stop"), st.integers(0, 12)),
    st.tuples(st.just("lose"), st.none()),
    st.tuples(st.just("layers"), st.integers(0, 9)),
    st.tuples(st.just("program"), st.none()),
)


def do(store: Collected, what: str, value: object) -> None:
    match what, value:
        case "add", list():
            store.add_articles([new(pool()[n % len(pool())]) for n in value], T1)
        case "remove", list():
            store.take_out([pool()[n % len(pool())].id for n in value])
        case "correct", int():
            store.add_corrections([said()[value]])
        case "withdraw", int():
            store.withdraw(value, Withdrawal(who="x", when=T2, why="y"))
        case "bring", _:
            setattr(planning, "FEW", 500 if value else 0)  # noqa: B010
            bring(store)
        case "stop", int():
            with suppress(Stopped):
                bring(store, after=value)
        case "lose", _:
            store.forget_plan()
        case "layers", int():
            assert isinstance(store, MemoryStore)
            held = store._layers
            for key in sorted(held)[value::3]:
                del held[key]
        case "program", _:
            bring(store, "another program")


@pytest.fixture(autouse=True)
def few() -> Iterator[None]:
    before = planning.FEW
    yield
    setattr(planning, "FEW", before)  # noqa: B010


@given(steps=st.lists(STEP, min_size=2, max_size=10))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_was_done_the_plan_is_that_of_a_first_look(steps: list[tuple[str, object]]) -> None:
    store = MemoryStore()
    for what, value in steps:
        do(store, what, value)
    setattr(planning, "FEW", 500)  # noqa: B010
    bring(store)
    found = told(store)
    assert found == from_nothing(store)
    assert found[0] == straight(store)
    assert bring(store).fresh == set()
    assert told(store) == found
    # Each article leads to what holds it together and is found by, and to nothing that is gone.
    db = store._planned
    assert not db.execute("SELECT * FROM bond WHERE n NOT IN (SELECT n FROM row)").fetchall()
    assert not db.execute("SELECT * FROM posting WHERE n NOT IN (SELECT n FROM row)").fetchall()
    assert not db.execute("SELECT * FROM link WHERE a NOT IN (SELECT n FROM row) OR b NOT IN (SELECT n FROM row)").fetchall()
    assert not db.execute("SELECT * FROM link WHERE component NOT IN (SELECT component FROM row)").fetchall()


def test_one_that_holds_two_reports_together_goes_and_comes_back() -> None:
    store = MemoryStore()
    one, bridge, other = (new(pool()[n]) for n in BRIDGE)
    store.add_articles([one, other], T1)
    bring(store)
    apart = told(store)
    assert len(apart[1]) == 2
    store.add_articles([bridge], T1)
    bring(store)
    assert len(told(store)[1]) == 1
    assert told(store) == from_nothing(store)
    store.take_out([bridge.article.id])
    bring(store)
    assert told(store) == apart


def test_what_several_pages_showed_is_forgotten_with_one_of_them() -> None:
    """Each page in turn goes out and comes back: furniture, earlier states and years are as if it had never been there."""
    store = MemoryStore()
    store.add_articles([new(a) for a in pool()], T1)
    bring(store)
    whole = told(store)
    changed = 0
    for one in pool():
        store.take_out([one.id])
        bring(store)
        assert told(store)[0] == straight(store)
        changed += any(key != whole[0][id][0] for id, (key, _) in told(store)[0].items())
        store.add_articles([new(one)], T1)
        bring(store)
        assert told(store) == whole
    assert changed > 3, "some must have shown something of others, or this shows nothing"


def _stories(store: Collected) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for article, (_, story) in told(store)[0].items():
        if story is not None:
            out.setdefault(story, []).append(article)
    return out


def test_of_one_more_article_only_its_story_is_worked_out() -> None:
    store = MemoryStore()
    articles = [a for a in pool() if a.id.startswith("e")]
    store.add_articles([new(a) for a in articles if a.id != "e2-3"], T1)
    before = bring(store)
    assert len(before.fresh) == len(articles) - 1
    keys = told(store)[1]
    store.add_articles([new(a) for a in articles if a.id == "e2-3"], T1)
    assert bring(store).fresh == {"e2-3"}
    assert len(keys.items() - told(store)[1].items()) == 1


@pytest.mark.parametrize("table", [t for t in TABLES if t != "meta"])
def test_a_table_that_is_gone_is_told(store_on_disk: SqliteStore, table: str) -> None:
    with sqlite3.connect(store_on_disk.sidecar.file) as db:
        db.execute(f"DROP TABLE {table}")
    store_on_disk.add_articles([new(replace(pool()[20], id="twin"))], T2)
    with pytest.raises(TornSidecar):
        bring(store_on_disk)
    store_on_disk.forget_plan()
    bring(store_on_disk)
    assert told(store_on_disk) == from_nothing(store_on_disk)


@pytest.fixture
def store_on_disk(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    store = SqliteStore(tmp_path_factory.mktemp("archive"))
    store.add_articles([new(a) for a in pool()[:-1]], T1)
    bring(store)
    return store


def test_a_sidecar_that_is_behind_is_brought_up(store_on_disk: SqliteStore) -> None:
    """An older copy of the sidecar is put back: what it does not know is read, what is gone is forgotten."""
    assert store_on_disk.sidecar.checkpoint()
    old = store_on_disk.sidecar.file.read_bytes()
    store_on_disk.take_out([pool()[3].id, "e0-1"])
    store_on_disk.add_articles([new(pool()[-1]), new(replace(pool()[3], id="twin"))], T2)
    bring(store_on_disk)
    store_on_disk.sidecar.reset()
    store_on_disk.sidecar.file.write_bytes(old)
    bring(store_on_disk)
    assert told(store_on_disk) == from_nothing(store_on_disk)
    assert told(store_on_disk)[0] == straight(store_on_disk)


def test_a_sidecar_of_another_past_is_brought_up(store_on_disk: SqliteStore, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The archive itself is put back, and others come in under the same numbers."""
    other = SqliteStore(tmp_path_factory.mktemp("other"))
    other.add_articles([new(a) for a in reversed(pool()[1:])], T1)
    assert store_on_disk.sidecar.checkpoint()
    other.sidecar.file.write_bytes(store_on_disk.sidecar.file.read_bytes())
    assert other.extent() == store_on_disk.extent()
    bring(other)
    assert told(other) == from_nothing(other)


def test_a_plan_that_is_taken_out_of_holds_nothing_of_it(store_on_disk: SqliteStore) -> None:
    gone = [a.id for a in pool() if a.url == "https://a.example/1"]
    assert len(gone) == 2
    store_on_disk.take_out([gone[0]])
    with store_on_disk.sidecar.connection() as db:
        whole = "\n".join(line for line in db.iterdump())
        assert not db.execute("SELECT * FROM segment WHERE kind = 'article' AND article = ?", (gone[1],)).fetchall()
    assert gone[0] not in whole
    assert gone[1] in whole


def test_the_schema_names_its_tables() -> None:
    assert tuple(line.split()[2] for line in SCHEMA.split("\n") if line.startswith("CREATE TABLE")) == TABLES


def test_who_waits_for_another_examination_is_told(store_on_disk: SqliteStore) -> None:
    for store in (store_on_disk, MemoryStore()):
        seconds: list[int] = []
        ended = threading.Event()

        def other(store: Collected = store, ended: threading.Event = ended) -> None:
            with store.examining():
                ended.wait(20)

        first = threading.Thread(target=other)
        first.start()
        time.sleep(0.2)

        def waiting(n: int, seconds: list[int] = seconds, ended: threading.Event = ended) -> None:
            seconds.append(n)
            ended.set()

        with store.examining(waiting):
            pass
        first.join()
        assert seconds[0] == 1
