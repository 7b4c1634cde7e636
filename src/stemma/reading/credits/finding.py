"""Every agency that a page names, where and how; found in the whole page, photo credits kept apart.

Agencies of the lexicon are found by name; abbreviations that mean other things as well only where a credit stands. Agencies
that no lexicon knows are found by their form ("... News Agency", "... Newswire") or by standing where only an agency stands
(in the brackets of a dateline, after "with inputs from"), or by two weaker signs together (a sign-off and "told X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from stemma.background.agencies import GENERIC, agency_of
from stemma.model import Credit, CreditKind, Line, Span
from stemma.reading.credits.agency_names import Known
from stemma.reading.credits.furniture import in_byline, in_furniture, nameless
from stemma.reading.credits.papers import find_papers, is_outlet, paper_name, republished
from stemma.reading.credits.photo import credits_picture, ends_in_credit, is_credit_alone, is_picture_line
from stemma.reading.credits.prose import by_form, rests_on
from stemma.reading.credits.signs import (
    announced,
    beside_dash,
    dateline,
    is_carried,
    is_contribution,
    owns_right,
    signature,
    signs_off,
)
from stemma.reading.credits.unlisted import find_unlisted
from stemma.reading.credits.zones import Found, Page, lay_out

_PROSE: Final = 100
"""Characters from which a line of furniture within the report that ends as a sentence is read as a paragraph of it."""
_SENTENCE_END: Final = re.compile(r"""[.!?…]["'”’)\]]*$""")
_ORDER: Final[dict[CreditKind, int]] = {"credit-line": 0, "dateline": 1, "byline": 2, "in-text": 3, "photo": 4}
_TAIL: Final = re.compile(
    r" (?:News Agency|Press Agency|News Service|Wire Service|News[ ]?wires?|Newswire Service|Press Service|Press Association|"
    r"Telegraph Agency|Agency)$"
)


def find_credits(
    text: str, lines: tuple[Line, ...], byline: Span | None, outlet: str | None, tagged: Sequence[str] = ()
) -> tuple[Credit, ...]:
    """The agencies that the page names: one `Credit` an agency, kind and place (the first), text kinds before photo credits.

    `lines` say what each line is for: in chrome only an outright credit counts, so that links to other stories do not. The
    outlet itself is no agency of its own page, except in its dateline. `tagged` are names that sign in the page's tags:
    an agency there is a byline without a span.
    """
    page = lay_out(text, lines, byline)
    found: list[Credit] = []
    for n, line in enumerate(lines):
        at = line.span.start
        for start, end, name, kind, how in _in_line(page, n, page.names.get(n, ())):
            agency = agency_of(name)
            kept = "photo" if agency is not None and agency.kind == "photo" else kind
            found.append(Credit(agency=agency.name if agency else _bare(name), kind=kept, span=Span(at + start, at + end), how=how))
    found += find_unlisted(text, lines, any(c.agency == GENERIC for c in found))
    for name in tagged:
        signer = agency_of(re.sub(r"^by:? ", "", name.strip(), flags=re.IGNORECASE))
        if signer is not None and signer.kind != "photo":
            found.append(Credit(agency=signer.name, kind="byline", span=None, how="author tag"))
    return _settled(page, found, outlet)


def _is_own_label(page: Page, name: str) -> bool:
    """Whether the page's furniture away from the report bears an unknown name again and again, or in its copyright: a dateline
    with it is the outlet's own."""
    own = _squeezed(name)
    furniture = (
        page.words(n) for n, line in enumerate(page.lines) if line.role == "chrome" and page.zone(n) not in ("head", "inside")
    )
    bearing = [line for line in furniture if len(line) < 300 and own in _squeezed(line)]
    return len(bearing) > 1 or any(re.search(r"©|copyright|rights reserved", line, re.IGNORECASE) for line in bearing)


def _in_line(page: Page, n: int, known: Sequence[Known]) -> Iterator[Found]:
    """Every credit of one line."""
    role, zone = page.lines[n].role, page.zone(n)
    if role in ("body", "subhead"):
        yield from _in_body(page, n, known)
    elif role == "title":
        return
    elif n == page.byline:
        yield from in_byline(page.words(n), known)
    elif zone == "rights":
        line = page.words(n) if known else ""
        for k in known:
            if owns_right(line, k) and not is_picture_line(line) and k.agency.name not in page.everywhere:
                yield k.start, k.end, k.agency.name, "credit-line", "copyright"
    elif role == "caption" and (zone != "far" or n < page.first):
        yield from _in_caption(page, n, known)
    elif zone == "inside" and _is_prose(line := page.words(n)):
        for k in known:
            if k.agency.kind != "photo" and rests_on(line, k, _is_person(page, k)):
                yield k.start, k.end, k.agency.name, "in-text", "by name"
        for start, end, name, how in find_papers(line):
            yield start, end, name, "in-text", how
    elif zone != "far":
        yield from in_furniture(page, n, zone, known)


