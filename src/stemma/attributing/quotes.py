"""Quotation marks paired, paragraph by paragraph, before anything else looks at the words.

Curly, straight, single, German low and French marks, doubled apostrophes. A paragraph that opens a quotation and never closes it is
carried on by a next paragraph that begins with the same kind of mark (the convention of English print); apostrophes, elisions
('em, '90s) and marks without a partner are not quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.model import Span

_MARK = re.compile(r"''|``|,,|[\"“”„‟«»‘’‚‛'`]")
_DOUBLE_OPEN, _DOUBLE_CLOSE = frozenset("“„«"), frozenset("”»")
_ELISION = re.compile(r"(?:\d0s|em|til|tis|twas|cause|n|bout|round)\b", re.IGNORECASE)
_AFTER_CLOSE = frozenset(" \t\n\u00a0.,;:!?)]}-–—…/\"”’'»")
_LONGEST_NEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation: `span` with its marks, `inner` without; `depth` 0 for the outermost.

    `paragraph` is its index; `runs_on`: it is not closed here but carried on by the next paragraph; `carried_on`: it carries
    on the one before.
    """

    span: Span
    inner: Span
    depth: int
    paragraph: int
    runs_on: bool = False
    carried_on: bool = False


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner."""

    at: int
    end: int
    single: bool


def pair(text: str, paragraphs: Sequence[Span]) -> tuple[Quote, ...]:
    """All quotations of `text` within `paragraphs` (in order of place), by place; linear in the length of the text."""
    out: list[Quote] = []
    awaited = False
    for n, paragraph in enumerate(paragraphs):
        closed, left = _paragraph(text, paragraph)
        next_opens = n + 1 < len(paragraphs) and _begins(text, paragraphs[n + 1])
        runs_on = left is not None and not left.single and next_opens
        carried_on = awaited and _begins(text, paragraph)
        spans = [(o.at, o.end, inner_end, end, False) for o, inner_end, end in closed]
        # An opening mark with which the paragraph starts speaks for all of it, even where the close was forgotten.
        if left is not None and not left.single and (runs_on or left.at == paragraph.start) and left.end < paragraph.end:
            spans.append((left.at, left.end, paragraph.end, paragraph.end, runs_on))
        spans.sort(key=lambda s: (s[0], -s[3]))
        ends: list[int] = []
        for start, inner_start, inner_end, end, runs in spans:
            while ends and ends[-1] <= start:
                ends.pop()
            if inner_start < inner_end:
                out.append(
                    Quote(
                        span=Span(start, end),
                        inner=Span(inner_start, inner_end),
                        depth=len(ends),
                        paragraph=n,
                        runs_on=runs,
                        carried_on=carried_on and start == paragraph.start,
                    )
                )
                ends.append(end)
        awaited = runs_on
    return tuple(out)


def _begins(text: str, paragraph: Span) -> bool:
    """Whether a paragraph begins with a double mark that can open."""
    mark = _MARK.match(text, paragraph.start, paragraph.end)
    return mark is not None and (mark.group() in {'"', "''", "``"} or mark.group()[0] in _DOUBLE_OPEN)


def _paragraph(text: str, paragraph: Span) -> tuple[list[tuple[_Open, int, int]], _Open | None]:
    """Pairs (opening mark, start and end of the closing mark) of one paragraph, and the outermost mark left open."""
    stack: list[_Open] = []
    closed: list[tuple[_Open, int, int]] = []
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        at, end, sign = mark.start(), mark.end(), mark.group()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        single = len(sign) == 1 and sign in "‘’‚‛'`"
        inside = [o.single for o in stack]
        if single:
            if before.isalnum() and after.isalnum():
                continue
            opens = sign in "‘‚‛`'’" and not before.isalnum() and not after.isspace() and after not in ".,;:!?)"
            if sign == "’":
                # A right-hand mark opens nothing in print; before a word it is an elision.
                opens = False
            if opens and _ELISION.match(text, end):
                continue
            if opens and True not in inside and len(stack) < _LONGEST_NEST:
                stack.append(_Open(at, end, True))
            elif True in inside and not before.isspace() and after in _AFTER_CLOSE and not _possessive(text, at, end, paragraph):
                while stack:
                    last = stack.pop()
                    if last.single:
                        closed.append((last, at, end))
                        break
            continue
        if sign in _DOUBLE_OPEN:
            opens = True
        elif sign in _DOUBLE_CLOSE:
            opens = False
        else:
            opens = False not in inside if not (before.isspace() and not after.isspace()) else True
            if opens and after.isspace() and (False not in inside) and before.isdigit():
                continue  # an inch or a second
        if opens:
            if len(stack) < _LONGEST_NEST:
                stack.append(_Open(at, end, False))
        elif False in inside:
            while stack:
                last = stack.pop()
                if not last.single:
                    closed.append((last, at, end))
                    break
    doubles = [o for o in stack if not o.single]
    # Two marks left open: the earlier one lost its partner (or a later one did); what was closed inside it stands anyhow.
    return closed, (doubles[0] if doubles else None)


def _possessive(text: str, at: int, end: int, paragraph: Span) -> bool:
    """Whether a single mark after an s is rather the plural's apostrophe: another closing mark comes before the next opening."""
    if text[at - 1] not in "sS" or end >= paragraph.end or text[end] != " ":
        return False
    for later in re.compile(r"[‘’']").finditer(text, end, min(paragraph.end, end + 200)):
        before, after = text[later.start() - 1], text[later.end()] if later.end() < paragraph.end else " "
        if before.isalnum() and after.isalnum():
            continue
        return not before.isspace() and after in _AFTER_CLOSE
    return False
