from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadArchive
from stemma.grouping.wide import Standing, binding, freeze, group_texts, put_back, thaw
from stemma.grouping.wide.profiles import profile
from tests.grouping.wide.made import ALL, WHERE, article, report

BRIDGE = [report(0, turn) for turn in range(4)]


def test_reports_of_one_event_are_one_story() -> None:
    stories = group_texts(ALL)
    assert [s.articles for s in stories] == [tuple(f"e{n}-{k}" for k in range(4)) for n in range(len(WHERE))]
    assert group_texts([]) == ()
    assert len({s.id for s in stories}) == len(stories)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=16, unique_by=lambda a: a.id), st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_order_of_arrival_changes_nothing(articles: list, dice: random.Random, step: int) -> None:
    whole = group_texts(articles)
    shuffled = list(articles)
    dice.shuffle(shuffled)
    standing = Standing()
    for n in range(0, len(shuffled), step):
        standing.add(shuffled[n : n + step])
    assert standing.stories() == whole
    assert freeze(standing) == freeze(thaw(freeze(standing)))
    fresh = Standing()
    fresh.add(articles)
    assert freeze(fresh) == freeze(standing)


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from(ALL), min_size=1, max_size=12), st.data())
def test_what_is_removed_was_never_there(articles: set, data: st.DataObject) -> None:
    ordered = sorted(articles, key=lambda a: a.id)
    gone = data.draw(st.lists(st.sampled_from(ordered), unique_by=lambda a: a.id))
    standing = Standing()
    standing.add(ordered)
    for one in gone:
        standing.remove(one.id)
    left = [a for a in ordered if a not in gone]
    assert standing.stories() == group_texts(left)
    standing.add(gone)
    assert standing.stories() == group_texts(ordered)


@settings(max_examples=10, deadline=None)
@given(st.sets(st.sampled_from(ALL[:20]), max_size=8), st.sets(st.sampled_from(ALL[20:]), max_size=8))
def test_unrelated_articles_change_no_story(own: set, other: set) -> None:
    assert set(group_texts(own)) <= set(group_texts(own | other))


def test_an_article_is_placed_and_what_changed_is_told() -> None:
    standing = Standing()
    first = standing.add(BRIDGE[0])
    assert first.changed[0].articles == ("e0-0",)
    assert first.placed == (first.changed[0].story,)
    second = standing.add(BRIDGE[1])
    assert second.placed == first.placed
    assert second.changed[0].articles == ("e0-0", "e0-1")
    assert second.changed[0].before == first.placed
    assert (second.gone, second.merged, second.split) == ((), (), ())
    again = standing.add(BRIDGE[1])
    assert again.placed == first.placed
    assert again.changed == ()
    away = standing.add(report(3, 0))
    assert away.placed != first.placed
    assert [c.articles for c in away.changed] == [("e3-0",)]


def test_ids_of_stories_that_changed_their_anchor_or_merged_are_still_known() -> None:
    standing = Standing()
    late = standing.add(report(0, 0, published="2031-03-05")).placed[0]
    change = standing.add(report(0, 1, published="2031-03-01"))
    early = change.placed[0]
    assert early != late
    assert change.gone == (late,)
    assert standing.story(late) == early == standing.story_of("e0-0")
    assert standing.articles(late) == ("e0-0", "e0-1")
    standing.remove("e0-1")
    assert standing.story(early) == late
    assert standing.story("0" * 12) is None
    with pytest.raises(KeyError):
        standing.articles("0" * 12)


def test_a_bridge_between_two_stories_merges_them_and_taking_it_away_splits_them() -> None:
    standing = Standing()
    one, other = report(0, 0), article("far", report(0, 1).text.replace("footbridge", "gangway").replace("Ostrava", "Lubno"))
    standing.add([one, other, *BRIDGE[1:]])
    before = standing.stories()
    told = standing.remove("e0-1")
    assert all("e0-1" not in s.articles for s in standing.stories())
    back = standing.add(BRIDGE[1])
    assert standing.stories() == before
    for change in (told, back):
        assert set(change.merged) <= {c.story for c in change.changed}
        ends = [b for c in change.changed for b in c.before]
        assert set(change.split) <= set(ends) | {s.id for s in standing.stories()}


