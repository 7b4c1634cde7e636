"""Collections of invented reports for the tests of the archive, and what one does to a process that adds them."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
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


def killed(work: Callable[[int], None], after: float, *, kill: bool = True) -> bytes:
    """Run `work` in a process of its own and kill it (or not) after some seconds; what it wrote to the pipe it was given.

    A fork, so that what is loaded is loaded: the instant falls into the work, not into imports.
    """
    reading, writing = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=work, args=(writing,))
    process.start()
    os.close(writing)
    time.sleep(after)
    if kill and process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    if kill:
        process.join()
    said = b""
    while part := os.read(reading, 65_536):
        said += part
    os.close(reading)
    process.join()
    return said
