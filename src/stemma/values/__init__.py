"""What text says as values that can be compared: times on the calendar, numbers with their unit and rounding, names."""

from stemma.values.calendar import iso_value
from stemma.values.time_zones import local_stamp
from stemma.values.times import TimeMention, find_stretches, find_times, parse_time

__all__ = ["TimeMention", "find_stretches", "find_times", "iso_value", "local_stamp", "parse_time"]
