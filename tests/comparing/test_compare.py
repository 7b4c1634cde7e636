"""Comparing: what differs between accounts of an invented event, and what must always hold of a finding."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from stemma.comparing import compare
from stemma.comparing.accounts import short
from stemma.comparing.certainty import caution
from stemma.comparing.quotations import altered, quotations
from stemma.model import (
    Article,
    Claim,
    Collation,
    Derivation,
    Findings,
    Hop,
    Inherited,
    Noted,
    Pair,
    Parsed,
    Passage,
    Span,
    Statement,
    Stemma,
    Voice,
)
from stemma.parsing import parse
from tests.support.reports import bare


@cache
def article(name: str, text: str, published: str | None = "2031-05-04") -> Article:
    body, at = [], 0
    for line in text.split("\n"):
        if line:
            body.append(Span(at, at + len(line)))
        at += len(line) + 1
    return bare(name, text, body, published=Noted(value=published, how="test") if published else None)


@cache
def grammar(one: Article) -> Parsed:
    return parse(one)


def said(
    ident: str, where: Article, words: str, who: Voice | None = None, cue: str | None = None, stance: str = "asserts"
) -> Statement:
    def find(piece: str) -> Span:
        return Span(where.text.index(piece), where.text.index(piece) + len(piece))

    return Statement(
        id=ident,
        article=where.id,
        content=(find(words),),
        cue=find(cue) if cue else None,
        source=find(who.name) if who and who.name in where.text else None,
        quotation="indirect",
        stance=stance,  # type: ignore[arg-type]
        hedges=(),
        chain=(Hop(voices=(who,)),) if who else (),
        gathered=None,
        public=None,
        place="body",
        by="test",
    )


def sentences(articles: Sequence[Article]) -> list[Passage]:
    return [Passage(article=a.id, span=s) for a in articles for s in grammar(a).sentences]


def aligned(articles: Sequence[Article], *pairs: tuple[Passage, Passage]) -> Collation:
    return Collation(
        sentences=tuple(sentences(articles)),
        pairs=tuple(Pair(a=a, b=b, score=0.9, relation="same") for a, b in pairs),
        rows=(),
        by="test",
    )


def edge(parent: Article, child: Article) -> Derivation:
    return Derivation(
        id=f"{parent.id}>{child.id}",
        parent=parent.id,
        child=child.id,
        kind="rewritten",
        share=0.9,
        passages=tuple(Inherited(child=Passage(article=child.id, span=s), parent=None) for s in child.body),
        confidence=0.9,
        direction=0.9,
        evidence=(),
    )


def run(
    articles: Sequence[Article],
    statements: Sequence[Statement] = (),
    claims: Sequence[Sequence[str]] = (),
    collation: Collation | None = None,
    edges: Sequence[Derivation] = (),
) -> Findings:
    by_id = {s.id: s for s in statements}
    grouped = [
        Claim(
            id=f"c{n}",
            gist=Passage(article=by_id[ids[0]].article, span=by_id[ids[0]].content[0]),
            statements=tuple(ids),
            weight=1.0,
            by="test",
        )
        for n, ids in enumerate(claims)
    ]
    tree = Stemma(articles=tuple(a.id for a in articles), lost=(), derivations=tuple(edges), kinships=(), by="test")
    return compare(articles, {a.id: grammar(a) for a in articles}, statements, grouped, collation or aligned(articles), tree)


LIND, HALE = Voice(name="Anna Lind", kind="named"), Voice(name="Boris Hale", kind="named")


def test_two_numbers_of_one_claim_clash_and_both_sides_are_quoted() -> None:
    a = article("A", "Anna Lind said 21 people were hurt when the stand fell.")
    b = article("B", "Boris Hale said 35 people were hurt when the stand fell.")
    one = said("1", a, "21 people were hurt when the stand fell", LIND)
    two = said("2", b, "35 people were hurt when the stand fell", HALE)
    (found,) = run([a, b], [one, two], [["1", "2"]]).contradictions
    assert (found.kind, found.evolution, found.claim) == ("number", False, "c0")
    assert a.text[found.a.span.start : found.a.span.end] == "21 people were hurt when the stand fell"
    assert found.words == "Anna Lind (in The A Post) gave “21 people”, but Boris Hale (in The B Post) gave “35 people”."


def test_a_toll_that_the_same_voice_raises_later_is_evolution() -> None:
    a = article("A", "Anna Lind said 21 people were hurt when the stand fell.", "2031-05-04")
    b = article("B", "Anna Lind said 35 people were hurt when the stand fell.", "2031-05-06")
    statements = [said("1", a, "21 people were hurt", LIND), said("2", b, "35 people were hurt", LIND)]
    (found,) = run([a, b], statements, [["1", "2"]]).contradictions
    assert found.evolution
    assert "; later " in found.words


def test_rounded_and_equal_numbers_do_not_clash() -> None:
    a = article("A", "Anna Lind said around 70,000 people came to the fair.")
    b = article("B", "Anna Lind said 71,000 people came to the fair.")
    statements = [said("1", a, "around 70,000 people came to the fair", LIND), said("2", b, "71,000 people came to the fair", LIND)]
    assert run([a, b], statements, [["1", "2"]]).contradictions == ()


def test_many_copies_of_one_pair_of_values_are_one_finding() -> None:
    articles = [
        article(n, f"Anna Lind said {v} people were hurt when the stand fell.")
        for n, v in zip("ABCD", (21, 21, 35, 35), strict=True)
    ]
    statements = [said(a.id, a, a.text[15:-1], LIND) for a in articles]
    found = run(articles, statements, [["A", "B", "C", "D"]]).contradictions
    assert [(c.a.article, c.b.article) for c in found] == [("A", "C")]


def test_a_denial_of_a_claim_is_told_once_a_denier() -> None:
    a = article("A", "Anna Lind said the dam was sold. Boris Hale denied that the dam was sold.")
    statements = [said("1", a, "the dam was sold", LIND), said("2", a, "that the dam was sold", HALE, "denied", "denies")]
    (found,) = run([a], statements, [["1", "2"]]).contradictions
    assert found.kind == "denial"


def test_days_places_and_spellings() -> None:
    a = article("A", "The mayor, Marta Quenby, opened the new tram line in Oslo on 3 May 2031 with a speech.")
    b = article("B", "The mayor, Marta Quembry, opened the new tram line in Bergen on 2 May 2031 with a speech.")
    found = run([a, b], collation=aligned([a, b], (sentences([a])[0], sentences([b])[0]))).contradictions
    assert {"name", "place", "date"} >= {c.kind for c in found}
    assert "name" in {c.kind for c in found}
    assert any("Quembry" in c.words for c in found)


PARENT = (
    "Anna Lind said at least 21 people may have been hurt when the stand fell.\n"
    "“The steel was old and it was never tested,” Lind said.\n"
    "It was too early to say what caused it.\n"
    "The builder, Kelden Works, declined to comment.\n"
    "Boris Hale denied that the stand was unsafe."
)
CHILD = (
    "A club official said 21 people were hurt when the stand fell.\n"
    "“The steel was rusty and it was never tested,” the official said."
)


Story = tuple[list[Article], list[Statement], list[list[str]], Collation, list[Derivation]]


def story() -> Story:
    a, b = article("A", PARENT), article("B", CHILD)
    official = Voice(name="A club official", kind="unnamed")
    kelden = Voice(name="Kelden Works", kind="organisation")
    statements = [
        said("a1", a, "at least 21 people may have been hurt when the stand fell", LIND, "said"),
        said("a2", a, "The steel was old and it was never tested,", LIND),
        said("a3", a, "to comment", kelden, "declined", "declines"),
        said("a4", a, "that the stand was unsafe", HALE, "denied", "denies"),
        said("b1", b, "21 people were hurt when the stand fell", official, "said"),
        said("b2", b, "The steel was rusty and it was never tested,", official),
    ]
    claims = [["a1", "b1"], ["a2", "b2"], ["a3"], ["a4"]]
    first, second = sentences([a]), sentences([b])
    return [a, b], statements, claims, aligned([a, b], (first[0], second[0]), (first[1], second[1])), [edge(a, b)]


def test_drifts_along_a_derivation() -> None:
    found = {d.kind: d for d in run(*story()).drifts}
    assert {"hedge-dropped", "quote-altered", "source-vaguer"} <= set(found)
    assert all(d.parent.article == "A" and d.child.article == "B" and d.directed for d in found.values())
    assert found["source-vaguer"].words == "The B Post has it from “A club official” where The A Post has it from “Anna Lind”."


def test_omissions_along_a_derivation() -> None:
    found = {o.kind: PARENT[o.left_out.span.start : o.left_out.span.end] for o in run(*story()).omissions}
    assert found["no-comment"] == "The builder, Kelden Works, declined to comment."
    assert found["denial"] == "Boris Hale denied that the stand was unsafe."
    assert found["caveat"] == "It was too early to say what caused it."


def test_a_report_that_was_not_analysed_to_its_end_is_told_to_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = sys.modules["stemma.comparing.omissions"]
    monkeypatch.setattr(stage, "left_over", lambda article: 900 if article.id == "B" else 0)
    found = run(*story())
    assert found.omissions == ()
    assert found.drifts


def test_without_a_derivation_nothing_drifts_and_nothing_is_left_out() -> None:
    articles, statements, claims, collation, _ = story()
    found = run(articles, statements, claims, collation)
    assert (found.drifts, found.omissions) == ((), ())


def test_a_report_compared_with_its_copy_shows_nothing() -> None:
    a, b = article("A", PARENT), article("B", PARENT)
    statements = [said(f"{x.id}1", x, "at least 21 people may have been hurt when the stand fell", LIND) for x in (a, b)]
    pairs = list(zip(sentences([a]), sentences([b]), strict=True))
    found = run([a, b], statements, [["A1", "B1"]], aligned([a, b], *pairs), [edge(a, b)])
    assert (found.contradictions, found.drifts, found.omissions) == ((), (), ())


def test_changing_one_number_yields_one_difference_on_its_sentence() -> None:
    text = "The stand at Oxmere fell on Sunday.\nIt had cost $3 million to build.\nRescuers with dogs searched all night."
    a, b = article("A", text), article("B", text.replace("$3", "$8"))
    pairs = list(zip(sentences([a]), sentences([b]), strict=True))
    found = run([a, b], collation=aligned([a, b], *pairs), edges=[edge(a, b)])
    assert [c.kind for c in found.contradictions] == ["number"]
    assert [(d.kind, b.text[d.child.span.start : d.child.span.end]) for d in found.drifts] == [("number-changed", "$8 million")]
    assert found.omissions == ()


def test_moments_are_dated_and_quote_their_sentence() -> None:
    a = article("A", "The stand fell on 2 May 2031. Nobody was inside.")
    (moment,) = run([a]).moments
    assert (moment.when.start[:10], moment.when.end[:10]) == ("2031-05-02", "2031-05-02")
    assert a.text[moment.sentence.span.start : moment.sentence.span.end] == "The stand fell on 2 May 2031."


def test_a_stretch_told_by_its_ends_is_one_moment() -> None:
    a = article("A", "The stand was shut from 2 May to 4 June 2030. Nobody was inside.")
    (moment,) = run([a]).moments
    assert (moment.when.start, moment.when.end) == ("2030-05-02", "2030-06-04")
    assert a.text[moment.expression.span.start : moment.expression.span.end] == "2 May to 4 June 2030"


def test_moments_are_seen_from_the_clock_of_the_dateline() -> None:
    a = article("A", "The stand fell today. Nobody was inside.", "2031-05-04T22:30Z")
    (moment,) = run([a]).moments
    assert moment.when.start == "2031-05-04"
    (moment,) = run([replace(a, dateline=Noted(value="TOKYO", how="test"))]).moments
    assert moment.when.start == "2031-05-05"


def test_order_of_everything_is_of_no_account_and_every_span_lies_inside() -> None:
    articles, statements, claims, collation, edges = story()
    found = run(articles, statements, claims, collation, edges)
    texts = {a.id: a.text for a in articles}
    for at in [p for c in found.contradictions for p in (c.a, c.b)] + [p for d in found.drifts for p in (d.parent, d.child)]:
        assert at.span.end <= len(texts[at.article])
    rng = random.Random(7)
    for _ in range(3):
        rng.shuffle(articles)
        rng.shuffle(statements)
        assert run(articles, statements, claims, collation, edges) == found


@pytest.mark.parametrize(
    ("before", "after", "is_altered"),
    [
        ("The steel was old and never tested,", "The steel was old and never tested.", False),
        ("The steel was old and never tested,", "The steel was rusty and never tested.", True),
        ("We haven't seen any colour there", "We have not seen any color there", False),
        ("The steel was old and it was never tested, not once", "never tested, not once", False),
        ("The steel was old and it was never tested, not once", "The steel was old", True),
        ("It was old. It was never tested by anyone.", "It was never tested by anyone.", False),
        ("The steel was old and never tested,", "Nobody came to the fair that day", False),
    ],
)
def test_altered_quotations(before: str, after: str, is_altered: bool) -> None:
    assert altered(before, Span(0, len(before)), after, Span(0, len(after))) is is_altered


def test_quotations_are_the_words_between_marks() -> None:
    text = "He said: “It was old steel.” She said 'no'."
    assert [text[q.start : q.end] for q in quotations(text, Span(0, len(text)))] == ["It was old steel."]


def test_words_in_one_line_keep_both_marks_of_a_quotation_or_neither() -> None:
    assert short("“We fell,” she said") == "'We fell,' she said"
    assert short('"We fell," she said, "twice."') == "'We fell,' she said, 'twice."
    assert short("“We fell.”") == "We fell."
    assert short("She said “we fell”") == "She said 'we fell"
    assert short("") == ""


def test_a_name_is_spelt_by_the_report_and_not_by_its_bearer() -> None:
    one = article("p", "The pier had been closed, harbour master Peter Oskarin said on Monday.")
    two = article("q", "The pier had been closed, harbour master Peter Oskerin said on Monday.")
    told = [
        said("p1", one, "The pier had been closed", Voice(name="Peter Oskarin", kind="named"), "said"),
        said("q1", two, "The pier had been closed", Voice(name="Peter Oskerin", kind="named"), "said"),
    ]
    found = [c for c in run([one, two], told, [["p1", "q1"]]).contradictions if c.kind == "name"]
    assert [c.words for c in found] == ["The p Post wrote “Peter Oskarin”, but The q Post wrote “Peter Oskerin”."]


def test_how_many_were_on_board_does_not_grow_with_the_hours() -> None:
    one = article("p", "The ferry was carrying 212 passengers, Anna Lind said.", "2031-05-04T08:00+00:00")
    two = article("q", "The ferry was carrying 312 passengers, Anna Lind said.", "2031-05-04T11:00+00:00")
    told = [said(i, a, f"The ferry was carrying {n} passengers", LIND, "said") for i, a, n in (("p1", one, 212), ("q1", two, 312))]
    [found] = run([one, two], told, [["p1", "q1"]]).contradictions
    assert found.kind == "number" and not found.evolution


@pytest.mark.parametrize("sentence", ["There was no warning.", "It fell without warning.", "They had not had any warning."])
def test_what_came_unannounced_is_no_caution(sentence: str) -> None:
    assert not caution(sentence)
    assert caution("The council issued a warning about the bridge.")


def test_a_toll_that_rose_is_not_a_number_changed_on_the_way() -> None:
    one = article("p", "Twelve people were killed when the roof of the hall fell, Anna Lind said.", "2031-05-04T08:00+00:00")
    later = "Fifteen people were killed when the roof of the hall fell, Anna Lind said."
    for hour, drifted in (("2031-05-05T18:00+00:00", False), ("2031-05-04T08:00+00:00", True)):
        two = article("q", later, hour)
        told = [
            said("p1", one, "Twelve people were killed when the roof of the hall fell", LIND, "said"),
            said("q1", two, "Fifteen people were killed when the roof of the hall fell", LIND, "said"),
        ]
        pair = aligned([one, two], (sentences([one])[0], sentences([two])[0]))
        found = run([one, two], told, [["p1", "q1"]], pair, [edge(one, two)])
        assert [d.kind for d in found.drifts] == (["number-changed"] if drifted else [])


def test_one_hour_in_the_same_words_has_not_changed() -> None:
    one = article(
        "p", "Guards at the northern gate heard two blasts from 6.20am (7.20pm in the capital), Anna Lind said.", "2031-05-04"
    )
    two = article("q", "Guards at the northern gate heard two blasts from 6.20am, Anna Lind said.", "2031-05-06")
    told = [
        said("p1", one, "Guards at the northern gate heard two blasts from 6.20am", LIND, "said"),
        said("q1", two, "Guards at the northern gate heard two blasts from 6.20am", LIND, "said"),
    ]
    pair = aligned([one, two], (sentences([one])[0], sentences([two])[0]))
    assert run([one, two], told, [["p1", "q1"]], pair, [edge(one, two)]).drifts == ()


def test_an_earlier_report_that_is_put_right_is_no_vaguer_source() -> None:
    was, now = Voice(name="Anna Lind", kind="named"), Voice(name="an earlier report", kind="document")
    one = article("p", "The ferry carried 312 passengers and 19 crew to the island, Anna Lind said.")
    two = article("q", "The ferry carried 312 passengers and 19 crew to the island, an earlier report said.")
    other = article("q", "The ferry carried 312 passengers and 19 crew to the island, sources said.")
    for child, voice, kinds in ((two, now, []), (other, Voice(name="sources", kind="unnamed"), ["source-vaguer"])):
        told = [
            said("p1", one, "The ferry carried 312 passengers and 19 crew to the island", was, "said"),
            said("q1", child, "The ferry carried 312 passengers and 19 crew to the island", voice, "said"),
        ]
        pair = aligned([one, child], (sentences([one])[0], sentences([child])[0]))
        assert [d.kind for d in run([one, child], told, [["p1", "q1"]], pair, [edge(one, child)]).drifts] == kinds
