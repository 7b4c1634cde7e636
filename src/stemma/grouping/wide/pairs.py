"""How two articles compare: what they share, and where what one is about is missing from the other."""

from __future__ import annotations

from typing import Final

import numpy as np

from stemma.grouping.wide.profiles import DAY, FIGURE, NAME, PLACE
from stemma.grouping.wide.weights import FIELDS, Floats, Ints, Sheaf, matches, totals

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
BLOCK: Final = 2000


def pair_features(one: Sheaf, a: Ints, b: Ints) -> Floats:
    """The numbers by which the pair model decides, named in `PAIR_FEATURES`, a row for each pair `a[n], b[n]` of articles of the
    sheaf; symmetric in the two."""
    rows = [_block(one, a[n : n + BLOCK], b[n : n + BLOCK]) for n in range(0, len(a), BLOCK)]
    return np.concatenate(rows) if rows else np.zeros((0, len(PAIR_FEATURES)))


def _block(one: Sheaf, a: Ints, b: Ints) -> Floats:
    n = len(a)
    pair, x, y = matches(one, a, b)
    norms = one.norms[a] * one.norms[b]
    cosines = totals(pair, one.raw[x] * one.raw[y], n) / np.where(norms > 0, norms, 1.0)
    fx, fy = one.flags[x], one.flags[y]
    word_x, word_y = fx & (FIGURE | DAY) == 0, fy & (FIGURE | DAY) == 0
    both = word_x & word_y
    # Both articles give a shared term its own weight (forms of one stem differ in idf): the smaller.
    least = np.minimum(one.idf[x], one.idf[y]) * both
    name = (fx | fy) & NAME > 0
    shared = totals(pair, np.stack((least * name, least * ~name), axis=1), n)
    owner = np.repeat(np.arange(len(one.lengths)), np.diff(one.starts))
    kinds = _kinds(one.flags, one.head)
    whole = totals(
        owner, one.idf[:, None] * np.concatenate((kinds, (one.flags & (FIGURE | DAY) == 0)[:, None]), axis=1), len(one.lengths)
    )
    shorter = np.minimum(whole[a, 4], whole[b, 4])
    sum_shared = shared.sum(axis=1)
    columns = [cosines, np.log1p(shared), _part(sum_shared, shorter)[:, None]]
    of_a = totals(pair, one.idf[x][:, None] * (kinds[x] * word_y[:, None]), n)
    of_b = totals(pair, one.idf[y][:, None] * (kinds[y] * word_x[:, None]), n)
    missing_a = np.where(whole[a, :4] > 0, 1.0 - _part(of_a, whole[a, :4]), 0.0)
    missing_b = np.where(whole[b, :4] > 0, 1.0 - _part(of_b, whole[b, :4]), 0.0)
    columns.append(np.stack((np.minimum(missing_a, missing_b), np.maximum(missing_a, missing_b)), axis=2).reshape(n, 8))
    figure_x, figure_y = fx & FIGURE > 0, fy & FIGURE > 0
    number = (figure_x & figure_y).astype(np.float64)
    counted = totals(pair, np.stack((number, number * one.head[x], number * one.head[y], (fx & fy & DAY) > 0), axis=1), n)
    has = totals(
        owner, np.stack(((one.flags & FIGURE > 0) & one.head, one.flags & DAY > 0), axis=1).astype(np.float64), len(one.lengths)
    )
    differ = (has[a, 0] > 0) & (has[b, 0] > 0) & (counted[:, 1] == 0) & (counted[:, 2] == 0)
    dates = (has[a, 1] > 0) & (has[b, 1] > 0) & (counted[:, 3] == 0)
    la, lb = np.log1p(one.lengths[a]), np.log1p(one.lengths[b])
    columns.append(
        np.stack((differ, (counted[:, 0] > 0) * 1.0 + (counted[:, 0] > 2), dates, np.minimum(la, lb), np.abs(la - lb)), axis=1)
    )
    return np.concatenate(columns, axis=1)


def _kinds(flags: np.ndarray, head: np.ndarray) -> np.ndarray:
    """Head terms that are people, places, names, words."""
    word = head & (flags & (FIGURE | DAY) == 0)
    name, place = flags & NAME > 0, flags & PLACE > 0
    return np.stack((word & name & ~place, word & place, word & name, word), axis=1)


def _part(some: Floats, whole: Floats) -> Floats:
    return np.minimum(some / np.where(whole > 0, whole, 1.0), 1.0)
