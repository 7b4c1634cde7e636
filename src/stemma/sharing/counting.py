"""How many n-grams two texts share: one dense counter per text over all others, no array of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.compiling import compiled
from stemma.sharing.grams import Lists


@compiled
def _walk(rows: Any, ends: Any, kinds: Any, heads: Any, refs: Any, fill: bool) -> None:  # pragma: no cover - machine code
    """Which lists each text must walk: first counted into `heads` (shifted by one), then filled into `refs` behind `heads`.

    A text walks the texts before it in a list; so the first of a list need not walk it. In a crowd the anchors walk the whole
    list and the others only the anchors.
    """
    start = np.int64(0)
    full = np.int64(0)
    for n in range(len(ends)):
        end = ends[n]
        if kinds[n] == 0:
            for k in range(start + 1, end):
                if fill:
                    refs[heads[rows[k]]] = n
                    heads[rows[k]] += 1
                else:
                    heads[rows[k] + 1] += 1
        elif kinds[n] == 1:
            full = start
        else:
            for k in range(full, start):
                anchor = False
                for a in range(start, end):
                    if rows[a] == rows[k]:
                        anchor = True
                if fill:
                    refs[heads[rows[k]]] = n - 1 if anchor else n
                    heads[rows[k]] += 1
                else:
                    heads[rows[k] + 1] += 1
        start = end


@compiled
def _count(
    rows: Any,
    ends: Any,
    heads: Any,
    refs: Any,
    first: int,
    last: int,
    least: int,
    seen: Any,
    met: Any,
    left: Any,
    right: Any,
    shared: Any,
) -> int:  # pragma: no cover - machine code
    """Pairs (left < right) of the texts `first` to `last` with all before them that share `least` n-grams; returns how many.

    More may be found than the outputs hold; then call again with more room.
    """
    found = 0
    for doc in range(first, last):
        top = 0
        for r in range(heads[doc], heads[doc + 1]):
            n = refs[r]
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


def walks(lists: Lists, texts: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """For every text where its part of the second array begins (shape (texts + 1,)), and the numbers of the lists it must walk."""
    heads = np.zeros(texts + 1, dtype=np.int64)
    none = np.zeros(0, dtype=np.int32)
    _walk(lists.rows, lists.ends, lists.kinds, heads, none, False)
    np.cumsum(heads, out=heads)
    refs = np.empty(int(heads[-1]), dtype=np.int32)
    moving = heads.copy()
    _walk(lists.rows, lists.ends, lists.kinds, moving, refs, True)
    return heads, refs


def count(
    lists: Lists, heads: NDArray[np.int64], refs: NDArray[np.int32], first: int, last: int, least: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of the texts `first` to `last` with those before them that share at least `least` n-grams: left, right, shared."""
    texts = len(heads) - 1
    seen, met = np.zeros(texts, dtype=np.int32), np.empty(texts, dtype=np.int32)
    room = 1 << 16
    while True:
        left, right, shared = (np.empty(room, dtype=np.int32) for _ in range(3))
        found = _count(lists.rows, lists.ends, heads, refs, first, last, least, seen, met, left, right, shared)
        if found <= room:
            return left[:found].copy(), right[:found].copy(), shared[:found].copy()
        room = found
