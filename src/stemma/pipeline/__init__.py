"""The only room that knows all stages and their order."""

from stemma.pipeline.examining import Progress, examine, investigate, statements, stories
from stemma.pipeline.layers import (
    NEAR,
    Prepared,
    Regrouped,
    collected,
    concerned,
    examined,
    found_by,
    grouped,
    made_with,
    prepared,
    profiled,
    regrouped,
    told,
)
from stemma.pipeline.memory import Memory
from stemma.pipeline.story import derived

__all__ = [
    "NEAR", "Memory", "Prepared", "Progress", "Regrouped", "collected", "concerned", "derived", "examine", "examined",
    "found_by", "grouped", "investigate", "made_with", "prepared", "profiled", "regrouped", "statements", "stories", "told",
]  # fmt: skip
