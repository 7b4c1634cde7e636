"""The profiles of a collection side by side, with what comparing needs of each worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide.clusters import NEVER, Beside
from stemma.grouping.wide.decide import comparing, pair_scores
from stemma.grouping.wide.profiles import TERM, Profile, joined
from stemma.grouping.wide.weights import FIELDS, Floats, Ints, spread, sums

TOGETHER: Final = 2000
"""Profiles that are put on the shelf at a time."""
ALIKE: Final = 0.75
"""If pairs are of no more than this part of as many contents as articles, those of equal contents are scored once."""
NOBODY: Final = Profile("", None, 0, b"")


class Shelf(Sequence[Profile]):
    """Profiles by slot. Grows; what was removed leaves an empty slot. `days` are `NEVER` where no day is known."""

    def __init__(self) -> None:
        self.articles: list[str] = []
        self.days: Ints = np.zeros(0, np.int64)
        self._lengths: Ints = np.zeros(0, np.int64)
        self._records = np.zeros(0, TERM)
        self._starts: Ints = np.zeros(1, np.int64)
        self._norms: Floats = np.zeros((0, len(FIELDS)))
        self._whole: Ints = np.zeros((0, 7), np.int64)
        self._logs: Floats = np.zeros(0)
        self._content: Ints = np.zeros(0, np.int64)
        self._contents: dict[bytes, int] = {}
        self._gone: set[int] = set()

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, slot: int) -> Profile: ...
    @overload
    def __getitem__(self, slot: slice) -> list[Profile]: ...
    def __getitem__(self, slot: int | slice) -> Profile | list[Profile]:
        """The profile in a slot; without article and terms if it was removed."""
        if isinstance(slot, slice):
            return [self[s] for s in range(*slot.indices(len(self)))]
        if slot in self._gone:
            return NOBODY
        terms = self._records[self._starts[slot] : self._starts[slot + 1]].tobytes()
        return Profile(self.articles[slot], self.day(slot), int(self._lengths[slot]), terms)

    def day(self, slot: int) -> int | None:
        """The day of the article in a slot; None: not known."""
        day = int(self.days[slot])
        return None if day == NEVER else day

    def there(self, slots: Ints) -> NDArray[np.bool_]:
        """Of slots, whether what they held is still there."""
        if not self._gone:
            return np.ones(len(slots), bool)
        return ~np.isin(slots, np.fromiter(self._gone, np.int64, len(self._gone)))

    def extend(self, profiles: Sequence[Profile]) -> None:
        """Put profiles into the next slots."""
        records, starts = joined(profiles)
        days = np.array([NEVER if p.day is None else p.day for p in profiles], np.int64)
        self.fill([p.article for p in profiles], days, np.array([p.length for p in profiles], np.int64), records, starts)

    def fill(self, articles: Sequence[str], days: Ints, lengths: Ints, records: NDArray[np.void], starts: Ints) -> None:
        """As `extend`, of profiles taken apart: their records one after another, `starts` as in a `Sheaf`."""
        first, end = len(self), int(self._starts[len(self)])
        size = first + len(articles)
        self.days, self._lengths, self._logs = (_longer(a, first, size) for a in (self.days, self._lengths, self._logs))
        self._norms, self._whole = _longer(self._norms, first, size), _longer(self._whole, first, size)
        self._content = _longer(self._content, first, size)
        self._starts = _longer(self._starts, first + 1, size + 1)
        self._records = _longer(self._records, end, end + len(records))
        self.days[first:size], self._lengths[first:size], self._logs[first:size] = days, lengths, np.log1p(lengths)
        self._starts[first + 1 : size + 1] = starts[1:] + end
        self._records[end : end + len(records)] = records
        for n in range(0, len(articles), TOGETHER):
            own = starts[n : n + TOGETHER + 1]
            norms, whole = sums(records[own[0] : own[-1]], own - own[0])
            self._norms[first + n : first + n + len(norms)], self._whole[first + n : first + n + len(norms)] = norms, whole
        self._content[first:size] = -1
        self.articles += articles

    def frozen(self, slots: Ints) -> tuple[Ints, Ints, NDArray[np.void], Ints]:
        """Days, lengths, records and how many records each has, of the articles in some slots: what `fill` puts back."""
        at, _ = spread(self._starts, slots)
        return self.days[slots], self._lengths[slots], self._records[at], self._starts[slots + 1] - self._starts[slots]

    def clear(self, slot: int) -> None:
        """Take the article out of a slot."""
        self._gone.add(slot)
        self.articles[slot] = ""
        self.days[slot] = NEVER
        self._lengths[slot] = 0
        self._records[self._starts[slot] : self._starts[slot + 1]] = np.zeros(1, TERM)

    def beside(self, slots: Sequence[int]) -> Beside:
        """What a `Cohort` needs of the articles in some slots."""
        own = np.array(slots, np.int64)
        at, _ = spread(self._starts, own)
        starts = np.zeros(len(own) + 1, np.int64)
        np.cumsum(self._starts[own + 1] - self._starts[own], out=starts[1:])
        return self._records[at], starts, self._norms[own], [self.day(s) for s in slots]

    def scores(self, x: Ints, y: Ints) -> Ints:
        """The logits, in `GRAIN`s, that articles in slots `x[n], y[n]` tell the same event; quickest where pairs of one `x` stand
        together. They follow from the contents of the two (terms and length), so that equal contents are compared once."""
        if len(x) < TOGETHER:
            return self._scores(x, y)
        own = np.unique(np.concatenate((x, y)))
        contents = self._contents
        for slot in own[self._content[own] < 0].tolist():
            self._content[slot] = contents.setdefault(_content(self[slot]), len(contents))
        if len(np.unique(self._content[own])) > ALIKE * len(own):
            return self._scores(x, y)
        a, b = self._content[x], self._content[y]
        _, first, place = np.unique(a * len(self._contents) + b, return_index=True, return_inverse=True)
        return self._scores(x[first], y[first])[place]

    def _scores(self, x: Ints, y: Ints) -> Ints:
        found = comparing(self._records, self._starts, self._norms, self._whole, self._logs, x, y)
        if found is not None:
            return found
        some, place = np.unique(np.concatenate((x, y)), return_inverse=True)
        return pair_scores([self[s] for s in some.tolist()], place[: len(x)], place[len(x) :])


def _content(one: Profile) -> bytes:
    return blake2b(one.terms, digest_size=16, salt=one.length.to_bytes(8, "little")).digest()


def _longer(array: NDArray[Any], used: int, least: int) -> NDArray[Any]:
    """The array itself, or, where it is shorter than that, a copy of what is used of it, with room for a quarter more."""
    if least <= len(array):
        return array
    out = np.zeros((least + least // 4, *array.shape[1:]), array.dtype)
    out[:used] = array[:used]
    return out
