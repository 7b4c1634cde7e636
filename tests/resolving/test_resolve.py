"""Voices of a story gathered into speakers."""

from __future__ import annotations

import random
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.model import Article, Credit, Hop, Span, Speaker, Statement, Voice, VoiceKind
from stemma.resolving import resolve
from stemma.resolving.names import close, same_body, same_person, within, words


def article(name: str, *agencies: str) -> Article:
    return Article(
        id=name,
        source=name,
        sha256="",
        text="text",
        body=(Span(0, 4),),
        lines=(),
        title=None,
        outlet=None,
        byline=None,
        dateline=None,
        published=None,
        credits=tuple(Credit(agency=a, kind="credit-line", span=None, how="test") for a in agencies),
        url=None,
        language="en",
        kind="news-report",
        notes=(),
        by="test",
    )


def statement(name: str, where: str, *hops: tuple[Voice, ...]) -> Statement:
    return Statement(
        id=name,
        article=where,
        content=(Span(0, 4),),
        cue=None,
        source=None,
        quotation="indirect",
        stance="asserts",
        hedges=(),
        chain=tuple(Hop(voices=h) for h in hops),
        gathered=None,
        public=None,
        place="body",
        by="test",
    )


def together(*voices: tuple[str, str, VoiceKind], agencies: dict[str, str] | None = None, counts: int = 1) -> list[set[str]]:
    """Sets of names that became one speaker; each voice is (article, name, kind)."""
    articles = [article(a, *([agencies[a]] if agencies and a in agencies else [])) for a in sorted({v[0] for v in voices})]
    number = count()
    made = [statement(f"s{next(number):03}", a, (Voice(name=n, kind=k, count=counts),)) for a, n, k in voices]
    names = {s.id: s.chain[0].voices[0].name for s in made}
    return [{names[m.statement] for m in speaker.mentions} for speaker in resolve(articles, made)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"),
        ("Zelenskiy", "Volodymyr Zelenskiy"),
        ("Prof Ana Berg", "Dr. Ana Berg"),
        ("Ana María Berg", "Ana Berg"),
        ("A. Berg", "Ana Berg"),
        ("José Núñez", "Jose Nunez"),
    ],
)
def test_one_person_in_two_spellings(one: str, other: str) -> None:
    assert together(("a", one, "named"), ("b", other, "named")) == [{one, other}]


@pytest.mark.parametrize(("one", "other"), [("Ana Berg", "Ola Berg"), ("Ana Berg", "Ana Dahl"), ("Berg", "Ola Dahl")])
def test_two_people(one: str, other: str) -> None:
    assert len(together(("a", one, "named"), ("b", other, "named"))) == 2


def test_a_surname_that_two_share_joins_neither() -> None:
    assert len(together(("a", "Ana Berg", "named"), ("b", "Ola Berg", "named"), ("c", "Berg", "named"))) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CIA", "Central Intelligence Agency"),
        ("the Kremlin", "Kremlin"),
        ("UN", "the United Nations"),
        ("NHA", "Northern Harbour Authority"),
        ("Ministry of Defense", "the Defence Ministry"),
        ("Norvik", "Norvik Lines"),
        ("Norvik Lines Ltd", "Norvik Lines"),
    ],
)
def test_one_body_under_two_names(one: str, other: str) -> None:
    assert together(("a", one, "organisation"), ("b", other, "organisation")) == [{one, other}]


@pytest.mark.parametrize(
    ("one", "other"), [("Peru", "Peru's Ministry of Defence"), ("Norvik", "Norvik press office"), ("FBI", "CIA")]
)
def test_two_bodies(one: str, other: str) -> None:
    assert len(together(("a", one, "organisation"), ("b", other, "organisation"))) == 2


def test_a_short_name_of_two_long_ones_joins_neither() -> None:
    found = together(("a", "Norvik Lines", "organisation"), ("b", "Norvik Steel", "organisation"), ("c", "Norvik", "organisation"))
    assert len(found) == 3


def test_an_agency_under_its_aliases() -> None:
    assert together(("a", "AFP", "agency"), ("b", "Agence France-Presse", "agency")) == [{"AFP", "Agence France-Presse"}]


def test_unnamed_people_of_one_agency_are_the_same() -> None:
    name = "three people familiar with the matter"
    both = {"a": "Reuters", "b": "Reuters"}
    assert len(together(("a", name, "unnamed"), ("b", name, "unnamed"), agencies=both, counts=3)) == 1


def test_unnamed_people_of_two_newsrooms_stay_apart() -> None:
    name = "three people familiar with the matter"
    assert len(together(("a", name, "unnamed"), ("b", name, "unnamed"), agencies={"a": "Reuters", "b": "AFP"}, counts=3)) == 2
    assert len(together(("a", name, "unnamed"), ("b", name, "unnamed"), counts=3)) == 2


