"""The inner loops of reading a text's words, for numba: what they count as is looked up in a table, beside which the words
themselves are kept, so that no word is taken for another. What comes out is what `profiles._words` and `surfaces.codes` give."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from stemma.grouping.wide.compiling import held

Array = Any
"""Arrays: what numba sees is their type at the first call."""

LOOKED: Final = 50
"""Words at the start of a title or a body by which it is known that all of it stands in capitals."""
HASH, CODE, START, SIZE, LOUD, COLUMNS = 0, 1, 2, 3, 4, 5
"""Columns of the table of words; a row without a size is free."""
BASIS, PRIME, FOLD = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3), np.uint64(29)


@held
def gap(text: Array, n: int) -> int:
    """How many bytes at `n` part two words: white space as `str.split` knows it, and dashes; 0 inside a word."""
    one = text[n]
    if one < 128:
        return 1 if one == 32 or 9 <= one <= 13 or 28 <= one <= 31 or one == 45 or one == 47 else 0
    left = len(text) - n
    if one == 0xC2 and left > 1:
        return 2 if text[n + 1] == 0x85 or text[n + 1] == 0xA0 else 0
    if left < 3 or not 0xE1 <= one <= 0xE3:
        return 0
    two, three = text[n + 1], text[n + 2]
    if one == 0xE2 and two == 0x80:
        space = three <= 0x8A or three == 0xA8 or three == 0xA9 or three == 0xAF
        return 3 if space or three == 0x91 or three == 0x93 or three == 0x94 else 0
    if one == 0xE2:
        return 3 if two == 0x81 and three == 0x9F else 0
    if one == 0xE1:
        return 3 if two == 0x9A and three == 0x80 else 0
    return 3 if two == 0x80 and three == 0x80 else 0


@held
def mixed(text: Array, start: int, end: int) -> Any:
    """A hash of a word (FNV-1a, 64 bits): it says where to look, not what is there."""
    key = BASIS
    for n in range(start, end):
        key = (key ^ np.uint64(text[n])) * PRIME
    return key ^ (key >> FOLD)


@held
def at(table: Array, pool: Array, text: Array, start: int, end: int, key: Any) -> Any:
    """The row of a word, or the free row where it belongs."""
    mask = np.uint64(len(table) - 1)
    size = np.uint64(end - start)
    row = np.int64(key & mask)
    while table[row, SIZE]:
        if table[row, HASH] == key and table[row, SIZE] == size:
            first = np.int64(table[row, START])
            k = 0
            while k < end - start and pool[first + k] == text[start + k]:
                k += 1
            if k == end - start:
                return row
        row = np.int64((np.uint64(row) + np.uint64(1)) & mask)
    return row


@held
def scan(text: Array, border: int, table: Array, pool: Array, codes: Array, missed: Array, told: Array) -> None:
    """The codes of the words of `text`, of which the first `border` bytes are the title. `told`: how many words, how many of them
    in the title, how many of the first `LOOKED` of title and of body are in capitals, how many words are not in the table; of
    those `missed` gives the number of the word, its start and its end."""
    many = title = loud_title = loud_body = misses = 0
    n, size = 0, len(text)
    while n < size:
        step = gap(text, n)
        if step:
            n += step
            continue
        start = n
        key = BASIS
        while n < size:
            one = text[n]
            if not 47 < one < 0xC2 and gap(text, n):
                break
            key = (key ^ np.uint64(one)) * PRIME
            n += 1
        row = at(table, pool, text, start, n, key ^ (key >> FOLD))
        if start < border:
            title += 1
        if table[row, SIZE]:
            codes[many] = table[row, CODE]
            if table[row, LOUD]:
                if start < border:
                    loud_title += many < LOOKED
                else:
                    loud_body += many - title < LOOKED
        else:
            missed[misses, 0], missed[misses, 1], missed[misses, 2] = many, start, n
            misses += 1
        many += 1
    told[0], told[1], told[2], told[3], told[4] = many, title, loud_title, loud_body, misses


@held
def enter(table: Array, pool: Array, used: int, text: Array, code: int, loud: bool) -> int:
    """Note what a word counts as; how much of the pool is used then."""
    key = mixed(text, 0, len(text))
    row = at(table, pool, text, 0, len(text), key)
    if table[row, SIZE]:
        return used
    pool[used : used + len(text)] = text
    table[row, HASH], table[row, CODE], table[row, START] = key, code, used
    table[row, SIZE], table[row, LOUD] = len(text), loud
    return used + len(text)


@held
def moved(table: Array, wider: Array) -> None:
    """Enter all words of a table into a wider one that is empty."""
    mask = np.uint64(len(wider) - 1)
    for n in range(len(table)):
        if table[n, SIZE]:
            row = np.int64(table[n, HASH] & mask)
            while wider[row, SIZE]:
                row = np.int64((np.uint64(row) + np.uint64(1)) & mask)
            wider[row] = table[n]
