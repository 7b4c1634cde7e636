"""A folder that one process at a time may work in: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from stemma.errors import StemmaError

_FAR: Final = 1 << 30
"""Where a byte is locked on systems on which nobody else may read what is locked: beyond what the file says."""


@contextmanager
def held(path: Path, what: str, hint: str) -> Iterator[None]:
    """While this lasts, no other process (and no other call in this one) holds the file `path`, which is made and stays.

    Raises `StemmaError` at once where another does, saying who and since when; `what` names what is in use, `hint` what to do. The
    lock is the system's (flock, on Windows a locked byte) and ends with its holder, so a `kill -9` leaves nothing to clear away.
    Raises `OSError` where the file cannot be opened, or its file system has no locks.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
    try:
        if not _locked(handle):
            raise StemmaError(f"{what} is in use by {_holder(path)}", hint)
        _tell(handle, f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        try:
            yield
        finally:
            _tell(handle, "")
    finally:
        os.close(handle)


def _holder(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip() or "another process"
    except (OSError, UnicodeDecodeError):
        return "another process"


def _tell(handle: int, who: str) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, who.encode("utf-8"))


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
