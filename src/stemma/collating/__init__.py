"""Story -> Collation: which sentences of its articles say the same, in rows across all of them, with their variants.

A pair's score depends on its two articles alone: order of input and further articles change nothing.
"""

from stemma.collating.collate import collate
from stemma.collating.edition import Edition, edition

__all__ = ["Edition", "collate", "edition"]
