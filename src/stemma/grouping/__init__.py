"""Articles -> stories: which reports tell the same event, decided by one fixed threshold whatever else is in the batch."""

from stemma.grouping.stories import group

__all__ = ["group"]
