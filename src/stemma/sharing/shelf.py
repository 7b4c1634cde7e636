"""Texts -> their words on a shelf: in memory as far as that goes, the rest on disk; and what is known of all texts together."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadInput
from stemma.sharing.desk import Desk
from stemma.sharing.grams import Pages, row_bits_of
from stemma.sharing.nouns import Settings, Text, Texts
from stemma.sharing.store import Store, name_of
from stemma.sharing.words import room_of, words_of

BATCH: Final = 4 << 20
"""Bytes of a batch of texts."""
SMALL: Final = 1 << 26
"""Words that are held before the whole room is asked for."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some texts one after the other in UTF-8, and where each ends."""

    raw: bytes | memoryview
    ends: NDArray[np.int64]


@dataclass(slots=True)
class Segment:
    """The words of a batch; `hashes` None where they lie in the store under `name`."""

    name: str
    starts: NDArray[np.int64]
    prints: NDArray[np.uint64]
    hashes: NDArray[np.uint32] | None


@dataclass(slots=True)
class Shelf:
    """The words of all texts, in segments in the order of arrival; text number n of a segment is `firsts[segment] + n` of all."""

    store: Store
    room: int
    """Bytes of words that may stay in memory."""
    batch: int = BATCH
    """Bytes of texts that are worked on together; some such batches are in memory at a time."""
    ids: list[str] = field(default_factory=list)
    outlets: array[int] = field(default_factory=lambda: array("i"))
    names: dict[str, int] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    firsts: list[int] = field(default_factory=lambda: [0])
    held: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, dtype=np.uint32))
    """The words of all segments that are in memory, one after the other; longer than they are."""
    top: int = 0
    rooms: list[NDArray[np.uint32]] = field(default_factory=list)
    """Where words are written before they are put on the shelf, to be used again: memory is dear the first time it is touched."""

    def words(self, n: int) -> NDArray[np.uint32]:
        """The words of segment n."""
        segment = self.segments[n]
        if segment.hashes is not None:
            return segment.hashes
        return self.store.need(segment.name)[0]

    def fill(self, texts: Iterable[Text | Texts], desk: Desk) -> None:
        """Put all texts on the shelf. Raises `BadInput` (not-a-text) for an item that is no `Text`."""
        for segment, room in desk.each("reading", self._segment, self._batches(texts)):
            if 4 * (self.top + len(segment.hashes)) > self.room:
                if not self.store.keeps:
                    segment.name = f"words-{len(self.segments)}"
                    self.store.save(segment.name, (segment.hashes, segment.starts, segment.prints.reshape(-1)))
                segment.hashes = None
            else:
                segment.hashes = self._hold(segment.hashes)
            if room is not None:
                self.rooms.append(room)
            self.segments.append(segment)
            self.firsts.append(self.firsts[-1] + len(segment.starts) - 1)
        self.rooms.clear()

    @property
    def whole(self) -> bool:
        """Whether all words are in memory; then `held` has them in the order of arrival."""
        return all(segment.hashes is not None for segment in self.segments)

    def starts(self) -> NDArray[np.int64]:
        """Where in all words each text begins, and their end."""
        tops = np.cumsum([0, *(s.starts[-1] for s in self.segments)])
        parts = (s.starts[1:] + top for s, top in zip(self.segments, tops[:-1], strict=True))
        return np.concatenate([np.zeros(1, dtype=np.int64), *parts])

    def _hold(self, hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """A copy behind those held. After a small room all is asked for at once: the system gives it as it is filled."""
        if self.top + len(hashes) > len(self.held):
            most = self.room // 4
            held = np.empty(most if self.top + len(hashes) > SMALL else min(most, SMALL), dtype=np.uint32)
            held[: self.top] = self.held[: self.top]
            self.held = held
            top = 0
            for segment in self.segments:
                if segment.hashes is not None:
                    segment.hashes = held[top : top + len(segment.hashes)]
                    top += len(segment.hashes)
        self.top += len(hashes)
        out = self.held[self.top - len(hashes) : self.top]
        out[:] = hashes
        return out

    def _segment(self, batch: Batch) -> tuple[Segment, NDArray[np.uint32] | None]:
        """The words of a batch, found in the store or made (and kept there), and the room that they were written to."""
        name = ""
        if self.store.keeps:
            name = name_of("words", (unicodedata.unidata_version.encode(), batch.ends.tobytes(), batch.raw))
            found = self.store.load(name)
            if found is not None:
                return Segment(name, found[1], found[2].reshape(-1, 2), found[0]), None
        needed = room_of(len(batch.raw), len(batch.ends))
        room = self.rooms.pop() if self.rooms else None
        if room is None or len(room) < needed:
            room = np.empty(needed + needed // 8, dtype=np.uint32)
        made = words_of(batch.raw, batch.ends, room)
        if name:
            self.store.save(name, (made.hashes, made.starts, made.prints.reshape(-1)))
        return Segment(name, made.starts, made.prints, made.hashes), room

    def _batches(self, texts: Iterable[Text | Texts]) -> Iterator[Batch]:
        """The texts in UTF-8, some megabytes at a time; ids and outlets are noted."""
        parts: list[bytes] = []
        size = unknown = 0
        ids: Sequence[str]
        outlets: Sequence[str]
        for text in texts:
            if isinstance(text, Text):
                ids, outlets = (text.id,), (text.outlet,)
            elif isinstance(text, Texts):
                ids, outlets = text.ids, text.outlets
            else:
                raise BadInput(
                    "sharing", "not-a-text", f"found {type(text).__name__}, needed a Text", "Text(id=…, outlet=…, text=…)"
                )
            self.ids.extend(ids)
            for outlet in outlets:
                # Pages of which the outlet is not known are taken for pages of as many outlets.
                unknown += not outlet
                self.outlets.append(self.names.setdefault(outlet or f"\0{unknown}", len(self.names)))
            if isinstance(text, Text):
                parts.append(text.text.encode("utf-8", "surrogatepass"))
                size += len(parts[-1])
            if parts and (size >= self.batch or isinstance(text, Texts)):
                yield _batch(parts)
                parts, size = [], 0
            if isinstance(text, Texts):
                yield from _cut(text, self.batch)
        if parts:
            yield _batch(parts)


def _cut(texts: Texts, size: int) -> Iterator[Batch]:
    """Columns in batches of about `size` bytes."""
    raw = memoryview(texts.raw).cast("B")
    first = 0
    while first < len(texts.ids):
        begin = int(texts.starts[first])
        last = max(first + 1, int(np.searchsorted(texts.starts, begin + size, side="left")))
        last = min(last, len(texts.ids))
        yield Batch(raw[begin : int(texts.starts[last])], texts.starts[first + 1 : last + 1] - begin)
        first = last


def _batch(parts: list[bytes]) -> Batch:
    return Batch(b"".join(parts), np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))))


