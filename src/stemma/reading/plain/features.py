"""What can be said about each line of a page by itself: the numbers that the line model weighs.

`measure` reads the lines once; `layout` looks at the page as a whole. Word lists are general English of web pages (`pagewords`):
nothing here names an outlet, a person or a story.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.reading.plain import pagewords
from stemma.reading.wordlists import word_set
from stemma.text.words import plain

Matrix = NDArray[np.float64]

FUNCTION_WORDS: Final = word_set(
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may "
    "more most no not of on or our over said she should so some such than that the their them then there these they this "
    "those to under was we were what when where which who will with would you your"
)
_ABROAD: Final = word_set(
    "de la que el en y los del se las por un para con una su al lo como más pero sus le da do dos das em um uma não os na no ao "
    "foi mais der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es an wird aus les et dans qui "
    "il est pas sur au plus par avec ce di che è per non sono alla della nel и в не на что с по как из к у за от это для его "
    "dan yang di ini itu dengan untuk pada tidak van het een ve bir bu için een op te dat i w z na się nie do "
    "että ja on och att det"
)
_FIRST: Final = word_set("we our us ours i my me")
_SECOND: Final = word_set("you your yours you'll you're you've")
_REPORTING: Final = word_set(
    "said says say told tells according reported announced added confirmed denied declined described called asked warned "
    "claimed stated revealed insisted argued noted wrote statement spokesman spokeswoman spokesperson"
)
_ORDERS: Final = word_set(
    "subscribe sign join follow share click download get support donate watch listen buy send email register log login read "
    "see view tap text call visit enter save print become help accept manage submit report add skip open start try shop win "
    "like tell play tweet pin copy load show hide enable allow contact make give search browse discover explore"
)
WORD: Final = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
QUOTED: Final = re.compile(r'"[^"]*"?')
_SEPARATOR: Final = re.compile(r"\s[|•·>/-]\s|\s{2,}|\t|[|•·›☰]")
_ADDRESS: Final = re.compile(r"https?://|www\.|\w@\w|(?<!\w)@\w|\b\w+\.(?:com|org|net|example|co\.\w\w)\b")
_SIGN_OFF: Final = re.compile(r"""(?<=[.!?]["')\]]) {1,3}[A-Z][\w/-]{1,24}$|(?<=\w[.!?]) {1,3}[A-Z][\w/-]{1,24}$""")
_END: Final = re.compile(r"""[.!?…。！？।]['")\]]*$""")
_SENTENCE: Final = re.compile(r"""[.!?]['")\]]*\s+(?=["'(\[]?[A-Z0-9])""")
_DATE: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? ?\d{1,2}(?:st|nd|rd|th)?\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:de )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d\b|\b20\d\d[-./]\d\d?[-./]\d\d?\b"
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d\d\b|\b\d+ ?(?:[ap]\.?m\b|min|hour|day|week|month|year)\w* ?(?:read|ago)?")
_DIGIT: Final = re.compile(r"\d")
_PRICE: Final = re.compile(r"[$£€]\s?\d|\d\s?(?:€|usd|eur)|\d% off|r\$")
_PICTURE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp)\b|\([^()]{2,40}/[^()]{2,40}\)\s*$|^\(?(?:photo|image|picture|file)\b|\bfile\)|\(file"
)
_SHAPES: Final = ((re.compile(r"\d+"), "0"), (re.compile(r"[^\W\d_]*[A-ZÀ-Þ][^\W\d_]*"), "A"), (re.compile(r"[^\W\d_A]+"), "a"))
_RUNS: Final = re.compile(r"(\b\w\b)(?:[ '\-,]+\1\b)+")

_PLAIN_CUES: Final = sum(
    1 << pagewords.NAMES.index(name)
    for name in ("letter", "money", "share", "related", "comment", "legal", "photo", "bio", "nav", "ad", "credit")
)
_PLEAS: Final = sum(1 << pagewords.NAMES.index(name) for name in ("letter", "money"))
_INVITATIONS: Final = sum(1 << pagewords.NAMES.index(name) for name in ("letter", "money", "share", "related", "comment"))

