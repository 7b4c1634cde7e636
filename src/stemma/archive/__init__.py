"""What a desk keeps between two runs: pages as given, the dossiers made of them, and what people corrected.

`Store` is the protocol; `SqliteStore` keeps all of it in one file, `MemoryStore` keeps nothing and is for tests. Both pass one
suite (tests/archive/test_stores.py). A correction is never changed in place: it is added or withdrawn.
"""

from __future__ import annotations

from stemma.archive.base import OPEN, Entry, Kept, Made, NewPage, Outcome, Run, RunState, Store, Withdrawal
from stemma.archive.memory import MemoryStore
from stemma.archive.sqlite import SqliteStore

__all__ = [
    "OPEN",
    "Entry",
    "Kept",
    "Made",
    "MemoryStore",
    "NewPage",
    "Outcome",
    "Run",
    "RunState",
    "SqliteStore",
    "Store",
    "Withdrawal",
]
