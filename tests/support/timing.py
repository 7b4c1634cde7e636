"""How long a piece of work takes, told apart from what else the tests left lying about."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No collection of garbage meanwhile: late in a long run one pass over all that the other tests left takes half a second."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when the work inside takes more than so many processor seconds."""
    with uncollected():
        start = time.process_time()
        yield
        spent = time.process_time() - start
    assert spent < seconds, f"took {spent:.2f} s of the processor, {seconds} allowed"
