"""Shared text among many pages, beside peers in one run: `python -m benchmarks.shared_text [--articles N …] [--peers NAME …]`.

The pages are invented (`benchmarks.corpus.make`). Every peer runs in a process of its own, from Parquet to pairs, on as many
threads as stemma: first once on 300 pages so that nothing is compiled or loaded from a cold disk while it is timed, then `--runs`
times, of which the quickest counts. Printed: wall and processor seconds, peak memory of the process, recall of each kind of
planted copy, false joins and how many of them planted chrome made, the speed of the stage that finds candidates, and how the time
grows from one size to the next. Written: benchmarks/results/shared-text.json, with the facts of the machine, and the plot
docs/images/shared-text.svg.

All peers answer to one rule of what counts as shared text (benchmarks/peers/rule.py); how each was tuned is said in its module.
A peer that is not installed, or fails, is said to be.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.corpus import make
from benchmarks.drawing import shared_text
from benchmarks.machine import facts, installed
from benchmarks.peers.rule import paths
from benchmarks.why import PHRASES, reasons

KINDS: Final = ("verbatim", "light", "partial", "reworded", "quote")
RESULTS: Final = Path(__file__).parent / "results" / "shared-text.json"
IMAGE: Final = Path("docs/images/shared-text.svg")
CANDIDATES: Final = (
    "reading", "counting n-grams", "indexing", "finding shared n-grams", "sorting by text", "counting shared n-grams",
)  # fmt: skip
"""Steps of the kernel from pages in Parquet to candidate pairs."""
USUAL: Final = {"STEMMA_BENCH_LSH": "32x4", "STEMMA_BENCH_LINES": "0"}
TUNED: Final = {"STEMMA_BENCH_LSH": "64x2", "STEMMA_BENCH_LINES": "1"}


@dataclass(frozen=True)
class Peer:
    """A finder of shared text: its module under benchmarks/peers, the package that it needs, what is set for it."""

    module: str
    package: str
    settings: dict[str, str]


PEERS: Final = {
    "stemma": Peer("kernel", "numba", {}),
    "polars": Peer("polars_join", "polars", {}),
    "duckdb": Peer("duckdb_join", "duckdb", {}),
    "rensa": Peer("rensa_lsh", "rensa", TUNED),
    "rensa, as usual": Peer("rensa_lsh", "rensa", USUAL),
    "datasketch": Peer("datasketch_lsh", "datasketch", TUNED),
}


@dataclass(frozen=True)
class Truth:
    """What was planted, by row."""

    pages: int
    pairs: tuple[tuple[int, int, str], ...]
    group: NDArray[np.int64]
    """The group of each page; -1 - row for a page in none."""
    outlets: tuple[str, ...]
    chrome: frozenset[int]
    agency: dict[int, str]


def truth(folder: Path) -> Truth:
    """Read a collection's truth."""
    table = pa.concat_tables([pq.read_table(p, columns=["id", "outlet"]) for p in paths(folder)])
    row = {name: n for n, name in enumerate(table["id"].to_pylist())}
    group = -1 - np.arange(len(row))
    for one in pq.read_table(folder / "truth-groups.parquet").to_pylist():
        group[row[one["article"]]] = one["group"]
    pairs = tuple((row[p["parent"]], row[p["copy"]], p["kind"]) for p in pq.read_table(folder / "truth-pairs.parquet").to_pylist())
    traps = pq.read_table(folder / "truth-traps.parquet").to_pylist()
    chrome = frozenset(row[t["article"]] for t in traps if t["trap"] == "chrome")
    agency = {row[t["article"]]: t["key"] for t in traps if t["trap"] == "agency"}
    return Truth(len(row), pairs, group, tuple(table["outlet"].to_pylist()), chrome, agency)


