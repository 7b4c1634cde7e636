"""Story -> Collation: which sentences of its articles say the same, in rows across all of them, with their variants.

The order of input changes nothing, nor does a further article of which no sentence is like one of theirs; one that is bears out
or spoils what two others have in common.
"""

from stemma.collating.collate import collate
from stemma.collating.edition import Edition, edition

__all__ = ["Edition", "collate", "edition"]
