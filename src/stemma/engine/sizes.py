"""How much memory there is, and sizes as people write them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from stemma.errors import Misused

_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux tells what a container may have (control groups, versions 2 and 1)."""


def size_of(told: str, option: str) -> int:
    """Bytes in a size such as 512MB, 4g or 1.5GiB; units are powers of 1024. Raises `Misused`, which names the option."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", told.strip(), re.IGNORECASE)
    size = round(float(found[1]) * _UNITS[found[2].lower()]) if found else 0
    if not size:
        raise Misused(f"found {option} {told!r}, needed a size", f"say how many bytes, such as {option} 4GB or {option} 512MB")
    return size


def memory() -> int | None:
    """Bytes of memory that this machine has, or the container that we are in may have; None where it does not say."""
    known: list[int] = []
    with suppress(AttributeError, OSError, ValueError):  # not a Unix
        known.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for name in _LIMITS:
        try:
            told = Path(name).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if told.isdigit():  # "max" for no limit
            known.append(int(told))
    return min(known, default=None)


def in_words(size: int) -> str:
    """A size in the largest unit that it fills."""
    for unit, many in (("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= many:
            return f"{size / many:.3g} {unit}"
    return f"{size} bytes"
