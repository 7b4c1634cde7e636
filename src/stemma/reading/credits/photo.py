"""Whether a line, or a name in it, credits a picture and not the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.reading.credits.agency_names import Known
from stemma.text.words import plain

_WORDS: Final = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|pic|images?|file|video|illustration|graphic)\b[^.]{0,40}[:/|]|credit ?:|"
    r"\b(?:representat\w+|representational|file|stock) (?:photo|image|picture)s?\b|"
    r"(?:photo(?:graph)?|pictures?|images?) (?:by|from|via)\b|\bphoto/|\bphoto\b[^.]{0,30}$"
    r"|image source|images? (?:copyright|caption)|courtesy|handout|getty|shutterstock|alamy|"
    r"\([^()]{0,150}/[^()]{0,150}\)\s*$|\bfile[)]|"
    r"\bvia (?:ap|reuters|afp|epa)\b[^.]{0,12}$|^file\b|^\(?files?\)|[(\[](?:photo|ap photo|image|file)|photograph:",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"photo|image|picture|file|video|/|\bvia\b|credit", re.IGNORECASE)
_COLON: Final = re.compile(r":\s?[A-ZÀ-Þ]")
_LEADS: Final = re.compile(
    r"(?:\b(?:photo(?:graph)?s?|pictures?|pics?|images?|video|footage|illustration|graphic|credit|courtesy|handout|pool)\b"
    r"[^.()\[\]]{0,60}?[:/|,]?\s?(?:[^.()\[\]:]{0,50}[/,|]\s?)?|(?:[A-ZÀ-Þ][\w.’'-]+\s){1,3}?[/|]\s?|\bvia\s|©\s?)$",
    re.IGNORECASE,
)
_PHOTO_AFTER: Final = re.compile(
    r"^(?:[’']s)? ?(?:/ ?)?(?:photo(?:graph)?s?|file|pool|images?|pictures?|handout)\b(?!graph)", re.IGNORECASE
)
_BY_NAME: Final = re.compile(r"\s?/\s?[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+)+\W*$")
_BEGINS: Final = re.compile(r"(?:^|[.!?][\"'”’)]*)\s*$")
_PROSE: Final = re.compile(r"[a-z][\"'”’)]*[.!?][\"'”’)]*(?:\s|$)")
_SENTENCE: Final = re.compile(r"[.!?…][\"'”’)\]]*$")


def is_picture_line(line: str) -> bool:
    """Whether words of a line outside the report say that it is about a picture ("Photo: …", "courtesy of …")."""
    return bool(_WORDS.search(line))


def looks_like_caption(line: str) -> bool:
    """Whether a line reads as the description of a picture: a sentence of some words."""
    even = plain(line).strip()
    return len(even.split()) > 6 and bool(_SENTENCE.search(even))


def credits_picture(line: str, known: Known, last: bool) -> bool:
    """Whether a name in a line of the report credits a picture: in brackets with a word or mark of pictures ("(AP Photo/Name)",
    "[File: Reuters]"), alone in brackets at the end of a paragraph that is not the last, after "Photo:", before "Photo/"."""
    start, end = known.start, known.end
    for opens, closes in (("(", ")"), ("[", "]")):
        left, right = line.rfind(opens, 0, start), line.find(closes, end)
        if left >= 0 and closes not in line[left:start]:
            if left == start - 1 and right == end == len(line.rstrip()) - 1:
                # "... in Paris. (AP)" describes a picture; "... he said. [Reuters]" tells where a paragraph is from.
                return not last and opens == "("
            if right < 0:
                right = len(line)
            if left == start - 1 and left == 0 and right < len(line) - 1:
                return False
            return bool(_MARKED.search(line[left + 1 : start]) or _MARKED.search(line[end:right]) or _COLON.match(line[end:right]))
    if _PHOTO_AFTER.match(line[end:]):
        return True
    if len(line) < 120 and not line[end:].strip(" .)]") and _WORDS.search(line[:start]):
        return True
    if _BY_NAME.match(line[end:]) and _BEGINS.search(line[:start]):
        return True
    if start and line[start - 1] == "." and not line[end:].strip():
        return True
    if last and line[:start].rstrip().endswith("©"):
        return False
    return len(line) < 300 and bool(_LEADS.search(line[max(0, start - 100) : start])) and not _PROSE.search(line[end:])


def is_credit_alone(line: str, names: Sequence[Known]) -> bool:
    """Whether a short line is the credit of a picture and nothing else: it holds a service of pictures and is no sentence."""
    return len(line) < 120 and any(k.agency.kind == "photo" for k in names) and not _PROSE.search(line) and "/" in line


def ends_in_credit(line: str, known: Known) -> bool:
    """Whether a line outside the report ends in the credit of its picture: "… / AFP", "… via AP", "Name, AP", "(AFP)"."""
    after = line[known.end :].strip(" )].,")
    before = line[: known.start]
    return (
        not after
        or re.fullmatch(r"(?:file|pool|photo|pic|images?|file photo|contributor|- contributor)", after, re.IGNORECASE) is not None
    ) and bool(
        re.search(r"(?:[/|,:(\[—–]|\bvia\b|\bby\b|[.!?][\"'”’)]*)\s?(?:the )?$", before, re.IGNORECASE)
        or re.search(r"[a-z)] $", before)
    )
