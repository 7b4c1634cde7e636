"""A first look at all pairs of sentences of a story: what `scoring.measured` sees of two articles, worked out for one article
and all that come after it at a time, and only once for sentences that read alike.

Reports share their sentences: of two hundred articles' eight thousand sentences a few hundred may differ. What two sentences
have in common does not depend on where they stand, so it is kept by wording; what surrounds them is looked up from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from stemma.collating.rows import Numbers
from stemma.collating.scoring import Layout, Weighing
from stemma.collating.settling import FAINT, Candidates
from stemma.models.alike import alike
from stemma.models.likeness import FEATURES, Matrix, Passages, Terms, answers, chosen, features, weighed

Singles = NDArray[np.float32]
Floats = TypeVar("Floats", Matrix, Singles)

TELLING: Final = ("runs-high", "soft-low")
"""The features that tell the relation of a pair."""
WORKERS: Final = 2
"""Articles looked at at the same time: every machine has two cores."""
_HELD: Final = 8_000_000
"""Sentences times different sentences of which is kept how they stand to each other: three matrices, so 200 MB at most."""
_KINDS: Final = 32
"""Kinds of sentences whose words are looked up in all sentences at a time."""
_RARE: Final = ("words", "numbers", "names")


@dataclass(frozen=True, slots=True)
class Common:
    """What sentences (rows) have in common with others (columns), wherever they stand: the part of the first look's sum that
    depends on nothing else, how alike they are, `soft`, the features `TELLING`, and the best cosines of `answers`."""

    total: Matrix
    base: Matrix
    soft: Matrix
    telling: tuple[Matrix, ...]
    forth: Singles
    back: Singles


def survey(
    passages: Passages, kind: Numbers, of: Sequence[slice], layout: Layout, wording: Numbers, used: Weighing
) -> tuple[Candidates, Matrix]:
    """The pairs of sentences of two articles that the first look does not rule out, rising, and the features `TELLING` of each.

    Sentence `n` reads as `passages` says of `kind[n]`; sentences of one `wording` are the same whatever `used`, the weights of
    the first look, make of them. `of` are the sentences of each article.
    """
    parts = [part for part in of if part.stop > part.start]
    if len(parts) < 2:
        none = np.zeros(0, dtype=np.int64)
        return Candidates(none, none, np.zeros(0)), np.zeros((0, len(TELLING)))
    look = _Look(passages, kind, parts, layout, wording, used)
    with ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(look.at, range(len(parts) - 1)))
    one, two, first, telling = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return Candidates(one, two, first), telling


class _Look:
    """A story made ready to be looked at, an article and those after it at a time."""

    def __init__(
        self, passages: Passages, kind: Numbers, parts: Sequence[slice], layout: Layout, wording: Numbers, used: Weighing
    ) -> None:
        self.passages, self.kind, self.parts = passages, kind, parts
        self.layout, self.wording, self.used = layout, wording, used
        self.starts = np.array([p.start for p in parts], dtype=np.int64)
        self.sizes = np.array([p.stop - p.start for p in parts], dtype=np.int64)
        article = np.repeat(np.arange(len(parts)), self.sizes)
        self.rare = [_scaled(passages.terms[name], kind, article) for name in _RARE]
        every = slice(0, len(passages.whole))
        # Worth its while where sentences of two articles are more pairs than different sentences are.
        pairs = int(self.sizes.sum() ** 2 - (self.sizes**2).sum())
        held = every.stop * len(kind) <= _HELD and every.stop**2 < pairs
        self.known = self._common(every, every) if held else None
        self.leads = self._leads(self.known) if self.known else []
        if self.known is None:
            self.passages = chosen(passages, kind)

    def at(self, n: int) -> tuple[Numbers, Numbers, Matrix, Matrix]:
        """Candidates of article `n` and later ones: the two sentences, their first scores, their features `TELLING`."""
        here = self.parts[n]
        there = slice(here.stop, self.parts[-1].stop)
        common = self._between(here, there)
        values = self._around(n, here, there, common)
        total = common.total
        # Feature by feature in a fixed order, as `Weighing` does.
        for weight, value in zip(self.used.weights[len(FEATURES) :].tolist(), values, strict=True):
            total = total + weight * value
        first = np.round(1.0 / (1.0 + np.exp(-total)), 6)
        first[np.equal.outer(self.wording[here], self.wording[there])] = 1.0
        one, two = np.nonzero(first >= FAINT)
        telling = np.stack([part[one, two] for part in common.telling], axis=-1)
        return one + here.start, two + there.start, first[one, two], telling

    def _common(self, left: slice, right: slice) -> Common:
        found = answers(self.passages, left, right)
        own = features(self.passages, left, right, found)
        total = np.full(own.shape[:-1], self.used.intercept)
        for n, weight in enumerate(self.used.weights[: len(FEATURES)].tolist()):
            total = total + weight * own[..., n]
        by = {name: own[..., n] for n, name in enumerate(FEATURES)}
        telling = tuple(by[name].copy() for name in TELLING)
        return Common(total, alike(own), by["soft-low"] * by["soft-high"], telling, *found)

    def _between(self, here: slice, there: slice) -> Common:
        """What the sentences of an article have in common with all later ones."""
        known = self.known
        if known is None:
            return self._common(here, there)
        at = np.ix_(self.kind[here], self.kind[there])
        nothing = known.forth[:0]
        return Common(known.total[at], known.base[at], known.soft[at], tuple(p[at] for p in known.telling), nothing, nothing)

    def _leads(self, known: Common) -> list[Matrix]:
        """By kind of sentence (rows), how far every sentence stands above the others of its article: by `base`, by `soft`, and
        in what it answers of the kind's words."""
        title = self.layout.title
        out = [_lead(part[:, self.kind], self.starts, self.sizes, title) for part in (known.base, known.soft)]
        first, margin = self.passages.first, np.zeros_like(out[0])

        def fill(n: int) -> None:
            part = slice(n, min(n + _KINDS, len(margin)))
            best = known.forth[first[part.start] : first[part.stop], self.kind]
            margin[part] = weighed(self.passages, part, np.maximum(_lead(best, self.starts, self.sizes, title), 0.0))

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(fill, range(0, len(margin), _KINDS)))
        return [*out, margin]

    def _compared(self, n: int, here: slice, there: slice, common: Common) -> list[tuple[Matrix, Matrix]]:
        """The three of `_leads` for the sentences here against those there, and the other way round, each `(here, there)`."""
        if self.leads:
            ours, theirs = self.kind[here], self.kind[there]
            return [(lead[ours, there], lead[theirs, here].T) for lead in self.leads]
        starts, sizes = self.starts[n + 1 :] - there.start, self.sizes[n + 1 :]
        titles = self.layout.title[here], self.layout.title[there]
        out = [(_lead(part, starts, sizes, titles[1]), _lead_all(part.T, titles[0]).T) for part in (common.base, common.soft)]
        forth = np.maximum(_lead(common.forth, starts, sizes, titles[1]), 0.0)
        back = np.maximum(_lead_all(common.back, titles[0]), 0.0)
        return [*out, (weighed(self.passages, here, forth), weighed(self.passages, there, back).T)]

    def _around(self, n: int, here: slice, there: slice, common: Common) -> list[Matrix]:
        """The features `scoring.AROUND`, each of shape `(here, there)`."""
        base, soft, margin = self._compared(n, here, there, common)
        either = np.logical_or.outer(self.layout.title[here], self.layout.title[there])
        return [
            np.minimum(*base),
            np.maximum(*base),
            np.minimum(*soft),
            np.maximum(*soft),
            _near(common.base, self.starts[n + 1 :] - there.start, either),
            np.abs(np.subtract.outer(self.layout.place[here], self.layout.place[there])),
            either.astype(np.float64),
            np.log1p(np.minimum(*margin)),
            np.log1p(np.maximum(*margin)),
            *(np.log1p(part.between(here, there)) for part in self.rare),
        ]


