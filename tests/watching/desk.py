"""A watch in a test: its feeds on a server on this machine, a clock that is set, and what it told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from stemma.archive import SqliteStore
from stemma.archive.entries import entry
from stemma.archive.watched import Watched
from stemma.reading.sources.fetching import Limits, Session
from stemma.watching import Lines, Subscribed, Turn, Watch
from stemma.watching.telling import Sink
from tests.watching.server import Served
from tests.watching.story import OUTLETS

QUICK = Limits(pause=0.0, seconds=2.0)


@dataclass
class Desk:
    """A watch with a clock of its own; `told` are the alerts so far."""

    served: Served
    folder: Path
    paths: tuple[str, ...] = tuple(OUTLETS)
    told: list[dict[str, object]] = field(default_factory=list)
    now: float = 1_000_000.0
    more: tuple[Sink, ...] = ()
    from_start: bool = False
    limits: Limits = QUICK

    def turn(self, after: float = 100_000.0) -> Turn:
        """One turn of a watch that has just been started anew."""
        self.now += after
        return self.watch().turn()

    def watch(self) -> Watch:
        return Watch(
            store=SqliteStore(self.folder),
            book=Watched(self.folder),
            feeds=[Subscribed(url=self.served.url(p), title=p) for p in self.paths],
            sinks=[Lines(lambda line: self.told.append(json.loads(line))), *self.more],
            entry=entry,
            clock=lambda: self.now,
            when=lambda: "2026-03-02T10:00:00Z",
            from_start=self.from_start,
            session=lambda: Session(trusted=[self.served.host], limits=self.limits),
        )

    def kinds(self) -> list[object]:
        out = [a["alert"] for a in self.told]
        self.told.clear()
        return out
