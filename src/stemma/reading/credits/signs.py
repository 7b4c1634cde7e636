"""The words by which a line credits an agency outright: datelines, announced credits, contributions, copyrights, sign-offs.

Everything here looks at one line and the names of the lexicon in it (`Known`, offsets into that line); where the line stands on
the page, and what that makes of a name, is decided in `credits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.background.agencies import GENERIC, agency_of
from stemma.reading.credits.agency_names import Known
from stemma.reading.credits.prose import NAME, holds, is_form, is_label

_DATELINE: Final = re.compile(
    r"^(?P<where>[A-ZÀ-Þ][^()\n]{0,70}?)?[ ,.]*"
    r"(?:[(](?P<name>[A-Za-zÀ-Þ][\w &.’'/-]{1,45}?)[)]|/(?P<slashed>[A-Z][\w -]{2,30})/)"
    r"(?P<dash>[ .]{0,2}(?:[-–—:|]|$))?"
)
_PLACE_WORD: Final = r"(?:[A-ZÀ-Þ][\w.’'/-]*|[a-z]{2,3}|\d{1,4})"
_PLACE: Final = re.compile(rf"^{_PLACE_WORD}(?:[ ,]+{_PLACE_WORD}\.?){{0,7}}[ ,.:]*$")
_BARE_DATELINE: Final = re.compile(r"[A-ZÀ-Þ][\w .,’'/-]+?\s?[-–—|/]\s?")
_AFTER_BARE: Final = re.compile(r"\s?[-–—:|/]\s")

_NAMES: Final = r"[^.()|\n]"
_ANNOUNCED: Final = re.compile(
    r"\b(?:with|and|uses|using) (?:additional |further |some )?(?P<what>inputs?|reports?|reporting|files?|material|"
    rf"contributions?|information|copy) (?:from|by|of)(?: the)? (?P<names>{_NAMES}{{2,80}})"
    r"|(?:^|[(\[])(?:sources?|via|credits?|agency|agencies|inputs?|contributing|courtesy|text|story|report|"
    r"(?:additional |further )?reporting)\s?:\s*"
    rf"(?P<source>{_NAMES}{{2,60}})"
    rf"|(?:^|[(\[])with (?P<pre>{_NAMES}{{2,40}}?) (?:inputs?|reports?|reporting|copy)[)\]]?$"
    rf"|(?:^|[(\[]|[.!?…] )with (?P<bare>(?![^\n]{{0,60}}\bfrom\b){_NAMES}{{2,40}})[)\]]?[.]?$"
    r"|(?:^|[(\[])(?:inputs?|edited|compiled|adapted|republished|reprinted|distributed|syndicated) (?:from|by)(?: the)? "
    rf"(?P<from>{_NAMES}{{2,60}})"
    rf"|^(?P<contributed>{NAME}(?: and [A-Z]\w+)?) contributed to this"
    rf"|^via (?P<via>{NAME}(?:\.\w+)?)$"
    rf"|^provided by (?P<provided>{NAME})",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ]\.)?(?: [A-ZÀ-Þ][\w’'-]+){1,2}")
_ANNOUNCING: Final = (
    *("with", "source", "via", "credit", "agenc", "input", "contribut", "courtesy", "text", "story", "report", "edited"),
    *("compiled", "adapted", "print", "distributed", "syndicated", "provided", "publish", "using", "uses"),
)
"""Parts of words without one of which no line announces a credit."""

_MANY: Final = (
    r"(?:(?:news |wire |press |foreign |international )?agencies|wire reports?|wire services?|wires|newswires|agency reports?)"
)
_GENERIC: Final = re.compile(_MANY, re.IGNORECASE)
_GENERICS: Final = (
    # A line of its own: "Agencies", "Ana Berg and agencies", "Source: news agencies", "Compiled from wire reports".
    re.compile(
        rf"^\W{{0,2}}(?:[^.!?\n]{{0,60}}?(?:\b(?:and|with|from|by|via|of|post|staff|desk)\s|[&/|:,])\s*)?(?:the )?(?P<g>{_MANY})"
        r"[)\]]?\.?$",
        re.IGNORECASE,
    ),
    re.compile(rf"^with (?:\w+ ){{1,3}}(?P<g>{_MANY})\b", re.IGNORECASE),
    re.compile(r"^(?:[A-Z]\w+ ){1,3}(?:news )?(?P<g>wires?|wire services?|wire reports?)$"),
    # In brackets or after a dash: "(Agencies)", "[with inputs from agencies]", "— agencies".
    re.compile(rf"[(\[]\s*(?:[^()\[\]]{{0,60}}?\b(?:with|from|and|by)\s+)?(?P<g>{_MANY})(?: inputs?)?\s*[)\]]", re.IGNORECASE),
    re.compile(rf"[(\[]\s*with (?P<g>agency|wire|{_MANY}) (?:inputs?|reports?|copy)\s*[)\]]", re.IGNORECASE),
    re.compile(rf"[.!?\"”’] ?[—–-] ?(?P<g>{_MANY})\.?$", re.IGNORECASE),
    # Announced: "with additional reporting from agencies", "Wire reports contributed".
    re.compile(
        r"\b(?:with|includes?) (?:additional |further )?(?:inputs?|reports?|reporting|files?|material|information) (?:from|by) "
        rf"[^.()]{{0,60}}?(?P<g>{_MANY})",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<g>{_MANY}) contributed to\b", re.IGNORECASE),
    # A place or date after it: "Agencies, Gaza", "Agencies | Updated: ...".
    re.compile(rf"^(?P<g>{_MANY})\s*[,/|·]\s*\S", re.IGNORECASE),
)
_GENERIC_WORDS: Final = ("gencies", "GENCIES", "gency", "ire", "IRE", "feed")
_FEED: Final = re.compile(
    r"\b(?:syndicated|wire agency|news agency|agency) feed\b|\bfrom a (?:wire|news) agency\b[^.]{0,30}\bwithout\b", re.IGNORECASE
)
_SHORT: Final = 100
"""Characters of the longest line that credits agencies without naming any; a note on a feed may be thrice as long."""

_RIGHT: Final = re.compile(r"(?:copyright|©|\(c\))\s?(?:©\s?)?(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s)?(?:by )?(?:the )?$", re.IGNORECASE)
_SHARED: Final = re.compile(r"\s?[/|]|,? (?:via|Images|Photo)")
_RESERVED: Final = re.compile(r"^[.,]? all rights reserved", re.IGNORECASE)
_CONTRIBUTED: Final = re.compile(
    r"\bcontribut(?:ed|ing)\b(?: (?:to (?:this|the) (?:report|story|article|piece|dispatch|coverage)|reporting|from)\b|:|\.$|$)|"
    r"\bincludes? (?:\w+ )?(?:information|material|reporting|reports) (?:from|by)\b|"
    r"\bwas (?:also )?used (?:in|to)\b|\b(?:compiled|adapted) from\b|^\W?(?:additional |further )?reporting (?:from|by)\b|"
    r"\bcontributions? (?:from|by)\b",
    re.IGNORECASE,
)
_CARRIED: Final = re.compile(
    r"\bre-?published (?:here )?(?:from|with)\b|\b(?:originally|first) (?:published|appeared)\b|"
    r"^\W?this (?:report|story|article|content|piece) (?:by|is|was|has been|comes)\b|\bdistributed by\b|\bsyndicated\b|"
    r"\b(?:agency|syndicated) feed\b",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    r"[\s,/&|()\[\]–—-]*(?:\b(?:and|with|[a-z]{1,4}(?:/[a-z]{1,4})+|[A-Z0-9]{2,8})\b[\s,/&|()\[\]–—-]*)*\.?"
)
_SENTENCE: Final = re.compile(r"[.!?…][\"'”’)]*\s+")
_CODES: Final = re.compile(r"^(?:[ /]+(?:[A-Z]{1,4}|[a-z]{1,4}))*[)\]. ]*$")
_BEFORE_SIGN: Final = re.compile(
    r"(?:^|[.!?…][\"'”’)]*\s{1,3}|[.!?…\"'”’)]\s*[-–—(\[]+\s?|\s[(\[]+\s?|^[-–—(\[]+\s?)(?:[A-Z]{2,6}/)?$"
)


def dateline(line: str, early: bool) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of the agencies in the dateline with which a line begins: "PARIS, March 4 (AFP) -", "(Reuters/AP) —",
    "HOUSTON--(BUSINESS WIRE)--", "/PRNewswire/". A name that the lexicon does not know counts in an `early` line only, after a
    place or nothing, before a dash, and not as the initials of the words before it."""
    m = _DATELINE.match(line[:140])
    if m is None:
        return
    group = "name" if m["name"] else "slashed"
    pieces = [(p.start(), p[0]) for p in re.finditer(r"[^/]+", m[group])]
    where = re.sub(r"\s?\[[^\]]*\]", "", m["where"] or "").strip(" ,.")
    found = [(at, p) for at, p in pieces if (agency := agency_of(p.strip())) and agency.kind != "photo" and agency.name != GENERIC]
    if found:
        begins = m["dash"] or re.match(r"[. ]{0,2}[A-ZÀ-Þ“\"‘]", line[m.end() :])
        if begins and (not where or _PLACE.match(where.rstrip("-–— "))):
            for at, piece in found:
                yield m.start(group) + at, m.start(group) + at + len(piece), piece
        return
    at, name = pieces[0]
    if not (early and m["dash"] and m["name"] and len(name) > 2 and is_label(name)):
        return
    initials = "".join(w[0] for w in re.findall(r"[\w’'-]+", where) if w[0].isupper())
    if not initials.casefold().endswith(name.casefold()) and (
        not where or (_PLACE.match(where) and (re.search(r"\d", where) or len(where.split()) < 6))
    ):
        yield m.start("name"), m.start("name") + len(name), name


