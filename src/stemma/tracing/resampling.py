"""How firm the edges are: the tree grown again without each part of the texts in turn.

The delete-a-group jackknife (after the bootstrap of phylogenies, Felsenstein 1985, and their jackknife, Farris and others 1996),
with fixed groups instead of random ones so that the same pages always give the same figure: every text is cut into `BLOCKS`
stretches of sentences, the n-th stretch of every text is left out, and the tree is grown from the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from stemma.model import Statement
from stemma.text.spans import overlap
from stemma.tracing.logistic import Weights
from stemma.tracing.material import Material, Witness
from stemma.tracing.tree import Edge, Tree, grow

BLOCKS: Final = 10
"""Stretches that every text is cut into, so many trees are grown again."""
MOST: Final = 16
"""Texts above which nothing is grown again: the search for a tree takes a high power of their number."""
FEWEST: Final = 3
"""Sentences that a text keeps at least; of a shorter one nothing is left out."""


def resampled(material: Material, statements: Sequence[Statement], weights: Weights) -> tuple[Tree, ...]:
    """The trees that grow with one stretch of every text left out, one tree a stretch; none for more than `MOST` texts."""
    out: list[Tree] = []
    if len(material.witnesses) > MOST:
        return ()
    for block in range(BLOCKS):
        part = without_block(material, block)
        kept = {w.article.id: [s.passage.span for s in w.sentences] for w in part.witnesses}
        left = [s for s in statements if s.place == "title" or any(overlap(c, k) for c in s.content for k in kept[s.article])]
        out.append(grow(part, left, weights))
    return tuple(out)


def without_block(material: Material, block: int) -> Material:
    """The material without the `block`-th of `BLOCKS` stretches of every text."""
    kept: list[int] = []
    witnesses: list[Witness] = []
    first = [0]
    for k, witness in enumerate(material.witnesses):
        many = len(witness.sentences)
        gone = range(block * many // BLOCKS, (block + 1) * many // BLOCKS)
        left = [n for n in range(many) if n not in gone or many - len(gone) < FEWEST]
        kept += [material.first[k] + n for n in left]
        sentences = tuple(witness.sentences[n] for n in left)
        witnesses.append(replace(witness, sentences=sentences, length=sum(s.length for s in sentences)))
        first.append(first[-1] + len(left))
    rows = np.array(kept, dtype=np.intp)
    square = np.ix_(rows, rows)
    return replace(
        material,
        witnesses=tuple(witnesses),
        first=tuple(first),
        wording=material.wording[square],
        meaning=material.meaning[square],
        matched=material.matched[square],
        alike=material.alike[square],
    )


def firmness(tree: Tree, edge: Edge, others: Sequence[Tree]) -> float | None:
    """Share of the other trees that join the same two, whichever way, 0..1; None where there are no others.

    A child's edge to a lost original is there again where the child rests on a lost original with one of the same siblings, or,
    where it has none, on any.
    """
    if not others:
        return None
    return round(sum(_again(tree, edge, other) for other in others) / len(others), 4)


def _again(tree: Tree, edge: Edge, other: Tree) -> bool:
    if edge.parent >= 0:
        return any({e.parent, e.child} == {edge.parent, edge.child} for e in other.edges)
    siblings = set(tree.lost[-1 - edge.parent]) - {edge.child}
    return any(edge.child in children and (not siblings or siblings & set(children)) for children in other.lost)
