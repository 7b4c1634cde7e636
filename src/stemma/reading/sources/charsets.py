"""Which characters bytes stand for: codecs as pages mean them, how odd a decoding looks, and text that was encoded twice.

Pages declare what their template says, servers what their settings say, and either may be wrong; so a declaration is believed if
its codec takes every byte and the outcome does not look like the wrong one (letters of another script within a Latin word, signs
within words, capitals after small letters).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from charset_normalizer import from_bytes

ODD: Final = 0.2
"""Share of the characters beyond ASCII that may look odd in a decoding that is believed."""

SAMPLE: Final = 200_000
"""Characters that are looked at to judge a decoding."""

_CHARSET: Final = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,80}encoding\s*=\s*)["']?([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
# Codecs that pages mean by names of narrower ones (encoding.spec.whatwg.org, "names and labels").
_MEANT: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
_ALIASES: Final = {
    "x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949", "windows-949": "cp949", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "iso-8859-8-i": "iso8859_8", "windows-874": "cp874", "dos-874": "cp874", "utf8mb4": "utf-8",
}  # fmt: skip
_NO_CHARSETS: Final = frozenset(("idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem"))
_SEVEN_BITS: Final = {"iso2022_jp": b"\x1b", "iso2022_kr": b"\x1b", "iso2022_jp_2": b"\x1b", "hz": b"~{", "utf-7": b"+"}
_WIDE: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")

_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGN: Final = r"\xa1-\xa9\xab-\xb4\xb6\xb8\xb9\xbb-\xbf×÷†‡ˆ‰‹›€ƒ„"
_IN_WORD: Final = re.compile(rf"[^\W\d_][{_SIGN}](?=[^\W\d_])")
_FAR: Final = "\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff\uff61-\uff9f"
_STRAY: Final = re.compile(f"[A-Za-z][{_FAR}](?![{_FAR}])")
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_CUT: Final = re.compile("(?:[\udcc2-\udcdf]|[\udce0-\udcef][\udc80-\udcbf]?|[\udcf0-\udcf4][\udc80-\udcbf]{0,2})$")
_FEW: Final = 16  # bytes beyond ASCII, of which fewer show nothing
_HIGH: Final = bytes(range(0x80, 0x100))
_WESTERN: Final = _HIGH.decode("cp1252", "replace")
_BAD: Final = frozenset(("Cc", "Cn", "Co", "Cs"))

# The characters that windows-1252 and ISO 8859-1 make of the bytes 0x80 to 0xBF, which follow the first byte of a UTF-8 sequence.
_BYTES: Final = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{ch: byte for byte in range(0x80, 0xA0) if (ch := bytes([byte]).decode("cp1252", "ignore"))},
}
_NEXT: Final = "[" + "".join(re.escape(ch) for ch, byte in _BYTES.items() if byte < 0xC0) + "]"
# Only what cannot be meant: a capital with an accent before a closing quote is also the beginning and end of such a sequence.
_TWICE: Final = re.compile(rf"â[€‚ƒ„†ˆ•™œ\x80-\x9f]{_NEXT}|ð[Ÿ\x9f]{_NEXT}{_NEXT}|ï¿½|ï»¿|Ã[\xa1-\xbf]|Â[\xa0-\xbf]")
_TWICE_TOO: Final = re.compile(rf"Ã{_NEXT}|â€[\ufffd ]")


def codec(name: str | None) -> str | None:
    """Python's name for the codec that a page means by a name, None if it means none."""
    if not name:
        return None
    try:
        found = codecs.lookup(_ALIASES.get(name.casefold(), name)).name
        # A codec such as "rot13" or "base64" is none for pages.
        "".encode(found)
    except (LookupError, TypeError, ValueError):
        return None
    return None if found.replace("-", "_") in _NO_CHARSETS else _MEANT.get(found, found)


def declared(data: bytes) -> str | None:
    """The codec that a page names for itself in its first 4 KiB, in a meta element or an XML declaration."""
    found = _CHARSET.search(data[:4096])
    return codec(found[1].decode("ascii")) if found else None


