"""Every agency that a page names, where and how; found in the whole page, photo credits kept apart.

Agencies of the lexicon are found by name; abbreviations that mean other things as well only where a credit stands. Agencies
that no lexicon knows are found by their form ("... News Agency", "... Newswire") or by standing where only an agency stands
(in the brackets of a dateline, after "with inputs from"), or by two weaker signs together (a sign-off and "told X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from stemma.background.agencies import GENERIC, agencies, canonical, is_known
from stemma.model import Credit, CreditKind, Line, Span
from stemma.reading.papers import find_papers
from stemma.reading.wordlists import word_set

_NAME: Final = r"[A-ZÀ-Þ][\w’'&-]*(?:[ ](?:of[ ](?:the[ ])?|de[ ]|and[ ])?[A-ZÀ-Þ][\w’'&-]*){0,4}"
_FORM: Final = re.compile(
    r"\b(?:(?P<a>(?:[A-ZÀ-Þ][\w’'-]*[ ]){1,4}(?:News[ ]?wires?|News Agency|Press Agency|News Service|Wire Service|"
    r"Newswire Service|Press Association|Telegraph Agency))"
    r"|(?P<b>(?:Agence|Agencia|Agência|Agenzia|Agentur)[ ][A-ZÀ-Þ][\w’'-]+(?:[ -][A-ZÀ-Þ][\w’'-]+)?)"
    r"|(?P<c>[A-ZÀ-Þ][\w’'-]*(?:[ ][A-ZÀ-Þ][\w’'-]*){0,2})(?=[’']?s? (?:state |national |official )?(?:news|press|"
    r"wire) (?:agency|service)\b)"
    r"|(?:(?:news|press|wire|state) agency|news ?wire|the agency)[ ](?P<d>[A-ZÀ-Þ][\w’'-]+(?:[ ][A-ZÀ-Þ][\w’'-]+)?))"
)
_TAIL: Final = re.compile(
    r" (?:News Agency|Press Agency|News Service|Wire Service|News[ ]?wires?|Newswire Service|Press Association|Telegraph Agency|"
    r"Agency)$"
)
_DATELINE: Final = re.compile(
    r"^(?P<where>[A-ZÀ-Þ][^()\n]{1,60}?)?[ ,]*[(](?P<name>[A-Za-zÀ-Þ][\w &.’'-]{1,30}?)(?:/[\w ]+)?[)][ ]?(?:[-–—:]|$)"
)
_WITH: Final = re.compile(
    r"(?:with|and) (?:additional )?(?:inputs?|reports?|reporting|files|material|contributions?|information) (?:from|"
    r"by)(?: the)? (?P<names>[^.()|\n]{2,80})"
    r"|^[(\[]?(?:source|via|credit|agency)\s?:\s*(?P<source>[^.()|\n]{2,60})"
    r"|^[(\[]?with (?P<bare>(?![^\n]*\bfrom\b)[^.()|\n]{2,40})[)\]]?$"
    r"|(?:copyright|©|\(c\)) ?(?:20\d\d)? ?(?:the )?(?P<right>" + _NAME + r")"
    r"|^(?P<contributed>" + _NAME + r"(?: and [A-Z]\w+)?) contributed to this"
    r"|^provided by (?P<provided>" + _NAME + r")",
    re.IGNORECASE,
)  # fmt: skip
_PHOTO: Final = re.compile(
    r"(?:photo(?:graph)?s?|pictures?|pic|images?|file|video|illustration|graphic)\b[^.]{0,40}[:/|]|credit ?:|"
    r"photo(?:graph)? by|\bphoto/|\bphoto\b[^.]{0,30}$"
    r"|image source|courtesy|handout|getty|shutterstock|alamy|via (?:ap|reuters|afp)\b|\([^()]*/[^()]*\)\s*$|\bfile[)]|"
    r"^file\b|^\(?files?\)|\((?:photo|ap photo|image)",
    re.IGNORECASE,
)
_TOLD: Final = r"(?:told|telling|tells|to|by|with|from|with the|told the|to the|by the|from the)"
_PLACE_OF_CREDIT: Final = (
    # What stands before or after an abbreviation that is an agency here and not something else.
    re.compile(r"(?:[(/|]|\b(?:told|telling|tell|to|by|from|seen by|source:|via|according to|with|by the|told the|"
               r"from the|to the|the)\s)\s*$"),
    re.compile(r"^(?:[)/|]|\s*(?:reported|reports|said|says|photo|news agency|agency|report\b|reporter|interview|"
               r"[’']s? (?:request|report|question))|[’']s?\b)"),
)  # fmt: skip
_GENERIC: Final = re.compile(r"\b(?:agencies|wire reports?|wire services?|wires|newswires|agency reports)\b", re.IGNORECASE)
_GENERIC_CUE: Final = re.compile(
    r"with (?:inputs|reports|reporting|files|additional|agencies)|(?:and|&|,|/) ?(?:the )?(?:news )?agencies|contributed|"
    r"^\(?(?:news )?agencies\)?$|staff|desk|source|via|from", re.IGNORECASE
)  # fmt: skip
_SIGN_OFF: Final = re.compile(r"""[.!?]["'”’)]* {1,3}[-–—(]?\s?(?P<name>[A-ZÀ-Þ][\w-]{1,24}(?:/[A-Z]\w*)?)[)]?$""")
_LONGEST: Final = 6_000
"""Characters of a line that are searched for credits; no paragraph is longer."""
_NEAR: Final = 10
"""Lines above the report within which a bare name is a credit."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A line and how a credit in it counts."""

    span: Span
    kind: CreditKind
    credits_only: bool
    near: bool
    first: bool
    last: bool


