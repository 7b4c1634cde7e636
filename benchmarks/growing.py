"""What one more article costs an archive that was examined: `python -m benchmarks.growing [--articles 1000 10000] [--more 12]`.

Articles are invented (benchmarks.corpus), pages of the web. So that tens of thousands of stories need not be analysed first, the
dossiers that an archive has before it is measured are stand-ins (that of one report, under other names), and no grammar is kept
of their articles; everything else (articles, profiles, index, stories) is real. Then so many reports are added, each by itself, of
stories that are there already, and the archive is examined: nothing of that is a stand-in.

Printed for each size, in process seconds and seconds by the clock, medians with the worst: the whole examination; the part of it
that is the analysis of the new report and of its story, which costs the same in an archive of ten; the rest, which is what the
archive costs. The grammar of reports that were there is made meanwhile, too, as it was not kept: that is left out. Beside it: an
examination that finds nothing new; one that has forgotten that; keeping one article in a table with an FTS5 index, as one would
write it by hand; the whole archive grouped anew, and what all its articles and stories take if each takes what these took.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.archive import add_plain, plain
from benchmarks.corpus.english import articles as invented
from stemma import pipeline
from stemma.archive import Entry, SqliteStore, examining
from stemma.archive.adding import file
from stemma.archive.entries import entry
from stemma.archive.examining import Examined, examine
from stemma.model import Article, Dossier, Rejected, Story

WHEN = "2026-11-22T00:00:00Z"
BATCH = 256


def pages(count: int) -> list[Article]:
    """Invented articles, each of a page of its own."""
    made = invented(-(-count // 1000) * 1000)
    return [
        replace(a, form="html", sha256=hashlib.sha256(a.id.encode()).hexdigest()) for a, _ in zip(made, range(count), strict=False)
    ]


class Clock:
    """Process seconds and seconds by the clock of what is called through it."""

    def __init__(self) -> None:
        self.spent = [0.0, 0.0]

    def of(self, work: Callable[[], Any]) -> Any:
        """Do it."""
        before = time.process_time(), time.monotonic()
        out = work()
        self.spent = [
            s + now - was for s, now, was in zip(self.spent, (time.process_time(), time.monotonic()), before, strict=True)
        ]
        return out


def examined_once(store: SqliteStore, sample: Dossier) -> None:
    """Examine with stand-ins for what is worked out inside a story."""

    def layers(work: Any, articles: Sequence[Article], keys: Mapping[str, str], names: Any) -> Any:
        return {a.id: (b"", b"") for a in articles}, {}

    def told(story: Story, articles: Sequence[Article], *_: Any, **__: Any) -> Dossier:
        return replace(sample, id=story.id, story=story, articles=tuple(articles))

    def line(made: Dossier) -> Entry:
        own = made.articles
        names, hashes = tuple(a.id for a in own), tuple(sorted(a.sha256 for a in own))
        return replace(entry(sample), id=made.id, reports=names, pages=hashes)

    real = examining._layers, examining.told
    examining._layers, examining.told = layers, told  # type: ignore[assignment]
    try:
        examine(store, line)
    finally:
        examining._layers, examining.told = real  # type: ignore[misc]


def one_more(store: SqliteStore, article: Article) -> tuple[list[float], list[float], int]:
    """Add an article and examine: what that took without grammar that would have been kept; what of it was analysis; reports of
    the story."""
    whole, others, own = Clock(), Clock(), Clock()
    prepared, told = examining.prepared, examining.told
    sizes = []

    def preparing(one: Article, names: Any) -> Any:
        return (own if one.id == article.id else others).of(lambda: prepared(one, names))

    def telling(story: Story, *given: Any, **more: Any) -> Dossier | tuple[Rejected, ...]:
        sizes.append(len(story.articles))
        return own.of(lambda: told(story, *given, **more))  # type: ignore[no-any-return]

    examining.prepared, examining.told = preparing, telling  # type: ignore[assignment]
    try:
        done: Examined = whole.of(lambda: (file(store, [article], WHEN), examine(store, entry))[1])
    finally:
        examining.prepared, examining.told = prepared, told
    assert done.changed, "it must have made a story or changed one"
    return [a - b for a, b in zip(whole.spent, others.spent, strict=True)], own.spent, max(sizes)


def row(name: str, found: Sequence[Sequence[float]]) -> None:
    """Print medians and the worst."""
    cpu, wall = ([one[k] for one in found] for k in (0, 1))
    print(f"{name:42} {statistics.median(cpu):9.3f} {max(cpu):9.3f} {statistics.median(wall):9.3f} {max(wall):9.3f}")


def measured(count: int, more: int, folder: Path) -> None:
    """One size."""
    every = pages(count + 4 * more)
    profiles = {a.id: p for a in every if isinstance(p := pipeline.profiled(a), bytes)}
    grouping = Clock()
    stories = grouping.of(lambda: pipeline.grouped(profiles.values()))
    home = {a: s for s in stories for a in s.articles}
    # Reports that come to a story that is there, not the first of it, of every size alike.
    late = [a for a in every if 2 <= len(home[a.id].articles) <= 60 and a.id != home[a.id].articles[0]]
    late = late[:: max(1, len(late) // more)][:more]
    out = {a.id for a in late}
    first = [a for a in every if a.id not in out][:count]
    [(sample, _)] = [pipeline.examined(pipeline.collected("0" * 12, [first[0].id]), first[:1])]
    assert sample is not None
    store = SqliteStore(folder / "archive")
    for start in range(0, len(first), BATCH):
        file(store, first[start : start + BATCH], WHEN)
    whole = Clock()
    whole.of(lambda: examined_once(store, sample))
    print(f"\n{count} articles, {len(store.made_from())} stories, load {os.getloadavg()[0]:.1f}: process s, worst, clock s, worst")
    found = [one_more(store, a) for a in late]
    row("one more report, examined", [f[0] for f in found])
    row("  its analysis and that of its story", [f[1] for f in found])
    row("  the rest", [[a - b for a, b in zip(f[0], f[1], strict=True)] for f in found])
    print(f"  (stories of {', '.join(str(f[2]) for f in found)} reports)")
    idle = []
    for _ in range(5):
        clock = Clock()
        clock.of(lambda: examine(store, entry))
        idle.append(clock.spent)
    row("nothing new", idle)
    slow = []
    for _ in range(3):
        store.settle(store.made_from(), [])
        clock = Clock()
        clock.of(lambda: examine(store, entry))
        slow.append(clock.spent)
    row("nothing new, but that is not known", slow)
    by_hand = []
    db = plain(folder / "plain.sqlite")
    for start in range(0, len(first), BATCH):
        add_plain(db, first[start : start + BATCH])
    for one in late:
        clock = Clock()
        clock.of(lambda one=one: add_plain(db, [one]))
        by_hand.append(clock.spent)
    db.close()
    row("an article kept in a table by hand", by_hand)
    row("all grouped anew", [grouping.spent])
    row("the first examination, dossiers stand-ins", [whole.spent])
    sizes = {name: (folder / "archive" / name).stat().st_size / 1e6 for name in ("archive.sqlite", "index.sqlite")}
    print(f"  {', '.join(f'{name} {mb:.0f} MB' for name, mb in sizes.items())}", end="; ")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB, with the benchmark's own articles")


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--more", type=int, default=12)
    given = parser.parse_args()
    for count in given.articles:
        folder = Path(tempfile.mkdtemp())
        try:
            measured(count, given.more, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
