"""A second look at the pairs of a story: which of them hold once all are seen, third articles included.

Two sentences that both say what a sentence of a third article says mostly say the same; and a pair that its neighbours bear
out, or that no other sentence rivals, is surer than its own words make it. An article of which no sentence is like any other
(from `LIKE` on) changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.collating.scoring import Weighing, weighing
from stemma.models.likeness import Matrix

SETTLING: Final = ("first", "first-log", "lead-min", "lead-max", "diagonal", "beside", "bridge")
"""Features: the first score and its log-odds; by how much it beats the next best of its row and column (the smaller and the
larger); the best of the pairs before and after on the diagonal, and of those beside it; the best bridge through a sentence of
a third article, as strong as the weaker of its two ends."""
FAINT: Final = 0.02
"""First scores below this are taken for none."""
LIKE: Final = 0.3
"""First score that both ends of a bridge need."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of sentences by number, `one < two`, each pair once, with first scores of at least `FAINT`."""

    one: NDArray[np.int64]
    two: NDArray[np.int64]
    first: Matrix


def settled(found: Candidates, article: NDArray[np.int64], title: NDArray[np.bool_], given: Weighing | None = None) -> Matrix:
    """The final score of every candidate, in 0..1, rounded to six digits.

    `article` and `title` tell of every sentence in which article it stands (sentences of one are neighbours, in order) and
    whether it is a title. `given` are the weights; None: those that ship.
    """
    used = weighing("second", SETTLING) if given is None else given
    return used(seen(found, article, title))


def seen(found: Candidates, article: NDArray[np.int64], title: NDArray[np.bool_]) -> Matrix:
    """Features of all candidates, shape `(candidates, len(SETTLING))`."""
    clipped = np.clip(found.first, 1e-4, 1 - 1e-4)
    ahead, behind = _lead(found.one, found.two, found.first, article), _lead(found.two, found.one, found.first, article)
    table = _Table(found, article, title)
    diagonal = np.maximum(table.beside(-1, -1), table.beside(1, 1))
    beside = np.maximum.reduce([table.beside(*step) for step in ((-1, 0), (1, 0), (0, -1), (0, 1))])
    bridge = _bridge(found, len(article))
    columns = (
        found.first, np.log(clipped / (1 - clipped)), np.minimum(ahead, behind), np.maximum(ahead, behind),
        diagonal, beside, bridge,
    )  # fmt: skip
    return np.stack(columns, axis=-1)


def _lead(one: NDArray[np.int64], two: NDArray[np.int64], first: Matrix, article: NDArray[np.int64]) -> Matrix:
    """By how much each pair beats the next best that `one` finds in the article of `two`."""
    if not len(first):
        return np.zeros(0)
    key = one * (int(article.max()) + 1) + article[two]
    _, group = np.unique(key, return_inverse=True)
    best = np.zeros(int(group.max()) + 1)
    np.maximum.at(best, group, first)
    top = first >= best[group]
    second = np.zeros(len(best))
    np.maximum.at(second, group[~top], first[~top])
    second = np.where(np.bincount(group[top], minlength=len(best)) > 1, best, second)
    lead: Matrix = first - np.where(top, second[group], best[group])
    return lead


class _Table:
    """First scores by place."""

    def __init__(self, found: Candidates, article: NDArray[np.int64], title: NDArray[np.bool_]) -> None:
        self.found, self.article, self.title, self.count = found, article, title, len(article)
        keys = found.one * self.count + found.two
        order = np.argsort(keys, kind="stable")
        self.keys, self.values = keys[order], found.first[order]

    def beside(self, step_one: int, step_two: int) -> Matrix:
        """The first score of the pair so many sentences on in the one article and in the other; 0 where there is none.

        Titles stand beside nothing.
        """
        places, inside = [], np.ones(len(self.found.first), dtype=np.bool_)
        for at, step in ((self.found.one, step_one), (self.found.two, step_two)):
            moved = np.clip(at + step, 0, max(0, self.count - 1))
            inside &= (moved == at + step) & (self.article[moved] == self.article[at]) & ~self.title[moved] & ~self.title[at]
            places.append(moved)
        keys = places[0] * self.count + places[1]
        at = np.minimum(np.searchsorted(self.keys, keys), max(0, len(self.keys) - 1))
        out: Matrix = np.where(inside & (self.keys[at] == keys), self.values[at], 0.0)
        return out


def _bridge(found: Candidates, count: int) -> Matrix:
    """For every pair, the weaker likeness to the third sentence that bridges the two best; 0 where none does."""
    sure = found.first >= LIKE
    ends, others = np.concatenate([found.one[sure], found.two[sure]]), np.concatenate([found.two[sure], found.one[sure]])
    values = np.concatenate([found.first[sure]] * 2)
    order = np.lexsort((others, ends))
    ends, others, values = ends[order], others[order], values[order]
    start = np.searchsorted(ends, np.arange(count + 1))
    out = np.zeros(len(found.first))
    row = np.zeros(count)
    by_one = np.argsort(found.one, kind="stable")
    begin = np.searchsorted(found.one[by_one], np.arange(count + 1))
    for one in range(count):
        wanted = by_one[begin[one] : begin[one + 1]]
        if not len(wanted):
            continue
        row[:] = 0.0
        for n in range(start[one], start[one + 1]):
            there = slice(start[others[n]], start[others[n] + 1])
            row[others[there]] = np.maximum(row[others[there]], np.minimum(values[n], values[there]))
        out[wanted] = row[found.two[wanted]]
    return out
