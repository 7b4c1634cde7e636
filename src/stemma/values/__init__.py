"""What text says as values that can be compared: times on the calendar, numbers with their unit and rounding, names."""

from stemma.values.calendar import iso_value
from stemma.values.times import TimeMention, find_times, parse_time

__all__ = ["TimeMention", "find_times", "iso_value", "parse_time"]
