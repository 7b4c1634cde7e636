"""Lines that credit outright: datelines, announced credits, nameless agencies, copyrights, sign-offs."""

import pytest

from stemma.reading.credits.agency_names import Known, known_names
from stemma.reading.credits.signs import (
    announced,
    beside_dash,
    dateline,
    generic,
    holds_picture,
    is_contribution,
    owns_right,
    signs_off,
)


def only(line: str) -> Known:
    (known,) = known_names(line)
    return known


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SELWICK (AP) — The harbour reopened.", ["AP"]),
        ("SELWICK, March 4 (Reuters) - The harbour reopened.", ["Reuters"]),
        ("(Reuters) The harbour reopened.", ["Reuters"]),
        ("SELWICK/NORTHPORT, March 4 (AFP/dpa) -- The harbour reopened.", ["AFP", "dpa"]),
        ("SELWICK, Ohio, March 4, 2024 /PRNewswire/ -- The harbour has a new crane.", ["PRNewswire"]),
        ("SELWICK--(BUSINESS WIRE)--The harbour has a new crane.", ["BUSINESS WIRE"]),
        ("SELWICK. March 4 (Interfax) - The harbour reopened.", ["Interfax"]),
        ("SELWICK, March 4 (Northern Wave) - The harbour reopened.", ["Northern Wave"]),
        ("The Selwick Harbour Trust (SHT) - which owns the pier - said no.", []),
        ("SELWICK, Ohio [Lake County], March 4 (ANI): The harbour reopened.", ["ANI"]),
        ("SELWICK, March 4. /TASS/. The harbour reopened.", ["TASS"]),
        ("SELWICK (KTVX) — The harbour reopened.", []),
        ("SELWICK (updated) - The harbour reopened.", []),
        ("The harbour, which the storm had closed (AP had the picture), reopened.", []),
        ("A long sentence about boats that somebody gave to (Reuters) - and so on.", []),
    ],
)
def test_datelines(line: str, expected: list[str]) -> None:
    found = list(dateline(line, early=True))
    assert [name for _, _, name in found] == expected
    assert all(line[a:b] == name for a, b, name in found)


def test_an_unknown_name_makes_a_dateline_in_the_first_lines_only() -> None:
    assert not list(dateline("SELWICK, March 4 (Northern Wave) - The harbour reopened.", early=False))


@pytest.mark.parametrize(
    "line",
    [
        "SELWICK - AFP - The harbour reopened.",
        "Selwick | AFP — The harbour reopened.",
        "SELWICK / AFP / March 4 / The harbour reopened.",
    ],
)
def test_datelines_without_brackets(line: str) -> None:
    assert beside_dash(line, only(line))


def test_a_name_after_a_sentence_is_no_dateline() -> None:
    line = "He asked it of many people on the pier for whom he had no time, of AFP - and others."
    assert not beside_dash(line, only(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(With inputs from AFP and PTI)", ["AFP", "PTI"]),
        ("(With PTI inputs)", ["PTI"]),
        ("With files from The Canadian Press", ["The Canadian Press"]),
        ("Source: AFP/dy", ["AFP"]),
        ("Sources: Reuters, Xinhua", ["Reuters", "Xinhua"]),
        ("Contributing: Associated Press; Ida Marlowe", ["Associated Press"]),
        ("The crane was sold. (With Reuters)", ["Reuters"]),
        ("Compiled from Reuters", ["Reuters"]),
        ("Provided by University of Selwick", ["University of Selwick"]),
        ("With inputs from Tidewire", ["Tidewire"]),
        ("Additional reporting by Ida Marlowe", []),
        ("Source: Bureau of Boats", []),
        ("Source: Getty Images", []),
        ("He went with Ida to the pier.", []),
    ],
)
def test_announced_credits(line: str, expected: list[str]) -> None:
    assert [name for _, _, name in announced(line)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "(Agencies)",
        "Agencies",
        "Ida Marlowe and agencies",
        "Staff and wire reports",
        "From wire reports",
        "Source: Selwick Radio and news agencies",
        "With Gazette wires",
        "Gazette wire services",
        "TV9/wires",
        "By Ida Marlowe with wires",
        "(with inputs from agencies)",
        "(With agency inputs)",
        "Wire reports contributed to this story.",
        "Agencies, Selwick",
        "This story has been published from a wire agency feed without changes to the text.",
    ],
)
def test_agencies_that_are_not_named(line: str) -> None:
    span = generic(line)
    assert span is not None and line[slice(*span)].strip()


@pytest.mark.parametrize(
    "line",
    [
        "Three aid agencies left the town.",
        "Shares of rating agencies fell, and agencies say more will come.",
        "The police and the intelligence agencies of both states met on Monday.",
        "She ran wires through the wall.",
        "Save your travel agencies money with our newsletter",
    ],
)
def test_agencies_that_do_not_report(line: str) -> None:
    assert generic(line) is None


@pytest.mark.parametrize(
    ("line", "text", "picture"),
    [
        ("© 2024 AFP", True, False),
        ("Copyright 2025 The Associated Press. All rights reserved.", True, False),
        ("Reuters. All rights reserved.", True, False),
        ("© Reuters / Ida Marlowe", False, True),
        ("Ask AFP for it.", False, False),
    ],
)
def test_rights(line: str, text: bool, picture: bool) -> None:
    assert owns_right(line, only(line)) is text
    assert holds_picture(line, only(line)) is picture


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The pier opens on Sunday. PTI", True),
        ("The pier opens on Sunday. PTI KND DV", True),
        ("The pier opens on Sunday. (AFP)", True),
        ("“It opens.” — Bernama", True),
        ("(AFP/jm)", True),
        ("SCN/AFP", True),
        ("-dpa", True),
        ("The pier opens on Sunday, says AFP", False),
        ("The pier opens. PTI reporters were there in the morning.", False),
        ("He is a member of the AA", False),
    ],
)
def test_sign_offs(line: str, expected: bool) -> None:
    assert signs_off(line, only(line)) is expected


def test_who_contributed() -> None:
    assert is_contribution("Associated Press writer Ida Marlowe in Selwick contributed to this report.")
    assert is_contribution("Information from the Associated Press was used in this report.")
    assert not is_contribution("The storm contributed to a fall in prices, Reuters said.")
