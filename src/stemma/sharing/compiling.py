"""The adapter of numba: turns a function over arrays into machine code that runs without the interpreter's lock.

Needs the extra `stemma-news[corpus]`. Without it the modules that use this one can be imported; the first call says
what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from stemma.errors import BadInput

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """`function` compiled at its first call, without the interpreter's lock; machine code is kept beside the module where that
    folder (or the user's cache folder) can be written, so that only the first run ever pays for it.

    Without numba the result raises `BadInput` (needs-extra) when it is called.
    """
    try:
        import numba
    except ImportError as error:
        return cast(F, _missing(error))
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # no folder in which machine code could be kept: compiled anew by every process
        return cast(F, numba.njit(nogil=True)(function))


def _missing(error: ImportError) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise BadInput(
            "sharing",
            "needs-extra",
            "finding shared text needs numba, which is not installed",
            "pip install 'stemma-news[corpus]'",
        ) from error

    return refuse
