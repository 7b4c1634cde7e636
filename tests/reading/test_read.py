"""Inputs of every bad kind become `Rejected`; the good ones beside them are still read."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma import reading
from stemma.errors import BadInput, StrictStop
from stemma.model import Article, Rejected
from stemma.pipeline import investigate
from stemma.reading import is_supported, read, read_bytes
from stemma.reading.parts import Part
from tests.reading.pages import HTML, PAGE
from tests.support.timing import within


def codes(path: Path | str) -> list[str]:
    return [r.code for r in read([path]) if isinstance(r, Rejected)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n" + b"x" * 500, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"Home\nNews\nSport\nShare\n", "no-article"),
        (b"<html><body><ul><li>Home</li><li>News</li></ul></body></html>", "no-article"),
        (b"<html><body>" + b"<div>" * 200_000 + b"x", "too-deep"),
        (b"<html><body>" + b"<p><b>" * 200_000 + b"x", "too-large"),
        (b'<html><head><meta charset="shift_jis"></head><body><p>\x81\xff\xfe\xfd</p></body></html>', "encoding"),
    ],
)
def test_bad_bytes_are_rejected_with_a_code(tmp_path: Path, data: bytes | str, code: str) -> None:
    file = tmp_path / "page"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    good = tmp_path / "zz.txt"
    good.write_text(PAGE, "utf-8")
    found = list(read([file, good]))
    assert isinstance(found[0], Rejected)
    assert found[0].code == code
    assert found[0].message
    assert found[0].hint
    assert found[0].source == str(file)
    assert isinstance(found[1], Article)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Hafen ist wieder offen, und die Boote sind nicht mehr in der Bucht, sagte der Leiter von dem Amt. " * 4, "de"),
        ("Гавань вновь открылась во вторник после шторма, сообщили власти порта. " * 6, "ru"),
    ],
)
def test_another_language_is_read_marked_and_kept_out_of_the_analysis(text: str, code: str) -> None:
    article = read_bytes(text.encode(), "page.txt")
    assert article.language == code
    assert any("left out of the analysis" in note for note in article.notes)
    assert not is_supported(article.language)
    dossiers, rejected = investigate([article])
    assert dossiers == ()
    assert [(r.source, r.code) for r in rejected] == [("page.txt", "language")]
    assert f'"{code}"' in rejected[0].message


def test_a_page_on_which_we_break_does_not_sink_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading.build

    def fragile(part: Part) -> Article:
        if b"BREAK" in part.data:
            raise OverflowError("no such year")
        return real(part)

    monkeypatch.setattr(reading, "build", fragile)
    (tmp_path / "a.txt").write_text(f"{PAGE}\nBREAK", "utf-8")
    (tmp_path / "b.txt").write_text(PAGE, "utf-8")
    aside, article = read(tmp_path)
    assert isinstance(aside, Rejected) and aside.code == "reading-failed" and "OverflowError: no such year" in aside.message
    assert isinstance(article, Article)


def test_a_file_or_stream_on_which_we_break_does_not_sink_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Iterator[Part]:
        raise IndexError("no such row")
        yield

    monkeypatch.setattr(reading, "open_parts", broken)
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    found = list(read([tmp_path / "a.txt", "-"], stdin=BytesIO(PAGE.encode())))
    assert [(Path(r.source).name, r.code) for r in found if isinstance(r, Rejected)] == [
        ("a.txt", "reading-failed"),
        ("standard input", "reading-failed"),
    ]


@pytest.mark.parametrize("name", ["ftp://selwick.example/a", "file:///etc/passwd"])
def test_addresses_that_nobody_fetches_are_called_so(name: str) -> None:
    (aside,) = read([name], fetch=lambda url: pytest.fail(f"asked for {url}"))
    assert isinstance(aside, Rejected) and aside.code == "address-refused"


def test_a_foreign_page_keeps_its_last_paragraph() -> None:
    words = "Der Hafen ist wieder offen, und die Boote liegen nicht mehr in der Bucht, sagte der Leiter von dem Amt. "
    text = "\n\n".join(
        [words * 2, "„Wir haben Glück gehabt“, sagte er am Abend.", words + "Die Arbeit ist getan, und das Geld ist weg."]
    )
    article = read_bytes(text.encode(), "a.txt")
    assert article.language == "de"
    assert article.text[article.body[-1].start : article.body[-1].end].endswith("das Geld ist weg.")


def test_a_masthead_signs_nothing() -> None:
    unsigned = PAGE.replace("By Ida Marlowe and Tom Veld\n", "")
    article = read_bytes(unsigned.encode(), "a.txt")
    assert article.outlet is not None
    assert article.byline is None or article.byline.value.casefold() != article.outlet.value.casefold()
    assert article.outlet.value not in article.authors


def test_missing_files_patterns_and_folders(tmp_path: Path) -> None:
    assert codes(tmp_path / "nothing.txt") == ["missing"]
    assert codes(str(tmp_path / "*.txt")) == ["missing"]
    assert codes("") == ["missing"]
    assert codes("a\0b") == ["missing"]
    assert codes(tmp_path) == ["empty-folder"]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.truncate(50_000_000)
    start = time.monotonic()
    assert codes(file) == ["too-large"]
    assert time.monotonic() - start < 0.5


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert codes(pipe) == ["unreadable"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(PAGE, "utf-8")
    file.chmod(0)
    assert codes(file) == ["unreadable"]


def test_strict_stops_at_the_first_bad_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    (tmp_path / "b.txt").write_text("", "utf-8")
    reading = read([tmp_path], strict=True)
    assert isinstance(next(reading), Article)
    with pytest.raises(StrictStop, match=r"b\.txt"):
        next(reading)


def test_folders_are_walked_sorted_and_each_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", "picture.jpg", ".hidden.txt"):
        (tmp_path / name).write_text(PAGE, "utf-8")
    found = [
        Path(a.source).name
        for a in read([tmp_path, tmp_path / "a.txt", str(tmp_path / "*.txt"), tmp_path / "sub" / ".." / "b.txt"])
    ]
    assert found == ["a.txt", "b.txt", "c.txt"]


def test_the_id_is_of_bytes_and_file_name_not_of_the_folder(tmp_path: Path) -> None:
    data = PAGE.encode()
    one, two = read_bytes(data, "x/page.txt"), read_bytes(data, "y/z/page.txt")
    other = read_bytes(data, "x/copy.txt")
    assert one.id == two.id != other.id
    assert one.sha256 == other.sha256
    assert len(one.id) == 16


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_encodings(encoding: str) -> None:
    article = read_bytes(PAGE.encode(encoding), "page.txt")
    assert article.text == PAGE
    assert bool(article.notes) == (encoding != "utf-8-sig")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_are_made_one(end: str) -> None:
    assert read_bytes(PAGE.replace("\n", end).encode(), "page.txt").text == PAGE


def test_control_characters_become_spaces_and_move_nothing() -> None:
    article = read_bytes(PAGE.replace("lucky", "lu\x00ky").encode(), "page.txt")
    assert len(article.text) == len(PAGE)
    assert "lu ky" in article.text
    assert any("control" in note for note in article.notes)


def check(article: Article) -> None:
    size = len(article.text)
    for noted in (article.title, article.byline, article.dateline, article.published, article.outlet):
        assert noted is None or noted.span is None or noted.span.end <= size
    for span in (*article.body, *(line.span for line in article.lines), *(c.span for c in article.credits if c.span)):
        assert span.end <= size
        assert article.text[span.start : span.end].strip()
    assert list(article.body) == sorted(article.body)
    assert [line.span for line in article.lines if line.role in ("body", "subhead")] == list(article.body)


PIECES = st.sampled_from(
    [*PAGE.split("\n"), *HTML.split("\n"), "\x00", "\u2028", "<div>", "</p>", "\ud7ff", "1/2/2025", "((((", "By By By", "(AP) -"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40).map("\n".join))
def test_any_page_of_pieces_is_read_or_refused(text: str) -> None:
    try:
        article = read_bytes(text.encode(), "page")
    except BadInput as error:
        assert error.code in {"empty", "binary", "too-large", "encoding", "too-deep", "no-article", "language"}
    else:
        check(article)
        assert read_bytes(text.encode(), "page") == article


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        check(read_bytes(data, "page"))
    except BadInput as error:
        assert error.message


@pytest.mark.parametrize(
    "piece", ["told Reuters, the AP and PA. ", "By Aaa Bbb\n", "4 March 16\n", "(Aaa ", "A/", "word and the of ", '"']
)
def test_hostile_text_costs_no_time(piece: str) -> None:
    data = (PAGE + piece * (300_000 // len(piece) // 8)).encode()
    with within(5):
        try:
            read_bytes(data, "page.txt")
        except BadInput as error:
            assert error.code in {"no-article", "binary"}
