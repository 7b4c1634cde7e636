"""What a process worked out before, so that it need not work it out again; and how a step is run."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeAlias, TypeVar, cast

from threadpoolctl import threadpool_limits

_Key: TypeAlias = tuple[str, str]
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Memory:
    """What was worked out before in this process, each thing with all that it was worked out from: for work done again and again
    over an archive of which little has changed.

    What is asked for again from equal values is not worked out again, and every step is a pure function of the values that it is
    given: so a memory changes how long a result takes and nothing in it. It forgets what was not asked for between one `begin`
    and the next. Not for several threads at once.
    """

    def __init__(self) -> None:
        self._before: dict[_Key, tuple[tuple[object, ...], object]] = {}
        self._now: dict[_Key, tuple[tuple[object, ...], object]] = {}

    def begin(self) -> None:
        """A run begins: what the last one had no use for is forgotten."""
        self._before, self._now = self._now, {}

    def of(self, key: _Key, step: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """What the step gives for these values; `key` is its name and what it is about, with which it asks once a run."""
        given = (*args, *sorted(kwargs.items()))
        held = self._now.get(key) or self._before.get(key)
        if held is None or held[0] != given:
            held = (given, step(*args, **kwargs))
        self._now[key] = held
        return cast(_R, held[1])


def remembered(memory: Memory | None, key: _Key, step: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """What a step gives for these values, remembered or not."""
    return step(*args, **kwargs) if memory is None else memory.of(key, step, *args, **kwargs)


def one_thread(step: Callable[_P, _R]) -> Callable[_P, _R]:
    """The step, with matrices multiplied on one thread.

    Those of a story are small: sharing them out among threads cost seven times the work (benchmarks/collation.py).
    """

    @wraps(step)
    def limited(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with threadpool_limits(limits=1, user_api="blas"):
            return step(*args, **kwargs)

    return limited
