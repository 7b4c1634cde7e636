"""Words of two readings brought into line: which of them stand for each other, in order, and which were moved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from stemma.background import idf, is_function_word

_RUN: Final = 1.0
"""What a match gains from a neighbour that matches, too: words that stay together are the same words."""
_SLIGHT: Final = 0.25
"""What a function word counts: enough to be matched between others that match, never against them."""
MOVED: Final = 2
"""Words that a moved run holds at least: a single word at another place is as likely another use of it."""

Matches = tuple[tuple[int, int], ...]
Block = tuple[int, int, int, int]


def matched(one: Sequence[str], two: Sequence[str]) -> Matches:
    """Places `(i, j)` of equal words, rising in both: those that tell most, in runs as long as may be.

    A longest common subsequence (Needleman and Wunsch 1970) by weight: idf, and more for neighbours. `matched(two, one)` is the
    same turned round. Function words that match alone amid words that do not are given up: they make a difference hard to read.
    """
    ours, theirs = tuple(one), tuple(two)
    if theirs < ours:
        return tuple((i, j) for j, i in _matched(theirs, ours))
    return _matched(ours, theirs)


def blocks(pairs: Matches, one: int, two: int) -> list[Block]:
    """Stretches `(i1, i2, j1, j2)` between matches where one side at least has words, in order."""
    out, i, j = [], 0, 0
    for a, b in (*pairs, (one, two)):
        if a > i or b > j:
            out.append((i, a, j, b))
        i, j = a + 1, b + 1
    return out


def moved(one: Sequence[str], two: Sequence[str], left: Sequence[range], right: Sequence[range]) -> list[Block]:
    """Runs of words that stand in one of the stretches `left` of `one` and in another of `right` of `two`, in order of `one`.

    The longest runs come first; a run has at least `MOVED` words, one of them no function word; no word is in two runs.
    `moved(two, one, right, left)` is the same turned round, which of two runs of one length is taken included.
    """
    if tuple(two) < tuple(one):
        return sorted((i1, i2, j1, j2) for j1, j2, i1, i2 in _moved(two, one, right, left))
    return _moved(one, two, left, right)


def _moved(one: Sequence[str], two: Sequence[str], left: Sequence[range], right: Sequence[range]) -> list[Block]:
    """`moved` of words of which the first do not come after the second."""
    starts: dict[str, list[tuple[int, int]]] = {}
    for stretch in right:
        for j in stretch:
            starts.setdefault(two[j], []).append((j, stretch.stop))
    runs: list[tuple[int, int, int]] = []
    for stretch in left:
        for i in stretch:
            for j, stop in starts.get(one[i], ()):
                size = 1
                while i + size < stretch.stop and j + size < stop and one[i + size] == two[j + size]:
                    size += 1
                if size >= MOVED and not all(is_function_word(w) for w in one[i : i + size]):
                    runs.append((-size, i, j))
    taken_one: set[int] = set()
    taken_two: set[int] = set()
    out = []
    for size, i, j in sorted(runs):
        here, there = range(i, i - size), range(j, j - size)
        if taken_one.isdisjoint(here) and taken_two.isdisjoint(there):
            taken_one.update(here)
            taken_two.update(there)
            out.append((here.start, here.stop, there.start, there.stop))
    return sorted(out)


@lru_cache(maxsize=4096)
def _matched(one: tuple[str, ...], two: tuple[str, ...]) -> Matches:
    """`matched` of words of which the first do not come after the second; remembered: reports share their sentences."""
    found = [(n, n) for n in range(len(one))] if one == two else _best(one, two)
    return _tidy(found, one, len(one), len(two))


def _best(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int]]:
    """The heaviest common subsequence of two lists of words."""
    if not one or not two or set(one).isdisjoint(two):
        return []
    index = {word: n for n, word in enumerate(sorted({*one, *two}))}
    equal = np.equal.outer([index[w] for w in one], [index[w] for w in two])
    weight = np.array([_SLIGHT if is_function_word(w) else 1.0 + idf(w) for w in one])
    framed = np.pad(equal, 1)
    gain = np.where(equal, weight[:, None] + _RUN * (framed[:-2, :-2] | framed[2:, 2:]), 0.0)
    total = np.zeros((len(one) + 1, len(two) + 1))
    for i in range(len(one)):
        total[i + 1, 1:] = np.maximum(total[i, 1:], total[i, :-1] + gain[i])
        np.maximum.accumulate(total[i + 1], out=total[i + 1])
    best = total.tolist()
    out, i, j = [], len(one), len(two)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            out.append((i, j))
    return out[::-1]


def _tidy(pairs: Sequence[tuple[int, int]], one: Sequence[str], ours: int, theirs: int) -> Matches:
    """Give up runs of function words that stand between differences larger than themselves, as diff programs tidy up."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    kept: list[tuple[int, int]] = []
    for n, run in enumerate(runs):
        before = kept[-1] if kept else (-1, -1)
        after = runs[n + 1][0] if n + 1 < len(runs) else (ours, theirs)
        gaps = (
            max(run[0][0] - before[0], run[0][1] - before[1]) - 1,
            max(after[0] - run[-1][0], after[1] - run[-1][1]) - 1,
        )
        if min(gaps) < len(run) or not all(is_function_word(one[i]) for i, _ in run):
            kept += run
    return tuple(kept)
