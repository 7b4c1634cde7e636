"""What the two MinHash peers share."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.rule import Grams

BANDS, ROWS = (int(n) for n in os.environ.get("STEMMA_BENCH_LSH", "85x3").split("x"))
PERMUTATIONS: Final = BANDS * ROWS
THRESHOLD: Final = round((1 / BANDS) ** (1 / ROWS), 2)
LINES: Final = os.environ.get("STEMMA_BENCH_LINES", "1") == "1"


def tokens(of: Grams) -> Iterator[list[bytes]]:
    """The n-grams of every page, eight bytes each."""
    ends = of.starts.tolist()
    for a, b in pairwise(ends):
        raw = of.hashes[a:b].tobytes()
        yield [raw[k : k + 8] for k in range(0, len(raw), 8)]


def candidates(met: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs (left < right) that answers to queries make, each once."""
    sizes = np.fromiter((len(m) for m in met), np.int64, len(met))
    left = np.repeat(np.arange(len(met)), sizes)
    right = np.fromiter((k for m in met for k in m), np.int64, int(sizes.sum()))
    order = left < right
    both = np.unique(left[order] * len(met) + right[order])
    return both // max(1, len(met)), both % max(1, len(met))
