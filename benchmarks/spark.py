"""Shared text among many articles: the kernel in this process beside the same kernel on Spark, in one run, with equal pairs.

    python -m benchmarks.corpus.make --articles 100000 --out DIR
    python -m benchmarks.spark DIR [--master local[2]] [--runs N]

Prints seconds of wall clock (the best of the runs) for each, with Spark's start told apart, and fails if the pairs differ. The peer
of Spark is the embedded kernel; a cluster pays where one machine's memory or disk does not do, not before.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from stemma.engine.spark import Spark
from stemma.sharing import Copies, Settings, Text, copies


def texts(folder: Path) -> Iterator[Text]:
    """The articles of a collection that `benchmarks.corpus.make` wrote."""
    for path in sorted(folder.glob("articles-*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(columns=["id", "outlet", "text"]):
            for id, outlet, text in zip(*(batch[name].to_pylist() for name in ("id", "outlet", "text")), strict=True):
                yield Text(id, outlet or "", text)


def same(one: Copies, other: Copies) -> bool:
    """Whether two results are equal in every pair and number."""
    arrays = ("left", "right", "shared", "left_share", "right_share")
    return one.ids == other.ids and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)


def cpu() -> float:
    """Seconds of processor that this process and all below it have had (Linux): Java and Python workers among them."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            parents[int(entry.name)] = int(told[1])
            ticks[int(entry.name)] = sum(map(int, told[11:15]))
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks[pid] for pid in ours) / os.sysconf("SC_CLK_TCK")


def main(argv: Sequence[str] | None = None) -> int:
    """Time, compare, print; 1 if the pairs differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--runs", type=int, default=1)
    asked = parser.parse_args(argv)
    embedded: list[tuple[float, float]] = []
    spread: list[tuple[float, float]] = []
    list(copies(texts(asked.folder), settings=Settings(threads=2)).pairs()) if asked.runs > 1 else None  # machine code compiled
    for _ in range(asked.runs):
        begun, had = time.perf_counter(), cpu()
        here = copies(texts(asked.folder), settings=Settings(threads=2))
        embedded.append((time.perf_counter() - begun, cpu() - had))
    begun = time.perf_counter()
    engine = Spark.start(asked.master)
    started = time.perf_counter() - begun
    steps: list[tuple[str, float]] = []
    for _ in range(asked.runs):
        begun, had = time.perf_counter(), cpu()

        def tell(step: str, done: int, total: int, begun: float = begun) -> None:
            steps.append((f"{step} {done}/{total}", time.perf_counter() - begun))

        there = engine.shared(texts(asked.folder), tell)
        spread.append((time.perf_counter() - begun, cpu() - had))
    engine.close()
    load = os.getloadavg()[0]
    print(f"{len(here.ids):,} articles, {len(here.left):,} pairs, best of {asked.runs}, load {load:.1f}")
    print(f"embedded, 2 threads: {min(embedded)[0]:.1f} s ({min(embedded)[1]:.1f} s of processor)")
    print(f"Spark {asked.master}: {min(spread)[0]:.1f} s ({min(spread)[1]:.1f} s of processor), and {started:.1f} s to start")
    for step, at in steps:
        print(f"    {at:6.1f} s  {step}")
    if not same(here, there):
        print(f"the pairs differ: {len(here.left):,} and {len(there.left):,}")
        return 1
    print("the pairs are equal")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
