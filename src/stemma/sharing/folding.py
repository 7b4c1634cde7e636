"""What a word is, and when two words are the same: the definition (slow, in Python) and the table by which machine code follows it.

A text is cut at code points, before anything is normalised, so that every word has a place in the text as it was written:

* letters, digits and other numerals (`str.isalnum`) make words; a combining mark goes on with a word that has begun;
* invisible characters (category Cf such as the soft hyphen, variation selectors) inside a word are passed over;
* everything else (quotes of any shape, dashes, apostrophes, spaces, lone surrogates, NUL) only separates words.

Two words are the same if their `folded` forms are: Unicode's NFKC_Casefold without the invisible characters (Unicode 15, section
3.13, D146; Python's `unicodedata` is the authority).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

SEPARATOR: Final = -1
INVISIBLE: Final = -2
HARD: Final = -3
"""A letter or digit whose form depends on its neighbours, or is more than one code point: left to `folded`."""
MARK: Final = -4

_LONG: Final = 200
_SELECTORS: Final = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def folded(word: str) -> str:
    """The form by which words are compared: compatibility forms, case and invisible characters do not count.

    A word of more than 200 code points is folded one by one: no language has such words, and putting a long run of marks in order
    takes time that grows with its square.

    >>> folded("Ｏffi\\u00adce")
    'office'
    """
    if len(word) > _LONG:
        return "".join(map(_folded_one, word))
    kept = "".join(c for c in word if unicodedata.category(c) != "Cf" and not _SELECTORS.match(c))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold()).casefold())


@lru_cache(maxsize=10_000)
def _folded_one(char: str) -> str:
    return folded(char)


@cache
def table() -> NDArray[np.int32]:
    """For every code point: what it folds to where that is one code point whatever stands beside it, else one of the kinds above.

    Shape (1114112,). Built once a process, in about a third of a second.
    """
    out = np.full(sys.maxunicode + 1, SEPARATOR, dtype=np.int32)
    whole = "".join(map(chr, range(sys.maxunicode + 1)))
    alnum = [ord(c) for run in re.findall(r"[^\W_]+", whole) for c in run]
    # Letters that join with the one before them (Hangul vowels and finals; vowel signs of Indic scripts are marks).
    joining = {ord(second) for second in map(_second, map(chr, alnum)) if second}
    joining.update(range(0x1160, 0x1200))
    for code in alnum:
        form = folded(chr(code))
        stands_alone = len(form) == 1 and code not in joining and ord(form) not in joining and not unicodedata.combining(form)
        out[code] = ord(form) if stands_alone else HARD
    for code in _of_categories(whole):
        out[code] = MARK if unicodedata.category(chr(code))[0] == "M" else INVISIBLE
    for low, high in ((0x34F, 0x34F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)):
        out[low : high + 1] = INVISIBLE
    out.setflags(write=False)
    return out


def _second(char: str) -> str:
    """The code point that `char`'s canonical decomposition ends with, "" if it has none of two parts."""
    parts = unicodedata.decomposition(char).split()
    return chr(int(parts[1], 16)) if len(parts) == 2 and not parts[0].startswith("<") else ""


def _of_categories(whole: str) -> list[int]:
    """The marks and format characters of `whole`, which holds every code point in order."""
    return [code for code, kind in enumerate(map(unicodedata.category, whole)) if kind[0] == "M" or kind == "Cf"]


def cut(text: str) -> list[tuple[int, int]]:
    """The words of `text` as half-open ranges of code points: the definition in Python, against which machine code is tested."""
    kinds = table()
    out: list[tuple[int, int]] = []
    start = end = -1
    for at, char in enumerate(text):
        kind = kinds[ord(char)]
        if kind >= 0 or kind == HARD or (kind == MARK and start >= 0):
            start, end = (at if start < 0 else start), at + 1
        elif kind == INVISIBLE and start >= 0:
            continue
        else:
            if start >= 0:
                out.append((start, end))
            start = -1
    if start >= 0:
        out.append((start, end))
    return out


@lru_cache(maxsize=200_000)
def hard_hash(word: bytes) -> int:
    """The 32-bit hash of a word (UTF-8, surrogates let through) that machine code left alone."""
    return word_hash(folded(word.decode("utf-8", "surrogatepass")))


def word_hash(form: str) -> int:
    """The 32-bit hash of a folded word: FNV-1a over code points, finished by the mixer of SplitMix64 (Steele et al. 2014)."""
    value = 0xCBF29CE484222325
    for char in form:
        value = ((value ^ ord(char)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    value ^= value >> 30
    value = (value * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    value ^= value >> 27
    value = (value * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return value >> 32
