"""A collection worked through by a process that ends itself, as `kill -9` would, at a moment that was observed before.

    python -m tests.engine.killing IN FOLDER MANY

Moments are all calls of progress and, of every file, the time just before and just after it takes its name. One run that is not
stopped counts them. Then, for MANY of them spread over the run (and the one at which the index of shared text is there), a child is
killed there, a second run goes on, and what it leaves is compared. Prints the moments as a line of JSON, then one a kill: the
moment's number, what it was, whether all bytes are equal, whether those outside OUT/work are, moments of the second run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from stemma.engine import Local
from stemma.engine.corpus import Wanted, run
from stemma.engine.taking import Inputs
from tests.contracts.collections import files, told

_replace = Path.replace


def watched(given: Path, out: Path, moment: Callable[[str], None]) -> None:
    """A run of which every moment is told."""

    def replace(self: Path, target: Path) -> Path:
        moment(f"before {target.name}")
        done = _replace(self, target)
        moment(f"after {target.name}")
        return done

    Path.replace = replace  # type: ignore[method-assign, assignment]
    try:
        run(Inputs(paths=(given,)), out, Local(1), Wanted(), lambda step, done, total: moment(f"{step} {done}/{total}"))
    finally:
        Path.replace = _replace  # type: ignore[method-assign]


def killed(given: Path, out: Path, at: int) -> None:
    """A run in a child that is killed at a moment."""
    child = os.fork()
    if not child:
        left = at

        def moment(_: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        watched(given, out, moment)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), f"nothing happened at moment {at}"


def tell(what: object) -> None:
    """A line for the test."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    given, folder, many = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    moments: list[str] = []
    watched(given, folder / "whole", moments.append)
    expected, outside = files(folder / "whole"), told(folder / "whole")
    tell(moments)
    # One from each of as many equal stretches of the run, so that every step has its turn.
    draw = random.Random(8)
    many = min(many, len(moments))
    edges = [n * len(moments) // many for n in range(many + 1)]
    drawn = {draw.randrange(low, high) for low, high in pairwise(edges)}
    midway = next(n for n, moment in enumerate(moments) if moment.startswith("after lists-"))
    for at in sorted({*drawn, midway}):
        out = folder / str(at)
        killed(given, out, at)
        again: list[str] = []
        watched(given, out, again.append)
        tell([at, moments[at], files(out) == expected, told(out) == outside, again])


if __name__ == "__main__":
    main()
