"""A collection of ten times the memory that was stated stays within it, but for what is stated for every article."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# A process of its own: its peak is its own. What Python, models and machine code take is measured first, on a tenth of them.
# Pages are read in batches of 64 whatever there is; here they are put where reading leaves them, as it would take the longest.
MEASURE = """
import random, resource, sys
from pathlib import Path
from stemma.engine import Local, corpus
from stemma.engine.collection import Segments
from stemma.engine.steps import seen
from stemma.engine.taking import Inputs
from stemma.model import Article, Noted, Span

folder, many, memory = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
draw = random.Random(3)
words = ["".join(draw.choices("aeioulnrstmd", k=draw.randint(3, 8))) for _ in range(6000)]

def articles(many):
    before = [""] * 2000
    for n in range(many):
        told = draw.choices(words, k=2000)
        if n % 5 == 0:
            told[100:400] = before[200:500]
        before = told
        text = " ".join(told)
        noted = lambda value: Noted(value=value, how="gold", span=None)
        yield Article(
            id=f"{n:012x}", source=f"https://outlet{n % 40}.example/{n}", sha256="", text=text,
            lines=(), body=(Span(0, len(text)),),
            title=None, outlet=noted(f"Outlet {n % 40}"), byline=None, dateline=None, published=noted(f"2026-03-{n % 28 + 1:02}"),
            credits=(), url=None, language="en", kind="news-report", notes=(), by="test",
        )

def taken(many):
    def take(inputs, engine, segments, *_):
        batch, number, size = [], 0, 0
        for one in map(seen, articles(many)):
            batch.append(one)
            size += len(one.line)
            if len(batch) == 64:
                segments.write(number, "key", batch)
                batch, number = [], number + 1
        segments.write(number, "key", batch)
        print(size)
        return number + 1
    return take

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def done(many, out):
    corpus.take = taken(many)
    return corpus.run(Inputs(paths=()), out, Local(1, memory), corpus.Wanted(most=0))

done(many // 10, folder / "small")
base = peak()
made = done(many, folder / "large")
print(peak() - base, made.articles, made.copies)
"""

WORK = 8 << 20
"""What the steps hold of any collection, large or small: a batch of pages, a block of counters, a row group of a table."""
EACH = 4_096
"""An article's place in the catalogue and its profile (docs/corpus.md)."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peaks are told in other units elsewhere")
def test_ten_times_the_memory(tmp_path: Path) -> None:
    memory, many = 2 << 20, 1_800
    command = [sys.executable, "-c", MEASURE, str(tmp_path), str(many), str(memory)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    _, size, told = done.stdout.splitlines()
    grown, articles, copies = map(int, told.split())
    assert articles == many and copies >= many // 6
    assert int(size) > 10 * memory
    limit = memory + WORK + EACH * many
    assert grown < limit < int(size)
