"""One rule for all peers: what counts as shared text, as far as a join can say it. `stemma.sharing` asks for more (its `Settings`
and docs/sharing.md: 11 n-grams, or 5 in 4 places; a half of the smaller page of one outlet; chrome that no single outlet shows), so
these meet more pairs, right ones and false ones.

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


def verified(of: Grams, left: NDArray[np.int64], right: NDArray[np.int64]) -> Pairs:
    """The candidate pairs that the rule accepts. What is chrome or common is asked only of n-grams that some candidates share."""
    starts, hashes = of.starts.tolist(), of.hashes
    both = [
        np.intersect1d(hashes[starts[a] : starts[a + 1]], hashes[starts[b] : starts[b + 1]], assume_unique=True)
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    enough = np.array([len(b) >= LEAST for b in both], bool)
    both = [b for b, many in zip(both, enough.tolist(), strict=True) if many]
    left, right = left[enough], right[enough]
    if not both:
        return left, right
    bad = _chrome_or_common(of, np.unique(np.concatenate(both)))
    flat = np.concatenate(both)
    at = np.minimum(np.searchsorted(bad, flat), max(0, len(bad) - 1))
    good = bad[at] != flat if len(bad) else np.ones(len(flat), bool)
    shared = np.add.reduceat(good.astype(np.int64), np.concatenate([[0], np.cumsum([len(b) for b in both])[:-1]]))
    sizes = np.diff(of.starts)
    same = of.outlets[left] == of.outlets[right]
    keep = (shared >= LEAST) & (~same | (shared >= OWN * np.minimum(sizes[left], sizes[right])))
    return left[keep], right[keep]


def _chrome_or_common(of: Grams, asked: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Those of some n-grams (ascending) that are chrome or common."""
    bits = np.zeros(1 << 26, bool)
    bits[asked >> np.uint64(38)] = True
    near = np.flatnonzero(bits[of.hashes >> np.uint64(38)])
    which = np.minimum(np.searchsorted(asked, of.hashes[near]), len(asked) - 1)
    hit = asked[which] == of.hashes[near]
    which, rows = which[hit], np.searchsorted(of.starts, near[hit], side="right") - 1
    many = int(of.outlets.max()) + 1
    pair, pages = np.unique(which * many + of.outlets[rows], return_counts=True)
    limits = np.minimum(PAGES, np.maximum(2, (np.bincount(of.outlets, minlength=many) * PART).astype(np.int64)))
    bad = np.bincount(which, minlength=len(asked)) > CROWD
    bad[(pair // many)[pages > limits[pair % many]]] = True
    return asked[bad]


def outcome(pairs: Pairs, **told: Any) -> tuple[Pairs, dict[str, Any]]:
    """What a peer's `run` gives: pairs, and its own account (seconds of its steps, its settings)."""
    return pairs, told
