"""Agencies that no lexicon holds and no form gives away: two different signs of one name show them.

Signs are the signature of the last words, a place beside the date, the credit of a picture, and "told X" in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.background.agencies import agency_of
from stemma.model import Credit, CreditKind, Line, Span
from stemma.reading.wordlists import word_set

_SIGN_OFF: Final = re.compile(r"""[.!?]["'”’)]* {1,3}[-–—(]?\s?(?P<name>[A-ZÀ-Þ][\w-]{1,24}(?:/[A-Z]\w*)?)[)]?$""")
_BESIDE_DATE: Final = re.compile(r"\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\.?)?[ |·,-]+(?P<name>[A-ZÀ-Þ][\w-]{2,24})$")
_PICTURE: Final = re.compile(r"(?:credit|photo|picture|image)s?\s?:\s*(?P<name>[A-ZÀ-Þ][\w-]{2,24})\b", re.IGNORECASE)
_CAPTION_END: Final = re.compile(r"[/(|]\s?(?P<name>[A-ZÀ-Þ][\w-]{2,24})\)?$")
_BESIDE_PERSON: Final = re.compile(r"[,/|]\s?(?P<name>[A-ZÀ-Þ][\w-]{2,24})$")
_TOLD: Final = re.compile(r"\b(?:told|telling) ([A-ZÀ-Þ][\w-]{2,24})\b(?! [A-ZÀ-Þ])")
_HEARD: Final = (
    re.compile(r"\b(?:told|telling|to|by|with|from|citing)(?: the)? $"),
    re.compile(r"^(?:[’']s)?,? (?:which )?(?:(?:has|had|also|first) )?(?:report(?:s|ed)|said|says|wrote|quoted|noted)\b"),
)
"""What stands before or after a name that speaks for others."""
_COMPOUND: Final = re.compile(r"[A-ZÀ-Þ][\w-]{2,}(?:press|presse|wire)")
_NEVER: Final = word_set(
    "file live updated video photo analysis opinion exclusive local the police our us news express wordpress staff editor editors "
    "reporter reporters correspondent writer contributor columnist analyst guest admin newsroom desk editorial team author"
)
_KINDS: Final[dict[str, CreditKind]] = {
    "sign-off": "credit-line",
    "beside the date": "credit-line",
    "beside the byline": "byline",
    "photo": "photo",
    "agencies credited": "in-text",
}
_PIECE: Final = 600
"""Characters of a line outside the report that are searched."""


def find_unlisted(text: str, lines: Sequence[Line], agencies_credited: bool) -> Iterator[Credit]:
    """Credits of agencies that only context shows. Where the page credits `agencies` without a name, whom people told is one."""
    body = [line for line in lines if line.role == "body"]
    candidates: dict[str, list[tuple[str, Span]]] = {}
    for name, sign, start in (*_around(text, lines, body), *(_heard(text, body) if agencies_credited else ())):
        if name.casefold() not in _NEVER and agency_of(name) is None:
            candidates.setdefault(name, []).append((sign, Span(start, start + len(name))))
    for name in sorted(candidates):
        told = re.compile(
            rf"\b(?:told|telling|seen by|obtained by|according to|approached by)(?: the)? {re.escape(name)}\b(?! [A-ZÀ-Þ])"
            rf"|\b{re.escape(name)} (?:reported|reports)\b"
        )
        at = next((m for line in body if (m := told.search(text, line.span.start, line.span.end))), None)
        signs = {sign for sign, _ in candidates[name]}
        how = f"unknown name, {' and '.join(sorted(signs | ({'told'} if at else set())))}"
        if len(signs) + bool(at) < 2:
            if signs == {"photo"} and _COMPOUND.fullmatch(name):
                yield Credit(agency=name, kind="photo", span=candidates[name][0][1], how=how)
            continue
        for sign, span in candidates[name]:
            yield Credit(agency=name, kind=_KINDS[sign], span=span, how=how)
        if at:
            start = text.index(name, at.start())
            yield Credit(agency=name, kind="in-text", span=Span(start, start + len(name)), how=how)


def _around(text: str, lines: Sequence[Line], body: Sequence[Line]) -> Iterator[tuple[str, str, int]]:
    """(name, sign, start) of names that stand where an agency may: signatures, beside the date or the person, under pictures."""
    last = max((n for n, line in enumerate(lines) if line.role == "body"), default=-1)
    # A last paragraph that was taken for furniture is still signed.
    for line in (*body[-3:], *(line for line in lines[last + 1 : last + 3] if line.role == "chrome")):
        if m := _SIGN_OFF.search(text, max(line.span.start, line.span.end - 60), line.span.end):
            yield m["name"].split("/")[0], "sign-off", m.start("name")
    for line in lines:
        if line.role in ("body", "subhead", "title"):
            continue
        start, piece = line.span.start, text[line.span.start : min(line.span.end, line.span.start + _PIECE)]
        end = max(0, len(piece) - 60)
        timed = piece[-1:].isalnum() and (":" in piece or "." in piece or "h" in piece)
        if timed and (m := _BESIDE_DATE.search(piece[end:])):
            yield m["name"], "beside the date", start + end + m.start("name")
        elif line.role == "byline" and (m := _BESIDE_PERSON.search(piece[end:])):
            yield m["name"], "beside the byline", start + end + m.start("name")
        if line.role == "caption" and (m := _CAPTION_END.search(piece[end:])):
            yield m["name"], "photo", start + end + m.start("name")
        for m in _PICTURE.finditer(piece) if ":" in piece else ():
            yield m["name"], "photo", start + m.start("name")


def _heard(text: str, body: Sequence[Line]) -> Iterator[tuple[str, str, int]]:
    """(name, sign, start) of names that people told something, where the name does nothing else in the report than hear and tell:
    no person whom the report calls by the full name elsewhere, no state, no parliament."""
    names = {m[1] for line in body for m in _TOLD.finditer(text, line.span.start, line.span.end)}
    for name in sorted(names):
        word = re.compile(rf"\b{re.escape(name)}\b")
        places = [m for line in body for m in word.finditer(text, line.span.start, line.span.end)]
        if all(
            _HEARD[0].search(text, max(0, m.start() - 40), m.start()) or _HEARD[1].match(text[m.end() : m.end() + 40])
            for m in places
        ):
            yield name, "agencies credited", places[0].start()
