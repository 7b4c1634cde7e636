"""Contradictions of the finer kinds, one mechanism a test: what is a finding, and what only looks like one. All events invented."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from stemma.comparing.accounts import Accounts
from stemma.comparing.exchanging import rates, same_sum
from stemma.model import Article, Contradiction, Noted, Stemma, Voice
from stemma.values.numbers import find_numbers
from tests.comparing.test_compare import HALE, LIND, aligned, article, grammar, run, said, sentences


def two(first: str, second: str, when: tuple[str, str] = ("2031-05-04", "2031-05-04")) -> tuple[Article, Article]:
    return article("A", first, when[0]), article("B", second, when[1])


def told(first: str, second: str, *, one_claim: bool = True) -> tuple[Contradiction, ...]:
    """Contradictions between two sentences, each said by somebody else, of one claim or of two."""
    a, b = two(f"Anna Lind said {first}.", f"Boris Hale said {second}.")
    statements = [said("1", a, first, LIND), said("2", b, second, HALE)]
    return run([a, b], statements, [["1", "2"]] if one_claim else [["1"], ["2"]]).contradictions


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the siren sounded at the lower lock", "the siren at the lower lock never sounded"),
        ("the trustees dismissed the curator in March", "the trustees did not sack the curator in March"),
        ("the north turbine was still working", "the north turbine has been out of action since May"),
        ("the barn was struck by a meteorite", "there was thunder but no meteorite"),
        ("the guild accepted the plan for the quay", "the guild rejected the plan for the quay"),
    ],
)
def test_what_one_tells_as_a_fact_and_the_other_as_none(first: str, second: str) -> None:
    (found,) = told(first, second, one_claim=False)
    assert found.kind == "happened" and not found.evolution
    assert first in found.words and second in found.words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the siren sounded at the lower lock", "the siren at the lower lock would never sound"),
        ("the siren sounded at the lower lock", "villagers asked for the siren at the lower lock not to sound"),
        ("the trustees dismissed the curator", "the trustees did not dismiss the claim"),
        ("the union agreed the route but not the fare", "the union did not agree the fare"),
    ],
)
def test_a_wish_another_thing_or_the_same_no_is_no_clash(first: str, second: str) -> None:
    assert [c for c in told(first, second, one_claim=False) if c.kind == "happened"] == []


def test_a_value_that_is_put_right() -> None:
    (found,) = told("the council met on 8 June", "the council had met on 9 June, not 8 June", one_claim=True)
    assert found.kind == "date"
    (found,) = told(
        "the merged bank would keep its head office in Utrecht", "the merged bank would be run from Ghent rather than Utrecht"
    )
    assert (found.kind, "said it was not “Utrecht”" in found.words) == ("place", True)


def test_a_day_of_telling_is_not_the_day_of_what_is_told() -> None:
    assert told("the governor rejected the report on 4 May", "the governor left the bank on 2 May") == ()


def test_at_once_against_a_day_to_come() -> None:
    (found,) = told("the governor left the bank with immediate effect", "the governor would leave the bank on 31 May")
    assert found.kind == "date"
    assert "with immediate effect" in found.words and "31 May" in found.words


def test_clock_times_of_one_thing() -> None:
    (found,) = told("the kiln blew up at 2:10 pm on Sunday", "the kiln blew up at 4:05 pm on Sunday")
    assert found.kind == "date"
    assert told("the kiln blew up at 2:10 pm on Sunday", "the kiln blew up at 2:15 pm on Sunday") == ()


def test_ages_and_posts_of_one_person() -> None:
    a, b = two("Mara Quent, 34, drove the tram.", "Mara Quent, 43, was at the wheel.")
    (found,) = run([a, b]).contradictions
    assert (found.kind, found.words) == ("number", "The A Post wrote “Mara Quent, 34”, but The B Post wrote “Mara Quent, 43”.")
    a, b = two(
        "They praised Kelden chief executive Mara Quent. Workers at Kelden agreed.",
        "They praised Brannock chief executive Mara Quent. Workers at Brannock agreed.",
    )
    (found,) = run([a, b]).contradictions
    assert found.kind == "name" and "Brannock chief executive Mara Quent" in found.words


def test_two_regions_of_one_town() -> None:
    a, b = two("The well is in Harlow Springs, Ohio.", "The well is in Harlow Springs, Indiana.")
    (found,) = run([a, b]).contradictions
    assert found.kind == "place"


def test_a_share_and_a_change_are_two_things() -> None:
    assert told("the family would own 35 per cent of Kelden", "stock in Kelden closed 6 per cent lower") == ()


def test_what_is_measured_on_two_days_may_differ() -> None:
    first = "a sample taken on 2 May held 12 parts per billion of lead"
    assert [c.kind for c in told(first, "a sample taken on 3 May held 19 parts per billion of lead") if c.kind == "number"] == []
    (found,) = [c for c in told(first, "a sample taken on 2 May held 19 parts per billion of lead") if c.kind == "number"]
    assert found.claim == "c0"


def test_each_of_many_values_is_told_once() -> None:
    texts = [f"Anna Lind said {n} people were killed when the stand fell." for n in (3, 5, 5, 8, 9)]
    articles = [article(name, text) for name, text in zip("ABCDE", texts, strict=True)]
    statements = [said(a.id, a, a.text[15:-1], LIND) for a in articles]
    found = run(articles, statements, [list("ABCDE")]).contradictions
    assert len(found) == 3
    assert all("“5 people”" in c.words for c in found)


def test_sums_in_two_currencies_are_compared_at_the_rate_of_the_story() -> None:
    a = article("A", "Anna Lind said the fund paid €2.0bn ($2.2bn) for the docks.")
    b = article("B", "Boris Hale said the fund paid $3.1bn for the docks.")
    tree = Stemma(articles=("A", "B"), lost=(), derivations=(), kinships=(), by="test")
    accounts = Accounts([a, b], {x.id: grammar(x) for x in (a, b)}, [], [], aligned([a, b]), tree)
    known = rates(accounts)
    assert known["EUR", "USD"] == pytest.approx(2.2 / 2.0)
    (euros, _), (dollars,) = find_numbers(a.text), find_numbers(b.text)
    assert same_sum(euros, dollars, known) is False
    assert same_sum(euros, find_numbers("$2.3bn")[0], known) is True
    assert same_sum(euros, dollars, {}) is None


def test_a_denial_is_set_only_against_what_it_denies() -> None:
    a = article(
        "A",
        "Anna Lind said the bridge was passed by inspectors. It opened at dawn. "
        "Boris Hale denied that the bridge had been propped up.",
    )
    statements = [
        said("1", a, "was passed by inspectors", LIND),
        said("2", a, "had been propped up", HALE, "denied", "denies"),
    ]
    assert run([a], statements, [["1", "2"]]).contradictions == ()


def test_a_bare_denial_is_set_against_what_stands_before_it() -> None:
    a = article("A", "Anna Lind said the dam was sold. Mara Quent said the dam was given away. Boris Hale denied the claim.")
    given = Voice(name="Mara Quent", kind="named")
    statements = [
        said("1", a, "the dam was sold", LIND),
        said("2", a, "the dam was given away", given),
        said("3", a, "the claim", HALE, "denied", "denies"),
    ]
    (found,) = run([a], statements, [["1", "2", "3"]]).contradictions
    assert found.words == "Mara Quent (in The A Post) said “the dam was given away”, but Boris Hale (in The A Post) denied it."


def test_one_weekday_is_one_day_and_weekdays_of_two_weeks_are_two() -> None:
    a, b = two(
        "Anna Lind said the mayor visits the docks on Tuesday.",
        "Boris Hale said the mayor visited the docks on Tuesday.",
        ("2031-05-05", "2031-05-08"),
    )
    words = ("the mayor visits the docks on Tuesday", "the mayor visited the docks on Tuesday")
    statements = [said("1", a, words[0], LIND), said("2", b, words[1], HALE)]
    assert run([a, b], statements, [["1", "2"]]).contradictions == ()
    a, b = two(
        "The baker sued the mill in the county court on Tuesday.",
        "The mill asked the county court on Monday to drop the baker’s suit.",
        ("2031-05-07", "2031-05-28"),
    )
    words = (a.text[:-1], b.text[:-1])
    statements = [said("1", a, words[0]), said("2", b, words[1])]
    assert run([a, b], statements, [["1", "2"]]).contradictions == ()


def test_statements_of_one_voice_do_not_clash_in_one_report() -> None:
    a = article(
        "A", "Anna Lind said the siren sounded at the lower lock. Anna Lind said the siren at the upper lock never sounded."
    )
    one, other = "the siren sounded at the lower lock", "the siren at the upper lock never sounded"
    assert run([a], [said("1", a, one, LIND), said("2", a, other, LIND)], [["1"], ["2"]]).contradictions == ()
    assert isinstance(LIND, Voice) and len(sentences([a])) == 2


QUARRY = "two clerks of the quarry had sold blasting caps to strangers"
FIRM = Voice(name="Brackwell Stone", kind="organisation")


def test_a_denial_in_the_deniers_words_is_told_with_them_after_what_is_denied() -> None:
    a = article("A", "“The dam was never sold,” Boris Hale said.", "2031-05-04")
    b = article("B", "Anna Lind said the dam was sold.", "2031-05-04")
    no = replace(said("1", a, "The dam was never sold", HALE, "said", "denies"), quotation="direct")
    found = run([a, b], [no, said("2", b, "the dam was sold", LIND)], [["1", "2"]]).contradictions
    assert [c.kind for c in found] == ["denial"]
    assert found[0].words == (
        "Anna Lind (in The B Post) said “the dam was sold”, but Boris Hale (in The A Post) denied it: “The dam was never sold”."
    )


def test_words_that_say_nothing_are_not_denied() -> None:
    for told, count in (("the cracks of the dam", 0), ("the dam had cracks", 1)):
        a = article("A", f"Anna Lind told of it: {told}. Boris Hale denied that the dam cracked.")
        statements = [said("1", a, told, LIND), said("2", a, "the dam cracked", HALE, "denied", "denies")]
        found = run([a], statements, [["1", "2"]]).contradictions
        assert [c.kind for c in found] == ["denial"] * count


def test_a_bare_time_of_day_belongs_to_no_day() -> None:
    a = article("A", "Anna Lind said the mill bell rang at 4:10 a.m.", "2031-05-04")
    for when, apart in (("4.10am", False), ("6.30am", True)):
        b = article("B", f"Anna Lind said the mill bell rang at {when}.", "2031-05-07")
        told = [said("1", a, "the mill bell rang at 4:10 a.m", LIND), said("2", b, f"the mill bell rang at {when}", LIND)]
        found = run([a, b], told, [["1", "2"]]).contradictions
        assert [c.kind for c in found] == (["date"] if apart else [])


def test_a_denial_in_general_words_is_aimed_at_the_weightiest_claim_wherever_it_is_told() -> None:
    a = article("A", f"Anna Lind said {QUARRY}. Mara Quent said the office closes at noon on market days.", "2031-05-04")
    b = article("B", "Brackwell Stone called the report a fabrication. The firm employs 40 masons.", "2031-05-05")
    aside = Voice(name="Mara Quent", kind="named")
    statements = [
        said("1", a, QUARRY, LIND),
        said("2", a, "the office closes at noon on market days", aside),
        said("3", b, "the report a fabrication", FIRM, "called", "denies"),
    ]
    (found,) = run([a, b], statements, [["1"], ["2"], ["3"]]).contradictions
    assert (
        found.kind == "denial"
        and found.words == f"Anna Lind (in The A Post) said “{QUARRY}”, but Brackwell Stone (in The B Post) denied it."
    )
    assert (found.statement_a, found.statement_b) == ("1", "3")


def test_a_denial_whose_words_point_at_nothing_is_set_against_nothing() -> None:
    a = article("A", f"Anna Lind said {QUARRY}.")
    b = article("B", "Asked about it, Brackwell Stone said it had not. The firm employs 40 masons.")
    statements = [said("1", a, QUARRY, LIND), said("2", b, "it had not", FIRM, "said", "denies")]
    assert run([a, b], statements, [["1"], ["2"]]).contradictions == ()


def test_one_denial_that_two_reports_carry_is_told_once() -> None:
    a = article("A", f"Anna Lind said {QUARRY}.")
    b = article("B", "Brackwell Stone called the report a fabrication.")
    c = article("C", "Brackwell Stone said that the claims were untrue.")
    statements = [
        said("1", a, QUARRY, LIND),
        said("2", b, "the report a fabrication", FIRM, "called", "denies"),
        said("3", c, "the claims were untrue", FIRM, "said", "denies"),
    ]
    assert len(run([a, b, c], statements, [["1"], ["2"], ["3"]]).contradictions) == 1


@pytest.mark.parametrize("denier", ["the authority", "Tovar Water Authority"])
def test_a_body_does_not_contradict_its_own_page(denier: str) -> None:
    words = "Two sluices of the Tovar dam were opened at dusk"
    own = replace(
        article("A", f"{words}. The third sluice of the dam is being painted."),
        outlet=Noted(value="Tovar Water Authority", how="test"),
    )
    other = article("B", f"In Tovar, {denier} denied that a sluice of the dam was opened too late.")
    voice = Voice(name=denier, kind="organisation")
    statements = [said("1", own, words), said("2", other, "a sluice of the dam was opened too late", voice, "denied", "denies")]
    assert run([own, other], statements, [["1", "2"]]).contradictions == ()
    # Another body's denial of the same words is one.
    stranger = replace(own, outlet=Noted(value="The Tovar Bugle", how="test"))
    assert len(run([stranger, other], statements, [["1", "2"]]).contradictions) == 1


OFFICES = ("mayor’s", "county", "coroner’s", "rescue")


def test_the_counts_of_two_offices_are_told_beside_each_other() -> None:
    tolls = {"A": 14, "B": 14, "C": 21, "D": 23}
    articles = [
        article(n, f"The {w} office said {k} people died in the mine.") for (n, k), w in zip(tolls.items(), OFFICES, strict=True)
    ]
    statements = [
        said(a.id, a, a.text.split("said ")[1][:-1], Voice(name=f"The {w} office", kind="organisation"))
        for a, w in zip(articles, OFFICES, strict=True)
    ]
    found = run(articles, statements, [["A", "B"], ["C"], ["D"]]).contradictions
    pairs = [{int(w) for w in re.findall(r"\d+", c.words)} for c in found]
    assert {14, 21} in pairs and {21, 23} in pairs and len(pairs) == len({frozenset(p) for p in pairs})


def test_all_that_a_list_carries_were_aboard() -> None:
    first, second = "the list of the barge named 90 passengers and crew", "more than 130 were on board the barge"
    (found,) = told(first, second, one_claim=False)
    assert found.kind == "number" and "“90 passengers”" in found.words and "“more than 130” (aboard)" in found.words


def test_both_sides_together_are_no_count_of_one_of_them() -> None:
    first, second = "two soldiers were killed at the ford", "at least five people were killed on both sides at the ford"
    assert told(first, second, one_claim=False) == ()
