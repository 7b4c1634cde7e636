"""rensa: MinHash (RMinHash) and LSH, candidates put to the rule.

Tuned: see `TUNED` in benchmarks/peers/rule.py for what is done to the pages first; n-grams go in as eight bytes each, which is
quicker than strings; pages are put into the index and asked for in bulk.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from rensa import RMinHash, RMinHashLSH

from benchmarks.peers.lsh import BANDS, LINES, PERMUTATIONS, THRESHOLD, candidates, tokens
from benchmarks.peers.rule import Pairs, grams, outcome, verified


def run(folder: Path, threads: int) -> tuple[Pairs, dict[str, Any]]:
    """Candidates by LSH, then the rule."""
    start = time.perf_counter()
    of = grams(folder, lines=LINES)
    read = time.perf_counter()
    pages = RMinHash.from_token_sets(tokens(of), PERMUTATIONS, 42)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert_many(pages)
    left, right = candidates(index.query_all(pages))
    met = time.perf_counter()
    found = verified(of, left, right)
    seconds = {"n-grams": read - start, "candidates": met - read, "verifying": time.perf_counter() - met}
    return outcome(found, seconds={k: round(v, 2) for k, v in seconds.items()}, candidates=len(left))