@dataclass(frozen=True, slots=True)
class Census:
    """What is known of all texts together. `ids` are sorted, each once. Per text in order of arrival: `first`, the text of equal
    words that stands for it (itself for most), and `use`, whether it stands for itself; `pages.ranks` is its place in `ids`."""

    ids: tuple[str, ...]
    first: NDArray[np.int64]
    use: NDArray[np.bool_]
    pages: Pages
    row_bits: int


def take_census(shelf: Shelf, settings: Settings) -> Census:
    """Sort the ids, find texts of equal words, count the pages of every outlet.

    A text that comes twice counts once; raises `BadInput` (id-twice) if two different ones have one id.
    """
    texts = len(shelf.ids)
    prints = np.concatenate([np.zeros((0, 2), dtype=np.uint64), *(s.prints for s in shelf.segments)])
    outlets = np.array(shelf.outlets, dtype=np.int32)
    order = sorted(range(texts), key=shelf.ids.__getitem__)
    again = np.zeros(texts, dtype=np.bool_)
    ids: list[str] = []
    before = -1
    for here in order:
        if ids and shelf.ids[here] == ids[-1]:
            if (prints[here] != prints[before]).any() or outlets[here] != outlets[before]:
                raise BadInput(ids[-1], "id-twice", "two different texts have this id", "give every text an id of its own")
            again[here] = True
        else:
            ids.append(shelf.ids[here])
            before = here
    ranks = np.empty(texts, dtype=np.int64)
    ranks[order] = np.cumsum(~again[order]) - 1
    first = equals(prints, 2 * ranks + again)
    return Census(
        ids=tuple(ids),
        first=first,
        use=first == np.arange(texts),
        pages=Pages(outlets, chrome_limits(outlets[~again], settings), ranks, int((first == np.arange(texts)).sum())),
        row_bits=row_bits_of(texts),
    )


def equals(prints: NDArray[np.uint64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every text the one that stands for it: of those of equal fingerprints (shape (texts, 2)) that of the lowest `order`."""
    by_words = np.lexsort((order, prints[:, 1], prints[:, 0]))
    new = np.ones(len(prints), dtype=np.bool_)
    new[1:] = (prints[by_words][1:] != prints[by_words][:-1]).any(axis=1)
    first = np.empty(len(prints), dtype=np.int64)
    first[by_words] = by_words[np.flatnonzero(new)][np.cumsum(new) - 1]
    return first


def chrome_limits(outlets: NDArray[np.int32], settings: Settings) -> NDArray[np.int32]:
    """For every outlet (numbered from 0) on how many of its pages an n-gram may stand before it is page chrome; `outlets` has the
    outlet of every text, each text once."""
    pages = np.bincount(outlets)
    limits: NDArray[np.int32] = np.clip(pages * settings.part, 2, settings.pages).astype(np.int32)
    return limits
