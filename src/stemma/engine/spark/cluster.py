"""Work on a Spark cluster: batches travel as bytes in Arrow tables, `mapInArrow` does them, and what dies is done again."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote

import pyarrow as pa

from stemma.engine.base import Lost, Progress, Unopened
from stemma.engine.local import failure
from stemma.engine.spark.session import start
from stemma.errors import BadEngine, BadInput, StemmaError

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from stemma.sharing import Copies, Text

T = TypeVar("T")
R = TypeVar("R")

WAVE: Final = 4
"""Batches a core gets in the first job: results come to the driver wave by wave, so that few are held."""
MOST: Final = 64
"""Batches a core gets in one job at most."""
SHORT: Final = 5.0
"""Seconds: after a shorter job the next gets twice as much, as each costs about one to hand out."""
SCHEMA: Final = pa.schema([("n", pa.int64()), ("data", pa.binary())])
_DONE: Final = "n long, data binary"


class Spark:
    """A session's cluster. A Python worker or an executor that dies is Spark's to replace: its tasks are done again.

    A task that kills its worker twice fails its job; then its items are done alone, and those that kill again are given up, as
    `Engine` says.
    """

    name = "spark"

    def __init__(self, session: SparkSession, *, stop: bool = False) -> None:
        self._session = session
        self._stop = stop
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1")  # a row may be megabytes
        self.workers = max(1, session.sparkContext.defaultParallelism)

    @classmethod
    def start(
        cls, master: str | None = None, *, settings: Mapping[str, str] | None = None, driver_memory: int | None = None
    ) -> Spark:
        """An engine on the cluster at `master`, with `settings` of Spark's own, which ends with it; see `session.start` for what is
        taken where they are left out. Raises `BadEngine`."""
        return cls(start(master, settings=settings, driver_memory=driver_memory), stop=True)

    def each(self, step: Callable[[T], R], batches: Iterable[Sequence[T]]) -> Iterator[tuple[int, list[R | Lost]]]:
        """See `Engine`."""
        work = partial(_work, pickle.dumps(step))
        numbered = iter(enumerate(batches))
        size = WAVE * self.workers
        while wave := list(islice(numbered, size)):
            begun = time.monotonic()
            found = list(self._wave(work, [(n, list(items)) for n, items in wave]))
            # How many go together decides how long it takes and how much is held, and nothing else.
            if time.monotonic() - begun < SHORT and size < MOST * self.workers:
                size *= 2
            yield from found

    def _wave(self, work: Callable[..., Any], wave: list[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
        try:
            yield from self._job(work, wave)
        except _Died as died:
            if len(wave) > 1:
                for half in (wave[: len(wave) // 2], wave[len(wave) // 2 :]):
                    yield from self._wave(work, half)
                return
            (n, items), how = wave[0], str(died)
            if len(items) == 1:
                self._probe()
                yield n, [Lost(how)]
                return
            results: list[Any] = []
            for item in items:
                results += next(self._wave(work, [(n, [item])]))[1]
            yield n, results

    def _job(self, work: Callable[..., Any], wave: list[tuple[int, list[Any]]]) -> list[tuple[int, list[Any]]]:
        """One Spark job. Raises `_Died` if a task of it failed for good, what a step raised as `StemmaError`."""
        rows = pa.table([[n for n, _ in wave], [pickle.dumps(items) for _, items in wave]], schema=SCHEMA)
        found = self._collect(self._frame(rows, min(len(wave), WAVE * self.workers)).mapInArrow(work, _DONE))
        out = []
        for n, data in zip(found["n"].to_pylist(), found["data"].to_pylist(), strict=True):
            kind, told = pickle.loads(data)
            if kind == "failed":
                raise StemmaError(*told)
            out.append((n, told))
        return out

    def _frame(self, rows: pa.Table, parts: int) -> DataFrame:
        """A table as a frame of so many partitions."""
        frame = self._session.createDataFrame(rows)
        return frame.repartition(parts) if parts > 1 else frame.coalesce(1)

    def _collect(self, frame: DataFrame) -> pa.Table:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return frame.toArrow()
        except (PySparkException, Py4JError) as error:
            raise _Died(_told(str(error))) from error

    def _probe(self) -> None:
        """Tell a cluster that is gone from an item that kills: raises `BadEngine` if nothing at all can be done any more."""
        try:
            self._job(partial(_work, pickle.dumps(_same)), [(0, [0])])
        except _Died as error:
            raise BadEngine(f"the Spark cluster does no work any more: {error}", "look at its logs; run again to go on") from error

    def shared(self, texts: Iterable[Text], progress: Progress | None = None, scratch: Path | None = None) -> Copies:
        """See `Engine`. The kernel's own steps, spread over the cluster by hash and by pair."""
        from stemma.engine.spark.sharing import copies

        return copies(self._session, texts, progress, scratch=scratch)

    def find(self, addresses: Sequence[str]) -> list[Unopened]:
        """See `Engine`: any file system that Spark reads, each address a file, a folder or a glob."""
        files = self._files(addresses)
        frame = files.select("path", "modificationTime", "length")
        try:
            found = self._collect(frame)
            names = files.inputFiles()
        except _Died as error:
            raise BadInput(
                addresses[0], "unreadable", f"Spark cannot look there: {error}", "check the address, and that it may be read"
            ) from error
        rows = zip(*(found[name].to_pylist() for name in ("path", "modificationTime", "length")), strict=True)
        there = {path: Unopened(path, f"{time} {size}", size) for path, time, size in rows}
        # Files without a byte are in no row of Spark's; they are named as addresses are written, with %20 for a blank.
        for name in names:
            path = re.sub(r"^file:/+", "file:/", unquote(name))
            there.setdefault(path, Unopened(path, "empty", 0))
        return sorted(there.values(), key=lambda f: f.address)

    def _files(self, addresses: Sequence[str]) -> DataFrame:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        reader = self._session.read.format("binaryFile").option("recursiveFileLookup", "true")
        try:
            return reader.load(list(addresses))
        except (PySparkException, Py4JError) as error:  # the latter for a file system that Hadoop does not know
            java = getattr(error, "java_exception", None)
            told = str(java.getMessage()) if java is not None else str(error)
            raise BadInput(
                addresses[0],
                "missing",
                f"Spark finds nothing there: {_told(told)}",
                "check the address, and what it needs in the cluster (for s3a:// its packages: --spark-conf spark.jars.packages=…)",
            ) from error

    def each_file(self, step: Callable[[str, bytes], R], files: Sequence[Unopened]) -> Iterator[tuple[int, R | Lost]]:
        """See `Engine`. Each file is read by the worker that works on it."""
        work = partial(_open, pickle.dumps(step))
        numbers = {file.address: n for n, file in enumerate(files)}
        todo = sorted(numbers)
        while todo:
            wave, todo = todo[: WAVE * self.workers], todo[WAVE * self.workers :]
            for address, result in self._opened(work, wave):
                yield numbers[address], result

    def _opened(self, work: Callable[..., Any], wave: Sequence[str]) -> Iterator[tuple[str, Any]]:
        frame = self._files([_escaped(address) for address in wave]).select("path", "content").repartition(len(wave))
        try:
            found = self._collect(frame.mapInArrow(work, "path string, data binary"))
        except _Died as error:
            if len(wave) > 1:
                for one in wave:
                    yield from self._opened(work, [one])
                return
            self._probe()
            yield wave[0], Lost(str(error))
            return
        for path, data in zip(found["path"].to_pylist(), found["data"].to_pylist(), strict=True):
            kind, told = pickle.loads(data)
            if kind == "failed":
                raise StemmaError(*told)
            yield path, told

    def close(self) -> None:
        """See `Engine`. Jobs under way are cancelled; a session that was there before us stays."""
        session, self._stop = self._session, self._stop
        if session.sparkContext._jsc is None:  # stopped already
            return
        session.sparkContext.cancelAllJobs()
        if self._stop:
            session.stop()


