"""Web archives: WARC 0.17 to 1.1 (ISO 28500, with the text files that Common Crawl makes of them) and ARC 1.0.

A page is a response with status 200, a resource or a conversion, of HTML or plain text. Everything else that an archive is full
of (requests, redirects, pictures, styles, errors) is no page and passes in silence; a page that cannot be had comes as a
`BadInput`. After damage, reading goes on at the next record.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from stemma.errors import BadInput
from stemma.reading.formats.transfer import media_type, page_of, parse_answer
from stemma.reading.parts import Given, Limits, Part
from stemma.reading.sources.decoding import too_large

SUFFIXES: Final = (".warc", ".arc", ".wet")
SEEKS: Final = False

_LINE: Final = 65_536
_HEAD: Final = 1_000_000
_BEGIN: Final = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])[ \t]*\r?\n")
_ARC_BEGIN: Final = re.compile(rb"(?:[a-z][a-z0-9+.-]*:\S+) [0-9a-fA-F.:]+ \d{14} \S+ \d{1,15}[ \t]*\r?\n")
_INNER: Final = re.compile(rb"\r?\n\r?\n(WARC/(?:0\.1[78]|1\.[01])[ \t]*\r?\n(?:WARC-|Content-))", re.IGNORECASE)
_PAGES: Final = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
_MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html[\s>])", re.IGNORECASE | re.DOTALL
)
# Plain text for programs, of which every crawl has some.
_FOR_PROGRAMS: Final = re.compile(
    r"/(?:robots|ads|app-ads|sellers|humans|security|llms|llms-full)\.txt$|/\.well-known/", re.IGNORECASE
)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_DAMAGES: Final = 200


def sniffs(head: bytes, name: str) -> bool:
    """Whether a file that begins so is a web archive."""
    return head.startswith(b"filedesc://") or bool(_BEGIN.match(head))


def parts(file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The pages of the archive in the order of its records, one in memory at a time.

    A page's source is that of the archive, "#" and its address, or the number of its record, counted from 1.
    Raises `BadInput`: "empty-folder" where no record holds a page, "bomb" from a packed `file`.
    """
    stream = _Stream(file, source)
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    number = pages = damages = 0
    line, broken = _next(stream)
    while True:
        if broken is not None:
            damages += 1
            yield broken
            if damages == _DAMAGES:
                raise _damaged(source, f"found {_DAMAGES:,} damaged places; the rest was not read")
            line, broken = _next(stream, lost=True)
            continue
        if not line:
            break
        number += 1
        data = b""
        stream.accept()
        try:
            record = _record(loader, stream, line, source, number)
            # A page without end is cut off here, and refused below.
            data = record.raw_stream.read(limits.page_bytes + _HEAD + 1)
            _check_length(record, data, stream, source, number, limits)
            line, broken = _next(stream)
            if line and not _begins(line):
                astray = _damaged(source, f"found {line[:40]!r} where record {number + 1} should begin")
                # A record that ends as it should is whole, whatever follows it.
                if stream.blank < (1 if record.format == "arc" else 2):
                    raise astray
                broken = astray
        except BadInput as error:
            if error.code != "damaged":
                raise
            # A record that swallowed the next ones, as its length is wrong, gives them back.
            inner = _INNER.search(data)
            stream.give_back(data[inner.start(1) :] if inner else b"")
            line, broken = b"", error
            continue
        found = _page(record, data, source, number, limits)
        if found is not None:
            pages += 1
            yield found
    if not pages and not damages:
        raise BadInput(
            source,
            "empty-folder",
            f"found {number:,} records in this web archive and no page among them; needed HTML or text with status 200",
            "check that the crawl reached its pages",
        )


def _next(stream: _Stream, lost: bool = False) -> tuple[bytes, BadInput | None]:
    """The line that begins the next record, b"" at the end; or the damage that stands in its place."""
    try:
        return (stream.find() if lost else stream.first_line()), None
    except BadInput as error:
        if error.code != "damaged":
            raise
        return b"", error


