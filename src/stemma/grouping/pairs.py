"""How two articles compare: what they share, and where what one is about is missing from the other."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

from stemma.grouping.profiles import FIELDS, NameKind, Profile, cosine

PAIR_FEATURES: Final = (
    *(f"cosine {f}" for f in FIELDS),
    "names shared",
    "matter shared",
    "share of the shorter",
    "people missing, less", "people missing, more",
    "places missing, less", "places missing, more",
    "names missing, less", "names missing, more",
    "head missing, less", "head missing, more",
    "head numbers differ",
    "numbers shared",
    "dates differ",
    "length of the shorter",
    "ratio of lengths",
)  # fmt: skip
"""What `pair_features` returns, in order."""

_ALL: Final[tuple[NameKind, ...]] = ("person", "place", "other")


def pair_features(a: Profile, b: Profile) -> list[float]:
    """The numbers by which the pair model decides, named in `PAIR_FEATURES`; symmetric in its arguments."""
    out = [cosine(a.vectors[f], b.vectors[f]) for f in FIELDS]
    shared = [term for term in a.weight if term in b.weight]
    # Both articles give a shared term its own weight (a name's word in one may be plain matter in the other): the smaller.
    names = math.fsum(min(a.weight[t], b.weight[t]) for t in shared if t in a.kinds or t in b.kinds)
    matter = math.fsum(min(a.weight[t], b.weight[t]) for t in shared if t not in a.kinds and t not in b.kinds)
    shorter = min(math.fsum(a.weight.values()), math.fsum(b.weight.values()))
    out += [math.log1p(names), math.log1p(matter), (names + matter) / shorter if shorter else 0.0]
    for kinds in (("person",), ("place",), _ALL):
        out += _both(a, _head_names(a, kinds), b, _head_names(b, kinds))
    out += _both(a, a.head, b, b.head)
    differ = a.head_numbers and b.head_numbers and not a.head_numbers & b.numbers and not b.head_numbers & a.numbers
    common = len(a.numbers & b.numbers)
    out += [float(bool(differ)), float(common > 0) + float(common > 2)]
    out += [float(bool(a.dates and b.dates and not a.dates & b.dates))]
    out += [math.log1p(min(a.length, b.length)), abs(math.log1p(a.length) - math.log1p(b.length))]
    return out


def _head_names(profile: Profile, kinds: Collection[NameKind]) -> frozenset[str]:
    return frozenset(t for t in profile.head if profile.kinds.get(t) in kinds)


def _both(a: Profile, in_a: Collection[str], b: Profile, in_b: Collection[str]) -> list[float]:
    """The weighted part of `in_a` that `b` does not hold anywhere and of `in_b` that `a` does not: the less, the more."""
    return sorted((_missing(a, in_a, b), _missing(b, in_b, a)))


def _missing(own: Profile, terms: Collection[str], other: Profile) -> float:
    whole = math.fsum(own.weight[t] for t in sorted(terms))
    return math.fsum(own.weight[t] for t in sorted(terms) if t not in other.weight) / whole if whole else 0.0