def beside_dash(line: str, known: Known) -> bool:
    """Whether a name stands in a dateline without brackets: "PARIS - AFP - ...", "PARIS / AFP / March 4 ..."."""
    before, after = line[: known.start], line[known.end : known.end + 4]
    return len(before) < 50 and bool(_BARE_DATELINE.fullmatch(before) and _AFTER_BARE.match(after))


def announced(line: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of who is credited after words that announce a credit ("With inputs from AFP", "Source: Reuters")."""
    if not holds(line.casefold(), _ANNOUNCING):
        return
    for m in _ANNOUNCED.finditer(line):
        group = next(g for g in ("names", "source", "pre", "bare", "from", "contributed", "via", "provided") if m[g])
        taken = group == "provided" or (m["what"] or "").casefold().startswith(("input", "file", "material"))
        people = (m["what"] or "").casefold().startswith("file")
        for piece in re.finditer(r"[^,/&;]+?(?=,|/|&|;| and |$)", m[group]):
            name = re.sub(r"^(?:and|the) ", "", piece[0].strip(" .()[]"), flags=re.IGNORECASE)
            name = re.sub(r"^(?:the) ", "", name, flags=re.IGNORECASE)
            if not name:
                continue
            start = m.start(group) + piece.start() + piece[0].index(name)
            agency = agency_of(name)
            if (agency and agency.name == GENERIC) or _GENERIC.fullmatch(name):
                yield start, start + len(name), GENERIC
            elif agency:
                if agency.kind != "photo":
                    yield start, start + len(name), agency.name
            elif is_form(name) or (
                taken and re.fullmatch(NAME, name) and len(name) > 2 and not (people and _PERSON.fullmatch(name))
            ):
                yield start, start + len(name), name


def generic(line: str) -> tuple[int, int] | None:
    """Where a short line credits agencies and names none: "(Agencies)", "Staff and wire reports", "With Post wires"."""
    if len(line) > 3 * _SHORT or not holds(line, _GENERIC_WORDS):
        return None
    if feed := _FEED.search(line):
        return feed.span()
    if len(line) > _SHORT:
        return None
    bare = line.rstrip()
    return next((m.span("g") for pattern in _GENERICS if (m := pattern.search(bare))), None)


def owns_right(line: str, known: Known) -> bool:
    """Whether the line says that the right in the text is the agency's ("© 2024 AFP", "AFP. All rights reserved.")."""
    if _SHARED.match(line[known.end :]):
        return False
    return bool(_RIGHT.search(line[: known.start])) or bool(
        known.start < 5 and _RESERVED.match(line[known.end :]) and known.firmness == "strong"
    )


def is_carried(line: str) -> bool:
    """Whether a line beside the report says whose it is ("This article is republished from ...", "Distributed by ...")."""
    return len(line) < 500 and bool(_CARRIED.search(line))


def signature(line: str, known: Sequence[Known]) -> Sequence[Known]:
    """The agencies with which a line ends or of which it consists, several together: "... on Sunday. AFP, REUTERS",
    "fb/wmr (AFP, dpa)", "(TV 9 with AP)"."""
    begin = max((m.end() for m in _SENTENCE.finditer(line)), default=0)
    signed = [k for k in known if k.start >= begin]
    if not signed or len(line) - begin > 80 or (len(signed) == 1 and begin == 0 and signed[0].firmness != "strong"):
        return ()
    rest, at = "", begin
    for k in signed:
        rest, at = f"{rest}{line[at : k.start]}, ", k.end
    return signed if _BETWEEN.fullmatch(rest + line[at:]) else ()


def holds_picture(line: str, known: Known) -> bool:
    """Whether the line says that the right in a picture is the agency's: "© AFP / Ana Berg", "© Reuters via ..."."""
    return bool(_RIGHT.search(line[: known.start])) and bool(_SHARED.match(line[known.end :]))


def is_contribution(line: str) -> bool:
    """Whether a line says who contributed to the report: every agency in it is credited."""
    return len(line) < 500 and bool(_CONTRIBUTED.search(line))


def right_of(line: str, start: int) -> bool:
    """Whether the words before `start` say that the right is whose name follows."""
    return bool(_RIGHT.search(line[:start]))


def signs_off(line: str, known: Known) -> bool:
    """Whether a name is how the report's last words are signed: "... on Sunday. PTI KND", "(AFP/jm)", "SCN/AFP", "-dpa"."""
    before, after = line[: known.start], line[known.end :]
    if len(after) > 16 or not _CODES.match(after):
        return False
    bracketed = before.rstrip()[-1:] in ("(", "[", "—", "–", "-")
    return bool(_BEFORE_SIGN.search(before)) and (known.firmness != "weak" or bracketed)
