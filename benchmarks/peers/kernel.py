"""stemma's own shared-text kernel, with its defaults."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq

from benchmarks.peers.rule import Pairs, outcome, paths
from stemma.sharing import Settings, Texts, copies, texts_of

BATCH: Final = 1000
"""Pages that are decoded at a time."""


def run(folder: Path, threads: int) -> tuple[Pairs, dict[str, Any]]:
    """Pairs of `copies`; the account is what its progress said when."""
    steps: dict[str, float] = {}
    last = time.perf_counter()

    def progress(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.perf_counter()
        steps[step] = steps.get(step, 0.0) + now - last
        last = now

    ids: list[str] = []

    def texts() -> Iterator[Texts]:
        for path in paths(folder):
            # A few pages at a time: the memory that Arrow decodes them into is used again.
            for batch in pq.ParquetFile(path).iter_batches(BATCH, columns=["id", "outlet", "text"], use_threads=False):
                for some in texts_of(batch):
                    ids.extend(some.ids)
                    yield some

    found = copies(texts(), settings=Settings(threads=threads), progress=progress)
    rows = {name: n for n, name in enumerate(ids)}
    row = np.array([rows[i] for i in found.ids], np.int64)
    return outcome((row[found.left], row[found.right]), seconds={k: round(v, 2) for k, v in steps.items()})
