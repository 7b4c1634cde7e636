from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.building import build
from stemma.reading.formats import factiva, office
from stemma.reading.formats.paragraphs import Paragraph, glimpse, providers, publisher
from stemma.reading.parts import LIMITS, Part
from tests.reading.formats.press import BODY, Story, accession, as_docx, as_rtf, coded, displayed, good, paragraphs_of
from tests.support.timing import within

STORIES = (
    Story(date="4 March 2024", section="News"),
    Story(
        title="Council of Norvik wants a deeper channel after the grounding of the ferry",
        outlet="Holm Press Agency",
        date="13 February 2024",
        byline=None,
        section="News",
        body=("NORVIK (HPA) — The council said on Tuesday that it wants a deeper channel for its ferries.", *BODY[1:]),
    ),
)


def read(text: str | bytes) -> list[Part | BadInput]:
    data = text.encode() if isinstance(text, str) else text
    module = factiva if factiva.sniffs(data[:65_536], "export") else office
    assert module.sniffs(data[:65_536], "export.docx")
    return list(module.parts(io.BytesIO(data), "export", LIMITS))


def table(stories: tuple[Story, ...]) -> bytes:
    """Codes and values in the cells of a table, as Factiva's rtf has them."""
    rows = []
    for line in coded(stories).replace("\f", "").split("\n"):
        code, tab, value = line.partition("\t")
        rows.append(rf"\trowd\cellx900\cellx9000\pard\intbl\qr {{\b {code}}}\cell\pard {value}\cell\row" if tab else line)
    joined: list[str] = []
    for row in rows:
        if row.startswith(r"\trowd") or not joined:
            joined.append(row)
        elif row:
            # The paragraphs of a text lie in one cell.
            joined[-1] = joined[-1].removesuffix(r"\cell\row") + rf"\par {row}\cell\row"
    text = "\n".join(joined).replace("“", r"\ldblquote ").replace("”", r"\rdblquote ").replace("—", r"\emdash ")
    return (r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}" + text + "}").encode("ascii")


