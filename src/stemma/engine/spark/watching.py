"""How far a Spark job is, told while it runs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

T = TypeVar("T")
Say = Callable[[str, int, int], None]

_LOOK: Final = 0.5
"""Seconds between two looks at a job."""


def told(session: SparkSession, say: Say, step: str, work: Callable[[], T]) -> T:
    """What `work` gives, which starts Spark jobs; meanwhile `say` is told of the tasks of those that run.

    The work is done by a thread and told of in this one: so whatever `say` raises (`KeyboardInterrupt` included) is raised here,
    after the jobs were cancelled.
    """
    say(step, 0, 0)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(work)
        try:
            while True:
                try:
                    found = job.result(_LOOK)
                except TimeoutError:
                    if job.done():  # it was the work that took too long for something of its own
                        raise
                    done, total = _tasks(session)
                    if total:
                        say(step, done, total)
                else:
                    break
        except BaseException:
            session.sparkContext.cancelAllJobs()
            raise
    say(step, 1, 1)
    return found


def _tasks(session: SparkSession) -> tuple[int, int]:
    """Tasks that are done, and all, of the stages that run now. Of a job's others nobody knows yet whether they will be skipped."""
    tracker = session.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return sum(stage.numCompletedTasks for stage in stages if stage), sum(stage.numTasks for stage in stages if stage)
