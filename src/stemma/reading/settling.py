"""Chances of lines -> which lines are the report, with two things settled that a line's own chance leaves open.

A bare short line alone between two paragraphs is a heading in the report unless it is very unlikely to be. And an address to
the reader (a plea, a letter, a newsletter box) cut off from the report by furniture goes as a whole, if the report itself does
not speak to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.reading.features import QUOTED, has_cue, is_reporting
from stemma.text.words import plain

THRESHOLD: Final = 0.35
HEADING: Final = 0.1
"""Least chance of a bare short line between two paragraphs (cross-validated on rendered pages: below it no heading is lost)."""

_ADDRESS: Final = re.compile(r"\b(?:we|us|our|ours|you|your|yours|i|my)\b", re.IGNORECASE)


def settle(lines: Sequence[str], chances: Sequence[float]) -> list[bool]:
    """Whether each line belongs to the report; `chances` are the line model's, 0..1."""
    even = [plain(line).strip() for line in lines]
    inside = [p >= THRESHOLD for p in chances]
    size = [len(line.split()) for line in even]
    for i in range(1, len(lines) - 1):
        alone = chances[i - 1] > 0.6 and chances[i + 1] > 0.6 and size[i - 1] > 12 and size[i + 1] > 12
        if alone and not inside[i] and size[i] <= 12 and chances[i] >= HEADING and not has_cue(even[i]):
            inside[i] = True
    return _without_addresses(even, size, inside)


def _without_addresses(lines: Sequence[str], size: Sequence[int], inside: list[bool]) -> list[bool]:
    stretches = _stretches(inside)
    speaks = [len(_ADDRESS.findall(QUOTED.sub(" ", line))) * (size[i] > 4) for i, line in enumerate(lines)]
    words = {s: sum(size[i] for i in range(*s)) for s in stretches}
    total = sum(words.values())
    out = list(inside)
    for stretch in stretches:
        span = [i for i in range(*stretch) if size[i] > 4]
        rest = [
            i
            for other in stretches
            if other != stretch
            for i in range(*other)
            if size[i] > 12 and not _is_address(lines, speaks, size, other)
        ]
        if not span or words[stretch] > 0.4 * total or sum(speaks[i] > 1 for i in rest) * 4 > len(rest) or len(rest) < 3:
            continue
        if _is_address(lines, speaks, size, stretch):
            out[slice(*stretch)] = [False] * (stretch[1] - stretch[0])
    return out


def _is_address(lines: Sequence[str], speaks: Sequence[int], size: Sequence[int], stretch: tuple[int, int]) -> bool:
    """Whether at least half of a stretch's paragraphs speak to the reader, and none reports without doing so at length."""
    span = [i for i in range(*stretch) if size[i] > 4]
    return (
        bool(span)
        and sum(s > 1 for s in (speaks[i] for i in span)) * 2 >= len(span)
        and not any(is_reporting(lines[i]) and speaks[i] < 4 for i in span)
    )


def _stretches(inside: Sequence[bool]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    start = None
    for i, kept in enumerate([*inside, False]):
        if kept and start is None:
            start = i
        elif not kept and start is not None:
            out.append((start, i))
            start = None
    return out
