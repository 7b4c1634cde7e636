"""Parts: a sentence of which others tell the one clause here and the other there is cut between them.

Only pairs that say the same (in part) are looked at, so sentences that nobody else tells move no cut.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.collating.rows import Numbers
from stemma.models.encoder import GRID, Reading
from stemma.models.likeness import Matrix
from stemma.text.bags import number, stem
from stemma.text.words import WORD

Ranges = tuple[tuple[int, int], ...]
"""Clauses `first` up to `stop`, a pair for every part of a sentence, in order."""

TELLS: Final = 1.5
"""Words with a lower idf are not looked up."""
FIGURE: Final = 5.0
LIKE: Final = 0.5
"""Two words are alike from this cosine of their vectors on."""
ANSWERED: Final = 0.45
"""A part is told by another where so much of its weight finds its like there."""
MARGIN: Final = 0.25
"""By how much a partner must tell the one side of a cut better than the other."""
SUPPORT: Final = 0.3
"""Parts of two sentences that say the same belong together where each tells at least so much of the other."""
ROUNDS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The telling words of a sentence: those of clause `n` are `clause[n]` up to `clause[n + 1]`; the weight of each, what it is
    known by, its vector."""

    clause: tuple[int, ...]
    weight: Matrix
    known: Numbers
    vector: NDArray[np.float32]


