from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.building import build
from stemma.reading.formats import nexis, office
from stemma.reading.formats.paragraphs import Paragraph
from stemma.reading.parts import LIMITS, Limits, Part
from tests.reading.formats.press import (
    BODY,
    Story,
    as_docx,
    as_rtf,
    cover,
    good,
    new_document,
    new_export,
    old_export,
    paragraphs_of,
)
from tests.support.timing import uncollected

SECOND = Story(
    title="Council of Norvik wants a deeper channel after the grounding of the ferry Grete Holm last week",
    outlet="Holm Press Agency",
    date="February 13, 2024 Tuesday 10:15 PM GMT",
    byline=None,
    section="DOMESTIC",
    body=("NORVIK (HPA) — The council said on Tuesday that it wants a deeper channel for its ferries.", *BODY[1:]),
)
STORIES = (Story(), SECOND)


def read(text: str | bytes, limits: Limits = LIMITS) -> list[Part | BadInput]:
    data = text.encode() if isinstance(text, str) else text
    module = nexis if nexis.sniffs(data[:65_536], "export") else office
    assert module.sniffs(data[:65_536], "export.docx")
    return list(module.parts(io.BytesIO(data), "export", limits))


FILES = {
    "new text": "\n".join(new_export(STORIES)),
    "new docx": as_docx(new_export(STORIES)),
    "new rtf": as_rtf(new_export(STORIES)),
    "old text": old_export(STORIES),
    "old docx": as_docx(old_export(STORIES, 10_000).split("\n")),
    "old rtf": as_rtf(old_export(STORIES, 10_000).split("\n")),
    "old text of Windows": old_export(STORIES).replace("\n", "\r\n").encode("utf-16"),
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
def test_both_generations_in_every_file(file: str | bytes) -> None:
    first, second = good(read(file))
    assert (first.source, second.source) == ("export#1", "export#2")
    assert first.form == second.form == "text"
    assert first.given.title == "Ferry runs aground off Norvik"
    assert first.given.outlet == "Norvik Courier (Norvik)"
    assert first.given.published == "2024-03-04"
    assert first.given.byline == "Ane Lund"
    assert first.given.section == "NEWS"
    assert first.given.language == "en"
    assert first.given.credits == ()
    assert paragraphs_of(first) == BODY
    assert second.given.title == SECOND.title
    assert second.given.published == "2024-02-13T22:15+00:00"
    assert second.given.byline is None
    assert paragraphs_of(second) == SECOND.body


@pytest.mark.parametrize("make", [as_docx, as_rtf, lambda lines: "\n".join(lines).encode()])
def test_one_document_without_a_cover(make) -> None:
    (part,) = good(read(make([*new_document(Story()), "End of Document"])))
    assert part.given.title == "Ferry runs aground off Norvik"
    assert paragraphs_of(part) == BODY


def test_one_document_with_a_cover() -> None:
    (part,) = good(read("\n".join(new_export([Story()]))))
    assert part.given.title == "Ferry runs aground off Norvik"
    assert paragraphs_of(part) == BODY


def test_the_columns_of_a_title_in_two_paragraphs_are_joined() -> None:
    lines = [*cover([Story()]), "Ferry runs aground off Norvik;", "Nobody hurt", *new_document(Story())[1:], "End of Document"]
    at = len(cover([Story()]))
    (part,) = good(read(as_docx(lines, styles={at: "Heading 1", at + 1: "Heading 1"})))
    assert part.given.title == "Ferry runs aground off Norvik; Nobody hurt"
    assert part.given.outlet == "Norvik Courier (Norvik)"


def test_the_agency_is_the_outlet_of_what_it_publishes_and_the_copyright_no_credit() -> None:
    _, second = good(read(old_export(STORIES)))
    article = build(second)
    assert article.outlet is not None
    assert article.outlet.value == "Holm Press Agency"
    assert article.title is not None
    assert article.title.value == SECOND.title
    assert not [c for c in article.credits if "Courier" in c.agency]
    assert not [c for c in article.credits if c.kind == "credit-line"]
    assert tuple(article.text[s.start : s.end] for s in article.body) == SECOND.body


def test_headline_field_and_copyright_above() -> None:
    text = """
                               1 of 161 DOCUMENTS


            Copyright 2015 Courier Holdings AS d/b/a
                            Courier Digital
                              All Rights Reserved

                              The Norvik Courier

                             July 1, 2015 Wednesday
                                 Met 2 Edition

SECTION: A-SECTION; Pg. A01

LENGTH: 3362 words

HEADLINE: Ferry runs aground

BYLINE: Ane Lund;Per Vik

DATELINE: NORVIK

BODY:

The ferry Grete Holm ran aground off Norvik on Monday with 41 people on board,
the coast guard said.

Nobody was hurt.

Subject: what the captain wrote in his log was not known.

LOAD-DATE: July 1, 2015
"""
    (part,) = good(read(text))
    assert part.given.title == "Ferry runs aground"
    assert part.given.outlet == "The Norvik Courier"
    assert part.given.published == "2015-07-01"
    assert part.given.byline == "Ane Lund;Per Vik"
    assert part.given.dateline == "NORVIK"
    assert part.given.section == "A-SECTION"
    assert paragraphs_of(part)[0] == BODY[0]
    assert paragraphs_of(part)[1] == "Nobody was hurt."


def test_an_end_that_hangs_on_the_last_field() -> None:
    text = "\n".join(new_export(STORIES)).replace("\nEnd of Document", " End of Document")
    assert [p.given.title for p in good(read(text))] == [s.title for s in STORIES]
    assert [paragraphs_of(p) for p in good(read(text))] == [s.body for s in STORIES]


def test_a_gap_parts_the_cover_from_a_title_of_two_lines() -> None:
    lines = [*cover([Story()]), "", "", "", "A long", "title", *new_document(Story())[1:], "End of Document"]
    (part,) = good(read("\n".join(lines)))
    assert part.given.title == "A long title"


@pytest.mark.parametrize(
    "title", ["Update: Ferry aground", "Time: up for the ferry", "Note: no more", "Language: what we say", "Load-Date"]
)
def test_titles_that_begin_like_fields(title: str) -> None:
    for made in (old_export([Story(title=title)]), "\n".join(new_export([Story(title=title)]))):
        (part,) = good(read(made))
        assert (part.given.title, part.given.outlet) == (title, Story().outlet)
        assert paragraphs_of(part) == BODY


def test_paragraphs_that_begin_like_fields_stay_in_the_report() -> None:
    body = (
        BODY[0],
        "Note: the ferry had been repaired in May, and its papers said so, the owner wrote in a letter.",
        "Language: she swore, and the radio picked it up for everyone on board and ashore to hear.",
        "Update: the ferry was pulled free at nine in the evening, and went on to Sund under its own steam.",
        "State: the owner is not the state, as some papers wrote, but a company of nine fishermen.",
        *BODY[1:],
    )
    for made in (old_export([Story(body=body)]), "\n".join(new_export([Story(body=body)]))):
        (part,) = good(read(made))
        assert paragraphs_of(part) == body


def test_graphics_notes_and_unknown_fields_are_no_report() -> None:
    lines = new_document(Story())
    at = lines.index("Classification")
    lines[at:at] = ["Graphic", "The ferry at the quay", "The captain", "Notes", "First told in the evening edition"]
    lines.insert(lines.index("Body"), "Columnist: nobody")
    (part,) = good(read("\n".join((*lines, "End of Document"))))
    assert paragraphs_of(part) == BODY
    assert part.given.byline == "Ane Lund"
    old = (
        old_export([Story()])
        .replace("SECTION:", "COUNTRY: Norway\n\nSECTION:")
        .replace("LOAD-DATE", "SUBJECT: FERRIES\n\nLOAD-DATE")
    )
    (part,) = good(read(old))
    assert paragraphs_of(part) == BODY
    assert part.given.section == "NEWS"
    assert part.given.title == Story().title


def test_a_broken_document_is_named_in_its_place_and_the_rest_goes_on() -> None:
    lines = [
        *cover((*STORIES, Story(title="The third"))),
        *new_document(STORIES[0]),
        "End of Document",
        "We are sorry but there is an error in this document and it is not possible to display it.",
        "End of Document",
        *new_document(Story(title="The third")),
        "End of Document",
    ]
    first, second, third = read("\n".join(lines))
    assert isinstance(first, Part)
    assert isinstance(third, Part)
    assert third.source == "export#3"
    assert isinstance(second, BadInput)
    assert second.source == "export#2"
    assert second.code == "no-text"
    assert SECOND.title in str(second)
    assert "document 2" in str(second)


def test_a_table_of_contents_longer_than_what_is_looked_at() -> None:
    stories = [Story(title=f"Ferry number {n} runs aground off Norvik in the fog of the {n}th of the month") for n in range(700)]
    text = "\n".join(new_export(stories))
    assert "End of Document" not in text[:65_536]
    assert [p.given.title for p in good(read(text))] == [s.title for s in stories]


def test_documents_that_only_the_table_of_contents_has() -> None:
    lines = [*cover(STORIES), *new_document(STORIES[0]), "End of Document"]
    found = read("\n".join(lines))
    assert [type(f) for f in found] == [Part, BadInput]
    assert SECOND.title in str(found[1])


def test_a_list_of_documents_alone() -> None:
    with pytest.raises(BadInput) as caught:
        read("\n".join(cover(STORIES)))
    assert caught.value.code == "no-text"
    assert "list of 2 documents" in caught.value.message


def test_a_document_of_a_heading_only() -> None:
    empty = old_export([Story(), replace(Story(), body=()), Story(title="A third")])
    assert [type(f).__name__ for f in read(empty)] == ["Part", "BadInput", "Part"]


def test_equal_copies_in_two_outlets_are_two_and_one_article_in_two_exports_is_one() -> None:
    three = [build(part).id for part in good(read(old_export([Story(), replace(Story(), outlet="Holm Gazette"), Story()])))]
    assert len(set(three)) == 2
    assert three[0] == three[2]
    assert three[0] == build(good(read(as_docx(new_export([SECOND, Story()]))))[1]).id


def test_a_document_over_the_limit_is_refused_alone() -> None:
    long = Story(title="Long", body=("A sentence about the ferry and the harbour. " * 200,))
    found = read("\n".join(new_export([Story(), long])), Limits(page_bytes=2_000))
    assert [getattr(f, "code", "") for f in found] == ["", "too-large"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("February 13, 2024 Tuesday 10:15 PM GMT", "2024-02-13T22:15+00:00"),
        ("February 13, 2024 Tuesday 10:15 AM GMT+5", "2024-02-13T10:15+05:00"),
        ("February 13, 2024 Tuesday 3:05 PM EST", "2024-02-13T15:05-05:00"),
        ("February 13, 2024 Tuesday 3:05 PM QQT", "2024-02-13T15:05"),
        ("13 February 2024 Tuesday", "2024-02-13"),
        ("February 2024", "2024-02"),
        ("Winter 2024", None),
        ("4. brumaire 2024", None),
    ],
)
def test_dates(line: str, value: str | None) -> None:
    (part,) = good(read("\n".join(new_document(Story(date=line))) + "\nEnd of Document"))
    assert part.given.published == value
    assert part.given.title == Story().title
    (part,) = good(read("\n".join(new_export([Story(date=line)]))))
    assert (part.given.title, part.given.outlet) == (Story().title, Story().outlet)
    (part,) = good(read(old_export([Story(date=line)])))
    assert (part.given.title, part.given.outlet, part.given.published) == (Story().title, Story().outlet, value)


