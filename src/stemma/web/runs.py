"""Runs: one at a time, in the order asked for, each over all that the archive holds when it begins."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final, TypeAlias

from stemma import codec
from stemma.archive import OPEN, Outcome, Run, RunState, Store
from stemma.archive.base import successors
from stemma.archive.entries import entry
from stemma.errors import DEFECTS, BadArchive, StemmaError
from stemma.model import Dossier, Seal
from stemma.web.worker import Advance, Failed, Job, Stopped, Worker

Clock: TypeAlias = Callable[[], datetime]
_PATIENCE: Final = 2.0
"""Seconds after which an archive that could not be read is tried again."""
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
    """How far a run is: (done, of how many; 0 where that is not known yet) a step. `changes` rises with every change.

    `failure` says why the archive could not even keep how the run ended.
    """

    steps: dict[str, tuple[int, int]] = field(default_factory=dict)
    changes: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the latest run brought: by story the run that changed it last and its dossier before that (encoded, compressed), the
    stories that are `new`, and the seals of all dossiers."""

    run: int = 0
    earlier: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)
    new: frozenset[str] = frozenset()
    seals: Mapping[str, tuple[Seal, ...]] = field(default_factory=dict)


class Runs:
    """Starts, watches and stops runs. What is asked for while one runs waits; asking twice is asking once."""

    def __init__(self, store: Store, worker: Worker, *, fetch: bool = False, clock: Clock = now) -> None:
        self._store, self._worker, self._fetch, self._clock = store, worker, fetch, clock
        self._live: dict[int, Live] = {}
        self._wake = threading.Condition()
        self._current: int | None = None
        self._cancelled: set[int] = set()
        self._told = Told()
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

    def known(self, id: int) -> tuple[Run, Live] | None:
        """A run, and how far it is; None if there is none."""
        run, live = self._store.run(id), self._live.get(id) or Live()
        if run is not None and live.failure and run.state in OPEN:
            run = replace(run, state="failed", message=live.failure)
        return (run, live) if run is not None else None

    def changes(self, id: int) -> int:
        """A number that rises with every step of a run."""
        live = self._live.get(id)
        return live.changes if live is not None else 0

    def before(self, story: str) -> tuple[int, Dossier] | None:
        """The run that last changed a story, and the dossier as it was before it; None if none has since the app was started.

        What a page said that has been taken out is so forgotten at the latest when the app ends.
        """
        held = self._told.earlier.get(story)
        return (held[0], codec.decode(zlib.decompress(held[1]), Dossier)) if held is not None else None

    def changed(self, id: int) -> tuple[str, ...]:
        """The stories that a run changed, and none has since: those whose earlier state is still known."""
        return tuple(story for story, (run, _) in sorted(self._told.earlier.items()) if run == id)

    def new(self, id: int) -> frozenset[str]:
        """The stories that a run made of reports of which none was in a story before; known of the latest run only."""
        return self._told.new if self._told.run == id else frozenset()

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
        while (id := self._next()) is not None:
            self._work(id)
            with self._wake:
                self._current = None

    def _next(self) -> int | None:
        """The run to begin with, once there is one; None when the app is closed."""
        with self._wake:
            while not self.closed:
                try:
                    waiting = [id for id, live in self._live.items() if not live.failure and self._is_waiting(id)]
                except BadArchive:  # whoever asks for a page is told; here there is nobody to tell
                    waiting = []
                if waiting:
                    self._current = min(waiting)
                    return self._current
                self._wake.wait(_PATIENCE)
            return None

    def _is_waiting(self, id: int) -> bool:
        run = self._store.run(id)
        return run is not None and run.state == "waiting"

    def _work(self, id: int) -> None:
        live = self._live[id]

        def advance(step: str, done: int, total: int) -> None:
            live.steps[step] = (done, total)
            live.changes += 1
            if id in self._cancelled:
                raise Stopped

        try:
            self._attempt(id, advance)
        except Stopped:
            self._end(id, "cancelled" if id in self._cancelled else "interrupted")
        except (Failed, StemmaError, *DEFECTS) as error:
            self._end(id, "failed", str(error))
        finally:
            live.changes += 1

    def _attempt(self, id: int, advance: Advance) -> None:
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
        # Known before the run says that it is done: whoever looks then asks for it.
        before, known = self._told, self._known(id, result.examination.dossiers)
        self._told = known
        try:
            done = self._store.end(id, "done", stamp(self._clock), outcome=outcome)
        except BadArchive:
            self._told = before
            raise
        if not done:
            self._told = before

    def _known(self, run: int, new: Sequence[Dossier]) -> Told:
        """What a run brings, worked out before its dossiers replace those that are there."""
        sealed = {d.id: d.seals for d in new}
        same = {id for id, seals in self._told.seals.items() if sealed.get(id) == seals}  # known without reading them again
        ids = [entry.id for entry in self._store.stories()]
        found = {id: d for id in ids if id not in same and (d := self._store.dossier(id)) is not None}
        was = {id: d for id, d in found.items() if sealed.get(id) != d.seals}
        heirs = successors({id: d.story.articles for id, d in was.items()}, {d.id: d.story.articles for d in new})
        came: dict[str, Dossier] = {}
        for id, dossier in sorted(was.items(), key=lambda item: (-len(item[1].articles), item[0])):
            if (now := id if id in sealed else heirs.get(id)) is not None:
                came.setdefault(now, dossier)  # of one made of several the one that had most reports
        kept = {story: held for story, held in self._told.earlier.items() if story in sealed}
        return Told(
            run=run,
            earlier=kept | {story: (run, zlib.compress(codec.encode(d))) for story, d in came.items()},
            new=frozenset(sealed) - set(ids) - set(came),
            seals=sealed,
        )

    def _end(self, id: int, state: RunState, message: str = "") -> None:
        """End a run that gave nothing; where even that cannot be kept, remember why."""
        try:
            self._store.end(id, state, stamp(self._clock), message=message)
        except BadArchive as error:
            self._live[id].failure = message or str(error)
