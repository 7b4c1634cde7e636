"""Statements as users get them, from text to stance and chain, on sentences written for the purpose: one mechanism a test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.attributing import attribute
from stemma.model import Statement
from stemma.parsing import parse
from tests.attributing.pages import report


def said(text: str, **options: object) -> list[tuple[str, str, str, str]]:
    """(source, cue, content, stance) of every attributed statement."""
    article, parsed = report(text, **options)  # type: ignore[arg-type]

    def words(statement: Statement) -> tuple[str, str, str, str]:
        quote = article.text
        source = quote[statement.source.start : statement.source.end] if statement.source else ""
        cue = quote[statement.cue.start : statement.cue.end] if statement.cue else ""
        return source, cue, " … ".join(quote[c.start : c.end] for c in statement.content), statement.stance

    return [words(s) for s in attribute(article, parsed) if s.cue or s.source or s.chain]


def chains(text: str, **options: object) -> list[list[tuple[str, str]]]:
    """The (name, kind) hops of every attributed statement, the first voice of each hop."""
    article, parsed = report(text, **options)  # type: ignore[arg-type]
    found = [s for s in attribute(article, parsed) if s.cue or s.source or s.chain]
    return [[(h.voices[0].name, h.voices[0].kind) for h in s.chain] for s in found]


@pytest.mark.parametrize(
    "text",
    [
        "The deadlock suggests that the strike at the dairy will drag on into July.",
        "The failure of the pilots' plan shows how far apart the two sides remain.",
        "The closure demonstrates that the valley has lost its last employer.",
    ],
)
def test_what_has_no_mouth_says_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Figures show that exports of cheese fell by a tenth.", "Figures"),
        ("The audit found that two lorries were missing.", "The audit"),
        ("A beekeeper said that the hives had been empty since May.", "A beekeeper"),
        ("Oslo says that the cable was cut on Sunday.", "Oslo"),
    ],
)
def test_papers_people_and_places_have_a_word(text: str, source: str) -> None:
    assert [s[0] for s in said(text)] == [source]


def test_a_quotation_signed_without_a_verb_is_the_signers() -> None:
    text = (
        "The mayor, Ana Holt, said that the bridge was safe.\n"
        "“The cables were never checked,” one junior engineer who was said to have read the reports."
    )
    found = said(text)
    assert ("one junior engineer", "", "The cables were never checked", "asserts") in found
    assert len(found) == 2


def test_a_refusal_told_to_others_is_an_act_of_the_story() -> None:
    text = (
        "A senior diplomat said that the Norwegians told Madrid, through two envoys, they would not discuss a fishing truce "
        "without the Scots."
    )
    assert [s[3] for s in said(text)] == ["asserts"]
    assert chains(text) == [[("Norwegians", "organisation"), ("A senior diplomat", "unnamed")]]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The bank said it would not discuss individual customers.", "declines"),
        ("The bank refused to comment on the letter.", "declines"),
        ("Neither the owner of the quarry nor the mayor's office wanted to comment.", "declines"),
        ("The owner of the quarry would not be drawn about prices.", "declines"),
        ("The quarry does not wish to comment on the fire.", "declines"),
        ("Nobody at the shipyard would say who had paid for the crane.", "declines"),
        ("Holt refused to meet the partners he once had.", "asserts"),
    ],
)
def test_declines_is_for_those_who_ask(text: str, stance: str) -> None:
    assert [s[3] for s in said(text)] == [stance]


def test_who_tells_of_a_refusal_is_its_source() -> None:
    assert said("A clerk reached at the mill by phone said it could not discuss its clients.") == [
        ("A clerk reached at the mill by phone", "said", "it could not discuss its clients", "declines")
    ]


def test_nobody_is_no_voice() -> None:
    assert chains("Nobody in the harbour office would say who had sent the divers.") == [[("the harbour office", "organisation")]]


def test_a_negation_inside_a_quotation_is_no_denial() -> None:
    text = "“They told my sons it was for a swimming pool,” Mette Dahl, who keeps goats, said. “I laughed. I am not laughing now.”"
    assert {s[3] for s in said(text)} == {"asserts"}


@pytest.mark.parametrize(
    "text",
    [
        "The palace on Friday denied the Globe report that the prince had sold the forest.",
        "“There is no sale, there is no buyer and there is no contract,” the palace spokesman Jens Holt told reporters.",
        "The former inspector took back his verdict.",
    ],
)
def test_rejecting_a_report_denies(text: str) -> None:
    assert [s[3] for s in said(text)] == ["denies"]


def test_who_is_told_is_no_content() -> None:
    found = said("The keeper of the lighthouse, Ola Berg, told the local newspaper he had seen no ship that night.")
    assert [s[2] for s in found] == ["he had seen no ship that night"]


def test_a_sentence_and_the_quotation_after_it_are_two_statements() -> None:
    found = said("The trainer denied there was any doping in the stable: “These are two horses, and the vet told me nothing.”")
    assert [s[2] for s in found] == [
        "there was any doping in the stable",
        "These are two horses, and the vet told me nothing",
    ]


def test_a_second_cue_of_the_same_speaker_is_a_cue() -> None:
    found = said("A second official said the cabinet could approve the plan in May and cautioned that the army was still opposed.")
    assert [(s[1], s[2]) for s in found] == [
        ("said", "the cabinet could approve the plan in May"),
        ("cautioned", "the army was still opposed"),
    ]


def test_the_source_ends_where_its_own_predicate_begins() -> None:
    found = said("However, a Danish source denied that envoys had ever met and said Copenhagen would not join such a meeting.")
    assert {s[0] for s in found} == {"a Danish source"}
    assert [s[3] for s in found] == ["denies", "asserts"]


def test_who_is_quoted_as_saying_speaks() -> None:
    text = "The mayor said that the well was clean.\n“We drank it for years,” a retired miner was quoted as saying."
    assert chains(text)[1] == [("a retired miner", "unnamed")]


def test_what_a_quoted_one_reports_is_part_of_the_quotation() -> None:
    found = said("“They told us that the mine was safe,” said Ana Berg, a miner.")
    assert [(s[0], s[2]) for s in found] == [("Ana Berg, a miner", "They told us that the mine was safe")]


def test_an_age_is_no_number_of_people() -> None:
    article, parsed = report("The singer, Ana Berg, left the stage in March.\nThe 61-year-old said that she would not return.")
    counts = {v.count for s in attribute(article, parsed) for h in s.chain for v in h.voices}
    assert counts == {1}


def test_one_who_acts_before_speaking_is_who_speaks() -> None:
    text = (
        "A third banker said that the loan was safe.\n"
        "One Swiss banker voiced anger over the delay. “We have waited for a year,” the banker said."
    )
    assert chains(text)[-1] == [("One Swiss banker", "unnamed")]


def test_an_agency_known_by_its_name_alone() -> None:
    text = "The dam will be closed in April, according to the Nordlys agency, which has read the order."
    assert chains(text) == [[("the Nordlys agency", "agency")]]


def test_some_of_a_group_are_not_told_by_the_group() -> None:
    text = "Three insiders say the hotel has been sold for some $30m. Two of them add that the buyer is a bank."
    assert chains(text) == [[("Three insiders", "unnamed")], [("two of the three insiders", "unnamed")]]


def test_the_outlet_that_the_page_itself_names_gathers() -> None:
    text = "Valley Courier\nA shepherd told the Valley Courier that the wolves were back.\n© Valley Courier"
    whole, _ = report(text)
    article = replace(whole, outlet=None, body=whole.body[1:2])
    (found,) = [s for s in attribute(article, parse(article)) if s.chain]
    assert [h.voices[0].kind for h in found.chain] == ["unnamed"]
    assert found.gathered is not None


def test_an_offer_turned_down_is_an_act_and_a_report_turned_down_is_a_denial() -> None:
    told = "Oslo rejected the Danish minister Mette Holm's proposal for a herring treaty, according to two Danish sources."
    ((source, cue, _, stance),) = said(told)
    assert (source, cue, stance) == ("two Danish sources", "according to", "asserts")
    assert [s[3] for s in said("Holm rejected a report that she would resign.")] == ["denies"]


def test_to_refrain_from_commenting_is_to_decline() -> None:
    told = "The Chancellery, the Treasury and the port refrained from commenting about it."
    ((source, _, content, stance),) = said(told)
    assert (source, content, stance) == ("The Chancellery, the Treasury and the port", "from commenting about it", "declines")
    assert all(s[3] != "declines" for s in said("The port said ships had refrained from entering the basin."))
