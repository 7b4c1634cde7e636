"""Headlines: a claim that only headlines and outlets in their own words make joins the claim of the lead that says the same.

A headline is shorter than what it heads and shares few words with it, so that the models for statements, fitted on the
statements of bodies, often leave the two apart. Here headlines are compared with openings only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from stemma.matching.scoring import Board, close
from stemma.model import Parsed, Statement
from stemma.models.likeness import Matrix, wording

OPENING: Final = 4
"""Sentences, the headline included, in which what a headline heads is looked for."""
OWN: Final = 0.1
"""What standing below the headline itself adds to a likeness."""
BEST: Final = 0.65
"""How alike at least one headline and an opening must be, ..."""
MEAN: Final = 0.5
"""... and all headlines of a claim on average."""
_REJECTS: Final = frozenset({"deny", "refute", "dispute", "rebut"})


def joined(
    board: Board, groups: Sequence[Sequence[int]], parsed: Mapping[str, Parsed], apart: Collection[tuple[int, int]] = ()
) -> list[list[int]]:
    """The groups, each one of headlines joined to the group whose opening statement it is most like, if it is like one.

    Groups are indices into `board.statements`; every index stays in exactly one. Headlines that deny, ask or negate are left
    alone: they do not say what they speak of. `apart` are pairs (lower first) that must not meet. Groups come back sorted by
    their first item.
    """
    heads = [[n for n in group if _heads(board.statements[n], parsed)] for group in groups]
    bare = [g for g, group in enumerate(groups) if heads[g] and all(board.owned[n] for n in group)]
    openings = [[n for n in group if _opens(board, n, parsed)] for group in groups]
    alike = likeness(board) if bare and any(openings) else np.zeros((0, 0))
    out = [list(group) for group in groups]
    for g in bare:
        best: tuple[float, int] | None = None
        for other, leads in enumerate(openings):
            if not leads or any((min(i, j), max(i, j)) in apart for i in groups[g] for j in out[other]):
                continue
            each = [max(_score(board, alike, head, lead) for lead in leads) for head in heads[g]]
            mean = round(sum(each) / len(each), 6)
            if max(each) >= BEST and mean >= MEAN and (best is None or mean > best[0]):
                best = (mean, other)
        if best is not None:
            out[best[1]].extend(groups[g])
            out[g] = []
    return sorted(sorted(group) for group in out if group)


def likeness(board: Board) -> Matrix:
    """How alike any two contents are by words and by meaning, `(n, n)` in 0..1, six digits."""
    different = board.contents.different
    every = slice(0, len(different.whole))
    alike: Matrix = np.round(close(wording(different, every, every)), 6).astype(np.float64)
    return board.contents.spread(alike, slice(None), slice(None))


def _score(board: Board, alike: Matrix, head: int, lead: int) -> float:
    return float(alike[head, lead]) + OWN * bool(board.article[head] == board.article[lead])


def _heads(statement: Statement, parsed: Mapping[str, Parsed]) -> bool:
    """Whether a statement is a headline that says outright what it is about."""
    if statement.place != "title":
        return False
    span = statement.content[0]
    tokens = [t for t in parsed[statement.article].tokens if span.start <= t.start and t.end <= span.end]
    asks = any(t.text == "?" for t in tokens)
    return bool(tokens) and not asks and not any(t.dep == "neg" or (t.dep == "ROOT" and t.lemma in _REJECTS) for t in tokens)


def _opens(board: Board, n: int, parsed: Mapping[str, Parsed]) -> bool:
    """Whether a statement is somebody's word in the opening of an article's body, told as a clause."""
    statement = board.statements[n]
    if statement.place == "title" or statement.stance != "asserts" or board.owned[n] or board.sentence[n] > OPENING:
        return False
    return board.clauses[n]
