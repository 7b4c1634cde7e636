"""A page of plain text -> its lines (or hard-wrapped paragraphs) as spans."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from stemma.model import Span

_STOPS: Final = ".!?:\"”’'"
_WIDEST: Final = 110
"""Text that is hard-wrapped has no line longer than this."""


def units(text: str) -> tuple[Span, ...]:
    """The pieces of a page that are judged as one: its solid lines without surrounding space; where the page is hard-wrapped,
    the lines of one paragraph together (such a span holds newlines).
    """
    blocks: list[list[Span]] = [[]]
    at = 0
    for raw in text.split("\n"):
        solid = raw.strip()
        if solid:
            start = at + len(raw) - len(raw.lstrip())
            blocks[-1].append(Span(start, start + len(solid)))
        elif blocks[-1]:
            blocks.append([])
        at += len(raw) + 1
    blocks = [b for b in blocks if b]
    width = wrap_width(text, blocks)
    out: list[Span] = []
    for block in blocks:
        out += _joined(text, block, width) if width else block
    return tuple(out)


def wrap_width(text: str, blocks: Sequence[Sequence[Span]]) -> int:
    """The column at which the page is hard-wrapped, 0 if it is not.

    Wrapped text has no long line, and most of its lines run on: the next line of the same block could not have begun on
    them, and they do not end a sentence.
    """
    sizes = [s.end - s.start for block in blocks for s in block]
    if len(sizes) < 4 or max(sizes) > _WIDEST or max(sizes) < 40:
        return 0
    width = max(sizes)
    runs = followed = 0
    for block in blocks:
        for line, after in pairwise(block):
            followed += 1
            runs += _runs_on(text, line, after, width) and text[line.end - 1] not in _STOPS
    inside = sum(len(block) for block in blocks if len(block) > 1)
    return width if followed and runs >= 0.6 * followed and inside >= 0.5 * len(sizes) else 0


def _runs_on(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether the first word of `after` would not have fitted on `line`."""
    first = text[after.start : after.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(first) > width - 4


def _joined(text: str, block: Sequence[Span], width: int) -> list[Span]:
    """The lines of a block, those that run on joined to the next."""
    out = [block[0]]
    for line, after in pairwise(block):
        if _runs_on(text, line, after, width):
            out[-1] = Span(out[-1].start, after.end)
        else:
            out.append(after)
    return out
