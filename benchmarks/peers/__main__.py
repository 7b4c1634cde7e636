"""Run one peer in this process: `python -m benchmarks.peers NAME FOLDER OUT [--threads N]`."""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path

import numpy as np


def main() -> int:
    """Run and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("name")
    options.add_argument("folder", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--threads", type=int, default=2)
    asked = options.parse_args()
    (left, right), told = importlib.import_module(f"benchmarks.peers.{asked.name}").run(asked.folder, asked.threads)
    np.savez(asked.out, left=left, right=right, told=np.array(json.dumps(told)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
