"""What exports of press databases share, whatever file holds them: paragraphs with what their markup tells, fields in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from stemma.background.agencies import canonical, is_known
from stemma.errors import BadInput
from stemma.reading.facts.dates import find_dates
from stemma.reading.parts import Given, Limits, Part
from stemma.reading.sources.decoding import MAX_BYTES, too_large
from stemma.reading.wordlists import word_set

_WEEKDAY: Final = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
_OFFSET: Final = re.compile(r"\b(?:GMT|UTC)\s?(?P<sign>[+\-−–])\s?(?P<hour>\d{1,2})(?::?(?P<minute>[0-5]\d))?(?!\d)", re.IGNORECASE)
MAX_LINES: Final = 1_000_000
_DATE_WITHIN: Final = 12
"""Characters at most before the date in a line that is one ("Edition 1, ")."""
_HEADING: Final = re.compile(r"(?:heading [1-9]|title)")
_MARKUP: Final = re.compile(rb"\s*+(?:\xef\xbb\xbf)?\s*+(?:<|\{\\rtf)")
_LANGUAGES: Final = {
    "english": "en", "german": "de", "deutsch": "de", "allemand": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands": "nl",
    "russian": "ru", "ukrainian": "uk", "polish": "pl", "czech": "cs", "slovak": "sk", "hungarian": "hu", "romanian": "ro",
    "bulgarian": "bg", "greek": "el", "turkish": "tr", "arabic": "ar", "hebrew": "he", "chinese": "zh", "japanese": "ja",
    "korean": "ko", "swedish": "sv", "norwegian": "no", "danish": "da", "finnish": "fi", "indonesian": "id", "malay": "ms",
    "vietnamese": "vi", "thai": "th", "hindi": "hi", "persian": "fa", "catalan": "ca", "serbian": "sr", "croatian": "hr",
    "anglais": "en", "englisch": "en", "englisch (english)": "en",
}  # fmt: skip
_RELEASES: Final = re.compile(
    r"\b(?:PR Newswire|Business Wire|Globe ?Newswire|Marketwired|Market Wire|Cision|Newsfile|ACCESS ?Newswire|"
    r"EQS Newswire|M2 PressWIRE|PRWeb|OTS)\b",
    re.IGNORECASE,
)
"""Wires whose items are the words of the issuer who pays for them (their own descriptions say so)."""
_ORGANISATION: Final = re.compile(
    r"\b(?:News(?:papers?|wires?)?|Press|Times|Post|Agency|Agencies|Service|Wires?|Herald|Guardian|Journal|Tribune|Media|Network|"
    r"Daily|Bureau|Telegraph|Observer|Gazette|Chronicle|Mail|Standard|Independent|Star|Globe|Radio|TV|Television|Broadcasting)\b"
)
_SERVICE: Final = word_set(
    "english international news newswire newswires wire wires service services general world national online language media "
    "newsfile newsfeed mediapoint state local domestic financial foreign text ltd limited the of and in"
) | {""}
"""Words that name a service of an agency and no other body."""
_NO_CREDIT: Final = re.compile(
    r"\b(?:staff|special to|correspondents?|writers?|reporters?|editors?|freelance|copyright)\b|©|\(c\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, or a line of a text file, blank ones included.

    `style` is the name of its style in lower case, as Word names it in English ("heading 1", "title", ""); `bold` if all of it
    is; `fresh` if a new page or section begins with it.
    """

    text: str
    style: str = ""
    bold: bool = False
    fresh: bool = False

    @property
    def heading(self) -> bool:
        """Whether its style makes it a heading."""
        return bool(_HEADING.fullmatch(self.style))


def text_lines(text: str, source: str) -> list[Paragraph]:
    """The lines of a text. Raises `BadInput` with code "too-large" over `MAX_LINES`."""
    check_lines(text.count("\n"), source)
    return [Paragraph(line) for line in text.split("\n")]


