"""Where in two texts the shared words stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stemma.model import Span
from stemma.sharing.words import places


@dataclass(frozen=True, slots=True)
class Aligned:
    """A passage that two texts share: where it stands in either (code points, half-open), and its number of words."""

    left: Span
    right: Span
    words: int


def aligned(left_text: str, right_text: str, *, words: int = 5) -> tuple[Aligned, ...]:
    """The passages of at least `words` words that two texts share, in order of the left text.

    Every passage is as long as it can be, and the folded words at its two spans are equal one by one. A passage that stands in
    the left text again is told once for every place; where the right text holds it more than once, the longest match is taken,
    and the first of equals. Time grows with the lengths of the texts, and with the repetitions of runs of `words` words in the
    right one (at most 16 of each are tried).
    """
    one, at_one = places(left_text)
    other, at_other = places(right_text)
    a, b = one.tolist(), other.tolist()
    held: dict[tuple[int, ...], list[int]] = {}
    for n in range(len(b) - words + 1):
        where = held.setdefault(tuple(b[n : n + words]), [])
        if len(where) < _TRIED:
            where.append(n)
    out: list[Aligned] = []
    for n, m, length in _runs(a, b, held, words):
        left = Span(int(at_one[n, 0]), int(at_one[n + length - 1, 1]))
        right = Span(int(at_other[m, 0]), int(at_other[m + length - 1, 1]))
        out.append(Aligned(left, right, length))
    return tuple(out)


_TRIED = 16


def _runs(a: list[int], b: list[int], held: dict[tuple[int, ...], list[int]], words: int) -> Iterator[tuple[int, int, int]]:
    """(word of a, word of b, words) of every longest common run, left to right, none inside another in `a`."""
    n = 0
    while n <= len(a) - words:
        best, at = 0, -1
        for m in held.get(tuple(a[n : n + words]), ()):
            length = words
            while n + length < len(a) and m + length < len(b) and a[n + length] == b[m + length]:
                length += 1
            if length > best:
                best, at = length, m
        if best:
            yield n, at, best
            n += best
        else:
            n += 1
