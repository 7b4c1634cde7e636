"""The words that two articles share, with their places: long runs of rare words, and quotations, identical or altered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final, TypeAlias

from stemma.background.function_words import is_function_word
from stemma.background.idf import idf
from stemma.model import Passage, Span
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
    lines: tuple[tuple[int, int], ...]
    """Where the words of each sentence that has any begin and end."""

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
        lines=tuple(_lines(sentence)),
    )


def _lines(sentence: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of equal numbers, each as where it begins and where it ends."""
    at = 0
    for _, same in groupby(sentence):
        start, at = at, at + sum(1 for _ in same)
        yield start, at


class Common:
    """What the bodies of a story have in common, each two sentences and each two quotations of the same words compared once.

    A story of sixty reports tells most of its sentences many times over.
    """

    def __init__(self, bodies: Sequence[Wording]) -> None:
        """`bodies` are all that will be compared."""
        self.bodies = bodies
        numbers: dict[tuple[tuple[str, ...], tuple[float, ...]], int] = {}
        self._lines: dict[str, tuple[int, ...]] = {}
        self._where: dict[str, dict[int, list[int]]] = {}
        for body in bodies:
            of = [(body.folded[i:j], body.weights[i:j]) for i, j in body.lines]
            kinds = tuple(numbers.setdefault(line, len(numbers)) for line in of)
            self._lines[body.article] = kinds
            where = self._where[body.article] = {}
            for n, kind in enumerate(kinds):
                where.setdefault(kind, []).append(n)
        self._kinds = list(numbers)
        self._seeds: list[dict[tuple[str, ...], list[int]]] = []
        self._having: dict[tuple[str, ...], list[int]] = {}
        for kind, (said, _) in enumerate(self._kinds):
            seeds: dict[tuple[str, ...], list[int]] = {}
            for at in range(len(said) - SEED + 1):
                seeds.setdefault(said[at : at + SEED], []).append(at)
            self._seeds.append(seeds)
            for seed in seeds:
                self._having.setdefault(seed, []).append(kind)
        self._shared: dict[int, dict[int, tuple[_Stretch, ...]]] = {}
        self._quoted: dict[tuple[str, int, int], bool] = {}
        self._telling: dict[tuple[str, ...], int] = {}
        quotations: dict[tuple[str, ...], int] = {}
        self._quotations = {b.article: [quotations.setdefault(said, len(quotations)) for _, said in b.quotations] for b in bodies}
        self._sayings = list(quotations)
        self._likes: dict[tuple[int, int], float] = {}

    def runs(self, x: Wording, y: Wording, most: int | None = None) -> tuple[Run, ...]:
        """The longest runs of words within sentences that both have outside quotations, the most telling first, `most` at most.

        A run has at least `SEED` words and a summed idf of `TELLING`, names left out: names are everyone's. No two overlap
        in `x`, whose passage is `Run.mine`.
        """
        found: list[tuple[float, int, int, int, int, int, int, int]] = []
        theirs = self._where[y.article]
        for (first, _), kind in zip(x.lines, self._lines[x.article], strict=True):
            shared = self._shared.get(kind)
            if shared is None:
                shared = self._shared[kind] = self._sharing(kind)
            for other in shared.keys() & theirs.keys():  # in any order: what is found is sorted
                for n in theirs[other]:
                    there = y.lines[n][0]
                    for weight, i, j, size in shared[other]:
                        a, b = first + i, there + j
                        start, end = x.spans[a].start, x.spans[a + size - 1].end
                        found.append((-weight, start, end, y.spans[b].start, y.spans[b + size - 1].end, a, b, size))
        out: list[Run] = []
        for weight, start, end, begin, stop, a, _, size in sorted(found):
            if len(out) == most:
                break
            if any(start < o.mine.span.end and o.mine.span.start < end for o in out):
                continue
            if not self._is_quoted(x, start, end) and not self._is_quoted(y, begin, stop):
                mine = Passage(article=x.article, span=Span(start, end))
                out.append(Run(-weight, x.folded[a : a + size], mine, Passage(article=y.article, span=Span(begin, stop))))
        return tuple(out)

    def echoes(self, x: Wording, y: Wording) -> tuple[Echo, ...]:
        """Quotations of `x` that `y` has too, altered ones first, then the longest. `Echo.mine` is the passage in `x`."""
        out = []
        for (span, said), mine in zip(x.quotations, self._quotations[x.article], strict=True):
            best: tuple[float, Span] | None = None
            for (other, _), theirs in zip(y.quotations, self._quotations[y.article], strict=True):
                like = self._likes.get((mine, theirs))
                if like is None:
                    like = self._likes[mine, theirs] = _like(self._sayings[mine], self._sayings[theirs])
                if like >= ALTERED and (best is None or like > best[0]):
                    best = (like, other)
            if best is not None:
                a, b = Passage(article=x.article, span=span), Passage(article=y.article, span=best[1])
                out.append(Echo(best[0] == 1.0, len(said), a, b))
        return tuple(sorted(out, key=lambda e: (e.same, -e.length, e.mine)))

    def having(self, run: tuple[str, ...]) -> int:
        """The numbers of the bodies that have these folded words in a row, as bits."""
        bits = self._telling.get(run)
        if bits is None:
            bits = self._telling[run] = sum(1 << n for n, body in enumerate(self.bodies) if has_run(body, run))
        return bits

    def _sharing(self, kind: int) -> dict[int, tuple[_Stretch, ...]]:
        """The telling runs that a sentence has in common with every other one, by the other's number."""
        others = sorted({other for seed in self._seeds[kind] for other in self._having[seed]})
        found = ((other, self._stretches(kind, other)) for other in others)
        return {other: stretches for other, stretches in found if stretches}

    def _stretches(self, kind: int, other: int) -> tuple[_Stretch, ...]:
        (said, weights), (told, _) = self._kinds[kind], self._kinds[other]
        out: list[_Stretch] = []
        for seed, starts in self._seeds[kind].items():
            for i in starts:
                for j in self._seeds[other].get(seed, ()):
                    if i and j and said[i - 1] == told[j - 1]:
                        continue  # the run began earlier
                    size = SEED
                    while i + size < len(said) and j + size < len(told) and said[i + size] == told[j + size]:
                        size += 1
                    weight = round(sum(weights[i : i + size]), 6)
                    if weight >= TELLING:
                        out.append((weight, i, j, size))
        return tuple(out)

    def _is_quoted(self, body: Wording, start: int, end: int) -> bool:
        key = (body.article, start, end)
        held = self._quoted.get(key)
        if held is None:
            held = self._quoted[key] = body.quoted(Span(start, end))
        return held


