"""Average-linkage clustering with one fixed threshold, exact and independent of the order of items up to ties."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stemma.models.likeness import Matrix

_GRID = 1_000_000


def clusters(
    likeness: Matrix, threshold: float, together: Sequence[tuple[int, int]] = (), apart: Sequence[tuple[int, int]] = ()
) -> list[list[int]]:
    """Items joined while the mean likeness (0..1, six digits count) between two clusters is at least `threshold`.

    `likeness` is symmetric, `(n, n)`. The best pair of clusters is joined first; among equals the one with the lowest items,
    so give the items in an order that does not depend on the input's. Items of `together` are joined first of all, whatever their
    likeness; clusters with two items of `apart` are never joined, unless `together` has done so. Returns clusters of indices,
    each sorted, by first item.
    UPGMA (Sokal and Michener 1958).
    """
    count = len(likeness)
    # Whole numbers: sums of them are the same in any order.
    total = np.round(likeness * _GRID).astype(np.int64)
    size = np.ones(count, dtype=np.int64)
    members = [[n] for n in range(count)]
    mean = total.astype(np.float64)
    np.fill_diagonal(mean, -1.0)
    barred = np.zeros((count, count), dtype=bool)
    for i, j in apart:
        barred[i, j] = barred[j, i] = True
    mean[barred] = -1.0
    waiting = list(reversed(together))
    while count > 1:
        if waiting:
            pair = waiting.pop()
            one, two = (next(n for n, m in enumerate(members) if i in m) for i in pair)
            if one == two:
                continue
        else:
            best = int(np.argmax(mean))
            one, two = divmod(best, len(likeness))
            if mean[one, two] < threshold * _GRID:
                break
        one, two = min(one, two), max(one, two)
        barred[one] |= barred[two]
        barred[:, one] |= barred[:, two]
        total[one] += total[two]
        total[:, one] += total[:, two]
        size[one] += size[two]
        members[one] = sorted(members[one] + members[two])
        members[two] = []
        mean[two, :] = -1.0
        mean[:, two] = -1.0
        alive = np.array([bool(m) for m in members])
        alive[one] = False
        fresh = np.where(alive & ~barred[one], total[one] / (size[one] * size), -1.0)
        mean[one, :] = fresh
        mean[:, one] = fresh
        count -= 1
    return sorted(m for m in members if m)
