"""Credits in lines that are neither report nor caption, near the report or within it: signatures, copyrights, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.background.agencies import GENERIC, agency_of, is_known
from stemma.model import CreditKind
from stemma.reading.credits.agency_names import Known
from stemma.reading.credits.photo import credits_picture, ends_in_credit, is_picture_line, looks_like_caption
from stemma.reading.credits.prose import by_form, is_form
from stemma.reading.credits.signs import (
    announced,
    dateline,
    generic,
    holds_picture,
    is_carried,
    is_contribution,
    owns_right,
    right_of,
    signature,
    signs_off,
)
from stemma.reading.credits.zones import Found, Page, Zone
from stemma.reading.wordlists import word_set

_SMALL: Final = word_set(
    "by and with for in of the from to updated published pm am ist gmt est et bst utc staff writer writers reporter reporters "
    "correspondent correspondents special last modified via min mins minutes read ago at on hour hours day days source"
)
_AFTER_NAME: Final = re.compile(
    r"\s*(?:$|[,|/·•–—()\[\]:;.-]|\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|"
    r"[Uu]pdated|[Pp]ublished|[Ss]taff|Sports|Business|Political|Medical|Science|Entertainment|Television|National|"
    r"[Ww]riters?|[Rr]eporters?|[Cc]orrespondent|and\b|&)"
)
_PERSON: Final = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s){1,3}(?:[A-ZÀ-Þ][\w.’'-]+)\s?(?:,|/|\||-)?\s?(?:(?:[Tt]he|[Ff]or)\s)*$")
_PLACED: Final = re.compile(r",? [A-ZÀ-Þ][A-Za-zÀ-ÿ .]{2,30},?$")
"""What follows the agency's name in a line "AGENCY, Place," of the head."""
_STAMP: Final = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d")
_ENDED: Final = re.compile(r"^\W*$|[.!?…][\"'”’)]*\s*[-–—(\[]*\s*$")
_SLASHED: Final = re.compile(r"[A-Za-z]{2,10}(?:/[A-Za-z]{2,10}){1,2}")
_REFERENCES: Final = frozenset(("apa", "mla", "chicago"))


def in_furniture(page: Page, n: int, zone: Zone, known: Sequence[Known]) -> Iterator[Found]:
    """Credits of a line that is neither report nor caption, near or within the report."""
    line = page.words(n)
    taken: list[tuple[int, int]] = []
    kind: CreditKind
    if zone != "below":
        for start, end, name in dateline(line, False):
            taken.append((start, end))
            yield start, end, name, "dateline", "dateline"
    picture = is_picture_line(line)
    for start, end, name in announced(line):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            kind = "photo" if picture else "credit-line"
            yield start, end, name, kind, "credit line"
    if (span := nameless(line, known)) and all(span[1] <= a or span[0] >= b for a, b in taken):
        taken.append(span)
        yield (*span, GENERIC, "byline" if zone == "head" else "credit-line", "credit line")
    contribution = bool(known) and (is_contribution(line) or (zone in ("head", "below") and is_carried(line)))
    together = signature(line, known) if zone == "below" and known and not picture else ()
    for k in known:
        if any(k.start < b and k.end > a for a, b in taken):
            continue
        name = k.agency.name
        if k.agency.kind == "photo":
            alone = line.strip(" ()[]") == line[k.start : k.end]
            if picture or alone or ends_in_credit(line, k) or credits_picture(line, k, False):
                yield k.start, k.end, name, "photo", "by name"
        elif contribution and not picture and k.firmness != "weak":
            yield k.start, k.end, name, "credit-line", "contributed"
        elif k in together:
            yield k.start, k.end, name, "credit-line", "sign-off"
        elif owns_right(line, k) and not picture:
            # A bare sign without a year stands beside pictures, and after the report for its words.
            dated = zone == "below" or re.search(r"\d{4}|reserved", line, re.IGNORECASE)
            yield k.start, k.end, name, "credit-line" if dated else "photo", "copyright"
        elif holds_picture(line, k):
            yield k.start, k.end, name, "photo", "copyright"
        elif not picture and (signed := _signed(page, n, zone, line, k)) is not None:
            yield k.start, k.end, name, signed, "by name"
        elif len(line) < 600 and (picture or (zone != "below" and (ends_in_credit(line, k) or credits_picture(line, k, False)))):
            yield k.start, k.end, name, "photo", "by name"
    if len(line) < 120:
        for start, end, name in by_form(line):
            if all(end <= k.start or start >= k.end for k in known):
                if zone == "head":
                    yield start, end, name, "byline", "by form"
                elif zone == "below" and not picture and (is_contribution(line) or right_of(line, start)):
                    yield start, end, name, "credit-line", "by form"


