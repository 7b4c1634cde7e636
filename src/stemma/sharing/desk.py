"""Threads, who is told how far the work is, and who may stop it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from stemma.errors import Cancelled

Progress = Callable[[str, int, int], None]
T = TypeVar("T")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class Desk:
    """Where work is handed out. Machine code runs without the interpreter's lock, so threads do."""

    threads: int
    progress: Progress | None
    cancel: Callable[[], bool] | None

    def say(self, step: str, done: int, total: int) -> None:
        """Tell how far the step is; `total` 0 where it is not known. Raises `Cancelled` where that was asked for."""
        if self.cancel is not None and self.cancel():
            raise Cancelled(
                f"stopped while {step}, {done} of {total or '?'} done", "what was finished is kept where scratch was given"
            )
        if self.progress is not None:
            self.progress(step, done, total)

    def each(self, step: str, work: Callable[[T], Any], items: Iterable[T], total: int = 0) -> Iterator[Any]:
        """`work` done to every item in threads, results in order; few are held at a time."""
        waiting: list[Future[Any]] = []
        done = 0
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for item in items:
                    waiting.append(pool.submit(work, item))
                    if len(waiting) > 2 * self.threads:
                        yield waiting.pop(0).result()
                        done += 1
                        self.say(step, done, total)
                while waiting:
                    yield waiting.pop(0).result()
                    done += 1
                    self.say(step, done, total)
            finally:
                for one in waiting:
                    one.cancel()

    def all(self, step: str, work: Callable[[T], Any], items: Iterable[T], total: int = 0) -> list[Any]:
        """As `each`, all results together."""
        return list(self.each(step, work, items, total))
