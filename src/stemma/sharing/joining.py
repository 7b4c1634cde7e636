"""Pairs -> groups, by union-find (Tarjan 1975: path halving, the smaller row the root)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.compiling import compiled


@compiled
def _unite(left: Any, right: Any, roots: Any) -> None:  # pragma: no cover - machine code
    for p in range(len(left)):
        a = left[p]
        b = right[p]
        while roots[a] != a:
            roots[a] = roots[roots[a]]
            a = roots[a]
        while roots[b] != b:
            roots[b] = roots[roots[b]]
            b = roots[b]
        if a < b:
            roots[b] = a
        else:
            roots[a] = b
    for row in range(len(roots)):
        roots[row] = roots[roots[row]]  # a root is never larger than its row: those before are flat already


def joined(rows: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> list[list[int]]:
    """The rows (of 0 to `rows`) that pairs join: each group ascending, groups by their first row; single rows left out."""
    roots = np.arange(rows, dtype=np.int64)
    _unite(left, right, roots)
    order = np.argsort(roots, kind="stable")
    starts = np.flatnonzero(np.diff(roots[order], prepend=-1))
    return [part.tolist() for part in np.split(order, starts[1:]) if len(part) > 1] if rows else []
