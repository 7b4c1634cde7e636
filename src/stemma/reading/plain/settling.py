"""Chances of lines -> which lines are the report, with a few things settled that a line's own chance leaves open.

A bare short line alone between two paragraphs is a heading in the report unless it is very unlikely to be. A few words that are
not sure to be report go if page furniture stands on both sides of them, if they begin with the name in the byline, or if they
ask the reader to pay or sign up (but not where a quarter of the report does). And an address to the reader (a plea, a letter, a
newsletter box) cut off from the report by furniture goes as a whole, if the report itself does not speak to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.reading.plain.features import QUOTED, has_cue, invites, is_reporting, pleads
from stemma.text.words import plain

THRESHOLD: Final = 0.3
HEADING: Final = 0.1
"""Least chance of a bare short line between two paragraphs (cross-validated on rendered pages: below it no heading is lost)."""

SURE: Final = 0.8
ISLAND_WORDS: Final = 25

_NAME: Final = re.compile(r"(?=\b([A-Z][\w'-]+ (?:[A-Z]\. )?[A-Z][\w'-]+))")
"""Two capitalised words in a row, wherever they begin (so that "By Ida Marlowe" holds "Ida Marlowe")."""
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
    for start, end in _stretches(inside):
        few = sum(size[start:end]) <= ISLAND_WORDS and max(chances[start:end]) < SURE
        if few and start and end < len(even) and invites(even[start - 1]) and invites(even[end]):
            inside[start:end] = [False] * (end - start)
    pleas = [i for i, kept in enumerate(inside) if kept and chances[i] < SURE and pleads(even[i]) and not is_reporting(even[i])]
    if len(pleas) * 4 <= sum(inside):
        for i in pleas:
            inside[i] = False
    first = next((i for i, kept in enumerate(inside) if kept), len(even))
    names = {pair for line in even[max(0, first - 6) : first] if len(line.split()) <= 12 for pair in _NAME.findall(line)}
    for i in range(first + 1, len(even)):
        opening = _NAME.match(even[i])
        if inside[i] and chances[i] < SURE and opening and opening[1] in names:
            inside[i] = False
    return _without_addresses(even, size, inside)


def _without_addresses(lines: Sequence[str], size: Sequence[int], inside: list[bool]) -> list[bool]:
    stretches = _stretches(inside)
    speaks = [len(_ADDRESS.findall(QUOTED.sub(" ", line))) * (size[i] > 4) for i, line in enumerate(lines)]
    words = {s: sum(size[i] for i in range(*s)) for s in stretches}
    total = sum(words.values())
    # Each stretch is looked at once: a page of ten thousand lines may have five thousand of them.
    addresses = [s for s in stretches if _is_address(lines, speaks, size, s)]
    report = [i for s in sorted(set(stretches) - set(addresses)) for i in range(*s) if size[i] > 12]
    out = list(inside)
    if len(report) < 3 or sum(speaks[i] > 1 for i in report) * 4 > len(report):
        return out
    for start, end in addresses:
        if words[start, end] <= 0.4 * total:
            out[start:end] = [False] * (end - start)
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
