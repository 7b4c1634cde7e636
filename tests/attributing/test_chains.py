"""Chains as whole statements show them: who said it first, who passed it on."""

from __future__ import annotations

import pytest

from stemma.attributing.characterise import characterise
from stemma.model import Statement
from tests.attributing.pages import extract, report


def only(text: str, content: str, **how: object) -> Statement:
    credits = how.pop("credits", ())
    outlet = how.pop("outlet", "The Harbour Times")
    article, parsed = report(text, credits=credits, outlet=outlet)  # type: ignore[arg-type]
    found = characterise(article, parsed, (extract(article, parsed, content, **how),))  # type: ignore[arg-type]
    return next(s for s in found if s.cue or s.source)


def shape(statement: Statement) -> list[list[tuple[str, str]]]:
    return [[(v.name, v.kind) for v in hop.voices] for hop in statement.chain]


def test_told_an_agency() -> None:
    s = only(
        "Three people familiar with the talks told Reuters that the mill would close in May.",
        "the mill would close in May",
        cue="told",
        source="Three people familiar with the talks",
    )
    assert shape(s) == [[("Three people familiar with the talks", "unnamed")], [("Reuters", "agency")]]
    assert s.chain[0].voices[0].count == 3
    assert s.gathered is None


def test_told_this_newspaper_is_gathering_and_no_hop() -> None:
    text = "The dike is sound, engineer Ana Berg told this newspaper."
    s = only(text, "The dike is sound", cue="told", source="engineer Ana Berg")
    assert shape(s) == [[("Ana Berg", "named")]]
    assert s.gathered is not None and text[s.gathered.start : s.gathered.end] == "told this newspaper"


def test_told_the_publishing_outlet_is_gathering() -> None:
    s = only("The dike is sound, Ana Berg told The Harbour Times.", "The dike is sound", cue="told", source="Ana Berg")
    assert len(s.chain) == 1
    assert s.gathered is not None


def test_told_reporters_is_public() -> None:
    text = "The dike is sound, Ana Berg told reporters in Oslo."
    s = only(text, "The dike is sound", cue="told", source="Ana Berg")
    assert len(s.chain) == 1
    assert s.gathered is None
    assert s.public is not None and text[s.public.start : s.public.end].startswith("told reporters")


def test_citing_puts_the_cited_first() -> None:
    s = only(
        "Reuters, citing two diplomats, reported that the envoy had left.",
        "the envoy had left",
        cue="reported",
        source="Reuters",
    )
    assert [[k for _, k in hop] for hop in shape(s)] == [["unnamed"], ["agency"]]
    assert s.chain[0].voices[0].count == 2


def test_said_in_a_filing_is_a_document() -> None:
    s = only(
        "Norvik Holdings said in a filing to the exchange that it had sold the pier.",
        "it had sold the pier",
        source="Norvik Holdings",
    )
    assert [[k for _, k in hop] for hop in shape(s)] == [["organisation"], ["document"]]
    assert s.public is not None


def test_said_in_a_statement_is_public_and_no_hop() -> None:
    s = only("Norvik Holdings said in a statement that it had sold the pier.", "it had sold the pier", source="Norvik Holdings")
    assert [[k for _, k in hop] for hop in shape(s)] == [["organisation"]]
    assert s.public is not None


def test_a_document_speaks_and_an_agency_saw_it() -> None:
    s = only(
        "A draft report seen by AFP shows that the bridge was never inspected.",
        "the bridge was never inspected",
        cue="shows",
        source="A draft report seen by AFP",
    )
    assert [[k for _, k in hop] for hop in shape(s)] == [["document"], ["agency"]]


def test_nested_speech_has_both_mouths() -> None:
    s = only(
        "Ana Berg said the ministry had promised that the road would reopen.",
        "the road would reopen",
        cue="had promised",
        source="the ministry",
    )
    assert [[k for _, k in hop] for hop in shape(s)] == [["organisation"], ["named"]]


def test_several_speak_as_one() -> None:
    s = only(
        "The Chancellery, the Elysee and the Foreign Office all declined to comment.",
        "to comment",
        cue="declined",
        source="The Chancellery, the Elysee and the Foreign Office",
    )
    assert len(s.chain) == 1
    assert len(s.chain[0].voices) == 3
    assert s.stance == "declines"


@pytest.mark.parametrize("words", ["with knowledge of the talks in early 2019", "close to the bank and its owner"])
def test_and_inside_a_descriptor_splits_nothing(words: str) -> None:
    s = only(f"A source {words} said the offer was dead.", "the offer was dead", source=f"A source {words}")
    assert [len(hop.voices) for hop in s.chain] == [1]


def test_an_owned_source_names_its_newsroom() -> None:
    s = only("One of Reuters' sources said the offer was dead.", "the offer was dead", source="One of Reuters' sources")
    assert [[k for _, k in hop] for hop in shape(s)] == [["unnamed"], ["agency"]]


def test_hearsay_has_an_unknown_voice() -> None:
    s = only("The offer is said to be dead.", "to be dead", cue="is said", source=None)
    assert shape(s) == [[("unknown", "unnamed")]]
