"""How a child reworked its parent: verbatim, lightly edited, abridged, rewritten, summed up or extended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stemma.model import DerivationKind
from stemma.tracing.material import Material
from stemma.tracing.passages import Share, part
from stemma.tracing.told import whole
from stemma.tracing.tree import Tree


@dataclass(frozen=True, slots=True)
class Reworking:
    """What tells the kind of a derivation.

    kept     share of the two-word runs of the inherited passages that the parent has (of a lost one: its other children, in the
             passages that they witness; what only the child has of it cannot be seen in them)
    ratio    length of the child over that of the parent (of a lost one: of its longest other child)
    share    share of the child's words that comes from the parent
    lost     whether the parent is lost
    whole    whether it is lost and the child's page is credited to its agency alone
    mixed    whether the parent is at hand and the child has another parent too
    """

    kept: float
    ratio: float
    share: float
    lost: bool
    whole: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the kinds part; chosen by family-wise cross-validation (docs/models/tracing.md).

    verbatim     runs kept from which a child is a copy, or a cut copy
    edited       runs kept from which it is edited rather than rewritten, from a parent at hand
    edited_lost  the same, seen through other children of a lost parent, which changed words of their own
    whole        length ratio from which an edited child is not abridged
    summary      length ratio below which a rewritten child is a summary, of a parent at hand
    summary_lost the same for a lost parent, which was longer than any child
    summary_part the same for what a child of two parents has of one: the length of that part alone over that of the parent
    extended     share from parents below which a long child is extended
    long         length ratio from which a child is long enough to be extended
    """

    verbatim: float = 0.95
    edited: float = 0.5
    edited_lost: float = 0.46
    whole: float = 0.95
    summary: float = 0.75
    summary_lost: float = 0.5
    summary_part: float = 0.45
    extended: float = 0.45
    long: float = 0.95


BOUNDS: Final = Bounds()
MOSTLY: Final = 0.7  # share below which an edited text is a part of its parent, however long the child


def reworking(material: Material, share: Share, tree: Tree) -> Reworking:
    """Measure what a child did to its parent; a lost one is seen through its other children, or else all other articles."""
    child, parent = share.edge.child, share.edge.parent
    others = [parent] if parent >= 0 else [c for c in tree.lost[-1 - parent] if c != child]
    others = others or [k for k in range(len(material.witnesses)) if k != child]
    known = {run for k in others for s in material.witnesses[k].sentences for run in s.runs}
    seen = [n for n, _ in share.sentences if n not in share.alone] or [n for n, _ in share.sentences]
    mine = [run for n in seen for run in material.witnesses[child].sentences[n].runs]
    return Reworking(
        kept=sum(run in known for run in mine) / max(1, len(mine)),
        ratio=material.witnesses[child].length / max([1, *(material.witnesses[k].length for k in others)]),
        share=part(material, share),
        lost=parent < 0,
        whole=whole(material, tree, share.edge),
        mixed=parent >= 0 and sum(e.child == child for e in tree.edges) > 1,
    )


def kind_of(found: Reworking, bounds: Bounds = BOUNDS) -> DerivationKind:
    """Name the kind of a derivation.

    A page that is credited to the agency alone prints the agency's words, cut to fit, even where its other children keep few.
    """
    if found.kept >= bounds.verbatim and found.share >= bounds.extended:
        return "verbatim" if found.ratio >= bounds.whole else "abridged"
    if found.share < bounds.extended and found.ratio >= bounds.long:
        return "extended"
    if found.kept >= (bounds.edited_lost if found.lost else bounds.edited):
        return "light-edit" if found.ratio >= bounds.whole and found.share >= MOSTLY else "abridged"
    if found.whole:
        return "abridged"
    if found.mixed:
        return "summary" if found.ratio * found.share < bounds.summary_part else "rewritten"
    return "summary" if found.ratio < (bounds.summary_lost if found.lost else bounds.summary) else "rewritten"
