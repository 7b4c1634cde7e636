"""Text of strangers made safe to show: every character that hides or reorders others becomes visible, nothing is dropped.

Escaping against HTML is left to Jinja2's autoescape. What it does not do is done here: bidirectional controls, zero-width
characters, control characters and lone surrogates are shown as their code point, so that what is read is what is there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

from markupsafe import Markup, escape

from stemma.text.labels import oneline as oneline

# Controls (tab and line feed are white space), format characters (the soft hyphen is typography; joiners are told apart
# below), lone surrogates, private use, and the two Unicode line separators.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_JOINERS = {"\u200c", "\u200d"}
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]+")
_STRETCH = re.compile(f"“[^“”]*”|{_RIGHT.pattern}(?:[^A-Za-z\u00c0-\u052f“”<>]*{_RIGHT.pattern})*")
_MARKS = re.compile(r"[^\w\s\x00-\u02ff]{9,}")
_PILE = 8
"""Combining marks that a letter may bear: scripts that need them need no more."""
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
WITHHELD = "\ufdd0"
"""A code point that Unicode keeps for a program's own use: no text has it. It stands for one character that is not shown."""
_GAP = re.compile(f"{WITHHELD}[{WITHHELD}\\s]*")


def oddities(text: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, what is shown instead, its name) of every character that hides something, and of what is too much of a pile
    of combining marks: they would be painted over the lines above and below. In order, without overlap."""
    found = [
        (m.start(), m.end(), _code(m[0]), unicodedata.name(m[0], "control or private character").lower())
        for m in _ODD.finditer(text)
        if _hides(text, m.start())
    ]
    for run in _MARKS.finditer(text):
        for stacked, group in groupby(range(run.start(), run.end()), lambda at: _stacks(text[at])):
            places = list(group)
            if stacked and len(places) > _PILE:
                found.append((places[_PILE], places[-1] + 1, f"+{len(places) - _PILE}", "more marks on the same letter"))
    return iter(sorted(found))


def plainly(text: str) -> str:
    """`text` with every hiding character written out as "[U+202E]": for attributes, titles and terminals."""
    text = gapped(text)
    parts, done = [], 0
    for start, end, instead, _ in oddities(text):
        parts += [text[done:start], f"[{instead}]"]
        done = end
    return "".join(parts) + text[done:] if parts else text


def escaped(json: str) -> str:
    """Text of JSON with every hiding character as its escape ("\\u202e"): the same value, for terminals."""
    return _ODD.sub(lambda m: "".join(f"\\u{ord(half):04x}" for half in _halves(m[0])), json)


def _halves(character: str) -> str:
    """The UTF-16 code units of a character, as characters."""
    if ord(character) < 0x10000:
        return character
    above = ord(character) - 0x10000
    return chr(0xD800 + (above >> 10)) + chr(0xDC00 + (above & 0x3FF))


def gapped(text: str) -> str:
    """`text` with every stretch that is withheld as "[…]", set off by spaces."""
    return _GAP.sub(lambda m: ("" if m.start() == 0 else " ") + ("[…]" if m.end() == len(text) else "[…] "), text)


def shown(text: str) -> Markup:
    """`text` escaped for HTML, every hiding character as a small visible mark that names it."""
    parts: list[Markup | str] = []
    text = gapped(text)
    done = 0
    for start, end, instead, name in oddities(text):
        parts.append(escape(text[done:start]))
        parts.append(Markup('<span class="odd" title="{}">{}</span>').format(name, instead))
        done = end
    parts.append(escape(text[done:]))
    return Markup("").join(parts)


def told(text: str) -> Markup:
    """As `shown`, for a sentence of ours with names and quotations in it: what of them runs from right to left is isolated, so
    that it moves no word, number or mark beside it."""
    return Markup(isolated(str(shown(text))))


def isolated(text: str) -> str:
    """`text` with every stretch that runs from right to left, and every quotation that holds one, between FSI and PDI."""

    def apart(found: re.Match[str]) -> str:
        if not _RIGHT.search(found[0]):
            return found[0]
        quoted = found[0].startswith("“")
        inner = found[0][1:-1] if quoted else found[0]
        return f"“\u2068{inner}\u2069”" if quoted else f"\u2068{inner}\u2069"

    return _STRETCH.sub(apart, text) if _RIGHT.search(text) else text


def rightward(text: str) -> bool:
    """Whether anything in `text` runs from right to left."""
    return _RIGHT.search(text) is not None


def direction(text: str) -> str:
    """ "rtl" if most letters of `text` run from right to left, else "ltr": a quotation at its head does not turn a paragraph."""
    right = sum(len(run) for run in _RIGHT.findall(text))
    return "rtl" if right and 2 * right > sum(map(str.isalpha, text)) else "ltr"


def address(url: str) -> str:
    """A web address in ASCII, as a link may hold it: everything else percent-encoded as UTF-8."""
    return quote(url, safe=_ASCII, errors="replace")


def finalize(value: object) -> object:
    """Jinja2's last step before escaping: no string leaves a template with a hiding character in it."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return plainly(value)


def finalize_apart(value: object) -> object:
    """As `finalize`, and what runs from right to left is isolated: for a page that is read, not for the fields of a form."""
    return isolated(plainly(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _hides(text: str, at: int) -> bool:
    """Whether the character hides something: a joiner between two letters of a script that needs joiners does not."""
    if text[at] not in _JOINERS:
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not (before and after and ord(before) > 0x2FF and ord(after) > 0x2FF)


def _stacks(character: str) -> bool:
    """Whether a character is painted over the one before it, and is no oddity by itself."""
    return unicodedata.category(character) in ("Mn", "Me") and not _ODD.match(character)


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