_Stretch: TypeAlias = tuple[float, int, int, int]
"""A run of words of two sentences: its weight in the first, where it begins in the first and in the second, how many words."""


def runs(x: Wording, y: Wording) -> tuple[Run, ...]:
    """The telling runs of two bodies, as `Common.runs`."""
    return Common((x, y)).runs(x, y)


def echoes(x: Wording, y: Wording) -> tuple[Echo, ...]:
    """The quotations that two bodies have, as `Common.echoes`."""
    return Common((x, y)).echoes(x, y)


def has_run(said: Wording, run: Sequence[str]) -> bool:
    """Whether a body has these folded words in a row."""
    wanted = tuple(run)
    return any(said.folded[at : at + len(wanted)] == wanted for at in said.seeds.get(wanted[:SEED], ()))


def _like(said: tuple[str, ...], told: tuple[str, ...]) -> float:
    """Share of the words of the shorter quotation that both have in the same order; 1 only where both are equal."""
    if said == told:
        return 1.0
    common, least = set(said) & set(told), min(len(said), len(told))
    if len(common) < ALTERED * min(len(set(said)), len(set(told))):
        return 0.0
    blocks = SequenceMatcher(None, said, told, autojunk=False).get_matching_blocks()
    return min(0.99, sum(b.size for b in blocks) / least)
