"""A story's sentences made comparable: weighted words, facts, runs of words, and how alike any two sentences are.

Everything that tracing weighs is counted here, once for the whole story, as arrays over its sentences.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from stemma.background.function_words import is_function_word
from stemma.background.idf import idf, idf_ceiling, normal
from stemma.background.names import SHIPPED, Names
from stemma.model import Article, Collation, Parsed, Passage, Span, Token
from stemma.models.encoder import encode
from stemma.models.likeness import exact
from stemma.text.words import plain, quote
from stemma.tracing.corrected import NOTHING, Said
from stemma.tracing.later import is_subhead, report_spoken_of

Floats = npt.NDArray[np.float64]
Key = TypeVar("Key")

NOT_MATTER: Final = frozenset({"PUNCT", "SPACE", "SYM", "DET", "ADP", "PRON", "AUX", "PART", "CCONJ", "SCONJ"})
TRUSTED: Final = 0.86  # what a sure match of the collation counts for, on the scale of the likeness of closely worded sentences
LEAST: Final = 0.5  # no word of matter weighs less: the commonest nouns still say what a sentence is about
RUN: Final = 2  # words in a run; longer runs are rarer and hardly survive a rewrite


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a body: where it is, its words of matter with their weights, its numbers, names and runs of words."""

    passage: Passage
    text: str
    words: Mapping[str, float]
    numbers: frozenset[str]
    runs: Mapping[tuple[str, ...], float]
    length: int
    """Words in all."""
    names: frozenset[str] = frozenset()
    """Words of proper names."""
    subhead: bool = False
    """Whether it is a line between paragraphs rather than a sentence of one."""
    about: frozenset[str] = frozenset()
    """If it speaks of a report as something to be denied, confirmed or commented on: the words that say which report."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One article as evidence: its sentences in order, the words of its title, the agencies its page credits."""

    article: Article
    sentences: tuple[Sentence, ...]
    title: Mapping[str, float]
    length: int
    """Words of the body."""


@dataclass(frozen=True, slots=True)
class Material:
    """All witnesses of a story, sorted by article id, and the likeness of their sentences as square arrays, 0..1.

    `first[k]:first[k + 1]` are the rows of witness k. `wording` compares words by idf-weighted cosine, `meaning` is the
    cosine of their vectors, `matched` the collation's score (0 where it kept none), `alike` all three together. `names` are the
    user's own, outlets among them; `said` is what a person says of the tree.
    """

    witnesses: tuple[Witness, ...]
    first: tuple[int, ...]
    wording: Floats
    meaning: Floats
    matched: Floats
    alike: Floats
    names: Names = SHIPPED
    said: Said = NOTHING

    def block(self, of: Floats, a: int, b: int) -> Floats:
        """The part of a square array with the sentences of witness `a` as rows and those of `b` as columns."""
        return of[self.first[a] : self.first[a + 1], self.first[b] : self.first[b + 1]]


def gather(articles: Sequence[Article], parsed: Mapping[str, Parsed], collation: Collation, names: Names = SHIPPED) -> Material:
    """Make the articles of one story comparable. The order of `articles` does not matter."""
    witnesses = tuple(witness(a, parsed[a.id]) for a in sorted(articles, key=lambda a: a.id))
    sentences = [s for w in witnesses for s in w.sentences]
    first = tuple(np.cumsum([0, *(len(w.sentences) for w in witnesses)]).tolist())
    place = {s.passage: n for n, s in enumerate(sentences)}
    matched = np.zeros((len(sentences), len(sentences)))
    # The same passage stands in many pairs: it is looked up once.
    ends = {id(p): p for pair in collation.pairs for p in (pair.a, pair.b)}
    known = {at: place.get(p, -1) for at, p in ends.items()}
    rows = np.array([(known[id(pair.a)], known[id(pair.b)]) for pair in collation.pairs], dtype=np.intp).reshape(-1, 2)
    scores = np.array([pair.score for pair in collation.pairs], dtype=np.float64)
    kept = (rows >= 0).all(axis=1)
    for x, y in (rows[kept].T, rows[kept].T[::-1]):
        np.maximum.at(matched, (x, y), scores[kept])
    vectors = exact(encode([s.text for s in sentences]))
    meaning = np.asarray(np.clip(np.round(vectors @ vectors.T, 9), 0.0, 1.0), dtype=np.float64)
    wording = likeness([s.words for s in sentences])
    return Material(
        witnesses=witnesses,
        first=first,
        wording=wording,
        meaning=meaning,
        matched=matched,
        # The collation has seen the surroundings too; where it kept nothing, words and vectors still tell a little.
        alike=np.maximum((wording + meaning) / 2, TRUSTED * matched),
        names=names,
    )


