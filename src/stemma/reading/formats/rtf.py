"""Rich Text Format -> paragraphs, in one pass over the bytes, whatever they hold.

Own code, and why: the package at hand (striprtf 0.0.35) takes time that grows with the square of the input on nested fields and
on font tables (76 kB of them: 0.9 s; half of that: 0.2 s), raises TypeError, OverflowError and UnicodeDecodeError on damaged
input, leaves surrogate pairs apart, and drops the bold and the styles by which an export shows its headlines. Control words as in
Microsoft's Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from stemma.errors import BadInput
from stemma.reading.formats.paragraphs import Paragraph, check_lines
from stemma.reading.wordlists import word_set

MAX_DEPTH: Final = 1_000
_TOKEN: Final = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z]|$)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
_BRACE: Final = re.compile(r"[\\{}]")
_BINARY: Final = re.compile(r"bin(\d{1,10}) ?")
_SKIPPED: Final = word_set(
    "colortbl info pict object header headerl headerr headerf footer footerl footerr footerf footnote annotation atnid atnauthor "
    "fldinst bkmkstart bkmkend themedata colorschememapping latentstyles datastore listtable listoverridetable rsidtbl generator "
    "xmlnstbl nonshppict pntext listtext private revtbl filetbl mmathPr operator txe xe tc rxe do shpinst pgptbl userprops "
    "datafield template ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn nonesttables"
)
"""Groups whose words are no text of the document."""
_WORDS: Final = {
    "tab": "\t", "cell": "\t", "nestcell": "\t", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "", "zwnj": "",
}  # fmt: skip
_SYMBOLS: Final = {"~": " ", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
_ENDS: Final = word_set("par sect page line row nestrow softline column")
_CHARSETS: Final = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
"""fcharset of a font -> code page; what is not here is read as the document's own."""


@dataclass(slots=True)
class _Group:
    """What holds within a pair of braces."""

    skipped: bool = False
    stylesheet: bool = False
    fonts: bool = False
    hidden: bool = False
    bold: bool = False
    font: int = -1
    fallback: int = 1

    def inner(self) -> _Group:
        return _Group(self.skipped, self.stylesheet, self.fonts, self.hidden, self.bold, self.font, self.fallback)


