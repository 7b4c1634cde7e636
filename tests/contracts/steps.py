"""Steps that engines are tested with: functions of a module, as workers need them, some of which end their worker."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from stemma.errors import StemmaError


def double(n: int) -> int:
    """Twice the number."""
    return 2 * n


def refuse(n: int) -> int:
    """The number, unless it is 3, which breaks the step."""
    if n == 3:
        raise StemmaError("found a three", "leave it out")
    return n


def deadly(n: int) -> int:
    """The number, unless it is 3: that ends the process without a word, as running out of memory would."""
    if n == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def deadly_once(n: int, marker: Path) -> int:
    """The number; whoever comes to 3 first dies of it."""
    if n == 3:
        try:
            marker.touch(exist_ok=False)
        except FileExistsError:
            return n
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def slow(n: int) -> int:
    """The number, after a while."""
    time.sleep(0.3)
    return n


def measure(address: str, data: bytes) -> tuple[str, int]:
    """The last part of the address, and the size of the file."""
    return address.rsplit("/", 1)[-1], len(data)
