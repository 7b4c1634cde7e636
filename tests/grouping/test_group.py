from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.grouping import group
from stemma.grouping.candidates import candidates
from stemma.grouping.clusters import LOWEST, MERGE_FEATURES, Cluster, agglomerate, apart, merge_features
from stemma.grouping.decide import load, pair_score
from stemma.grouping.pairs import PAIR_FEATURES, pair_features
from stemma.grouping.profiles import Profile, cosine, profile
from stemma.model import Article, Noted, Parsed, Span, Story
from stemma.parsing import parse

TEXTS = {
    "bridge-1": (
        "Two hurt as footbridge collapses in Ostrava Lubno\n"
        "Two people were injured on Tuesday when a wooden footbridge over the Lubno brook in Ostrava gave way, they said.\n"
        "Mayor Jana Horka said the bridge had been inspected in 2019 and that 14 metres of it had fallen into the water."
    ),
    "bridge-2": (
        "Ostrava footbridge gives way, injuring two\n"
        "A wooden footbridge across the Lubno brook collapsed in the Czech city of Ostrava, leaving two people injured.\n"
        "The last inspection was in 2019, mayor Jana Horka told reporters. Firefighters took 14 metres of timber out of the brook."
    ),
    "bridge-3": (
        "Ostrava orders checks of wooden bridges after Lubno collapse\n"
        "Ostrava will check every wooden bridge after two people were hurt when the Lubno footbridge collapsed.\n"
        "Jana Horka, the mayor, said the firefighters had done their best and that the timber would be examined."
    ),
    "fire-1": (
        "Blaze destroys flour mill near Kaunas\n"
        "A fire destroyed a flour mill in Raudondvaris near Kaunas early on Friday, the Lithuanian fire service said.\n"
        "Owner Vytautas Petrulis put the damage at 3.4 million euros. Nobody was hurt and 60 firefighters fought the flames."
    ),
    "fire-2": (
        "Lithuanian flour mill burns down\n"
        "A flour mill at Raudondvaris, outside Kaunas, burned to the ground on Friday, causing damage of 3.4 million euros.\n"
        "Sixty firefighters could not save the building, said Vytautas Petrulis, who owns the mill."
    ),
    "chess": (
        "Teenager wins chess open in Tromso\n"
        "Ingrid Solbakken, 15, won the Tromso open on Sunday after beating the Bulgarian grandmaster Petar Donchev with black.\n"
        "She is the youngest winner since the tournament began in 1974."
    ),
}


def article(name: str, text: str | None = None, published: str | None = None) -> Article:
    whole = TEXTS[name] if text is None else text
    starts, at = [], 0
    for line in whole.split("\n"):
        starts.append(Span(at, at + len(line)))
        at += len(line) + 1
    return Article(
        id=name,
        source=name,
        sha256="",
        text=whole,
        body=tuple(starts[1:]),
        lines=(),
        title=Noted(value=whole.split("\n")[0], how="test", span=starts[0]),
        outlet=None,
        byline=None,
        dateline=None,
        published=Noted(value=published, how="test") if published else None,
        credits=(),
        url=None,
        language="en",
        kind="news-report",
        notes=(),
        by="test",
    )


@cache
def parsed(name: str) -> Parsed:
    return parse(article(name))


@cache
def bags(name: str, published: str | None = None) -> Profile:
    return profile(article(name, published=published), parsed(name))


def grouped(names: Sequence[str]) -> tuple[Story, ...]:
    return group([article(n) for n in names], {n: parsed(n) for n in names})


def test_reports_of_one_event_are_one_story_and_others_stand_alone() -> None:
    found = [story.articles for story in grouped(sorted(TEXTS))]
    assert found == [("bridge-1", "bridge-2", "bridge-3"), ("chess",), ("fire-1", "fire-2")]


def test_no_articles_no_stories() -> None:
    assert group([], {}) == ()


def test_a_missing_parse_is_an_error() -> None:
    with pytest.raises(KeyError):
        group([article("chess")], {})


def test_evidence_quotes_names_that_the_reports_share() -> None:
    story = grouped(["bridge-1", "bridge-2", "bridge-3"])[0]
    assert story.evidence
    for evidence in story.evidence:
        assert evidence.at is not None
        assert evidence.at.article in story.articles
        words = TEXTS[evidence.at.article][evidence.at.span.start : evidence.at.span.end]
        assert sum(words.casefold() in TEXTS[a].casefold() for a in story.articles) >= 2
    alone = grouped(["chess"])[0]
    assert alone.articles == ("chess",)
    assert alone.evidence == ()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=8))
def test_every_article_once_whatever_the_order(names: list[str]) -> None:
    stories = grouped(names)
    assert sorted(a for s in stories for a in s.articles) == sorted(set(names))
    assert stories == grouped(names[::-1])
    assert all(s.articles == tuple(sorted(s.articles)) for s in stories)
    assert len({s.id for s in stories}) == len(stories)


