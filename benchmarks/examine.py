"""How long `stemma examine` takes, cold and warm, beside the parser alone on the same pages in the same run.

    python -m benchmarks.examine [PATH…] [--runs N]

Cold is a fresh process a run, with everything loaded; warm the same pages again in one process. The peer is spaCy's small model
parsing the text of the pages and nothing else: the floor below which no tool that parses can go. Prints the median in seconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "src" / "stemma" / "demo" / "pages"
PARSE = """
import sys
from stemma.models import parser
from pathlib import Path
for doc in parser.load().pipe([Path(p).read_text("utf-8", "replace") for p in sys.argv[1:]]):
    assert len(doc)
"""


def timed(work: Callable[[], object], runs: int) -> float:
    """Median wall-clock seconds of `runs` calls."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main(argv: Sequence[str] | None = None) -> int:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(p) for p in sorted(DEMO.iterdir())])
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as out:
        examine = [sys.executable, "-m", "stemma", "examine", *asked.paths, "-o", out]
        parse = [sys.executable, "-c", PARSE, *asked.paths]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        cold = timed(lambda: subprocess.run(examine, **quiet), asked.runs)  # type: ignore[call-overload]
        floor = timed(lambda: subprocess.run(parse, **quiet), asked.runs)  # type: ignore[call-overload]
    import stemma

    stemma.examine(asked.paths)
    warm = timed(lambda: stemma.examine(asked.paths), asked.runs)
    pages = f"{len(asked.paths)} pages, median of {asked.runs}"
    print(f"{pages}: cold {cold:.2f} s, parser alone {floor:.2f} s ({cold / floor:.1f} x), warm {warm:.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
