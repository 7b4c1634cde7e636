"""Where a sentence may be cut: between clauses that could stand as sentences of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stemma.model import Token

_HEADS: Final = frozenset({"conj", "advcl", "relcl", "acl", "ccomp", "parataxis", "csubj"})
_VERBS: Final = frozenset({"VERB", "AUX"})
_MATTER: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
LEAST: Final = 3
"""Words of matter that either side of a cut must hold."""


def cuts(tokens: Sequence[Token], first: int) -> tuple[int, ...]:
    """Offsets of tokens before which the sentence made of `tokens` may be cut, rising; none for a sentence of one clause.

    `first` is the index in the parse of the first of `tokens` (their heads are such indices). A clause is the stretch that hangs
    on a verb which is coordinated, subordinate, relative, reported or set beside; a conjunction goes with what it introduces.
    Each side keeps at least `LEAST` words of matter.
    """
    size = len(tokens)
    left, right = list(range(size)), list(range(size))
    for n in range(size):
        at = n
        # Up to the root; a head outside the sentence (a parse of a damaged page) ends the way.
        for _ in range(size):
            head = tokens[at].head - first
            if head == at or not 0 <= head < size:
                break
            at = head
            left[at], right[at] = min(left[at], n), max(right[at], n)
    edges: set[int] = set()
    for n, token in enumerate(tokens):
        if token.dep not in _HEADS or (token.pos not in _VERBS and not _has_subject(tokens, n, first)):
            continue
        edges.update((_before(tokens, left[n]), _after(tokens, right[n] + 1)))
    out: list[int] = []
    matter = [t.pos in _MATTER for t in tokens]
    last = 0
    for edge in sorted(e for e in edges if 0 < e < size):
        if sum(matter[last:edge]) >= LEAST and sum(matter[edge:]) >= LEAST:
            out.append(tokens[edge].start)
            last = edge
    return tuple(out)


def _has_subject(tokens: Sequence[Token], n: int, first: int) -> bool:
    return any(t.head - first == n and t.dep.startswith("nsubj") for t in tokens)


def _before(tokens: Sequence[Token], edge: int) -> int:
    """The edge moved to the left of conjunctions and opening marks, and to the right of a comma that closes what comes before."""
    while edge < len(tokens) and tokens[edge].pos == "PUNCT" and tokens[edge].text in {",", ";", ":"}:
        edge += 1
    while edge > 0 and (tokens[edge - 1].dep in {"cc", "preconj"} or tokens[edge - 1].text in {"“", "``", "(", "‘"}):
        edge -= 1
    return edge


def _after(tokens: Sequence[Token], edge: int) -> int:
    """The edge moved to the right of commas and closing marks."""
    while edge < len(tokens) and tokens[edge].pos == "PUNCT" and tokens[edge].text not in {"“", "``", "(", "‘"}:
        edge += 1
    return edge
