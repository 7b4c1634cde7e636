"""Bytes -> text: which encoding, what had to be repaired, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

from stemma.errors import BadInput
from stemma.reading.sources.charsets import ODD, SAMPLE, codec, declared, guessed, mended, oddness, seven_bits, untwisted, wide

MAX_BYTES: Final = 20_000_000
"""A single page larger than this is not read."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT: Final = bytes((*range(9), *range(14, 32), 0x81, 0x8D, 0x8F, 0x90, 0x9D))  # in windows-1252
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


def decode(data: bytes, source: str, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, with line ends made LF and control characters made space, and notes on what was not plain UTF-8.

    Tried in this order: a byte order mark; zero bytes, which show UTF-16 and UTF-32; UTF-8, if need be with a few bytes of
    windows-1252 in it; the charset that the page declares; `charset` (what a transfer header said); windows-1252; what
    charset_normalizer guesses. A declaration that gives nonsense is passed over, and text that was encoded twice is put right.
    Code points are not composed or decomposed. Raises `BadInput` with code "too-large", "empty", "binary" or "encoding".
    """
    if len(data) > MAX_BYTES:
        raise too_large(source, len(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        found = "nothing but white space" if data else "0 bytes"
        raise BadInput(source, "empty", f"found {found}; needed the text or HTML of a news page", "check that the page was saved")
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)
    if kind:
        raise BadInput(source, "binary", f"found {kind} in the first bytes; needed text or HTML", "save the page as text or HTML")
    text, notes = _decoded(data, source, charset)
    text, twice = untwisted(text.removeprefix("\ufeff"))
    if twice:
        notes = (*notes, f"{twice} characters that had been encoded twice were put right")
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


def _decoded(data: bytes, source: str, charset: str | None) -> tuple[str, tuple[str, ...]]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                # A file may be cut off in the middle of a character.
                whole = len(data) - len(data) % {"utf-16": 2, "utf-32": 4}.get(name, 1)
                return data[:whole].decode(name).removeprefix("\ufeff"), (
                    () if name == "utf-8-sig" else (f"decoded as {name} by its byte order mark",)
                )
            except UnicodeDecodeError as error:
                if name == "utf-8-sig":
                    continue
                raise _undecodable(source, name, error, "its byte order mark") from error
    if (found := wide(data)) is not None:
        return found[0], (f"decoded as {found[1]} by its zero bytes",)
    own, told = declared(data), codec(charset)
    if (found := seven_bits(data, (own, told))) is not None:
        return found[0], (f"decoded as {found[1]}, which is declared",)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, source, own, told, error)
    wrong = own if own not in (None, "utf-8", "cp1252") else None
    return text, ((f"declared as {wrong}, but its bytes are utf-8: decoded as utf-8",) if wrong and not text.isascii() else ())


def _legacy(data: bytes, source: str, own: str | None, told: str | None, first: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    """Bytes that are not UTF-8, or not all of them."""
    text, sound, broken = mended(data)
    if sound > 2 * broken:
        return text, (f"{broken} bytes that are not utf-8 were read as windows-1252, or replaced",)
    for name, whose in ((own, "the page"), (told, "the server")):
        # What the Unicode encodings can read was found above, and windows-1252 is tried anyway.
        if name is None or name == "cp1252" or name.startswith("utf"):
            continue
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if oddness(text) <= ODD:
            return text, (f"decoded as {name}, which {whose} declares",)
    odd = len(data) - len(data.translate(None, _NO_TEXT))
    if odd * 50 > len(data):
        if (found := guessed(data)) is not None:
            return found[0], (f"not utf-8 and no usable declaration: guessed to be {found[1]}",)
        raise _binary(source, f"{odd} bytes of {len(data)} that no text holds")
    text = data.decode("cp1252", "replace")
    seen = text[:SAMPLE]
    letters = sum((ch.isalpha() and ch.isascii()) or ch.isspace() for ch in seen)
    if letters >= 0.6 * len(seen) and oddness(seen, western=True) <= ODD:
        return text, ("not utf-8 and no usable declaration: decoded as windows-1252",)
    if (found := guessed(data)) is not None:
        return found[0], (f"not utf-8 and no usable declaration: guessed to be {found[1]}",)
    strange = len(seen) - sum(ch.isascii() for ch in seen)
    if strange * 50 <= len(seen):
        # English all but for some marks: better read with a few wrong signs than not at all.
        return text, ("not utf-8, and nothing shows what it is: decoded as windows-1252, some characters may be wrong",)
    raise _undecodable(source, "utf-8", first, f"the declaration {own or told}" if own or told else "no declaration that fits")


def _undecodable(source: str, name: str, error: UnicodeDecodeError, why: str) -> BadInput:
    return BadInput(
        source,
        "encoding",
        f"found bytes that are not {name} (at byte {error.start}; tried because of {why}); needed text in a known encoding",
        "save the page as UTF-8",
    )