def _signed(page: Page, n: int, zone: Zone, line: str, known: Known) -> CreditKind | None:
    """The kind of credit that a line makes which is little but names and a date; None if it is none."""
    bare = line.strip(" ()[]-–—.|,")
    alone = is_known(bare) and agency_of(bare) is not None
    if len(line) > 120 or "%" in line or (known.firmness == "weak" and not alone):
        return None
    if alone and known.firmness != "strong" and _neighbours(page, n) & {bare.casefold(), *_REFERENCES}:
        # The same two letters twice are a picture's credit and its label; beside other styles, a style of citation.
        return None if _neighbours(page, n) & _REFERENCES else "photo"
    if zone == "below":
        # A link to another story may bear its source: "... off the coast (Reuters)".
        begun = _ENDED.search(line[: known.start])
        signs = alone or bool(_SLASHED.fullmatch(bare)) or (begun is not None and signs_off(line, known))
        return "credit-line" if signs and (n <= page.last + 2 or known.firmness == "strong") else None
    before, after = line[: known.start], line[known.end :]
    small = [w for w in re.findall(r"[^\W\d_]+", before + " " + after) if w.islower() and w not in _SMALL]
    if small or not _AFTER_NAME.match(after) or len(re.findall(r"[^\W\d_]+", before)) > 14:
        return None
    if before.strip() and not re.search(r"(?:[\s,|/·•–—():;-]|\b[Bb]y|\d)\s?$", before):
        return None
    above = page.words(n - 1) if n else ""
    person = bool(_PERSON.search(before)) and not re.match(r"\s*By\b", line)
    captioned = n > 0 and (
        page.lines[n - 1].role == "caption" or (page.lines[n - 1].role == "chrome" and looks_like_caption(above))
    )
    if zone == "inside":
        return "photo" if known.firmness != "strong" or person or captioned else "byline"
    if person and (captioned or (n > 1 and (_is_stamped(page, n) or _is_signed(page, n, before)))):
        return "photo"
    return "dateline" if not before.strip() and _PLACED.match(after) else "byline"


def _is_signed(page: Page, n: int, person: str) -> bool:
    """Whether a line above line `n` signs the report with people, and not with the `person` before the agency's name here."""
    name = person.strip(" ,|/-")
    above = [page.words(k) for k in range(page.head, n - 1)]
    return any(re.match(r"(?:By|BY) [A-ZÀ-Þ]", line) and name.casefold() not in line.casefold() for line in above)


def _is_stamped(page: Page, n: int) -> bool:
    """Whether a line that dates the report stands above line `n`, with one more between them: what follows is a picture's."""
    return any(_STAMP.search(page.words(k)) and len(page.words(k)) < 120 for k in range(page.head, n - 1)) and not _STAMP.search(
        page.words(n - 1)
    )


def _neighbours(page: Page, n: int) -> set[str]:
    """The lines just above and below, bare and in lower case."""
    return {page.words(k).strip(" ()[]-–—.|,").casefold() for k in (n - 1, n + 1) if 0 <= k < len(page.lines)}


def nameless(line: str, known: Sequence[Known]) -> tuple[int, int] | None:
    """Where a line credits agencies and names none at all."""
    span = generic(line)
    return None if span and "feed" in line[slice(*span)] and any(k.agency.kind != "photo" for k in known) else span


def in_byline(line: str, known: Sequence[Known]) -> Iterator[Found]:
    """Credits of the line that signs the report."""
    longer = [(start, end) for start, end, name in by_form(line) if agency_of(name) is None]
    known = [k for k in known if k.agency.kind != "photo" or not any(a <= k.start and k.end < b for a, b in longer)]
    for k in known:
        if k.firmness != "weak" or line.strip() == line[k.start : k.end]:
            placed = k.start == 0 and _PLACED.match(line[k.end :].rstrip())
            yield k.start, k.end, k.agency.name, "dateline" if placed else "byline", "by name"
    if span := nameless(line, known):
        yield (*span, GENERIC, "byline", "credit line")
    for start, end, name in (*announced(line), *by_form(line), *_parts(line)):
        if all(end <= k.start or start >= k.end for k in known) and name != GENERIC:
            yield start, end, name, "byline", "by form"


def _parts(line: str) -> Iterator[tuple[int, int, str]]:
    """Parts of a signature behind the person that have the form of an agency's name: "Ana Berg, Tidewire"."""
    for m in re.finditer(r"(?<=[,/|–—-] )[A-ZÀ-Þ][^,/|–—]*[^,/|–—\s]", line):
        if is_form(m[0]):
            yield m.start(), m.end(), m[0]
