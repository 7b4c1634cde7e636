"""Collections of invented reports for the tests of the archive, and what one does to a process that adds them."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from stemma.archive import SqliteStore
from stemma.archive.adding import Added, add
from stemma.codec import encode

WHEN = "2026-03-05T08:00:00Z"
PLACES = ("Orrin", "Sandholm", "Lumsford", "Tarn Bay", "Pelling", "Great Wick", "Marlow Sands", "Ostrey", "Hallin", "Dunmere")
THINGS = ("bridge", "ferry", "mill", "school", "dam", "library", "tram line", "harbour", "market hall", "water tower")


def rows(count: int) -> list[dict[str, str]]:
    """Rows of a table of reports, each of another event."""
    out = []
    for n in range(count):
        place, thing = PLACES[n % 10], THINGS[n // 10 % 10]
        out.append(
            {
                "url": f"https://paper{n % 7}.example/{n}",
                "title": f"{place} will close its {thing}",
                "published": f"2026-03-{1 + n % 28:02}",
                "text": f"The town of {place} will close its {thing} number {n} in May, the council said on Monday.\n\n"
                f"About {n + 20} people use it every day, and {n * 7 + 300} signed a letter against it.\n\n"
                f'"We have no money for repair number {n}," said the mayor of {place}.',
            }
        )
    return out


def table(file: Path, count: int) -> Path:
    """A file of reports as JSON lines."""
    file.write_text("".join(json.dumps(row) + "\n" for row in rows(count)), "utf-8")
    return file


def added(store: SqliteStore, *paths: Path) -> Added:
    """Add inputs at a time that never changes."""
    return add(store, [str(p) for p in paths], when=lambda: WHEN)


def content(store: SqliteStore) -> list[bytes]:
    """Every article as it is kept."""
    return [encode(a) for a in store.articles()]


def killed(work: Callable[[int], None], after: float, *, once: int = 0, kill: bool = True) -> bytes:
    """Run `work` in a process of its own and kill it (or not) some seconds after it wrote `once` lines to the pipe it was given;
    what it wrote.

    A fork, so that what is loaded is loaded: the instant falls into the work, not into imports.
    """
    reading, writing = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=work, args=(writing,))
    process.start()
    os.close(writing)
    said = b""
    while said.count(b"\n") < once and (part := os.read(reading, 65_536)):
        said += part
    time.sleep(after)
    if kill and process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    if kill:
        process.join()
    while part := os.read(reading, 65_536):
        said += part
    os.close(reading)
    process.join()
    return said


_WRITING = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "PRAGMA wal_checkpoint", "VACUUM")


def dying(work: Callable[[int], None], nth: int) -> tuple[bytes, bool]:
    """Run `work` in a process of its own that kills itself just before its nth step: a statement that writes to a database, a file
    that is opened to be written, renamed or removed, or a connection over the net. What it wrote to the pipe it was given, and
    whether it came to its end.
    """

    def run(pipe: int) -> None:
        count = 0

        def step(name: str) -> None:
            nonlocal count
            count += 1
            if count == nth:
                os.kill(os.getpid(), signal.SIGKILL)

        _stepping(step)
        work(pipe)
        os.write(pipe, END)

    said = killed(run, 0, kill=False)
    return said.removesuffix(END), said.endswith(END)


def steps(work: Callable[[int], None]) -> list[str]:
    """What the steps of `work` are, where nobody kills it: the beginning of the statement, or the event."""

    def run(pipe: int) -> None:
        _stepping(lambda name: os.write(pipe, f"{name}\n".encode()))
        work(os.open(os.devnull, os.O_RDWR))

    return killed(run, 0, kill=False).decode().splitlines()


def _stepping(step: Callable[[str], object]) -> None:
    """From now on be told of every step of this process."""

    def heard(event: str, told: tuple[object, ...]) -> None:
        writing = event == "open" and isinstance(told[2], int) and told[2] & os.O_WRONLY
        if writing or event in ("os.rename", "os.remove", "socket.connect"):
            step(event)

    connect = sqlite3.connect

    def connected(*args: object, **more: object) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **more)  # type: ignore[call-overload]
        db.set_trace_callback(lambda said: step(" ".join(said.split()[:5])) if said.startswith(_WRITING) else None)
        return db

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(heard)


END = b"<ended>"