def _in_body(page: Page, n: int, known: Sequence[Known]) -> Iterator[Found]:
    line = page.words(n)
    place = page.body.index(n) if n in page.body[:3] else 3
    closing, last = n in page.body[-3:], n in page.body[-2:]
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        clear = all(end <= a or start >= b for a, b in taken)
        if clear:
            taken.append((start, end))
        return clear

    for start, end, name in dateline(line, place < 2):
        if free(start, end) and (agency_of(name) or not _is_own_label(page, name)):
            yield start, end, name, "dateline", "outlet by name" if is_outlet(name) else "dateline"
    if len(line) < 160 or closing:
        for start, end, name in announced(line):
            if free(start, end):
                kind: CreditKind = "photo" if len(line) < 160 and is_picture_line(line) and not last else "credit-line"
                yield start, end, name, kind, "credit line"
    if (span := nameless(line, known)) and free(*span):
        yield (*span, GENERIC, "credit-line", "credit line")
    contribution = bool(known) and (is_contribution(line) or ((closing or place < 2) and is_carried(line)))
    signed = signature(line, known) if closing and known else ()
    pictured = is_credit_alone(line, known)
    for k in known:
        if not free(k.start, k.end):
            continue
        name = k.agency.name
        if pictured or credits_picture(line, k, last):
            yield k.start, k.end, name, "photo", "by name"
        elif k.agency.kind == "photo":
            continue
        elif contribution and k.firmness != "weak":
            yield k.start, k.end, name, "credit-line", "contributed"
        elif place < 3 and beside_dash(line, k):
            yield k.start, k.end, name, "dateline", "dateline"
        elif owns_right(line, k):
            dated = closing or re.search(r"\d{4}|reserved", line, re.IGNORECASE)
            yield k.start, k.end, name, "credit-line" if dated else "photo", "copyright"
        elif closing and (k in signed or signs_off(line, k)):
            yield k.start, k.end, name, "credit-line", "sign-off"
        elif rests_on(line, k, _is_person(page, k)):
            yield k.start, k.end, name, "in-text", "by name"
    for start, end, name in by_form(line):
        if free(start, end):
            yield start, end, name, "in-text", "by form"
    if (first := republished(line)) and free(*first[:2]):
        yield (*first, "credit-line", "outlet by name")
    for start, end, name, how in find_papers(line):
        if free(start, end):
            yield start, end, name, "in-text", how


def _in_caption(page: Page, n: int, known: Sequence[Known]) -> Iterator[Found]:
    line = page.words(n)
    bare = line.strip()
    if known and n > page.last and page.zone(n) == "below" and all(signs_off(line, k) for k in known[-1:]):
        # "(AFP/jm)" below the last paragraph has the form of a picture's credit.
        kind: CreditKind = "credit-line"
    else:
        kind = "photo"
    for k in known:
        chained = "/" in (line[k.start - 1 : k.start], line[k.end : k.end + 1])
        if k.firmness != "weak" or chained or bare == line[k.start : k.end] or ends_in_credit(line, k):
            yield k.start, k.end, k.agency.name, kind, "by name" if kind == "photo" else "sign-off"
    if not known and not re.search(r"photo|image|picture|credit|file", line, re.IGNORECASE):
        for start, end, name in announced(line):
            yield start, end, name, "credit-line", "credit line"


def _is_prose(line: str) -> bool:
    """Whether a line of furniture reads as a paragraph."""
    return len(line) >= _PROSE and bool(_SENTENCE_END.search(line.rstrip())) and "©" not in line


def _is_person(page: Page, known: Known) -> bool:
    """Whether somebody on the page bears the name of an agency that is called after a person."""
    if known.agency.name != "Bloomberg":
        return False
    return bool(re.search(r"(?:Michael|Mike|Mayor|Mr\.?|Emma) (?:R\. )?Bloomberg\b", page.text))


def _settled(page: Page, found: Sequence[Credit], outlet: str | None) -> tuple[Credit, ...]:
    """One credit an agency and side, the strongest kind and there the first; without the outlet itself."""
    full = _full_names(page.text, found)
    known = agency_of(outlet) if outlet else None
    own = _squeezed(known.name if known else paper_name(outlet or ""))
    kept: dict[tuple[str, bool], Credit] = {}
    for credit in sorted(found, key=lambda c: (_ORDER[c.kind], c.span is None, c.span or Span(0, 1))):
        credit = replace(credit, agency=full.get(credit.agency, credit.agency))
        if own and credit.kind != "dateline" and _is_own(credit.agency, own, outlet or ""):
            continue
        kept.setdefault((credit.agency, credit.kind == "photo"), credit)
    return tuple(kept[k] for k in sorted(kept, key=lambda k: (k[1], _ORDER[kept[k].kind], k[0])))


def _is_own(name: str, own: str, outlet: str) -> bool:
    """Whether a name is the page's own outlet's, or the short form of it ("the Gazette")."""
    low, full = name.casefold(), outlet.casefold()
    return _squeezed(name) == own or low.startswith(f"{full} ") or full.startswith(f"{low} ") or full.endswith(f" {low}")


def _squeezed(name: str) -> str:
    return re.sub(r"^the|\W", "", name.casefold())


def _bare(name: str) -> str:
    return " ".join(name.split()).removeprefix("the ").removeprefix("The ")


def _full_names(text: str, found: Sequence[Credit]) -> dict[str, str]:
    """Short name -> full name, where a page names one agency both ways: "Sample" or "SNA" beside "Sample News Agency"."""
    out: dict[str, str] = {}
    names = sorted({c.agency for c in found})
    for name in names:
        # "the Courier" beside "the Northport Courier".
        if " " not in name and not agency_of(name):
            longer = [other for other in names if other.endswith(f" {name}")]
            if len(longer) == 1:
                out.setdefault(name, longer[0])
    for name in names:
        m = _TAIL.search(name)
        if m is None or agency_of(name):
            continue
        out.setdefault(name[: m.start()], name)
        initials = "".join(w[0] for w in name.split() if w[0].isupper())
        if f"{name} ({initials})" in text:
            out.setdefault(initials, name)
    return out
