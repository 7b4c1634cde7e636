"""One rule for all: what counts as shared text. The defaults of `stemma.sharing.Settings`, written down again for the peers.

- Five words make an n-gram.
- An n-gram is chrome if one outlet has it on more than 10 of its pages, or on more than half of them and more than two.
- An n-gram that more than 64 pages hold is common.
- Two pages share text if they have at least 8 n-grams in common that are neither; two pages of one outlet also need a quarter of
  the smaller page's n-grams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

WORDS: Final = 5
LEAST: Final = 8
OWN: Final = 0.25
PAGES: Final = 10
PART: Final = 0.5
CROWD: Final = 64
ODD: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)
"""A factor for each word of an n-gram."""

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows of the collection, in the order of its files: left, right."""


@dataclass(frozen=True)
class Grams:
    """Distinct n-grams of every page, ascending: those of page n are `hashes[starts[n] : starts[n + 1]]`; `outlets` are numbers."""

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    outlets: NDArray[np.int64]


def paths(folder: Path) -> list[Path]:
    """The files of a collection, in order."""
    return sorted(folder.glob("articles-*.parquet"))


def grams(folder: Path, *, lines: bool = False) -> Grams:
    """The n-grams of a collection, by Arrow and numpy: lower case, runs of letters and digits.

    With `lines`, lines that an outlet has on many pages (as many as make an n-gram chrome) are dropped first.
    """
    hashes, sizes, outlets = [], [], []
    words: dict[str, int] = {}
    repeated = _repeated(folder) if lines else None
    for table in tables(folder, ["outlet", "text"]):
        text = table["text"].combine_chunks()
        if repeated is not None:
            rows = zip(table["outlet"].to_pylist(), text.to_pylist(), strict=True)
            text = pa.array("\n".join(p for p in page.split("\n") if (outlet, p) not in repeated) for outlet, page in rows)
        text = pc.utf8_lower(text)
        split = pc.split_pattern_regex(text, r"[^\pL\pN]+")
        coded = split.values.dictionary_encode()
        forms = coded.dictionary.to_pylist()
        known = np.array([words.setdefault(w, len(words) + 1) for w in forms], np.uint64)
        flat = known[coded.indices.to_numpy()]
        kept = flat != words.get("", 0)
        ends = np.concatenate([[0], np.cumsum(kept)])[split.offsets.to_numpy()]
        flat = flat[kept]
        value = np.zeros(max(0, len(flat) - WORDS + 1), np.uint64)
        for k, factor in enumerate(ODD):
            value += flat[k : len(flat) - WORDS + 1 + k] * np.uint64(factor)
        value ^= value >> np.uint64(31)
        for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            own = np.unique(value[a : max(a, b - WORDS + 1)])
            hashes.append(own)
            sizes.append(len(own))
        outlets += table["outlet"].to_pylist()
    _, numbers = np.unique(np.array(outlets), return_inverse=True)
    return Grams(np.concatenate(hashes), np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), numbers.astype(np.int64))


def _repeated(folder: Path) -> set[tuple[str, str]]:
    """Lines that an outlet has on more than PAGES of its pages, or on more than PART of them and more than two."""
    held, pages = Counter[tuple[str, str]](), Counter[str]()
    for table in tables(folder, ["outlet", "text"]):
        for outlet, text in zip(table["outlet"].to_pylist(), table["text"].to_pylist(), strict=True):
            pages[outlet] += 1
            held.update({(outlet, line) for line in text.split("\n")})
    limits = {outlet: min(PAGES, max(2, int(n * PART))) for outlet, n in pages.items()}
    return {key for key, n in held.items() if n > limits[key[0]]}


def tables(folder: Path, columns: list[str]) -> Iterator[pa.Table]:
    """The columns of a collection, file by file."""
    for path in paths(folder):
        yield pq.read_table(path, columns=columns)


def marked(of: Grams) -> NDArray[np.bool_]:
    """Which entries of `hashes` are neither chrome nor common, by sorting them all once."""
    rows = np.repeat(np.arange(len(of.starts) - 1, dtype=np.int64), np.diff(of.starts))
    order = np.argsort(of.hashes, kind="stable")
    key = of.hashes[order]
    edge = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    held = np.diff(np.append(edge, len(key)))
    several = np.repeat(held > 2, held)
    at = np.repeat(np.cumsum(held > 2) - 1, held)[several]
    outlet = of.outlets[rows[order[several]]]
    many = int(of.outlets.max()) + 1
    pair, pages = np.unique(at * many + outlet, return_counts=True)
    sizes = np.bincount(of.outlets, minlength=many)
    limits = np.minimum(PAGES, np.maximum(2, (sizes * PART).astype(np.int64)))
    chrome = np.zeros(int((held > 2).sum()), bool)
    np.logical_or.at(chrome, pair // many, pages > limits[pair % many])
    bad = np.zeros(len(held), bool)
    bad[held > 2] = chrome
    bad |= held > CROWD
    out = np.empty(len(key), bool)
    out[order] = ~np.repeat(bad, held)
    return out


def verified(of: Grams, left: NDArray[np.int64], right: NDArray[np.int64]) -> Pairs:
    """The candidate pairs that the rule accepts."""
    keep = marked(of)
    sizes = np.diff(np.concatenate([[0], np.cumsum(keep)])[of.starts])
    good = []
    hashes, starts = of.hashes, of.starts.tolist()
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        one = hashes[starts[a] : starts[a + 1]][keep[starts[a] : starts[a + 1]]]
        other = hashes[starts[b] : starts[b + 1]][keep[starts[b] : starts[b + 1]]]
        both = len(np.intersect1d(one, other, assume_unique=True))
        same = of.outlets[a] == of.outlets[b]
        good.append(both >= LEAST and (not same or both >= OWN * min(sizes[a], sizes[b])))
    mask = np.array(good, bool)
    return left[mask], right[mask]


def outcome(pairs: Pairs, **told: Any) -> tuple[Pairs, dict[str, Any]]:
    """What a peer's `run` gives: pairs, and its own account (seconds of its steps, its settings)."""
    return pairs, told
