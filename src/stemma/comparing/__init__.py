"""Collation + Claims + Stemma -> Findings: where accounts contradict each other, drift, or leave something out; and when.

Typed values are compared, never likeness of wording: two sentences that differ in one number are nearly the same sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stemma.comparing.accounts import Accounts
from stemma.comparing.contradictions import contradictions
from stemma.comparing.drifts import drifts
from stemma.comparing.moments import moments
from stemma.comparing.omissions import omissions
from stemma.model import Article, Claim, Collation, Findings, Parsed, Statement, Stemma

__all__ = ["compare"]

BY = "compare@1"


def compare(
    articles: Sequence[Article],
    parsed: Mapping[str, Parsed],
    statements: Sequence[Statement],
    claims: Sequence[Claim],
    collation: Collation,
    stemma: Stemma,
) -> Findings:
    """Compare the accounts of one story.

    Returns contradictions (one a pair of values of a claim, told at the wordings nearest the root), drifts and omissions
    along each derivation, and the times the articles name; each quotes both sides exactly. The order of the inputs is of no
    account. A story of one article can only contradict itself.
    """
    accounts = Accounts(articles, parsed, statements, claims, collation, stemma)
    return Findings(
        contradictions=contradictions(accounts),
        drifts=drifts(accounts),
        omissions=omissions(accounts),
        moments=moments(accounts),
        by=BY,
    )