def score(of: Truth, left: NDArray[np.int64], right: NDArray[np.int64]) -> dict[str, Any]:
    """Recall by kind, and how many joins are true.

    A planted pair counts as found if true joins connect its pages, directly or through others of their group. A join of two pages
    that are in no group together is false.
    """
    true = of.group[left] == of.group[right]
    roots = list(range(of.pages))

    def root(n: int) -> int:
        while roots[n] != n:
            roots[n] = roots[roots[n]]
            n = roots[n]
        return n

    for a, b in zip(left[true].tolist(), right[true].tolist(), strict=True):
        roots[root(b)] = root(a)
    found, planted = Counter[str](), Counter[str]()
    for a, b, kind in of.pairs:
        planted[kind] += 1
        found[kind] += root(a) == root(b)
    recall = {kind: round(found[kind] / n, 4) for kind, n in sorted(planted.items())}
    copies = [k for k in planted if k != "quote"]
    return {
        "recall": recall,
        "copies": round(sum(found[k] for k in copies) / max(1, sum(planted[k] for k in copies)), 4),
        "joins": len(left),
        "precision": round(float(true.mean()), 5) if len(true) else None,
    }


def wrong(of: Truth, folder: Path, left: NDArray[np.int64], right: NDArray[np.int64]) -> dict[str, Any]:
    """The joins of two pages of no common group, counted by why they came about (`benchmarks.why`), and examples."""
    false = of.group[left] != of.group[right]
    pairs = list(zip(left[false].tolist(), right[false].tolist(), strict=True))
    counted, examples = reasons(folder, pairs, of.outlets, of.agency)
    from_chrome = sum(n for why, n in counted.items() if why not in (PHRASES, "not looked into"))
    return {"false": counted, "false_from_chrome": from_chrome, "examples": examples}


def ran(peer: Peer, folder: Path, threads: int, out: Path) -> dict[str, Any]:
    """One run of a peer in a process of its own: seconds of wall and processor, peak memory in MB; or why there is none."""
    command = [sys.executable, "-m", "benchmarks.peers", peer.module, str(folder), str(out), "--threads", str(threads)]
    many = str(threads)
    given = {"POLARS_MAX_THREADS": many, "OMP_NUM_THREADS": many, "RAYON_NUM_THREADS": many, "NUMBA_NUM_THREADS": many}
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=os.environ | given | peer.settings, stderr=errors, stdout=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            last = errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            return {"failed": f"exit {process.returncode}: {' '.join(last)[:200]}"}
    took = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}
    return {k: round(v, 2) for k, v in took.items()}


def measured(peer: Peer, folder: Path, small: Path, threads: int, runs: int, of: Truth) -> dict[str, Any]:
    """A peer's figures on one collection, the quickest of several runs."""
    if installed(peer.package) is None:
        return {"missing": peer.package}
    with tempfile.TemporaryDirectory() as room:
        out = Path(room) / "pairs.npz"
        warm = ran(peer, small, threads, out)
        if "failed" in warm:
            return warm
        took = [ran(peer, folder, threads, out) for _ in range(runs)]
        if any("failed" in t for t in took):
            return next(t for t in took if "failed" in t)
        with np.load(out) as found:
            scores = score(of, found["left"], found["right"]) | wrong(of, folder, found["left"], found["right"])
            told: dict[str, Any] = json.loads(str(found["told"]))
    best = min(took, key=lambda t: float(t["wall"]))
    row = best | {"runs": runs} | scores | told
    if peer.module == "kernel":
        seconds = sum(told["seconds"][step] for step in CANDIDATES)
        size = json.loads((folder / "manifest.json").read_text("utf-8"))["bytes"]
        row["candidates"] = {"seconds": round(seconds, 2), "mb_s": round(size / 1e6 / seconds, 1)}
    return row


def shown(name: str, row: dict[str, Any], first: dict[str, Any]) -> str:
    """A line of the table."""
    if "missing" in row:
        return f"{name:16} not installed: pip install -e '.[bench]' ({row['missing']})"
    if "failed" in row:
        return f"{name:16} failed: {row['failed']}"
    ratio = f"{row['wall'] / first['wall']:7.1f}" if "wall" in first else f"{'':7}"
    recall = "".join(f"{row['recall'].get(k, float('nan')):10.3f}" for k in KINDS)
    false = sum(row["false"].values())
    line = f"{name:16}{row['wall']:8.1f}{row['cpu']:8.1f}{ratio}{row['peak_mb']:9.0f}{row['copies']:8.3f}{recall}{false:7}"
    return f"{line}{row['false_from_chrome']:8}"


