"""The inner loops of growing clusters, for numba; as in `kernels`, results are those of the functions named, to the bit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from stemma.grouping.wide.compiling import compiled

Array = Any
"""Arrays: what numba sees is their type at the first call."""

_STEPS: Final = 29.0


@compiled
def counted(records: Array, weight: Array, starts: Array, norms: Array, unit: float, figure: int, out: Array) -> None:
    """What a `clusters.Cohort` knows of each record: `weights.units`, whether it counts, whether in the head, what it weighs."""
    for n in range(len(starts) - 1):
        for r in range(starts[n], starts[n + 1]):
            one = records[r]
            f = one.flags
            opening, body = weight[one.idf, one.head], weight[one.idf, one.count]
            for k in range(8):
                out[r, k] = 0
            if f & 12 == 0:
                out[r, 0], out[r, 1] = _unit(opening, norms[n, 0], unit), _unit(body, norms[n, 1], unit)
                if not f & 1:
                    out[r, 5] = _unit(body, norms[n, 5], unit)
            if f & 1:
                out[r, 2] = _unit(body, norms[n, 2], unit)
                if not f & 2:
                    out[r, 3] = _unit(body, norms[n, 3], unit)
            if f & 2:
                out[r, 4] = _unit(body, norms[n, 4], unit)
            if f & 4:
                out[r, 6] = _unit(body, norms[n, 6], unit)
            if f & 8:
                out[r, 7] = _unit(body, norms[n, 7], unit)
            out[r, 8] = 1 if f & 8 == 0 else 0
            out[r, 9] = 1 if f & 8 == 0 and one.head > 0 else 0
            out[r, 10] = figure if f & 4 else np.int64(one.idf)


@compiled
def _unit(value: float, norm: float, unit: float) -> Any:
    return np.int64(np.rint(value / (norm if norm > 0 else 1.0) * unit))


@compiled
def together(terms_: Array, at: Array, counts: Array, out: Array, squares: Array) -> int:
    """`clusters.Cohort.cluster`: sums the counts of records, ordered by term, and leaves each term once. How many there are."""
    made = -1
    for n in range(len(terms_)):
        r = at[n]
        if n == 0 or terms_[n] != terms_[made]:
            made += 1
            terms_[made] = terms_[n]
            for k in range(11):
                out[made, k] = counts[r, k]
        else:
            for k in range(10):
                out[made, k] += counts[r, k]
            out[made, 10] = min(out[made, 10], counts[r, 10])
    for n in range(made + 1):
        for k in range(8):
            squares[k] += out[n, k] * out[n, k]
    return made + 1


@compiled
def _side(own: Array, size: int, theirs: int, others: int, most: float, few: float, distinct: float, parts: Array) -> float:
    """One term of a cluster: adds to what `clusters._held` sums, and gives what `clusters._distinct` has with it."""
    part, w = own[8] / (size + 0.5), own[10]
    if part >= most and theirs / others <= few:
        distinct += w / _STEPS * (part - theirs / (others + 0.5))
    many, any_ = theirs >= most * others, theirs > 0
    if own[8] >= most * size and own[8] > 0:
        parts[0, 0] += w
        parts[0, 1] += w if many else 0
        if own[2] > 0:
            parts[1, 0] += w
            parts[1, 1] += w if many else 0
        if own[6] > 0:
            parts[3, 0] += w
            parts[3, 1] += w if any_ else 0
    if own[9] >= most * size and own[9] > 0:
        parts[2, 0] += w
        parts[2, 1] += w if any_ else 0
    return distinct


@compiled
def met(
    a: Array, in_a: Array, squares_a: Array, size_a: int, b: Array, in_b: Array, squares_b: Array, size_b: int, most: float,
    few: float, out: Array,
) -> None:  # fmt: skip
    """`clusters._met`."""
    dots, held_a, held_b = np.zeros(8, np.int64), np.zeros((4, 2), np.int64), np.zeros((4, 2), np.int64)
    core = np.int64(0)
    one = other = 0.0
    x = y = 0
    while x < len(a) or y < len(b):
        if y == len(b) or (x < len(a) and a[x] < b[y]):
            one = _side(in_a[x], size_a, 0, size_b, most, few, one, held_a)
            x += 1
        elif x == len(a) or b[y] < a[x]:
            other = _side(in_b[y], size_b, 0, size_a, most, few, other, held_b)
            y += 1
        else:
            for k in range(8):
                dots[k] += in_a[x, k] * in_b[y, k]
            if in_a[x, 8] >= most * size_a and in_b[y, 8] >= most * size_b:
                core += min(in_a[x, 10], in_b[y, 10])
            one = _side(in_a[x], size_a, in_b[y, 8], size_b, most, few, one, held_a)
            other = _side(in_b[y], size_b, in_a[x, 8], size_a, most, few, other, held_b)
            x += 1
            y += 1
    for k in range(8):
        square = np.sqrt(np.float64(squares_a[k]) * np.float64(squares_b[k]))
        out[k] = dots[k] / (square if square > 0 else 1.0)
    out[8], out[9], out[10] = one, other, core / _STEPS
    for k in range(4):
        out[11 + k] = held_a[k, 1] / held_a[k, 0] if held_a[k, 0] else 0.0
        out[15 + k] = held_b[k, 1] / held_b[k, 0] if held_b[k, 0] else 0.0


@compiled
def begin(total: Array, mean: Array, top: Array, at: Array, floor: float) -> None:
    """The first proposals of `clusters.linked`: for each row the highest average to its right, and where."""
    for a in range(len(total)):
        for b in range(a + 1, len(total)):
            if total[a, b] > floor:
                mean[a, b] = total[a, b]
                if mean[a, b] > top[a]:
                    top[a], at[a] = mean[a, b], b


@compiled
def propose(
    total: Array, best: Array, mean: Array, top: Array, at: Array, label: Array, sizes: Array, first: Array, last: Array,
    state: Array, limits: Array,
) -> bool:  # fmt: skip
    """`clusters.agglomerate` from one doubtful proposal to the next: `state` holds the two clusters asked about and, given back,
    the answer (-1 at first). False when there is nothing more to propose."""
    size = len(total)
    floor, grain, sure, most, free = limits[0], limits[1], limits[2], limits[3], limits[4]
    answer = state[2]
    a, b = state[0], state[1]
    while True:
        if answer == 0:
            mean[a, b] = -np.inf
            top[a] = -np.inf
            for c in range(a + 1, size):
                if mean[a, c] > top[a]:
                    top[a], at[a] = mean[a, c], c
        elif answer == 1:
            sizes[a] += sizes[b]
            first[a], last[a] = min(first[a], first[b]), max(last[a], last[b])
            for c in range(size):
                if label[c] == b:
                    label[c] = a
            sizes[b] = 0
            top[a] = top[b] = -np.inf
            for c in range(size):
                if sizes[c] == 0 or c == a:
                    continue
                total[a, c] += total[b, c]
                total[c, a] = total[a, c]
                best[a, c] = best[c, a] = max(best[a, c], best[b, c])
                value = total[a, c] / (sizes[a] * sizes[c])
                if not value > floor:
                    value = -np.inf
                if c < b:
                    mean[c, b] = -np.inf
                if c > a:
                    mean[a, c] = value
                    if value > top[a]:
                        top[a], at[a] = value, c
                    if c < b and at[c] == b:
                        top[c] = -np.inf
                        for d in range(c + 1, size):
                            if mean[c, d] > top[c]:
                                top[c], at[c] = mean[c, d], d
                else:
                    mean[c, a] = value
                    if at[c] == a or at[c] == b:
                        top[c] = -np.inf
                        for d in range(c + 1, size):
                            if mean[c, d] > top[c]:
                                top[c], at[c] = mean[c, d], d
                    elif value > top[c] or (value == top[c] and a < at[c]):
                        top[c], at[c] = value, a
            for d in range(b + 1, size):
                mean[b, d] = -np.inf
            mean[a, b] = -np.inf
        a = np.argmax(top)
        if top[a] == -np.inf:
            return False
        b = at[a]
        average = mean[a, b] / grain
        gap = max(first[b] - last[a], first[a] - last[b])
        # No day known: the gap is huge, but no time is taken off.
        unknown = first[a] > last[a] or first[b] > last[b]
        if average - most > sure or (average > sure and (unknown or gap <= free)):
            answer = 1
            continue
        state[0], state[1] = a, b
        return True
