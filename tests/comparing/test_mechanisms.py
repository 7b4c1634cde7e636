"""Comparing, one mechanism a test: what is a finding, and what only looks like one. All events are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.comparing.accounts import short
from stemma.comparing.naming import spelt_alike
from stemma.model import Article, Findings, Stemma, Voice
from tests.comparing.test_compare import HALE, LIND, aligned, article, edge, grammar, run, said, sentences


def clash(a: Article, b: Article, words_a: str, words_b: str, who: tuple[Voice, Voice] = (LIND, HALE)) -> Findings:
    return run([a, b], [said("1", a, words_a, who[0]), said("2", b, words_b, who[1])], [["1", "2"]])


def test_one_voice_that_denies_one_thing_and_asserts_another_contradicts_nobody() -> None:
    a = article("A", "Anna Lind denied that the dam was sold. Anna Lind said the dam was offered to a fund.")
    statements = [
        said("1", a, "that the dam was sold", LIND, "denied", "denies"),
        said("2", a, "the dam was offered to a fund", LIND),
    ]
    assert run([a], statements, [["1", "2"]]).contradictions == ()


def test_one_voice_at_different_times_may_contradict_itself() -> None:
    a = article("A", "Anna Lind said the dam was sold.", "2031-05-02")
    b = article("B", "Anna Lind denied that the dam was sold.", "2031-05-05")
    statements = [said("1", a, "the dam was sold", LIND), said("2", b, "that the dam was sold", LIND, "denied", "denies")]
    (found,) = run([a, b], statements, [["1", "2"]]).contradictions
    assert found.kind == "denial"
    assert found.words == "Anna Lind (in The A Post) said “the dam was sold”, but Anna Lind (in The B Post) denied it."


@pytest.mark.parametrize("assertion", ["the dam was never sold", "the council rejects the talk of a sold dam"])
def test_saying_no_in_other_words_agrees_with_a_denial(assertion: str) -> None:
    a = article("A", f"Anna Lind said {assertion}. Boris Hale denied that the dam was sold.")
    statements = [said("1", a, assertion, LIND), said("2", a, "that the dam was sold", HALE, "denied", "denies")]
    assert run([a], statements, [["1", "2"]]).contradictions == ()


def test_denying_the_opposite_is_agreement() -> None:
    a = article("A", "Anna Lind said the bridge is safe. Boris Hale denied that the bridge is dangerous.")
    statements = [said("1", a, "the bridge is safe", LIND), said("2", a, "that the bridge is dangerous", HALE, "denied", "denies")]
    assert run([a], statements, [["1", "2"]]).contradictions == ()


def test_a_denial_of_other_words_in_one_claim_is_left_alone() -> None:
    a = article("A", "Anna Lind said two gates were opened at noon.")
    b = article("B", "Boris Hale denied that his brother had resigned.")
    statements = [
        said("1", a, "two gates were opened at noon", LIND),
        said("2", b, "that his brother had resigned", HALE, "denied", "denies"),
    ]
    assert run([a, b], statements, [["1", "2"]]).contradictions == ()


def test_a_denial_across_claims_that_says_the_same_is_found() -> None:
    a = article("A", "Anna Lind said the old stadium roof was sold to a fund.")
    b = article("B", "Boris Hale denied that the old stadium roof was sold to a fund.")
    statements = [
        said("1", a, "the old stadium roof was sold to a fund", LIND),
        said("2", b, "that the old stadium roof was sold to a fund", HALE, "denied", "denies"),
    ]
    assert [c.kind for c in run([a, b], statements, [["1"], ["2"]]).contradictions] == ["denial"]


def test_sums_of_other_givers_are_not_compared() -> None:
    a = article("A", "The Norwegian government approved a $54 billion package last spring.")
    b = article("B", "Canadian senators voted for $195 billion in late summer to mend their ports.")
    found = clash(a, b, a.text[:-1], b.text[:-1])
    assert found.contradictions == ()


def test_a_rate_and_a_plain_measure_are_not_compared() -> None:
    a = article("A", "The players stretched 20 minutes a day in the trial.")
    b = article("B", "The players stretched 15 minutes thrice a week in the trial.")
    assert clash(a, b, a.text[:-1], b.text[:-1]).contradictions == ()


def test_the_fate_before_a_number_belongs_to_the_number_before_it() -> None:
    a = article("A", "Anna Lind said 16 sailors died and 22 others reached the shore.")
    b = article("B", "Boris Hale said 16 sailors died.")
    assert clash(a, b, "16 sailors died and 22 others reached the shore", "16 sailors died").contradictions == ()


def test_what_is_counted_alike_in_two_claims_differs() -> None:
    a = article("A", "Brannock Lines operates 94 ships from its home port.")
    b = article("B", "Brannock Lines now operates 81 ships, brokers say.")
    statements = [said("1", a, a.text[:-1]), said("2", b, "Brannock Lines now operates 81 ships")]
    assert [c.kind for c in run([a, b], statements, [["1"], ["2"]]).contradictions] == ["number"]


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("zelenskyy", "zelenskiy", True),
        ("sergey", "sergei", True),
        ("kateryna", "katerina", True),
        ("quenby", "quembry", False),
        ("elvira", "elvina", False),
    ],
)
def test_transliterations_are_no_slips(one: str, two: str, alike: bool) -> None:
    assert spelt_alike(one, two) is alike


def test_a_report_without_an_outlet_is_named_by_its_bare_page() -> None:
    a = replace(article("A", "Brannock Lines operates 94 ships."), outlet=None, source="pages/first-report.txt")
    b = replace(article("B", "Brannock Lines operates 81 ships."), outlet=None, source="pages\\second.html")
    statements = [said("1", a, a.text[:-1]), said("2", b, b.text[:-1])]
    (found,) = run([a, b], statements, [["1", "2"]]).contradictions
    assert found.words == "First-report gave “94 ships”, but second gave “81 ships”."


def test_a_hedge_dropped_is_told_only_of_what_it_held_back_on() -> None:
    a = article("A", "The team could build a new stand at the river.\nThe firm owns a stand at the river already.")
    b = article("B", "The team will build a new stand at the river.\nThe firm owns a stand at the river already.")
    one, two = sentences([a]), sentences([b])
    pairs = aligned([a, b], *zip(one, two, strict=True))
    (found,) = run([a, b], collation=pairs, edges=[edge(a, b)]).drifts
    assert found.words == ("The B Post writes “will” where The A Post has “could”: “The team will build a new stand at the river”.")


def test_a_source_that_is_gone_reads_as_a_sentence() -> None:
    a = article("A", "The stand at the river will close in June, the fire inspector said.")
    b = article("B", "The stand at the river will close in June.")
    inspector = Voice(name="the fire inspector", kind="role")
    words = "The stand at the river will close in June"
    found = run([a, b], [said("1", a, words, inspector, "said"), said("2", b, words)], [["1", "2"]], edges=[edge(a, b)])
    assert [d.words for d in found.drifts if d.kind == "source-vaguer"] == [
        f"The B Post gives no source for what The A Post has from “the fire inspector”: “{words}”."
    ]


def test_a_thing_that_cannot_speak_is_no_lost_source() -> None:
    a = article("A", "The stand fell in a disaster in June.")
    b = article("B", "The stand fell in June.")
    disaster = Voice(name="a disaster", kind="document")
    statements = [said("1", a, "The stand fell", disaster), said("2", b, "The stand fell")]
    found = run([a, b], statements, [["1", "2"]], edges=[edge(a, b)])
    assert (found.drifts, found.omissions) == ((), ())


def test_a_child_that_differs_from_two_siblings_of_a_lost_original_drifted() -> None:
    told = "The council spent {} million dollars on the new river stand."
    a, b, c = (article(n, told.format(v)) for n, v in zip("ABC", (12, 12, 18), strict=True))
    edges = [replace(edge(x, x), id=f"lost>{x.id}", parent="lost") for x in (a, b, c)]
    (one,), (two,), (three,) = (sentences([x]) for x in (a, b, c))
    pairs = aligned([a, b, c], (one, two), (one, three), (two, three))
    (found,) = run([a, b, c], collation=pairs, edges=edges).drifts
    assert (found.kind, found.directed, found.child.article) == ("number-changed", False, "C")
    assert "The A Post and The B Post, which rest on the same lost report" in found.words


def test_without_the_lost_original_siblings_do_not_outvote() -> None:
    told = "The council spent {} million dollars on the new river stand."
    articles = [article(n, told.format(v)) for n, v in zip("ABC", (12, 12, 18), strict=True)]
    tree = Stemma(articles=("A", "B", "C"), lost=(), derivations=(), kinships=(), by="test")
    assert tree.derivations == ()
    assert all(grammar(a).sentences for a in articles)
    assert run(articles).drifts == ()


def test_not_having_seen_it_is_no_denial() -> None:
    a = article("A", "The stand fell on Sunday.\n“We were on the steps and they gave way,” said Anna Lind.")
    b = article("B", "The stand fell on Sunday.")
    statements = [said("1", a, "We were on the steps and they gave way,", LIND)]
    assert run([a, b], statements, [["1"]], edges=[edge(a, b)]).omissions == ()


def test_short_keeps_words_whole() -> None:
    assert short("one  two\nthree", 9) == "one two…"
    assert short("“quoted” words") == "'quoted' words"
