"""Bytes -> text: which encoding, what had to be repaired, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

from stemma.errors import BadInput

MAX_BYTES: Final = 20_000_000
"""A single page larger than this is not read."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET: Final = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,80}encoding\s*=\s*)["']?([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u2028\u2029\x85\x0c]")
# What a file of another kind begins with.
_SIGNATURES: Final = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"RIFF", "a media file"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"\x00\x00\x01\x00", "an icon"),
)


def decode(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, with line ends made LF and control characters made space, and notes on what was not plain UTF-8.

    Tried in this order: a byte order mark, UTF-8, the charset that the page declares, windows-1252. Code points are not
    composed or decomposed. Raises `BadInput` with code "too-large", "empty", "binary" or "encoding".
    """
    if len(data) > MAX_BYTES:
        raise too_large(source, len(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        found = "nothing but white space" if data else "0 bytes"
        raise BadInput(source, "empty", f"found {found}; needed the text or HTML of a news page", "check that the page was saved")
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)
    if kind:
        raise BadInput(source, "binary", f"found {kind} in the first bytes; needed text or HTML", "save the page as text or HTML")
    text, notes = _decoded(data, source)
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = len(_CONTROL.findall(clean))
    if controls > max(8, len(clean) // 50):
        raise _binary(source, f"{controls} control characters among {len(clean)} characters")
    if controls:
        # One code point for one, so that nothing moves; NEL, form feed and the Unicode separators end lines in some viewers.
        clean = _CONTROL.sub(" ", clean)
        notes = (*notes, f"{controls} control characters were read as spaces")
    return clean, notes


def too_large(source: str, size: int) -> BadInput:
    """The refusal of an input of `size` bytes."""
    return BadInput(
        source,
        "too-large",
        f"found {size:,} bytes; a single page may have at most {MAX_BYTES:,}",
        "if this is a collection, split it into one file a page",
    )


def _binary(source: str, what: str) -> BadInput:
    return BadInput(source, "binary", f"found {what}; needed text or HTML", "check that this is a page saved as text or HTML")


def _decoded(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(name).removeprefix("\ufeff"), (
                    () if name == "utf-8-sig" else (f"decoded as {name} by its byte order mark",)
                )
            except UnicodeDecodeError as error:
                raise _undecodable(source, name, error, "its byte order mark") from error
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        first = error
    declared = _declared(data)
    if declared and declared not in ("utf-8", "windows-1252"):
        try:
            return data.decode(declared), (f"decoded as {declared}, which the page declares",)
        except UnicodeDecodeError as error:
            raise _undecodable(source, declared, error, "the page's own declaration") from error
    if declared == "utf-8" and sum(b >= 0x80 for b in data) > 20:
        broken = data.decode("utf-8", "replace")
        lost = broken.count("\ufffd")
        if lost * 10 <= sum(ch > "\x7f" for ch in broken):
            return broken, (f"declared as utf-8; {lost} damaged characters were replaced",)
    odd = sum(b < 9 or 13 < b < 32 for b in data) + sum(data.count(b) for b in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
    if odd * 50 > len(data):
        raise _binary(source, f"{odd} bytes of {len(data)} that no text holds")
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise _undecodable(source, "utf-8 or windows-1252", error, "no declaration") from error
    letters = sum((ch.isalpha() and ch.isascii()) or ch.isspace() for ch in text)
    if letters < 0.6 * len(text):
        raise _undecodable(source, "utf-8", first, "no declaration that fits")
    return text, ("not utf-8 and no usable declaration: decoded as windows-1252",)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    if not found:
        return None
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name
        # A codec such as "rot13" or "base64" is none for pages.
        "".encode(name)
    except (LookupError, TypeError, ValueError):
        return None
    return "windows-1252" if name in ("iso8859-1", "ascii", "cp1252") else name


def _undecodable(source: str, name: str, error: UnicodeDecodeError, why: str) -> BadInput:
    return BadInput(
        source,
        "encoding",
        f"found bytes that are not {name} (at byte {error.start}; tried because of {why}); needed text in a known encoding",
        "save the page as UTF-8",
    )
