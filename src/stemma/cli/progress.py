"""The progress bar: on stderr, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

SHOWN: Final = 8
"""Steps that are shown at most, the latest: more would leave no room on a small terminal for the one that goes on."""
MEMORY: Final = 600.0
"""Seconds that are looked back on to tell how fast a step is: some things take a minute each."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Yields what the work calls with (step, how much of it is done, of how much; 0: not known); None where nobody watches.

    Every step has a line: how far it is, how long it took, and how long is left; where it is not known how much there is, how much
    is done in a second.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Far(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(far(task.completed, task.total), style="progress.download")

    class Left(ProgressColumn):
        max_refresh = 0.5

        def render(self, task: Task) -> Text:
            over = task.finished or task.fields["over"]
            known = task.time_remaining if task.total is not None else None
            return Text("" if over else left(known, task.total is not None, task.speed), style="progress.remaining")

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), Far(), TimeElapsedColumn(), Left())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=MEMORY) as bar:
        tasks: dict[str, TaskID] = {}
        reached: dict[str, int] = {}

        def advance(step: str, done: int, total: int) -> None:
            if next(reversed(tasks), step) != step:  # the one before has its turn no more, however far it said it was
                bar.update(tasks[next(reversed(tasks))], over=True)
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total or None, completed=done, over=False)
            else:
                if done < reached[step]:  # it began anew, on something else
                    bar.reset(tasks[step], completed=done)
                tasks[step] = tasks.pop(step)
                bar.update(tasks[step], completed=done, total=total or None, visible=True, over=False)
            reached[step] = done
            for old in list(tasks)[:-SHOWN]:
                bar.update(tasks[old], visible=False)

        yield advance


def far(done: float, total: float | None) -> str:
    """How much of a step is done, in figures."""
    return f"{done:,.0f} so far" if total is None else f"{done:,.0f} of {total:,.0f}"


def left(seconds: float | None, known: bool, speed: float | None) -> str:
    """How long a step still takes, as far as that can be told; where the end is not `known`, how fast it is (things a second)."""
    if not known:
        pace = "" if speed is None else f", {speed:,.0f} a second" if speed >= 10 else f", {speed:,.1f} a second"
        return f"end not known{pace}"
    if seconds is None:
        return "time left: not known yet"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"time left: {hours}:{minutes:02}:{rest:02}"