@dataclass(frozen=True, slots=True)
class _Scaled:
    """Terms of one kind, sentence by sentence: weight and mark of a term count 1 / sqrt(k) where `k` sentences of the article
    have it. Entries of sentence `n` are `first[n]` up to `first[n + 1]`."""

    first: Numbers
    term: Numbers
    weight: Matrix
    mark: Matrix
    count: int

    def between(self, here: slice, there: slice) -> Matrix:
        """Weight of the terms that sentences share, shape `(here, there)`; as `likeness.rare`."""
        ours, theirs = (slice(int(self.first[s.start]), int(self.first[s.stop])) for s in (here, there))
        column = np.full(self.count, -1, dtype=np.int64)
        present = np.unique(self.term[ours])
        column[present] = np.arange(len(present))
        sides = []
        for side, entries in ((here, ours), (there, theirs)):
            row = np.repeat(np.arange(side.stop - side.start), np.diff(self.first[side.start : side.stop + 1]))
            at = column[self.term[entries]]
            kept = at >= 0
            both = np.zeros((2, side.stop - side.start, len(present)))
            both[0, row[kept], at[kept]] = self.weight[entries][kept]
            both[1, row[kept], at[kept]] = self.mark[entries][kept]
            sides.append(both)
        total: Matrix = (sides[0][0] @ sides[1][1].T + sides[0][1] @ sides[1][0].T) / 2
        return total


