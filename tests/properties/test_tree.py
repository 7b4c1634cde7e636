"""What must hold of every family tree, on the built-in story and on invented reports."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import codec
from stemma.asking.removing import heir_of
from stemma.model import Article, Dossier, Noted, Stemma
from stemma.pipeline import investigate
from stemma.reading import read
from tests.support.walk import demo_pages
from tests.tracing.stories import EDIT, LOOKALIKE, OWN, REWRITE, WIRE, article, joined, traced

COUNCIL = (
    "The parish council of Ashby Fen voted on Monday to keep the library open on Saturdays.",
    "“Children have nowhere else to read in the warm,” said Edda Moran, who runs it with two volunteers.",
    "The county will pay 4,200 pounds a year towards heating, minutes of the meeting show.",
    "A roof repair has been put off until the autumn.",
)
DAYS = ("2031-05-05", "2031-05-06", "2031-05-07T10:00+00:00", "2031-05-09", "2031", None)
DRILL = settings(max_examples=8, deadline=None, derandomize=True)


@cache
def demo() -> tuple[Article, ...]:
    """The pages of the built-in story, as read."""
    found = tuple(a for a in read(demo_pages()) if isinstance(a, Article))
    assert len(found) == len(demo_pages())
    return found


def examined(*articles: Article) -> Dossier:
    """The one dossier of some articles."""
    dossiers, rejected = investigate(articles)
    assert rejected == () and len(dossiers) == 1
    return dossiers[0]


@cache
def built_in() -> Dossier:
    """The dossier of the built-in story."""
    return examined(*demo())


def outlet(name: str) -> Article:
    """A page of the built-in story, by a word of its outlet's name."""
    return next(a for a in demo() if a.outlet and name in a.outlet.value)


def assert_acyclic(found: Stemma) -> None:
    parents: dict[str, set[str]] = {}
    for d in found.derivations:
        parents.setdefault(d.child, set()).add(d.parent)
    for start in parents:
        seen: set[str] = set()
        todo = set(parents[start])
        while todo:
            one = todo.pop()
            assert one != start
            todo |= parents.get(one, set()) - seen
            seen.add(one)


def lowers(old: Dossier, new: Dossier) -> list[tuple[int, int]]:
    """(lower bound then, now) of every claim and side that is still there."""
    after = {(o.claim, o.side): o.lower for o in new.origins}
    claims = {c.id: c for c in old.claims}
    pairs = [(o.lower, after.get((heir_of(claims[o.claim], o, old, [new]) or "", o.side))) for o in old.origins]
    return [(then, now) for then, now in pairs if now is not None]


def test_without_dates_the_same_articles_are_joined() -> None:
    bare = examined(*(replace(a, published=None, modified=None) for a in demo()))
    assert joined(bare.stemma) == joined(built_in().stemma)
    assert [k.probability for k in bare.stemma.kinships] == [k.probability for k in built_in().stemma.kinships]


@DRILL
@given(st.tuples(*[st.sampled_from(DAYS)] * 4))
def test_whatever_the_dates_the_same_articles_are_joined(days: tuple[str | None, ...]) -> None:
    texts = {"North": WIRE, "South": EDIT, "East": REWRITE, "West": OWN}
    plain = [article(name, text) for name, text in texts.items()]
    dated = [replace(a, published=Noted(value=day, how="test") if day else None) for a, day in zip(plain, days, strict=True)]
    found = traced(*dated)
    assert joined(found) == joined(traced(*plain))
    assert_acyclic(found)


@settings(max_examples=3, deadline=None, derandomize=True)
@given(st.permutations(range(7)))
def test_the_order_of_articles_means_nothing(order: list[int]) -> None:
    assert codec.encode(examined(*(demo()[n] for n in order))) == codec.encode(built_in())


def test_one_article_has_one_origin_or_an_unresolved_one() -> None:
    for one in (*demo(), article("North", WIRE), article("West", OWN), article("East", COUNCIL)):
        alone = examined(one)
        assert alone.origins and all((o.lower, o.newsrooms) == (1, 1) for o in alone.origins)
        assert all(o.upper == 1 or o.unresolved for o in alone.origins if o.side == "asserting")
        assert all(d.parent in {x.id for x in alone.stemma.lost} for d in alone.stemma.derivations)