def test_a_member_is_not_the_group() -> None:
    both = {"a": "Reuters", "b": "Reuters"}
    found = together(("a", "three Russian sources", "unnamed"), ("b", "one of the Russian sources", "unnamed"), agencies=both)
    assert len(found) == 2


def test_unknown_is_nobody_twice() -> None:
    assert len(together(("a", "unknown", "unnamed"), ("a", "unknown", "unnamed"))) == 2


def test_a_spokeswoman_of_one_body() -> None:
    one, other = "a Norvik spokeswoman", "a Norvik spokesperson"
    assert together(("a", one, "role"), ("b", other, "role")) == [{one, other}]


def test_the_fullest_name_is_the_speakers() -> None:
    made = [
        statement("s1", "a", (Voice(name="Berg", kind="named"),)),
        statement("s2", "b", (Voice(name="Ana Berg", kind="named"),)),
    ]
    (speaker,) = resolve([article("a"), article("b")], made)
    assert (speaker.name, speaker.kind, speaker.count) == ("Ana Berg", "named", 1)


NAMES = (
    "Ana Berg",
    "Berg",
    "Ola Berg",
    "Norvik",
    "Norvik Lines",
    "two sources",
    "one of the two sources",
    "a filing",
    "Reuters",
    "UN",
    "unknown",
)
KINDS: tuple[VoiceKind, ...] = ("named", "role", "organisation", "document", "unnamed", "agency", "outlet")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.lists(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS)), min_size=1, max_size=2), max_size=3),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_every_mention_in_one_speaker_whatever_the_order(
    rows: list[tuple[str, list[list[tuple[str, VoiceKind]]]]], shuffle: random.Random
) -> None:
    articles = [article(a) for a in "abc"]
    made = [
        statement(f"s{i}", a, *(tuple(Voice(name=n, kind=k) for n, k in hop) for hop in hops)) for i, (a, hops) in enumerate(rows)
    ]
    found = resolve(articles, made)
    mentions = [(m.statement, m.hop, m.voice) for speaker in found for m in speaker.mentions]
    expected = [(s.id, h, v) for s in made for h, hop in enumerate(s.chain) for v in range(len(hop.voices))]
    assert sorted(mentions) == sorted(expected)
    assert len({speaker.id for speaker in found}) == len(found)
    mixed = list(made)
    shuffle.shuffle(mixed)
    again: tuple[Speaker, ...] = resolve(articles[::-1], mixed)
    assert again == found


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_comparisons_are_symmetric_and_safe(a: str, b: str) -> None:
    assert same_body(a, b) == same_body(b, a)
    assert same_person(words(a), words(b)) == same_person(words(b), words(a))
    assert close(a, b) == close(b, a)
    assert not within(a, a)


def test_one_described_at_different_length_is_one_where_one_newsroom_brought_both() -> None:
    wire = {"a": "Reuters", "b": "Reuters"}
    short, long = "a senior bank official", "a senior bank official with knowledge of the merger"
    assert together(("a", short, "unnamed"), ("b", long, "unnamed"), agencies=wire) == [{short, long}]
    assert len(together(("a", short, "unnamed"), ("b", long, "unnamed"))) == 2


def test_two_of_one_article_who_are_called_alike_stay_apart_from_a_third() -> None:
    wire = {"a": "Reuters", "b": "Reuters"}
    voices: list[tuple[str, str, VoiceKind]] = [
        ("a", "a senior bank official in Bern", "unnamed"),
        ("a", "a senior bank official in Basel", "unnamed"),
        ("b", "a senior bank official", "unnamed"),
    ]
    assert len(together(*voices, agencies=wire)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor's office", "the mayor's office"),
        ("Government", "the government"),
        ("The port authority", "the port authority"),
        ("Police", "police"),
    ],
)
def test_the_capital_at_the_head_of_a_sentence_makes_no_other_body(one: str, other: str) -> None:
    assert together(("a", one, "organisation"), ("b", other, "organisation")) == [{one, other}]
    made = [statement(n, n, (Voice(name=name, kind="organisation", count=1),)) for n, name in (("a", one), ("b", other))]
    (speaker,) = resolve([article("a"), article("b")], made)
    assert speaker.name == other


def test_a_name_that_is_a_general_word_elsewhere_stays_a_name() -> None:
    assert len(together(("a", "Apple", "organisation"), ("b", "the apple growers", "organisation"))) == 2
    assert len(together(("a", "The Bank of Ostvik", "organisation"), ("b", "the bank", "organisation"))) == 2
