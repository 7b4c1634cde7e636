"""stemma's own shared-text kernel, with its defaults."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.rule import Pairs, outcome, tables
from stemma.sharing import Settings, Text, copies


def run(folder: Path, threads: int) -> tuple[Pairs, dict[str, Any]]:
    """Pairs of `copies`; the account is what its progress said when."""
    steps: dict[str, float] = {}
    last = time.perf_counter()

    def progress(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.perf_counter()
        steps[step] = steps.get(step, 0.0) + now - last
        last = now

    rows: dict[str, int] = {}

    def texts() -> Iterator[Text]:
        for table in tables(folder, ["id", "outlet", "text"]):
            for name, outlet, text in zip(*(table[c].to_pylist() for c in ("id", "outlet", "text")), strict=True):
                rows[name] = len(rows)
                yield Text(name, outlet, text)

    found = copies(texts(), settings=Settings(threads=threads), progress=progress)
    row = np.array([rows[i] for i in found.ids], np.int64)
    return outcome((row[found.left], row[found.right]), seconds={k: round(v, 2) for k, v in steps.items()})
