"""Siblings: reports that rest on one lost original. Where two or more agree on a number and one differs, that one drifted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.comparing.coverage import Coverage
from stemma.comparing.figures import Figure, figures, nearness, same_thing
from stemma.comparing.lineage import ALIKE, whole
from stemma.model import Passage
from stemma.values.numbers import compared

_AGREED: Final = 2
"""How many siblings must give one number before another is told to differ from them."""
_OF_ONE: Final = 0.1


def outvoted(accounts: Accounts, coverage: Coverage) -> Iterator[tuple[Passage, Passage, str]]:
    """(a sibling's number, the differing child's number, words): along each lost original with three children or more.

    The lost words are not known, so which of the two came first is not either: such a drift is undirected.
    """
    for lost in sorted({d.parent for d in accounts.stemma.derivations} - set(accounts.articles)):
        children = sorted({d.child for d in accounts.stemma.derivations if d.parent == lost} & set(accounts.articles))
        if len(children) > _AGREED:
            for child in children:
                yield from _differing(child, frozenset(children) - {child}, accounts, coverage)


def _differing(
    child: str, siblings: frozenset[str], accounts: Accounts, coverage: Coverage
) -> Iterator[tuple[Passage, Passage, str]]:
    for sentence in accounts.sentences[child]:
        if accounts.is_title(sentence):
            continue
        mine = whole(sentence)
        theirs = [
            whole(other)
            for other in sorted(
                p for p, pair in accounts.pairs.get(sentence, ()) if p.article in siblings and pair.relation is not None
            )
            if coverage.dice(mine, whole(other)) >= ALIKE
        ]
        given = [f for wording in theirs for f in figures(wording, accounts)]
        for g in figures(mine, accounts):
            like = [f for f in given if same_thing(f, g) and (nearness(f, g) >= _OF_ONE or f.fate is not None)]
            if any(compared(f.number, g.number) in ("same", "compatible") for f in given):
                continue
            yield from _against(g, like, accounts)


def _against(g: Figure, like: list[Figure], accounts: Accounts) -> Iterator[tuple[Passage, Passage, str]]:
    by_value: dict[float, dict[str, Figure]] = defaultdict(dict)
    for f in like:
        by_value[f.number.value].setdefault(f.at.article, f)
    if len(by_value) != 1:
        return
    (agreed,) = by_value.values()
    if len(agreed) < _AGREED:
        return
    first = min(agreed.values(), key=lambda f: accounts.rank(f.at.article))
    names = " and ".join(accounts.outlet(a) for a in sorted(agreed, key=accounts.rank))
    words = (
        f"{accounts.outlet(g.at.article)} writes “{accounts.text(g.at)}” where {names}, which rest on the same lost report, have "
        f"“{accounts.text(first.at)}”."
    )
    yield first.at, g.at, words
