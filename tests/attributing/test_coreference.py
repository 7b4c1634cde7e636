"""Who "he", "the official" and "one of them" are."""

from __future__ import annotations

from stemma.attributing.characterise import characterise
from stemma.model import Statement
from tests.attributing.pages import extract, report


def names(text: str, *wanted: dict[str, object]) -> list[tuple[str, str]]:
    article, parsed = report(text)
    found = characterise(article, parsed, [extract(article, parsed, **w) for w in wanted])  # type: ignore[arg-type]
    told: list[Statement] = [s for s in found if s.cue]
    return [(s.chain[0].voices[0].name, s.chain[0].voices[0].kind) for s in told]


def test_a_pronoun_takes_the_last_speaker() -> None:
    text = "Harbour pilot Ana Berg said the hull was cold. “It rang like a bell,” she said."
    got = names(
        text,
        {"content": "the hull was cold", "source": "Harbour pilot Ana Berg"},
        {"content": "It rang like a bell", "source": "she", "quotation": "direct", "nth": (0, 1, 0)},
    )
    assert got == [("Ana Berg", "named"), ("Ana Berg", "named")]


def test_the_official_is_the_official_before() -> None:
    text = "A senior customs official said the seals were cut. The official said no crew was missing."
    got = names(
        text,
        {"content": "the seals were cut", "source": "A senior customs official"},
        {"content": "no crew was missing", "source": "The official", "nth": (0, 1, 0)},
    )
    assert got[0] == got[1] == ("A senior customs official", "unnamed")


def test_a_second_source_is_someone_new() -> None:
    text = "A source close to the port said the seals were cut. A second source said no crew was missing."
    got = names(
        text,
        {"content": "the seals were cut", "source": "A source close to the port"},
        {"content": "no crew was missing", "source": "A second source", "nth": (0, 1, 0)},
    )
    assert got[0] != got[1]


def test_one_of_them_is_one_of_the_group() -> None:
    text = "Two brokers with knowledge of the sale said the price fell. One of them said the buyer wept."
    article, parsed = report(text)
    wanted = [
        extract(article, parsed, "the price fell", source="Two brokers with knowledge of the sale"),
        extract(article, parsed, "the buyer wept", source="One of them", nth=(0, 1, 0)),
    ]
    first, second = (s for s in characterise(article, parsed, wanted) if s.cue)
    assert first.chain[0].voices[0].count == 2
    assert second.chain[0].voices[0].count == 1
    assert "brokers" in second.chain[0].voices[0].name


def test_the_company_is_the_company_before() -> None:
    text = "Norvik Lines said the hull was sound. The company said the crew was safe."
    got = names(
        text,
        {"content": "the hull was sound", "source": "Norvik Lines"},
        {"content": "the crew was safe", "source": "The company", "nth": (0, 1, 0)},
    )
    assert got == [("Norvik Lines", "organisation")] * 2


def test_an_acronym_takes_the_name_beside_it() -> None:
    text = "The Northern Harbour Authority (NHA) said the quay was open. The NHA said the crane was not."
    got = names(
        text,
        {"content": "the quay was open", "source": "The Northern Harbour Authority (NHA)"},
        {"content": "the crane was not", "source": "The NHA", "nth": (0, 1, 0)},
    )
    assert got[1] == ("Northern Harbour Authority", "organisation")


def test_a_business_by_its_trade_is_the_one_spoken_of() -> None:
    text = "Norvik Lines Ltd sank a ferry. The operator said the hull was cold."
    got = names(text, {"content": "the hull was cold", "source": "The operator"})
    assert got == [("Norvik Lines Ltd", "organisation")]


def test_a_trade_is_no_place() -> None:
    text = "Norway sank a ferry off Sweden. The operator said the hull was cold."
    assert names(text, {"content": "the hull was cold", "source": "The operator"})[0][0].casefold() == "the operator"


def test_a_person_by_nationality_is_the_one_spoken_of_last() -> None:
    text = "Harbour pilot Ana Berg said the hull was cold. “It rang like a bell,” the Norwegian said."
    got = names(
        text,
        {"content": "the hull was cold", "source": "Harbour pilot Ana Berg"},
        {"content": "It rang like a bell", "source": "the Norwegian", "quotation": "direct", "nth": (0, 1, 0)},
    )
    assert got == [("Ana Berg", "named"), ("Ana Berg", "named")]
