"""Why two pages that should not be joined were: what they share, and whether it stands in what they tell or in what is around it.

The evidence of a pair are word 5-grams that both pages hold and that are neither page chrome nor common in the whole collection
(the rule of `stemma.sharing`, counted here anew over all pages). Where enough of it to be joined by the rule of any peer stands in
the body of one page at least, chance made the generator say the same twice: the pair shares turns of phrase. All other false joins
are due to what stands around the bodies of both pages, planted chrome, and told apart by whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.corpus import outlets as printed
from benchmarks.corpus.language import language
from benchmarks.corpus.make import VERSION, outlets_of
from benchmarks.peers.rule import CROWD, LEAST, PAGES, PART, WORDS, paths
from stemma.sharing import Settings, Words, shingles, texts_of
from stemma.sharing.words import places, words_of

PHRASES: Final = "turns of phrase"
MOST: Final = 2_000
"""Pairs looked into; of more, these are the first."""
EXAMPLES: Final = 20


@dataclass(frozen=True)
class Page:
    """A page's text, where each of its words and its body stand in it, and its n-grams by the word that begins them."""

    text: str
    at: NDArray[np.int64]
    body: tuple[int, int]
    grams: NDArray[np.uint64]

    def inside(self, n: int) -> bool:
        """Whether the n-gram that begins with word n stands in the body."""
        return bool(self.at[n, 0] >= self.body[0] and self.at[n + WORDS - 1, 1] <= self.body[1])


def publishers(articles: int, seed: int = 0) -> dict[str, int]:
    """The publisher of every outlet of a collection that has one."""
    lang = language()
    about = np.random.default_rng(np.random.SeedSequence((VERSION, seed)))
    printed.agencies(lang, about)  # drawn first, from the same numbers
    return {o.name: o.publisher for o in printed.outlets(lang, about, outlets_of(articles)) if o.publisher >= 0}


def reasons(
    folder: Path, pairs: list[tuple[int, int]], outlets: tuple[str, ...], agency: dict[int, str]
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """How many of the pairs (rows) are due to what, and some examples with the passages that are evidence.

    Of more than `MOST` pairs the first are looked into, and the rest counted as "not looked into".
    """
    looked = sorted(pairs)[:MOST]
    pages = _pages(folder, sorted({row for pair in looked for row in pair}))
    both = {pair: np.intersect1d(pages[pair[0]].grams, pages[pair[1]].grams) for pair in looked}
    rare = _rare(folder, np.unique(np.concatenate([_NONE, *both.values()])), outlets)
    owners = publishers(len(outlets)) if looked else {}
    counted: dict[str, int] = {}
    examples: list[dict[str, Any]] = []
    for (a, b), shared in both.items():
        evidence = shared[np.isin(shared, rare)]
        one, other = pages[a], pages[b]
        told = sorted({*_inside(one, evidence), *_inside(other, evidence)})
        runs = _runs(one, np.array(told, np.uint64))
        if len(told) >= LEAST or len(told) + 2 * (len(runs) - 1) >= Settings().least:
            why = PHRASES
        elif outlets[a] == outlets[b]:
            why = "chrome of one outlet"
        elif a in agency and agency[a] == agency.get(b):
            why = "lines of one agency"
        elif outlets[a] in owners and owners[outlets[a]] == owners.get(outlets[b]):
            why = "chrome of one publisher"
        else:
            why = "other chrome"
        counted[why] = counted.get(why, 0) + 1
        if len(examples) < EXAMPLES or (why != PHRASES and len(examples) < 2 * EXAMPLES):
            passages = [one.text[one.at[x, 0] : one.at[y + WORDS - 1, 1]] for x, y in _runs(one, evidence)]
            examples.append({"pages": [a, b], "why": why, "passages": passages})
    if len(pairs) > len(looked):
        counted["not looked into"] = len(pairs) - len(looked)
    return dict(sorted(counted.items())), examples


_NONE: Final = np.zeros(0, np.uint64)


def _pages(folder: Path, rows: list[int]) -> dict[int, Page]:
    """Some pages (row numbers ascend)."""
    bodies = pq.read_table(folder / "truth-bodies.parquet", columns=["start", "end"])
    starts, ends = bodies["start"].to_numpy(), bodies["end"].to_numpy()
    out: dict[int, Page] = {}
    first = 0
    for path in paths(folder):
        last = first + pq.ParquetFile(path).metadata.num_rows
        wanted = [row for row in rows if first <= row < last]
        if wanted:
            texts = pq.read_table(path, columns=["text"])["text"].take([row - first for row in wanted]).to_pylist()
            for row, text in zip(wanted, texts, strict=True):
                hashes, at = places(text)
                made = Words(hashes, np.array([0, len(hashes)], np.int64), np.zeros((1, 2), np.uint64))
                out[row] = Page(text, at, (int(starts[row]), int(ends[row])), shingles(made, np.zeros(1, np.int64), Settings())[0])
        first = last
    return out


def _inside(page: Page, grams: NDArray[np.uint64]) -> Iterator[int]:
    """Those of some n-grams that stand in the page's body."""
    for n in np.flatnonzero(np.isin(page.grams, grams)).tolist():
        if page.inside(n):
            yield int(page.grams[n])


def _runs(page: Page, grams: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Where some n-grams stand in a page: (first, last) of every unbroken run of them."""
    at = np.flatnonzero(np.isin(page.grams, grams))
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > 1)
    return list(
        zip(at[np.concatenate([[0], breaks + 1])].tolist(), at[np.concatenate([breaks, [len(at) - 1]])].tolist(), strict=True)
    )


def _rare(folder: Path, asked: NDArray[np.uint64], outlets: tuple[str, ...]) -> NDArray[np.uint64]:
    """Those of some n-grams (ascending) that are neither page chrome nor common."""
    names, numbers = np.unique(np.array(outlets), return_inverse=True)
    many = len(names)
    limits = np.minimum(PAGES, np.maximum(2, (np.bincount(numbers, minlength=many) * PART).astype(np.int64)))
    bits = np.zeros(1 << 24, bool)
    bits[asked >> np.uint64(40)] = True
    found: list[NDArray[np.int64]] = []
    first = 0
    for path in paths(folder):
        for batch in pq.ParquetFile(path).iter_batches(2000, columns=["text"], use_threads=False):
            for some in texts_of(batch.append_column("id", batch.column("text")), outlet=None):
                begin = int(some.starts[0])
                made = words_of(memoryview(some.raw)[begin : int(some.starts[-1])], some.starts[1:] - begin)
                rows = np.arange(first, first + len(some.ids))
                first += len(some.ids)
                hashes, of = shingles(made, rows, Settings())
                near = bits[hashes >> np.uint64(40)]
                hashes, of = hashes[near], of[near]
                which = np.minimum(np.searchsorted(asked, hashes), max(0, len(asked) - 1))
                hit = asked[which] == hashes if len(asked) else np.zeros(len(hashes), bool)
                found.append(np.unique(which[hit] * len(outlets) + of[hit]))
    each = np.concatenate([np.zeros(0, np.int64), *found])
    which, held_by = each // max(1, len(outlets)), numbers[each % max(1, len(outlets))]
    pair, pages = np.unique(which * many + held_by, return_counts=True)
    held = np.bincount(which, minlength=len(asked))
    own = np.bincount(pair // many, minlength=len(asked))
    bad = (held > CROWD) | ((held > 10) & (5 * (held - own) > held))
    bad[(pair // many)[pages > limits[pair % many]]] = True
    return asked[~bad]
