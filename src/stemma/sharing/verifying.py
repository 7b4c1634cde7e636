"""What two texts share, exactly: distinct n-grams held by both and by each, page chrome left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.compiling import compiled
from stemma.sharing.folding import word_hash
from stemma.sharing.grams import Factors, grams_of, row_bits_of
from stemma.sharing.nouns import Settings

CREDIT = np.array([word_hash(w) for w in ("by", "reporting", "editing", "writing", "compiled", "photography")], dtype=np.uint32)
"""An agency's credit line: "by" after one of the others. It names people, so it is rarer than page chrome."""
DATED = np.array([word_hash(w) for w in ("published", "updated", "posted", "on", "at", "by")], dtype=np.uint32)
"""When a page was made: one of the first three before one of the others. What stands beside it changes from page to page."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@compiled
def _slot(keys: Any, used: Any, key: Any, shift: Any) -> Any:  # pragma: no cover - machine code
    """Where `key` is, or where it would go, in an open table of a power of two."""
    mask = len(keys) - 1
    at: Any = np.int64((key * _SPREAD) >> shift)
    while used[at] and keys[at] != key:
        at = (at + 1) & mask
    return at


@compiled
def _fill_marked(keys: Any, flags: Any, table: Any, marks: Any, shift: Any) -> None:  # pragma: no cover - machine code
    for n in range(len(keys)):
        at = _slot(table, marks, keys[n], shift)
        table[at] = keys[n]
        marks[at] = flags[n]


@dataclass(frozen=True, slots=True)
class Flagged:
    """The n-grams of note (`CHROME`, `COMMON`, `AGAIN`, `MANY`, `TWICE` of `stemma.sharing.grams`), as an open hash table of a
    power of two: keys and marks (0: free). A key is the hash without its lowest `row_bits`; `sieve` has a bit set for every key, by
    bits of the hash, so that most look-ups end there."""

    keys: NDArray[np.uint64]
    marks: NDArray[np.uint8]
    row_bits: int
    sieve: NDArray[np.uint8]


def flagged_of(keys: NDArray[np.uint64], flags: NDArray[np.uint8], texts: int) -> Flagged:
    """The table of the n-grams of note in a collection of `texts` texts, from all its partitions."""
    row_bits = row_bits_of(texts)
    size = 16
    while size < 2 * len(keys) + 2:
        size *= 2
    table, marks = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.uint8)
    _fill_marked(keys, flags, table, marks, np.uint64(64 - (size.bit_length() - 1)))
    sieve = np.zeros(1 << 20, dtype=np.uint8)
    np.bitwise_or.at(
        sieve, (keys >> np.uint64(44)).astype(np.int64), np.uint8(1) << ((keys >> np.uint64(41)) & np.uint64(7)).astype(np.uint8)
    )
    return Flagged(table, marks, row_bits, sieve)


@compiled
def _survey(
    words: Any,
    starts: Any,
    rows: Any,
    factors: Any,
    mask: Any,
    table: Any,
    marks: Any,
    wide: Any,
    sieve: Any,
    credit: Any,
    dated: Any,
    signs: Any,
    sizes: Any,
) -> None:  # pragma: no cover - machine code
    """Fill `signs` of every word that begins an n-gram and `sizes`, for the texts `rows`."""
    n = len(factors)
    longest = 0
    for doc in rows:
        longest = max(longest, starts[doc + 1] - starts[doc])
    bits = 4
    while (1 << bits) < 2 * longest + 2:
        bits += 1
    keys = np.zeros(1 << bits, dtype=np.uint64)
    used = np.zeros(1 << bits, dtype=np.uint8)
    slots = np.zeros(longest + 1, dtype=np.int64)
    room = np.zeros(longest + 1, dtype=np.uint64)
    shift = np.uint64(64 - bits)
    for doc in rows:
        begin = starts[doc]
        end = starts[doc + 1] - n + 1
        top = 0
        bits = 4
        while (1 << bits) < 2 * (end - begin) + 2:
            bits += 1
        shift = np.uint64(64 - bits)
        mine = keys[: 1 << bits]
        grams_of(words, begin, end, factors, room)
        chrome = begin - n - 1
        block = 0
        lined = begin - 1
        for at in range(begin, end):
            value = room[at - begin]
            mark = np.uint8(0)
            if (sieve[np.int64(value >> np.uint64(44))] >> np.uint8((value >> np.uint64(41)) & np.uint64(7))) & 1:
                mark = marks[_slot(table, marks, value & mask, wide)]
            # The signs are bits; the first two marks are their own.
            sign = mark if mark < 3 else np.uint8(32) if mark == 3 else np.uint8(64) if mark == 4 else np.uint8(128)
            if mark == 1:
                block += 1
                # A turn of phrase is held by many pages too: only a longer passage is a block of page chrome.
                if block == 8:
                    for k in range(max(begin, at - n - 7), at - 7):
                        signs[k] |= 8
                if block >= 8:
                    chrome = at
            else:
                block = 0
                if at - chrome <= n:
                    sign |= 4
            if words[at + 1] == credit[0]:
                for k in range(1, len(credit)):
                    if words[at] == credit[k]:
                        lined = max(lined, at + 16)
                        for before in range(max(begin, at - n + 1), at):
                            signs[before] |= 16
            if (words[at] == dated[0] or words[at] == dated[1] or words[at] == dated[2]) and (
                words[at + 1] == dated[3] or words[at + 1] == dated[4] or words[at + 1] == dated[5]
            ):
                lined = max(lined, at + n - 1)
                for before in range(max(begin, at - n + 1), at):
                    signs[before] |= 16
            if at <= lined:
                sign |= 16
            signs[at] = sign
            if mark != 1:
                here = _slot(mine, used, value, shift)
                if used[here] == 0:
                    mine[here] = value
                    used[here] = 1
                    slots[top] = here
                    top += 1
        for k in range(top):
            used[slots[k]] = 0
        sizes[doc] = top


@compiled
def _bounds(signs: Any, begin: int, end: int, first: int, last: int) -> Any:  # pragma: no cover - machine code
    """What the n-grams `first` to `last` of a text, whose n-grams are `begin` to `end`, border on: 2 a block of page chrome, 1 the
    beginning or the end of the page, give or take a word, or a credit line, 0 none of these."""
    if signs[first] & 4 or signs[last] & 8:
        return 2
    if (signs[first] | signs[last]) & 16:
        return 1
    return 1 if first - begin < 2 or end - last < 3 else 0


@compiled
def _of_the_page(
    signs: Any, first: int, end: int, bounds: int, short: int, part: Any, strong: Any, own: Any
) -> Any:  # pragma: no cover - machine code
    """Whether a run of shared n-grams, which borders on the same in both texts, is of the pages and not of what they tell.

    Beside page chrome it is where it is short: a credit, a count, a headline, chrome that changes. Where a page begins, ends, has
    chrome or a credit line it is if its outlets have most of it twice; if most comes again on pages of some of them and it is not
    long (twice `short`); or if half of all pages have it. But it is not if all that is shared is as great a part of the shorter
    text (`part`) as `own` or `strong`: then it is the text.
    """
    if bounds == 0:
        return False
    if bounds == 2 and end - first < short:
        return True
    again = 0
    twice = 0
    many = 0
    for at in range(first, end):
        again += signs[at] & 160 != 0
        twice += signs[at] & 128 != 0
        many += signs[at] & 226 != 0
    length = end - first
    if part < own and (2 * twice > length or (2 * again > length and length < 2 * short)):
        return True
    return part < strong and 2 * many > length


@compiled
def _verify(
    words: Any,
    starts: Any,
    signs: Any,
    sizes: Any,
    left: Any,
    right: Any,
    factors: Any,
    short: int,
    strong: float,
    own: float,
    shared: Any,
    sound: Any,
    firm: Any,
) -> None:  # pragma: no cover - machine code
    """Fill `shared` and `firm` of every pair; pairs of one left text stand together."""
    n = len(factors)
    longest = 0
    widest = 0
    for p in range(len(left)):
        longest = max(longest, starts[left[p] + 1] - starts[left[p]])
        widest = max(widest, starts[right[p] + 1] - starts[right[p]])
    bits = 4
    while (1 << bits) < 2 * longest + 2:
        bits += 1
    # An open table from n-gram to its number in the left text (from 1; 0: free), as large as that text needs.
    keys = np.zeros(1 << bits, dtype=np.uint64)
    used = np.zeros(1 << bits, dtype=np.int32)
    place = np.zeros(longest + 2, dtype=np.int64)
    seen = np.zeros(longest + 2, dtype=np.int64)
    sure = np.zeros(longest + 2, dtype=np.int64)
    run = np.zeros(widest + 1, dtype=np.int32)
    firsts = np.zeros(widest + 1, dtype=np.int64)
    lasts = np.zeros(widest + 1, dtype=np.int64)
    room = np.zeros(max(longest, widest) + 1, dtype=np.uint64)
    # One byte for every start of a hash that the left text has: most n-grams of the right one end there.
    near = np.zeros(1 << 14, dtype=np.uint8)
    start = np.uint64(50)
    mask = 0
    shift = np.uint64(0)
    for p in range(len(left)):
        doc = left[p]
        if p == 0 or left[p - 1] != doc:
            near[:] = 0
            used[: mask + 1] = 0
            top = 0
            begin = starts[doc]
            end = starts[doc + 1] - n + 1
            bits = 4
            while (1 << bits) < 2 * (end - begin) + 2:
                bits += 1
            mask = (1 << bits) - 1
            shift = np.uint64(64 - bits)
            grams_of(words, begin, end, factors, room)
            for at in range(begin, end):
                if signs[at] & 1:
                    continue
                value = room[at - begin]
                near[np.int64(value >> start)] = 1
                here = np.int64((value * _SPREAD) >> shift)
                while used[here] and keys[here] != value:
                    here = (here + 1) & mask
                if used[here] == 0:
                    top += 1
                    keys[here] = value
                    used[here] = top
                    place[top] = at
                    seen[top] = 0
                    sure[top] = 0
        both = 0
        runs = 0
        other = right[p]
        begin = starts[other]
        end = starts[other + 1] - n + 1
        grams_of(words, begin, end, factors, room)
        before = np.int32(0)
        for at in range(begin, end):
            number = np.int32(0)
            if near[np.int64(room[at - begin] >> start)] and signs[at] & 1 == 0:
                value = room[at - begin]
                here = np.int64((value * _SPREAD) >> shift)
                while used[here] and keys[here] != value:
                    here = (here + 1) & mask
                number = used[here]
            if number:
                if seen[number] != p + 1:
                    seen[number] = p + 1
                    both += 1
                if before == 0:
                    firsts[runs] = at
                    runs += 1
                lasts[runs - 1] = at
                run[at - begin] = number
            before = number
        part = both / max(1, min(sizes[doc], sizes[other]))
        few = 0
        good = 0
        places = 0
        for r in range(runs):
            first = firsts[r]
            last = lasts[r]
            one = _bounds(signs, starts[doc], starts[doc + 1] - n + 1, place[run[first - begin]], place[run[last - begin]])
            two = _bounds(signs, begin, end, first, last)
            if not _of_the_page(signs, first, last + 1, min(one, two), short, part, strong, own):
                had = few
                for at in range(first, last + 1):
                    slot = run[at - begin]
                    if sure[slot] != p + 1:
                        sure[slot] = p + 1
                        if signs[place[slot]] & 16 == 0:
                            good += 1
                            few += signs[place[slot]] & 2 == 0
                places += few > had
        shared[p] = both
        sound[p] = good
        firm[p] = few + 2 * max(places - 1, 0)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The words of some texts (text n: `words[starts[n] : starts[n + 1]]`) and what the n-gram that begins with each word is:
    `signs` 1 chrome, 2 common, 4 soon after a block of chrome, 8 soon before one, 16 of a credit line or a date of publishing,
    32 of the same outlets again, 64 on many pages, 128 twice of each outlet. `sizes`: distinct n-grams of each text that are not
    chrome."""

    words: NDArray[np.uint32]
    starts: NDArray[np.int64]
    signs: NDArray[np.uint8]
    sizes: NDArray[np.int32]

    def with_(self, other: Surveyed) -> Surveyed:
        """These texts and then the others."""
        return Surveyed(
            np.concatenate([self.words, other.words]),
            np.concatenate([self.starts, other.starts[1:] + self.starts[-1]]),
            np.concatenate([self.signs, other.signs]),
            np.concatenate([self.sizes, other.sizes]),
        )


