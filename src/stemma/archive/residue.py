"""Many byte strings looked for at once in files and values: what proves that something is gone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

LEAST: Final = 8
"""Bytes that a needle must have: shorter ones are found by chance."""
_CHUNK: Final = 8_000_000
_BITS: Final = 20
_MIX: Final = np.uint32(2654435761)
_GRAM: Final = 8
_WORD: Final = re.compile(r"\S+")
_WINDOW: Final = 32
_STEP: Final = 256
_HEAD: Final = 64


class Needles:
    """Byte strings to look for, each of at least `LEAST` bytes. One pass finds all of them, however many there are."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self.all = tuple(sorted({n for n in needles if len(n) >= LEAST}))
        self._starts: dict[bytes, list[bytes]] = defaultdict(list)
        for needle in self.all:
            self._starts[needle[:LEAST]].append(needle)
        self._table = np.zeros(1 << _BITS, dtype=bool)
        if self._starts:
            # Those that share their first four bytes share a place; the rest is told apart afterwards.
            self._table[[_hashes(start[:4])[0] for start in self._starts]] = True
        self.longest = max(map(len, self.all), default=0)

    def within(self, data: bytes) -> dict[bytes, int]:
        """The needles that stand in some bytes, each with the offset at which it is first found."""
        found: dict[bytes, int] = {}
        if len(data) < LEAST or not self.all:
            return found
        for at in np.flatnonzero(self._table[_hashes(data)]).tolist():
            for needle in self._starts.get(data[at : at + LEAST], ()):
                if needle not in found and data.startswith(needle, at):
                    found[needle] = at
        return found

    def in_file(self, file: Path, read: Callable[[int], None] = lambda size: None) -> dict[bytes, int]:
        """The same for a file of any size; `read` is told how many bytes were, again and again. Raises `OSError`."""
        found: dict[bytes, int] = {}
        with file.open("rb") as opened:
            before, start = b"", 0
            while data := opened.read(_CHUNK):
                chunk = before + data
                for needle, at in self.within(chunk).items():
                    found.setdefault(needle, start + at)
                before = chunk[-self.longest :] if self.longest else b""
                start += len(chunk) - len(before)
                read(len(data))
        return found


def _hashes(data: bytes) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """A number below 2 ** `_BITS` for every four bytes that follow each other."""
    b = np.frombuffer(data, dtype=np.uint8).astype(np.uint32)
    four = b[:-3] | (b[1:-2] << np.uint32(8)) | (b[2:-1] << np.uint32(16)) | (b[3:] << np.uint32(24))
    mixed: np.ndarray[tuple[int], np.dtype[np.uint32]] = (four * _MIX) >> np.uint32(32 - _BITS)
    return mixed


def grams(text: str, most: int = 500) -> tuple[bytes, ...]:
    """Stretches of `_GRAM` words that follow each other on a line (the whole line, if it has fewer), at most `most` of them, spread
    evenly. As UTF-8; quotation marks and backslashes end a stretch, because JSON writes them in another way."""
    out = []
    for line in re.split(r'[\n\r"\\\x00-\x1f]', text):
        words = [m.span() for m in _WORD.finditer(line)]
        if not words:
            continue
        for n in range(0, max(1, len(words) - _GRAM + 1), _GRAM // 2):
            end = words[min(n + _GRAM, len(words)) - 1][1]
            out.append(line[words[n][0] : end].encode("utf-8", "surrogatepass"))
    kept = [g for g in dict.fromkeys(out) if len(g) >= 3 * LEAST]
    step = max(1, -(-len(kept) // most))
    return tuple(kept[::step])


def windows(blob: bytes) -> tuple[bytes, ...]:
    """Pieces of a stored value by which a copy of it in freed space would be known; its head, like many others', is left out."""
    return tuple(blob[n : n + _WINDOW] for n in range(_HEAD, len(blob) - _WINDOW, _STEP))


def explained(needles: Sequence[bytes], values: Iterable[tuple[str, bytes]]) -> Mapping[bytes, str]:
    """For each needle that stands in one of the values (name, bytes) the name of the first that holds it."""
    wanted = Needles(needles)
    out: dict[bytes, str] = {}
    for name, value in values:
        if len(out) == len(wanted.all):
            break
        for needle in wanted.within(value):
            out.setdefault(needle, name)
    return out
