"""The default engine: processes of this machine, or this very process where one worker is enough."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, TypeVar

from stemma.engine.base import TRIES, Lost, Progress, Unopened
from stemma.engine.sizes import in_words
from stemma.engine.sizes import memory as machine_memory
from stemma.errors import BadEngine, BadInput, StemmaError

if TYPE_CHECKING:
    from pathlib import Path

    from stemma.sharing import Copies, Text

T = TypeVar("T")
R = TypeVar("R")

MEMORY = 4 << 30
"""Bytes that shared text may take where nothing else is said, and the machine has twice as many."""
LEAST_MEMORY = 1 << 20

_PATIENCE = 5.0
"""Seconds that a worker is given to end by itself."""


@dataclass(slots=True)
class _Task:
    """Some items of a batch, by their places in it. Alone, an item has so many `tries` left; in company the first death only
    parts it from the others."""

    batch: int
    places: list[int]
    items: list[Any]
    tries: int = TRIES


@dataclass(slots=True)
class _Batch:
    results: list[Any]
    missing: int


@dataclass(slots=True)
class _Worker:
    """A process; `ready` once it has said so: one that ends before never had to do with its task."""

    process: BaseProcess
    pipe: Connection
    task: _Task | None = None
    ready: bool = False


@dataclass(slots=True)
class _Work:
    """A run of `each`: what is still to do, first the parts of what was lost, and the batches that are not complete yet."""

    batches: Iterator[tuple[int, Sequence[Any]]]
    again: deque[_Task] = field(default_factory=deque)
    open: dict[int, _Batch] = field(default_factory=dict)

    def next(self) -> _Task | None:
        if self.again:
            return self.again.popleft()
        for n, items in self.batches:
            self.open[n] = _Batch([None] * len(items), len(items))
            if items:
                return _Task(n, list(range(len(items))), list(items))
        return None

    def put(self, task: _Task, results: Sequence[Any]) -> None:
        batch = self.open[task.batch]
        for place, result in zip(task.places, results, strict=True):
            batch.results[place] = result
        batch.missing -= len(results)

    def complete(self) -> Iterator[tuple[int, list[Any]]]:
        for n in [n for n, batch in self.open.items() if not batch.missing]:
            yield n, self.open.pop(n).results

    def lost(self, task: _Task, how: str) -> None:
        """Its worker died: the items are done again, each by itself; one that was alone already is given up in the end."""
        if len(task.items) > 1:
            self.again.extendleft(
                _Task(task.batch, [place], [item]) for place, item in reversed(list(zip(task.places, task.items, strict=True)))
            )
        elif task.tries > 1:
            self.again.appendleft(_Task(task.batch, task.places, task.items, task.tries - 1))
        else:
            self.put(task, [Lost(how)])


class Local:
    """`workers` processes (default: one a core); with one worker everything is done in this process, which then nothing guards.
    Shared text is looked for within `memory` bytes (see `stemma.sharing.Settings`; default 4 GB, or half of what a smaller machine
    has); what they do not hold is spilled to disk.

    A process that dies (memory ran out, `kill -9`) is replaced and its work done again; see `Engine.each`.
    """

    name = "local"

    def __init__(self, workers: int | None = None, memory: int | None = None) -> None:
        if memory is not None and memory < LEAST_MEMORY:
            raise BadEngine(
                f"found {in_words(memory)} of memory for shared text; needed at least {in_words(LEAST_MEMORY)}",
                "say --memory 64MB or more",
            )
        self._memory = memory or max(LEAST_MEMORY, min(MEMORY, (machine_memory() or 2 * MEMORY) // 2))
        if workers is not None and workers < 1:
            raise BadEngine(f"found {workers} workers; needed at least one", "say --workers 1 or more")
        self.workers = workers or _cores()
        self._context = multiprocessing.get_context("spawn")  # models and threads do not survive a fork
        self._all: list[_Worker] = []
        self._stillborn = 0  # workers in a row that ended before they were ready

    def processes(self) -> list[int]:
        """The ids of the workers that are alive."""
        return [w.process.pid for w in self._all if w.process.pid is not None and w.process.is_alive()]

    def each(self, step: Callable[[T], R], batches: Iterable[Sequence[T]]) -> Iterator[tuple[int, list[R | Lost]]]:
        """See `Engine`."""
        if self.workers == 1:
            for n, items in enumerate(batches):
                yield n, [step(item) for item in items]
            return
        work = _Work(iter(enumerate(batches)))
        packed = pickle.dumps(step)
        try:
            for worker in tuple(self._all):
                try:
                    worker.pipe.send_bytes(packed)
                except OSError:  # it died while it had nothing to do
                    self._bury(worker, work)
            while self._give(work, packed):
                yield from work.complete()
                for pipe in wait([w.pipe for w in self._all if w.task]):
                    self._take(next(w for w in self._all if w.pipe is pipe), work)
                yield from work.complete()
            yield from work.complete()
        finally:
            # Left in the middle (an error, Ctrl-C): what is under way is of no use to anyone.
            if any(w.task for w in self._all):
                self.close()

    def _give(self, work: _Work, packed: bytes) -> bool:
        """Hand a task to every idle worker, starting those that are missing; whether anything is under way."""
        while True:
            worker = next((w for w in self._all if w.task is None), None)
            if worker is None and len(self._all) >= self.workers:
                return True
            task = work.next()
            if task is None:
                return any(w.task for w in self._all)
            fresh = worker is None
            worker = worker or self._start()
            worker.task = task
            try:
                if fresh:
                    worker.pipe.send_bytes(packed)
                worker.pipe.send(task.items)
            except OSError:
                self._bury(worker, work)

    def _take(self, worker: _Worker, work: _Work) -> None:
        task = worker.task
        assert task is not None
        try:
            kind, told = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker, work)
            return
        if kind == "ready":
            worker.ready, self._stillborn = True, 0
            return
        worker.task = None
        if kind == "failed":
            raise StemmaError(*told)
        work.put(task, told)

    def _start(self) -> _Worker:
        mine, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs,), name="stemma worker", daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, mine)
        self._all.append(worker)
        return worker

    def _bury(self, worker: _Worker, work: _Work) -> None:
        self._all.remove(worker)
        worker.pipe.close()
        worker.process.join(_PATIENCE)
        ended = f"ended with exit code {worker.process.exitcode}"
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > self.workers:
                raise BadEngine(
                    f"no worker process can be started: each {ended} before it began",
                    "in a script of your own, begin the work below `if __name__ == '__main__':`, because every worker imports the "
                    "script; else see what the workers said above, or do without them: --workers 1",
                )
            if worker.task is not None:
                work.again.appendleft(worker.task)
        elif worker.task is not None:
            work.lost(worker.task, f"its process {ended}")

    def shared(self, texts: Iterable[Text], progress: Progress | None = None, scratch: Path | None = None) -> Copies:
        """See `Engine`. Done in this process, by threads of machine code, within `memory` bytes; what is more goes to `scratch`."""
        from stemma.sharing import Settings, copies

        return copies(texts, settings=Settings(threads=self.workers, memory=self._memory), progress=progress, scratch=scratch)

    def find(self, addresses: Sequence[str]) -> list[Unopened]:
        """See `Engine`: this one has no file systems but those of the machine, which are read without it."""
        raise BadInput(
            addresses[0],
            "address-refused",
            f"found {addresses[0]}, on a file system that the engine {self.name} does not read; needed a path of this machine",
            "add --engine spark (needs the extra: pip install 'stemma-news[spark]')",
        )

    def each_file(self, step: Callable[[str, bytes], R], files: Sequence[Unopened]) -> Iterator[tuple[int, R | Lost]]:
        """See `Engine`: there are none."""
        yield from ()

    def close(self) -> None:
        """See `Engine`."""
        workers, self._all = self._all, []
        for worker in workers:
            worker.pipe.close()  # an idle worker ends when it hears no more
            if worker.task is not None:
                worker.process.terminate()
        for worker in workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def failure(error: Exception) -> tuple[str, str]:
    """Message and hint of an error, which can travel where the error itself cannot."""
    if isinstance(error, StemmaError):
        return error.message, error.hint
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})", "please report this as a defect of stemma"


def serve(pipe: Connection) -> None:
    """In the process: say that it is there, then do items until the other end is gone. What comes is a step or a list of items."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when this process ends
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        pipe.send(("ready", None))
        step: Callable[[Any], Any] | None = None
        while True:
            told = pickle.loads(pipe.recv_bytes())
            if not isinstance(told, list):
                step = told
                continue
            assert step is not None
            try:
                answer: tuple[str, Any] = ("done", [step(item) for item in told])
            except Exception as error:  # noqa: BLE001 - carried to the parent, which raises it
                answer = ("failed", failure(error))
            pipe.send(answer)
    except (EOFError, OSError):  # the parent is gone, and with it the reason to go on
        return
