"""The archive beside what one would write by hand: `python -m benchmarks.archive [--articles N]` (default 100,000; 3 minutes).

Adding: articles that were read already, in transactions of 256, made durable (`synchronous = FULL`) by both.
- stemma: `SqliteStore.add_articles` (the article whole and hashed, its list line, its key, the search index).
- plain: a table of dicts and an FTS5 table with triggers, as sqlite-utils makes them: no hash, no whole article, nothing packed.

Searching: 300 queries each of one rare word, one common word, two words and a phrase; the best 20 with snippets. Beside it the
plain table's own FTS5, and duckdb (if it is there) looking through all texts, which is what there is without an index.

Examining: 40 pages of eight families (needs ../shared): from nothing, one more page of a story that is there, nothing new.

What one more article costs an archive of many thousands: `python -m benchmarks.growing`.

Prints process time and wall time, median and 95th percentile of a query, and bytes on disk. Texts are made up from a seed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from evals.core import find
from evals.retold import families
from stemma.archive import NewArticle, SqliteStore
from stemma.archive.adding import add
from stemma.archive.collection import body, part_key
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from stemma.model import Article, Line, Noted, Span

BATCH = 256
QUERIES = 300
WORDS = 40_000
"""Of the vocabulary: the n-th is used in proportion to 1 / n."""


def vocabulary(chance: random.Random) -> list[str]:
    """Words that nobody uses, all different."""
    ends = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu"]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found["".join(chance.choices(ends, k=chance.randint(2, 5)))] = None
    return list(found)


def articles(count: int, seed: int = 8) -> Iterator[Article]:
    """Articles of about 250 words in six paragraphs."""
    chance = random.Random(seed)
    words = vocabulary(chance)
    rank = [0.0]
    for n in range(WORDS):
        rank.append(rank[-1] + 1 / (n + 1))
    for n in range(count):
        told = chance.choices(words, cum_weights=rank[1:], k=chance.randint(180, 320))
        size = len(told) // 6 + 1
        lines = [" ".join(told[:8]).capitalize(), *(" ".join(told[k : k + size]) + "." for k in range(8, len(told), size))]
        text = "\n".join(lines)
        spans, at = [], 0
        for line in lines:
            spans.append(Span(at, at + len(line)))
            at += len(line) + 1
        yield Article(
            id=f"{n:016x}", source=f"made.jsonl#{n}", sha256=f"{n:064x}", text=text, body=tuple(spans[1:]),
            lines=tuple(Line(span=s, role="body") for s in spans), title=Noted(value=lines[0], how="made", span=spans[0]),
            outlet=Noted(value=f"Paper {n % 200}", how="made"), byline=None, dateline=None,
            published=Noted(value=f"2026-{1 + n % 12:02}-{1 + n % 28:02}", how="made"), credits=(),
            url=f"https://paper{n % 200}.example/{n}", language="en", kind="news-report", notes=(), by="made",
        )  # fmt: skip


def batches(found: Iterator[Article]) -> Iterator[list[Article]]:
    """Of `BATCH` articles each."""
    while batch := list(islice(found, BATCH)):
        yield batch


def timed(count: int, add: Callable[[list[Article]], object]) -> tuple[float, float]:
    """Process and wall seconds that adding takes, making the articles left out."""
    spent = [0.0, 0.0]
    for batch in batches(articles(count)):
        before = time.process_time(), time.monotonic()
        add(batch)
        spent[0] += time.process_time() - before[0]
        spent[1] += time.monotonic() - before[1]
    return spent[0], spent[1]


def plain(file: Path) -> sqlite3.Connection:
    """A table of dicts with an FTS5 table over it, kept in step by triggers."""
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE docs (id TEXT PRIMARY KEY, url TEXT, outlet TEXT, published TEXT, title TEXT, body TEXT)")
    db.execute("CREATE VIRTUAL TABLE docs_fts USING fts5 (title, body, content = 'docs')")
    db.execute(
        "CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN "
        "INSERT INTO docs_fts (rowid, title, body) VALUES (new.rowid, new.title, new.body); END"
    )
    return db


def add_plain(db: sqlite3.Connection, batch: Sequence[Article]) -> None:
    """One transaction."""
    rows = [
        (a.id, a.url, a.outlet.value if a.outlet else None, a.published.value if a.published else None,
         a.title.value if a.title else "", body(a))
        for a in batch
    ]  # fmt: skip
    db.execute("BEGIN")
    db.executemany("INSERT INTO docs VALUES (?, ?, ?, ?, ?, ?)", rows)
    db.execute("COMMIT")


PLAIN = """SELECT d.id, d.title, snippet(docs_fts, -1, '[', ']', '…', 24) FROM docs_fts JOIN docs d ON d.rowid = docs_fts.rowid
WHERE docs_fts MATCH ? ORDER BY bm25(docs_fts, 4.0, 1.0), d.id LIMIT 20"""


def queries() -> dict[str, list[str]]:
    """By kind: words of the articles themselves, so that all but some phrases are found."""
    chance = random.Random(9)
    words = vocabulary(random.Random(8))
    sample = [a.text.split() for a in articles(QUERIES)]
    return {
        "a rare word": [words[chance.randrange(20_000, WORDS)] for _ in range(QUERIES)],
        "a common word": [words[chance.randrange(50, 500)] for _ in range(QUERIES)],
        "two words": [f"{words[chance.randrange(100, 2_000)]} {words[chance.randrange(100, 2_000)]}" for _ in range(QUERIES)],
        "a phrase": [f'"{" ".join(told[20:23]).replace(".", "")}"' for told in sample],
    }


def latency(search: Callable[[str], object], asked: Sequence[str]) -> str:
    """Median and 95th percentile in milliseconds, as a cell of a table."""
    took = []
    for words in asked:
        before = time.perf_counter()
        search(words)
        took.append(1000 * (time.perf_counter() - before))
    took.sort()
    return f"{statistics.median(took):8.2f} {took[int(len(took) * 0.95)]:8.2f}"


def through_all(folder: Path, asked: Sequence[str]) -> str | None:
    """Duckdb looking through a column of text; None if it is not installed."""
    try:
        import duckdb
    except ModuleNotFoundError:
        return None
    db = duckdb.connect(str(folder / "docs.duckdb"), config={"threads": 1})
    with sqlite3.connect(folder / "plain.sqlite") as rows:
        db.execute("CREATE TABLE docs (id TEXT, title TEXT, body TEXT)")
        cursor = rows.execute("SELECT id, title, body FROM docs")
        while part := cursor.fetchmany(5_000):
            ids, titles, bodies = (list(column) for column in zip(*part, strict=True))
            db.execute("INSERT INTO docs SELECT unnest(?), unnest(?), unnest(?)", [ids, titles, bodies])

    def search(words: str) -> object:
        return db.execute("SELECT id, title FROM docs WHERE body LIKE ? LIMIT 20", [f"% {words} %"]).fetchall()

    return latency(search, asked)


def size(folder: Path, name: str) -> float:
    """Megabytes of all files of a database."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.name.startswith(name)) / 1e6


