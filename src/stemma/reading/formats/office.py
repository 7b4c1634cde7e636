"""Word processor files (docx, rtf): an export of a press database, else one report that somebody wrote or pasted there.

docx is read from its main part with lxml, as a stream of events: nothing else in the package is opened but the
names of its styles. Markup as in ECMA-376 part 1, chapter 17.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

from lxml import etree

from stemma.errors import BadInput
from stemma.reading.formats import factiva, nexis
from stemma.reading.formats.paragraphs import Paragraph, check_lines, even
from stemma.reading.formats.rtf import read_rtf
from stemma.reading.parts import Given, Limits, Part
from stemma.reading.sources.decoding import too_large

SUFFIXES: Final = (".docx", ".docm", ".dotx", ".rtf", ".doc")
SEEKS: Final = True
MAX_RTF: Final = 50_000_000
"""Bytes of an RTF file. Exports carry the mastheads of their papers as pictures; 500 documents come to some 10 MB."""
MAX_MEMBERS: Final = 10_000
MAX_XML: Final = 500_000_000
"""Bytes of a docx file's main part, unpacked: streamed, so that only its text is ever held."""
MAX_TEXT: Final = 100_000_000

_RTF: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\{\\rtf")
_MEMBER: Final = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_FIRST: Final = re.compile(rb"\[Content_Types\]\.xml|(?:_rels|docProps|customXml|word)/")
_OWN: Final = re.compile(
    rb"word/(?:document\d*|styles|settings|fontTable|numbering|webSettings|_rels/document\d*\.xml)\.(?:xml|rels)"
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN: Final = re.compile(r"/?word/document\d*\.xml", re.IGNORECASE)
_W: Final = frozenset(
    ("{http://schemas.openxmlformats.org/wordprocessingml/2006/main", "{http://purl.oclc.org/ooxml/wordprocessingml/main")
)
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError)
"""What `zipfile` and lxml raise over damaged data; RuntimeError for a password, NotImplementedError (one of it) for odd packing."""
_PAST: Final = frozenset(("moveFrom", "pPrChange", "rPrChange", "sectPrChange"))
"""Elements with what stood there before a tracked change. (Deleted words have a tag of their own.)"""
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def sniffs(head: bytes, name: str) -> bool:
    """Whether this is a docx, an rtf, or one of Word's old binary files."""
    if head.startswith(b"PK\x03\x04"):
        names = [head[m.end() : m.end() + int.from_bytes(m[1], "little")] for m in _MEMBER.finditer(head)]
        # The first name tells a docx from an archive that holds one.
        called = name.casefold().endswith((".docx", ".docm", ".dotx"))
        return bool(names and _FIRST.match(names[0]) and (called or any(_OWN.match(own) for own in names)))
    if head.startswith(_OLE):
        return name.casefold().endswith((".doc", ".docx", ".dot", ".rtf"))
    return bool(_RTF.match(head[:256]))


def parts(file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The documents of an export, else the one report in the file.

    Raises `BadInput`: "binary" (an old .doc, an encrypted docx), "damaged", "bomb", "unsafe", "too-deep", "too-large", "empty".
    """
    head = file.read(64)
    file.seek(-len(head), io.SEEK_CUR)
    if head.startswith(_OLE):
        raise BadInput(
            source,
            "binary",
            "found Word's old binary format, or a file with a password; needed .docx, .rtf or text",
            "open it in a word processor and save it as .docx",
        )
    if head.startswith(b"PK"):
        paragraphs = read_docx(file, source, limits)
    else:
        data = file.read(MAX_RTF + 1)
        if len(data) > MAX_RTF:
            raise too_large(source, len(data))
        paragraphs = read_rtf(data, source)
    if nexis.is_export(paragraphs):
        yield from nexis.documents(paragraphs, source, limits)
    elif factiva.is_export(paragraphs):
        yield from factiva.documents(paragraphs, source, limits)
    else:
        yield _single(paragraphs, source, limits)


def _single(paragraphs: Sequence[Paragraph], source: str, limits: Limits) -> Part:
    """A report written in a word processor: a page of plain text, its title known if a heading's style shows it."""
    lines = [(p, words) for p in paragraphs for line in p.text.split("\n") if (words := even(line))]
    if not lines:
        raise BadInput(source, "empty", "found a document without words; needed a report", "check that this is the right file")
    data = "\n".join(words for _, words in lines).encode("utf-8", "replace")
    if len(data) > limits.page_bytes:
        raise too_large(source, len(data))
    titled = [words for p, words in lines[:20] if p.style in ("title", "heading 1")]
    given = Given(how="word processor file", title=titled[0] if titled else None)
    name = source.replace("\\", "/").rsplit("/", 1)[-1]
    return Part(data=data, source=source, name=name, given=given)


def read_docx(file: BinaryIO, source: str, limits: Limits) -> list[Paragraph]:
    """The paragraphs of a docx, those in tables and text boxes included, a line break within one kept as such.

    Raises `BadInput`: "damaged", "bomb" (swells beyond the limits, or over `MAX_MEMBERS`), "unsafe", "too-large".
    """
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise _damaged(source, error) from error
    with archive:
        infos = {info.filename: info for info in archive.infolist()}
        if len(infos) > MAX_MEMBERS:
            raise BadInput(
                source,
                "bomb",
                f"found {len(infos):,} files packed into one document; needed at most {MAX_MEMBERS:,}",
                "the file is made to do harm, or no document: leave it out",
            )
        main = min((n for n in infos if _MAIN.fullmatch(n)), default=None)
        if main is None:
            raise _damaged(source, "no word/document.xml in it")
        styles = _Styles(source)
        if (sheet := f"{main.rsplit('/', 1)[0]}/styles.xml") in infos:
            _parse(_open(archive, infos[sheet], source, limits), styles, source)
        body = _Body(source, styles.names)
        _parse(_open(archive, infos[main], source, limits), body, source)
        return body.out


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str, limits: Limits) -> BinaryIO:
    """A member of the package as a stream. `zipfile` never gives more of it than the size looked at here."""
    size = max(1, info.compress_size)
    if info.file_size > limits.free_bytes and info.file_size > limits.ratio * size:
        raise BadInput(
            source,
            "bomb",
            f"found {info.file_size:,} bytes packed into {size:,}; needed at most {limits.ratio} to 1",
            "the file is made to do harm: leave it out",
        )
    if info.file_size > min(MAX_XML, limits.unpacked_bytes):
        raise too_large(source, info.file_size)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged(source, "its parts are packed in a way that no word processor does")
    try:
        stream = io.BufferedReader(cast(io.RawIOBase, archive.open(info)), 65_536)
    except _BROKEN as error:
        raise _damaged(source, error) from error
    return cast(BinaryIO, stream)


def _parse(stream: BinaryIO, target: _Styles | _Body, source: str) -> None:
    """Show a target all of a stream's XML. No tree is built: what swells in memory is bounded by what the target keeps."""
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        while piece := stream.read(65_536):
            parser.feed(piece)
        parser.close()
    except (etree.XMLSyntaxError, *_BROKEN) as error:
        raise _damaged(source, error) from error


class _Target:
    """What the parser of a docx file's parts tells of. Names are those of the word processor's own vocabulary, others are passed
    over; so is all in a `Fallback`, where what newer programs show comes once more, and what a tracked change has undone."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._skipped = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise BadInput(
            self.source,
            "unsafe",
            "found a DOCTYPE in the document's XML; needed a document as a word processor writes it",
            "the file is made to do harm: leave it out",
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        space, _, name = tag.rpartition("}")
        if self._skipped or tag == _FALLBACK or name in _PAST:
            self._skipped += 1
        elif space in _W:
            self.opened(name, attributes, space)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        space, _, name = tag.rpartition("}")
        if space in _W:
            self.closed(name)

    def data(self, text: str) -> None:
        if not self._skipped:
            self.said(text)

    def close(self) -> None:
        """Nothing is left to do."""

    def opened(self, name: str, attributes: Mapping[str, str], space: str) -> None:
        """An element begins."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """Words within an element."""


class _Styles(_Target):
    """Style id -> the name under which Word knows it in English, in lower case."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.names: dict[str, str] = {}
        self._key: str | None = None

    def opened(self, name: str, attributes: Mapping[str, str], space: str) -> None:
        if name == "style":
            self._key = attributes.get(f"{space}}}styleId")
        elif name == "name" and self._key:
            self.names[self._key] = attributes.get(f"{space}}}val", "").casefold()


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read. Text boxes lie within runs of others, with paragraphs of their own."""

    pieces: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    style: str = ""
    outline: bool = False
    in_properties: bool = False
    in_marks: bool = False
    in_text: bool = False
    hidden: bool = False
    run_bold: bool = False
    bold: bool = True
    spoken: bool = False
    fresh: bool = False
    breaks: bool = False


class _Body(_Target):
    """The paragraphs of the main part, in the order in which they end."""

    def __init__(self, source: str, styles: Mapping[str, str]) -> None:
        super().__init__(source)
        self.out: list[Paragraph] = []
        self._styles = styles
        self._open: list[_Open] = []
        self._fresh = True
        self._held = 0

    def opened(self, name: str, attributes: Mapping[str, str], space: str) -> None:
        if name == "p":
            self._open.append(_Open())
            return
        if not self._open:
            return
        now = self._open[-1]
        value = attributes.get(f"{space}}}val", "")
        if name == "pPr":
            now.in_properties = True
        elif now.in_properties:
            if name == "pStyle":
                now.style = self._styles.get(value, value.casefold())
            elif name == "outlineLvl":
                now.outline = value < "9"
            elif name == "sectPr":
                now.breaks = True
            elif name == "pageBreakBefore":
                now.fresh = _on(value)
        elif name == "rPr":
            now.in_marks = True
        elif now.in_marks:
            if name == "b":
                now.run_bold = _on(value)
            elif name == "vanish":
                now.hidden = _on(value)
        elif name == "r":
            now.run, now.run_bold, now.hidden = [], False, False
        elif name == "t":
            now.in_text = True
        elif name == "tab":
            now.run.append("\t")
        elif name == "noBreakHyphen":
            now.run.append("-")
        elif name in ("br", "cr"):
            if attributes.get(f"{space}}}type") == "page":
                now.fresh, now.breaks = now.fresh or not now.spoken, now.breaks or now.spoken
            now.run.append("\n")

    def closed(self, name: str) -> None:
        if not self._open:
            return
        now = self._open[-1]
        if name == "p":
            self._end(self._open.pop())
        elif name == "pPr":
            now.in_properties = False
        elif name == "rPr":
            now.in_marks = False
        elif name == "t":
            now.in_text = False
        elif name == "r" and not now.in_properties:
            words = "" if now.hidden else "".join(now.run)
            if words.strip():
                now.bold = now.bold and now.run_bold
            now.pieces.append(words)
            now.run = []

    def said(self, text: str) -> None:
        if self._open and self._open[-1].in_text:
            self._open[-1].run.append(text)
            self._open[-1].spoken = self._open[-1].spoken or not text.isspace()

    def _end(self, now: _Open) -> None:
        text = "".join(now.pieces)
        self._held += len(text)
        if self._held > MAX_TEXT:
            raise too_large(self.source, self._held)
        said = bool(text.strip())
        fresh = self._fresh or now.fresh
        style = now.style or ("heading 1" if now.outline else "")
        self.out.append(Paragraph(text, style, said and now.bold, fresh and said))
        check_lines(len(self.out), self.source)
        self._fresh = now.breaks or (fresh and not said)


def _on(value: str) -> bool:
    """Whether a property that is on or off is on: there, and not told to be off."""
    return value not in ("0", "false", "off")


def _damaged(source: str, why: object) -> BadInput:
    return BadInput(source, "damaged", f"the document is damaged: {str(why)[:200]}; needed a whole docx", "save it again as .docx")
