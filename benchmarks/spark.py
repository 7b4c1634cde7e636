"""Shared text among many articles: the kernel in this process beside the same kernel on Spark, in one run, with equal pairs.

    python -m benchmarks.corpus.make --articles 100000 --out DIR
    python -m benchmarks.spark DIR [--master local[2]] [--runs N] [--write]

Prints seconds of wall clock (the best of the runs) for each, with Spark's start told apart, and fails if the pairs differ. The peer
of Spark is the embedded kernel; a cluster pays where one machine does not do, not before. Tells how many bytes each
shuffle moved, too, and what a page costs to be read, profiled and placed among the others (processor seconds of one core, the last
two on articles in English words): the rates that `benchmarks.billion` reckons with. With --write all of it goes to
benchmarks/results/spark.json.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq

from benchmarks.corpus.english import articles
from benchmarks.machine import facts
from stemma import codec
from stemma.engine.spark import Spark
from stemma.engine.steps import profile, settled
from stemma.pipeline import grouped
from stemma.reading import Part, unpack
from stemma.sharing import Copies, Settings, Text, copies

RESULTS: Final = Path(__file__).parent / "results" / "spark.json"


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


SHUFFLES = ("texts", "postings", "meetings", "words of pairs")
"""What is moved between the machines of a cluster, in this order; texts once for each wave of 64 MB."""


def moved(engine: Spark, first: int) -> dict[str, int]:
    """Bytes that each shuffle of the stages from number `first` on wrote."""
    wrote = [n for n in (stage.shuffleWriteBytes() for stage in stages(engine, first)) if n]
    head = [sum(wrote[: -(len(SHUFFLES) - 1)]), *wrote[-(len(SHUFFLES) - 1) :]]
    return dict(zip(SHUFFLES, head, strict=True))


def stages(engine: Spark, first: int = 0) -> list[Any]:
    """What Spark keeps of its stages that were run, from number `first` on."""
    from py4j.protocol import Py4JJavaError

    store = engine._session.sparkContext._jsc.sc().statusStore()
    found = []
    for number in count(first):
        try:
            found.append(store.lastStageAttempt(number))
        except Py4JJavaError:  # it has no such stage
            return found
    raise AssertionError


def rates(folder: Path, pages: int) -> dict[str, float]:
    """Processor milliseconds that an article takes to be read, profiled and placed into a story; its bytes."""
    parts = [part for part in islice(unpack([folder]), pages) if isinstance(part, Part)]
    settled(parts[0], {})  # models loaded
    begun = time.process_time()
    lines = [settled(part, {}).line for part in parts]
    read = time.process_time() - begun
    given = list(articles(pages))
    profile(codec.encode(given[0]))
    encoded = [codec.encode(one) for one in given]
    begun = time.process_time()
    profiles = [one for one in map(profile, encoded) if isinstance(one, bytes)]
    profiled = time.process_time() - begun
    grouped(profiles[:100])
    begun = time.process_time()
    grouped(profiles)
    placed = time.process_time() - begun
    return {
        "articles": len(parts),
        "read_ms": round(1e3 * read / len(parts), 3),
        "profile_ms": round(1e3 * profiled / len(given), 3),
        "place_ms": round(1e3 * placed / len(given), 3),
        "profile_bytes": round(sum(map(len, profiles)) / len(profiles)),
        "article_bytes": round(sum(map(len, lines)) / len(lines)),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Time, compare, print; 1 if the pairs differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--pages", type=int, default=2000, help="pages of which the rates are taken (default: 2000)")
    parser.add_argument("--write", action="store_true", help="write the figures to benchmarks/results/spark.json")
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
            if done == total:
                steps.append((step, time.perf_counter() - begun))

        known = len(stages(engine))
        there = engine.shared(texts(asked.folder), tell)
        spread.append((time.perf_counter() - begun, cpu() - had))
        bytes_moved = moved(engine, known)
    engine.close()
    size = sum(len(text.text.encode()) for text in texts(asked.folder))
    each = rates(asked.folder, asked.pages)
    load = os.getloadavg()[0]
    print(f"{len(here.ids):,} articles, {len(here.left):,} pairs, best of {asked.runs}, load {load:.1f}")
    print(f"embedded, 2 threads: {min(embedded)[0]:.1f} s ({min(embedded)[1]:.1f} s of processor)")
    print(f"Spark {asked.master}: {min(spread)[0]:.1f} s ({min(spread)[1]:.1f} s of processor), and {started:.1f} s to start")
    for step, at in steps:
        print(f"    {at:6.1f} s  {step}")
    for name, many in bytes_moved.items():
        print(f"    {many / len(here.ids):8,.0f} bytes an article moved: {name}")
    for name, rate in each.items():
        print(f"    {rate:8,} {name}")
    if asked.write:
        told = {
            "benchmark": "spark",
            "machine": facts(("pyspark", "numba", "numpy", "pyarrow")),
            "master": asked.master,
            "articles": len(here.ids),
            "bytes": size,
            "pairs": len(here.left),
            "embedded": {"wall": round(min(embedded)[0], 2), "cpu": round(min(embedded)[1], 2)},
            "spark": {"wall": round(min(spread)[0], 2), "cpu": round(min(spread)[1], 2), "start": round(started, 2)},
            "moved": bytes_moved,
            "rates": each,
        }
        RESULTS.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    if not same(here, there):
        print(f"the pairs differ: {len(here.left):,} and {len(there.left):,}")
        return 1
    print("the pairs are equal")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
