"""Collation + Claims -> Stemma: who derives from whom, passage by passage, and which originals are lost.

`trace` gives the family tree of a story's articles; `close` then says who carried a statement to its article where the
statement's own passage is silent.
"""

from stemma.tracing.carriers import close
from stemma.tracing.trace import trace

__all__ = ["close", "trace"]
