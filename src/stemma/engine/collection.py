"""The pages of a collection on disk, read once: segments of encoded articles, each with heads, found again by what went into it.

A segment is `NNNNNN.jsonl` (an article or a refusal a line) beside `NNNNNN.heads` (the key of what it was made of, then a head a
line). A run that finds a segment with the right key does not read those pages again; a segment is whole or not there.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from stemma import codec
from stemma.disk import fill, put, sweep
from stemma.engine.base import ticking
from stemma.engine.steps import Head, Settled, head_line, head_of, seen
from stemma.model import Correction, Rejected
from stemma.reading import gather_bound

Advance = Callable[[str, int, int], None]


class Segments:
    """The segments in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)

    def holds(self, number: int, key: str) -> bool:
        """Whether the segment is there and made of what `key` stands for."""
        try:
            with self._heads(number).open(encoding="ascii") as file:
                return file.readline().rstrip("\n") == key and self.path(number).exists()
        except (OSError, UnicodeDecodeError):
            return False

    def write(self, number: int, key: str, found: Sequence[Settled]) -> None:
        """Keep what was read; the heads last, as it is they that say that the segment is there."""
        self._heads(number).unlink(missing_ok=True)
        put(self.path(number), b"".join(one.line + b"\n" for one in found))
        heads = "\n".join((key, *(head_line(one.head) for one in found)))
        put(self._heads(number), f"{heads}\n".encode("ascii"))

    def trim(self, count: int) -> None:
        """Remove segments from `count` on: an earlier run read more."""
        for path in self.folder.glob("[0-9]*.*"):
            if path.stem.isdigit() and int(path.stem) >= count:
                path.unlink()

    def heads(self, number: int) -> Iterator[Head | None]:
        """The heads of a segment, in order."""
        with self._heads(number).open(encoding="ascii") as file:
            file.readline()
            yield from map(head_of, file)

    def path(self, number: int) -> Path:
        """Where the articles are."""
        return self.folder / f"{number:06d}.jsonl"

    def _heads(self, number: int) -> Path:
        return self.folder / f"{number:06d}.heads"


@dataclass(frozen=True, slots=True)
class _Place:
    segment: int
    offset: int
    size: int


class Collection:
    """All that was read, as a reader would have it who had room for everything: articles sorted by id, after `gather`.

    Holds about 200 bytes an article (half a kilobyte while it is made); the articles stay on disk.
    """

    def __init__(self, segments: Segments, count: int, corrections: Sequence[Correction], advance: Advance) -> None:
        self._segments = segments
        self._gathered = segments.folder.parent / "gathered.jsonl"
        self.rejected: list[Rejected] = []
        heads: list[Head] = []
        places: list[_Place] = []
        for number in ticking(range(count), advance, "looking through", count):
            for head, place, line in self._lines(number):
                if head is None:
                    self.rejected.append(codec.rejected(line))
                else:
                    heads.append(head)
                    places.append(place)
        changed = self._gather(heads, places, corrections, advance)
        self._fill(heads, places, changed, advance)

    def _lines(self, number: int) -> Iterator[tuple[Head | None, _Place, bytes]]:
        offset = 0
        with self._segments.path(number).open("rb") as file:
            for head, line in zip(self._segments.heads(number), file, strict=True):
                yield head, _Place(number, offset, len(line) - 1), line if head is None else b""
                offset += len(line)

    def _gather(
        self, heads: Sequence[Head], places: Sequence[_Place], corrections: Sequence[Correction], advance: Advance
    ) -> dict[int, tuple[str, str, _Place] | None]:
        """What `gather` changes, written to a file of its own: the id, the hash and the place of an article that takes the place of
        another, or None where it is now part of another. By the place in `heads`; all others stay as they are."""
        days = [date.fromisoformat(head.day) for head in heads if head.day]
        given = gather_bound(heads, lambda ns: [codec.article(self._read(places[n])) for n in ns], corrections, days)
        changed: dict[int, tuple[str, str, _Place] | None] = {}

        def write(file: BinaryIO) -> None:
            offset = 0
            # How many of them there are only turns out as they are gone through.
            for n, one in ticking(given, advance, "gathering versions", 0):
                changed[n] = None
                if one is not None:
                    new = seen(one)
                    assert new.head is not None
                    file.write(new.line + b"\n")
                    changed[n] = (new.head.id, new.head.sha, _Place(-1, offset, len(new.line)))
                    offset += len(new.line) + 1

        fill(self._gathered, write)
        return changed

    def _fill(
        self,
        heads: Sequence[Head],
        places: Sequence[_Place],
        changed: Mapping[int, tuple[str, str, _Place] | None],
        advance: Advance,
    ) -> None:
        """The catalogue, sorted by id."""
        rows: list[tuple[str, str, int, int, int]] = []
        both = ticking(zip(heads, places, strict=True), advance, "making the catalogue", len(heads))
        for n, (head, place) in enumerate(both):
            found = changed.get(n, (head.id, head.sha, place))
            if found is not None:
                id, sha, at = found
                rows.append((id, sha, at.segment, at.offset, at.size))
        rows.sort()
        self.ids = [row[0] for row in rows]
        self._shas = [row[1] for row in rows]
        self._segment = array("i", (row[2] for row in rows))
        self._offset = array("q", (row[3] for row in rows))
        self._size = array("q", (row[4] for row in rows))

    def __len__(self) -> int:
        return len(self.ids)

    def _at(self, id: str) -> int:
        n = bisect_left(self.ids, id)
        if n == len(self.ids) or self.ids[n] != id:
            raise KeyError(id)
        return n

    def sha(self, id: str) -> str:
        """The hash of an article's encoded bytes."""
        return self._shas[self._at(id)]

    def line(self, id: str) -> bytes:
        """An article as encoded bytes. Raises `KeyError` for an id that is not here."""
        n = self._at(id)
        return self._read(_Place(self._segment[n], self._offset[n], self._size[n]))

    def lines(self) -> Iterator[bytes]:
        """All articles as encoded bytes, sorted by id, one read at a time."""
        return map(self.line, self.ids)

    def _read(self, place: _Place) -> bytes:
        path = self._gathered if place.segment < 0 else self._segments.path(place.segment)
        with path.open("rb") as file:
            file.seek(place.offset)
            return file.read(place.size)

    def key(self, *more: str) -> str:
        """A hash of all articles, and of what else decides."""
        digest = hashlib.sha256("\0".join(more).encode("utf-8", "surrogatepass"))
        for id, sha in zip(self.ids, self._shas, strict=True):
            digest.update(f"{id}{sha}".encode("ascii"))
        return digest.hexdigest()[:32]
