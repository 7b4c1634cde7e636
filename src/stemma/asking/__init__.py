"""Questions to dossiers already made: what stands without a source, where an error went, what is new, who counts."""

from stemma.asking.alarming import alerts
from stemma.asking.changing import compare
from stemma.asking.independent import independence
from stemma.asking.reaching import reach
from stemma.asking.removing import without

__all__ = ["alerts", "compare", "independence", "reach", "without"]
