"""Which reports at hand a lost original was itself made from.

An agency that follows up a local paper's report says whose it was, and the agency's customers print that with the rest. So a child
of the lost original that names the paper, and is close to it, need not have read it; and the other children are kin to the paper
though they never name it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final, TypeVar

from stemma.tracing.tree import Tree

Key = TypeVar("Key")

KIN: Final = 0.5  # probability of kinship from which a report is held to be kin to a child of the lost original


def drawn_on(tree: Tree, number: int) -> frozenset[int]:
    """The witnesses that lost original `number` was made from."""
    edges = [(e.parent, e.child) for e in tree.edges if e.parent >= 0]
    names = tree.measures.names
    return sources(edges, tree.lost[number], lambda a, b: bool(names[a, b]), lambda a, b: float(tree.kin[a, b]))


def sources(
    edges: Iterable[tuple[Key, Key]],
    children: Collection[Key],
    named: Callable[[Key, Key], bool],
    kin: Callable[[Key, Key], float],
) -> frozenset[Key]:
    """The reports that a lost original with these children was made from, as far as the texts show it.

    Such a report is the parent (`edges` are of parent and child, both at hand) of a child that names it (`named(parent, child)`),
    no child of the original itself, and kin to every other one of its two or more children (`kin(a, b)`: a probability, 0..1).
    """
    return frozenset(
        a
        for a, b in edges
        if b in children
        and a not in children
        and len(children) > 1
        and named(a, b)
        and all(kin(a, c) >= KIN for c in children if c != b)
    )
