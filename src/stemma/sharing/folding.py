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
_KINDS: Final = {"Mn": MARK, "Mc": MARK, "Me": MARK, "Cf": INVISIBLE}
_RUN: Final = 64
"""Letters that are asked about together."""
_LETTERS: Final = re.compile(r"[^\W_]+")
_UNSEEN: Final = re.compile(r"[^\w\x00-\x7f\ud800-\uf8ff\U00020000-\U0003ffff]")
"""What is no letter: marks and invisible characters are among it."""
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

    Shape (1114112,). Built once a process, in about a twentieth of a second: most letters fold to themselves, which is asked of
    many at a time.
    """
    out = np.full(sys.maxunicode + 1, SEPARATOR, dtype=np.int32)
    # Planes 4 to 13 are empty and those behind 14 private: no letters, marks or format characters. 2 and 3 have letters only.
    codes = np.concatenate([np.arange(0x40000), np.arange(0xE0000, 0xE1000)]).astype("<u4")
    whole = codes.tobytes().decode("utf-32-le", "surrogatepass")
    # Letters that join with the one before them (Hangul vowels and finals; vowel signs of Indic scripts are marks).
    joining = set(range(0x1160, 0x1200))
    changing: list[int] = []
    for run in _LETTERS.findall(whole):
        for at in range(0, len(run), _RUN):
            part = run[at : at + _RUN]
            first = ord(part[0])
            out[first : first + len(part)] = np.arange(first, first + len(part))
            if not _plain(part):
                joining.update(ord(second) for second in map(_second, part) if second)
                changing.extend(range(first, first + len(part)))
    changing.extend(code for code in joining if out[code] >= 0)
    for code in changing:
        form = folded(chr(code))
        stands_alone = len(form) == 1 and code not in joining and ord(form) not in joining and not unicodedata.combining(form)
        out[code] = ord(form) if stands_alone else HARD
    unseen = "".join(_UNSEEN.findall(whole))
    for char, kind in zip(unseen, map(_KINDS.get, map(unicodedata.category, unseen)), strict=True):
        if kind is not None:
            out[ord(char)] = kind
    for low, high in ((0x34F, 0x34F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)):
        out[low : high + 1] = INVISIBLE
    out.setflags(write=False)
    return out


def _plain(run: str) -> bool:
    """Whether every letter of a run folds to itself and joins with none, as those of most scripts and whole Hangul syllables do."""
    return run.casefold() == run and (unicodedata.is_normalized("NFKD", run) or (run[-1] <= "힣" and run[0] >= "가"))


def _second(char: str) -> str:
    """The code point that `char`'s canonical decomposition ends with, "" if it has none of two parts."""
    parts = unicodedata.decomposition(char).split()
    return chr(int(parts[1], 16)) if len(parts) == 2 and not parts[0].startswith("<") else ""


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