BINS: Final = (1, 3, 6, 10, 16, 28, 50)
_BIN_NAMES: Final = ("words_1", "words_3", "words_6", "words_10", "words_16", "words_28", "words_50", "words_more")
_CUED: Final = tuple(f"{name}_cue" for name in pagewords.NAMES)
_CUED_SHORT: Final = tuple(f"{name}_short" for name in pagewords.NAMES)
OWN: Final = (
    *_BIN_NAMES,
    *("chars", "words", "letters", "sentences", "per_sentence"),
    *("ends", "ends_colon", "ends_comma", "ends_dots", "question", "exclaims", "opens_quote", "quoted", "lower_first"),
    *("digit_first", "bullet", "capitals", "all_capitals", "shouted", "digits", "function", "abroad", "foreign", "separators"),
    *("address", "first", "second", "order", "reporting", "past", "marks", "bracketed", "colon_early", "no_word"),
    *("date", "clock", "price", "picture", "repeated", "repeated_often", "cohesion", "names", "no_content", "furniture"),
    "plea",
    *_CUED,
    *_CUED_SHORT,
)
AT: Final = {name: n for n, name in enumerate(OWN)}
"""The column of each feature."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Lines read once: their features (lines, len(OWN)), words each, content words, names, shape, groups of page words (bits)."""

    own: Matrix
    size: NDArray[np.int64]
    content: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]
    shapes: tuple[str, ...]
    groups: tuple[int, ...]
    texts: tuple[str, ...]


def measure(lines: Sequence[str]) -> Measured:
    """Read the lines of a page (no blank ones)."""
    # The agency's name that signs off wire copy is no part of the sentence it follows.
    even = [_SIGN_OFF.sub("", plain(line).strip()) for line in lines]
    tokens = [WORD.findall(line) for line in even]
    lows = [[w.casefold() for w in t] for t in tokens]
    content = [_content(low) for low in lows]
    named = [_names(t, low) for t, low in zip(tokens, lows, strict=True)]
    long = [len(t) >= 15 for t in tokens]
    seen = Counter(w for c, is_long in zip(content, long, strict=True) if is_long for w in c)
    seen_names = Counter(w for c, is_long in zip(named, long, strict=True) if is_long for w in c)
    repeats = Counter(line.casefold() for line in even)
    rows, groups = [], []
    for line, words, low, c, n, is_long in zip(even, tokens, lows, content, named, long, strict=True):
        cohesion = sum(seen[w] > is_long for w in c) / max(1, len(c))
        in_names = sum(seen_names[w] > is_long for w in n) / max(1, len(n))
        bits, hits = _groups(low)
        groups.append(bits)
        rows.append(_row(line, words, low, bits, hits, repeats[line.casefold()], cohesion, in_names, not c))
    size = np.array([len(t) for t in tokens], dtype=np.int64)
    cues = (np.array(groups, dtype=np.int64)[:, None] >> np.arange(len(pagewords.NAMES)) & 1).astype(float)
    plain_rows = np.array(rows, dtype=float).reshape(len(lines), len(OWN) - 2 * cues.shape[1])
    own = np.hstack([plain_rows, cues, cues * (size <= 8)[:, None]])
    return Measured(
        own,
        size,
        tuple(content),
        tuple(named),
        tuple(_shape(line) if len(line) < 90 else "" for line in even),
        tuple(groups),
        tuple(even),
    )


