"""Texts -> the hashes of their words, in machine code over UTF-8 (the definition is `stemma.sharing.folding`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
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
def _point(data: Any, i: int) -> Any:  # pragma: no cover - machine code
    """The code point that begins with byte `i`, and its width in bytes; (0, 1), which separates, where there is none."""
    b = np.int64(data[i])
    if b < 128:
        return b, 1
    width = 2 if b < 0xE0 else 3 if b < 0xF0 else 4
    if i + width > len(data):
        return 0, 1
    one = np.int64(data[i + 1]) & 63
    if width == 2:
        return ((b & 31) << 6) | one, 2
    two = np.int64(data[i + 2]) & 63
    if width == 3:
        return ((b & 15) << 12) | (one << 6) | two, 3
    code = ((b & 7) << 18) | (one << 12) | (two << 6) | (np.int64(data[i + 3]) & 63)
    return (code, 4) if code < 0x110000 else (0, 1)


@compiled
def _finished(value: Any) -> Any:  # pragma: no cover - machine code
    """The hash of a word from that of its code points: the mixer of SplitMix64."""
    value ^= value >> np.uint64(30)
    value *= _MIX_1
    value ^= value >> np.uint64(27)
    value *= _MIX_2
    return np.uint32(value >> np.uint64(32))


@compiled
def _fingerprint(hashes: Any, begin: int, end: int, out: Any) -> None:  # pragma: no cover - machine code
    """Two 64-bit fingerprints of the words `begin` to `end` in their order."""
    one = np.uint64(0x9E3779B97F4A7C15)
    two = np.uint64(0x165667B19E3779F9)
    for i in range(begin, end):
        word = np.uint64(hashes[i])
        one = (one ^ word) * _MIX_1
        one ^= one >> np.uint64(29)
        two = (two + word) * _MIX_2
        two ^= two >> np.uint64(31)
    out[0] = one
    out[1] = two


@compiled
def _cut(
    data: Any, ends: Any, kinds: Any, hashes: Any, starts: Any, hard: Any, places: Any, placed: Any
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
            code, width = _point(data, i)
            kind = kinds[code]
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
                code, width = _point(data, i)
                kind = kinds[code]
            if slow:
                if found < len(hard):
                    hard[found, 0] = n
                    hard[found, 1] = first
                    hard[found, 2] = last
                found += 1
            hashes[n] = _finished(value)
            if placed:
                places[n, 0] = first
                places[n, 1] = last
            n += 1
        starts[doc + 1] = n
    return found


@compiled
def _swift(
    data: Any, ends: Any, kinds: Any, small: Any, hashes: Any, starts: Any, prints: Any, hard: Any
) -> Any:  # pragma: no cover - machine code
    """As `_cut`, without a branch for every word: the hash is made byte by byte and kept where a word ends.

    `small` is `kinds` for single bytes: 0 separates, 255 begins a longer code point. `hard[text]` is set where a text has hard
    words; the hashes of these are wrong. Fills the fingerprints of all texts too. Returns whether there are hard words.
    """
    n: Any = 0
    begin = 0
    any_hard = False
    longest = 0
    for doc in range(len(ends)):
        longest = max(longest, ends[doc] - begin)
        begin = ends[doc]
    raw = np.empty(longest // 2 + 2, dtype=np.uint64)
    begin = 0
    for doc in range(len(ends)):
        end = ends[doc]
        hard[doc] = False
        value = _BASIS
        inside = np.int64(0)
        top = np.int64(0)
        i = begin
        while i < end:
            c = small[data[i]]
            if c != 255:
                raw[top] = value
                letter = np.int64(c != 0)
                top += inside & (1 - letter)
                value = (value ^ np.uint64(c)) * _PRIME if letter else _BASIS
                inside = letter
                i += 1
                continue
            code, width = _point(data, i)
            kind = kinds[code]
            i += width
            if kind >= 0:
                value = (value ^ np.uint64(kind)) * _PRIME
                inside = np.int64(1)
            elif kind == -3 or (kind == -4 and inside):
                hard[doc] = True
                any_hard = True
                inside = np.int64(1)
            elif kind != -2 or not inside:
                raw[top] = value
                top += inside
                value = _BASIS
                inside = np.int64(0)
        raw[top] = value
        top += inside
        starts[doc] = n
        for k in range(top):
            hashes[n + k] = _finished(raw[k])
        _fingerprint(hashes, n, n + top, prints[doc])
        n += top
        begin = end
    starts[len(ends)] = n
    return any_hard


def words(texts: Sequence[str]) -> Words:
    """The words of `texts`."""
    parts = [t.encode("utf-8", "surrogatepass") for t in texts]
    return words_of(b"".join(parts), np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))))


def words_of(raw: bytes | memoryview | NDArray[np.uint8], ends: NDArray[np.int64], room: NDArray[np.uint32] | None = None) -> Words:
    """The words of texts that lie one after the other in `raw` (UTF-8, surrogates let through), each up to its byte of `ends`.

    `room`, of at least `room_of(len(raw), len(ends))` hashes, is written to and the words are a view of it; without it they get
    room of their own.
    """
    data = np.frombuffer(raw, dtype=np.uint8)
    data.setflags(write=False)  # machine code is made anew for arrays that can be written
    hashes = np.empty(room_of(len(data), len(ends)), dtype=np.uint32) if room is None else room
    starts = np.zeros(len(ends) + 1, dtype=np.int64)
    prints = np.empty((len(ends), 2), dtype=np.uint64)
    hard = np.zeros(len(ends), dtype=np.bool_)
    if _swift(data, ends, table(), _small(), hashes, starts, prints, hard):
        for doc in np.flatnonzero(hard).tolist():
            begin = int(ends[doc - 1]) if doc else 0
            own, _ = _hard_words(data[begin : ends[doc]], False)
            hashes[starts[doc] : starts[doc + 1]] = own
            _fingerprint(own, 0, len(own), prints[doc])
    if room is None:
        hashes.resize(int(starts[-1]), refcheck=False)
    return Words(hashes[: starts[-1]], starts, prints)


def room_of(size: int, texts: int) -> int:
    """As many words as some texts of so many bytes can have."""
    return size // 2 + texts + 1


@cache
def _small() -> NDArray[np.uint8]:
    """`table` for single bytes; see `_swift`."""
    out = np.full(256, 255, dtype=np.uint8)
    out[:128] = np.maximum(table()[:128], 0)
    return out


def _hard_words(data: NDArray[np.uint8], placed: bool) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashes of the words of one text, and with `placed` the bytes where each begins and ends."""
    hashes = np.empty(len(data) // 2 + 2, dtype=np.uint32)
    places = np.zeros((len(hashes) if placed else 1, 2), dtype=np.int64)
    starts = np.zeros(2, dtype=np.int64)
    room = 1024
    while True:
        hard = np.empty((room, 3), dtype=np.int64)
        found = _cut(data, np.array([len(data)], dtype=np.int64), table(), hashes, starts, hard, places, placed)
        if found <= room:
            break
        room = found
    raw = data.tobytes() if found else b""
    for n, first, last in hard[:found].tolist():
        hashes[n] = hard_hash(raw[first:last])
    return hashes[: starts[1]], places[: starts[1]]


def places(text: str) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashes of one text's words and where each stands: half-open ranges of code points, shape (words, 2)."""
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    hashes, at = _hard_words(data, True)
    # Bytes that begin a code point, counted: byte place -> code point place.
    points = np.concatenate(([0], np.cumsum((data & 0xC0) != 0x80)))
    return hashes, points[at]
