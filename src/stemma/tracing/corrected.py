"""What a person says of the tree: that a report rests on another, or does not. It is held whatever the models say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.model import Article, Correction, Evidence
from stemma.text.anchors import decided


@dataclass(frozen=True, slots=True)
class Said:
    """Edges that must be and cannot be, as (parent, child) between numbers of witnesses; parent -1 is a lost original."""

    must: tuple[tuple[int, int], ...] = ()
    cannot: tuple[tuple[int, int], ...] = ()
    corrections: tuple[Correction, ...] = ()


NOTHING: Final = Said()


def said(articles: Sequence[Article], corrections: Sequence[Correction]) -> Said:
    """What the corrections say of these articles, numbered as given. Two articles of equal bytes are both meant."""
    must: dict[tuple[int, int], None] = {}
    cannot: dict[tuple[int, int], None] = {}
    kept = []
    for one in decided(corrections, "edge"):
        children = [n for n, a in enumerate(articles) if a.sha256 == one.page]
        parents = [-1] if one.other is None else [n for n, a in enumerate(articles) if a.sha256 == one.other]
        edges = [(p, c) for p in parents for c in children if p != c]
        (must if one.verdict == "must-be" else cannot).update(dict.fromkeys(edges))
        kept += [one] if edges else []
    return Said(tuple(sorted(must)), tuple(sorted(set(cannot) - set(must))), tuple(kept))


def evidence(by: Said, parent: int, child: int) -> tuple[Evidence, ...]:
    """That a person says so, where one does; `parent` is -1 for a lost original."""
    if (parent, child) not in by.must:
        return ()
    return (Evidence(note="a person says so: see the corrections below"),)
