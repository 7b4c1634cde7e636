"""One suite for every store: what `Collected` promises of articles, layers and stories, in memory and in SQLite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma.archive import Collected, Drafted, Layer, MemoryStore, NewPage, SqliteStore
from stemma.archive.collection import MARK, UNMARK
from stemma.archive.entries import entry
from stemma.model import Noted, Rejected
from tests.support.stores import SAID, T1, T2, done, new, other_story, outcome, report, sample, sha

FERRY = report("ferry", "Ferry aground off Sandholm", "A ferry ran aground off Sandholm.", "Nobody was hurt, the café owner said.")
QUAY = report("quay", "New quay for Sandholm", "Sandholm will build a quay.", published=Noted(value="2026-02", how="test"))
MILL = report("mill", "Mill closes", "The mill closes after the ferry stops.", published=None, outlet=None, url=None)


def filled(store: Collected) -> Collected:
    store.add_articles([new(a) for a in (FERRY, QUAY, MILL)], T1)
    return store


def made(id: str, articles: tuple[str, ...], key: str) -> Drafted:
    dossier = replace(
        other_story(id, articles), articles=tuple(replace(a, id=i) for a, i in zip(sample().articles, articles, strict=False))
    )
    return Drafted(entry=replace(entry(sample()), id=id), dossier=dossier, key=key)


def test_an_article_is_kept_as_read_and_once(opened: Callable[[], Collected]) -> None:
    assert opened().add_articles([new(FERRY), new(QUAY), new(FERRY)], T1) == (True, True, False)
    assert opened().add_articles([new(QUAY), new(MILL)], T2) == (False, True)
    assert list(opened().articles()) == [FERRY, MILL, QUAY]
    assert opened().article("mill") == MILL
    assert opened().article("none") is None
    assert [(f.id, f.added, f.title) for f in opened().filed()] == [
        ("ferry", T1, "Ferry aground off Sandholm"),
        ("mill", T2, "Mill closes"),
        ("quay", T1, "New quay for Sandholm"),
    ]
    assert opened().has_part(new(FERRY).key)
    assert not opened().has_part(b"other")


def test_an_article_is_named_by_id_address_and_hash(store: Collected) -> None:
    filled(store)
    assert store.named("ferry") == ("ferry",)
    assert store.named("https://quay.example/story") == ("quay",)
    assert store.named(sha("mill")) == ("mill",)
    assert store.named("Sandholm") == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sandholm", {"ferry", "quay"}),
        ("FERRY", {"ferry", "mill"}),
        ("ferry aground", {"ferry"}),
        ("cafe", {"ferry"}),
        ("CAFÉ owner", {"ferry"}),
        ("sand", set()),
        ("sand*", {"ferry", "quay"}),
        ('"build a quay"', {"quay"}),
        ('"quay a build"', set()),
        ("a OR b", set()),
        ('ferry" NEAR(', set()),
        ("title:ferry", set()),
        ("", set()),
        ("*", set()),
        ("…", set()),
    ],
)
def test_articles_are_found_by_their_words(store: Collected, words: str, found: set[str]) -> None:
    assert {h.article.id for h in filled(store).search(words)} == found


def test_a_hit_shows_the_words_marked(store: Collected) -> None:
    [hit] = filled(store).search("cafe")
    assert f"{MARK}café{UNMARK} owner" in hit.snippet
    assert (hit.article.title, hit.story) == ("Ferry aground off Sandholm", None)


def test_what_has_the_words_in_its_title_comes_first(store: Collected) -> None:
    assert [h.article.id for h in filled(store).search("ferry")] == ["ferry", "mill"]
    assert [h.article.id for h in store.search("ferry", most=1)] == ["ferry"]


@pytest.mark.parametrize(
    ("since", "until", "outlet", "found"),
    [
        ("2026-03-02", "", "", {"ferry"}),
        ("2026-03-03", "", "", set()),
        ("2026-02-14", "", "", {"ferry", "quay"}),
        ("", "2026-02-14", "", {"quay"}),
        ("2026", "2026", "", {"ferry", "quay"}),
        ("", "", "QUAY post", {"quay"}),
        ("", "", "Gazette", set()),
        ("", "", "", {"ferry", "quay", "mill"}),
    ],
)
def test_a_search_is_narrowed_by_day_and_outlet(store: Collected, since: str, until: str, outlet: str, found: set[str]) -> None:
    filled(store)
    hits = {h.article.id for w in ("sandholm", "mill") for h in store.search(w, since=since, until=until, outlet=outlet)}
    assert hits == found


def test_layers_are_kept_for_articles_that_are_there(opened: Callable[[], Collected]) -> None:
    filled(opened())
    mine = [Layer(kind=k, key="k1", article="ferry", data=k.encode()) for k in ("statements", "parsed", "profile")]
    opened().keep_layers([*mine, Layer(kind="parsed", key="k2", article="gone", data=b"x")])
    opened().keep_layers(mine)
    assert opened().layers("parsed", ["k1", "k2", "k3"]) == {"k1": b"parsed"}
    assert opened().layers("statements", ["k1"]) == {"k1": b"statements"}
    assert opened().layers("profile", []) == {}


def test_an_examination_replaces_the_stories_in_one_step(opened: Callable[[], Collected]) -> None:
    filled(opened())
    one, two = made("one", ("ferry", "mill"), "k1"), made("two", ("quay",), "k2")
    opened().draft([one, two])
    assert opened().stories() == ()
    assert opened().drafts() == {"k1", "k2"}
    assert opened().drafted("k1") == one.dossier
    opened().settle({"one": "k1", "two": "k2"}, ["l1"])
    assert opened().made_from() == {"one": "k1", "two": "k2"}
    assert opened().members() == {"one": ("ferry", "mill"), "two": ("quay",)}
    assert opened().drafts() == frozenset()
    assert opened().dossier("one") == one.dossier
    assert {h.article.id: h.story for h in opened().search("sandholm")} == {"ferry": "one", "quay": "two"}
    opened().draft([made("all", ("ferry", "mill", "quay"), "k3")])
    opened().settle({"all": "k3"}, ["l2"])
    assert (opened().story("one"), opened().story("two"), opened().dossier("one")) == ("all", "all", None)


def test_a_story_that_was_never_made_is_not_settled(store: Collected) -> None:
    filled(store).draft([made("one", ("ferry",), "k1"), made("gone", ("taken", "out"), "k4")])
    assert store.drafts() == {"k1"}
    store.settle({"one": "k1"}, [])
    with pytest.raises(KeyError):
        store.settle({"one": "k1", "two": "k2"}, [])
    with pytest.raises(KeyError):
        store.settle({"one": "another"}, [])
    assert store.made_from() == {"one": "k1"}


def test_the_stories_of_the_app_and_of_the_collection_do_not_push_each_other_out(opened: Callable[[], Collected]) -> None:
    filled(opened())
    opened().add_articles([new(report("x", "X", "X is here."))], T1)
    opened().draft([made("one", ("ferry",), "k1")])
    opened().settle({"one": "k1"}, [])
    done(opened(), outcome(other_story("app", ("x", "y"))))
    assert opened().made_from() == {"app": "", "one": "k1"}
    opened().settle({"one": "k1"}, [])
    assert opened().made_from() == {"app": "", "one": "k1"}
    opened().draft([made("more", ("ferry", "x"), "k2")])
    opened().settle({"more": "k2"}, [])
    assert opened().made_from() == {"more": "k2"}
    assert (opened().story("app"), opened().story("one")) == ("more", "more")
    done(opened(), outcome(other_story("newer", ("x", "z"))))
    assert opened().made_from() == {"newer": ""}
    done(opened(), outcome())
    assert opened().stories() == ()


def test_what_is_taken_out_takes_everything_along(opened: Callable[[], Collected]) -> None:
    store = filled(opened())
    page, other = sha("ferry"), sha("quay")
    store.add_pages([NewPage(name="f.txt", data=b"words")], T1)
    [kept] = store.pages()
    store.add_corrections(
        [replace(SAID, page=page), replace(SAID, page=other, other=page, field="edge"), replace(SAID, page=other)]
    )
    store.keep_layers(
        [Layer(kind=k, key=f"k-{a}", article=a, data=b"x") for k in ("statements", "parsed") for a in ("ferry", "mill")]
    )
    store.draft([made("one", ("ferry", "mill"), "k1"), made("two", ("quay",), "k2")])
    store.settle({"one": "k1", "two": "k2"}, [])
    store.draft([made("draft", ("ferry",), "k3")])
    refused = [Rejected(source=f"{n}.txt", code="language", message="m", hint="h") for n in ("ferry", "else")]
    run = store.ask(T1)
    store.end(run.id, "failed", T2, outcome=None)
    again = store.ask(T1)
    store.begin(again.id, 1, [])
    store.end(again.id, "done", T2, outcome=replace(outcome(), rejected=refused))
    assert store.quoting(["ferry"]) == ("one",)
    store.take_out(["ferry"], [kept.sha256 or ""])
    assert [a.id for a in opened().articles()] == ["mill", "quay"]
    assert opened().search("cafe") == ()
    assert not opened().has_part(new(FERRY).key)
    assert opened().layers("parsed", ["k-ferry", "k-mill"]) == {"k-mill": b"x"}
    assert opened().layers("statements", ["k-ferry", "k-mill"]) == {"k-mill": b"x"}
    assert opened().made_from() == {"two": "k2"}
    assert opened().drafts() == frozenset()
    assert opened().pages() == ()
    assert [m.correction for m in opened().corrections()] == [replace(SAID, page=other)]
    found = opened().run(again.id)
    assert found is not None
    assert [r.source for r in found.rejected] == ["else.txt"]
    assert opened().add_corrections([SAID]) == (4,)  # an id is never given twice


def test_of_two_articles_of_one_page_one_can_go(store: Collected) -> None:
    twin = replace(FERRY, id="twin", url="https://twin.example/story")
    store.add_articles([new(FERRY), new(twin)], T1)
    store.add_corrections([replace(SAID, page=FERRY.sha256)])
    store.take_out(["twin"])
    assert store.named(FERRY.sha256) == ("ferry",)
    assert len(store.corrections()) == 1


WORDS = st.text(st.sampled_from('ab éß1_-."*\n'), max_size=12)


@given(texts=st.lists(st.tuples(WORDS, WORDS), max_size=4), asked=WORDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_stores_find_the_same(texts: list[tuple[str, str]], asked: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    both = (MemoryStore(), SqliteStore(tmp_path_factory.mktemp("found")))
    for store in both:
        store.add_articles([new(report(f"r{n}", f"t {a}", f"b {b}")) for n, (a, b) in enumerate(texts)], T1)
    one, two = ({h.article.id for h in store.search(asked)} for store in both)
    assert one == two