def test_kinds() -> None:
    lines = [line.replace("Type: Newspaper", "Type: Transcript") for line in new_document(Story())]
    (part,) = good(read("\n".join((*lines, "End of Document"))))
    assert part.given.kind == "transcript"
    (part,) = good(read("\n".join((*new_document(Story(outlet="PR Newswire")), "End of Document"))))
    assert part.given.kind == "press-release"


def test_labels_of_other_languages() -> None:
    text = """
                               Dokument 1 von 1

                                  Holmer Bote

                                 4. März 2024

Fähre läuft auf Grund

AUTOR: Ane Lund

RUBRIK: POLITIK; S. 4

LÄNGE: 120 Wörter

Die Fähre lief am Montag vor Norvik auf Grund, niemand wurde verletzt.

UPDATE: 5. März 2024

SPRACHE: GERMAN; DEUTSCH

PUBLICATION-TYPE: Zeitung
"""
    (part,) = good(read(text))
    assert part.given.byline == "Ane Lund"
    assert part.given.language == "de"
    assert paragraphs_of(part) == ("Die Fähre lief am Montag vor Norvik auf Grund, niemand wurde verletzt.",)


@pytest.mark.parametrize(
    "page",
    [
        "One of 12 DOCUMENTS leaked.\nThe minister said so.",
        "Section: the new rules\nLength: unknown\nThe End of Document was reached.",
        "<html><body>1 of 2 DOCUMENTS LENGTH: 3 words</body></html>",
        "Date and Time: Monday at nine\nDocuments (2)\nThe agenda is here.",
        "Byline: Ane Lund\nThe ferry ran aground.",
        "",
    ],
)
def test_pages_are_no_exports(page: str) -> None:
    assert not nexis.sniffs(page.encode(), "page.txt")