@dataclass(slots=True)
class _Reader:
    """The paragraphs as far as they are read, and the one that is being read."""

    source: str
    page: str = "cp1252"
    pages: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    style: int = 0
    outline: bool = False
    fresh: bool = True
    all_bold: bool = True
    pieces: list[str] = field(default_factory=list)
    octets: bytearray = field(default_factory=bytearray)
    named: list[str] = field(default_factory=list)
    out: list[Paragraph] = field(default_factory=list)

    def put(self, words: str, group: _Group) -> None:
        self.flush(group)
        if words.strip():
            self.all_bold = self.all_bold and group.bold
        self.pieces.append(words)

    def flush(self, group: _Group) -> None:
        """Decode the bytes that were written as \\'hh; they come in runs, for a character may take two."""
        if self.octets:
            page = self.pages.get(group.font, self.page)
            words = self.octets.decode(page, "replace")
            self.octets.clear()
            if words.strip():
                self.all_bold = self.all_bold and group.bold
            self.pieces.append(words)

    def raw(self, octets: bytes, group: _Group) -> None:
        """Bytes that should have been written as \\'hh: UTF-8 if they are, else of the page in force."""
        try:
            self.put(octets.decode("utf-8"), group)
        except UnicodeDecodeError:
            self.put(octets.decode(self.pages.get(group.font, self.page), "replace"), group)

    def end(self, group: _Group, fresh: bool) -> None:
        self.flush(group)
        # A character beyond the first 65,536 is written as two halves.
        text = "".join(self.pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        said = bool(text.strip())
        style = self.styles.get(self.style, "") or ("heading 1" if self.outline else "")
        self.out.append(Paragraph(text, style, said and self.all_bold, self.fresh and said))
        check_lines(len(self.out), self.source)
        self.fresh = fresh or (self.fresh and not said)
        self.pieces.clear()
        self.all_bold = True


def read_rtf(data: bytes, source: str) -> list[Paragraph]:
    """The paragraphs of an RTF file, blank ones included; cells of a table row are parted by tabs, a row is a paragraph.

    Time grows with the size only. Hidden text, pictures, notes, headers and footers are left out. Raises `BadInput` with code
    "too-deep" over `MAX_DEPTH` braces within braces, "too-large" over the lines that an export may have.
    """
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")
    reader, group, stack, at = _Reader(source), _Group(), list[_Group](), 0
    skip = 0  # what stands in for \\u where a program knows no Unicode
    while at < len(text):
        if group.skipped:
            at = _past(text, at, stack, source)
            reader.flush(group)
            if not stack:
                break
            group = stack.pop()
            continue
        m = _TOKEN.match(text, at)
        if m is None:
            at += 1
            continue
        at = m.end()
        word, number, octet, symbol, brace, run = m.groups()
        if brace == "{":
            reader.flush(group)
            if len(stack) >= MAX_DEPTH:
                raise _too_deep(source)
            stack.append(group)
            group, skip = group.inner(), 0
        elif brace:
            reader.flush(group)
            if group.stylesheet or group.fonts:
                _note_table(reader, group)
            skip = 0
            if len(stack) <= 1:
                # What follows the document's own last brace is none of it.
                break
            group = stack.pop()
        elif octet is not None:
            if skip:
                skip -= 1
            elif not (group.hidden or group.fonts or group.stylesheet):
                reader.octets.append(int(octet, 16))
        elif run is not None:
            if skip:
                used = min(skip, len(run))
                run, skip = run[used:], skip - used
            if group.fonts or group.stylesheet:
                reader.named.append(run)
            elif run.isascii() and not group.hidden:
                reader.put(run, group)
            elif not group.hidden:
                reader.raw(run.encode("latin-1"), group)
        elif symbol is not None:
            if skip:
                skip -= 1
            elif symbol == "*":
                group.skipped = True
            elif symbol in "\r\n" and symbol:
                reader.end(group, False)
            elif symbol in _SYMBOLS and not (group.hidden or group.fonts or group.stylesheet):
                reader.put(_SYMBOLS[symbol], group)
        elif word is not None:
            value = int(number) if number else None
            if word == "bin":
                at += max(0, value or 0)
            elif word == "u" and value is not None:
                reader.flush(group)
                code = value + 65_536 if value < 0 else value
                if 0 <= code <= 0xFFFF and not (group.hidden or group.fonts or group.stylesheet):
                    reader.put(chr(code), group)
                skip = group.fallback
            else:
                skip = 0
                _obey(word, value, reader, group)
    reader.end(group, False)
    return reader.out


def _obey(word: str, value: int | None, reader: _Reader, group: _Group) -> None:
    """Do what a control word says."""
    if word in _SKIPPED:
        group.skipped = True
    elif word in ("stylesheet", "fonttbl"):
        group.stylesheet, group.fonts = word == "stylesheet", word == "fonttbl"
    elif group.fonts or group.stylesheet:
        reader.named.append(f"\\{word}{'' if value is None else value} ")
    elif word in _ENDS:
        reader.end(group, word in ("page", "sect"))
    elif word == "pagebb":
        reader.fresh = True
    elif word in _WORDS and not group.hidden:
        reader.put(_WORDS[word], group)
    elif word == "pard":
        reader.style, reader.outline = 0, False
    elif word == "s" and value is not None:
        reader.style = value
    elif word == "outlinelevel":
        reader.outline = value is not None and value < 9
    elif word == "plain":
        reader.flush(group)
        group.bold = group.hidden = False
    elif word == "b":
        reader.flush(group)
        group.bold = value != 0
    elif word in ("v", "deleted"):
        reader.flush(group)
        group.hidden = value != 0
    elif word == "f" and value is not None:
        reader.flush(group)
        group.font = value
    elif word == "uc":
        group.fallback = max(0, min(value if value is not None else 1, 8))
    elif word == "ansicpg" and value:
        reader.page = _codec(f"cp{value}") or ("utf-8" if value == 65_001 else reader.page)
    elif word == "mac":
        reader.page = "mac_roman"


def _note_table(reader: _Reader, group: _Group) -> None:
    """Note the fonts or styles of a table that has just been closed, in whole or one entry of it."""
    entry = "".join(reader.named)[:2_000]
    reader.named.clear()
    if group.fonts:
        font, charset = re.search(r"\\f(\d{1,9}) ", entry), re.search(r"\\fcharset(\d{1,9}) ", entry)
        if font and charset and (page := _codec(_CHARSETS.get(int(charset[1]), ""))):
            reader.pages[int(font[1])] = page
    elif m := re.search(r"\\s(\d{1,9}) ", entry):
        name = re.sub(r"\\[a-z]+-?\d* ", "", entry).strip(" ;").casefold()
        reader.styles[int(m[1])] = name


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _past(text: str, at: int, stack: list[_Group], source: str) -> int:
    """The place after the brace that closes the group which is open at `at`."""
    depth = 0
    while m := _BRACE.search(text, at):
        at = m.end()
        if m[0] == "\\":
            if data := _BINARY.match(text, at):
                at = data.end() + int(data[1])
            else:
                at += 1
        elif m[0] == "{":
            depth += 1
            if depth + len(stack) > MAX_DEPTH:
                raise _too_deep(source)
        elif depth == 0:
            return at
        else:
            depth -= 1
    return len(text)


def _too_deep(source: str) -> BadInput:
    return BadInput(
        source,
        "too-deep",
        f"found braces nested more than {MAX_DEPTH:,} deep; needed a document as a word processor writes it",
        "the file is damaged or made to do harm: leave it out",
    )