def witness(article: Article, parsed: Parsed) -> Witness:
    """Read off one article what is compared."""
    tokens: dict[int, list[Token]] = defaultdict(list)
    for token in parsed.tokens:
        tokens[token.sentence].append(token)
    sentences, title = [], dict[str, float]()
    for n, span in enumerate(parsed.sentences):
        if parsed.paragraph_of[n] < 0:
            title.update(matter(tokens[n]))
        else:
            sentences.append(_sentence(article, parsed, span, tokens[n]))
    return Witness(article=article, sentences=tuple(sentences), title=title, length=sum(s.length for s in sentences))


def matter(tokens: Iterable[Token]) -> dict[str, float]:
    """Words of matter (lemmas; names as they stand) with their weight, the idf in English news."""
    out = {}
    for token in tokens:
        if token.pos not in NOT_MATTER and _solid(token.text) and not is_function_word(token.text):
            out[_key(token)] = max(LEAST, _weight(token.text))
    return out


def likeness(bags: Sequence[Mapping[str, float]]) -> Floats:
    """Cosine of every two weighted bags of words, 0..1; an empty bag is like nothing."""
    number = {word: n for n, word in enumerate(sorted({word for bag in bags for word in bag}))}
    rows = np.zeros((len(bags), max(1, len(number))))
    for row, bag in enumerate(bags):
        for word, weight in bag.items():
            rows[row, number[word]] = weight
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(lengths > 0, lengths, 1.0)
    # Rounded, so that the order of summation, which differs between machines, decides nothing.
    return np.asarray(np.clip(np.round(rows @ rows.T, 9), 0.0, 1.0), dtype=np.float64)


def contained(part: Mapping[Key, float], whole: Mapping[Key, float], total: float | None = None) -> float:
    """Share of the weight of `part` that stands in `whole`, 0..1; `total` is all its weight, if known."""
    weight = math.fsum(part.values()) if total is None else total
    return math.fsum(map(part.__getitem__, part.keys() & whole.keys())) / weight if weight else 0.0  # exact, in whatever order


def _sentence(article: Article, parsed: Parsed, span: Span, tokens: Sequence[Token]) -> Sentence:
    solid = [t for t in tokens if _solid(t.text)]
    folded = [_normal(t.text) for t in solid]
    weights = [_weight(t.text) for t in solid]
    return Sentence(
        passage=Passage(article=article.id, span=span),
        text=plain(quote(article.text, span)),
        words=matter(tokens),
        numbers=frozenset(n for n, t in zip(folded, solid, strict=True) if _has_digit(t.text)),
        runs={tuple(folded[i : i + RUN]): math.fsum(weights[i : i + RUN]) for i in range(len(folded) - RUN + 1)},
        length=len(solid),
        names=frozenset(n for n, t in zip(folded, solid, strict=True) if t.pos == "PROPN"),
        subhead=is_subhead(article, span),
        about=report_spoken_of(parsed, tokens),
    )


# A story says the same words again and again.
_normal = lru_cache(maxsize=65_536)(normal)


@lru_cache(maxsize=65_536)
def _solid(word: str) -> bool:
    return any(c.isalnum() for c in word)


@lru_cache(maxsize=65_536)
def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _key(token: Token) -> str:
    return _normal(token.text) if token.pos == "PROPN" else _normal(plain(token.lemma))


@lru_cache(maxsize=65_536)
def _weight(word: str) -> float:
    if _has_digit(word):
        return idf_ceiling() * 0.75  # a number is telling, but small ones recur in every report
    return min(idf(word), idf_ceiling())
