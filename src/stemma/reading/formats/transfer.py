"""What a web server sent (RFC 9112, RFC 9110), as an archive keeps it -> the page's bytes, its type and its charset."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final

import brotli
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from stemma.errors import BadInput
from stemma.reading.parts import Limits
from stemma.reading.sources.decoding import too_large
from stemma.reading.sources.packing import inflate

_PARSER: Final = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"])
_CHUNK: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_MAGIC: Final = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_PIECE: Final = 1_000_000
_MARKUP: Final = re.compile(rb"\s*<[!?a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a web server: `status` (0: not told), `type` (lower case, "" not told), `charset`; `body` as it was sent."""

    status: int
    type: str
    charset: str | None
    chunked: bool
    codings: tuple[str, ...]
    body: bytes


def parse_answer(data: bytes) -> Answer:
    """The answer in the payload of a record; one without a status line is all body. Raises nothing."""
    if not data.startswith(b"HTTP/"):
        return Answer(0, "", None, False, (), data)
    stream = io.BytesIO(data)
    try:
        head = _PARSER.parse(stream)
    except (StatusAndHeadersParserException, EOFError):
        return Answer(0, "", None, False, (), data)
    code = head.statusline.split(" ")[0]
    kind, charset = media_type(head.get_header("content-type") or "")
    codings = [c.strip().casefold() for c in (head.get_header("content-encoding") or "").split(",")]
    transfer = [c.strip().casefold() for c in (head.get_header("transfer-encoding") or "").split(",")]
    return Answer(
        int(code) if code.isdecimal() and len(code) == 3 else 0,
        kind,
        charset,
        "chunked" in transfer,
        tuple(c.removeprefix("x-") for c in (*codings, *transfer) if c not in ("", "identity", "chunked", "none", "utf-8")),
        data[stream.tell() :],
    )


def media_type(header: str) -> tuple[str, str | None]:
    """The type in lower case and the charset of a Content-Type header."""
    charset = _CHARSET.search(header)
    return header.split(";")[0].split(",")[0].strip().casefold(), charset[1] if charset else None


def page_of(answer: Answer, source: str, limits: Limits) -> bytes:
    """The body with chunks and packing undone. Some crawlers undo them and leave the headers that tell of them: both are read.

    Raises `BadInput`: "damaged", "bomb", "too-large", "packing" (a coding that this program does not know).
    """
    body = _unchunked(answer.body, source) if answer.chunked else answer.body
    for coding in reversed(answer.codings):
        if coding in ("gzip", "zstd"):
            if body.startswith(_MAGIC[coding]):
                body = inflate(body, coding, source, limits)
        elif coding == "deflate":
            if not _MARKUP.match(body):
                body = inflate(body, coding, source, limits)
        elif coding == "br":
            if not _MARKUP.match(body):
                body = _unbrotli(body, source, limits)
        elif not _MARKUP.match(body):
            raise BadInput(
                source,
                "packing",
                f'found a page packed as "{coding[:20]}"; needed gzip, deflate, zstd or br',
                "let the crawler ask for gzip, or save the page itself",
            )
    if not answer.codings and body.startswith(b"\x1f\x8b\x08"):
        # Packed, and nobody said so.
        body = inflate(body, "gzip", source, limits)
    return body


def _unbrotli(body: bytes, source: str, limits: Limits) -> bytes:
    """What a brotli stream holds, never more than a page may have: the format packs without bounds."""
    engine = brotli.Decompressor()
    out, given = [], 0
    try:
        piece = engine.process(body, output_buffer_limit=_PIECE)
        while piece:
            out.append(piece)
            given += len(piece)
            if given > limits.page_bytes:
                raise too_large(source, given)
            piece = b"" if engine.is_finished() else engine.process(b"", output_buffer_limit=_PIECE)
    except brotli.error as error:
        raise _cut(source, f"brotli data that can be read ({error})") from error
    if not engine.is_finished():
        raise _cut(source, "the end of the brotli data")
    return b"".join(out)


def _unchunked(body: bytes, source: str) -> bytes:
    out: list[bytes] = []
    at = 0
    while at < len(body):
        size = _CHUNK.match(body, at)
        if not size:
            if not out:
                return body
            raise _cut(source, "the size of a chunk")
        at = size.end()
        length = int(size[1], 16)
        if not length:
            break
        if at + length > len(body):
            if not out and body[at - 1 : at] != b"\n":
                return body
            raise _cut(source, f"{length:,} bytes of a chunk")
        out.append(body[at : at + length])
        at += length
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    return b"".join(out)


def _cut(source: str, missing: str) -> BadInput:
    return BadInput(
        source, "damaged", f"the page breaks off: {missing} should follow; needed the whole of it", "crawl the page again"
    )
