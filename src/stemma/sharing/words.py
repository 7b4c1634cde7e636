"""Texts -> the hashes of their words, in machine code over UTF-8 (the definition is `stemma.sharing.folding`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.compiling import compiled
from stemma.sharing.folding import hard_hash, table

_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts. Text n has `hashes[starts[n] : starts[n + 1]]` (uint32); `prints` (uint64, shape (texts, 2)) are
    fingerprints of each text's whole sequence of words."""

    hashes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    prints: NDArray[np.uint64]


@compiled
def _cut(
    data: Any, ends: Any, kinds: Any, hashes: Any, starts: Any, prints: Any, hard: Any, places: Any, placed: Any
) -> int:  # pragma: no cover - machine code
    """Fill the outputs; returns the number of hard words, which may be more than `hard` holds (then call again with more room).

    `hard` rows: word number, first byte, end byte. With `placed` the first and end byte of every word go to `places`.
    """
    n = 0
    found = 0
    i = 0
    for doc in range(len(ends)):
        end = ends[doc]
        starts[doc] = n
        while i < end:
            b = data[i]
            if b < 128:
                kind = kinds[b]
                width = 1
            elif b < 0xE0:
                kind = kinds[((np.int64(b) & 31) << 6) | (np.int64(data[i + 1]) & 63)]
                width = 2
            elif b < 0xF0:
                kind = kinds[((np.int64(b) & 15) << 12) | ((np.int64(data[i + 1]) & 63) << 6) | (np.int64(data[i + 2]) & 63)]
                width = 3
            else:
                kind = kinds[
                    ((np.int64(b) & 7) << 18)
                    | ((np.int64(data[i + 1]) & 63) << 12)
                    | ((np.int64(data[i + 2]) & 63) << 6)
                    | (np.int64(data[i + 3]) & 63)
                ]
                width = 4
            if kind < 0 and kind != -3:
                i += width
                continue
            # A word begins here.
            first = i
            last = i
            value = _BASIS
            slow = False
            while True:
                if kind >= 0:
                    value = (value ^ np.uint64(kind)) * _PRIME
                    i += width
                    last = i
                elif kind == -1:
                    break
                elif kind == -2:
                    i += width
                else:
                    slow = True
                    i += width
                    last = i
                if i >= end:
                    break
                b = data[i]
                if b < 128:
                    kind = kinds[b]
                    width = 1
                elif b < 0xE0:
                    kind = kinds[((np.int64(b) & 31) << 6) | (np.int64(data[i + 1]) & 63)]
                    width = 2
                elif b < 0xF0:
                    kind = kinds[((np.int64(b) & 15) << 12) | ((np.int64(data[i + 1]) & 63) << 6) | (np.int64(data[i + 2]) & 63)]
                    width = 3
                else:
                    kind = kinds[
                        ((np.int64(b) & 7) << 18)
                        | ((np.int64(data[i + 1]) & 63) << 12)
                        | ((np.int64(data[i + 2]) & 63) << 6)
                        | (np.int64(data[i + 3]) & 63)
                    ]
                    width = 4
            if slow:
                if found < len(hard):
                    hard[found, 0] = n
                    hard[found, 1] = first
                    hard[found, 2] = last
                found += 1
            value ^= value >> np.uint64(30)
            value *= _MIX_1
            value ^= value >> np.uint64(27)
            value *= _MIX_2
            hashes[n] = np.uint32(value >> np.uint64(32))
            if placed:
                places[n, 0] = first
                places[n, 1] = last
            n += 1
        starts[doc + 1] = n
    return found


@compiled
def _fingerprint(hashes: Any, starts: Any, prints: Any) -> None:  # pragma: no cover - machine code
    """Two 64-bit fingerprints of every text's words in their order."""
    for doc in range(len(starts) - 1):
        one = np.uint64(0x9E3779B97F4A7C15)
        two = np.uint64(0x165667B19E3779F9)
        for i in range(starts[doc], starts[doc + 1]):
            word = np.uint64(hashes[i])
            one = (one ^ word) * _MIX_1
            one ^= one >> np.uint64(29)
            two = (two + word) * _MIX_2
            two ^= two >> np.uint64(31)
        prints[doc, 0] = one
        prints[doc, 1] = two


def words(texts: Sequence[str], *, encoded: Sequence[bytes] | None = None) -> Words:
    """The words of `texts`. `encoded` may give the same texts in UTF-8 (surrogates let through) where they are at hand."""
    parts = [t.encode("utf-8", "surrogatepass") for t in texts] if encoded is None else encoded
    data = np.frombuffer(b"".join(parts), dtype=np.uint8)
    ends = np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)))
    return _words(data, ends, np.zeros((1, 2), dtype=np.int64), False)


def _words(data: NDArray[np.uint8], ends: NDArray[np.int64], places: NDArray[np.int64], placed: bool) -> Words:
    hashes = np.empty(len(data) // 2 + len(ends) + 1, dtype=np.uint32)
    starts = np.zeros(len(ends) + 1, dtype=np.int64)
    prints = np.empty((len(ends), 2), dtype=np.uint64)
    room = 4096
    while True:
        hard = np.empty((room, 3), dtype=np.int64)
        found = _cut(data, ends, table(), hashes, starts, prints, hard, places, placed)
        if found <= room:
            break
        room = found
    if found:
        raw = data.tobytes() if found > 64 else data
        for n, first, last in hard[:found].tolist():
            hashes[n] = hard_hash(bytes(raw[first:last]))
    hashes = hashes[: starts[-1]].copy()
    _fingerprint(hashes, starts, prints)
    return Words(hashes, starts, prints)


def places(text: str) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashes of one text's words and where each stands: half-open ranges of code points, shape (words, 2)."""
    raw = text.encode("utf-8", "surrogatepass")
    data = np.frombuffer(raw, dtype=np.uint8)
    at = np.zeros((len(raw) // 2 + 2, 2), dtype=np.int64)
    found = _words(data, np.array([len(raw)], dtype=np.int64), at, True)
    at = at[: len(found.hashes)]
    # Bytes that begin a code point, counted: byte place -> code point place.
    points = np.concatenate(([0], np.cumsum((data & 0xC0) != 0x80)))
    return found.hashes, points[at]