def test_an_unrelated_article_changes_no_story() -> None:
    without = grouped([n for n in TEXTS if n != "chess"])
    assert set(without) <= set(grouped(sorted(TEXTS)))


def test_the_id_comes_from_the_articles() -> None:
    first, second = grouped(["fire-1", "fire-2"]), grouped(["fire-2", "fire-1"])
    assert [s.id for s in first] == [s.id for s in second]
    assert grouped(["fire-1"])[0].id != first[0].id
    assert len(first[0].id) == 12


@pytest.mark.parametrize(("a", "b"), [("bridge-1", "bridge-2"), ("bridge-1", "fire-1"), ("chess", "fire-2"), ("fire-1", "fire-2")])
def test_pairs_are_symmetric(a: str, b: str) -> None:
    assert pair_features(bags(a), bags(b)) == pair_features(bags(b), bags(a))
    assert len(pair_features(bags(a), bags(b))) == len(PAIR_FEATURES)
    assert LOWEST <= pair_score(bags(a), bags(b)) <= -LOWEST


def test_the_same_event_scores_above_another() -> None:
    assert pair_score(bags("fire-1"), bags("fire-2")) > 0 > pair_score(bags("fire-1"), bags("bridge-1"))


def test_merge_features_are_symmetric() -> None:
    a, b = Cluster(bags("bridge-1")), Cluster(bags("bridge-2"))
    a.absorb(Cluster(bags("bridge-3")))
    assert merge_features(a, b, 1.0, 2.0) == pytest.approx(merge_features(b, a, 1.0, 2.0))
    assert len(merge_features(a, b, 1.0, 2.0)) == len(MERGE_FEATURES)


def test_vectors_have_length_one() -> None:
    for field, vector in bags("bridge-1").vectors.items():
        assert not vector or cosine(vector, vector) == pytest.approx(1.0), field


def test_only_articles_that_share_rare_terms_are_candidates() -> None:
    pairs = candidates({n: bags(n) for n in TEXTS})
    assert ("fire-1", "fire-2") in pairs
    assert ("bridge-1", "bridge-2") in pairs
    assert ("bridge-1", "chess") not in pairs


def test_far_apart_dates_count_against_a_merge() -> None:
    def at(name: str, published: str | None) -> Cluster:
        return Cluster(bags(name, published))

    day = at("fire-1", "2023-03-01")
    assert apart(day, at("fire-2", "2023-03-10T08:00+02:00")) == 0
    assert 0 < apart(day, at("fire-2", "2023-04-01")) < apart(day, at("fire-2", "2023-09-01")) <= 4
    assert apart(day, at("fire-2", "2023-04-01")) == apart(at("fire-2", "2023-04-01"), day)
    assert apart(day, at("fire-2", None)) == apart(day, at("fire-2", "2023-99-99")) == apart(day, at("fire-2", "2023")) == 0
    # A cluster reaches from its first to its last report.
    day.absorb(at("fire-2", "2023-03-20"))
    assert apart(day, at("fire-2", "2023-04-01")) == 0


def test_refused_clusters_stay_apart_and_accepted_ones_join() -> None:
    profiles = {n: bags(n) for n in ("bridge-1", "bridge-2", "fire-1")}
    scores = {("bridge-1", "bridge-2"): 3.0, ("bridge-1", "fire-1"): 2.0}
    assert agglomerate(profiles, scores, lambda a, b, average, best: False) == [["bridge-1"], ["bridge-2"], ["fire-1"]]
    assert agglomerate(profiles, scores, lambda a, b, average, best: True) == [["bridge-1", "bridge-2", "fire-1"]]
    # The pair that was no candidate counts as LOWEST: (2 + LOWEST) / 2 = -3.
    averages: list[float] = []

    def watch(a: Cluster, b: Cluster, average: float, best: float) -> bool:
        averages.append(average)
        return True

    agglomerate(profiles, scores, watch)
    assert averages == [3.0, -3.0]


def test_the_shipped_models_are_for_these_features() -> None:
    pairs, merges = load()
    assert pairs.features == PAIR_FEATURES
    assert merges.features == MERGE_FEATURES
    assert len(merges.square) == len(MERGE_FEATURES)


def test_an_article_without_words_is_a_story_of_its_own() -> None:
    empty = Article(
        id="empty", source="empty", sha256="", text="-", body=(), lines=(), title=None, outlet=None, byline=None, dateline=None,
        published=None, credits=(), url=None, language="en", kind="news-report", notes=(), by="test",
    )  # fmt: skip
    stories = group([empty, article("chess")], {"empty": parse(empty), "chess": parsed("chess")})
    assert [s.articles for s in stories] == [("chess",), ("empty",)]
