"""What touches the disk for every room above: files that are whole or not there, and folders that one process
at a time works in."""

from stemma.disk.holding import held
from stemma.disk.whole import clear, fill, put, sweep

__all__ = ["clear", "fill", "held", "put", "sweep"]
