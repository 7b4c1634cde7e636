"""Words -> hashed n-grams -> postings of a hash partition -> the n-grams that several texts hold, page chrome set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stemma.sharing.compiling import compiled
from stemma.sharing.nouns import Settings

_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_ODD = (
    0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63,
    0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3,
)  # fmt: skip
CHROME: Final = 1
"""An n-gram of page chrome: counts for nothing."""
COMMON: Final = 2
"""One that a crowd of texts holds: no evidence."""
AGAIN: Final = 3
"""One that comes again on pages of the same outlets, though on too few to call it chrome: the lines of an agency."""
TWICE: Final = 5
"""One that its outlets have on two pages each, or more: the lines of a small publisher."""
MANY: Final = 4
"""One on half of all pages: a story that all tell, or a banner that all open with."""
_MANY: Final = 8
"""The fewest pages of which half says anything."""


Factors = tuple[np.uint64, ...]


def factors(n: int) -> Factors:
    """One odd factor for every word of an n-gram (1 to 10 words); a tuple, so that machine code is made for just so many words."""
    return tuple(np.uint64(f) for f in _ODD[:n])


def row_bits_of(texts: int) -> int:
    """The bits that the number of a text takes in a posting."""
    return max(1, (texts - 1).bit_length())


@compiled
def gram(words: Any, at: int, factors: Any) -> Any:  # pragma: no cover - machine code
    """The 64-bit hash of the n-gram that begins with word `at`: multilinear (Lemire and Kaser 2014), then mixed."""
    value = np.uint64(0)
    for k in range(len(factors)):
        value += (np.uint64(words[at + k]) + np.uint64(1)) * factors[k]
    value ^= value >> np.uint64(30)
    value *= _MIX_1
    value ^= value >> np.uint64(27)
    value *= _MIX_2
    value ^= value >> np.uint64(31)
    return value


@compiled
def grams_of(words: Any, begin: int, end: int, factors: Any, out: Any) -> None:  # pragma: no cover - machine code
    """The hashes of the n-grams that begin with the words `begin` to `end`: a loop without branches, so that it runs in vectors."""
    for at in range(begin, end):
        out[at - begin] = gram(words, at, factors)


@compiled
def longest(starts: Any) -> Any:  # pragma: no cover - machine code
    """The most words of any text."""
    most = np.int64(0)
    for doc in range(len(starts) - 1):
        most = max(most, starts[doc + 1] - starts[doc])
    return most


@compiled
def tally(
    words: Any,
    starts: Any,
    use: Any,
    outlets: Any,
    limits: Any,
    factors: Any,
    bits: int,
    table: Any,
    pages: Any,
    lasts: Any,
    first: int,
    counts: Any,
    known: Any,
) -> Any:  # pragma: no cover
    """Count the n-grams of texts in every partition (a hash's top `bits`), but for those that are known to be page chrome.

    A text's n-grams are cut into pieces where a hash ends in four zero bits, so that equal passages are cut alike. A piece that
    its outlet has shown on more pages than its limit is chrome, every n-gram of it, and further pages of it tell nothing new: for
    these `known` gets a 1, and a 0 for every other piece, in order. `table`, `pages` and `lasts` are the pieces met so far (the
    sum of their hashes and their outlet; on how many pages; on which page last): they may forget, and never count what was not
    there. `first` is the number of the first text. Texts with a false `use` are left out. Returns how many pieces there are.
    """
    room = np.empty(longest(starts) + 1, dtype=np.uint64)
    down = np.uint64(64 - bits)
    top = 0
    for doc in range(len(starts) - 1):
        if not use[doc]:
            continue
        begin = starts[doc]
        many = starts[doc + 1] - len(factors) + 1 - begin
        if many <= 0:
            continue
        grams_of(words, begin, begin + many, factors, room)
        outlet = np.int64(outlets[doc])
        own = np.uint64(outlet + 1) * factors[0]
        k = 0
        while k < many:
            total = own
            end = k
            while True:
                total += room[end]
                end += 1
                if end == many or room[end] & np.uint64(15) == 0:
                    break
            slot = np.int64((total * _MIX_1) >> np.uint64(32)) & (len(table) - 1)
            if table[slot] == total:
                if lasts[slot] != first + doc:
                    lasts[slot] = first + doc
                    pages[slot] += 1
            elif pages[slot] > 1:
                pages[slot] -= 1
            else:
                table[slot] = total
                lasts[slot] = first + doc
                pages[slot] = 1
            chrome = table[slot] == total and pages[slot] > limits[outlet] + 1
            known[top] = chrome
            top += 1
            if not chrome:
                for at in range(k, end):
                    counts[np.int64(room[at] >> down) if bits else 0] += 1
            k = end
    return top


@compiled
def scatter(
    words: Any,
    starts: Any,
    use: Any,
    rows: Any,
    known: Any,
    factors: Any,
    bits: int,
    low: int,
    high: int,
    row_bits: int,
    heads: Any,
    out: Any,
) -> None:  # pragma: no cover - machine code
    """Write the postings (high bits of the hash | row of the text) of the texts behind `heads`, one a partition from `low` to
    `high`, which move on; pieces that `tally` found `known` are left out."""
    room = np.empty(longest(starts) + 1, dtype=np.uint64)
    down = np.uint64(64 - bits)
    mask = ~((np.uint64(1) << np.uint64(row_bits)) - np.uint64(1))
    piece = -1
    for doc in range(len(starts) - 1):
        if use[doc]:
            begin = starts[doc]
            end = starts[doc + 1] - len(factors) + 1
            if end <= begin:
                continue
            grams_of(words, begin, end, factors, room)
            own = np.uint64(rows[doc])
            piece += room[0] & np.uint64(15) != 0
            # Chosen first, without a branch: which n-grams are wanted cannot be foreseen.
            top: Any = 0
            for k in range(end - begin):
                part = np.int64(room[k] >> down) if bits else 0
                piece += room[k] & np.uint64(15) == 0
                room[top] = room[k]
                top += np.int64((low <= part) & (part < high) & (known[piece] == 0))
            for k in range(top):
                part = np.int64(room[k] >> down) if bits else 0
                out[heads[part - low]] = (room[k] & mask) | own
                heads[part - low] += 1


@compiled
def thin(postings: Any, bits: int, digits: int, out: Any) -> Any:  # pragma: no cover - machine code
    """Leave out postings that cannot share their n-gram with another, told by `digits` bits of the hash; returns how many stay."""
    seen = np.zeros(1 << digits, dtype=np.uint8)
    down = np.uint64(64 - bits - digits)
    mask = np.uint64((1 << digits) - 1)
    for i in range(len(postings)):
        at = np.int64((postings[i] >> down) & mask)
        seen[at] += np.uint8(seen[at] < 2)
    top: Any = 0
    for i in range(len(postings)):
        out[top] = postings[i]
        top += np.int64(seen[np.int64((postings[i] >> down) & mask)] > 1)
    return top


@compiled
def arrange(postings: Any, spare: Any, bits: int, row_bits: int, digits: int) -> None:  # pragma: no cover - machine code
    """Sort the postings of one partition by n-gram, the order of rows kept: two radix passes in the cache, then by insertion."""
    n = len(postings)
    size = 1 << digits
    counts = np.zeros((2, size), dtype=np.int64)
    upper = np.uint64(64 - bits - digits)
    lower = np.uint64(64 - bits - 2 * digits)
    mask = np.uint64(size - 1)
    for i in range(n):
        counts[0, np.int64((postings[i] >> lower) & mask)] += 1
        counts[1, np.int64((postings[i] >> upper) & mask)] += 1
    for p in range(2):
        at: Any = np.int64(0)
        for v in range(size):
            c = counts[p, v]
            counts[p, v] = at
            at += c
    for i in range(n):
        digit = np.int64((postings[i] >> lower) & mask)
        spare[counts[0, digit]] = postings[i]
        counts[0, digit] += 1
    for i in range(n):
        digit = np.int64((spare[i] >> upper) & mask)
        postings[counts[1, digit]] = spare[i]
        counts[1, digit] += 1
    rows = np.uint64(row_bits)
    for i in range(1, n):
        here = postings[i]
        key = here >> rows
        j = i
        while j > 0 and (postings[j - 1] >> rows) > key:
            postings[j] = postings[j - 1]
            j -= 1
        postings[j] = here


@compiled
def sieve(
    postings: Any,
    row_bits: int,
    outlets: Any,
    limits: Any,
    pages: Any,
    ranks: Any,
    texts: int,
    crowd: int,
    cap: int,
    anchors: int,
    rows: Any,
    ends: Any,
    kinds: Any,
    keys: Any,
    flags: Any,
    tops: Any,
) -> None:  # pragma: no cover - machine code
    """The lists of texts that share an n-gram, from one arranged partition.

    `rows` gets the lists one after the other, `ends` where each ends, `kinds` 0 for a whole list, 1 for the whole list of a crowd
    (its anchors follow as a list of kind 2). `keys` and `flags` get the n-grams of note (CHROME to TWICE). `tops` gets how much of
    each was written: rows, lists, keys. `pages` is room, zero for every outlet before and after; `texts` is how
    many texts there are.
    """
    mask = (np.uint64(1) << np.uint64(row_bits)) - np.uint64(1)
    wide = np.uint64(row_bits)
    n = len(postings)
    row_top = 0
    list_top = 0
    key_top = 0
    i = 0
    while i < n:
        key = postings[i] >> wide
        j = i + 1
        while j < n and (postings[j] >> wide) == key:
            j += 1
        if j - i > 1:
            base = row_top
            before: Any = np.int64(-1)
            for k in range(i, j):
                row = np.int64(postings[k] & mask)
                if row != before:
                    rows[row_top] = row
                    row_top += 1
                    before = row
            held = row_top - base
            flag = 0
            if held > 2:
                again = 0
                for k in range(base, row_top):
                    outlet = outlets[rows[k]]
                    pages[outlet] += 1
                    if pages[outlet] > 1:
                        again += 1
                    if pages[outlet] > limits[outlet]:
                        flag = CHROME
                # What an agency or a publisher puts on pages of many outlets comes again in most of them; a story only where it was
                # brought up to date, on one page in three at most.
                if held > 10 and again > 2 and 3 * again > held:
                    flag = CHROME
                for k in range(base, row_top):
                    pages[outlets[rows[k]]] = 0
                if flag == 0 and again > 1 and 2 * again >= held:
                    flag = TWICE
                elif flag == 0 and again > 1 and 5 * again > held:
                    flag = AGAIN
                elif flag == 0 and held >= _MANY and 2 * held >= texts:
                    flag = MANY
            if flag != CHROME and held > crowd:
                flag = COMMON
            if flag:
                keys[key_top] = postings[i] & ~mask
                flags[key_top] = flag
                key_top += 1
            if held < 2 or flag == CHROME or held > cap:
                row_top = base
            elif flag == COMMON:
                ends[list_top] = row_top
                kinds[list_top] = 1
                list_top += 1
                # The few texts of the lowest rank, in order of their rows.
                first = row_top
                for k in range(base, first):
                    row = rows[k]
                    if row_top - first < anchors:
                        rows[row_top] = row
                        row_top += 1
                    else:
                        worst = first
                        for a in range(first + 1, row_top):
                            if ranks[rows[a]] > ranks[rows[worst]]:
                                worst = a
                        if ranks[row] < ranks[rows[worst]]:
                            for a in range(worst, row_top - 1):
                                rows[a] = rows[a + 1]
                            rows[row_top - 1] = row
                ends[list_top] = row_top
                kinds[list_top] = 2
                list_top += 1
            else:
                ends[list_top] = row_top
                kinds[list_top] = 0
                list_top += 1
        i = j
    tops[0] = row_top
    tops[1] = list_top
    tops[2] = key_top


@dataclass(frozen=True, slots=True)
class Lists:
    """Which texts hold the same n-gram: list n is `rows[ends[n - 1] : ends[n]]` (int32, ascending); `kinds` as in `sieve`."""

    rows: NDArray[np.int32]
    ends: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    keys: NDArray[np.uint64]
    flags: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pages:
    """What is known of the texts as pages: `outlets` (int32, a number per text), `limits` (int32, per outlet: an n-gram on more of
    its pages is chrome) and `ranks` (int64, per text: an order that does not depend on the order of arrival). `texts` are those
    that stand for themselves; 0 if all do."""

    outlets: NDArray[np.int32]
    limits: NDArray[np.int32]
    ranks: NDArray[np.int64]
    texts: int = 0


def lists_of(postings: NDArray[np.uint64], pages: Pages, settings: Settings, *, bits: int, row_bits: int) -> Lists:
    """The n-grams of one partition (by the top `bits`) that at least two texts hold; postings of a text must stand together.

    `postings` is used as room.
    """
    spare = np.empty(len(postings) + 1, dtype=np.uint64)
    n = int(thin(postings, bits, max(4, min(64 - bits - row_bits, len(postings).bit_length() + 2)), spare))
    postings, spare = spare[:n], postings
    arrange(postings, spare, bits, row_bits, 11 if n > 50_000 else 8 if n > 500 else 4)
    rows = np.empty(n + n // 2 + 1, dtype=np.int32)
    ends = np.empty(n + 1, dtype=np.int64)
    kinds = np.empty(n + 1, dtype=np.uint8)
    keys = np.empty(n // 2 + 1, dtype=np.uint64)
    flags = np.empty(n // 2 + 1, dtype=np.uint8)
    tops = np.zeros(3, dtype=np.int64)
    room = np.zeros(len(pages.limits), dtype=np.int32)
    sieve(
        postings, row_bits, pages.outlets, pages.limits, room, pages.ranks, pages.texts or len(pages.ranks),
        settings.crowd, settings.cap, settings.anchors,
        rows, ends, kinds, keys, flags, tops,
    )  # fmt: skip
    r, lists, k = tops.tolist()
    return Lists(rows[:r].copy(), ends[:lists].copy(), kinds[:lists].copy(), keys[:k].copy(), flags[:k].copy())