class _Stream:
    """The archive's bytes with the face that warcio reads from; no line of a header is longer than it may be."""

    def __init__(self, file: BinaryIO, source: str) -> None:
        self._file, self._source = file, source
        self._back = io.BytesIO()
        self._seen: list[bytes] = []
        self._at = self._head = 0
        self.blank = 0  # lines that `first_line` passed over

    def read(self, size: int) -> bytes:
        data = self._back.read(size)
        if len(data) < size:
            data += self._file.read(size - len(data))
        self._at += len(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        size = _LINE if size is None or size < 0 else min(size, _LINE)
        line = self._back.readline(size)
        if not line.endswith(b"\n") and len(line) < size:
            line += self._file.readline(size - len(line))
        self._at += len(line)
        self._head += len(line)
        if self._head > _HEAD:
            self._head = 0
            raise _damaged(self._source, f"the header of a record has over {_HEAD:,} bytes")
        return line

    def tell(self) -> int:
        return self._at

    def first_line(self) -> bytes:
        """The next line that is not blank, b"" at the end."""
        self._seen, self.blank = [], -1
        while True:
            self._head = 0
            line = self.readline()
            self.blank += 1
            if not line or line.strip():
                self._seen.append(line)
                return line
            # Only the end of these would be needed again.
            self._seen = [*self._seen[-8:], line]

    def accept(self) -> None:
        """Take what `first_line` has read for the beginning of a record: it will not be given back."""
        self._seen = []

    def find(self) -> bytes:
        """The next line that begins a record, b"" at the end."""
        broken = False
        while True:
            self._head = 0
            line = self.readline()
            # What follows the middle of a very long line is no beginning.
            if not line or (not broken and _begins(line)):
                return line
            broken = not line.endswith(b"\n")

    def give_back(self, data: bytes) -> None:
        """Read `data` again, and what `first_line` has read since."""
        self._back = io.BytesIO(data + b"".join(self._seen) + self._back.read())
        self._seen = []


def _begins(line: bytes) -> bool:
    return bool(_BEGIN.fullmatch(line) or _ARC_BEGIN.fullmatch(line) or line.startswith(b"filedesc://"))


def _record(loader: ArcWarcRecordLoader, stream: _Stream, line: bytes, source: str, number: int) -> ArcWarcRecord:
    if not _begins(line):
        raise _damaged(source, f"found {line[:40]!r} where record {number} should begin")
    try:
        record = loader.parse_record_stream(
            stream, line, known_format="warc" if _BEGIN.fullmatch(line) else "arc", no_record_parse=True
        )
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise _damaged(source, f"the header of record {number} cannot be read: {error}") from error
    stated = record.rec_headers.get_header("length" if record.format == "arc" else "Content-Length") or ""
    if not re.fullmatch(r"\d{1,18}", stated.strip()):
        raise _damaged(source, f'found "{stated[:20]}" where the length of record {number} should stand')
    return record


def _check_length(record: ArcWarcRecord, data: bytes, stream: _Stream, source: str, number: int, limits: Limits) -> None:
    """Pass over what is too much of a record. Raises `BadInput` "damaged" where its length cannot be right."""
    if len(data) > limits.page_bytes and _INNER.search(data):
        raise _damaged(source, f"record {number} is said to have {record.length:,} bytes, but others begin within")
    while record.raw_stream.read(_LINE):
        pass
    if record.raw_stream.limit > 0:
        raise _damaged(source, f"record {number} breaks off: {record.raw_stream.limit:,} bytes of it are missing")


def _page(record: ArcWarcRecord, data: bytes, source: str, number: int, limits: Limits) -> Part | BadInput | None:
    """The page in a record, None if it holds none."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return None
    head = record.rec_headers
    archive = "ARC" if record.format == "arc" else "WARC"
    address = (head.get_header("uri" if archive == "ARC" else "WARC-Target-URI") or "").strip("<> ")
    answer = parse_answer(data) if record.rec_type == "response" else None
    if answer and answer.status not in (0, 200):
        return None
    kind, charset = (answer.type, answer.charset) if answer and answer.type else media_type(record.content_type or "")
    if kind in ("", "application/http", "no-type", "unknown/unknown", "application/octet-stream"):
        kind = media_type(head.get_header("WARC-Identified-Payload-Type") or "")[0]
    where = f"{source}#{address or number}"
    body = answer.body if answer else data
    if kind not in _PAGES and (kind or not _MARKUP.match(body[:4_096])):
        return None
    if kind == "text/plain" and _FOR_PROGRAMS.search(address.split("?")[0]):
        return None
    try:
        if len(data) > limits.page_bytes + _HEAD:
            raise too_large(where, record.length or len(data))
        page = page_of(answer, where, limits) if answer else data
        if len(page) > limits.page_bytes:
            raise too_large(where, len(page))
    except BadInput as error:
        return error
    if not page.strip():
        return None
    cut = head.get_header("WARC-Truncated")
    given = Given(
        how=f"{archive} record",
        url=address if _scheme(address) in ("http", "https") else None,
        captured=_captured(head.get_header("archive-date" if archive == "ARC" else "WARC-Date")),
        charset=charset,
        notes=(f"the crawler cut this page short ({cut[:20]})",) if cut else (),
    )
    return Part(data=page, source=where, name=str(number), given=given)


def _scheme(address: str) -> str:
    """The scheme of an address in lower case, "" if it is none."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def _captured(stamp: str | None) -> str | None:
    stamp = (stamp or "").strip()
    if re.fullmatch(r"\d{14}", stamp):
        return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"
    return stamp if _TIME.fullmatch(stamp) else None


def _damaged(source: str, what: str) -> BadInput:
    return BadInput(source, "damaged", f"{what}; needed a whole archive", "crawl or copy it again; what is whole in it was read")