def test_a_quotation_from_a_press_conference_joins_nobody() -> None:
    for quoted in (
        "“The bridge stays shut until I can drive my own mother over it,” mayor Ida Storm told a press conference on Tuesday.",
        "“Nobody will lose a day's pay over this crack, I promise you that, and I have told the owners,” Storm said in a televised "
        "press conference.",
    ):
        for at in (0, 2, 4):
            one = article("North", (*OWN[:at], quoted, *OWN[at:]))
            other = article("West", (*COUNCIL[:at], quoted, *COUNCIL[at:]))
            found = traced(one, other)
            assert found.derivations == () and found.lost == ()
            third = traced(one, other, article("South", WIRE), article("East", EDIT))
            assert not any({"North", "West"} & edge for edge in joined(third))


@pytest.mark.parametrize("published", [None, "2031-05-06"])
def test_a_look_alike_event_is_not_joined(published: str | None) -> None:
    viaduct = (
        "Inspectors closed the Lund Viaduct at Harrow Sound on Tuesday after a routine survey found a crack 17 centimetres wide in "
        "its eastern pillar, the road agency said.",
        "The crack was first noticed in January, a spokeswoman for the agency said.",
        "“We would rather have angry drivers than a fallen bridge,” she said.",
        "About 8,000 vehicles use the viaduct each day, and the detour by Melby takes 50 minutes.",
        "The town council of Harrow declined to comment.",
        "Repairs would cost 6 million crowns, the agency said.",
    )
    alone = traced(article("West", viaduct), article("South", WIRE, published))
    assert alone.derivations == () and alone.lost == ()
    among = traced(article("West", viaduct), article("North", LOOKALIKE), article("South", WIRE, published), article("East", EDIT))
    assert not any({"West", "North"} & edge for edge in joined(among))


@DRILL
@given(st.sets(st.sampled_from(["WIRE", "EDIT", "REWRITE", "OWN"]), min_size=2), st.sampled_from([COUNCIL, LOOKALIKE]))
def test_an_unrelated_article_changes_no_edge_among_the_others(chosen: set[str], other: tuple[str, ...]) -> None:
    texts = {"WIRE": WIRE, "EDIT": EDIT, "REWRITE": REWRITE, "OWN": OWN}
    articles = [article(name, texts[name]) for name in sorted(chosen)]
    assert joined(traced(*articles, article("other", other))) == joined(traced(*articles))


def test_an_unrelated_article_changes_no_edge_of_the_built_in_story() -> None:
    dossiers, _ = investigate([*demo(), article("other", COUNCIL)])
    found = next(d for d in dossiers if len(d.articles) >= len(demo()))
    assert joined(found.stemma) == joined(built_in().stemma)


@pytest.mark.parametrize("name", ["Ledger", "HARBOUR", "Calder", "NewsBrief"])
def test_a_copy_hangs_on_its_original_or_its_lost_original_and_adds_no_origin(name: str) -> None:
    original = outlet(name)
    copy = replace(
        original, id="copy", source="copy.txt", outlet=Noted(value="The Far Echo", how="test"), published=None, byline=None
    )
    found = examined(*demo(), copy)
    parents = {a: {d.parent for d in found.stemma.derivations if d.child == a} for a in ("copy", original.id)}
    lost = {x.id for x in found.stemma.lost}
    beside = parents["copy"] & parents[original.id] & lost
    assert original.id in parents["copy"] or "copy" in parents[original.id] or beside
    pairs = lowers(built_in(), found)
    assert pairs and all(now <= then for then, now in pairs)


PARAGRAPHS = (*WIRE, *EDIT, *REWRITE, *OWN, *LOOKALIKE, *COUNCIL)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6, unique=True),
            st.sampled_from(DAYS),
            st.sampled_from([None, "Reuters", "AFP"]),
        ),
        min_size=2,
        max_size=5,
    )
)
def test_the_tree_has_no_circle_whatever_the_articles(drawn: list[tuple[list[str], str | None, str | None]]) -> None:
    articles = [article(f"paper{n}", tuple(text), day, credit) for n, (text, day, credit) in enumerate(drawn)]
    found = traced(*articles)
    assert_acyclic(found)
    nodes = {a.id for a in articles} | {x.id for x in found.lost}
    assert all({d.parent, d.child} <= nodes and d.parent != d.child for d in found.derivations)
    assert all(0 <= x <= 1 for d in found.derivations for x in (d.confidence, d.direction, d.support or 0.0))
    assert joined(traced(*(replace(a, published=None) for a in articles))) == joined(found)