def _scaled(terms: Terms, kind: Numbers, article: Numbers) -> _Scaled:
    """The terms of kinds of sentences as those of the sentences, scaled."""
    order = np.argsort(terms.row, kind="stable")
    begin = np.searchsorted(terms.row[order], np.arange(len(terms.total) + 1))
    many = np.diff(begin)[kind]
    first = np.concatenate([[0], np.cumsum(many)])
    at = order[np.repeat(begin[kind] - first[:-1], many) + np.arange(first[-1])]
    term, weight = terms.term[at], terms.weight[at]
    # A term of no weight marks nothing.
    mark = (weight > 0).astype(np.float64)
    code = np.repeat(article, many) * terms.count + term
    _, which = np.unique(code, return_inverse=True)
    scale = np.round(1024 / np.sqrt(np.maximum(np.bincount(which, weights=mark), 1))) / 1024
    return _Scaled(first.astype(np.int64), term, weight * scale[which], mark * scale[which], terms.count)


def _lead(values: Floats, starts: Numbers, sizes: Numbers, title: NDArray[np.bool_]) -> Floats:
    """How far each value stands above the best other body sentence of its row in the same article (columns from `starts` on)."""
    least = values.dtype.type(-1.0)
    body = np.where(title[None, :], least, values)
    first = np.maximum.reduceat(body, starts, axis=1)
    best = body >= np.repeat(first, sizes, axis=1)
    several = np.add.reduceat(best, starts, axis=1, dtype=np.int32) > 1
    # Where two are best, the one is the other's next best.
    second = np.where(several, first, np.maximum.reduceat(np.where(best, least, body), starts, axis=1))
    next_best = np.where(best, np.repeat(second, sizes, axis=1), np.repeat(first, sizes, axis=1))
    lead: Floats = values - np.maximum(next_best, 0)
    single = np.repeat(sizes == 1, sizes)
    lead[:, single] = values[:, single]
    return lead


def _lead_all(values: Floats, title: NDArray[np.bool_]) -> Floats:
    """The same where all columns are of one article."""
    whole = np.array([values.shape[1]], dtype=np.int64)
    return _lead(values, np.zeros(1, dtype=np.int64), whole, title)


def _near(base: Matrix, starts: Numbers, either: NDArray[np.bool_]) -> Matrix:
    """The better of the pairs before and after on the diagonal; titles have no neighbours and are none."""
    body = np.where(either, 0.0, base)
    before, after = np.zeros_like(body), np.zeros_like(body)
    before[1:, 1:] = body[:-1, :-1]
    after[:-1, :-1] = body[1:, 1:]
    before[:, starts] = 0.0
    after[:, starts[1:] - 1] = 0.0
    near: Matrix = np.where(either, 0.0, np.maximum(before, after))
    return near
