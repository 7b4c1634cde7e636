"""Errors in common: what two articles leave out or put oddly together, where third articles have it otherwise.

The textual critics' strongest ground for joining two copies (Maas, *Textual Criticism*, 1958, on indicative errors): true or usual
words that many copies have may come from anywhere; the same gap, the same odd figure and the same odd spelling do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

import numpy as np

from stemma.background.idf import normal
from stemma.model import Passage, Span
from stemma.text.words import words
from stemma.tracing.material import Floats, Material, Sentence
from stemma.tracing.originals import independent
from stemma.tracing.tree import Tree

LEAST: Final = 8  # words from which a sentence is worth missing
CARRIED: Final = 2  # articles that must have what two others leave out
LIKE: Final = 0.45  # likeness from which a sentence may be there in other words
KIN: Final = 0.5  # probability from which an article is kin enough to be missed in
SPELT: Final = 0.75  # likeness of letters from which two names are two spellings of one
NAME: Final = 5  # letters from which a name's spelling is compared


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """What two articles both leave out: `at` is the passage in one of those that have it, `carriers` how many have it."""

    carriers: int
    at: Passage
    having: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Oddity:
    """A figure or spelling that two articles share against a third: each as printed, and where."""

    word: str
    mine: Passage
    theirs: Passage
    other: str
    elsewhere: Passage
    third: int


@dataclass(frozen=True, eq=False)
class Matches:
    """What each witness has of each sentence (row, witness): the sentence that matches it best (-1: none does), and whether it has
    it or may have it: a likeness that proves no copy does not prove a gap either."""

    best: list[list[int]]
    may: list[list[bool]]


def matches(material: Material, supported: Floats) -> Matches:
    """Look every sentence up in every witness, once a story. `supported` is `support.support(material)`."""
    best = np.full((len(supported), len(material.witnesses)), -1)
    may = np.zeros(best.shape, dtype=bool)
    rows = np.arange(len(supported))
    for w, (start, end) in enumerate(pairwise(material.first)):
        if start < end:
            at = start + supported[:, start:end].argmax(axis=1)
            best[:, w] = np.where(supported[rows, at] > 0, at, -1)
            may[:, w] = (best[:, w] >= 0) | (material.alike[:, start:end].max(axis=1) >= LIKE)
    return Matches(best.tolist(), may.tolist())


def gaps(material: Material, found: Matches, tree: Tree, a: int, b: int) -> tuple[Gap, ...]:
    """What two witnesses both leave out though two or more of their kin have it, what most have first.

    `found` is `matches` of the material. Those that have it must be kin to one of the two, and at least two of them must come from
    none of the others: what an article hands down to its own children proves no gap elsewhere.
    """
    out: list[Gap] = []
    seen: set[int] = set()
    others = [c for c in range(len(material.witnesses)) if c not in (a, b) and max(tree.kin[a, c], tree.kin[b, c]) >= KIN]
    for c in others:
        for n, sentence in enumerate(material.witnesses[c].sentences):
            row = material.first[c] + n
            if row in seen or sentence.subhead or sentence.length < LEAST or found.may[row][a] or found.may[row][b]:
                continue
            same = {d: found.best[row][d] for d in others if d != c and found.best[row][d] >= 0}
            having = tuple(sorted([c, *same]))
            if independent(tree, having) >= CARRIED:
                seen |= {row, *same.values()}
                out.append(Gap(len(having), sentence.passage, having))
    return tuple(sorted(out, key=lambda g: (-g.carriers, g.at)))


def oddities(material: Material, supported: Floats, found: Matches, a: int, b: int) -> tuple[Oddity, ...]:
    """Figures and spellings of names that `a` and `b` share where a third article, in the matching sentence, has others.

    `Oddity.mine` is the passage in `b`. A figure counts where the third has a figure that neither of the two has there.
    """
    out: dict[tuple[str, str], Oddity] = {}
    for n, sentence in enumerate(material.witnesses[b].sentences):
        best = found.best[material.first[b] + n]
        at = best[a]
        if at < 0:
            continue
        twin = material.witnesses[a].sentences[at - material.first[a]]
        for c in range(len(material.witnesses)):
            row = best[c]
            if c in (a, b) or row < 0 or supported[at, row] <= 0:
                continue
            third = material.witnesses[c].sentences[row - material.first[c]]
            for word, other in _differ(sentence, twin, third):
                mine, theirs = _place(material, b, sentence, word), _place(material, a, twin, word)
                elsewhere = _place(material, c, third, other)
                if mine and theirs and elsewhere:
                    out.setdefault((word, other), Oddity(word, mine, theirs, other, elsewhere, c))
    return tuple(sorted(out.values(), key=lambda o: (o.mine, o)))


def _differ(x: Sentence, y: Sentence, third: Sentence) -> list[tuple[str, str]]:
    """(word of both, word of the third) for the one figure, and the names, in which the two agree against the third."""
    out = []
    both, other = (x.numbers & y.numbers) - third.numbers, third.numbers - x.numbers - y.numbers
    if len(both) == len(other) == 1:
        out.append((min(both), min(other)))
    out += [
        (name, spelt)
        for name in sorted((x.names & y.names) - third.names)
        for spelt in sorted(third.names - x.names - y.names)
        if min(len(name), len(spelt)) >= NAME and _spelling(name, spelt)
    ]
    return out


def _spelling(x: str, y: str) -> bool:
    """Whether two names may be two spellings of one; a plural or another ending of a word is none."""
    if abs(len(x) - len(y)) > 2 or x.rstrip("s") == y.rstrip("s"):
        return False
    return x[0] == y[0] and SequenceMatcher(None, x, y, autojunk=False).ratio() >= SPELT


def _place(material: Material, witness: int, sentence: Sentence, word: str) -> Passage | None:
    """Where a word stands in a sentence."""
    article = material.witnesses[witness].article
    found: Sequence[Span] = words(article.text, sentence.passage.span)
    spans = [s for s in found if word in (normal(article.text[s.start : s.end]), article.text[s.start : s.end].casefold())]
    return Passage(article=article.id, span=spans[0]) if spans else None
