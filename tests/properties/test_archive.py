"""What must hold of an archive, whatever was done to it and in what order: its dossiers are those of a run from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma import codec, pipeline
from stemma.archive import Collected, MemoryStore, SqliteStore, Withdrawal
from stemma.archive.checking import check
from stemma.archive.examining import Examined, examine
from stemma.model import Article, Correction, Dossier
from stemma.pipeline import examining, layers
from stemma.reading import correct, gather
from stemma.web.entries import entry
from tests.support.stores import T1, new, report

LORRY = "A lorry overturned on the Pelling bypass on Tuesday, killing two people, police said."
NORTH = report(
    "north", "Two die as lorry overturns at Pelling", LORRY, '"It was the rain," inspector Dora Quill told the North Post.',
    "The bypass was closed until the evening.", published=None, form="html",
)  # fmt: skip
SOUTH = report(
    "south", "Lorry crash on Pelling bypass", LORRY, "Dora Quill, an inspector, blamed the rain, the North Post reported.",
    "The haulier, Brack and Sons, declined to comment.", form="html",
)  # fmt: skip
EAST = report(
    "east", "Three dead on Pelling bypass", "Three people died when a lorry overturned on the Pelling bypass on Tuesday.",
    "Brack and Sons denied that the driver was tired.", form="html",
)  # fmt: skip
LATER = replace(
    report(
        "later", "Lorry crash on Pelling bypass", LORRY, "Dora Quill, an inspector, blamed the rain, the North Post reported.",
        "The haulier, Brack and Sons, declined to comment.", "A third person has died since.", form="html",
    ),
    sha256="1" * 64, url=SOUTH.url, outlet=SOUTH.outlet, modified=None,
)  # fmt: skip
FAIR = report(
    "fair", "Book fair opens in Hallin", "The Hallin book fair opened on Friday with 300 stands, its director said.", form="html"
)
FOREIGN = report("foreign", "Nichts Neues", "Nichts geschah.", language="de", form="html")
ALL = (NORTH, SOUTH, EAST, LATER, FAIR, FOREIGN)
SAID = (
    Correction(page=NORTH.sha256, field="published", verdict="must-be", quote="", value="2026-03-01"),
    Correction(page=EAST.sha256, field="outlet", verdict="must-be", quote="", value="Eastern Mail"),
    Correction(page=SOUTH.sha256, field="edge", verdict="must-be", quote="", other=NORTH.sha256),
)


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """Parsing and attributing give the same for the same article: done once for all examples."""
    patch = pytest.MonkeyPatch()
    for name in ("parse", "attribute"):
        quick = cache(getattr(layers, name))
        patch.setattr(layers, name, quick)
        patch.setattr(examining, name, quick)
    yield
    patch.undo()


@cache
def from_nothing(articles: tuple[Article, ...], corrections: tuple[Correction, ...]) -> dict[str, bytes]:
    """The dossiers of these articles by the straight way: all gathered, all grouped by text, every story examined."""
    read = (correct(a, corrections) for a in sorted(articles, key=lambda a: a.id))
    seen = {a.id: a for a in gather(read, corrections) if isinstance(a, Article)}
    profiles = [p for a in seen.values() if isinstance(p := pipeline.profiled(a), bytes)]
    made = [
        pipeline.examined(story, [seen[i] for i in story.articles], corrections=corrections)[0]
        for story in pipeline.grouped(profiles)
    ]
    return {d.id: codec.encode(d) for d in made if d is not None}


def held(store: Collected) -> dict[str, bytes]:
    return {e.id: codec.encode(d) for e in store.stories() if (d := store.dossier(e.id)) is not None}


def expected(store: Collected) -> dict[str, bytes]:
    return from_nothing(tuple(store.articles()), tuple(m.correction for m in store.corrections() if m.withdrawn is None))


STEP = st.one_of(
    st.tuples(st.just("add"), st.lists(st.sampled_from(ALL), min_size=1, max_size=3)),
    st.tuples(st.just("remove"), st.sampled_from(ALL)),
    st.tuples(st.just("correct"), st.sampled_from(SAID)),
    st.tuples(st.just("withdraw"), st.integers(1, 3)),
    st.tuples(st.just("lose"), st.just(None)),
    st.tuples(st.just("examine"), st.just(None)),
)


def do(store: Collected, what: str, value: object) -> None:
    match value:
        case list():
            store.add_articles([new(a) for a in value], T1)
        case Article():
            store.take_out([value.id])
        case Correction():
            store.add_corrections([value])
        case int():
            store.withdraw(value, Withdrawal(who="x", when=T1, why="y"))
        case _ if what == "examine":
            examine(store, entry)
        case _ if isinstance(store, SqliteStore):
            store.sidecar.reset()


@given(steps=st.lists(STEP, min_size=1, max_size=8))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_dossiers_are_those_of_a_run_from_nothing(
    steps: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for store in (MemoryStore(), SqliteStore(tmp_path_factory.mktemp("archive"))):
        for what, value in steps:
            do(store, what, value)
        examine(store, entry)
        assert held(store) == expected(store)
        again = examine(store, entry)
        assert (again.changed, again.gone, again.articles) == ((), (), 0)
        store.settle(store.made_from(), [])  # forget that nothing changed: it is found out layer by layer
        slowly = examine(store, entry)
        assert (slowly.changed, slowly.gone, slowly.articles, slowly.rejected) == ((), (), 0, again.rejected)
        if isinstance(store, SqliteStore):
            assert check(store).troubles == ()


def test_only_what_changed_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    store.add_articles([new(a) for a in (NORTH, SOUTH, FAIR)], T1)
    first = examine(store, entry)
    assert (len(first.changed), first.articles) == (2, 3)
    store.add_articles([new(EAST)], T1)
    told: list[tuple[Dossier | None, Dossier]] = []
    second = examine(store, entry, changed=lambda was, now: told.append((was, now)))
    assert (second.articles, second.kept, len(second.changed)) == (1, 1, 1)
    [(was, now)] = told
    assert was is not None
    assert set(now.story.articles) == {"north", "south", "east"} == {*was.story.articles, "east"}
    assert store.story(was.id) == now.id
    store.add_corrections([SAID[1]])
    third = examine(store, entry)
    assert (third.articles, third.kept, third.gone) == (1, 1, ())
    monkeypatch.setattr("stemma.archive.examining.made_with", lambda names: "another version")
    assert examine(store, entry).articles == 4


def test_the_order_of_arrival_changes_nothing() -> None:
    stores = []
    for order in (ALL, ALL[::-1], (*ALL[3:], *ALL[:3])):
        store = MemoryStore()
        for article in order:
            store.add_articles([new(article)], T1)
            examine(store, entry)
        stores.append(held(store))
    assert stores[0] == stores[1] == stores[2]


def test_an_earlier_state_goes_with_the_article_that_it_became() -> None:
    store = MemoryStore()
    store.add_articles([new(SOUTH), new(LATER)], T1)
    examine(store, entry)
    [dossier] = [store.dossier(e.id) for e in store.stories()]
    assert dossier is not None
    assert [v.id for a in dossier.articles for v in a.earlier] == [SOUTH.id]
    assert store.quoting([SOUTH.id]) == (dossier.id,)
    store.take_out([SOUTH.id])
    assert store.stories() == ()


def test_what_was_set_aside_is_told_each_time() -> None:
    store = MemoryStore()
    store.add_articles([new(FOREIGN)], T1)
    found: list[Examined] = [examine(store, entry) for _ in range(2)]
    assert [[r.code for r in f.rejected] for f in found] == [["language"], ["language"]]
    assert found[0].changed == ()
