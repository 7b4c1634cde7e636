"""Runs: one at a time, in the order asked for, each over all that the archive holds when it begins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeAlias

from stemma.archive import Outcome, Run, Store
from stemma.errors import DEFECTS, StemmaError
from stemma.web.entries import entry
from stemma.web.worker import Failed, Job, Stopped, Worker

Clock: TypeAlias = Callable[[], datetime]
STEPS: Final = (
    ("reading", "Reading the pages"),
    ("statements", "Finding who says what"),
    ("stories", "Tracing who repeats whom"),
)
"""The steps of a run, as the pipeline names them and as a reader does."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def stamp(clock: Clock) -> str:
    """The time as it is written down: ISO 8601, to the second."""
    return clock().isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Live:
    """How far a run is: (done, of how many; 0 where that is not known yet) a step. `changes` rises with every change."""

    steps: dict[str, tuple[int, int]] = field(default_factory=dict)
    changes: int = 0


class Runs:
    """Starts, watches and stops runs. What is asked for while one runs waits; asking twice is asking once."""

    def __init__(self, store: Store, worker: Worker, *, fetch: bool = False, clock: Clock = now) -> None:
        self._store, self._worker, self._fetch, self._clock = store, worker, fetch, clock
        self._live: dict[int, Live] = {}
        self._wake = threading.Condition()
        self._current: int | None = None
        self._cancelled: set[int] = set()
        self.closed = False
        store.interrupt(stamp(clock))
        self._thread = threading.Thread(target=self._loop, name="stemma runs", daemon=True)
        self._thread.start()

    def ask(self) -> Run:
        """Have everything examined anew as soon as may be; the run that will do it."""
        with self._wake:
            run = self._store.ask(stamp(self._clock))
            self._live.setdefault(run.id, Live())
            self._wake.notify_all()
            return run

    def live(self, id: int) -> Live | None:
        """How far a run is; None if it was not asked for since the app began."""
        return self._live.get(id)

    def cancel(self, id: int) -> bool:
        """Stop a run, or let it not begin; False if it is over."""
        with self._wake:
            if self._current == id:
                self._cancelled.add(id)
                self._worker.stop()
                return True
            return self._store.end(id, "cancelled", stamp(self._clock))

    def close(self) -> None:
        """Stop working; what is running is interrupted, and says so when the archive is opened again."""
        with self._wake:
            self.closed = True
            self._wake.notify_all()
        self._worker.close()
        self._thread.join(10)

    def _loop(self) -> None:
        while True:
            with self._wake:
                while not self.closed and (waiting := self._waiting()) is None:
                    self._wake.wait()
                if self.closed:
                    return
                assert waiting is not None
                self._current = waiting
            self._work(waiting)
            with self._wake:
                self._current = None

    def _waiting(self) -> int | None:
        return min((id for id in self._live if (run := self._store.run(id)) is not None and run.state == "waiting"), default=None)

    def _work(self, id: int) -> None:
        live = self._live[id]

        def advance(step: str, done: int, total: int) -> None:
            live.steps[step] = (done, total)
            live.changes += 1
            if id in self._cancelled:
                raise Stopped

        try:
            made = [m for m in self._store.corrections() if m.withdrawn is None]
            pages = {kept.id: page for kept in self._store.pages() if (page := self._store.page(kept.id)) is not None}
            if not self._store.begin(id, len(pages), [m.id for m in made]):
                return
            job = Job(pages=pages, corrections=tuple(m.correction for m in made), fetch=self._fetch)
            result = self._worker.examine(job, advance)
            outcome = Outcome(
                dossiers=[(entry(d), d) for d in result.examination.dossiers],
                rejected=result.examination.rejected,
                fetched=result.fetched,
            )
            self._store.end(id, "done", stamp(self._clock), outcome=outcome)
        except Stopped:
            self._store.end(id, "cancelled" if id in self._cancelled else "interrupted", stamp(self._clock))
        except (Failed, StemmaError, *DEFECTS) as error:
            self._store.end(id, "failed", stamp(self._clock), message=str(error))
        finally:
            live.changes += 1
