"""An article as weighted bags of terms by which its event is recognised: head, body, names, numbers, dates and so on.

Weights come from the shipped background alone, so an article's profile does not depend on what else is in the batch.
A term is a name's word in lower case, another content word's lemma cut to `STEM` letters, or a number's digits.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from stemma.background.function_words import is_function_word
from stemma.background.idf import idf, normal
from stemma.model import Article, Parsed, Span, Token

Field: TypeAlias = Literal["head", "body", "names", "people", "places", "matter", "numbers", "dates"]
FIELDS: Final[tuple[Field, ...]] = ("head", "body", "names", "people", "places", "matter", "numbers", "dates")
"""The bags, in the order in which the models read them."""

HEAD_SENTENCES: Final = 3
"""The head is the title and this many sentences: what the report is about stands there."""
STEM: Final = 7

_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW"})
_PLACES: Final = frozenset({"GPE", "LOC", "FAC", "NORP"})
_DATES: Final = frozenset({"DATE", "TIME"})
_CONTENT: Final = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV", "X"})
_DIGITS: Final = re.compile(r"\d[\d,.]*")
_WORD_IN_DATE, _NUMBER_IN_DATE = 1.0, 1.5

Vector: TypeAlias = Mapping[str, float]
"""Terms and their weights, of length 1 (or empty)."""

NameKind: TypeAlias = Literal["person", "place", "other"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One article's bags.

    `vectors` go by the names in `FIELDS`; `weight` is the idf of every term of the body and `kinds` says which of them are
    names (of what, at the first mention); `head` are the terms of title and opening; `numbers` and `dates` are sets of terms,
    `head_numbers` those of the opening; `mentions` is where each name first stands; `length` is counted in tokens.
    """

    article: str
    published: str | None
    vectors: Mapping[Field, Vector]
    weight: Mapping[str, float]
    kinds: Mapping[str, NameKind]
    head: frozenset[str]
    numbers: frozenset[str]
    head_numbers: frozenset[str]
    dates: frozenset[str]
    mentions: Mapping[str, Span]
    length: int


def profile(article: Article, parsed: Parsed) -> Profile:
    """The profile of one article, from the tokens of its title and body and the entity type that the parse gives each."""
    counts: dict[Field, Counter[str]] = {name: Counter() for name in FIELDS}
    weights: dict[str, float] = {}
    kinds: dict[str, NameKind] = {}
    mentions: dict[str, Span] = {}
    head_numbers: set[str] = set()
    opening = HEAD_SENTENCES + next((n for n, p in enumerate(parsed.paragraph_of) if p >= 0), 0)
    for token in parsed.tokens:
        head = token.sentence < opening
        number = _number(token)
        word = normal(token.text)
        if token.entity in _DATES:
            if number or token.pos == "PROPN":
                counts["dates"][number or word] += 1
                weights.setdefault(number or word, _NUMBER_IN_DATE if number else _WORD_IN_DATE)
        elif number is not None:
            counts["numbers"][number] += 1
            weights[number] = _number_weight(number)
            if head:
                head_numbers.add(number)
        elif token.pos in _CONTENT and not is_function_word(word) and any(c.isalpha() for c in word):
            name = token.entity in _NAMES or token.pos == "PROPN"
            term = word if name else normal(token.lemma)[:STEM]
            weights[term] = idf(word) if name else min(idf(word), idf(token.lemma))
            counts["body"][term] += 1
            if head:
                counts["head"][term] += 1
            if not name:
                counts["matter"][term] += 1
                continue
            counts["names"][term] += 1
            kind: NameKind = "person" if token.entity == "PERSON" else "place" if token.entity in _PLACES else "other"
            kinds.setdefault(term, kind)
            mentions.setdefault(term, Span(token.start, token.end))
            if kind != "other":
                counts["people" if kind == "person" else "places"][term] += 1
    return Profile(
        article=article.id,
        published=article.published.value if article.published else None,
        vectors={name: _unit(counts[name], weights) for name in FIELDS},
        weight={term: weights[term] for term in sorted(counts["body"])},
        kinds=kinds,
        head=frozenset(counts["head"]),
        numbers=frozenset(counts["numbers"]),
        head_numbers=frozenset(head_numbers),
        dates=frozenset(counts["dates"]),
        mentions=mentions,
        length=len(parsed.tokens),
    )


def cosine(a: Vector, b: Vector) -> float:
    """Cosine of two vectors of length 1: 0 to 1; 0 if either is empty."""
    if len(a) > len(b):
        a, b = b, a
    return math.fsum(w * b[term] for term, w in a.items() if term in b)


def _number(token: Token) -> str | None:
    """A number's digits without grouping commas; None for what is no number or tells nothing (0, 1)."""
    if not _DIGITS.fullmatch(token.text):
        return None
    digits = token.text.replace(",", "").rstrip(".")
    return digits if digits not in {"0", "1"} else None


def _number_weight(number: str) -> float:
    """Exact numbers are rarer than round ones: the count of digits up to the last that is not a zero, at least 1."""
    return float(max(1, len(number.replace(".", "").rstrip("0"))))


def _unit(counts: Counter[str], weights: Mapping[str, float]) -> Vector:
    """`(1 + ln count) * weight`, scaled to length 1."""
    raw = {term: (1.0 + math.log(n)) * weights[term] for term, n in sorted(counts.items())}
    length = math.sqrt(math.fsum(w * w for w in raw.values()))
    return {term: w / length for term, w in raw.items()} if length else {}
