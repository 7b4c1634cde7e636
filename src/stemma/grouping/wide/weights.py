"""Profiles side by side: what each term weighs in each field, and where two articles hold the same term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide import compiling
from stemma.grouping.wide.profiles import DAY, FIGURE, LOG, NAME, PLACE, Profile, joined
from stemma.grouping.wide.surfaces import STEPS

FIELDS: Final = ("head", "body", "names", "people", "places", "matter", "numbers", "dates")
"""The vectors of an article, in the order in which the models read them. People are all names that are no places."""
HEAD, BODY, NAMES, PEOPLE, PLACES, MATTER, NUMBERS, DATES = range(len(FIELDS))
UNIT: Final = 4096
"""Vectors of length 1 are kept as whole multiples of 1/4096, so that sums of them are exact."""

WEIGHT: Final = (np.arange(256) / STEPS)[:, None] * LOG[None, :]
"""What a term weighs: by its idf in steps, by its count."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Profiles joined: their `records`; `term`, `flags` and idf (`steps`) of all records, whether in the `head`, what each weighs
    by its count in the article (`weight`) and in the head (`opening`); `starts` of each article's (one more: the end); of each
    article `norms` (lengths of its vectors), `logs` (ln of 1 and its words) and `whole`: summed idf of head terms that are
    people, places, names, words, and of all words; counts of numbers in the head and of parts of dates."""

    records: NDArray[np.void]
    term: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    head: NDArray[np.bool_]
    steps: Ints
    weight: Floats
    opening: Floats
    starts: Ints
    norms: Floats
    whole: Ints
    logs: Floats

    @property
    def raw(self) -> Floats:
        """Weights of each record in each field (made anew at every call)."""
        return _raw(self.flags, self.weight, self.opening)


def sheaf(profiles: Sequence[Profile]) -> Sheaf:
    """The profiles, in the order given."""
    records, starts = joined(profiles)
    term, flags, steps = records["term"].copy(), records["flags"].copy(), records["idf"].astype(np.int64)
    idf = records["idf"] / STEPS
    weight, opening = idf * LOG[records["count"]], idf * LOG[records["head"]]
    head = records["head"] > 0
    logs = np.log1p(np.fromiter((p.length for p in profiles), np.int64, len(profiles)))
    norms, whole = sums(records, starts)
    return Sheaf(records, term, flags, head, steps, weight, opening, starts, norms, whole, logs)


def sums(records: NDArray[np.void], starts: Ints) -> tuple[Floats, Ints]:
    """`norms` and `whole` of a `Sheaf`, of its records."""
    many = len(starts) - 1
    made = compiling.kernels()
    if made is not None:
        norms, whole = np.zeros((many, len(FIELDS))), np.zeros((many, 7), np.int64)
        made.summed(records, WEIGHT, starts, norms, whole)
        return norms, whole
    flags, head, idf = records["flags"], records["head"] > 0, records["idf"]
    raw = _raw(flags, WEIGHT[idf, records["count"]], WEIGHT[idf, records["head"]])
    owner = np.repeat(np.arange(many), np.diff(starts))
    counted = np.concatenate(
        (
            idf.astype(np.int64)[:, None] * np.concatenate((kinds(flags, head), (flags & (FIGURE | DAY) == 0)[:, None]), axis=1),
            np.stack(((flags & FIGURE > 0) & head, flags & DAY > 0), axis=1),
        ),
        axis=1,
    )
    return np.sqrt(totals(owner, raw * raw, many)), totals(owner, counted, many).astype(np.int64)


def units(records: NDArray[np.void], starts: Ints, norms: Floats) -> Ints:
    """What the records of articles weigh in each field, as vectors of length `UNIT`."""
    owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    idf = records["idf"]
    raw = _raw(records["flags"], WEIGHT[idf, records["count"]], WEIGHT[idf, records["head"]])
    return np.rint(raw / np.where(norms > 0, norms, 1.0)[owner] * UNIT).astype(np.int64)


def _raw(flags: NDArray[np.uint8], weight: Floats, opening: Floats) -> Floats:
    word, name, place = flags & (FIGURE | DAY) == 0, flags & NAME > 0, flags & PLACE > 0
    raw = np.empty((len(flags), len(FIELDS)))
    raw[:, HEAD] = opening * word
    raw[:, BODY] = weight * word
    raw[:, NAMES] = weight * name
    raw[:, PEOPLE] = weight * (name & ~place)
    raw[:, PLACES] = weight * place
    raw[:, MATTER] = weight * (word & ~name)
    raw[:, NUMBERS] = weight * (flags & FIGURE > 0)
    raw[:, DATES] = weight * (flags & DAY > 0)
    return raw


def kinds(flags: NDArray[np.uint8], head: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Head terms that are people, places, names, words."""
    word = head & (flags & (FIGURE | DAY) == 0)
    name, place = flags & NAME > 0, flags & PLACE > 0
    return np.stack((word & name & ~place, word & place, word & name, word), axis=1)


def totals(owner: Ints, values: Floats, size: int) -> Floats:
    """Sums of the rows of `values` by owner, each column one after another in the order of the rows."""
    return np.stack([np.bincount(owner, values[:, k], size) for k in range(values.shape[1])], axis=1)


def matches(one: Sheaf, a: Ints, b: Ints) -> tuple[Ints, Ints, Ints]:
    """For pairs of articles `a[n], b[n]`: the number of the pair and the two records, for every term that both hold.

    Ordered by pair, then by term."""
    left, place = np.unique(a, return_inverse=True)
    at_a, owner_a = spread(one.starts, left)
    at_b, owner_b = spread(one.starts, b)
    wanted = place[owner_b].astype(np.uint64) << np.uint64(32) | one.term[at_b]
    held = owner_a.astype(np.uint64) << np.uint64(32) | one.term[at_a]
    found = np.searchsorted(held, wanted)
    found[found == len(held)] = 0
    hit = np.flatnonzero(held[found] == wanted) if len(held) else np.zeros(0, np.int64)
    return owner_b[hit], at_a[found[hit]], at_b[hit]


def spread(starts: Ints, which: Ints) -> tuple[Ints, Ints]:
    """The records of the articles `which`, one after another, and the place in `which` that each belongs to."""
    sizes = starts[which + 1] - starts[which]
    owner = np.repeat(np.arange(len(which)), sizes)
    ends = np.cumsum(sizes)
    return np.arange(len(owner)) + (starts[which] - (ends - sizes))[owner], owner
