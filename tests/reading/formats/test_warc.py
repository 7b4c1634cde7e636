"""The pages of web archives: which records are pages, how they were sent, and what is left when an archive is damaged."""

import gzip
import io
import re
import zlib
from itertools import pairwise

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from stemma.errors import BadInput
from stemma.reading import build
from stemma.reading.formats import warc
from stemma.reading.parts import LIMITS, Part
from tests.reading.archives import Record, archived, codes, opened, parts
from tests.reading.pages import HTML, PAGE
from tests.support.timing import within

BODY = HTML.encode()
AT = "https://selwick.example/"


def record(
    name: str, body: bytes = BODY, *headers: tuple[str, str], status: str = "200 OK", kind: str = "text/html; charset=UTF-8"
) -> Record:
    return (AT + name, body, [("Content-Type", kind), *headers], status)


def pages(*records: Record, **options: bool) -> list[Part | BadInput]:
    return opened(archived(records, **options), "a.warc.gz")


def chunked(body: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(body[n : n + 500]), body[n : n + 500]) for n in range(0, len(body), 500)) + end


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_a_response_is_a_page_with_its_address_time_and_charset(packed: bool, version: str) -> None:
    (part,) = parts(opened(archived([record("1")], packed, version), "a.warc"))
    assert part.data == BODY
    assert part.source == f"a.warc#{AT}1"
    assert (part.given.url, part.given.captured, part.given.charset) == (f"{AT}1", "2025-03-04T15:00:00Z", "UTF-8")
    article = build(part)
    assert article.title is not None
    assert article.title.value == "Harbour reopens after storm"


def test_what_is_no_page_passes_in_silence() -> None:
    found = pages(
        record("moved", b"", ("Location", "/1"), status="301 Moved Permanently"),
        record("gone", b"<html>not found</html>", status="404 Not Found"),
        record("x.png", b"\x89PNG\r\n", kind="image/png"),
        record("x.css", b"p {}", kind="text/css"),
        record("robots.txt", b"User-agent: *", kind="text/plain"),
        record("empty", b" "),
        record("1"),
    )
    assert [p.source for p in found] == [f"a.warc.gz#{AT}1"]


def test_an_archive_without_pages_says_so() -> None:
    assert codes(pages(record("x.png", b"\x89PNG", kind="image/png"))) == ["empty-folder"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(BODY), [("Transfer-Encoding", "chunked")]),
        (chunked(BODY, b""), [("Transfer-Encoding", "Chunked")]),
        (chunked(gzip.compress(BODY)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
        (gzip.compress(BODY), [("Content-Encoding", "x-gzip")]),
        (zlib.compress(BODY), [("Content-Encoding", "deflate")]),
        (zlib.compress(BODY)[2:-4], [("Content-Encoding", "deflate")]),
        (zstandard.ZstdCompressor().compress(BODY), [("Content-Encoding", "zstd")]),
        (gzip.compress(gzip.compress(BODY)), [("Content-Encoding", "gzip, gzip")]),
        (gzip.compress(BODY), []),
        # Headers of what the crawler has already undone.
        (BODY, [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
        (BODY, [("Content-Encoding", "br")]),
        (brotli.compress(BODY), [("Content-Encoding", "br")]),
        (BODY, [("Content-Encoding", "utf-8")]),
    ],
)
def test_chunks_and_packing_are_undone(body: bytes, headers: list[tuple[str, str]]) -> None:
    (part,) = pages(record("1", body, *headers))
    assert isinstance(part, Part)
    assert part.data == BODY


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (b"\x1f\x9d\x90abc", [("Content-Encoding", "compress")], "packing"),
        (b"\x8b\x05\x80abc\x03", [("Content-Encoding", "br")], "damaged"),
        (brotli.compress(BODY)[:-20], [("Content-Encoding", "br")], "damaged"),
        (brotli.compress(b"<p>" + b" " * 60_000_000), [("Content-Encoding", "br")], "too-large"),
        (gzip.compress(BODY)[:-20], [("Content-Encoding", "gzip")], "damaged"),
        (chunked(BODY)[:-200], [("Transfer-Encoding", "chunked")], "damaged"),
        (gzip.compress(b"<p>" + b" " * 60_000_000), [("Content-Encoding", "gzip")], "bomb"),
        (b"<p>" + b" x" * 10_100_000, [], "too-large"),
    ],
)
def test_a_page_that_cannot_be_had_stands_in_its_place(body: bytes, headers: list[tuple[str, str]], code: str) -> None:
    found = pages(record("1"), record("2", body, *headers), record("3"))
    assert [getattr(p, "code", "page") for p in found] == ["page", code, "page"]
    assert found[1].source == f"a.warc.gz#{AT}2"