class _Died(Exception):
    """A job failed for good because its workers died."""


def _told(message: str) -> str:
    """The telling line of Spark's message."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    telling = [line for line in lines if "exited unexpectedly" in line or "ExecutorLostFailure" in line or "Lost task" in line]
    return (telling or lines or ["no reason given"])[0][:200]


def _escaped(address: str) -> str:
    """An address in which no character stands for others."""
    return "".join(f"[{c}]" if c in "*?[{" else c for c in address)


def _same(item: int) -> int:
    return item


def _work(step: bytes, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In the worker: the step done to every item of every row."""
    do = pickle.loads(step)
    for batch in batches:
        for n, data in zip(batch["n"].to_pylist(), batch["data"].to_pylist(), strict=True):
            try:
                answer: tuple[str, Any] = ("done", [do(item) for item in pickle.loads(data)])
            except Exception as error:  # noqa: BLE001 - carried to the driver, which raises it
                answer = ("failed", failure(error))
            yield pa.record_batch([pa.array([n], pa.int64()), pa.array([pickle.dumps(answer)], pa.binary())], names=["n", "data"])


def _open(step: bytes, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In the worker: the step done to every file."""
    do = pickle.loads(step)
    for batch in batches:
        for path, content in zip(batch["path"].to_pylist(), batch["content"].to_pylist(), strict=True):
            try:
                answer: tuple[str, Any] = ("done", do(path, content))
            except Exception as error:  # noqa: BLE001 - carried to the driver, which raises it
                answer = ("failed", failure(error))
            yield pa.record_batch([pa.array([path]), pa.array([pickle.dumps(answer)], pa.binary())], names=["path", "data"])
