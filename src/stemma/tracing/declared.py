"""What the packets themselves say of descent: an item derived from, translated from, evolved from or the same as another.

The history of a wire packet (`Article.history`: fields of ninjs, NewsML-G2, NITF, NewsML 1) names other items by their ids. Where
such an item is among the articles that is a derivation by the sender's own word, and no likeness of words is needed to hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.model import Article

DESCENT: Final = ("derived-from", "translated-from", "evolved-from")
MISSING: Final = ("derived-from", "translated-from")
"""What makes an absent item a lost original; one that an item evolved from is an earlier state of itself."""
SURE: Final = 0.98  # what a sender's own word counts for


@dataclass(frozen=True, slots=True, order=True)
class Declared:
    """A derivation by the packet's word, between numbers of articles; `parent` is -1 where the item is not among them.

    `directed` is False where the packet only says that both are the same. `how` names the field, `item` the id in it.
    """

    parent: int
    child: int
    directed: bool
    item: str
    how: str


def declared(articles: Sequence[Article]) -> tuple[Declared, ...]:
    """Every derivation that a packet declares, once a pair; a packet that names its own id says nothing."""
    own = [_ids(a) for a in articles]
    out: dict[tuple[int, int], Declared] = {}
    for child, article in enumerate(articles):
        for step in article.history:
            item = _id(step.item)
            if item is None or step.action not in (*DESCENT, "same-as") or (step.action != "same-as" and item in own[child]):
                continue
            directed = step.action in DESCENT
            parents = [n for n, ids in enumerate(own) if n != child and item in ids]
            if not parents and step.action in MISSING:
                parents = [-1]
            for parent in parents:
                one = Declared(parent, child, directed, step.item or "", step.how)
                if directed:
                    out[parent, child] = out.get((parent, child), one) if _directed(out, parent, child) else one
                elif (parent, child) not in out and (child, parent) not in out:
                    out[parent, child] = one
    return tuple(sorted(out.values()))


def _directed(out: dict[tuple[int, int], Declared], parent: int, child: int) -> bool:
    known = out.get((parent, child))
    return known is not None and known.directed


def _ids(article: Article) -> frozenset[str]:
    """Every id that an article goes by: its address, and the items that its own steps name."""
    own = [step.item for step in article.history if step.action not in DESCENT]
    return frozenset(i for x in (*own, article.url) if (i := _id(x)) is not None)


def _id(item: str | None) -> str | None:
    """An id as compared: case, spaces around it and a last slash do not tell two items apart."""
    return (item or "").strip().rstrip("/").casefold() or None
