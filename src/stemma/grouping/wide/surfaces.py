"""What one word as it stands on the page counts as: a term, how rare it is, and of which sort. Worked out once a word, then kept.

A term is 32 bits of a hash of the word's stem, so that profiles need no common vocabulary: two made on two machines compare.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from threading import Lock
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background.function_words import is_function_word
from stemma.background.idf import idf, idf_ceiling, normal
from stemma.background.names import adjectives, capital_cities, states
from stemma.errors import BadWeights
from stemma.text.words import plain

FILE: Final = "lower.txt.gz"
STEM: Final = 8
STEPS: Final = 29.0
"""Steps of an idf of 1: an idf fits into a byte."""

CAPITAL, COMMON, NUMBER, DATE, MONTH, GAZETTED, ENDS, LEADS = 1, 2, 4, 8, 16, 32, 64, 128
"""Flags of a surface: begins with a capital; used in lower case in the background; a number; a part of a date; a month; a
country, its adjective or its capital; ends a sentence; leads to a place ("in", "near")."""

_LEADING: Final = frozenset({"in", "at", "near", "outside", "from", "across", "around"})
_END: Final = re.compile(r"[.!?…:][\"'”’)\]]*$")
_NO_END: Final = re.compile(
    r"^\W*(?:(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Adm|Rev|St|No|Jr|Sr|vs)\.)\W*$"
)

_MONTHS: Final = {
    name: str(n)
    for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_DAYS: Final = {
    name: day
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for name in (day, day[:3], f"{day}s")
} | {"tues": "tuesday", "thurs": "thursday"}
_COUNTED: Final = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMERALS: Final = {word: str(n) for n, word in enumerate(_COUNTED, 2)}
_ENDINGS: Final = ("ations", "ation", "ingly", "ings", "ing", "edly", "ed", "ies", "es", "s", "ers", "er", "ly")
_LONGEST: Final = 40
_KEPT: Final = 1_000_000
_WORD: Final = 120
"""Bytes of the longest word that is kept."""


class _Memo(dict[str, bytes]):
    """What words count as, worked out where it is not known yet: it follows from the word alone, and losing it costs time only."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _KEPT:
            self.clear()
        made = self[word] = _made(word).to_bytes(8, "little")
        return made


_memo: Final = _Memo()


def codes(words: Sequence[str]) -> NDArray[np.uint64]:
    """For each word between white space: its term in the low 32 bits, its idf in `STEPS` in the next 8, its flags above; no term
    (0) if it is nothing to know a report by (a function word, a mark, an address)."""
    return np.frombuffer(b"".join(map(_memo.__getitem__, words)), "<u8")


class Table:
    """What words count as, for compiled loops: rows of `scanning`'s columns, and the words themselves one after another. It follows
    from the words alone: what is lost when it is full is worked out again."""

    def __init__(self, rows: int = 1 << 14, pool: int = 1 << 17) -> None:
        self._lock = Lock()
        self._sizes = rows, pool
        self._clear()

    def _clear(self) -> None:
        rows, pool = self._sizes
        self._state = np.zeros((rows, 5), np.uint64), np.zeros(pool, np.uint8)  # two that belong together are read at once
        self._used = self._many = 0

    def scanned(self, made: ModuleType, text: bytes, border: int) -> tuple[NDArray[np.uint64], list[int]]:
        """The codes of the words of a text (UTF-8) whose first `border` bytes are the title; and how many words there are, how many
        in the title, how many of the first in title and in body are in capitals."""
        data = np.frombuffer(text, np.uint8)
        codes, missed = np.empty(len(text) // 2 + 1, np.uint64), np.empty((len(text) // 2 + 1, 3), np.int64)
        counts = np.empty(5, np.int64)
        rows, pool = self._state
        made.scan(data, border, rows, pool, codes, missed, counts)
        told: list[int] = counts.tolist()
        if told[4]:
            found: dict[bytes, tuple[int, bool]] = {}
            for number, start, end in missed[: told[4]].tolist():
                word = text[start:end]
                known = found.get(word)
                if known is None:
                    known = found[word] = self._enter(made, word)
                codes[number] = known[0]
                before = number if start < border else number - told[1]
                told[2 if start < border else 3] += known[1] and before < made.LOOKED
        return codes[: told[0]], told

    def _enter(self, made: ModuleType, text: bytes) -> tuple[int, bool]:
        word = text.decode("utf-8", "surrogatepass")
        code, loud = _made(word), word.isupper()
        if len(text) <= _WORD:
            with self._lock:
                if self._many >= _KEPT:
                    self._clear()
                rows, pool = self._state
                if 2 * (self._many + 1) > len(rows):
                    wider = np.zeros((2 * len(rows), rows.shape[1]), np.uint64)
                    made.moved(rows, wider)
                    rows = wider
                if self._used + len(text) > len(pool):
                    pool = np.concatenate((pool, np.zeros(len(pool) + len(text), np.uint8)))
                self._state = rows, pool
                self._used = made.enter(rows, pool, self._used, np.frombuffer(text, np.uint8), code, loud)
                self._many += 1
        return code, loud


table: Final = Table()


def surfaces(words: Sequence[str]) -> list[int]:
    """As `codes`, as a list."""
    listed: list[int] = codes(words).tolist()
    return listed


def term_of(text: str) -> int:
    """32 bits of a hash of `text`, never 0 and never the last."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little") % (2**32 - 2) + 1


def stem(word: str) -> str:
    """What inflected forms of a word (lower case) share: the word without a common ending, at most `STEM` letters of it."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey")[:STEM] or word[:STEM]