def load(file: BinaryIO, source: str) -> bytes:
    """The bytes of a text file. Raises `BadInput` with code "too-large" over what `decode` takes."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(source, len(data))
    return data


def check_lines(count: int, source: str) -> None:
    """Refuse what has more lines than any export: raises `BadInput` with code "too-large"."""
    if count > MAX_LINES:
        raise BadInput(
            source,
            "too-large",
            f"found {count:,} lines or paragraphs; an export may have {MAX_LINES:,}",
            "split it into several files",
        )


def glimpse(head: bytes) -> str:
    """The beginning of a text file, well enough for a look at it; "" if it is markup or no text at all."""
    if _MARKUP.match(head):
        return ""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return "" if b"\0" in head[:1024] else head.decode("utf-8", "replace")


def even(text: str) -> str:
    """White space of any kind made single spaces."""
    return " ".join(text.split())


def when(line: str) -> str | None:
    """The date of a line, with its time and zone where they stand there, ISO 8601; None if there is none.

    "GMT+5" is an offset; a zone that is not known leaves the time without one.
    """

    def offset(m: re.Match[str]) -> str:
        sign = "+" if m["sign"] == "+" else "-"
        return f"{sign}{int(m['hour']):02d}:{m['minute'] or '00'}" if int(m["hour"]) <= 14 else ""

    plain = even(_WEEKDAY.sub(" ", _OFFSET.sub(offset, line[:200])))
    found = find_dates(plain, "")
    return found[0].value if found else None


def is_dated(line: str) -> bool:
    """Whether a line is a date, with or without weekday, time and edition, and not a sentence with a date in it."""
    found = find_dates(even(_WEEKDAY.sub(" ", line[:200])), "") if len(line) < 120 else ()
    return bool(found) and found[0].start <= _DATE_WITHIN


def language_code(name: str) -> str | None:
    """ "ENGLISH" or "en" -> "en", None if the language is not known."""
    bare = even(name).casefold().split(";")[0].strip()
    if len(bare) == 2 and bare.isascii() and bare.isalpha():
        return bare
    return _LANGUAGES.get(bare) or _LANGUAGES.get(bare.split(" ")[0] if bare else "")


def is_release_wire(publication: str | None) -> bool:
    """Whether what a publication distributes are press releases."""
    return bool(publication and _RELEASES.search(publication))


def publisher(publication: str) -> str:
    """Whose publication it is: the agency, if it is a service of one that the lexicon knows, else the name as printed.

    Databases name agencies by their services ("Agence France Presse -- English", "PTI - The Press Trust of India Ltd."). A place
    in brackets stays: it tells one Times from another.
    """
    first, *others = (even(piece) for piece in re.split(r"\s--?\s|[:()]", publication))
    words = first.split()
    for n in range(len(words), 0, -1):
        name = " ".join(words[:n])
        if not is_known(name):
            continue
        rest = [" ".join(words[n:]), *others]
        if all(is_known(piece) or all(word.casefold().strip(",.&") in _SERVICE for word in piece.split()) for piece in rest):
            return canonical(name)
    return publication


def providers(field: str, outlet: str | None) -> tuple[str, ...]:
    """The agencies and other newsrooms in a field for the credit, as printed; people, "staff writer" and the outlet left out.

    A name counts if the lexicon knows it as an agency, or if a word in it says that it is a newsroom.
    """
    out: list[str] = []
    for piece in re.split(r"[;,/|]| and (?=[A-Z])", field):
        name = re.sub(r"^(?:(?:by|from|source|via)\b:?\s*)*(?:the )?", "", even(piece).strip(" ().-"), flags=re.IGNORECASE)
        known = is_known(name)
        if not name or (not known and (_NO_CREDIT.search(name) or not _ORGANISATION.search(name) or len(name.split()) > 6)):
            continue
        if outlet and canonical(name).casefold() == canonical(outlet).casefold():
            continue
        if name not in out:
            out.append(name)
    return tuple(out)


def document(body: Sequence[str], given: Given, source: str, number: int, name: str | None, limits: Limits) -> Part | BadInput:
    """The part for the `number`th document of an export, or what is wrong with it ("no-text", "too-large"), to stand in its place.

    `name` is its own id in the database. Without one its outlet, date and title are its provenance: the same copy in two outlets
    is two articles, the same article in two exports, or twice in one, is one.
    """
    where = f"{source}#{number}"
    text = "\n".join(p for p in map(even, body) if p)
    if not text:
        return lost(where, number, given.title, "no text under its heading")
    data = text.encode("utf-8", "replace")
    if len(data) > limits.page_bytes:
        return too_large(where, len(data))
    own = name or ", ".join(filter(None, (given.outlet, given.published, given.title))) or str(number)
    return Part(data=data, source=where, name=own, form="text", given=given)


def lost(where: str, number: int, title: str | None, found: str) -> BadInput:
    """What stands in the place of a document that an export holds without its text."""
    called = f' "{title[:120]}"' if title else ""
    return BadInput(
        where,
        "no-text",
        f"document {number}{called}: found {found}; needed the words of a report",
        "export this document once more, by itself",
    )
