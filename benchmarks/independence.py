"""How long `stemma.independence` takes: `python -m benchmarks.independence [FOLDER]`.

Stories of two to twenty texts, cold (the first call loads the models) and warm, beside the bare parser over the same texts in the
same run; no peer answers the same question. The texts are the pages of the built-in story, or of FOLDER, in turn; where a page is
used again its paragraphs are turned round, so that it is another text. Seconds are wall-clock, best of `ROUNDS`; CPU beside it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

import stemma
from stemma.models import parser

SIZES: Final = (2, 5, 10, 20)
ROUNDS: Final = 3
BOUND: Final = 4.0
"""Seconds that a story of ten may take warm."""
CLAIM: Final = "The government offered a company a lease of forty years on its harbour"


def texts(folder: Path, many: int) -> list[str]:
    """`many` texts, no two alike."""
    pages = sorted(p for p in folder.iterdir() if p.suffix in {".txt", ".html"})
    if not pages:
        raise SystemExit(f"{folder}: found no .txt or .html; needed pages")
    out = []
    for n in range(many):
        text, turn = pages[n % len(pages)].read_text("utf-8"), n // len(pages)
        parts = text.split("\n\n")
        out.append("\n\n".join([parts[0], *parts[1 + turn :], *parts[1 : 1 + turn]]))
    return out


def parsed(given: list[str]) -> None:
    """The grammar of every text, and nothing else."""
    for text in given:
        parser.load()(text)


def timed(call: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Best wall-clock seconds of some rounds, and the CPU seconds of that round."""
    found = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(found)


def main() -> None:
    """Measure and print."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", nargs="?", type=Path, default=Path(str(files("stemma.demo"))) / "pages")
    folder = args.parse_args().folder
    wall, cpu = timed(lambda: stemma.independence(texts(folder, 2), CLAIM), 1)
    print(f"cold, 2 texts (models loaded): {wall:.2f} s ({cpu:.2f} s CPU)")
    print("texts  independence        with a claim        bare parser")
    for many in SIZES:
        given = texts(folder, many)
        plain, asked = timed(partial(stemma.independence, given)), timed(partial(stemma.independence, given, CLAIM))
        bare = timed(partial(parsed, given))
        print(f"{many:5}  " + "  ".join(f"{w:6.2f} s ({c:5.2f} CPU)" for w, c in (plain, asked, bare)))
        if many == 10 and plain[1] > BOUND:
            print(f"a story of ten took {plain[1]:.2f} s of CPU; it should stay below {BOUND:g}")


if __name__ == "__main__":
    main()
