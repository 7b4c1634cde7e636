"""Files that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

_BEGUN: Final = ".writing."


def put(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file (its bytes, or piece after piece) whole or not at all. Raises `OSError` where the disk refuses."""
    fill(path, lambda file: file.writelines([data] if isinstance(data, bytes) else data))


def fill(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file that takes its name only when it is complete: whoever looks sees the old one or the new one.

    Folders on the way are made. A link in its place is replaced, not followed. Raises `OSError` where the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = _begun(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            # A name must not reach the disk before the bytes do: after a power cut it would stand for an empty file.
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _begun(folder: Path) -> tuple[int, Path]:
    """A new file, open, that nobody else writes; with the rights that the user's umask leaves, which only the system can look up
    without a moment in which other threads would have none."""
    for n in count():
        path = folder / f"{_BEGUN}{os.getpid()}.{n}"
        try:
            return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666), path
        except FileExistsError:
            continue
    raise AssertionError


def sweep(folder: Path) -> None:
    """Remove what a run that was killed had begun to write in `folder` itself. For a folder that nobody else writes to."""
    for one in folder.glob(f"{_BEGUN}*"):
        one.unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Remove a folder and the files in it, where it is there. What is not a file, or is a link, stays, and the folder with it."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for one in folder.iterdir():
        if one.is_file() and not one.is_symlink():
            one.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