def examining(folder: Path) -> None:
    """Print what an examination costs from nothing, with one more article, and with none; nothing where ../shared is not there."""
    data = find("retold", None)
    if data is None:
        print("\nexamining: ../shared is not there")
        return
    pages = [str(family.folder / "articles" / f"{page}.txt") for family in families(data)[:8] for page in family.visible()[:5]]
    store = SqliteStore(folder / "examined")
    print(f"\n{'examining':36} {'CPU s':>8} {'articles':>9} {'stories':>8}")
    for name, paths in (
        (f"{len(pages) - 1} pages from nothing", pages[1:]),
        ("one more page of a story", pages[:1]),
        ("nothing new", []),
    ):
        add(store, paths, when=lambda: "2026-11-22T00:00:00Z")
        before = time.process_time()
        done = examine(store, entry)
        print(f"{name:36} {time.process_time() - before:8.2f} {done.articles:9} {len(done.changed):8}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    count = parser.parse_args().articles
    folder = Path(tempfile.mkdtemp())
    try:
        store = SqliteStore(folder / "archive")
        db = plain(folder / "plain.sqlite")
        adders: dict[str, Callable[[list[Article]], object]] = {
            "stemma": lambda batch: store.add_articles(
                [NewArticle(article=a, key=part_key(a.text.encode(), a.id)) for a in batch], "2026-11-22T00:00:00Z"
            ),
            "plain": lambda batch: add_plain(db, batch),
        }
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, SQLite {sqlite3.sqlite_version}, {count} articles")
        print(f"{'adding':16} {'articles/CPU s':>15} {'articles/s':>12} {'MB':>8}")
        for name, add in adders.items():
            own, wall = timed(count, add)
            print(
                f"{name:16} {count / own:15.0f} {count / wall:12.0f} {size(folder, name if name == 'plain' else 'archive.'):8.0f}"
            )
        key = part_key(b"not in it", "none")
        before = time.perf_counter()
        with store.knowing() as known:
            for _ in range(5_000):
                known(key)
        print(f"{'skip what is in':16} {5_000 / (time.perf_counter() - before):15.0f} a second, one at a time")
        print(f"\n{'searching, ms':16} {'stemma':>8} {'p95':>8} {'plain':>8} {'p95':>8}")
        kinds = queries()
        for kind, asked in kinds.items():
            mine = latency(lambda words: store.search(words), asked)
            theirs = latency(lambda words: db.execute(PLAIN, [words]).fetchall(), asked)
            print(f"{kind:16} {mine} {theirs}")
        scanned = through_all(folder, kinds["a rare word"][:20])
        print(f"{'duckdb, a scan':16} {scanned}" if scanned else "duckdb is not installed")
        db.close()
        examining(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
