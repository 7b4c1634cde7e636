"""A page copied as plain text -> Article: which lines are the report, who signs, when and where, which agencies it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.background import is_function_word
from stemma.errors import BadInput
from stemma.model import Line, LineRole, Span
from stemma.reading.facts.heads import Head, find_head
from stemma.reading.plain.linemodel import body_chances
from stemma.reading.plain.lines import units
from stemma.reading.plain.settling import settle
from stemma.text.words import plain

MAX_LINES: Final = 10_000
LONGEST: Final = 4_000
MAX_TEXT: Final = 2_000_000
"""Code points of a page: three times a long paragraph of 100,000 words. Of what is longer than a report can be, only the
beginning is analysed (`stemma.text.bounds`)."""

_CAPTION: Final = re.compile(
    r"^\(?(?:photo|image|picture|pictured|file)\b|(?:photo|image|picture|credit)s?\s*(?:credit|source|by)?\s*[:/]|"
    r"photo by|\(files?\)|file photo|getty|shutterstock|alamy|\.(?:jpe?g|png)\b|\([^()]*/[^()]*\)\s*$|courtesy of|"
    r"stock image|representational image|illustration$",
    re.IGNORECASE,
)  # fmt: skip
_END: Final = re.compile(r"""[.!…,;。！？।]["'”’)\]]*$""")
_INNER_END: Final = re.compile(r"[a-z0-9)\"'][.!?][\"')]*(?=\s+[\"'(]?[A-Z0-9]|\s*$)")


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines of a page with their roles, the spans of its body, and its head."""

    lines: tuple[Line, ...]
    body: tuple[Span, ...]
    head: Head


def judge(text: str, source: str, repeated: frozenset[str] = frozenset()) -> Judged:
    """Say of every line of a page what it is for. Raises `BadInput` with code "no-article" if no report is among them."""
    spans = units(text)
    refuse_endless(text, source, len(spans))
    # What a line is shows in its first screen; the rest of an endless line would only cost time.
    texts = [text[s.start : min(s.end, s.start + LONGEST)] for s in spans]
    inside = [
        kept and line.strip() not in repeated for kept, line in zip(settle(texts, list(body_chances(texts))), texts, strict=True)
    ]
    if not any(inside):
        # A report pasted without its line breaks looks like no line that the model has seen.
        inside = [_runs_on(line) for line in texts]
    check_report([t for t, kept in zip(texts, inside, strict=True) if kept], source)
    head = find_head(text, spans, inside)
    roles = _roles(texts, inside, head)
    lines = tuple(Line(span=s, role=r) for s, r in zip(spans, roles, strict=True))
    body = tuple(line.span for line in lines if line.role in ("body", "subhead"))
    check_report([text[s.start : s.end] for s in body], source)
    return Judged(lines, body, head)


def refuse_endless(text: str, source: str, lines: int = 0) -> None:
    """Refuse what is no page any more: raises `BadInput` with code "too-large" over `MAX_TEXT`, or `MAX_LINES` of plain text."""
    if lines > MAX_LINES or len(text) > MAX_TEXT:
        counted = f"{lines:,} lines and " if lines else ""
        allowed = f"{MAX_LINES:,} and {MAX_TEXT:,}" if lines else f"{MAX_TEXT:,}"
        raise BadInput(
            source,
            "too-large",
            f"found {counted}{len(text):,} characters of text; a page may have {allowed}",
            "if this is a collection, split it into one file a page",
        )


def _runs_on(line: str) -> bool:
    """Whether a line is several sentences of running text by itself."""
    return len(line.split()) >= 40 and len(_INNER_END.findall(plain(line))) >= 2


def check_report(paragraphs: Sequence[str], source: str) -> None:
    """Refuse what holds no report: raises `BadInput` unless the paragraphs make up some sentences of running text."""
    words = [w for p in paragraphs for w in re.findall(r"[^\W\d_]+", p)]
    sentences = sum(bool(_END.search(plain(p))) or _is_prose(p) for p in paragraphs)
    letters = sum(map(len, words))
    # Scripts that put no space between words count by letters.
    if (len(words) < 25 and letters < 8 * len(words)) or letters < 60 or not sentences:
        raise BadInput(
            source,
            "no-article",
            f"found {len(words)} words of running text; needed a report of some sentences",
            "check that the page's text was copied and not only its menus",
        )


def _is_prose(paragraph: str) -> bool:
    """Whether words without a full stop are prose all the same, and no row of links: function words stand between them."""
    found = paragraph.split()
    return len(found) > 15 and sum(is_function_word(w.casefold()) for w in found) >= 0.15 * len(found)


def _roles(lines: Sequence[str], judged: Sequence[bool], head: Head) -> list[LineRole]:
    inside = list(judged)
    for n in (head.title_line, head.byline_line):
        if n is not None:
            inside[n] = False
    if head.title_line is not None:
        # What stands above the title is not the report, unless the title was looked for in vain.
        for n in range(head.title_line):
            inside[n] = False
    first = next((n for n, kept in enumerate(inside) if kept), len(inside))
    last = max((n for n, kept in enumerate(inside) if kept), default=-1)
    roles: list[LineRole] = []
    for n, line in enumerate(lines):
        if n == head.title_line:
            roles.append("title")
        elif inside[n]:
            roles.append("subhead" if is_subhead(line, n < last, first < n) else "body")
        elif n == head.byline_line:
            roles.append("byline")
        elif n == head.date_line:
            roles.append("dateline")
        elif len(line) < 400 and is_caption(line):
            roles.append("caption")
        else:
            roles.append("chrome")
    return roles


def is_caption(line: str) -> bool:
    """Whether a line outside the body is a picture's caption or credit."""
    return bool(_CAPTION.search(plain(line)))


def is_subhead(line: str, more: bool, before: bool) -> bool:
    """Whether a line of the body is a heading in it: a few words, no sentence, with more text to come."""
    even = plain(line).strip()
    words = even.split()
    if not more or len(words) > 14 or even[:1] in "\"'" or _END.search(even) or even.endswith((":", '"')):
        return False
    if even.endswith("?"):
        return len(words) <= 8
    return even[:1].isupper() or even[:1].isdigit() or not before