def find_credits(text: str, lines: tuple[Line, ...], byline: Span | None, outlet: str | None) -> tuple[Credit, ...]:
    """The agencies that the page names: one `Credit` an agency, kind and place (the first), text kinds before photo credits.

    `lines` say what each line is for: in chrome only an outright credit counts, so that links to other stories do not. The
    outlet itself is no agency of its own page, unless the page credits it outright.
    """
    found: list[Credit] = []
    own = canonical(outlet).casefold() if outlet else ""
    for place in _places(text, lines, byline):
        line = text[place.span.start : min(place.span.end, place.span.start + _LONGEST)]
        for start, end, name, how in _mentions(line, place):
            kind = place.kind
            if kind == "in-text" and how == "dateline":
                kind = "dateline"
            elif how == "sign-off" or (kind == "in-text" and how == "credit line"):
                kind = "credit-line"
            elif (kind == "credit-line" and _is_photo(line, start, end)) or (
                kind == "in-text" and how != "dateline" and _is_photo_bracket(line, start, end, place.last)
            ):
                kind = "photo"
            found.append(
                Credit(agency=canonical(name), kind=kind, span=Span(place.span.start + start, place.span.start + end), how=how)
            )
    found += _unknown(text, lines, found)
    full = _full_names(text, found)
    kept: dict[tuple[str, bool], Credit] = {}
    order: dict[CreditKind, int] = {"credit-line": 0, "dateline": 1, "byline": 2, "in-text": 3, "photo": 4}
    for credit in sorted(found, key=lambda c: (order[c.kind], c.span or Span(0, 1))):
        credit = replace(credit, agency=full.get(credit.agency, credit.agency))
        name = credit.agency.casefold()
        if own and credit.kind != "dateline" and _is_own(name, own):
            continue
        kept.setdefault((credit.agency, credit.kind == "photo"), credit)
    return tuple(kept[k] for k in sorted(kept, key=lambda k: (k[1], order[kept[k].kind], k[0])))


def _is_own(name: str, own: str) -> bool:
    """Whether a name is the page's own outlet's, or the short form of it ("the Gazette")."""
    return name == own or name.startswith(f"{own} ") or own.startswith(f"{name} ") or own.endswith(f" {name}")


def _full_names(text: str, found: Sequence[Credit]) -> dict[str, str]:
    """Short name -> full name, where a page names one agency both ways: "Sample" or "SNA" beside "Sample News Agency"."""
    out: dict[str, str] = {}
    for name in sorted({c.agency for c in found}):
        m = _TAIL.search(name)
        if m is None or is_known(name):
            continue
        out.setdefault(name[: m.start()], name)
        initials = "".join(w[0] for w in name.split() if w[0].isupper())
        if f"{name} ({initials})" in text:
            out.setdefault(initials, name)
    return out


def _places(text: str, lines: tuple[Line, ...], byline: Span | None) -> Iterator[_Place]:
    body = [n for n, line in enumerate(lines) if line.role == "body"]
    for n, line in enumerate(lines):
        first, last = n in body[:2], bool(body) and n in body[-2:]
        # A bare name is a credit beside the report, and a link elsewhere on the page.
        near = bool(body) and body[0] - _NEAR <= n <= body[-1] + 3
        if line.role in ("body", "subhead"):
            yield _Place(line.span, "in-text", False, near, first, last)
        elif line.role == "caption":
            yield _Place(line.span, "photo", False, near, False, False)
        elif byline and line.span.start <= byline.start < line.span.end:
            yield _Place(line.span, "byline", False, near, False, False)
        elif line.role != "title":
            yield _Place(line.span, "credit-line", True, near, False, False)