def test_placing_many_tells_how_far_it_is() -> None:
    profiles = [profile(article(f"n{n:04d}", f"Nothing {n}\nNothing.")) for n in range(700)]
    told: list[tuple[int, int]] = []
    quiet, loud = Standing(), Standing()
    assert loud.place(profiles, lambda done, total: told.append((done, total))) == quiet.place(profiles)
    assert [total for _, total in told] == [700] * len(told)
    done = [d for d, _ in told]
    assert done == sorted(set(done))
    assert len(done) > 2
    assert done[-1] == 700
    loud.place(profiles, lambda done, total: told.append((done, total)))
    assert told[-1] == (0, 0)


def test_removing_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Standing().remove("nothing")


def test_a_thawed_standing_goes_on_as_if_never_frozen() -> None:
    standing = Standing()
    standing.add(ALL[:18])
    thawed = thaw(freeze(standing))
    assert thawed.stories() == standing.stories()
    assert len(thawed) == 18
    assert "e0-0" in thawed
    assert thawed.add(ALL[18:]) == standing.add(ALL[18:])
    assert thawed.remove("e2-1") == standing.remove("e2-1")
    assert thawed.stories() == standing.stories()


@pytest.mark.parametrize(
    "damage", [lambda d: b"", lambda d: d[:-3], lambda d: d[:40], lambda d: d + b"x", lambda d: d[:26] + b"\xff" * 9 + d[35:]]
)
def test_damaged_bytes_are_refused(damage) -> None:  # type: ignore[no-untyped-def]
    standing = Standing()
    standing.add(ALL[:6])
    with pytest.raises(BadArchive):
        thaw(damage(freeze(standing)))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=12, unique_by=lambda a: a.id))
def test_what_was_put_back_goes_on_as_if_it_had_stood(articles: list) -> None:
    standing = Standing()
    standing.add(articles)
    back = put_back([profile(a) for a in articles], [s.articles for s in standing.stories()], standing.links())
    assert freeze(back) == freeze(standing)
    back.add(ALL)
    assert back.stories() == group_texts(ALL)


def test_what_is_removed_leaves_nothing_and_a_thawed_standing_knows_old_ids() -> None:
    standing = Standing()
    standing.add([report(0, n, published=f"2031-01-{n + 1:02d}") for n in range(4)])
    standing.add(ALL[8:12])
    anchor = standing.story_of("e0-0")
    standing = thaw(freeze(standing))
    standing.remove("e0-0")
    left = freeze(standing)
    assert b"e0-0" not in left
    fresh = Standing()
    fresh.add([*ALL[8:12], *(report(0, n, published=f"2031-01-{n + 1:02d}") for n in (3, 2, 1))])
    assert left.partition(b"}}")[2] == freeze(fresh).partition(b"}}")[2]  # all but the old id
    thawed = thaw(left)
    assert thawed.story(anchor) == thawed.story_of("e0-1")
    assert thawed.links() == fresh.links()
    assert list(thawed.held()) == list(fresh.held())
    assert thawed.add(report(0, 0, published="2031-01-01")).placed == (anchor,)
    assert freeze(thaw(freeze(Standing()))) == freeze(Standing())


def test_an_article_without_words_stands_alone() -> None:
    stories = group_texts([article("empty", "-"), article("void", ""), BRIDGE[0]])
    assert [s.articles for s in stories] == [("e0-0",), ("empty",), ("void",)]


def test_far_apart_in_time_is_another_story() -> None:
    near, far = report(0, 1, published="2031-01-03"), report(0, 2, published="2034-01-03")
    together = group_texts([report(0, 0, published="2031-01-01"), near])
    assert len(together) == 1
    assert len(group_texts([report(0, 0, published="2031-01-01"), far])) >= 1


def test_names_that_bind_are_quoted_from_the_texts() -> None:
    found = binding(BRIDGE)
    assert found
    texts = {a.id: a.text for a in BRIDGE}
    words = {texts[e.at.article][e.at.span.start : e.at.span.end] for e in found if e.at is not None}
    assert {"Horka", "Ostrava"} <= words
    assert all(e.at is not None for e in found)
    assert binding(BRIDGE[:1]) == ()


def test_copies_of_one_text_are_one_story_however_they_come() -> None:
    copies = [report(4, 0, id=f"copy-{n:02d}", published=f"2031-02-{n + 1:02d}") for n in range(25)]
    standing = Standing()
    for one in copies[::-1]:
        standing.add(one)
    assert [s.articles for s in standing.stories()] == [tuple(c.id for c in copies)]
    standing.add(ALL)
    assert standing.stories() == group_texts([*ALL, *copies])
