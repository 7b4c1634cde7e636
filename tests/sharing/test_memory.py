"""The memory stays under what was stated on a collection ten times as large."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# A process of its own: its peak is its own. What Python, numpy and machine code take is measured first, on a collection of nothing.
MEASURE = """
import resource, sys
import numpy as np
from stemma.sharing import Settings, Text, copies

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def texts(many):
    draw = np.random.default_rng(1)
    words = np.array([f"word{n:x}" for n in range(30000)], dtype=object)
    before = None
    for n in range(many):
        body = draw.integers(0, 30000, 400)
        if n % 5 == 0 and before is not None:
            body[100:250] = before[50:200]
        before = body
        yield Text(f"{n:07}", f"outlet {n % 40}", " ".join(words[body]))

copies(texts(40))
copies(texts(2000), settings=Settings(memory=1 << 20, threads=2))
base = peak()
found = copies(texts(int(sys.argv[1])), settings=Settings(memory=int(sys.argv[2]), threads=2))
print(peak() - base, len(found.left))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peaks are told in other units elsewhere")
def test_ten_times_the_memory(tmp_path: Path) -> None:
    memory, many = 2 << 20, 8_000  # 20 MB of text
    done = subprocess.run([sys.executable, "-c", MEASURE, str(many), str(memory)], check=True, capture_output=True, text=True)
    grown, pairs = map(int, done.stdout.split())
    assert pairs > many // 6
    # The ids and what is known of every text come on top: some hundred bytes a text.
    assert grown < memory + 600 * many