def survey(texts: Surveyed, rows: NDArray[np.int64], factors: Factors, flagged: Flagged) -> None:
    """Fill in the signs and sizes of the texts `rows`."""
    mask = np.uint64((0xFFFFFFFFFFFFFFFF >> flagged.row_bits) << flagged.row_bits)
    wide = np.uint64(64 - (len(flagged.keys).bit_length() - 1))
    _survey(
        texts.words, texts.starts, rows, factors, mask, flagged.keys, flagged.marks, wide, flagged.sieve, CREDIT, DATED,
        texts.signs, texts.sizes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """For every pair, int32: `shared`, distinct n-grams that both texts hold, chrome left out; `sound`, those of them that are not
    of a credit line nor in a short run that borders on a block of chrome in both texts; `firm`, how much evidence these are: those
    that are not common, and two for every run of them after the first, since chance seldom strikes in many places."""

    shared: NDArray[np.int32]
    sound: NDArray[np.int32]
    firm: NDArray[np.int32]


def found(pairs: int) -> Found:
    """Nothing found yet."""
    return Found(*(np.zeros(pairs, dtype=np.int32) for _ in range(3)))


def verify(texts: Surveyed, left: NDArray[np.int32], right: NDArray[np.int32], factors: Factors, settings: Settings) -> Found:
    """What the texts of each pair share.

    `left` should be sorted: the work is that of the right texts' words plus once those of each run of equal left texts.
    """
    out = found(len(left))
    _verify(
        texts.words, texts.starts, texts.signs, texts.sizes, left, right, factors, settings.border, settings.strong, settings.own,
        out.shared, out.sound, out.firm,
    )  # fmt: skip
    return out


def deciding(
    what: Found,
    left_sizes: NDArray[np.int32],
    right_sizes: NDArray[np.int32],
    one_outlet: NDArray[np.bool_],
    settings: Settings,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """For every pair the shares of the left and the right text, and whether one was copied from the other or both from a third."""
    left, right = what.shared / np.maximum(left_sizes, 1), what.shared / np.maximum(right_sizes, 1)
    most = what.sound / np.maximum(np.minimum(left_sizes, right_sizes), 1)
    kept = (what.firm >= settings.least) | ((what.sound >= settings.fewest) & (most >= settings.strong))
    return left, right, kept & (~one_outlet | (most >= settings.own))