FILES = {
    "tabs": coded(STORIES),
    "bars": coded(STORIES, "|"),
    "spaces": coded(STORIES, "   "),
    "code above": coded(STORIES, "\n"),
    "code above, indented": coded(STORIES, "\n    "),
    "rtf": as_rtf(coded(STORIES).split("\n")),
    "rtf table": table(STORIES),
    "docx": as_docx(coded(STORIES, "\n").replace("\f", "").split("\n")),
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
def test_field_codes(file: str | bytes) -> None:
    first, second = good(read(file))
    assert (first.source, first.name) == ("export#1", accession(0))
    assert (second.source, second.name) == ("export#2", accession(1))
    assert first.form == "text"
    assert first.given.title == "Ferry runs aground off Norvik"
    assert first.given.outlet == "Norvik Courier (Norvik)"
    assert first.given.byline == "Ane Lund"
    assert first.given.published == "2024-03-04T22:15"
    assert first.given.section == "News"
    assert first.given.language == "en"
    assert first.given.credits == ()
    assert paragraphs_of(first) == BODY
    assert second.given.title == STORIES[1].title
    assert second.given.byline is None
    assert paragraphs_of(second) == STORIES[1].body


@pytest.mark.parametrize(
    "file",
    [
        "\n".join(displayed(STORIES)),
        "\n\n".join(displayed(STORIES)),
        as_rtf(displayed(STORIES)),
        as_docx(displayed(STORIES)),
        as_rtf(displayed(STORIES), frozenset((0, len(displayed(STORIES[:1])) - 4))),
    ],
    ids=["text", "text with blank lines", "rtf", "docx", "rtf with bold headlines"],
)
def test_without_codes(file: str | bytes) -> None:
    first, second = good(read(file))
    assert (first.name, second.name) == (accession(0), accession(1))
    assert first.given.title == "Ferry runs aground off Norvik"
    assert first.given.byline == "By Ane Lund"
    assert first.given.outlet == "Norvik Courier (Norvik)"
    assert first.given.published == "2024-03-04T22:15"
    assert first.given.language == "en"
    assert paragraphs_of(first) == BODY
    assert second.given.title == STORIES[1].title
    assert paragraphs_of(second) == STORIES[1].body


def test_section_above_the_headline() -> None:
    lines = ["World", *displayed(STORIES[:1])]
    (part,) = good(read("\n".join(lines)))
    assert part.given.section == "World"
    assert part.given.title == "Ferry runs aground off Norvik"
    (part,) = good(read(as_rtf(["World", "Grounded", *lines[2:]], frozenset((1,)))))
    assert (part.given.section, part.given.title, part.given.byline) == ("World", "Grounded", "By Ane Lund")


def test_a_table_of_contents_is_no_headline() -> None:
    contents = [f"{n}. A headline\t{n}" for n in range(1, 9)]
    for lines in ([*contents, *displayed(STORIES)], ["Factiva", "", *contents, "", *displayed(STORIES)]):
        first, second = good(read("\n".join(lines)))
        assert (first.given.title, second.given.title) == (STORIES[0].title, STORIES[1].title)


@pytest.mark.parametrize("number", ["J000000020240213ek2d0001x", "APRS000020041021e0al000h3", "nytf000020010919dwar00m2q"])
def test_accession_numbers(number: str) -> None:
    (part,) = good(read(coded(STORIES[:1]).replace(accession(0), number)))
    assert part.name == number


@pytest.mark.parametrize("codes", [True, False])
def test_html(codes: bool) -> None:
    story = STORIES[0]
    text = "".join(f'<p class="articleParagraph enarticleParagraph">{p}\n</p>' for p in story.body)
    if codes:
        rows = {"HD": f"<span class='enHeadline'>{story.title}</span>", "BY": "Ane Lund", "WC": "1,543 words", "PD": story.date,
                "SN": story.outlet, "LA": "English", "LP": text, "PUB": "Courier", "AN": f"Document {accession(0)}"}  # fmt: skip
        inner = "".join(f"<tr><td class='index'><b>{k}</b>&nbsp;</td><td>{v}</td></tr>" for k, v in rows.items())
        inner = f"<table>{inner}</table>"
    else:
        inner = "".join(
            f"<div>{v}</div>" for v in (f"<span class='enHeadline'>{story.title}</span>", "By Ane Lund", "1,543 words", story.date,
                                        story.outlet, "NVC", "English", "(c) 2024 Courier Holdings AS")
        ) + text + f"<p>Document {accession(0)}</p>"  # fmt: skip
    page = (
        "<!DOCTYPE html><html><head><title>Factiva</title><script>var a = 1 < 2;</script></head><body>"
        + f"<table><tr><td><div class='article enArticle'>{inner}</div></td></tr></table>" * 2
        + "<p>Search Summary</p></body></html>"
    )
    first, second = good(read(page))
    assert first.given.title == story.title
    assert first.given.outlet == story.outlet
    assert first.given.published == "2024-03-04"
    assert first.name == accession(0)
    assert second.name == first.name
    assert second.source != first.source
    assert paragraphs_of(first) == paragraphs_of(second) == BODY


def test_html_without_a_block_for_each_article() -> None:
    story = STORIES[0]
    lines = (
        f"<span class='enHeadline'>{story.title}</span>",
        "1,543 words",
        story.date,
        story.outlet,
        "NVC",
        "English",
        "(c) 2024 A",
    )
    article = f"<div id='hd'>{lines[0]}</div>" + "".join(f"<div>{line}</div>" for line in lines[1:])
    article += "".join(f"<p>{p}</p>" for p in story.body) + f"<p>Document {accession(0)}</p>"
    first, second = good(read(f"<html><body>{article}{article}<p>© 2024 Factiva, Inc. All rights reserved.</p></body></html>"))
    assert first.given.title == second.given.title == story.title
    assert paragraphs_of(first) == paragraphs_of(second) == BODY


def test_a_page_about_factiva_is_left_a_page() -> None:
    page = b"<html><head><title>Factiva</title></head><body><p>How to use it.</p></body></html>"
    (part,) = list(factiva.parts(io.BytesIO(page), "a/b.html", LIMITS))
    assert isinstance(part, Part)
    assert (part.form, part.data, part.name) == ("page", page, "b.html")


def test_credit_field() -> None:
    text = coded(STORIES[:1]).replace("\nWC\t", "\nCR\tReuters\nWC\t")
    (part,) = good(read(text))
    assert part.given.credits == ("Reuters",)
    article = build(part)
    assert [(c.agency, c.kind) for c in article.credits] == [("Reuters", "credit-line")]
    assert article.outlet is not None
    assert article.outlet.value == "Norvik Courier (Norvik)"


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("The Associated Press", ("Associated Press",)),
        ("AP, Reuters", ("AP", "Reuters")),
        ("Sund News Agency and Reuters", ("Sund News Agency", "Reuters")),
        ("From The Holm Tribune", ("Holm Tribune",)),
        ("Ane Lund", ()),
        ("STAFF WRITER", ()),
        ("Special to the Holm Star", ()),
        ("Norvik Courier", ()),
        ("Copyright 2024 Holm Press", ()),
    ],
)
def test_whom_a_credit_field_names(field: str, names: tuple[str, ...]) -> None:
    assert providers(field, "Norvik Courier") == names


@pytest.mark.parametrize(
    ("publication", "outlet"),
    [
        ("Agence France Presse -- English", "AFP"),
        ("Reuters News", "Reuters"),
        ("The Associated Press State & Local Wire", "Associated Press"),
        ("Associated Press Newswires", "Associated Press"),
        ("The Holm Times (Sund)", "The Holm Times (Sund)"),
        ("Reuters Institute", "Reuters Institute"),
        ("News Service of Holm", "News Service of Holm"),
        ("", ""),
    ],
)
def test_services_of_an_agency_are_the_agency(publication: str, outlet: str) -> None:
    assert publisher(publication) == outlet