def _mentions(line: str, place: _Place) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, name, how) of every agency that the line names outright."""
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        clear = all(end <= a or start >= b for a, b in taken)
        if clear:
            taken.append((start, end))
        return clear

    if place.first:
        m = _DATELINE.match(line)
        if m and _could_be_agency(m["name"]) and free(*m.span("name")):
            yield (*m.span("name"), m["name"], "dateline")
    outright = list(_outright(line)) if place.credits_only or len(line) < 160 or place.last else []
    for start, end, name in outright:
        if free(start, end):
            yield start, end, name, "credit line"
    if place.credits_only and not outright and not (place.near and _bare_credit(line)):
        return
    for start, end, name, short in _known(line):
        if short and re.match(r" (?!Photo)[A-ZÀ-Þ][a-zà-ÿ]", line[end:]) and place.kind != "photo":
            continue
        if short and not (place.kind in ("byline", "photo") or _bare_credit(line) or _in_credit_place(line, start, end)):
            continue
        if free(start, end):
            yield start, end, name, "by name"
    if not place.credits_only:
        for m in _FORM.finditer(line):
            group = next(g for g in "abcd" if m[g])
            name = re.sub(r"^(?:The|A|An|State|And|But|In|By|As) ", "", m[group])
            start = m.end(group) - len(name)
            if _could_be_agency(name) and free(start, m.end(group)):
                yield start, m.end(group), name, "by form"
        for start, end, name, how in find_papers(line):
            if free(start, end):
                yield start, end, name, how
    if place.last and (m := _SIGN_OFF.search(line)) and is_known(m["name"].split("/")[0]):
        yield (*m.span("name"), m["name"].split("/")[0], "sign-off")


def _outright(line: str) -> Iterator[tuple[int, int, str]]:
    """Names after words that announce a credit."""
    for m in _WITH.finditer(line):
        group = next(g for g in ("names", "source", "bare", "right", "contributed", "provided") if m[g])
        words, at = m[group], m.start(group)
        if _PHOTO.search(line[: m.start()]) and group == "source":
            continue
        for piece in re.finditer(r"[^,/&;]+?(?=,|/|&|;| and |$)", words):
            name = re.sub(r"^(?:and|the) ", "", piece[0].strip(" .()[]"), flags=re.IGNORECASE)
            name = re.sub(r"^(?:the) ", "", name, flags=re.IGNORECASE)
            if not name:
                continue
            start = at + piece.start() + piece[0].index(name)
            if _GENERIC.fullmatch(name) or re.fullmatch(r"(?:news |wire )?agencies", name, re.IGNORECASE):
                yield start, start + len(name), GENERIC
            elif is_known(name) or _FORM.fullmatch(name) or (_announced(m, group) and re.fullmatch(_NAME, name) and len(name) > 2):
                yield start, start + len(name), name
    if len(line) < 90 and _GENERIC_CUE.search(line) and (generic := _GENERIC.search(line)):
        yield (*generic.span(), GENERIC)


def _announced(m: re.Match[str], group: str) -> bool:
    """Whether the words before a name are such that only an agency or body can follow ("reporting by" takes people, too)."""
    return group == "provided" or (group == "names" and bool(re.search(r"\b(?:inputs?|files|material)\b", m[0], re.IGNORECASE)))


def _bare_credit(line: str) -> bool:
    """Whether a short line is nothing but a name or an abbreviated credit ("Associated Press", "SCN/AFP", "AFP/ab")."""
    bare = line.strip(" ()[]-–—.")
    return is_known(bare) or bool(re.fullmatch(r"[A-Za-z]{2,10}(?:/[A-Za-z]{2,10}){1,2}", bare)) or bool(
        re.search(r"\d{1,2}[:.]\d\d|\b20\d\d\b", bare) and len(bare) < 80)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    long = sorted(
        {n for a in agencies() if a.name != GENERIC for n in (a.name, *a.aliases) if n not in a.short}, key=lambda n: (-len(n), n)
    )
    short = sorted({n for a in agencies() if a.name != GENERIC for n in a.short}, key=lambda n: (-len(n), n))
    return tuple(
        (re.compile(r"(?<![\w@./-])(?:" + "|".join(map(re.escape, names)) + r")(?!\w|\.\w|-\w)"), is_short)
        for names, is_short in ((long, False), (short, True))
    )


def _known(line: str) -> Iterator[tuple[int, int, str, bool]]:
    for pattern, short in _patterns():
        for m in pattern.finditer(line.replace("/", " ") if "/" in line and len(line) < 200 else line):
            yield m.start(), m.end(), m[0], short


def _in_credit_place(line: str, start: int, end: int) -> bool:
    return (bool(_PLACE_OF_CREDIT[0].search(line[:start])) and bool(
        _PLACE_OF_CREDIT[1].search(line[end:]) or re.search(r"\b(?:told|telling|to|by|with|from)(?: the)? $", line[:start])
    )) or bool(re.match(r"\s+(?:reported|reports|news agency|photo)\b", line[end:], re.IGNORECASE))  # fmt: skip


def _could_be_agency(name: str) -> bool:
    """Whether brackets or form around `name` can make it an agency: known, or a name and no common word or place form."""
    if is_known(name):
        return True
    words = name.split()
    return bool(re.fullmatch(_NAME, name)) and len(words) <= 5 and name.casefold() not in _NOT_AGENCIES and not name.isdigit()


_NOT_AGENCIES: Final = word_set(
    "file live updated video photo analysis opinion exclusive local the police our us news "
    "press wire this spy intelligence space security health"
)


def _is_photo(line: str, start: int, end: int) -> bool:
    return bool(_PHOTO.search(line)) or bool(re.search(r"©\s*$", line[:start]) and re.match(r"\s*/", line[end:]))


def _is_photo_bracket(line: str, start: int, end: int, last: bool) -> bool:
    """A photo credit in brackets within a paragraph: "(AP Photo/Name)", "(Photo: AFP)", or "... in Paris. (AP)" at its end."""
    left, right = line.rfind("(", 0, start), line.find(")", end)
    if left == start - 1 and right == end == len(line.rstrip()) - 1 and not last:
        return True
    return (
        left >= 0
        and right >= 0
        and ")" not in line[left:start]
        and bool(re.search(r"photo|image|picture|file|/", line[left:right], re.IGNORECASE))
    )


def _unknown(text: str, lines: tuple[Line, ...], found: list[Credit]) -> Iterator[Credit]:
    """Agencies that only context shows: two different signs of a name (sign-off, beside the date, photo credit, "told X")."""
    body = [line for line in lines if line.role == "body"]
    candidates: dict[str, list[tuple[str, Span]]] = {}

    def note(name: str, sign: str, start: int) -> None:
        if name.casefold() not in _NOT_AGENCIES and not is_known(name):
            candidates.setdefault(name, []).append((sign, Span(start, start + len(name))))

    # A last paragraph that was taken for furniture is still signed.
    last = max((n for n, line in enumerate(lines) if line.role == "body"), default=-1)
    for line in (*body[-3:], *(line for line in lines[last + 1 : last + 3] if line.role == "chrome")):
        if m := _SIGN_OFF.search(text, line.span.start, line.span.end):
            note(m["name"].split("/")[0], "sign-off", m.start("name"))
    for line in lines:
        piece = text[line.span.start : line.span.end]
        if line.role in ("body", "subhead", "title"):
            continue
        if m := re.search(r"\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\.?)?[ |·,-]+(?P<name>[A-ZÀ-Þ][\w-]{2,24})$", piece):
            note(m["name"], "beside the date", line.span.start + m.start("name"))
        for m in re.finditer(r"(?:credit|photo|picture|image)s?\s?:\s*(?P<name>[A-ZÀ-Þ][\w-]{2,24})\b", piece, re.IGNORECASE):
            note(m["name"], "photo", line.span.start + m.start("name"))
    kinds: dict[str, CreditKind] = {
        "sign-off": "credit-line",
        "beside the date": "credit-line",
        "photo": "photo",
        "agencies credited": "in-text",
    }
    generic = any(c.agency == GENERIC for c in found)
    if generic:
        for line in body:
            for m in re.finditer(r"\b(?:told|telling) ([A-ZÀ-Þ][\w-]{2,24})\b(?! [A-ZÀ-Þ])", text[line.span.start : line.span.end]):
                note(m[1], "agencies credited", line.span.start + m.start(1))
    for name in sorted(candidates):
        name_told = re.compile(
            rf"\b(?:told|telling|seen by|obtained by|according to|approached by)(?: the)? {re.escape(name)}\b(?! [A-ZÀ-Þ])"
            rf"|\b{re.escape(name)} (?:reported|reports)\b"
        )
        told = any(name_told.search(text, line.span.start, line.span.end) for line in body)
        signs = {sign for sign, _ in candidates[name]}
        if len(signs) + told < 2:
            continue
        for sign, span in candidates[name]:
            yield Credit(
                agency=name,
                kind=kinds[sign],
                span=span,
                how=f"unknown name, {' and '.join(sorted(signs | ({'told'} if told else set())))}",
            )
        if told:
            for line in body:
                m = re.search(rf"\b{re.escape(name)}\b", text[line.span.start : line.span.end])
                if m:
                    yield Credit(
                        agency=name,
                        kind="in-text",
                        span=Span(line.span.start + m.start(), line.span.start + m.end()),
                        how="unknown name, told and " + " and ".join(sorted(signs)),
                    )
                    break
