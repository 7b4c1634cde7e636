"""Named entities by the weights of the pipeline's recogniser, decoded for many words at once.

spaCy's transition system (Lample et al. 2016, in its BILUO form) asks one word after the other and tries all 74 moves on each. What
it sees outside of an entity is the word alone, so that all words are scored together here; inside one, where it also sees how
the entity began, all entities go forward in step. Same sums in the same order, same moves, same entities (tests/models/parser).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spacy.tokens import Doc

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.intp]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Moves:
    """The recogniser's moves by number: which only go on inside an entity or mean nothing, and per move that opens an entity its
    label's moves "in" and "last"; -1 for the others."""

    labels: tuple[str, ...]
    begins: _Flags
    units: _Flags
    never: _Flags
    inside: _Ints
    last: _Ints


class Recogniser:
    """The entity recogniser of a pipeline (spaCy's component "ner": greedy, three words of context)."""

    def __init__(self, ner: Any) -> None:
        self._tok2vec, self._lower, self._upper = ner.model.layers
        self._gemm = ner.model.ops.gemm
        names = [ner.moves.get_class_name(n).partition("-") for n in range(ner.moves.n_moves)]
        number = {(move, label): n for n, (move, _, label) in enumerate(names)}
        moves = np.array([move for move, _, _ in names])
        labels = tuple(label for _, _, label in names)
        self._moves = _Moves(
            labels=labels,
            begins=moves == "B",
            units=moves == "U",
            # "U" without a label is for words marked beforehand as no entity: there are none.
            never=np.isin(moves, ("I", "L", "M")) | np.array([m == "U" and not la for m, la in zip(moves, labels, strict=True)]),
            inside=np.array([number.get(("I", label), -1) for label in labels]),
            last=np.array([number.get(("L", label), -1) for label in labels]),
        )

    def entities(self, docs: Sequence[Doc], spaces: _Flags, opens: _Flags) -> list[tuple[int, int, str]]:
        """(first word, last word, label) of every entity, by place, words counted through all of `docs`.

        `spaces` tells of every word whether it is white space, where no entity begins, `opens` whether it opens a sentence
        or a text, which no entity reaches into.
        """
        if not len(spaces):
            return []
        moves = self._moves
        table = self._lower.predict(self._tok2vec.predict(docs))
        pad, rows = table[0], table[1:]
        # An entity goes on past no word before which a sentence ends; the last word of all ends one, too.
        ends = np.append(opens[1:], True)
        scores = self._scores(rows[:, 0] + pad[1] + pad[2])
        scores[:, moves.never] = -np.inf
        scores[np.ix_(ends | spaces, moves.begins)] = -np.inf
        scores[np.ix_(spaces, moves.units)] = -np.inf
        best = scores.argmax(axis=1)
        opened = np.flatnonzero(moves.begins[best])
        last = dict(zip(opened.tolist(), self._lasts(rows, opened, best[opened], ends).tolist(), strict=True))
        found, at = [], -1
        for i in np.flatnonzero(moves.begins[best] | moves.units[best]).tolist():
            if i > at:
                at = last.get(i, i)
                found.append((i, at, moves.labels[best[i]]))
        return found

    def _lasts(self, rows: _Floats, opened: _Ints, best: _Ints, ends: _Flags) -> _Ints:
        """The last word of each entity that the moves `best` open at the words `opened`."""
        at = opened + 1
        inside, last = self._moves.inside[best], self._moves.last[best]
        going = np.arange(len(opened))
        while len(going):
            here = at[going]
            scores = self._scores(rows[here, 0] + rows[opened[going], 1] + rows[here - 1, 2])
            n = np.arange(len(going))
            on, off = scores[n, inside[going]], scores[n, last[going]]
            # Of equal scores the move that comes first is taken.
            on_wins = (on > off) | ((on == off) & (inside[going] < last[going]))
            going = going[on_wins & ~ends[here]]
            at[going] += 1
        return at

    def _scores(self, summed: _Floats) -> _Floats:
        """Scores of all moves (words, moves) from the sums of the weights of what is seen (words, hidden, pieces)."""
        hidden = (summed + self._lower.get_param("b")).max(axis=2)
        out: _Floats = self._gemm(hidden, self._upper.get_param("W"), trans2=True) + self._upper.get_param("b")
        return out
