"""Agencies that two signs of one name show."""

from stemma.model import Line, Span
from stemma.reading.credits.unlisted import find_unlisted


def found(rows: list[tuple[str, str]], agencies_credited: bool = False) -> set[tuple[str, str]]:
    text, lines = "", []
    for words, role in rows:
        lines.append(Line(span=Span(len(text), len(text) + len(words)), role=role))  # type: ignore[arg-type]
        text += words + "\n"
    credits = list(find_unlisted(text, lines, agencies_credited))
    assert all(c.span and text[c.span.start : c.span.end] == c.agency for c in credits)
    return {(c.agency, c.kind) for c in credits}


TOLD = ("Two sailors told Tidal that nobody was hurt.", "body")
OPEN = ("The pier opens on Sunday.", "body")


def test_a_signature_and_told() -> None:
    assert found([TOLD, ("The pier opens on Sunday. Tidal", "body")]) == {("Tidal", "credit-line"), ("Tidal", "in-text")}


def test_one_sign_is_not_enough() -> None:
    assert not found([TOLD, OPEN])
    assert not found([OPEN, ("The pier opens on Sunday. Tidal", "body")])


def test_a_place_beside_the_date_and_a_picture() -> None:
    rows = [("4 March 2025 - 05:00 Tidal", "dateline"), ("Boats. Picture: Tidal", "caption"), OPEN]
    assert found(rows) == {("Tidal", "credit-line"), ("Tidal", "photo")}


def test_a_picture_alone_credits_a_picture_and_only_an_agency_by_its_form() -> None:
    assert found([("Boats. Picture: Tidepress", "caption"), OPEN]) == {("Tidepress", "photo")}
    assert not found([("Boats. Picture: Tidal", "caption"), OPEN])


def test_where_agencies_are_credited_people_told_one_of_them() -> None:
    assert found([TOLD, OPEN], agencies_credited=True) == {("Tidal", "in-text")}


def test_a_name_beside_the_person_and_told() -> None:
    assert found([("By Tom Harrow, Tidal", "byline"), TOLD, OPEN]) == {("Tidal", "byline"), ("Tidal", "in-text")}
    assert not found([("By Tom Harrow, Tidal", "byline"), OPEN])


def test_whoever_does_more_than_hear_is_no_agency() -> None:
    rows = [("The mayor told Tidal that it was late.", "body"), ("In Tidal the lights went out.", "body")]
    assert not found(rows, agencies_credited=True)
    rows = [("The mayor told Marlowe that it was late.", "body"), ("Ida Marlowe laughed.", "body")]
    assert not found(rows, agencies_credited=True)
