"""The only room that knows all stages and their order."""

from stemma.pipeline.examining import Progress, examine, investigate, statements, stories
from stemma.pipeline.layers import (
    Prepared,
    arranged,
    concerned,
    examined,
    gathered,
    grouped,
    made_with,
    prepared,
    profiled,
    told,
)
from stemma.pipeline.memory import Memory
from stemma.pipeline.story import derived

__all__ = [
    "Memory", "Prepared", "Progress", "arranged", "concerned", "derived", "examine", "examined", "gathered", "grouped",
    "investigate", "made_with", "prepared", "profiled", "statements", "stories", "told",
]  # fmt: skip
