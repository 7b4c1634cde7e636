import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from stemma.archive.database import WATCH
from stemma.archive.watched import Feed, Watched, watched
from stemma.errors import BadArchive
from tests.watching.test_telling import ALERT


def test_how_a_feed_stands_is_remembered(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    assert book.feed("https://a.example/rss") == Feed(url="https://a.example/rss")
    stands = Feed(url="https://a.example/rss", etag='"x"', modified="Mon", moved="https://b.example", due=12.5, quiet=3, failures=2,
                  gone=True, trouble="down")  # fmt: skip
    book.keep(stands)
    assert Watched(tmp_path).feed(stands.url) == stands


def test_an_item_is_tried_a_few_times_and_then_let_be(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    assert book.mark("f", {b"good"}, {b"bad"}, 2) == 1
    assert book.done("f", {b"good", b"bad", b"new"}) == {b"good"}
    assert book.mark("f", set(), {b"bad"}, 2) == 0
    assert book.done("f", {b"good", b"bad"}) == {b"good", b"bad"}
    assert book.done("another", {b"good"}) == frozenset()


def test_an_alert_is_noted_once_and_told_to_everyone_once(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    book.introduce("lines")
    assert book.note([ALERT], "2026-03-02T10:00:00Z", ["x1"]) == 1
    assert book.note([ALERT, replace(ALERT, id="a2")], "2026-03-02T11:00:00Z", ["x1"]) == 1
    assert [n.alert.id for n in book.untold("lines")] == ["a1", "a2"]
    book.tell("lines", ["a1"])
    assert [(n.alert.id, n.made) for n in Watched(tmp_path).untold("lines")] == [("a2", "2026-03-02T11:00:00Z")]


def test_a_sink_that_comes_later_is_not_told_what_was_before_it(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    book.note([ALERT], "2026-03-02T10:00:00Z", ["x1"])
    book.introduce("hook")
    book.introduce("hook")
    book.note([replace(ALERT, id="a2")], "2026-03-02T11:00:00Z", ["x1"])
    assert [n.alert.id for n in book.untold("hook")] == ["a2"]


def test_silent_alerts_are_never_told(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    book.introduce("lines")
    book.note([ALERT], "2026-03-02T10:00:00Z", ["x1"], silent=True)
    assert book.note([ALERT], "2026-03-02T11:00:00Z", ["x1"]) == 0
    assert book.untold("lines") == book.latest(5) == ()


def test_what_quotes_an_article_that_was_taken_out_goes_with_it(tmp_path: Path) -> None:
    book = Watched(tmp_path)
    book.note([ALERT], "2026-03-02T10:00:00Z", ["x1", "x2"])
    book.note([replace(ALERT, id="a2")], "2026-03-02T10:00:00Z", ["x1"])
    assert book.forget(["x2", "unknown"]) == 1
    assert [n.alert.id for n in book.latest(5)] == ["a2"]


def test_a_newer_file_is_refused_and_none_is_made_by_looking(tmp_path: Path) -> None:
    assert watched(tmp_path) is None and not (tmp_path / WATCH).exists()
    with sqlite3.connect(tmp_path / WATCH) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(BadArchive, match="version 99"):
        Watched(tmp_path)
