"""What an engine is: it runs the three shapes of the design and knows nothing of what they do.

    per article        read, judge           `each` over batches of pages
    across             shared text           `shared` over the whole collection
    per story          examine               `each` over batches of stories

Per article and per story are one thing to an engine: a function without side effects, done to every item of a batch in some
worker, in any order. So there are two methods, and all that may differ between engines is where the work is done and how long it
takes. What comes out is the same bytes (tests/contracts/test_engines.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

    from stemma.sharing import Copies, Text

T = TypeVar("T")
R = TypeVar("R")

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and of how much (0: not known)."""

EVERY = 1_000
"""Things that are quickly done, of which that many are done between two tellings."""


def ticking(items: Iterable[T], progress: Progress, step: str, total: int) -> Iterator[T]:
    """The items, one by one, while `progress` is told how many are done: at the start, now and then, and in the end."""
    progress(step, 0, total)
    done = 0
    for item in items:
        yield item
        done += 1
        if not done % EVERY and done != total:
            progress(step, done, total)
    progress(step, done, total)


TRIES = 2
"""Workers that an item may take down when it is alone with them before it is given up."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In the place of a result: the worker that did this item died, each of `TRIES` times; `how` says what is known of it."""

    how: str


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file on an engine's own file systems: its address, what tells one state of it from another, its size in bytes."""

    address: str
    state: str
    size: int


class Engine(Protocol):
    """Where the work is done. Engines are used by one thread, and closed in the end."""

    name: str
    workers: int

    def each(self, step: Callable[[T], R], batches: Iterable[Sequence[T]]) -> Iterator[tuple[int, list[R | Lost]]]:
        """`step` done to every item: (number of the batch, results in the order of its items), batches in any order.

        `step` and items must be picklable, `step` a function of a module (or a `partial` of one) without side effects: after a
        worker's death it is done again. Batches are drawn as they are needed and few are held at a time. Raises `BadEngine` where
        the engine breaks, and whatever `step` raises.
        """
        ...

    def shared(self, texts: Iterable[Text], progress: Progress | None = None, scratch: Path | None = None) -> Copies:
        """Every two texts of the collection that share text, with both containments. `texts` are gone through once.

        In the folder `scratch` (made if need be) what is finished is kept, named by its content, so that the same call goes on
        from there if it is stopped; what lies there is never trusted but by its content, and changes no result. It is for the
        caller to remove.
        """
        ...

    def find(self, addresses: Sequence[str]) -> list[Unopened]:
        """The files that addresses such as hdfs://… or s3a://… (folders and globs, too) name on the engine's own file systems.

        Raises `BadInput` for an engine that has none, or an address that names nothing.
        """
        ...

    def each_file(self, step: Callable[[str, bytes], R], files: Sequence[Unopened]) -> Iterator[tuple[int, R | Lost]]:
        """`step` done to the address and the bytes of every file: (its number in `files`, the result), in any order."""
        ...

    def close(self) -> None:
        """End all workers; what they were doing is dropped. May be called twice."""
        ...