def telling(text: str, seen: Reading, starts: Sequence[int], index: dict[str, int]) -> Words:
    """The words of a sentence that tell something; clause `n` begins at offset `starts[n]` of `text` (the first at 0), and
    `seen` is how the encoder reads `text`.

    `index` numbers what words are known by and grows. A word's vector is the mean of those of its pieces, of length 1. Weights
    are multiples of 2^-10 and vectors of 2^-10, so that sums do not depend on the order in which they are taken.
    """
    clause, weight, known, vectors = [], [], [], []
    first = 0
    for found in WORD.finditer(text):
        word = found.group().casefold()
        figure = number(word)
        tells = FIGURE if figure is not None and word[0].isdigit() else idf(word)
        while first < len(seen.starts) and seen.starts[first] < found.start():
            first += 1
        last = first
        while last < len(seen.starts) and seen.starts[last] < found.end():
            last += 1
        if tells < TELLS or last == first:
            continue
        clause.append(found.start())
        weight.append(round(tells * GRID) / GRID)
        known.append(index.setdefault(figure or stem(word), len(index)))
        vectors.append(seen.pieces[first:last].astype(np.float32).sum(axis=0))
    vector = np.array(vectors, dtype=np.float32).reshape(len(vectors), seen.pieces.shape[1])
    length = np.maximum(np.sqrt((vector.astype(np.float64) ** 2).sum(axis=1)), 1e-6)
    return Words(
        clause=(*(bisect_left(clause, start) for start in starts), len(clause)),
        weight=np.array(weight, dtype=np.float64),
        known=np.array(known, dtype=np.int64),
        vector=(np.round(vector / length[:, None] * GRID) / GRID).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class Divided:
    """A sentence and its parts: the telling words of all that read and are cut alike, and the ranges of clauses of its parts."""

    words: int
    parts: Ranges


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The words of one sentence beside those of others, end to end: how alike they are, shape `(words, words of others)`.

    Part `n` of those beside it (parts without a telling word are left out) is `of[n]`: the number of the other sentence, and of
    the part in it. It begins at column `first[n]`; `weight` is a column's weight and `whole[n]` a part's.
    """

    like: Matrix
    of: tuple[tuple[int, int], ...]
    first: Numbers
    weight: Matrix
    whole: Matrix


def table(one: Words, others: Sequence[tuple[Words, Ranges]]) -> Table | None:
    """A sentence beside the parts of others; None if either tells nothing.

    Words are alike by 1 if they are the same, by the cosine of their vectors from `LIKE` on, else by 0.
    """
    sizes = [[w.clause[stop] - w.clause[start] for start, stop in parts] for w, parts in others]
    of = tuple((n, k) for n, held in enumerate(sizes) for k, size in enumerate(held) if size)
    if not len(one.weight) or not of:
        return None
    cosine = (one.vector @ np.concatenate([w.vector for w, _ in others]).T).astype(np.float64)
    same = np.equal.outer(one.known, np.concatenate([w.known for w, _ in others]))
    weight = np.concatenate([w.weight for w, _ in others])
    first = np.cumsum([0, *(sizes[n][k] for n, k in of)])[:-1].astype(np.int64)
    like = np.where(same, 1.0, np.where(cosine >= LIKE, np.minimum(cosine, 1.0), 0.0))
    return Table(like=like, of=of, first=first, weight=weight, whole=np.add.reduceat(weight, first))


def told(one: Words, part: tuple[int, int], beside: Table) -> tuple[Matrix, Matrix]:
    """How much of the weight of a part of a sentence finds its like in each part beside it, and the other way round.

    Both in 0..1, shape `(parts beside it,)`; 0 where the part has no telling word.
    """
    rows = slice(one.clause[part[0]], one.clause[part[1]])
    like, weight = beside.like[rows], one.weight[rows]
    if not len(weight):
        return np.zeros(len(beside.of)), np.zeros(len(beside.of))
    forth = weight @ np.maximum.reduceat(like, beside.first, axis=1) / weight.sum()
    back = np.add.reduceat(like.max(axis=0) * beside.weight, beside.first) / beside.whole
    return forth, back


def divide(
    words: Sequence[Words], kind: Mapping[int, int], partners: Mapping[int, Sequence[int]], cuttable: Sequence[int]
) -> dict[int, Divided]:
    """Cut sentences into parts: sentence -> how it is divided, for every sentence of `partners`.

    Sentence `s` has the telling words `words[kind[s]]`; `partners` says which sentences of other articles say the same, in part
    at least; only sentences of `cuttable` are cut (`partners` must hold them and theirs). A cut falls between two clauses
    where one partner (or a part of one) tells only what is left of it and another only what is right of it. Partners that are
    cut cut in turn, in at most `ROUNDS` rounds; all of a round see the parts of the last.
    """
    numbers: dict[Divided, int] = {}
    state = {s: numbers.setdefault(Divided(k, ((0, len(words[k].clause) - 1),)), len(numbers)) for s, k in kind.items()}
    held = [_Cutting(one, words) for one in numbers]
    # Sentences of the same words and clauses are cut alike where their partners are alike: worked out once.
    known: dict[tuple[int, frozenset[int]], int] = {}
    changed = set(partners)
    for _ in range(ROUNDS):
        keys = {
            s: (state[s], frozenset([state[p] for p in partners[s]]))
            for s in cuttable
            if held[state[s]].edges and (s in changed or not changed.isdisjoint(partners[s]))
        }
        beside: dict[int, set[int]] = {}
        for own, others in keys.values():
            beside.setdefault(own, set()).update(others)
        for own, asked in beside.items():
            held[own].ask({n: held[n].one for n in sorted(asked)})
        cut: dict[int, int] = {}
        for s, key in keys.items():
            if key not in known:
                now = Divided(held[key[0]].one.words, held[key[0]].cut(sorted(key[1])))
                known[key] = numbers.setdefault(now, len(numbers))
                held += [_Cutting(now, words)] if len(numbers) > len(held) else []
            if known[key] != state[s]:
                cut[s] = known[key]
        if not cut:
            break
        state.update(cut)
        changed = set(cut)
    return {s: held[state[s]].one for s in partners}


class _Cutting:
    """Where a divided sentence may be cut further, and what calls for it.

    `edges` are the places with telling words on both sides, each with the number of its part. What a partner tells of
    either side of them is worked out once, however many partners it stands among.
    """

    def __init__(self, one: Divided, words: Sequence[Words]) -> None:
        self.one, self.words = one, words
        clause = words[one.words].clause
        self.edges = [
            (n, edge)
            for n, (first, stop) in enumerate(one.parts)
            for edge in range(first + 1, stop)
            if clause[first] < clause[edge] < clause[stop]
        ]
        self.row: dict[int, int] = {}
        self.calls = np.zeros((0, 2, len(self.edges)))
        """By partner: how much more it tells of the left side of each edge than of the right, and less; -1: not enough."""

    def ask(self, partners: Mapping[int, Divided]) -> None:
        """Work out what partners, by number, tell of the edges, if that is not known."""
        fresh = {n: one for n, one in partners.items() if n not in self.row}
        if fresh:
            self.row |= {n: len(self.row) + at for at, n in enumerate(fresh)}
            self.calls = np.concatenate([self.calls, self._calls(list(fresh.values()))])

    def cut(self, partners: Sequence[int]) -> Ranges:
        """The parts, each in two at its best edge where the partners (all of them asked) call for it."""
        gain = self.calls[[self.row[n] for n in partners]].max(axis=0).min(axis=0).tolist()
        out: list[tuple[int, int]] = []
        for n, (first, stop) in enumerate(self.one.parts):
            best = max(((g, -edge) for g, (part, edge) in zip(gain, self.edges, strict=True) if part == n), default=(-1.0, 0))
            out += [(first, -best[1]), (-best[1], stop)] if best[0] >= MARGIN else [(first, stop)]
        return tuple(out)

    def _calls(self, partners: Sequence[Divided]) -> Matrix:
        """What partners tell of the edges, shape `(partners, 2, edges)`."""
        out = np.full((len(partners), 2, len(self.edges)), -1.0)
        one = self.words[self.one.words]
        beside = table(one, [(self.words[p.words], p.parts) for p in partners])
        if beside is None:
            return out
        of = np.array([n for n, _ in beside.of])
        begins = np.flatnonzero(np.diff(of, prepend=-1))
        for n, (first, stop) in enumerate(self.one.parts):
            at = [k for k, (part, _) in enumerate(self.edges) if part == n]
            if at:
                found = _sides(one, (first, stop), [self.edges[k][1] for k in at], beside)
                out[of[begins][:, None, None], np.arange(2)[None, :, None], np.array(at)[None, None, :]] = np.maximum.reduceat(
                    found, begins, axis=2
                ).transpose(2, 0, 1)
        return out


def _sides(one: Words, part: tuple[int, int], edges: Sequence[int], beside: Table) -> Matrix:
    """How much more each part beside tells of the left of an edge than of the right, and less, shape `(2, edges, parts)`; -1
    where it does not tell enough of that side."""
    rows = slice(one.clause[part[0]], one.clause[part[1]])
    like, weight = beside.like[rows], one.weight[rows]
    at = np.array([one.clause[edge] - rows.start for edge in edges], dtype=np.int64)
    # Sums of multiples of 2^-30, so that those of a side are the whole less those of the other to the bit.
    found = np.cumsum(weight[:, None] * np.maximum.reduceat(like, beside.first, axis=1), axis=0)
    whole = np.cumsum(weight)[:, None]
    left, right = found[at - 1] / whole[at - 1], (found[-1] - found[at - 1]) / (whole[-1] - whole[at - 1])
    before, after = np.maximum.accumulate(like, axis=0)[at - 1], np.maximum.accumulate(like[::-1], axis=0)[::-1][at]
    left_back, right_back = (np.add.reduceat(side * beside.weight, beside.first, axis=1) / beside.whole for side in (before, after))
    more, less = np.minimum(left - right, left_back - right_back), np.minimum(right - left, right_back - left_back)
    return np.stack([np.where(left >= ANSWERED, more, -1.0), np.where(right >= ANSWERED, less, -1.0)])