WORDS = st.text("abcdefghij ", min_size=20, max_size=60).map(lambda s: " ".join(("The ferry", *s.split(), "sailed.")))
MADE = st.builds(
    Story,
    title=WORDS,
    outlet=st.sampled_from(["Norvik Courier", "Holm Gazette", "The Sund Post", "Agence Holm"]),
    date=st.dates(date(1980, 1, 1), date(2090, 1, 1)).map(lambda d: f"{d:%B} {d.day}, {d.year} {d:%A}"),
    byline=st.sampled_from([None, "Ane Lund", "Per Vik;Ane Lund"]),
    section=st.sampled_from(["NEWS; Pg. 4", "A; Pg. B3", "Sport"]),
    body=st.lists(WORDS, min_size=1, max_size=4).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MADE, min_size=1, max_size=5))
def test_as_many_documents_are_found_as_were_written(stories: list[Story]) -> None:
    for made in ("\n".join(new_export(stories)), old_export(stories), as_rtf(new_export(stories))):
        found = good(read(made))
        assert len(found) == len(stories)
        for part, story in zip(found, stories, strict=True):
            assert paragraphs_of(part) == story.body
            assert part.given.title == story.title
            assert part.given.outlet == story.outlet
            assert part.given.byline == story.byline


KNOWN = (
    "1 of 2 DOCUMENTS|End of Document|Body|BODY:|Classification|Documents (3)|Job Number: 1|1. A|Length: 3|"
    "Load-Date: March 5, 2024|Copyright 2024 A|March 5, 2024|Section: A||Page 1 of 2|Language: ENGLISH|Subject: A|Graphic|"
    "Document 1 de 2"
)
LINES = st.one_of(st.text(max_size=60), st.sampled_from(KNOWN.split("|")))


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40))
def test_any_lines_give_parts_or_refusals(lines: list[str]) -> None:
    try:
        found = list(nexis.documents([Paragraph(line) for line in lines], "export", LIMITS))
    except BadInput as error:
        assert error.code == "no-text"
        return
    assert all(isinstance(f, Part | BadInput) for f in found)
    assert all(f.data for f in found if isinstance(f, Part))
    assert isinstance(nexis.is_export([Paragraph(line) for line in lines]), bool)


@pytest.mark.parametrize(
    "begin",
    ["1 of 2 DOCUMENTS\nLENGTH: 3\n", "Documents (2)\nJob Number: 3\nLength: 3\nBody\nEnd of Document\n"],
    ids=["old", "new"],
)
@pytest.mark.parametrize(
    "unit", ["\n", "Body\n", "Length: 3\nMarch 5, 2024\n", "Subject: a\n", "Copyright 2024\n", "a: ", "1. A\n", "End of Document\n"]
)
def test_time_grows_by_size_only(begin: str, unit: str) -> None:
    """Ten times the input may not take a hundred times as long: with ample room for a busy machine."""

    def took(size: int) -> float:
        paragraphs = [Paragraph(line) for line in (begin + unit * (size // len(unit))).split("\n")]
        with uncollected():
            start = time.process_time()
            assert list(nexis.documents(paragraphs, "export", LIMITS))
            return time.process_time() - start

    small = took(10_000)
    assert took(100_000) < 40 * small + 0.3


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_sniffed(data: bytes) -> None:
    nexis.sniffs(data, "a")
    try:
        assert all(isinstance(f, Part | BadInput) for f in nexis.parts(io.BytesIO(data), "a", LIMITS))
    except BadInput as error:
        assert error.code