def wide(data: bytes) -> tuple[str, str] | None:
    """(text, codec) of UTF-16 or UTF-32 without a byte order mark; None if it is neither.

    Told by the zero bytes, of which the spaces and line ends of every script give some.
    """
    head = data[:4096]
    if head.count(0) < 0.04 * len(head):
        return None
    for name in _WIDE:
        width = 4 if "32" in name else 2
        try:
            text = data[: len(data) - len(data) % width].decode(name)
        except UnicodeDecodeError:
            continue
        seen = text[:4096]
        plain = sum(ch.isalnum() or ch.isspace() or ch in "<>/=\"'.,-" for ch in seen)
        if (
            "\0" not in seen
            and plain >= 0.8 * len(seen)
            and oddness(seen) <= ODD
            and sum(ch in " \n" for ch in seen) * 40 > len(seen)
        ):
            return text, name
    return None


def seven_bits(data: bytes, names: tuple[str | None, ...]) -> tuple[str, str] | None:
    """(text, codec) of a page in a declared codec that hides in ASCII (ISO-2022-JP, HZ, UTF-7); None if it is in none."""
    for name in names:
        if name in _SEVEN_BITS and _SEVEN_BITS[name] in data:
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                continue
    return None


def mended(data: bytes) -> tuple[str, int, int]:
    """UTF-8 with bytes that are none read as windows-1252, and how many characters beyond ASCII were sound, how many bytes not.

    The text is "" where most were not.
    Editors paste quotation marks of one codec into pages of another.
    """
    text = data.decode("utf-8", "surrogateescape")
    if cut := _CUT.search(text[-4:]):
        # A character that the end of the file cuts through.
        text = text[: len(text) - len(cut[0])] + "\ufffd"
    broken = len(_ESCAPED.findall(text)) + bool(cut)
    sound = len(text) - len(data.translate(None, _HIGH)) - broken
    return _ESCAPED.sub(lambda m: _WESTERN[ord(m[0]) - 0xDC80], text) if sound > broken else "", sound, broken


def oddness(text: str, western: bool = False) -> float:
    """Share of the characters beyond ASCII (0 to 1 and above) that look as if they had been decoded by the wrong codec.

    `western` says that the text should be in a language of western Europe, whose words are mostly of plain letters. Looks at the
    first 200,000 characters.
    """
    text = text[:SAMPLE]
    beyond = [ch for ch in text if ch > "\x7f"]
    if not beyond:
        return 0.0
    odd = sum(ch == "\ufffd" or unicodedata.category(ch) in _BAD for ch in beyond)
    odd += len(_IN_WORD.findall(text)) + len(_STRAY.findall(text))
    # KOI8-R has small letters where windows-1251 has capitals.
    capitals, small = sum(ch.isupper() for ch in beyond), sum(ch.islower() for ch in beyond)
    if capitals > 20 and capitals > 3 * small:
        odd += capitals
    for word in _WORD.findall(text) if western else ():
        high = 0 if word.isascii() else sum(ch > "\x7f" for ch in word)
        if len(word) > 2 and 2 * high > len(word):
            odd += high
    return odd / len(beyond)


def guessed(data: bytes) -> tuple[str, str] | None:
    """(text, codec) as charset_normalizer takes it, if there is enough to tell by and the outcome looks like words; else None."""
    if len(data) - len(data.translate(None, _HIGH)) < _FEW:
        return None
    best = from_bytes(data[:SAMPLE]).best()
    if best is None or best.encoding in ("utf_8", "ascii", "utf_16", "utf_32", "utf_7"):
        return None
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    seen = text[:SAMPLE]
    letters = sum(ch.isalpha() or ch.isspace() for ch in seen)
    return (text, best.encoding) if letters >= 0.6 * len(seen) and oddness(text) <= ODD / 2 else None


def untwisted(text: str) -> tuple[str, int]:
    """Text in which what was UTF-8, taken for windows-1252 and encoded again is put right, and how many characters that was."""
    found = 0

    def back(match: re.Match[str]) -> str:
        nonlocal found
        if match[0][0] == "â" and match[0][-1] in "\ufffd ":
            found += 1
            return "”"
        try:
            plain = bytes(_BYTES[ch] for ch in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        found += 1
        return "" if plain == "\ufeff" else plain

    text = _TWICE.sub(back, text)
    if found:
        text = _TWICE_TOO.sub(back, text)
    return text, found
