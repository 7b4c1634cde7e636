"""How many n-grams two texts share: one dense counter per text over all others, no array of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.compiling import compiled
from stemma.sharing.grams import Lists


@compiled
def _walk(
    rows: Any, ends: Any, kinds: Any, low: int, high: int, heads: Any, refs: Any, fill: bool
) -> None:  # pragma: no cover - machine code
    """Which lists each of the texts `low` to `high` must walk: counted into `heads` (shifted by one), or filled into `refs`
    behind `heads`.

    A text walks the texts before it in a list; so the first of a list need not walk it. Of a short list the texts themselves are
    noted, as -1 - text: most lists are short, and looking one up costs more than walking it. In a crowd the anchors walk the
    whole list and the others only the anchors.
    """
    start = np.int64(0)
    full = np.int64(0)
    for n in range(len(ends)):
        end = ends[n]
        if kinds[n] == 0:
            few = end - start <= 4
            for k in range(start + 1, end):
                row = rows[k] - low
                if 0 <= row < high - low:
                    if not fill:
                        heads[row + 1] += k - start if few else 1
                    elif few:
                        for before in range(start, k):
                            refs[heads[row]] = -1 - rows[before]
                            heads[row] += 1
                    else:
                        refs[heads[row]] = n
                        heads[row] += 1
        elif kinds[n] == 1:
            full = start
        else:
            for k in range(full, start):
                row = rows[k] - low
                if 0 <= row < high - low:
                    anchor = False
                    for a in range(start, end):
                        if rows[a] == rows[k]:
                            anchor = True
                    if fill:
                        refs[heads[row]] = n - 1 if anchor else n
                        heads[row] += 1
                    else:
                        heads[row + 1] += 1
        start = end


@compiled
def _count(
    rows: Any,
    ends: Any,
    heads: Any,
    refs: Any,
    low: int,
    first: int,
    last: int,
    least: int,
    seen: Any,
    met: Any,
    left: Any,
    right: Any,
    shared: Any,
) -> Any:  # pragma: no cover - machine code
    """Pairs (left < right) of the texts `first` to `last` with all before them that share `least` n-grams; returns how many.

    `heads[n]` is of text `low + n`. More may be found than the outputs hold; then call again with more room.
    """
    found = 0
    for doc in range(first, last):
        top = 0
        for r in range(heads[doc - low], heads[doc - low + 1]):
            n = refs[r]
            if n < 0:
                other = -1 - n
                if seen[other] == 0:
                    met[top] = other
                    top += 1
                seen[other] += 1
                continue
            start = ends[n - 1] if n else np.int64(0)
            for k in range(start, ends[n]):
                other = rows[k]
                if other >= doc:
                    break
                if seen[other] == 0:
                    met[top] = other
                    top += 1
                seen[other] += 1
        for k in range(top):
            other = met[k]
            if seen[other] >= least:
                if found < len(left):
                    left[found] = other
                    right[found] = doc
                    shared[found] = seen[other]
                found += 1
            seen[other] = 0
    return found


@compiled
def _pick(
    rows: Any, ends: Any, kinds: Any, first: int, last: int, out_rows: Any, out_ends: Any, out_kinds: Any, tops: Any
) -> None:  # pragma: no cover
    """Copy the lists in which one of the texts `first` to `last` stands behind another (a crowd with its anchors)."""
    row_top = np.int64(0)
    list_top = np.int64(0)
    start = np.int64(0)
    n = 0
    while n < len(ends):
        end = ends[n]
        stop = n + 1
        if kinds[n] == 1:
            stop = n + 2
        wanted = False
        for k in range(start if kinds[n] == 1 else start + 1, end):
            if first <= rows[k] < last:
                wanted = True
                break
        if wanted:
            base = start
            for m in range(n, stop):
                for k in range(base, ends[m]):
                    out_rows[row_top] = rows[k]
                    row_top += 1
                base = ends[m]
                out_ends[list_top] = row_top
                out_kinds[list_top] = kinds[m]
                list_top += 1
        start = ends[stop - 1]
        n = stop
    tops[0] = row_top
    tops[1] = list_top


def pick(lists: Lists, first: int, last: int) -> Lists:
    """The lists that the texts `first` to `last` must walk."""
    rows, ends, kinds = np.empty_like(lists.rows), np.empty_like(lists.ends), np.empty_like(lists.kinds)
    tops = np.zeros(2, dtype=np.int64)
    _pick(lists.rows, lists.ends, lists.kinds, first, last, rows, ends, kinds, tops)
    r, n = tops.tolist()
    return Lists(rows[:r].copy(), ends[:n].copy(), kinds[:n].copy(), lists.keys[:0], lists.flags[:0])


@dataclass(frozen=True, slots=True)
class Walks:
    """Which of `lists` the texts `first` to `last` must walk: text `first + n` those of `refs[heads[n] : heads[n + 1]]`
    (-1 - m: a list that holds text m alone)."""

    lists: Lists
    first: int
    last: int
    heads: NDArray[np.int64]
    refs: NDArray[np.int32]


def walks(lists: Lists, first: int, last: int) -> Walks:
    """What the texts `first` to `last` must walk."""
    heads = np.zeros(last - first + 1, dtype=np.int64)
    _walk(lists.rows, lists.ends, lists.kinds, first, last, heads, np.zeros(0, dtype=np.int32), False)
    np.cumsum(heads, out=heads)
    refs = np.empty(int(heads[-1]), dtype=np.int32)
    _walk(lists.rows, lists.ends, lists.kinds, first, last, heads.copy(), refs, True)
    return Walks(lists, first, last, heads, refs)


Counts = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]


def count(walk: Walks, first: int, last: int, least: int) -> Counts:
    """Pairs of the texts `first` to `last` with those before them that share at least `least` n-grams: left, right, shared."""
    lists = walk.lists
    seen, met = np.zeros(last, dtype=np.int32), np.empty(last, dtype=np.int32)
    room = 1 << 16
    while True:
        left, right, shared = (np.empty(room, dtype=np.int32) for _ in range(3))
        found = _count(
            lists.rows, lists.ends, walk.heads, walk.refs, walk.first, first, last, least, seen, met, left, right, shared
        )
        if found <= room:
            return left[:found].copy(), right[:found].copy(), shared[:found].copy()
        room = found
