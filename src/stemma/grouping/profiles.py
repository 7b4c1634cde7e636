"""An article as the few weighted bags of terms by which its event is recognised: head, body, names, numbers, dates.

Weights come from the shipped background alone, so an article's profile does not depend on what else is in the batch.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stemma.background.function_words import is_function_word
from stemma.background.idf import idf, normal
from stemma.model import Article, Parsed, Span, Token

FIELDS: Final = ("head", "body", "names", "people", "places", "matter", "numbers", "dates")
"""The bags, in the order in which models read them."""

HEAD_SENTENCES: Final = 3
STEM: Final = 7
_NAME_TYPES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW"})
_PLACE_TYPES: Final = frozenset({"GPE", "LOC", "FAC", "NORP"})
_DATE_TYPES: Final = frozenset({"DATE", "TIME"})
_CONTENT_POS: Final = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV", "X"})
_DIGITS: Final = re.compile(r"\d[\d,.]*")

Vector = Mapping[str, float]
"""Terms and their weights, of length 1 (or empty)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One article's bags. `vectors` go by the names in `FIELDS`; `places` is the first mention of each name, for evidence."""

    article: str
    published: str | None
    vectors: Mapping[str, Vector]
    mentions: Mapping[str, Span]


def profile(article: Article, parsed: Parsed) -> Profile:
    """The profile of one article. Tokens of its title and body are read, each with the entity type that the parse gives it."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    weights: dict[str, float] = {}
    mentions: dict[str, Span] = {}
    first_body = next((n for n, p in enumerate(parsed.paragraph_of) if p >= 0), 0)
    for token in parsed.tokens:
        head = token.sentence < first_body + HEAD_SENTENCES
        number = _number(token)
        if token.entity in _DATE_TYPES:
            if number or token.pos == "PROPN":
                counts["dates"][number or normal(token.text)] += 1
                weights[number or normal(token.text)] = 1.0 if number is None else 1.5
            continue
        if number is not None:
            counts["numbers"][number] += 1
            weights[number] = _number_weight(number)
            continue
        word = normal(token.text)
        if token.pos not in _CONTENT_POS or is_function_word(word) or not any(c.isalpha() for c in word):
            continue
        name = token.entity in _NAME_TYPES or token.pos == "PROPN"
        term = word if name else _stem(token.lemma)
        weights[term] = min(idf(word), idf(token.lemma)) if not name else idf(word)
        counts["body"][term] += 1
        if head:
            counts["head"][term] += 1
        if name:
            counts["names"][term] += 1
            mentions.setdefault(term, Span(token.start, token.end))
            if token.entity == "PERSON":
                counts["people"][term] += 1
            elif token.entity in _PLACE_TYPES:
                counts["places"][term] += 1
        else:
            counts["matter"][term] += 1
    vectors = {name: _unit(counts[name], weights) for name in FIELDS}
    return Profile(
        article=article.id,
        published=article.published.value if article.published else None,
        vectors=vectors,
        mentions=mentions,
    )


def _stem(lemma: str) -> str:
    """A word cut to its beginning, so that "resign" meets "resignation" half way without a table of endings."""
    return normal(lemma)[:STEM]


def _number(token: Token) -> str | None:
    """A number's digits without grouping commas, or its word; None for what is no number or tells nothing (zero, one)."""
    found = _DIGITS.fullmatch(token.text)
    if found:
        digits = token.text.replace(",", "").rstrip(".")
        return digits if digits not in {"0", "1"} else None
    return None


def _number_weight(number: str) -> float:
    """Longer numbers are rarer: 1 for a single digit, one more for each digit after it that is not a zero."""
    return float(max(1, len(number.replace(".", "").rstrip("0"))))


def _unit(counts: Counter[str], weights: Mapping[str, float]) -> Vector:
    """`(1 + ln count) * weight`, scaled to length 1."""
    raw = {term: (1.0 + math.log(n)) * weights[term] for term, n in sorted(counts.items())}
    length = math.sqrt(sum(w * w for w in raw.values()))
    return {term: w / length for term, w in raw.items()} if length else {}


def cosine(a: Vector, b: Vector) -> float:
    """Cosine of two vectors of length 1: 0 to 1; 0 if either is empty."""
    if len(a) > len(b):
        a, b = b, a
    return math.fsum(w * b[term] for term, w in a.items() if term in b)
