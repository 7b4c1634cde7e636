"""What a watch remembers does not grow with the time it runs."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from stemma.archive.database import WATCH
from stemma.archive.watched import KEEP, Feed, Listed, Watched, link
from stemma.watching.watch import Watch
from tests.watching.desk import Desk
from tests.watching.server import Item
from tests.watching.story import item

DAY = 86_400.0


def rows(folder: Path, table: str = "item") -> int:
    with closing(sqlite3.connect(folder / WATCH)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def key(n: int) -> bytes:
    return hashlib.sha256(str(n).encode()).digest()


def test_items_that_no_feed_lists_any_more_are_forgotten_in_time(tmp_path: Path) -> None:
    """Four feeds of 30 items, five of them new every day, for two months."""
    book = Watched(tmp_path)
    most = size = 0
    for day in range(60):
        now = day * DAY
        for feed in "abcd":
            listed = {key(n): Listed(link=link(f"https://{feed}.example/{n}"), part=key(-n)) for n in range(5 * day, 5 * day + 30)}
            done = book.done(feed, listed)
            assert len(done) == (25 if day else 0), "what is listed is known, however long ago it came"
            assert book.mark(feed, listed.keys() - done, (), 5, now=now, listed=listed) == 0
        most = max(most, rows(tmp_path))
        if day == 40:
            size = (tmp_path / WATCH).stat().st_size
    days = int(KEEP / DAY)
    assert most <= 4 * (30 + 5 * (days + 1))
    assert (tmp_path / WATCH).stat().st_size <= 1.2 * size, "the space is used again"


def test_an_item_that_is_listed_for_years_stays_known(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    listed = {b"old": Listed(link=b"l")}
    for year in range(5):
        assert book.done("f", listed) == (frozenset({b"old"}) if year else frozenset())
        book.mark("f", {b"old"} if not year else (), (), 5, now=year * 365 * DAY, listed=listed)


def test_feeds_that_nobody_asks_any_more_are_forgotten(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    for url, due in (("kept", 0.0), ("dropped", 0.0), ("fresh", 50 * DAY)):
        book.keep(Feed(url=url, due=due, etag="x"))
        book.mark(url, {b"k"}, (), 5, listed={b"k": Listed(link=b"l")})
    assert book.tidy(["kept"], 50 * DAY) == 1
    assert [book.feed(u).etag for u in ("kept", "dropped", "fresh")] == ["x", None, "x"]
    assert rows(tmp_path) == 2


def test_the_same_over_a_real_watch(desk: Desk) -> None:
    """Every poll brings another teaser that leads nowhere; those before it fall out of the feed."""
    desk.paths = ("/a",)
    counts = []
    for n in range(25):
        served = [Item(f"/none{i}", f"A page that is not there {i}") for i in range(n, n + 3)]
        desk.served.feed("/a", "Varn Ledger", *served)
        desk.turn(after=2 * DAY)
        counts.append(rows(desk.folder))
    assert max(counts) <= KEEP / DAY / 2 + 4 and counts[-1] == counts[-5]


def test_only_the_items_that_are_listed_are_read(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    book.mark("f", {key(n) for n in range(5000)}, (), 5)
    asked = {key(n) for n in range(4990, 6200)}
    assert book.done("f", asked) == {key(n) for n in range(4990, 5000)}
    with book._connection() as db:
        plan = db.execute(
            "EXPLAIN QUERY PLAN SELECT key FROM item WHERE feed = 'f' AND done = 1 AND key IN (x'00', x'01')"
        ).fetchall()
    assert "SEARCH item USING PRIMARY KEY (feed=? AND key=?)" in plan[0][3]


def test_hosts_are_let_go_after_a_day(desk: Desk) -> None:
    """And with them what their robots.txt said, which holds for a day at most (RFC 9309)."""
    desk.paths = ("/a",)
    desk.served.feed("/a", "Varn Ledger", item("ledger"))
    watch: Watch = desk.watch()
    for n in range(50):
        watch._at_once([f"http://host{n}.example:{80 + n}/"], str, str)
        desk.now += 3600.0
        watch.turn()
    assert len(watch._sessions) <= 26
    assert desk.served.count("/robots.txt") == 3


def test_a_watch_file_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    from stemma.archive.watched import _ONE

    with closing(sqlite3.connect(tmp_path / WATCH, isolation_level=None)) as db:
        for statement in _ONE.strip().split(";\n"):
            db.execute(statement)
        db.execute("INSERT INTO item VALUES ('f', x'01', 0, 1), ('f', x'02', 3, 0), ('f', x'03', 0, 1)")
        db.execute("PRAGMA user_version = 1")
    shutil.copy(tmp_path / WATCH, tmp_path / "old")
    book = Watched(tmp_path)
    asked = {b"\x01", b"\x02", b"\x03"}
    assert book.done("f", asked) == {b"\x01", b"\x03"}
    assert book.mark("f", (), {b"\x02"}, 5, now=1e9, listed={k: Listed(link=b"l") for k in asked - {b"\x03"}}) == 0 + 1
    assert book.done("f", asked) == {b"\x01"}, "what the feed lists no more is forgotten"
    assert book.out() == frozenset()