def test_a_line_of_the_report_that_looks_like_a_code_stays_in_it() -> None:
    body = (
        BODY[0],
        "BY",
        "ET  was the name of the boat, the report said.",
        "CO \tand other gases were found in the hold.",
        BODY[1],
    )
    (part,) = good(read(coded([replace(STORIES[0], body=body)])))
    assert paragraphs_of(part)[:3] == (BODY[0], "BY", "ET was the name of the boat, the report said.")


def test_a_document_without_text_is_named_in_its_place() -> None:
    stories = (STORIES[0], replace(STORIES[0], title="Nothing more", body=("", "")), STORIES[1])
    found = read(coded(stories))
    assert [type(f).__name__ for f in found] == ["Part", "BadInput", "Part"]
    assert isinstance(found[1], BadInput)
    assert (found[1].source, found[1].code) == ("export#2", "no-text")
    assert 'document 2 "Nothing more"' in str(found[1])


def test_a_document_that_lost_its_number_and_one_cut_off() -> None:
    text = coded(STORIES).replace(f"AN\tDocument {accession(0)}\n", "")
    first, second = good(read(text))
    assert first.given.title == STORIES[0].title
    assert paragraphs_of(first) == BODY
    assert second.name == accession(1)
    cut = coded(STORIES)
    first, second = good(read(cut[: cut.rindex("TD\t")]))
    assert paragraphs_of(second) == STORIES[1].body[:1]


def test_wrapped_text_is_joined() -> None:
    body = (
        "LP\nThe ferry Grete Holm ran aground off Norvik on Monday with 41 people on\nboard, the coast guard said.\n\n"
        "TD\nNobody was hurt, a spokeswoman told reporters, and the ship was pulled\nfree with the evening tide.\n\nIt sailed on.\n"
    )
    text = f"HD\nA title\n\nWC\n12 words\n\nPD\n4 March 2024\n\nSN\nHolm Post\n\n{body}\nAN\nDocument {accession(4)}\n"
    (part,) = good(read(text))
    assert paragraphs_of(part) == (BODY[0], BODY[1], "It sailed on.")


WORDS = st.text("abcdefghij ", min_size=20, max_size=60).map(lambda s: " ".join(("The ferry", *s.split(), "sailed home.")))
MADE = st.builds(
    Story,
    title=WORDS,
    outlet=st.sampled_from(["Norvik Courier", "Holm Gazette", "The Sund Post", "Agence Holm"]),
    date=st.dates(date(1980, 1, 1), date(2090, 1, 1)).map(lambda d: f"{d.day} {d:%B} {d.year}"),
    byline=st.sampled_from([None, "Ane Lund", "Per Vik and Ane Lund"]),
    section=st.sampled_from(["News", "Sport"]),
    body=st.lists(WORDS, min_size=1, max_size=4).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MADE, min_size=1, max_size=5))
def test_as_many_documents_are_found_as_were_written(stories: list[Story]) -> None:
    for made in (coded(stories), coded(stories, "\n"), as_rtf(coded(stories).split("\n")), "\n".join(displayed(stories))):
        found = good(read(made))
        assert [part.name for part in found] == [accession(n) for n in range(len(stories))]
        for part, story in zip(found, stories, strict=True):
            assert paragraphs_of(part) == story.body
            assert part.given.title == story.title
            assert part.given.outlet == story.outlet
            assert (part.given.byline or "").removeprefix("By ") == (story.byline or "")


LINES = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda code, between, value: f"{code}{between}{value}",
        st.sampled_from(factiva.CODES),
        st.sampled_from(["\t", "|", "  ", "\n", " "]),
        st.text(max_size=20),
    ),
    st.sampled_from(["1,234 words", "4 March 2024", "22:15", "English", "(c) 2024 A", f"Document {accession(1)}", ""]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40))
def test_any_lines_give_parts_or_refusals(lines: list[str]) -> None:
    found = list(factiva.documents([Paragraph(line) for line in lines], "export", LIMITS))
    assert all(isinstance(f, Part | BadInput) for f in found)
    assert all(f.data for f in found if isinstance(f, Part))
    assert isinstance(factiva.is_export([Paragraph(line) for line in lines]), bool)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: f"<html><div class='article enArticle'>{t}".encode()))
)
def test_any_bytes_are_sniffed(data: bytes) -> None:
    factiva.sniffs(data, "a")
    try:
        assert all(isinstance(f, Part | BadInput) for f in factiva.parts(io.BytesIO(data), "a", LIMITS))
    except BadInput as error:
        assert error.code


@pytest.mark.parametrize("head", [b" " * 65_536, b"\n" * 65_536, b"\xef\xbb\xbf" + b" \n" * 32_768])
def test_a_look_at_nothing_but_white_space_costs_no_time(head: bytes) -> None:
    with within(2):
        assert not glimpse(head).strip("\ufeff \n")
        assert not factiva.sniffs(head, "a.txt")
