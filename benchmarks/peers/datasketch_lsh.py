"""datasketch: MinHash and LSH, candidates put to the rule. Pages are hashed in bulk, n-grams by one multiplication (no SHA-1)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from datasketch import MinHash, MinHashLSH

from benchmarks.peers.lsh import BANDS, LINES, PERMUTATIONS, ROWS, candidates
from benchmarks.peers.rule import Pairs, grams, outcome, verified


def run(folder: Path, threads: int) -> tuple[Pairs, dict[str, Any]]:
    """Candidates by LSH, then the rule."""
    start = time.perf_counter()
    of = grams(folder, lines=LINES)
    read = time.perf_counter()
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    first = MinHash(num_perm=PERMUTATIONS, hashfunc=_low)
    pages = []
    ends = of.starts.tolist()
    for n in range(len(ends) - 1):
        page = MinHash(num_perm=PERMUTATIONS, permutations=first.permutations, scheme=first.scheme, hashfunc=_low)
        page.update_batch(of.hashes[ends[n] : ends[n + 1]].tolist())
        pages.append(page)
        index.insert(n, page, check_duplication=False)
    left, right = candidates([index.query(page) for page in pages])
    met = time.perf_counter()
    found = verified(of, left, right)
    seconds = {"n-grams": read - start, "candidates": met - read, "verifying": time.perf_counter() - met}
    return outcome(found, seconds={k: round(v, 2) for k, v in seconds.items()}, candidates=len(left))


def _low(value: int) -> int:
    """32 bits of an n-gram's hash: they are hashed already."""
    return value & 0xFFFFFFFF