def told(row: dict[str, Any], why: bool) -> list[str]:
    """What stands below a line of the table: the candidate stage, and with `why` the false joins."""
    out = []
    if isinstance(row.get("candidates"), dict):  # a peer's is how many it met
        out.append(f"  pages to candidates: {row['candidates']['seconds']:.2f} s, {row['candidates']['mb_s']:.0f} MB/s")
    if row.get("false"):
        out.append("  false joins: " + ", ".join(f"{n} by {cause}" for cause, n in row["false"].items()))
    shown_ = row.get("examples", []) if why else []
    out += [f"    {e['pages'][0]} {e['pages'][1]} {e['why']}: " + " | ".join(p[:60] for p in e["passages"][:6]) for e in shown_]
    return [line.replace("\n", " / ") for line in out]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000], metavar="N")
    options.add_argument("--peers", nargs="+", default=["all"], choices=["all", *PEERS], metavar="NAME", help=", ".join(PEERS))
    options.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), metavar="N")
    options.add_argument("--runs", type=int, default=1, metavar="N", help="runs of each peer, of which the quickest counts")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "stemma-bench", help="where pages are kept")
    options.add_argument("--why", action="store_true", help="print what falsely joined pages share")
    options.add_argument("--no-write", action="store_true", help="print only")
    asked = options.parse_args(argv)
    names = [n for n in PEERS if "all" in asked.peers or n in asked.peers]
    small = collection(asked.folder, 300)
    sizes = []
    for articles in asked.articles:
        folder = collection(asked.folder, articles)
        of = truth(folder)
        size = json.loads((folder / "manifest.json").read_text("utf-8"))["bytes"]
        print(f"{articles} pages, {size / 1e6:.0f} MB of text, {asked.threads} threads")
        print(
            f"{'':16}{'wall s':>8}{'CPU s':>8}{'ratio':>7}{'peak MB':>9}{'copies':>8}"
            + "".join(f"{k:>10}" for k in KINDS)
            + "  false  chrome"
        )
        rows: dict[str, dict[str, Any]] = {}
        for name in names:
            rows[name] = measured(PEERS[name], folder, small, asked.threads, asked.runs, of)
            print(shown(name, rows[name], rows.get("stemma", {})), flush=True)
            for text in told(rows[name], asked.why):
                print(text, flush=True)
        sizes.append({"articles": articles, "bytes": size, "threads": asked.threads, "peers": rows})
    growth = grown(sizes)
    for step in growth:
        print(f"stemma, {step['from']} to {step['to']} pages: {step['wall']:.1f} times the wall time, {step['cpu']:.1f} the CPU's")
    if not asked.no_write:
        packages = sorted({p.package for p in PEERS.values()} | {"numpy", "pyarrow"})
        result = {"benchmark": "shared_text", "corpus": make.VERSION, "machine": facts(packages), "sizes": sizes, "growth": growth}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
        IMAGE.write_text(shared_text(result), "utf-8")
    return 0


def grown(sizes: Sequence[dict[str, Any]]) -> list[dict[str, float]]:
    """How many times as long stemma takes from each size of this run to the next."""
    took = [(s["articles"], s["peers"]["stemma"]) for s in sizes if "wall" in s["peers"].get("stemma", {})]
    return [
        {"from": n, "to": m, "wall": round(b["wall"] / a["wall"], 2), "cpu": round(b["cpu"] / a["cpu"], 2)}
        for (n, a), (m, b) in pairwise(sorted(took, key=lambda t: int(t[0])))
    ]


def collection(folder: Path, articles: int) -> Path:
    """A collection of that many pages, invented if it is not there yet: a shard at a time, 850 MB for a million."""
    out = folder / f"v{make.VERSION}-{articles}"
    if not (out / "manifest.json").exists():
        start = time.perf_counter()
        make.write(out, articles)
        print(f"{articles} pages invented in {time.perf_counter() - start:.0f} s, kept in {out}", flush=True)
    return out


if __name__ == "__main__":
    raise SystemExit(main())