def number_weight(digits: str) -> float:
    """Exact numbers are rarer than round ones: the count of digits up to the last that is not a zero, 1 to 8."""
    return float(min(8, max(1, len(digits.replace(".", "").rstrip("0")))))


@cache
def commons() -> frozenset[str]:
    """Words that the background uses in lower case; raises `BadWeights` if the list is missing from the installation."""
    file = resources.files("stemma.grouping.wide").joinpath(FILE)
    if not file.is_file():
        raise BadWeights(f"no {FILE} in stemma.grouping.wide", "reinstall stemma-news: the weights are part of the installation")
    return frozenset(gzip.decompress(file.read_bytes()).decode("utf-8").split("\n"))


@cache
def _places() -> frozenset[str]:
    return frozenset(w for name in (*states(), *adjectives(), *capital_cities()) for w in name.split() if len(w) > 3)


def _packed(term: str, weight: float, flags: int) -> int:
    return term_of(term) | min(255, round(weight * STEPS)) << 32 | flags << 40


def _made(word: str) -> int:
    ends = ENDS if _END.search(word[-8:]) and not _NO_END.match(word) else 0
    bare = word.strip("\"'“”‘’«»„‚`.,;:!?()[]{}<>*_|…•·-–—=+~^&#@/\\$€£¥%")
    if not bare or len(bare) > _LONGEST or "//" in bare or "@" in bare:
        return ends << 40
    low = normal(plain(bare)).strip("'")
    if not low:
        return ends << 40
    digits = _digits(low)
    if digits is not None:
        if digits in {"0", "1"}:
            return ends << 40
        year = len(digits) == 4 and digits[:2] in {"19", "20"} and "," not in low
        return _packed("#" + digits, number_weight(digits), ends | (NUMBER | DATE if year else NUMBER))
    capital = CAPITAL if bare[0].isupper() else 0
    if capital and low in _DAYS:
        return _packed("@" + _DAYS[low], 1.0, ends | DATE)
    if capital and low in _MONTHS:
        return _packed("@" + _MONTHS[low], 1.0, ends | DATE | MONTH)
    if is_function_word(low) or not any(c.isalpha() for c in low):
        return (ends | (LEADS if word in _LEADING else 0)) << 40
    return _rooted(low) | (ends | capital) << 40


@lru_cache(maxsize=_KEPT // 4)
def _rooted(low: str) -> int:
    """What a word in small letters counts as, whatever marks stand beside it."""
    root = stem(low)
    rarity = min(idf(low), idf(root) if len(root) > 3 else idf_ceiling(), idf(root + "e") if root != low else idf_ceiling())
    return _packed(root, rarity, (COMMON if low in commons() else 0) | (GAZETTED if low in _places() else 0))


def _digits(low: str) -> str | None:
    """A number's digits without grouping commas and unit letters; None for what is no number."""
    if low in _NUMERALS:
        return _NUMERALS[low]
    if not low[0].isdigit():
        return None
    kept = low.rstrip("abcdefghijklmnopqrstuvwxyz%").replace(",", "")
    if not kept or len(kept) > 12 or not kept.replace(".", "").isdecimal():
        return None
    return kept.rstrip("0").rstrip(".") if "." in kept else kept
