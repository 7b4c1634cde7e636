"""Shared text among many pages, beside peers in one run: `python -m benchmarks.shared_text [--articles N …] [--peers NAME …]`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.peers.rule import paths


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
    """Recall by kind, and the false joins by what the two pages have in common.

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
    false = Counter[str]()
    for a, b in zip(left[~true].tolist(), right[~true].tolist(), strict=True):
        if of.outlets[a] == of.outlets[b]:
            false["one outlet"] += 1
        elif of.agency.get(a, a) == of.agency.get(b, b):
            false["one agency"] += 1
        else:
            false["other"] += 1
    recall = {kind: round(found[kind] / n, 4) for kind, n in sorted(planted.items())}
    copies = [k for k in planted if k != "quote"]
    return {
        "recall": recall,
        "copies": round(sum(found[k] for k in copies) / max(1, sum(planted[k] for k in copies)), 4),
        "joins": len(left),
        "precision": round(float(true.mean()), 5) if len(true) else None,
        "false": dict(sorted(false.items())),
    }
