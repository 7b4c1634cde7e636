"""How far SQLite is with a step of its own, such as checking or packing a file, which tells nobody."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of the step, how many are done and how many there are (0: not known)."""

_OFTEN: Final = 20_000
_BY_ROW, _BY_INDEX = 12, 8
"""Instructions of SQLite's machine that a check of the structure spends on a row, and on a row in an index: about 50 for an article
with its three indexes and its part, in archives of 1,000 and of 8,000 (SQLite 3.40)."""
_COPIES: Final = 3
"""A file that is packed is written three times: to a temporary file, to the log, and back."""
_EVERY: Final = 0.25
_IO: Final = Path("/proc/self/io")


@contextmanager
def while_checked(db: sqlite3.Connection, step: str, progress: Progress | None) -> Iterator[None]:
    """While SQLite checks a file: instructions done, in thousands, of how many there are likely to be. Raises `sqlite3.Error`."""
    if progress is None:
        yield
        return
    total = max(1, _instructions(db) // 1000)
    done = 0

    def handle() -> int:
        nonlocal done
        done += _OFTEN
        progress(step, min(done // 1000, total), total)
        return 0

    progress(step, 0, total)
    db.set_progress_handler(handle, _OFTEN)
    try:
        yield
    finally:
        db.set_progress_handler(None, 0)
    progress(step, total, total)


def _instructions(db: sqlite3.Connection) -> int:
    total = 0
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
    for (table,) in db.execute(named).fetchall():
        rows = db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        [(indexes,)] = db.execute("SELECT count(*) FROM pragma_index_list(?)", (table,)).fetchall()
        total += rows * (_BY_ROW + _BY_INDEX * indexes)
    return total


@contextmanager
def while_packed(size: int, step: str, progress: Progress | None) -> Iterator[None]:
    """While files of `size` bytes are packed: kilobytes written, of how many. Where the system does not tell what a process wrote,
    only that the step goes on (of 0)."""
    if progress is None:
        yield
        return
    start, total = _written(), max(1, _COPIES * size // 1000)
    over = threading.Event()

    def look() -> None:
        while not over.wait(_EVERY):
            if start is None:
                progress(step, 0, 0)
            else:
                progress(step, min(((_written() or start) - start) // 1000, total), total)

    progress(step, 0, total if start is not None else 0)
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
    progress(step, total, total)


def _written() -> int | None:
    """Bytes that this process has written so far; None where the system does not tell."""
    try:
        told = dict(line.split(": ") for line in _IO.read_text("ascii").splitlines())
        return int(told["wchar"])
    except (OSError, ValueError, KeyError):
        return None
