"""The kernel in pieces, for an engine that moves the data itself: pure functions over arrays, each of one batch or partition.

    made = words(texts)                                   a batch of texts, anywhere       -> Words (keep hashes and prints by text)
    first = equals(prints, ids in order)                  all fingerprints                 -> which texts stand for themselves
    hashes, rows = shingles(made, rows, settings)         a batch of those                 -> n-grams, to be parted by `parts_of`
    counted = shared_counts(hashes, rows, pages, …)       a partition, all texts' n-grams  -> pairs with counts, n-grams of chrome
    kept = verified(words of some texts, left, right, …)  a batch of pairs                 -> exact shares, which pairs are kept

Between the last two: add up the counts of every pair over all partitions, keep those of at least `settings.fewest`, and put all
keys and flags into one `flagged_of`. Number the texts by the order of their ids, from 0. Then the pairs are those of `copies`,
byte for byte, whatever the batches, the partitions and their order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.counting import count, walks
from stemma.sharing.grams import Pages, factors, grams_of, lists_of, row_bits_of
from stemma.sharing.nouns import Settings
from stemma.sharing.verifying import Flagged, Surveyed, deciding, found, survey, verify
from stemma.sharing.words import Words


def shingles(made: Words, rows: NDArray[np.int64], settings: Settings) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The n-grams of texts numbered `rows` (ascending, shape (texts,)): 64-bit hashes and the number of each one's text.

    In the order of the texts; an n-gram that a text has twice comes twice.
    """
    by = factors(settings.words)
    many = np.maximum(np.diff(made.starts) - settings.words + 1, 0)
    out = np.empty(int(many.sum()), dtype=np.uint64)
    at = 0
    for begin, n in zip(made.starts[:-1].tolist(), many.tolist(), strict=True):
        grams_of(made.hashes, begin, begin + n, by, out[at : at + n])
        at += n
    return out, np.repeat(rows, many)


def parts_of(hashes: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """The partition (0 to 2 ** bits - 1) of every n-gram: the top bits of its hash."""
    return (hashes >> np.uint64(64 - bits)).astype(np.int64) if bits else np.zeros(len(hashes), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one partition tells: pairs of texts (left < right, int32) with the n-grams of this partition that they share, and the
    n-grams (`keys`) that are page chrome or common (`flags`), for `flagged_of`."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    shared: NDArray[np.int32]
    keys: NDArray[np.uint64]
    flags: NDArray[np.uint8]


def shared_counts(
    hashes: NDArray[np.uint64], rows: NDArray[np.int64], pages: Pages, settings: Settings, *, bits: int, texts: int
) -> Counted:
    """Count shared n-grams within a partition by the top `bits`: `hashes` and `rows` are all of its postings, in any order, of a
    collection of `texts` texts."""
    row_bits = row_bits_of(texts)
    mask = np.uint64((0xFFFFFFFFFFFFFFFF >> row_bits) << row_bits)
    postings = np.sort((hashes & mask) | rows.astype(np.uint64))
    lists = lists_of(postings, pages, settings, bits=bits, row_bits=row_bits)
    left, right, shared = count(walks(lists, 0, texts), 0, texts, 1)
    return Counted(left, right, shared, lists.keys, lists.flags)


@dataclass(frozen=True, slots=True)
class Verified:
    """For every pair the distinct n-grams that both texts hold (chrome left out), the share of each text's own that this is, and
    whether the pair shares text; `sizes` are the distinct n-grams of every text."""

    shared: NDArray[np.int32]
    left_share: NDArray[np.float64]
    right_share: NDArray[np.float64]
    kept: NDArray[np.bool_]
    sizes: NDArray[np.int32]


def verified(
    made: Words,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    outlets: NDArray[np.int32],
    flagged: Flagged,
    settings: Settings,
) -> Verified:
    """Verify pairs of the texts in `made` (numbers within it; `left` the text of the smaller id); `outlets` has one a text.

    Texts of equal words are no pairs here: such a pair shares `sizes` of either, and counts if that is at least `settings.fewest`.
    """
    by = factors(settings.words)
    signs, sizes = np.zeros(len(made.hashes), dtype=np.uint8), np.zeros(len(made.starts) - 1, dtype=np.int32)
    texts = Surveyed(made.hashes, made.starts, signs, sizes)
    survey(texts, np.arange(len(sizes)), by, flagged)
    order = np.argsort(left, kind="stable")
    done = verify(texts, left[order], right[order], by, settings)
    what = found(len(left))
    what.shared[order], what.sound[order], what.firm[order] = done.shared, done.sound, done.firm
    one, other, kept = deciding(what, sizes[left], sizes[right], outlets[left] == outlets[right], settings)
    return Verified(what.shared, one, other, kept, sizes)
