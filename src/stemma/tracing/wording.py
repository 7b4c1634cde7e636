"""The words that two articles share, with their places: long runs of rare words, and quotations, identical or altered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from stemma.background.function_words import is_function_word
from stemma.background.idf import idf
from stemma.model import Passage, Span
from stemma.text.spans import overlap
from stemma.text.words import folded, words
from stemma.tracing.material import Witness

SEED: Final = 3  # words in a row from which a run is looked at
TELLING: Final = 10.0  # summed idf of the words of a run, names left out, from which it is telling
QUOTED: Final = 4  # words from which a quotation is one
ALTERED: Final = 0.6  # share of words in the same order from which two quotations are two forms of one
_QUOTATION: Final = re.compile(r'“([^“”\n]+)”|"([^"\n]+)"')


@dataclass(frozen=True, slots=True)
class Wording:
    """A body's words in order: folded, where each stands, in which sentence, what it weighs (a name nothing), and the quotations.

    `quotations` are pairs of a span and the folded words in it, `seeds` says where every three words in a row begin.
    """

    article: str
    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    sentence: tuple[int, ...]
    weights: tuple[float, ...]
    quotations: tuple[tuple[Span, tuple[str, ...]], ...]
    seeds: Mapping[tuple[str, ...], tuple[int, ...]]

    def quoted(self, span: Span) -> bool:
        """Whether a span lies in a quotation for the most part."""
        inside = sum(max(0, min(q.end, span.end) - max(q.start, span.start)) for q, _ in self.quotations)
        return 2 * inside > span.end - span.start


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """Words in a row that two articles share: `weight` is the idf of them (names left out) summed, the spans those in each."""

    weight: float
    words: tuple[str, ...]
    mine: Passage
    theirs: Passage


@dataclass(frozen=True, slots=True, order=True)
class Echo:
    """A quotation that two articles have: whether it is the same word for word, and where it stands in each."""

    same: bool
    length: int
    mine: Passage
    theirs: Passage


def wording(witness: Witness) -> Wording:
    """Read the words off a witness."""
    text = witness.article.text
    spans: list[Span] = []
    sentence: list[int] = []
    weights: list[float] = []
    for n, one in enumerate(witness.sentences):
        for span, word in zip(found := words(text, one.passage.span), folded(text, found), strict=True):
            named = word.removesuffix("'s") in one.names or is_function_word(word)
            spans.append(span)
            sentence.append(n)
            weights.append(0.0 if named else idf(word))
    said = folded(text, spans)
    seeds: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(said) - SEED + 1):
        if sentence[at] == sentence[at + SEED - 1]:
            seeds.setdefault(said[at : at + SEED], []).append(at)
    quotations = []
    for paragraph in witness.article.body:
        for m in _QUOTATION.finditer(text, paragraph.start, paragraph.end):
            span = Span(*m.span(m.lastindex or 0))
            inside = folded(text, words(text, span))
            if len(inside) >= QUOTED:
                quotations.append((span, inside))
    return Wording(
        article=witness.article.id,
        folded=said,
        spans=tuple(spans),
        sentence=tuple(sentence),
        weights=tuple(weights),
        quotations=tuple(quotations),
        seeds={k: tuple(v) for k, v in seeds.items()},
    )


def runs(x: Wording, y: Wording) -> tuple[Run, ...]:
    """The longest runs of words within sentences that both have outside quotations, the most telling first.

    A run has at least `SEED` words and a summed idf of `TELLING`, names left out: names are everyone's. No two overlap
    in `x`, whose passage is `Run.mine`.
    """
    found: list[Run] = []
    for seed in x.seeds.keys() & y.seeds.keys():  # in any order: what is found is sorted
        for i in x.seeds[seed]:
            for j in y.seeds[seed]:
                if _before(x, y, i, j):
                    continue
                size = _length(x, y, i, j)
                weight = round(sum(x.weights[i : i + size]), 6)
                if weight < TELLING:
                    continue
                here = Span(x.spans[i].start, x.spans[i + size - 1].end)
                there = Span(y.spans[j].start, y.spans[j + size - 1].end)
                if not x.quoted(here) and not y.quoted(there):
                    a, b = Passage(article=x.article, span=here), Passage(article=y.article, span=there)
                    found.append(Run(weight, x.folded[i : i + size], a, b))
    out: list[Run] = []
    for run in sorted(found, key=lambda r: (-r.weight, r.mine, r.theirs)):
        if not any(overlap(run.mine.span, o.mine.span) for o in out):
            out.append(run)
    return tuple(out)


def echoes(x: Wording, y: Wording) -> tuple[Echo, ...]:
    """Quotations of `x` that `y` has too, altered ones first, then the longest. `Echo.mine` is the passage in `x`."""
    out = []
    for span, said in x.quotations:
        best: tuple[float, Span] | None = None
        for other, told in y.quotations:
            like = _like(said, told)
            if like >= ALTERED and (best is None or like > best[0]):
                best = (like, other)
        if best is not None:
            a, b = Passage(article=x.article, span=span), Passage(article=y.article, span=best[1])
            out.append(Echo(best[0] == 1.0, len(said), a, b))
    return tuple(sorted(out, key=lambda e: (e.same, -e.length, e.mine)))


def has_run(said: Wording, run: Sequence[str]) -> bool:
    """Whether a body has these folded words in a row."""
    wanted = tuple(run)
    return any(said.folded[at : at + len(wanted)] == wanted for at in said.seeds.get(wanted[:SEED], ()))


def _before(x: Wording, y: Wording, i: int, j: int) -> bool:
    """Whether the words before these two are shared as well, within the sentence of each: the run began earlier."""
    if not i or not j or x.folded[i - 1] != y.folded[j - 1]:
        return False
    return x.sentence[i - 1] == x.sentence[i] and y.sentence[j - 1] == y.sentence[j]


def _length(x: Wording, y: Wording, i: int, j: int) -> int:
    """How many words in a row two bodies share from here on, within a sentence of each."""
    size = 0
    while (
        i + size < len(x.folded)
        and j + size < len(y.folded)
        and x.folded[i + size] == y.folded[j + size]
        and x.sentence[i + size] == x.sentence[i]
        and y.sentence[j + size] == y.sentence[j]
    ):
        size += 1
    return size


def _like(said: tuple[str, ...], told: tuple[str, ...]) -> float:
    """Share of the words of the shorter quotation that both have in the same order; 1 only where both are equal."""
    if said == told:
        return 1.0
    common, least = set(said) & set(told), min(len(said), len(told))
    if len(common) < ALTERED * min(len(set(said)), len(set(told))):
        return 0.0
    blocks = SequenceMatcher(None, said, told, autojunk=False).get_matching_blocks()
    return min(0.99, sum(b.size for b in blocks) / least)
