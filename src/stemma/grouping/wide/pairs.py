"""How two articles compare: what they share, and where what one is about is missing from the other."""

from __future__ import annotations

from typing import Final

import numpy as np

from stemma.grouping.wide import compiling
from stemma.grouping.wide.profiles import DAY, FIGURE, NAME
from stemma.grouping.wide.surfaces import STEPS
from stemma.grouping.wide.weights import FIELDS, WEIGHT, Floats, Ints, Sheaf, kinds, matches, totals

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
LOGS: Final = np.log1p(np.arange(256 * 256) / STEPS)
"""`ln(1 + n)` of summed idf, by steps."""


def pair_features(one: Sheaf, a: Ints, b: Ints) -> Floats:
    """The numbers by which the pair model decides, named in `PAIR_FEATURES`, a row for each pair `a[n], b[n]` of articles of the
    sheaf; symmetric in the two, and the same with and without numba."""
    rows = np.empty((len(a), len(PAIR_FEATURES)))
    made = compiling.kernels()
    if made is not None:
        made.compared(one.records, WEIGHT, one.starts, one.norms, one.whole, one.logs, a, b, LOGS, rows)
        return rows
    raw = one.raw
    for n in range(0, len(a), BLOCK):
        rows[n : n + BLOCK] = _block(one, raw, a[n : n + BLOCK], b[n : n + BLOCK])
    return rows


def _block(one: Sheaf, raw: Floats, a: Ints, b: Ints) -> Floats:
    n = len(a)
    pair, x, y = matches(one, a, b)
    norms = one.norms[a] * one.norms[b]
    cosines = totals(pair, raw[x] * raw[y], n) / np.where(norms > 0, norms, 1.0)
    fx, fy = one.flags[x], one.flags[y]
    word_x, word_y = fx & (FIGURE | DAY) == 0, fy & (FIGURE | DAY) == 0
    both = word_x & word_y
    # Both articles give a shared term its own weight (forms of one stem differ in idf): the smaller.
    least = np.minimum(one.steps[x], one.steps[y]) * both
    name = (fx | fy) & NAME > 0
    shared = totals(pair, np.stack((least * name, least * ~name), axis=1), n)
    whole = one.whole.astype(np.float64)
    shorter = np.minimum(whole[a, 4], whole[b, 4])
    columns = [cosines, LOGS[shared.astype(np.int64)], _part(shared.sum(axis=1), shorter)[:, None]]
    of_a = totals(pair, one.steps[x][:, None] * (kinds(fx, one.head[x]) * word_y[:, None]), n)
    of_b = totals(pair, one.steps[y][:, None] * (kinds(fy, one.head[y]) * word_x[:, None]), n)
    missing_a = np.where(whole[a, :4] > 0, 1.0 - _part(of_a, whole[a, :4]), 0.0)
    missing_b = np.where(whole[b, :4] > 0, 1.0 - _part(of_b, whole[b, :4]), 0.0)
    columns.append(np.stack((np.minimum(missing_a, missing_b), np.maximum(missing_a, missing_b)), axis=2).reshape(n, 8))
    figure_x, figure_y = fx & FIGURE > 0, fy & FIGURE > 0
    number = (figure_x & figure_y).astype(np.float64)
    counted = totals(pair, np.stack((number, number * one.head[x], number * one.head[y], (fx & fy & DAY) > 0), axis=1), n)
    differ = (whole[a, 5] > 0) & (whole[b, 5] > 0) & (counted[:, 1] == 0) & (counted[:, 2] == 0)
    dates = (whole[a, 6] > 0) & (whole[b, 6] > 0) & (counted[:, 3] == 0)
    la, lb = one.logs[a], one.logs[b]
    columns.append(
        np.stack((differ, (counted[:, 0] > 0) * 1.0 + (counted[:, 0] > 2), dates, np.minimum(la, lb), np.abs(la - lb)), axis=1)
    )
    return np.concatenate(columns, axis=1)


def _part(some: Floats, whole: Floats) -> Floats:
    return np.minimum(some / np.where(whole > 0, whole, 1.0), 1.0)
