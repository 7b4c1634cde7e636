"""The adapter of numba: with it (the extra `stemma-news[corpus]`) the inner loops run as machine code, without it as numpy; what
comes out is the same, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


@cache
def kernels() -> ModuleType | None:
    """The module of compiled loops; None where numba is not installed."""
    if find_spec("numba") is None:
        return None
    from stemma.grouping.wide import kernels as made

    return made


@cache
def scanning() -> ModuleType | None:
    """The module of compiled loops that read words; None where numba is not installed."""
    if kernels() is None:
        return None
    from stemma.grouping.wide import scanning as made

    return made


def compiled(function: F) -> F:
    """`function` compiled at its first call; machine code is kept beside the module where that folder (or the user's cache
    folder) can be written, so that only the first run pays for it. Raises `ImportError` without numba."""
    return _made(function, nogil=True)


def held(function: F) -> F:
    """As `compiled`, for what reads and writes what threads share: no other thread runs meanwhile."""
    return _made(function, nogil=False)


def _made(function: F, *, nogil: bool) -> F:
    import numba

    try:
        return cast(F, numba.njit(cache=True, nogil=nogil)(function))
    except RuntimeError:  # no folder in which machine code could be kept: compiled anew by every process
        return cast(F, numba.njit(nogil=nogil)(function))
