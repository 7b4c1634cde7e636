"""What is kept between two runs: pages as given, articles as read, the dossiers made of them, and what people corrected.

`Store` is the protocol of the local app, `Collected` that of a collection, too; `SqliteStore` keeps all of it in one file,
`MemoryStore` keeps nothing and is for tests. Both pass one suite (tests/contracts). A correction is never changed in place: it is
added or withdrawn. What reads and examines is in modules of its own, which load the pipeline: `adding`, `examining`, `removing`.
"""

from __future__ import annotations

from stemma.archive.base import OPEN, Entry, Kept, Made, NewPage, Outcome, Run, RunState, Store, Withdrawal
from stemma.archive.collection import Collected, Drafted, Filed, Hit, Layer, NewArticle
from stemma.archive.memory import MemoryStore
from stemma.archive.sqlite import SqliteStore

__all__ = [
    "OPEN",
    "Collected",
    "Drafted",
    "Entry",
    "Filed",
    "Hit",
    "Kept",
    "Layer",
    "Made",
    "MemoryStore",
    "NewArticle",
    "NewPage",
    "Outcome",
    "Run",
    "RunState",
    "SqliteStore",
    "Store",
    "Withdrawal",
]
