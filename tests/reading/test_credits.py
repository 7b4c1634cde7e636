"""Agencies: known ones by name, unknown ones by form and by place."""

import pytest

from stemma.background.agencies import agencies, canonical
from stemma.model import Line, Span
from stemma.reading.credits import find_credits


def found(body: list[str], below: str = "", caption: str = "", outlet: str | None = None) -> set[tuple[str, str]]:
    roles = [*((b, "body") for b in body), *([(below, "chrome")] if below else []), *([(caption, "caption")] if caption else [])]
    text, lines = "", []
    for words, role in roles:
        lines.append(Line(span=Span(len(text), len(text) + len(words)), role=role))  # type: ignore[arg-type]
        text += words + "\n"
    out = find_credits(text, tuple(lines), None, outlet)
    for c in out:
        assert c.span and text[c.span.start : c.span.end].strip()
    return {(c.agency, c.kind) for c in out}


PLAIN = "The harbour reopened after a storm that sank two boats, the port said."


@pytest.mark.parametrize(
    ("body", "below", "caption", "expected"),
    [
        ([PLAIN, "He told Reuters that nobody was hurt."], "", "", {("Reuters", "in-text")}),
        (["PARIS (AP) — The harbour reopened.", PLAIN], "", "", {("Associated Press", "dateline")}),
        (["SELWICK, March 4 (Northern Wave) - The harbour reopened.", PLAIN], "", "", {("Northern Wave", "dateline")}),
        ([PLAIN], "(With inputs from AFP and PTI)", "", {("AFP", "credit-line"), ("PTI", "credit-line")}),
        ([PLAIN], "Source: AFP/dy", "", {("AFP", "credit-line")}),
        ([PLAIN], "Copyright 2025 The Associated Press. All rights reserved.", "", {("Associated Press", "credit-line")}),
        ([PLAIN], "(with agencies)", "", {("agencies", "credit-line")}),
        ([PLAIN], "", "The pier at dawn. (AP Photo/Ida Marlowe)", {("Associated Press", "photo")}),
        ([PLAIN], "", "The pier at dawn. Photo: Reuters", {("Reuters", "photo")}),
        ([PLAIN, "He told the Blue Coast News Agency that nobody was hurt."], "", "", {("Blue Coast News Agency", "in-text")}),
        ([PLAIN, "Two sailors told Harbour Newswire about it."], "", "", {("Harbour Newswire", "in-text")}),
        ([PLAIN, "He told the Tidewire news agency so."], "", "", {("Tidewire", "in-text")}),
        (
            [PLAIN, "He told Tidewire so.", "The port will reopen on Monday. Tidewire"],
            "",
            "",
            {("Tidewire", "credit-line"), ("Tidewire", "in-text")},
        ),
        ([PLAIN, "He told Margaret so."], "", "", set()),
        ([PLAIN, "The PA system on the pier failed, and AP classes were cancelled."], "", "", set()),
        ([PLAIN], "Reuters journalists win a prize for pictures of a pier", "", set()),
    ],
)
def test_credits(body: list[str], below: str, caption: str, expected: set[tuple[str, str]]) -> None:
    # One credit an agency and side (text or photo): the strongest kind is the one told.
    got = found(body, below, caption)
    assert {a for a, _ in got} == {a for a, _ in expected}
    assert got <= expected


def test_an_agency_is_no_source_of_its_own_page() -> None:
    assert not found([PLAIN, "He told Blue Coast News Agency so."], outlet="Blue Coast News Agency")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The boats had no papers, the Northport Courier reported on Monday.", "Northport Courier"),
        ("The leak was first reported by the Quayside Gazette.", "Quayside Gazette"),
        ("According to the daily Aalborg Posten, the pier was closed.", "Aalborg Posten"),
        ("“It was dark,” the pilot told The Lantern.", "Lantern"),
        ("The mayor knew of it, Al Jazeera said.", "Al Jazeera"),
        ("Two boats sank in the bay, local media reported.", "local media"),
        ("The company denied a report by the Quayside Gazette that it was bankrupt.", None),
        ("He sat in the Courier Hall and told Mary Post nothing.", None),
        ("In a talk with the television presenter Ann Bell he laughed.", None),
        ("The Courier is read by many.", None),
    ],
)
def test_outlets_that_are_credited_by_name(sentence: str, name: str | None) -> None:
    credited = found([PLAIN, sentence, PLAIN])
    assert credited == ({(name, "in-text")} if name else set())


def test_the_page_s_own_outlet_is_no_credit_in_its_short_form() -> None:
    sentence = "The mayor told The Gazette that nobody had asked him."
    assert found([PLAIN, sentence], outlet="Quayside Gazette") == set()
    assert found([PLAIN, sentence], outlet="Hill Echo") == {("Gazette", "in-text")}


def test_the_short_names_of_an_agency_are_one_credit_under_its_full_name() -> None:
    body = [
        "Two sailors told Tidewire News Agency (TNA) that the pier was closed.",
        "They told the Tidewire news agency that it was late.",
        PLAIN,
    ]
    assert {name for name, _ in found(body)} == {"Tidewire News Agency"}


def test_a_signed_last_paragraph_counts_even_if_it_was_taken_for_furniture() -> None:
    body = ["The pilot told Wavepost that nobody was hurt.", PLAIN]
    assert ("Wavepost", "credit-line") in found(body, below="The harbour opens again on Sunday. Wavepost")


def test_the_lexicon_is_sound() -> None:
    seen: dict[str, str] = {}
    for agency in agencies():
        assert agency.source or agency.name == "agencies"
        for name in {agency.name, *agency.aliases, *agency.short}:
            assert seen.setdefault(name.casefold(), agency.name) == agency.name, name
        assert canonical(agency.name) == agency.name
    assert canonical("The Associated Press") == canonical("AP") == "Associated Press"
    assert canonical("The Unknown Wire") == "Unknown Wire"
