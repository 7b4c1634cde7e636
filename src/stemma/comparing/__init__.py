"""Collation + Claims + Stemma -> Findings: where accounts contradict each other, drift, or leave something out; and when.

Typed values are compared, never likeness of wording: two sentences that differ in one number are nearly the same sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stemma.comparing.accounts import Accounts
from stemma.comparing.contradictions import contradictions
from stemma.comparing.drifts import drifts
from stemma.comparing.joining import joined
from stemma.comparing.moments import moments
from stemma.comparing.omissions import omissions
from stemma.comparing.renamed import Renamed
from stemma.model import Article, Claim, Collation, Findings, Parsed, Speaker, Statement, Stemma

__all__ = ["compare"]

BY = "compare@1"


def compare(
    articles: Sequence[Article],
    parsed: Mapping[str, Parsed],
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    collation: Collation,
    stemma: Stemma,
    speakers: Sequence[Speaker] = (),
) -> Findings:
    """Compare the accounts of one story.

    Returns contradictions (one a pair of values of a claim, told at the wordings nearest the root, and naming the drift that is
    the same change), drifts and omissions
    along each derivation, and the times the articles name; each quotes both sides exactly. The order of the inputs is of no
    account. A story of one article can only contradict itself. `speakers`, where they are known, keep another spelling of a name
    from being told as another source.
    """
    accounts = Accounts(articles, parsed, statements, claims, collation, stemma)
    renamed = Renamed(accounts, speakers)
    changed = tuple(d for d in drifts(accounts) if not renamed.swapped(d))
    return Findings(
        contradictions=joined(contradictions(accounts), changed, accounts),
        drifts=changed,
        omissions=tuple(o for o in omissions(accounts) if not renamed.left_out(o)),
        moments=moments(accounts),
        by=BY,
    )
