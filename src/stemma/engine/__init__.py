"""Where the work is done: on this machine by default, on a Spark cluster where one machine is not enough; the answers are the same.

Light to import, as every worker does it: what the work needs is loaded with the work (`stemma.engine.corpus` runs a collection).
"""

from __future__ import annotations

from stemma.engine.base import Engine, Lost, Unopened
from stemma.engine.local import Local

__all__ = ["Engine", "Local", "Lost", "Unopened"]
