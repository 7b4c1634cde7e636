"""Bodies of invented articles, a shard at a time: sentence patterns drawn by their usage, slots filled from the article's theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from benchmarks.corpus.language import BROKEN, CLASSES, DRAWS, ENDERS, Ints, Language, Marks

OWN: Final = 14
"""Words of each class that an article keeps coming back to."""
FROM_OWN: Final = np.array(
    [{"N": 0.45, "V": 0.3, "I": 0.3, "J": 0.35, "F": 0.75, "L": 0.75, "P": 0.8, "O": 0.8, "Q": 0.5}.get(c, 0.0) for c in CLASSES]
)
"""How often a slot takes such a word."""
WORDS: Final = 215.0
"""Median words of a body; chrome and title come on top."""
SPREAD: Final = 0.55
"""Standard deviation of the logarithm of a body's length."""
EVENT: Final = 0.02
"""Share of articles on events that are planted; half of the events have a look-alike."""


@dataclass(frozen=True)
class Body:
    """An article's words and marks, sentence after sentence; `sentences` are the starts of its sentences and its end."""

    words: Ints
    marks: Marks

    def sentences(self) -> list[tuple[int, int]]:
        """Its sentences as (start, end)."""
        ends = np.flatnonzero(ENDERS[self.marks & 15]) + 1
        return list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))

    def taking(self, parts: list[tuple[int, int]]) -> Body:
        """The body that has these runs of it, in this order."""
        at = np.concatenate([np.arange(a, b) for a, b in parts])
        return Body(self.words[at], self.marks[at])


@dataclass(frozen=True)
class Event:
    """Articles of one planted event, and the event that it looks like (same place, same kind of thing; names, numbers differ)."""

    articles: tuple[int, ...]
    like: int | None


def joined(parts: list[Body]) -> Body:
    """One body after the other."""
    return Body(np.concatenate([p.words for p in parts]), np.concatenate([p.marks for p in parts]))


def bodies(
    lang: Language, rng: Generator, many: int, short: np.ndarray | None = None
) -> tuple[list[Body], list[Ints], list[Event]]:
    """`many` bodies, the words each is about, and the events planted among them; `short` marks those of a few dozen words."""
    own = lang.topical[np.arange(len(CLASSES))[None, :, None], rng.integers(0, DRAWS, (many, len(CLASSES), OWN))]
    planted = _events(rng, many, own, lang)
    lengths = np.clip(rng.lognormal(np.log(WORDS), SPREAD, many), 60, 3000)
    if short is not None:
        lengths[short] = rng.uniform(35, 90, int(short.sum()))
    mean = float(lang.lengths[lang.usage[:: len(lang.usage) // 4096]].mean())
    counts = np.maximum(2, np.round(lengths / mean)).astype(np.int64)
    patterns = lang.usage[rng.integers(0, len(lang.usage), int(counts.sum()))]
    sizes = lang.lengths[patterns]
    ends = np.cumsum(sizes)
    at = np.arange(ends[-1]) + np.repeat(lang.starts[patterns] - (ends - sizes), sizes)
    words, marks = lang.items[at], lang.marks[at]
    last = np.cumsum(counts) - 1
    breaks = rng.random(len(patterns)) < 0.45
    breaks[last] = True
    closing = ends[breaks] - 1
    marks[closing] = (marks[closing] & 16) | BROKEN[marks[closing] & 15]
    stops = ends[last]
    starts = np.concatenate([[0], stops[:-1]])
    article = np.repeat(np.arange(many, dtype=np.int32), stops - starts)
    slots = np.flatnonzero(words < 0)
    kind = -1 - words[slots]
    drawn = lang.draws[kind, rng.integers(0, DRAWS, len(slots))]
    mine = rng.random(len(slots)) < FROM_OWN[kind]
    # The first of an article's own words come most often: the smaller of two draws.
    which = np.minimum(rng.integers(0, OWN, len(slots)), rng.integers(0, OWN, len(slots)))
    words[slots] = np.where(mine, own[article[slots], kind, which], drawn)
    out = [Body(words[a:b], marks[a:b]) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
    return out, [own[n, 0] for n in range(many)], planted


def _events(rng: Generator, many: int, own: Ints, lang: Language) -> list[Event]:
    """Give articles of one event the same own words; those of its look-alike the same kind of thing at the same place."""
    out: list[Event] = []
    free = rng.permutation(many)[: int(many * EVENT)].tolist()
    named = [CLASSES.index(c) for c in "FLOQ"]
    while len(free) >= 8:
        of = [free.pop() for _ in range(int(rng.integers(3, 6)))]
        for n in of[1:]:
            _same(rng, own, of[0], n)
        out.append(Event(tuple(sorted(of)), None))
        if rng.random() < 0.5 and len(free) >= 3:
            other = [free.pop() for _ in range(3)]
            own[other[0]][[c for c in range(len(CLASSES)) if c not in named]] = own[of[0]][
                [c for c in range(len(CLASSES)) if c not in named]
            ]
            for n in other[1:]:
                _same(rng, own, other[0], n)
            out.append(Event(tuple(sorted(other)), len(out) - 1))
    return out


def _same(rng: Generator, own: Ints, source: int, to: int) -> None:
    keep = rng.random(own.shape[1:]) < 0.3
    own[to] = np.where(keep, own[to], own[source])
