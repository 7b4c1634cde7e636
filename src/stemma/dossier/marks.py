"""Layers over a text cut into pieces that never overlap, so that any crossing of layers is still well-formed HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stemma.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A span to mark: what it is ("content", "cue" …), the numbers of its statement and its row (0: none)."""

    span: Span
    kind: str
    statement: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A place that something else links to: its id, and for a statement its number and the claim to go back to."""

    id: str
    number: int = 0
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words with the same layers throughout; `anchors` stand right before them."""

    text: str
    kinds: tuple[str, ...]
    statements: tuple[int, ...]
    anchors: tuple[Anchor, ...]
    rows: tuple[int, ...] = ()


def pieces(
    text: str, within: Span, layers: Iterable[Layer], anchors: Mapping[int, Sequence[Anchor]] | None = None
) -> tuple[Piece, ...]:
    """The words of `within` in order, cut wherever a layer begins or ends or an anchor stands; joined they are the text.

    Layers that reach beyond `within` are cut to it. Linear in the number of pieces and of layers open at once.
    """
    anchors = anchors or {}
    lo, hi = within.start, within.end
    inside = sorted(
        (max(x.span.start, lo), min(x.span.end, hi), x.kind, x.statement, x.row)
        for x in layers
        if x.span.start < hi and lo < x.span.end
    )
    places = {a for a in anchors if within.start <= a < within.end}
    cuts = sorted({within.start, within.end, *places, *(x[0] for x in inside), *(x[1] for x in inside)})
    out: list[Piece] = []
    open_: list[tuple[int, int, str, int, int]] = []
    coming = 0
    for start, end in pairwise(cuts):
        while coming < len(inside) and inside[coming][0] <= start:
            open_.append(inside[coming])
            coming += 1
        open_ = [x for x in open_ if x[1] > start]
        out.append(
            Piece(
                text=text[start:end],
                kinds=tuple(sorted({x[2] for x in open_})),
                statements=tuple(sorted({x[3] for x in open_ if x[3]})),
                anchors=tuple(anchors.get(start, ())),
                rows=tuple(sorted({x[4] for x in open_ if x[4]})),
            )
        )
    return tuple(out)
