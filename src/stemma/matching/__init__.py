"""Statements -> Claim: what all articles of a story say, grouped by frame (who did what to whom, when), values left free.

Every statement is in exactly one claim; a denial belongs to the claim it denies.
"""

from stemma.matching.match import match

__all__ = ["match"]
