"""Articles -> stories: which reports tell the same event, decided by one fixed threshold whatever else is in the batch."""

from stemma.grouping.profiles import Profile, profile
from stemma.grouping.stories import group, group_profiles

__all__ = ["Profile", "group", "group_profiles", "profile"]
