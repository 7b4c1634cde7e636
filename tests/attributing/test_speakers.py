"""Who speaks where the grammar around the source tells more than the source that was found; tested through `attribute`."""

from __future__ import annotations

import pytest

from stemma.attributing import attribute
from stemma.model import Statement
from tests.attributing.pages import report


def told(text: str) -> list[tuple[str, str, list[list[str]]]]:
    """Stance, content and the names of the chain of each statement that has a chain."""
    article, parsed = report(text)

    def words(statement: Statement) -> str:
        return " … ".join(text[s.start : s.end] for s in statement.content)

    found = attribute(article, parsed)
    return [(s.stance, words(s), [[v.name for v in hop.voices] for hop in s.chain]) for s in found if s.chain]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Reuters quoted a source in the coast guard as saying that two boats were missing.",
            [("asserts", "two boats were missing", [["a source in the coast guard"], ["Reuters"]])],
        ),
        (
            "The harbour master, Ana Berg, was quoted by local radio as saying she would resign.",
            [("asserts", "she would resign", [["Ana Berg"], ["local radio"]])],
        ),
        (
            "The office of Governor Ines Mair, the ferry's operator Bluewave and the transport ministry all declined to comment.",
            [("declines", "to comment", [["The office of Governor Ines Mair", "Bluewave", "the transport ministry"]])],
        ),
        (
            "The company confirmed that talks took place but denied offering a bribe.",
            [
                ("asserts", "talks took place", [["The company"]]),
                ("denies", "offering a bribe", [["The company"]]),
            ],
        ),
        (
            "The Courier said the pilot's lawyers had told it that their client had left. The Daily Courier is read in Norby.",
            [("asserts", "their client had left", [["the pilot's lawyers"], ["Daily Courier"]])],
        ),
    ],
)
def test_the_one_who_speaks(text: str, expected: list[tuple[str, str, list[list[str]]]]) -> None:
    assert told(text) == expected


def test_a_relative_pronoun_says_nothing() -> None:
    found = told("Two rivals, Corvo Ferries and Teal Lines, which the port said had also bid, did not immediately respond.")
    assert [words for _, words, _ in found if words == "which"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A spokeswoman for the treasury said the sale would close in May.", "A spokeswoman for the treasury"),
        ("The head of the rail regulator said on Monday that trains were late.", "The head of the rail regulator"),
        ("The office of Chancellor Edda Brandt said the deal was good.", "The office of Chancellor Edda Brandt"),
        ("A spokesman for the port in an email to staff said the crane was new.", "A spokesman for the port"),
        ("A spokesman for the port, who gave no name, said the crane was new.", "A spokesman for the port"),
    ],
)
def test_an_office_keeps_whose_it_is(text: str, name: str) -> None:
    assert told(text)[0][2] == [[name]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("An official said $280m was lost.", "$280m was lost"),
        ("Prices rose by 30%, the bank said.", "Prices rose by 30%"),
        ("The port said the loss was 40 €.", "the loss was 40 €"),
        ("“£3bn is gone,” the minister said.", "£3bn is gone"),
    ],
)
def test_a_number_keeps_its_marks(text: str, content: str) -> None:
    assert told(text)[0][1] == content


def test_marks_of_direction_and_width_are_no_part_of_names_and_content() -> None:
    found = told("\u202bAn official said the \u2067ban\u2069 was over\u202c. Minister Rana\ufeff Saleh said it was not.")
    assert [(words, chain) for _, words, chain in found] == [
        ("the \u2067ban\u2069 was over", [["An official"]]),
        ("it was not", [["Rana Saleh"]]),
    ]


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("“No comment,” said the fund.", ["declines"]),
        ("Neither Berg nor Holt responded to requests for comment.", ["declines"]),
        ("“We sent a letter in June,” the engineer said. “Nobody answered it.”", ["asserts", "asserts"]),
    ],
)
def test_silence_is_ones_own(text: str, stances: list[str]) -> None:
    assert [stance for stance, _, _ in told(text)] == stances


def test_unnamed_officials_are_unnamed() -> None:
    article, parsed = report("The Lund Times, quoting unnamed officials, said that the minister may resign.")
    assert [v.kind for s in attribute(article, parsed) for v in s.chain[0].voices] == ["unnamed"]


def test_a_label_with_a_party_is_a_label() -> None:
    found = told("CHAIR: The bridge was inspected in March.\nMR QUILL (NP): I have not seen the papers at all.")
    assert [chain[0][0].title().split()[-1] for _, _, chain in found] == ["Chair", "Quill"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LEEDS, May 3 - The dockers' union said on Friday that its members would return to work.",
            ("its members would return to work", [["The dockers' union"]]),
        ),
        ("Ana Berg-Lind, the mayor of Leeds, said the bridge was shut.", ("the bridge was shut", [["Ana Berg-Lind"]])),
        (
            "The well-known Leeds chef Ana Berg was ill, the mayor said.",
            ("The well-known Leeds chef Ana Berg was ill", [["the mayor"]]),
        ),
        (
            "Engineers at the dam warned the water ministry twice last year that its spillway was cracked, a source said.",
            ("its spillway was cracked", [["Engineers at the dam"], ["a source"]]),
        ),
        ("THE PORT AUTHORITY SAID ON FRIDAY THAT THE BRIDGE WAS SAFE.", ("THE BRIDGE WAS SAFE", [["PORT AUTHORITY"]])),
    ],
)
def test_datelines_listeners_and_capitals_stand_outside(text: str, expected: tuple[str, list[list[str]]]) -> None:
    assert [(words, chain) for _, words, chain in told(text)] == [expected]


def test_a_company_is_no_treasury() -> None:
    text = "Orrin Rail will merge, the Treasury said on Monday. The company confirmed that talks took place."
    assert told(text)[-1][2] == [["The company"]]
