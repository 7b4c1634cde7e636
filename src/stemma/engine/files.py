"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    fill(path, lambda file: file.write(data))


def fill(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file that takes its name only when it is complete: whoever looks sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            # A name must not reach the disk before the bytes do: after a power cut it would stand for an empty file.
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what a run that was killed had begun to write in `folder` itself."""
    for one in folder.glob(".writing.*"):
        one.unlink(missing_ok=True)
