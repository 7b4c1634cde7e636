"""Examining in a process of its own, which can be stopped at any moment and whose crash takes nothing else down."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from stemma import codec
from stemma.archive import NewPage
from stemma.errors import BadInput, StemmaError
from stemma.model import Correction, Examination

if TYPE_CHECKING:
    from stemma.pipeline import Memory

WARMING: Final = ("calder-gazette.txt", "radio-tarsia.html")
Advance: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that a run looks at: the pages by their id, what people said, and whether addresses may be fetched."""

    pages: Mapping[int, NewPage]
    corrections: tuple[Correction, ...]
    fetch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an examination gave, and the pages that it fetched, by id."""

    examination: Examination
    fetched: Mapping[int, NewPage]


class Stopped(Exception):
    """The examination was stopped on demand."""


class Failed(Exception):
    """The examination broke; the message says how."""


class Worker(Protocol):
    """Does one job at a time."""

    def examine(self, job: Job, advance: Advance) -> Result:
        """Do the job, calling `advance` as it goes. Raises `Stopped` or `Failed`."""
        ...

    def stop(self) -> None:
        """End the job at hand, from another thread."""
        ...

    def close(self) -> None:
        """End for good."""
        ...


def work(job: Job, advance: Advance, memory: Memory | None = None) -> Result:
    """The job itself. Addresses that were fetched before are not fetched again; what is fetched now comes with the result.

    `memory` is what earlier jobs worked out: with it a job does what has changed since, and gives the same bytes.
    """
    from stemma.pipeline import examine  # loads much: the first screen need not wait for it
    from stemma.reading import Fetch, Held, fetcher
    from stemma.reading.parts import Given, Part

    held = {page.name: page for page in job.pages.values() if page.url is not None and page.data is not None}
    ids = {page.name: id for id, page in job.pages.items()}
    fetched: dict[int, NewPage] = {}
    network: list[Fetch] = []

    def get(url: str) -> Part:
        page = held.get(url)
        if page is not None and page.data is not None:
            given = Given(how="fetched page", url=page.url, charset=page.charset)
            return Part(data=page.data, source=url, name=page.url or url, given=given)
        if not job.fetch:
            raise BadInput(
                url,
                "address",
                "found an address; stemma reaches the network only when asked to",
                "start `stemma serve` with --fetch, or save the page and drop the file",
            )
        network[:] = network or [fetcher()]
        part = network[0](url)
        if url in ids:
            fetched[ids[url]] = NewPage(name=url, data=part.data, url=part.given.url, charset=part.given.charset)
        return part

    inputs = [
        page.name if page.url is not None or page.data is None else Held(page.name, page.data)
        for _, page in sorted(job.pages.items())
    ]
    examination = examine(inputs, corrections=job.corrections, fetch=get, progress=advance, memory=memory)
    return Result(examination=examination, fetched=fetched)


class DirectWorker:
    """Works in the thread that asks; stops at the next step. For tests."""

    def __init__(self, do: Callable[[Job, Advance], Result] = work) -> None:
        self._do = do
        self._stop = threading.Event()

    def examine(self, job: Job, advance: Advance) -> Result:
        """See `Worker`."""
        self._stop.clear()

        def step(name: str, done: int, total: int) -> None:
            if self._stop.is_set():
                raise Stopped
            advance(name, done, total)

        try:
            return self._do(job, step)
        except StemmaError as error:
            raise Failed(str(error)) from error

    def stop(self) -> None:
        """See `Worker`."""
        self._stop.set()

    def close(self) -> None:
        """See `Worker`."""
        self.stop()


class ProcessWorker:
    """Keeps one process that has everything loaded; a job that is stopped takes it along, and the next has a fresh one."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._stopped = False
        self._closed = False

    def warm(self) -> None:
        """Start the process now, so that the first job need not wait for it."""
        with self._lock:
            if not self._closed:
                self._ready()

    def _ready(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            mine, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_serve, args=(theirs,), name="stemma examining", daemon=True)
            self._process.start()
            theirs.close()
            self._pipe = mine
        return self._pipe

    def examine(self, job: Job, advance: Advance) -> Result:
        """See `Worker`."""
        with self._lock:
            if self._closed:
                raise Stopped
            self._stopped = False
            pipe = self._ready()
        try:
            pipe.send(job)
            while True:
                kind, told = pipe.recv()
                if kind == "step":
                    advance(*told)
                elif kind == "done":
                    data, fetched = told
                    return Result(examination=codec.decode(data, Examination), fetched=fetched)
                else:
                    raise Failed(told)
        except Stopped:
            self._drop()
            raise
        except (EOFError, OSError) as error:
            process = self._drop()
            if self._stopped or self._closed:
                raise Stopped from error
            if process is not None:
                process.join(5)
            code = process.exitcode if process is not None else None
            raise Failed(f"the examination ended without a word (exit code {code}); memory may have run out") from error

    def _drop(self) -> multiprocessing.process.BaseProcess | None:
        """Have done with the process; what it still says is heard by nobody."""
        with self._lock:
            process, self._process, self._pipe = self._process, None, None
        if process is not None:
            process.terminate()
        return process

    def stop(self) -> None:
        """See `Worker`."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.terminate()

    def close(self) -> None:
        """See `Worker`."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            process.terminate()
            process.join(5)


def _warm() -> None:
    """Examine two short pages of one story, so that every model of every stage is loaded before there is a job."""
    folder = files("stemma.demo") / "pages"
    pages = {n: NewPage(name=name, data=(folder / name).read_bytes()) for n, name in enumerate(WARMING)}
    work(Job(pages=pages, corrections=(), fetch=False), lambda *_: None)


def _serve(pipe: Connection) -> None:
    """In the process: load everything, then do jobs until the other end is gone."""
    from stemma.pipeline import Memory

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the app decides when this process ends
    try:
        _warm()
        memory = Memory()
        while True:
            job: Job = pipe.recv()
            try:
                result = work(job, lambda name, done, total: pipe.send(("step", (name, done, total))), memory)
            except StemmaError as error:
                pipe.send(("failed", str(error)))
            else:
                pipe.send(("done", (codec.encode(result.examination), dict(result.fetched))))
    except (EOFError, OSError):  # the app is gone, and with it the reason to go on
        return
