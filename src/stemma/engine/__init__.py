"""Where the work is done: on this machine by default, on a Spark cluster where one machine is not enough; the answers are the same."""

from __future__ import annotations

from stemma.engine.base import Engine, Lost, Unopened
from stemma.engine.corpus import Summary, Wanted, run
from stemma.engine.local import Local
from stemma.engine.taking import Inputs

__all__ = ["Engine", "Inputs", "Local", "Lost", "Summary", "Unopened", "Wanted", "run"]
