from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.building import build
from stemma.reading.formats import office, paragraphs
from stemma.reading.formats.paragraphs import Paragraph
from stemma.reading.formats.rtf import MAX_DEPTH, read_rtf
from stemma.reading.parts import LIMITS, Limits, Part
from stemma.reading.sources.opening import open_parts
from tests.reading.formats.press import BODY, Story, as_docx, as_rtf, displayed, good, new_export, paragraphs_of
from tests.support.timing import uncollected, within

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REPORT = (*BODY, "The harbour master said that the ferry would sail again on Thursday, once divers had looked at its hull.")


def read(data: bytes, name: str = "a/report.docx", limits: Limits = LIMITS) -> list[Part | BadInput]:
    assert office.sniffs(data[:65_536], name)
    return list(office.parts(io.BytesIO(data), name, limits))


def refused(data: bytes, name: str = "a/report.docx", limits: Limits = LIMITS) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(data, name, limits)
    assert caught.value.source == name
    assert caught.value.hint
    return caught.value


def package(document: str | bytes, **members: bytes) -> bytes:
    """A docx of nothing but this main part, and what is named besides."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def body(inner: str) -> str:
    return f"<w:document {W}><w:body>{inner}</w:body></w:document>"


def texts(data: bytes) -> list[str]:
    return [p.text for p in office.read_docx(io.BytesIO(data), "a", LIMITS)]


def rtf(words: str | bytes) -> list[str]:
    data = words if isinstance(words, bytes) else words.encode("latin-1")
    return [p.text for p in read_rtf(b"{\\rtf1\\ansi " + data + b"}", "a") if p.text.strip()]


def test_a_report_from_a_word_processor_is_a_page() -> None:
    lines = ["Ferry runs aground off Norvik", "By Ane Lund", *REPORT]
    for data in (as_docx(lines, styles={0: "Title"}), as_docx(lines, styles={0: "Heading 1"})):
        (part,) = good(read(data))
        assert (part.form, part.source, part.name) == ("page", "a/report.docx", "report.docx")
        assert part.given.title == lines[0]
        assert paragraphs_of(part) == tuple(lines)
        article = build(part)
        assert article.title is not None
        assert article.title.value == lines[0]
        assert [article.text[s.start : s.end] for s in article.body] == list(REPORT)
    (part,) = good(read(as_rtf(lines), "report.rtf"))
    assert part.given.title is None
    assert paragraphs_of(part) == tuple(lines)


def test_a_docx_is_opened_before_it_is_unpacked_as_a_zip() -> None:
    (part,) = list(open_parts(io.BytesIO(as_docx(REPORT)), "report.docx", "report.docx", LIMITS))
    assert isinstance(part, Part)
    assert paragraphs_of(part) == REPORT
    found = list(open_parts(io.BytesIO(as_docx(new_export([Story(), Story(title="Other")]))), "e.docx", "e.docx", LIMITS))
    assert [f.source for f in found] == ["e.docx#1", "e.docx#2"]
    found = list(open_parts(io.BytesIO(as_rtf(displayed([Story(date="4 March 2024")]))), "e.rtf", "e.rtf", LIMITS))
    assert [f.source for f in found] == ["e.rtf#1"]


@pytest.mark.parametrize(
    "members",
    [
        {"pages/word.txt": b"word/document.xml", "pages/two.txt": b"[Content_Types].xml"},
        {"word/page.txt": b"A page", "word/other.html": b"Another"},
        {"a.docx": as_docx(REPORT), "word/styles.xml": b""},
        {"[Content_Types].xml": b"", "xl/workbook.xml": b""},
        {},
    ],
    ids=["pages", "a folder called word", "a zip of docx", "a workbook", "nothing"],
)
def test_other_zips_are_none(members: dict[str, bytes]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    assert not office.sniffs(stream.getvalue()[:65_536], "pages.zip")


def test_text_that_names_members_is_none() -> None:
    assert not office.sniffs(b"word/document.xml [Content_Types].xml", "page.txt")


def test_markup_of_a_docx() -> None:
    document = docx.Document()
    document.add_paragraph("A title", style="Title")
    document.add_heading("A heading", level=2)
    plain = document.add_paragraph("one")
    plain.add_run("\ttwo").bold = True
    plain.add_run().add_break()
    plain.add_run("three")
    document.add_paragraph().add_run("bold").bold = True
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "HD", "A cell"
    document.add_page_break()
    document.add_paragraph("fresh")
    stream = io.BytesIO()
    document.save(stream)
    found = [p for p in office.read_docx(stream, "a", LIMITS) if p.text.strip()]
    assert found == [
        Paragraph("A title", "title", fresh=True),
        Paragraph("A heading", "heading 2"),
        Paragraph("one\ttwo\nthree"),
        Paragraph("bold", bold=True),
        Paragraph("HD"),
        Paragraph("A cell"),
        Paragraph("fresh", fresh=True),
    ]
    assert found[0].heading
    assert not found[2].heading


def test_what_is_no_text_of_a_docx_is_left_out() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = (
        "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>added</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
        "<w:r><w:t>beside it</w:t></w:r></w:p>"
    )
    assert [t for t in texts(package(body(inner))) if t] == ["kept added link", "in a box", "beside it"]


def test_what_a_tracked_change_has_undone_is_past() -> None:
    inner = (
        '<w:p><w:pPr><w:pStyle w:val="Title"/><w:pPrChange><w:pPr><w:pStyle w:val="Heading9"/></w:pPr></w:pPrChange></w:pPr>'
        "<w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>A title</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>Another</w:t></w:r></w:p>'
    )
    found = office.read_docx(io.BytesIO(package(body(inner))), "a", LIMITS)
    assert found == [Paragraph("A title", "title", fresh=True), Paragraph("Another", "heading 1")]


def test_endless_empty_paragraphs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraphs, "MAX_LINES", 1_000)
    assert refused(package(body("<w:p/>" * 1_100))).code == "too-large"
    assert refused(b"{\\rtf1 " + b"\\par" * 1_100 + b"}", "a.rtf").code == "too-large"
    assert len(texts(package(body("<w:p/>" * 900)))) == 900


def test_a_localized_style_is_known_by_its_name() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
    inner = '<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Titel</w:t></w:r></w:p>'
    (found,) = office.read_docx(io.BytesIO(package(body(inner), **{"word/styles.xml": styles.encode()})), "a", LIMITS)
    assert found.style == "heading 1"
    assert found.heading


def test_old_and_locked_files_are_refused_with_advice() -> None:
    error = refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc")
    assert error.code == "binary"
    assert ".docx" in error.hint


def test_a_bomb_is_refused_before_it_swells() -> None:
    swollen = package(body("<w:p><w:r><w:t>" + " " * 60_000_000 + "</w:t></w:r></w:p>"))
    assert len(swollen) < 200_000
    with within(1):
        assert refused(swollen).code == "bomb"
    styles = package(body("<w:p/>"), **{"word/styles.xml": bytes(60_000_000)})
    assert refused(styles).code == "bomb"
    assert refused(package(body("<w:p/>"), **{f"word/{n}": b"" for n in range(office.MAX_MEMBERS)})).code == "bomb"


def test_limits_of_a_docx() -> None:
    assert refused(as_docx(REPORT), limits=Limits(page_bytes=100)).code == "too-large"
    assert refused(as_docx(REPORT), limits=Limits(unpacked_bytes=100)).code == "too-large"
    assert refused(as_docx([])).code == "empty"


def test_entities_are_never_resolved() -> None:
    lol = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + body("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
    assert refused(package(lol)).code == "unsafe"
    passwd = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")
    assert refused(package(passwd)).code == "unsafe"


@pytest.mark.parametrize(
    "data",
    [
        as_docx(REPORT)[:-40],
        as_docx(REPORT)[:5_000],
        package("<w:document"),
        package(body("<w:p>" * 3_000 + "</w:p>" * 3_000)),
        package(body("&nbsp;")),
        package(b"\xff\xfe\x00"),
    ],
    ids=["no directory", "cut off", "not closed", "deep", "entity", "no xml"],
)
def test_a_damaged_docx(data: bytes) -> None:
    assert refused(data).code in ("damaged", "too-deep", "unsafe", "empty")


def test_a_docx_that_lies_about_its_sizes() -> None:
    data = bytearray(package(body("<w:p><w:r><w:t>" + "word " * 3_000_000 + "</w:t></w:r></w:p>")))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    assert refused(bytes(data)).code == "damaged"


def test_rtf_characters() -> None:
    assert rtf(r"caf\'e9 \ldblquote x\rdblquote  \u8212?\emdash\~\{\}\\") == ["café “x” —— {}\\"]
    assert rtf(r"\uc2\u233ab\u233\'e9\'e9 x") == ["éé x"]
    assert rtf(r"\uc0\u233 x") == ["éx"]
    assert rtf(r"\u-10179?\u-8704?") == ["\U0001f600"]
    assert rtf(r"\u-10179?x") == ["\ufffdx"]
    assert rtf(r"\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2") == ["Привет"]
    assert rtf(r"{\fonttbl{\f0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\'e9 {\f1 \'e9} {\f2 \'82\'a0}\'e9") == ["é й あé"]
    assert rtf(r"a\u9999999999?b\uc\'zz\ansicpg99999 c") == ["abzzc"]


def test_rtf_with_bytes_that_should_be_escaped() -> None:
    assert rtf("é — x".encode()) == ["é — x"]
    assert rtf("é – x".encode("cp1252")) == ["é – x"]
    assert [p.text for p in read_rtf(b"\xef\xbb\xbf\n{\\rtf1 x}", "a")] == ["x"]


def test_rtf_paragraphs_and_what_is_no_text() -> None:
    data = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\*\cs2 Default;}}"
        rb"{\info{\title secret}}{\header running head\par}{\*\generator X;}{\pict\bin5 }{}{\}"
        rb"\pard\s1 A {\b bold} title\par\pard plain {\v hidden}text\line next"
        rb"{\field{\*\fldinst HYPERLINK http://a.example}{\fldrslt  link}}\par{\b all bold}\par"
        rb"\trowd HD\cell A cell\cell\row\page fresh\par}"
        rb"{\rtf1 after the end}"
    )
    found = [p for p in read_rtf(data, "a") if p.text.strip()]
    assert [p.text.strip() for p in found] == [
        "A bold title", "plain text", "next link", "all bold", "HD\tA cell", "fresh",
    ]  # fmt: skip
    assert [p.style for p in found[:2]] == ["heading 1", "normal"]
    assert [p.bold for p in found] == [False, False, False, True, False, False]
    assert [p.fresh for p in found] == [True, False, False, False, False, True]


def test_rtf_too_deep_or_too_large() -> None:
    assert refused(b"{\\rtf1 " + b"{" * (MAX_DEPTH + 10), "a.rtf").code == "too-deep"
    assert refused(b"{\\rtf1 {\\*\\x " + b"{" * (MAX_DEPTH + 10), "a.rtf").code == "too-deep"
    assert refused(b"{\\rtf1 }", "a.rtf").code == "empty"
    assert refused(b"{\\rtf1 " + b"word " * 100 + b"}", "a.rtf", Limits(page_bytes=100)).code == "too-large"


@pytest.mark.parametrize(
    "unit",
    [
        b'{\\field{\\*\\fldinst{ HYPERLINK "a"}}{x}}',
        b"{\\field{\\*\\fldinst{",
        b"{\\fonttbl{\\f1 a;",
        b"\\f1\\fcharset2",
        b"{\\*\\x{}}",
        b"\\u8212?",
        b"\\'e9",
        b"\\par ",
        b"{}",
        b"\\bin3 abc",
        b"{\\stylesheet{\\s1 a;}}",
        b"\\",
        b"\\\n",
        b"}{",
    ],
)
def test_rtf_takes_time_by_size_only(unit: bytes) -> None:
    """Ten times the input may not take a hundred times as long: with ample room for a busy machine."""

    def took(size: int) -> float:
        with uncollected():
            start = time.process_time()
            try:
                read_rtf(b"{\\rtf1 " + unit * (size // len(unit)), "a")
            except BadInput as error:
                assert error.code == "too-deep"
            return time.process_time() - start

    small = took(10_000)
    assert took(100_000) < 40 * small + 0.3


def test_hundreds_of_documents_in_one_docx() -> None:
    stories = [Story(title=f"Ferry number {n} runs aground") for n in range(300)]
    found = good(read(as_docx([line for line in new_export(stories) if line])))
    assert [p.given.title for p in found] == [s.title for s in stories]


CONTROLS = (
    rb"{ } \ \'e9 \u-3 \u55357 \bin9 \uc0 \fonttbl \f1 \s1 \stylesheet \fcharset128 \ansicpg932 \ansicpg0 \pict \* \par \b \v"
)
PIECES = st.lists(st.one_of(st.binary(max_size=12), st.sampled_from(CONTROLS.split()), st.just(b" ")), max_size=60)


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_any_rtf_gives_paragraphs(pieces: list[bytes]) -> None:
    for p in read_rtf(b"{\\rtf1" + b"".join(pieces), "a"):
        assert isinstance(p.text.encode("utf-8"), bytes)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 4_000), st.integers(0, 60))
def test_any_damage_to_a_docx_is_a_refusal_or_a_part(noise: bytes, at: int, cut: int) -> None:
    data = SMALL[:at] + noise + SMALL[at + cut :]
    try:
        found = list(office.parts(io.BytesIO(data), "a", LIMITS))
    except BadInput as error:
        assert error.code
    else:
        assert all(isinstance(f, Part | BadInput) for f in found)


SMALL = package(body("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in REPORT)))
