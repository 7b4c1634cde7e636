"""What one report lacks of another, though a third report has it: the figures and names that speak against its being the parent.

Textual criticism's refutation: a copy that shares true material with a third witness, which its supposed parent lacks, did not
take it from there (Maas, *Textual Criticism*, 1958). Words change in a rewrite; figures and names stay, or are left out. Two
children of one lost report each lack what the other kept; of a parent and its child only the child does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from stemma.tracing.material import Floats, Material

UNREFUTED: Final = 0.9  # no edge is surer than this where no third report is kin to both: nothing could speak against it
FEW: Final = 3  # added to the number of figures or names of a report, so that one of two does not count as half of it


@dataclass(frozen=True, slots=True)
class Lacking:
    """Square arrays over the witnesses of a story, 0..1: how much of what row has, column lacks and a third report has.

    figures    numbers
    names      words of proper names
    """

    figures: Floats
    names: Floats


def lacking(material: Material, kin: Floats) -> Lacking:
    """Measure what every witness lacks of every other one; `kin` holds the probabilities of kinship of all pairs, 0..1, with
    zeros on the diagonal."""
    figures = [frozenset(x for s in w.sentences for x in s.numbers) for w in material.witnesses]
    names = [frozenset(x for s in w.sentences for x in s.names) for w in material.witnesses]
    return Lacking(figures=lacked(figures, kin), names=lacked(names, kin))


def lacked(items: Sequence[frozenset[str]], kin: Floats) -> Floats:
    """For every two witnesses (row, column) the share of the row's items that the column lacks and some third witness has, 0..1.

    The third witness that has most counts, and only as far as it is held to be kin to both: what an unrelated report happens to
    have too may have come from the event itself. `kin` as in `lacking`.
    """
    number = {item: n for n, item in enumerate(sorted(frozenset[str]().union(*items)))}
    has = np.zeros((len(items), max(1, len(number))))
    for row, some in enumerate(items):
        has[row, [number[item] for item in sorted(some)]] = 1.0
    out = np.zeros((len(items), len(items)))
    for third in range(len(items)):
        both = has * has[third]
        out = np.maximum(out, np.outer(kin[third], kin[third]) * (both.sum(axis=1, keepdims=True) - both @ has.T))
    return np.asarray(out / (has.sum(axis=1, keepdims=True) + FEW), dtype=np.float64)


def tempered(edge: Floats, kin: Floats) -> Floats:
    """Probabilities of an edge (0..1, square), those kept down that no third witness could have refuted: by so much as none is
    kin to both. `kin` as in `lacking`."""
    third = np.zeros_like(kin)
    for one in kin:
        third = np.maximum(third, np.outer(one, one))
    return np.asarray(np.minimum(edge, UNREFUTED + (1 - UNREFUTED) * third), dtype=np.float64)
