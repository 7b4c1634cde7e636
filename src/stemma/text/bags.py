"""A passage as weighted bags of what can be shared with another passage: words, runs of words, names, numbers, quoted words.

A term's weight is how much it tells (inverse document frequency of its word), so that sharing "moraine" counts and sharing
"say" hardly does. Weights are multiples of 1/1024: sums and products of them are exact, in whatever order they are taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stemma.model import Token
from stemma.text.words import plain

Weigh = Callable[[str], float]
"""How much a word (lower case) tells, in natural-log units: 0 for one that is everywhere."""

_EMPTY_POS: Final = frozenset({"DET", "ADP", "PRON", "AUX", "PART", "CCONJ", "SCONJ", "PUNCT", "SPACE", "SYM", "INTJ", "X"})
# fmt: off
_UNITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_SMALL: Final[Mapping[str, int]] = {
    **{w: n for n, w in enumerate(_UNITS)},
    **{w: 10 * n for n, w in enumerate(_TENS, 2)},
    **{f"{t}-{u}": 10 * n + m for n, t in enumerate(_TENS, 2) for m, u in enumerate(_UNITS[1:10], 1)},
    "dozen": 12,
    "hundred": 100,
    "once": 1,
    "twice": 2,
    "single": 1,
    "half": 0,
}
_STEM: Final = 6
_QUOTE_MARKS: Final = frozenset({'"', "''", "``", "'"})


@dataclass(frozen=True, slots=True)
class Bag:
    """Terms and weights of one passage. `words` are stems of words that carry meaning, `runs` pairs of neighbouring words,
    `names` words of proper names, `numbers` figures in digits, `quoted` stems that stand inside double quotation marks."""

    words: Mapping[str, float]
    runs: Mapping[str, float]
    names: Mapping[str, float]
    numbers: Mapping[str, float]
    quoted: Mapping[str, float]


@lru_cache(maxsize=50_000)
def number(word: str) -> str | None:
    """The figure a word stands for, in digits ("1,200" and "1200" are one; "eighty-three" is "83"), or None."""
    low = word.casefold()
    if low in _SMALL:
        return str(_SMALL[low])
    digits = low.replace(",", "").strip(".-")
    if digits[:1].isdigit():
        kept = digits.rstrip("abcdefghijklmnopqrstuvwxyz%")
        return kept.rstrip("0").rstrip(".") if "." in kept else kept
    return None


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word's first letters, marks of possession and plural left off: what an inflected or derived form shares with it."""
    low = plain(word).casefold().removesuffix("'s").strip("-'.")
    if len(low) > 3 and low.endswith("s") and not low.endswith("ss"):
        low = low[:-1]
    return low[:_STEM] if low.isalpha() else low


def bag(tokens: Sequence[Token], weigh: Weigh, *, mask_numbers: bool = False) -> Bag:
    """The bag of the given tokens (of one passage, in order).

    With `mask_numbers` every figure is the same term and `numbers` is empty: what is left is the frame without its values.
    """
    words: dict[str, float] = {}
    runs: dict[str, float] = {}
    names: dict[str, float] = {}
    numbers: dict[str, float] = {}
    quoted: dict[str, float] = {}
    inside = False
    before: tuple[str, float] | None = None
    grouped: tuple[str, int] | None = None
    for token in tokens:
        text = plain(token.text)
        if text in _QUOTE_MARKS and text != "'":
            inside = not inside
            continue
        if not any(c.isalnum() for c in text):
            before = None
            continue
        figure = number(text)
        if figure is not None and grouped is not None and re.fullmatch(r"\d{3}", text) and token.start == grouped[1] + 1:
            # "1 200": thousands set apart by a space.
            words.pop(grouped[0], None)
            numbers.pop(grouped[0], None)
            figure = grouped[0] + text
        grouped = (figure, token.end) if figure is not None and re.fullmatch(r"\d{1,3}( \d{3})*", text) else None
        if figure is not None:
            term, weight = ("#", _exact(1.0)) if mask_numbers else (figure, _exact(3.0 if len(figure) == 1 else 5.0))
            if not mask_numbers:
                numbers[term] = weight
            words[term] = weight
        else:
            term, weight = stem(token.lemma or text), _exact(weigh(token.lemma or text.casefold()))
            if token.pos not in _EMPTY_POS and term:
                words[term] = max(weight, words.get(term, 0.0))
                if token.pos == "PROPN" and token.entity not in {"DATE", "TIME"}:
                    names[term] = words[term]
        if inside:
            quoted[term] = max(weight, _exact(0.5))
        if before is not None:
            runs[f"{before[0]} {term}"] = _exact((before[1] + weight) / 2)
        before = (term, weight)
    return Bag(words=words, runs=runs, names=names, numbers=numbers, quoted=quoted)


def _exact(weight: float) -> float:
    return round(max(weight, 0.0) * 1024) / 1024
