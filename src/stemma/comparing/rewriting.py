"""Rewriting: which sentence of a parent a sentence of its child was made of, by the collation and by the claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.comparing.coverage import Coverage
from stemma.comparing.lineage import Descent, counterparts, whole
from stemma.model import Passage

_SURE: Final = 0.85
"""From this score of the collation on, two sentences say the same whatever their words."""
_LIKELY: Final = 0.5
_WORDS: Final = 0.08
"""Part of the content words (Dice, by idf) that two sentences of a lower score must share."""
_CLAIMED: Final = 0.15
"""... and two sentences that are held together by a claim alone."""


_NEARER: Final = 0.25
"""By how much more words must be shared with another parent's sentence for a sentence to come from there."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sentence of the parent and one of the child that says the same; `score` of the collation in 0..1 (0: by a claim
    alone), `shared` the part of the content words that both have (Dice, by idf)."""

    parent: Passage
    child: Passage
    score: float
    shared: float


def rewrites(descent: Descent, accounts: Accounts, coverage: Coverage) -> tuple[Rewrite, ...]:
    """The sentences of a child that rewrite one of its parent, child's order, the surest first for each; titles go with titles
    and with body sentences of the parent."""
    found: dict[tuple[Passage, Passage], Rewrite] = {}
    best: dict[Passage, float] = {}
    for parent, child, score in descent.aligned:
        for side in (parent, child):
            best[side] = max(best.get(side, 0.0), score)
    for parent, child, score in descent.aligned:
        shared = coverage.dice(whole(parent), whole(child))
        if accounts.is_title(parent) and any(not accounts.is_title(p) for p, c, _ in descent.aligned if c == child):
            continue
        mutual = score == best[child] == best[parent]
        if score >= _SURE or (score >= _LIKELY and (mutual or shared >= _WORDS)):
            found[(child, parent)] = Rewrite(parent, child, score, shared)
    for mine in accounts.of_article[descent.child]:
        for theirs in counterparts(accounts, mine, descent.parent):
            if theirs.stance != mine.stance or mine.place == "title" or theirs.place == "title":
                continue
            for child in accounts.sentences_of(mine):
                for parent in accounts.sentences_of(theirs):
                    shared = coverage.dice(whole(parent), whole(child))
                    if (child, parent) not in found and shared >= _CLAIMED:
                        found[(child, parent)] = Rewrite(parent, child, 0.0, shared)
    for child in sorted({r.child for r in found.values()}):
        nearest = _elsewhere(child, descent, accounts, coverage)
        for key in [k for k, r in found.items() if k[0] == child and r.shared + _NEARER < nearest]:
            del found[key]
    return tuple(sorted(found.values(), key=lambda r: (r.child, -r.score, -r.shared, r.parent)))


def _elsewhere(child: Passage, descent: Descent, accounts: Accounts, coverage: Coverage) -> float:
    """The largest part of its words that a child's sentence shares with one aligned to it of another parent, or of another
    child of a lost one."""
    holders: set[str] = set()
    for derivation in accounts.stemma.derivations:
        if derivation.child != descent.child or derivation.parent == descent.parent:
            continue
        if derivation.parent in accounts.articles:
            holders.add(derivation.parent)
        else:
            holders |= {d.child for d in accounts.stemma.derivations if d.parent == derivation.parent}
    holders -= {descent.child, descent.parent}
    near = [p for p, pair in accounts.pairs.get(child, ()) if p.article in holders and pair.relation is not None]
    return max((coverage.dice(whole(p), whole(child)) for p in near), default=0.0)
