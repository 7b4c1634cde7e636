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
import numpy.typing as npt

from stemma.background.idf import normal
from stemma.model import Passage, Span
from stemma.text.words import words
from stemma.tracing.material import Floats, Material, Sentence
from stemma.tracing.passages import pedigree
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
    may: npt.NDArray[np.bool_]
    worth: npt.NDArray[np.bool_]
    """Whether a sentence is worth missing."""
    of: list[int]
    """The witness that a sentence stands in."""
    holders: list[int]
    """The witnesses that have a match of a sentence, and the one that it stands in, as bits."""
    rows: list[int]
    """The sentences that match a sentence, one of each witness that has one, as bits."""
    own: list[int]
    """The sentences of each witness, as bits."""
    rank: list[int]
    """The place of each sentence among all, by passage."""
    signs: list[int]
    """Sentences with the same figures and names have the same number."""
    alike: list[dict[int, list[int]]]
    """The witnesses that have a match of a sentence, by the sign of the match."""
    differing: dict[tuple[int, int, int], list[tuple[str, str]]]
    """What is found while it is asked for: in what two sentences agree against a third, by their signs."""
    places: dict[tuple[int, str], Passage | None]
    """The same: where a word stands in a sentence."""
    apart: dict[int, bool]
    """The same: whether enough of some witnesses (bits) come from none of the others."""


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
    sentences = [s for w in material.witnesses for s in w.sentences]
    of = [k for k, w in enumerate(material.witnesses) for _ in w.sentences]
    order = sorted(range(len(sentences)), key=lambda n: sentences[n].passage)
    numbers: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    signs = [numbers.setdefault((s.numbers, s.names), len(numbers)) for s in sentences]
    copies = [np.flatnonzero(row >= 0).tolist() for row in best]
    listed = best.tolist()
    alike: list[dict[int, list[int]]] = []
    for row, having in zip(listed, copies, strict=True):
        held: dict[int, list[int]] = {}
        for c in having:
            held.setdefault(signs[row[c]], []).append(c)
        alike.append(held)
    return Matches(
        best=listed,
        may=may,
        worth=np.array([not s.subhead and s.length >= LEAST for s in sentences], dtype=np.bool_),
        of=of,
        holders=[sum(1 << d for d in having) | 1 << c for having, c in zip(copies, of, strict=True)],
        rows=[sum(1 << row[c] for c in having) for row, having in zip(listed, copies, strict=True)],
        own=[(1 << end) - (1 << start) for start, end in pairwise(material.first)],
        rank=np.argsort(np.array(order, dtype=np.intp)).tolist(),
        signs=signs,
        alike=alike,
        differing={},
        places={},
        apart={},
    )


def gaps(
    material: Material,
    found: Matches,
    tree: Tree,
    a: int,
    b: int,
    above: Sequence[frozenset[int]] | None = None,
    most: int | None = None,
) -> tuple[Gap, ...]:
    """What two witnesses both leave out though two or more of their kin have it, what most have first, `most` at most.

    `found` is `matches` of the material, and good for one tree. Those that have it must be kin to one of the two, and at least two
    of them must come from none of the others: what an article hands down to its own children proves no gap elsewhere. `above` are
    the ancestors of every witness (`passages.pedigree`) if they have been looked up: every two witnesses ask for them.
    """
    lineage = pedigree(len(material.witnesses), tree.edges) if above is None else above
    out: list[tuple[int, int, int, int]] = []
    seen = others = theirs = 0
    for c in np.flatnonzero(np.maximum(tree.kin[a], tree.kin[b]) >= KIN).tolist():
        if c not in (a, b):
            others |= 1 << c
            theirs |= found.own[c]
    for row in np.flatnonzero(found.worth & ~found.may[:, a] & ~found.may[:, b]).tolist():
        if not others >> found.of[row] & 1 or seen >> row & 1:
            continue
        bits = found.holders[row] & others
        apart = found.apart.get(bits)
        if apart is None:
            having = _numbers(bits)
            apart = len(having) >= CARRIED and sum(lineage[k].isdisjoint(having) for k in having) >= CARRIED
            found.apart[bits] = apart
        if apart:
            seen |= found.rows[row] & theirs
            out.append((-bits.bit_count(), found.rank[row], row, bits))
    return tuple(
        Gap(-carriers, material.witnesses[found.of[row]].sentences[row - material.first[found.of[row]]].passage, _numbers(bits))
        for carriers, _, row, bits in sorted(out)[:most]
    )


def _numbers(bits: int) -> tuple[int, ...]:
    return tuple(n for n in range(bits.bit_length()) if bits >> n & 1)


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
        mine, theirs = found.signs[material.first[b] + n], found.signs[at]
        # Most thirds say what the two say, or nothing of it.
        thirds: list[int] = []
        for sign, having in found.alike[material.first[b] + n].items():
            key = (mine, theirs, sign)
            words = found.differing.get(key)
            if words is None:
                first = having[0]
                words = _differ(sentence, twin, material.witnesses[first].sentences[best[first] - material.first[first]])
                found.differing[key] = words
            if words:
                thirds += having
        for c in sorted(thirds):
            row = best[c]
            if c in (a, b) or supported[at, row] <= 0:
                continue
            for word, other in found.differing[mine, theirs, found.signs[row]]:
                if (word, other) in out:
                    continue
                here = _place(material, found, b, material.first[b] + n, word)
                there, elsewhere = _place(material, found, a, at, word), _place(material, found, c, row, other)
                if here and there and elsewhere:
                    out[word, other] = Oddity(word, here, there, other, elsewhere, c)
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


def _place(material: Material, known: Matches, witness: int, row: int, word: str) -> Passage | None:
    """Where a word stands in a sentence, by its row; looked up once."""
    if (row, word) not in known.places:
        sentence = material.witnesses[witness].sentences[row - material.first[witness]]
        known.places[row, word] = _found(material, witness, sentence, word)
    return known.places[row, word]


def _found(material: Material, witness: int, sentence: Sentence, word: str) -> Passage | None:
    article = material.witnesses[witness].article
    found: Sequence[Span] = words(article.text, sentence.passage.span)
    spans = [s for s in found if word in (normal(article.text[s.start : s.end]), article.text[s.start : s.end].casefold())]
    return Passage(article=article.id, span=spans[0]) if spans else None