def _row(
    line: str, words: list[str], low: list[str], bits: int, hits: int, repeats: int, cohesion: float, names: float, bare: bool
) -> list[float]:
    k = max(1, len(words))
    size = len(line)
    outside = [w.casefold() for w in WORD.findall(QUOTED.sub(" ", line))] if '"' in line else low
    first, second = _count(_FIRST, outside), _count(_SECOND, outside)
    order = bool(low) and low[0] in _ORDERS
    pieces = len(_SENTENCE.findall(line)) + 1 if size > 40 else 1
    bins = [0.0] * len(_BIN_NAMES)
    bins[next((n for n, most in enumerate(BINS) if len(words) <= most), len(BINS))] = 1.0
    capitals = sum(w[:1].isupper() for w in words[1:]) / max(1, len(words) - 1)
    digits = bool(_DIGIT.search(line))
    folded = line.casefold() if digits and size < 240 else ""
    asks = (bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1)
    letters = sum(map(len, words))
    return [
        *bins,
        math.log1p(size) / 6,
        math.log1p(len(words)) / 5,
        min(15.0, letters / k) / 8,
        min(pieces, 6) / 3,
        min(len(words) / pieces, 40) / 20,
        bool(_END.search(line)),
        line.endswith(":"),
        line.endswith(","),
        line.endswith(("...", "…")),
        line.endswith(("?", '?"', "?'")),
        line.endswith(("!", '!"')),
        line[:1] in "\"'",
        '"' in line,
        line[:1].islower(),
        line[:1].isdigit(),
        line[:1] in "•*-·►▪",
        capitals,
        capitals == 1.0 and len(words) > 2,
        sum(w.isupper() and len(w) > 1 for w in words) / k,
        sum(w[:1].isdigit() for w in words) / k,
        _count(FUNCTION_WORDS, low) / k,
        _count(_ABROAD, low) / k,
        not line.isascii() and sum(ch > "\u024f" for ch in line) > 0.5 * size,
        min(4, len(_SEPARATOR.findall(line))) / 2,
        bool(_ADDRESS.search(line)),
        min(1, first / max(6, len(outside)) * 8),
        min(1, second / max(6, len(outside)) * 8),
        order,
        min(2, _count(_REPORTING, low)) / 2,
        sum(w.endswith("ed") for w in low) / k * 5,
        min(1.0, (size - letters - line.count(" ")) / max(1, size) * 5),
        line[:1] in "([" and line[-1:] in ")]",
        ":" in line[:25],
        not words,
        bool(folded and _DATE.search(folded)),
        bool(folded and _CLOCK.search(folded)),
        bool(digits and _PRICE.search(line)),
        bool(size < 600 and _PICTURE.search(line)),
        repeats > 1,
        repeats > 3,
        cohesion,
        names,
        bare,
        min(1.0, hits / k) if len(words) <= 12 else 0.0,
        min(1, first / 3) * min(1, (second + order) / 2) * min(1.0, asks),
    ]


def _count(known: frozenset[str], words: Sequence[str]) -> int:
    return sum(map(known.__contains__, words))


def _groups(low: Sequence[str]) -> tuple[int, int]:
    """The groups of furniture whose words stand in a line (a bit each), and how many of its words do."""
    bits = hits = 0
    single, pair = pagewords.SINGLE, pagewords.PAIR
    before = ""
    for word in low:
        if found := single.get(word):
            bits |= found
            hits += 1
        if before and (found := pair.get(f"{before} {word}")):
            bits |= found
            hits += 1
        before = word
    return bits, hits


def _shape(line: str) -> str:
    """What lines made by one template share: words become A or a, numbers 0, rows of like words one."""
    for pattern, sign in _SHAPES:
        line = pattern.sub(sign, line)
    return _RUNS.sub(r"\1", line)


def has_cue(line: str) -> bool:
    """Whether a line holds a word that hardly stands in a heading but in page furniture."""
    return bool(_groups([w.casefold() for w in WORD.findall(plain(line))])[0] & _PLAIN_CUES)


def invites(line: str) -> bool:
    """Whether a short line asks the reader to sign up, pay, share, comment or read on."""
    words = [w.casefold() for w in WORD.findall(plain(line))]
    return len(words) <= 12 and bool(_groups(words)[0] & _INVITATIONS)


def pleads(line: str) -> bool:
    """Whether a line asks the reader, outside quotation marks, to pay or sign up."""
    words = [w.casefold() for w in WORD.findall(QUOTED.sub(" ", plain(line)))]
    asks = bool(words) and (words[0] in _ORDERS or "please" in words or any(w in _SECOND for w in words))
    return asks and bool(_groups(words)[0] & _PLEAS)


def is_reporting(line: str) -> bool:
    """Whether a line holds a verb or noun of saying."""
    return any(w.casefold() in _REPORTING for w in WORD.findall(line))


def _content(low: Sequence[str]) -> frozenset[str]:
    return frozenset(w.removesuffix("'s") for w in low if len(w) >= 4 and w not in FUNCTION_WORDS)


def _names(words: Sequence[str], low: Sequence[str]) -> frozenset[str]:
    return frozenset(
        w.removesuffix("'s")
        for w, folded in zip(words[1:], low[1:], strict=True)
        if w[:1].isupper() and folded not in FUNCTION_WORDS
    )