def test_resources_conversions_and_records_without_a_type() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for kind, type_, body in (
        ("resource", "text/html", BODY),
        ("conversion", "text/plain; charset=utf-8", PAGE.encode()),
        ("metadata", "text/plain", b"via: x"),
        ("resource", "image/png", b"\x89PNG"),
    ):
        writer.write_record(writer.create_warc_record(f"{AT}{kind}", kind, io.BytesIO(body), warc_content_type=type_))
    answer = StatusAndHeaders("200 OK", [("Server", "x")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record("urn:x-test:1", "response", io.BytesIO(BODY), http_headers=answer))
    writer.write_record(writer.create_warc_record(f"{AT}data", "response", io.BytesIO(b"x = 1"), http_headers=answer))
    found = opened(out.getvalue(), "a.warc.gz")
    assert [p.source.rpartition("#")[2] for p in found] == [f"{AT}resource", f"{AT}conversion", "urn:x-test:1"]
    assert parts(found)[2].given.url is None


def test_a_page_that_the_crawler_cut_says_so() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    writer.write_record(
        writer.create_warc_record(
            AT, "resource", io.BytesIO(BODY), warc_content_type="text/html", warc_headers_dict={"WARC-Truncated": "length"}
        )
    )
    assert parts(opened(out.getvalue(), "a.warc"))[0].given.notes == ("the crawler cut this page short (length)",)


def test_arc_files() -> None:
    head = b"filedesc://a.arc 0.0.0.0 20050401000000 text/plain 76\n1 0 Test\n"
    head += b"URL IP-address Archive-date Content-type Archive-length\n\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY
    data = head.replace(b" 76\n", b" %d\n" % (len(head) - head.index(b"\n") - 2))
    for n in (1, 2):
        data += b"%s%d 10.0.0.1 20050401120000 text/html %d\n" % (AT.encode(), n, len(answer)) + answer + b"\n"
    found = parts(opened(data, "a.arc"))
    assert [(p.given.url, p.given.captured, p.data) for p in found] == [(f"{AT}{n}", "2005-04-01T12:00:00Z", BODY) for n in (1, 2)]


PLAIN = archived([record(str(n)) for n in range(6)], gzip=False)
LENGTHS = [m.start() for m in re.finditer(rb"Content-Length: ", PLAIN)]


def test_pages_before_a_cut_are_read_and_the_cut_is_told_once() -> None:
    for cut in range(LENGTHS[5], len(PLAIN) - 5, 97):
        found = opened(PLAIN[:cut], "a.warc")
        whole = len(re.findall(rb"</html>\r?\n?\r\n\r\n", PLAIN[:cut]))
        assert len(parts(found)) - whole in (0, 1)
        assert all(p.data == BODY for p in parts(found))
        assert codes(found) in (["damaged"], [])


def test_pages_before_a_cut_of_a_packed_archive_are_read() -> None:
    packed = archived([record(str(n)) for n in range(6)])
    starts = [m.start() for m in re.finditer(rb"\x1f\x8b\x08", packed)]
    found = opened(packed[: starts[6] + 150], "a.warc.gz")
    assert [p.data for p in parts(found)] == [BODY, BODY]
    assert codes(found) == ["damaged"]


def test_a_damaged_member_costs_its_own_page_only() -> None:
    packed = bytearray(archived([record(str(n)) for n in range(6)]))
    starts = [m.start() for m in re.finditer(rb"\x1f\x8b\x08", packed)]
    packed[starts[6] + 250 : starts[6] + 260] = b"\xff" * 10
    found = opened(bytes(packed), "a.warc.gz")
    assert [p.given.url for p in parts(found)] == [f"{AT}{n}" for n in (0, 1, 3, 4, 5)]
    assert set(codes(found)) == {"damaged"}


def test_an_archive_packed_by_zstandard_a_frame_a_record() -> None:
    starts = [*(m.start() for m in re.finditer(rb"WARC/1\.1\r\n", PLAIN)), len(PLAIN)]
    pack = zstandard.ZstdCompressor(write_checksum=True).compress
    frames = [pack(PLAIN[a:b]) for a, b in pairwise(starts)]
    assert len(parts(opened(b"".join(frames), "a.warc.zst"))) == 6
    frames[6] = frames[6][:200] + b"\xff" * 20 + frames[6][220:]
    found = opened(b"".join(frames), "a.warc.zst")
    assert [p.given.url for p in parts(found)] == [f"{AT}{n}" for n in (0, 1, 3, 4, 5)]
    assert set(codes(found)) == {"damaged"}


@pytest.mark.parametrize("stated", [b"12", b"-5", b"many", b"", b"99999999", b"99999999999999999999"])
def test_a_wrong_length_costs_its_own_page_only(stated: bytes) -> None:
    data = PLAIN[: LENGTHS[6]] + b"Content-Length: " + stated + PLAIN[PLAIN.index(b"\r\n", LENGTHS[6]) :]
    found = opened(data, "a.warc")
    assert {p.given.url for p in parts(found)} >= {f"{AT}{n}" for n in (0, 1, 3, 4, 5)}
    assert codes(found) == ["damaged"]


@pytest.mark.parametrize(
    "junk",
    [
        b"WARC/1.0\r\n" + b"x" * 3_000_000,
        b"junk\r\n" * 1000,
        b"WARC/1.0\r\n" + b"a: b\r\n" * 300_000,
        b"WARC/1.1\r\n\r\n\r\n",
        b"\xff" * 200_000,
    ],
)
def test_junk_between_records_is_passed_over(junk: bytes) -> None:
    with within(2):
        found = opened(PLAIN + junk + b"\r\n\r\n" + PLAIN, "a.warc")
    assert len(parts(found)) == 12
    assert codes(found) == ["damaged"]


def test_damage_without_end_is_given_up() -> None:
    found = opened(PLAIN + b"WARC/1.0\r\nContent-Length: x\r\n\r\n" * 5_000, "a.warc")
    assert len(parts(found)) == 6
    assert len(found) < 250


@pytest.mark.parametrize(
    ("head", "is_one"), [(b"WARC/1.0\r\n", True), (b"WARC/1.1 is a format", False), (b"filedesc://x", True), (b"<html>", False)]
)
def test_sniffs(head: bytes, is_one: bool) -> None:
    assert warc.sniffs(head, "x") == is_one


def test_one_page_at_most_is_in_memory() -> None:
    class Endless(io.RawIOBase):
        """A gigabyte of one archive, made as it is read."""

        left = 400

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if not self.left or len(buffer) < len(PLAIN):
                return 0
            self.left -= 1
            buffer[: len(PLAIN)] = PLAIN
            return len(PLAIN)

    assert len(PLAIN) < 65_536
    count = sum(isinstance(p, Part) for p in warc.parts(io.BufferedReader(Endless(), 65_536), "x", LIMITS))
    assert count == 2_400


PIECES = st.lists(
    st.sampled_from(
        [
            b"<p>x</p>",
            b"\r\n\r\n",
            b"\r\n",
            b"\n\n\n",
            b"WARC/1.0\r\nWARC-Type: response\r\n",
            b"HTTP/1.1 200 OK\r\n",
            b"\x1f\x8b\x08",
            b"0\r\n",
        ]
    ),
    max_size=12,
).map(lambda pieces: b"<html>" + b"".join(pieces))


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=5), st.booleans())
def test_what_was_archived_comes_out_whatever_it_holds(bodies: list[bytes], packed: bool) -> None:
    found = opened(archived([record(str(n), body) for n, body in enumerate(bodies)], packed), "a.warc")
    assert [p.data for p in parts(found)] == bodies
    assert codes(found) == []
