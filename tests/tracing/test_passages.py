"""What a child has from a lost original, what is its own, and what the original is held to have carried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.model import Article, Credit, Derivation, Hop, Passage, Span, Statement, Stemma, Voice
from stemma.tracing.later import is_subhead, report_spoken_of
from stemma.tracing.reworking import Reworking, kind_of
from stemma.tracing.support import compatible
from stemma.tracing.told import described, same_people, shared
from tests.tracing.stories import EDIT, REWRITE, article, grammar, traced

SUBHEAD = "Long detours for drivers"
DENIAL = "However, the harbour board on Friday denied the Reuters report that the Halvor Bridge has a crack in its middle pier."
OWN = "“My lorries have stood in Osmark since Tuesday and the bread is going stale,” haulier Ole Brekke told this newspaper."
SECRET = "The divers had been told to hand in their cameras before they were paid, one of the officials said."


def quoted(one: Article, passage: Passage) -> str:
    return one.text[passage.span.start : passage.span.end]


def story(*more: str, told: bool = False) -> tuple[Article, Stemma, Derivation]:
    """Two children of a Reuters report, the first with some paragraphs that the other has not."""
    north = article("North", (*EDIT, *more), "2031-05-06T10:00+00:00", "Reuters")
    south = article("South", REWRITE, "2031-05-06T12:00+00:00", "Reuters")
    statements = (said(north, SECRET, "one of the officials"), said(south, REWRITE[0], "port officials", "Reuters")) if told else ()
    found = traced(north, south, statements=statements)
    (lost,) = found.lost
    return north, found, next(d for d in found.derivations if d.child == "North" and d.parent == lost.id)


def said(one: Article, content: str, who: str, agency: str | None = None) -> Statement:
    start = one.text.index(content)
    hops = [Hop(voices=(Voice(name=who, kind="unnamed"),))]
    if agency:
        hops.append(Hop(voices=(Voice(name=agency, kind="agency"),)))
    return Statement(
        id=f"{one.id}-{start}",
        article=one.id,
        content=(Span(start, start + len(content)),),
        cue=None,
        source=None,
        quotation="indirect",
        stance="asserts",
        hedges=(),
        chain=tuple(hops),
        gathered=None,
        public=None,
        place="body",
        by="test",
    )


@pytest.mark.parametrize("paragraph", [SUBHEAD, DENIAL, OWN, SECRET])
def test_what_no_other_child_witnesses_is_the_childs_own(paragraph: str) -> None:
    north, found, derivation = story(paragraph)
    assert paragraph not in {quoted(north, i.child) for i in derivation.passages}
    assert all(quoted(north, w) != paragraph for r in found.lost[0].recovered for w in r.witnesses if w.article == "North")
    assert derivation.share < 1


def credited(one: Article, line: str) -> Article:
    """The article with another credit line, which names Reuters."""
    start = one.text.rindex("\n") + 1
    at = start + line.index("Reuters")
    credit = Credit(agency="Reuters", kind="credit-line", span=Span(at, at + len("Reuters")), how="test")
    return replace(one, text=one.text[:start] + line, credits=(credit,))


@pytest.mark.parametrize(
    ("line", "is_shared"),
    [
        ("Reuters", False),
        ("Source: Reuters/ab", False),
        ("By Ida Holm, Reuters", False),
        ("Copyright 2031 Reuters. All rights reserved.", False),
        ("(With inputs from Reuters)", True),
        ("Reuters and the Gazette", True),
        ("TNG/Reuters", True),
        ("Reuters, with staff", True),
        ("Reuters / Osmark and Vik", False),
    ],
)
def test_a_credit_is_shared_where_words_beside_it_say_so(line: str, is_shared: bool) -> None:
    one = credited(article("North", EDIT, credit="Reuters"), line)
    (credit,) = one.credits
    assert shared(one, credit) == is_shared
    unplaced = Credit(agency="Reuters", kind="credit-line", span=None, how="test")
    assert shared(one, unplaced) == is_shared


def test_a_page_credited_to_the_agency_alone_has_all_from_it_but_what_its_outlet_gathered() -> None:
    north = credited(article("North", (*EDIT, SECRET, OWN), "2031-05-06", "Reuters"), "Reuters")
    south = article("South", REWRITE, "2031-05-06", "Reuters")
    told = "told this newspaper"
    start = north.text.index(told)
    own = replace(said(north, OWN, "haulier Ole Brekke"), gathered=Span(start, start + len(told)))
    found = traced(north, south, statements=(own,))
    derivation = next(d for d in found.derivations if d.child == "North")
    passages = {quoted(north, i.child) for i in derivation.passages}
    assert SECRET in passages and OWN not in passages
    (alone,) = [r for r in found.lost[0].recovered if quoted(north, r.wording) == SECRET]
    assert alone.confidence < min(r.confidence for r in found.lost[0].recovered if len(r.witnesses) > 1)
    assert derivation.kind in ("light-edit", "abridged")


def test_share_is_that_of_the_words_of_inherited_passages() -> None:
    north, _, derivation = story(OWN)
    inherited = sum(len(quoted(north, i.child).split()) for i in derivation.passages)
    assert derivation.share == pytest.approx(inherited / sum(len(p.split()) for p in (*EDIT, OWN)), abs=0.05)


def test_what_people_say_who_spoke_to_the_agency_counts_with_less_confidence() -> None:
    north, found, derivation = story(SECRET, told=True)
    assert SECRET in {quoted(north, i.child) for i in derivation.passages}
    (alone,) = [r for r in found.lost[0].recovered if r.wording.article == "North" and quoted(north, r.wording) == SECRET]
    assert len(alone.witnesses) == 1
    assert alone.confidence < min(r.confidence for r in found.lost[0].recovered if len(r.witnesses) > 1)


def test_two_children_agree_in_all_else_that_is_recovered() -> None:
    _, found, _ = story(OWN, DENIAL, SUBHEAD)
    assert found.lost[0].recovered
    for passage in found.lost[0].recovered:
        assert len({w.article for w in passage.witnesses}) == len(passage.witnesses) == 2
        assert passage.wording in passage.witnesses


def test_a_child_and_its_own_copy_are_one_line() -> None:
    north = article("North", (*EDIT, OWN.replace("told this newspaper", "said")), "2031-05-06", "Reuters")
    copy = article("Copy", (*EDIT, OWN.replace("told this newspaper", "said"), "The North Gazette reported this."), "2031-05-09")
    found = traced(north, copy, article("South", REWRITE, "2031-05-06", "Reuters"))
    assert ("North", "Copy") in {(d.parent, d.child) for d in found.derivations}
    for lost in found.lost:
        assert all("haulier" not in quoted(north, w) for r in lost.recovered for w in r.witnesses if w.article == "North")


@pytest.mark.parametrize(
    ("sentence", "spoken_of"),
    [
        (DENIAL, True),
        ("The harbour board refused to comment on the Reuters report.", True),
        ("Asked about the Reuters report, the mayor shrugged.", True),
        ("The bridge has a crack, according to a Reuters report.", False),
        ("The Reuters report said that the bridge has a crack.", False),
        ("The mayor said this, citing a Reuters report.", False),
    ],
)
def test_a_report_that_is_answered_is_told_from_one_that_is_cited(sentence: str, spoken_of: bool) -> None:
    one = article("North", (sentence,))
    parsed = grammar(one)
    assert ("reuters" in report_spoken_of(parsed, parsed.tokens)) == spoken_of


def test_a_short_paragraph_without_an_end_is_a_subhead() -> None:
    one = article("North", (*EDIT, SUBHEAD))
    assert [is_subhead(one, span) for span in one.body] == [False] * len(EDIT) + [True]


def test_other_figures_or_other_names_exclude_a_copy() -> None:
    assert not compatible(frozenset({"54"}), frozenset({"95"}))
    assert compatible(frozenset({"54", "2031"}), frozenset({"95", "2031"}))
    assert compatible(frozenset({"54"}), frozenset())


def test_people_are_the_same_unless_a_word_sets_them_apart() -> None:
    def people(name: str) -> Voice:
        return Voice(name=name, kind="unnamed")

    assert described(people("two senior port officials with knowledge of the survey")) == ("official", frozenset({"port"}))
    assert same_people(people("one of the officials"), people("two port officials"))
    assert not same_people(people("a navy official"), people("two port officials"))
    assert not same_people(people("a diver"), people("two port officials"))


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (Reworking(1.0, 1.0, 1.0, False), "verbatim"),
        (Reworking(1.0, 0.4, 1.0, False), "abridged"),
        (Reworking(0.7, 1.0, 0.9, False), "light-edit"),
        (Reworking(0.2, 1.0, 0.9, False), "rewritten"),
        (Reworking(0.2, 0.4, 0.9, False), "summary"),
        (Reworking(0.3, 1.2, 0.3, False), "extended"),
        (Reworking(0.2, 0.4, 0.9, True, whole=True), "abridged"),
        (Reworking(0.2, 0.6, 0.9, False, mixed=True), "rewritten"),
        (Reworking(0.2, 0.8, 0.5, False, mixed=True), "summary"),
    ],
)
def test_kinds_part_by_wording_length_and_share(found: Reworking, kind: str) -> None:
    assert kind_of(found) == kind
