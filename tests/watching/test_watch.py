"""A watch over a server on this machine, as real as HTTP gets: what it asks, what it keeps, and what it tells."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from stemma.archive import SqliteStore
from stemma.archive.entries import entry
from stemma.archive.removing import remove
from stemma.archive.watched import Watched
from stemma.reading.sources.fetching import Limits, Session
from stemma.watching import Lines, Subscribed, Turn, Watch, Webhook
from stemma.watching.telling import Sink
from tests.watching.server import Item, Served
from tests.watching.story import OUTLETS, REPORTS, corrected, item, opened


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
            session=lambda: Session(trusted=[self.served.host], limits=Limits(pause=0.0, seconds=2.0)),
        )

    def kinds(self) -> list[object]:
        out = [a["alert"] for a in self.told]
        self.told.clear()
        return out


@pytest.fixture
def desk(served: Served, tmp_path: Path) -> Desk:
    return Desk(served, tmp_path / "archive")


def test_a_story_from_its_first_report_to_its_correction(desk: Desk) -> None:
    opened(desk.served)
    first = desk.turn()
    assert (first.asked, first.added, first.stories, first.trouble, first.rejected) == (5, 1, 1, (), ())
    assert desk.kinds() == [], "what there is already is no news"

    desk.served.feed("/b", OUTLETS["/b"], item("echo"))
    echo = desk.turn()
    assert (echo.added, echo.stories, echo.alerts) == (1, 1, 0) and desk.kinds() == [], "an echo is silent"

    desk.served.feed("/c", OUTLETS["/c"], item("denial"))
    desk.turn()
    assert [a["outlet"] for a in desk.told] == ["Coast Radio"]
    assert "denies" in str(desk.told[0]["words"]) and str(desk.told[0]["quote"]) in REPORTS["denial"][1]
    assert desk.kinds() == ["denial"]

    desk.served.feed("/d", OUTLETS["/d"], item("number"))
    desk.turn()
    assert "23" in str(desk.told[0]["words"]) and desk.kinds() == ["number"]

    desk.served.feed("/e", OUTLETS["/e"], item("origin"))
    desk.turn()
    assert "new: Tomas Reve, to Harbour Times" in str(desk.told[0]["words"]) and desk.kinds() == ["origin"]

    desk.served.feed("/a", OUTLETS["/a"], corrected())
    desk.turn()
    assert "19" in str(next(a for a in desk.told if a["alert"] == "number")["words"])
    assert desk.kinds() == ["number", "correction"]

    idle = desk.turn()
    assert (idle.added, idle.alerts, idle.unchanged) == (0, 0, 5) and desk.kinds() == []


def test_echoes_are_silent_however_many_come(desk: Desk) -> None:
    desk.paths = tuple(f"/{n}" for n in range(12))
    title, *paragraphs = REPORTS["ledger"]
    served = desk.served
    for n in range(12):
        served.feed(f"/{n}", f"Outlet {n}", *([item("ledger")] if n == 0 else []))
    desk.turn()
    for n in range(1, 12):
        served.feed(f"/{n}", f"Outlet {n}", Item(f"/p{n}", f"{title} {chr(97 + n)}", tuple(paragraphs[: 3 + n % 2])))
    turn = desk.turn()
    assert turn.added == 11 and desk.kinds() == []


def test_nothing_is_asked_before_it_is_due_and_an_unchanged_feed_costs_a_304(desk: Desk) -> None:
    opened(desk.served)
    desk.turn()
    assert desk.turn(after=1.0).asked == 0
    again = desk.turn()
    assert (again.asked, again.unchanged) == (5, 5)
    asked = [headers for path, headers in desk.served.asked if path == "/a"]
    assert len(asked) == 2 and "If-None-Match" not in asked[0] and asked[1]["If-None-Match"] == desk.served.answers["/a"][1]["ETag"]
    assert desk.served.count("/robots.txt") == 2, "once in the life of each watch"


def test_a_teaser_leads_to_its_page_once_and_a_page_that_fails_is_tried_again(desk: Desk) -> None:
    served, desk.paths = desk.served, ("/a",)
    served.feed("/a", "Varn Ledger", Item("/ledger", REPORTS["ledger"][0]), Item("/gone", "A page that is not there"))
    served.page("/ledger", *REPORTS["ledger"])
    first = desk.turn()
    assert first.added == 1 and [r.code for r in first.rejected] == ["fetch-failed"]
    served.page("/gone", *REPORTS["number"])
    second = desk.turn()
    assert second.added == 1 and second.rejected == ()
    desk.turn()
    assert (served.count("/ledger"), served.count("/gone")) == (1, 2)


def test_a_page_that_never_comes_is_let_be_in_the_end(desk: Desk) -> None:
    desk.paths = ("/a",)
    desk.served.feed("/a", "Varn Ledger", Item("/gone", "A page that is not there"))
    for _ in range(8):
        desk.turn()
    assert desk.served.count("/gone") == 5
    assert desk.turn().unchanged == 1


def misbehaving() -> dict[str, Callable[[Served], None]]:
    rss = "application/rss+xml"

    def serve(path: str, status: int, data: bytes = b"", **headers: str) -> Callable[[Served], None]:
        told = {k.replace("_", "-"): v for k, v in headers.items()}
        return lambda served: served.answers.__setitem__(path, (status, told, data))

    def moved(served: Served) -> None:
        served.answers["/bad"] = (302, {"Location": served.url("/bad")}, b"")

    return {
        "error": serve("/bad", 500),
        "forbidden": serve("/bad", 403),
        "busy": serve("/bad", 503, Retry_After="7200"),
        "broken xml": serve("/bad", 200, b"<rss><channel><item><title>x</title>", Content_Type=rss),
        "a page, not a feed": serve("/bad", 200, b"<html><body><p>hello</p></body></html>", Content_Type="text/html"),
        "entities": serve("/bad", 200, b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss>&a;</rss>', Content_Type=rss),
        "a picture": serve("/bad", 200, b"\x89PNG", Content_Type="image/png"),
        "cut short": serve("/bad", 200, b"<rss version='2.0'><channel>", Content_Type=rss, X_Cut="1"),
        "a circle": moved,
        "nothing": serve("/bad", 200, b"", Content_Type=rss),
        "a time that is none": serve("/bad", 503, Retry_After="soon"),
    }


@pytest.mark.parametrize("what", sorted(misbehaving()))
def test_a_feed_that_misbehaves_harms_no_other(desk: Desk, what: str) -> None:
    desk.paths = ("/bad", "/a")
    misbehaving()[what](desk.served)
    desk.served.feed("/a", "Varn Ledger", item("ledger"))
    turn = desk.turn()
    assert turn.added == 1 and turn.stories == 1
    bad = Watched(desk.folder).feed(desk.served.url("/bad"))
    if what != "nothing":
        assert turn.trouble or turn.rejected, "what went wrong is said"
        assert all(desk.served.url("/bad") in words for words in turn.trouble)
    assert bad.due > desk.now
    if what == "busy":
        assert bad.due >= desk.now + 7200


def test_a_feed_that_is_gone_is_not_asked_again_and_one_that_moved_is_asked_where_it_is(desk: Desk) -> None:
    served, desk.paths = desk.served, ("/gone", "/old")
    served.answers["/gone"] = (410, {}, b"")
    served.answers["/old"] = (301, {"Location": served.url("/new")}, b"")
    served.feed("/new", "Varn Ledger", item("ledger"))
    assert desk.turn().added == 1
    desk.turn()
    assert (served.count("/gone"), served.count("/old"), served.count("/new")) == (1, 1, 2)


def test_a_webhook_that_is_down_is_told_later_and_nobody_is_told_twice(desk: Desk) -> None:
    served = desk.served
    opened(served)
    desk.more = (Webhook(served.url("/hook"), seconds=1.0),)
    served.answers["/hook"] = (500, {}, b"")
    desk.turn()
    served.feed("/c", OUTLETS["/c"], item("denial"))
    turn = desk.turn()
    assert (
        desk.kinds() == ["denial"]
        and any("webhook at 127.0.0.1 answered with status 500" in words for words in turn.trouble)
        and served.posted == []
    )
    served.answers["/hook"] = (200, {}, b"")
    desk.turn()
    assert [json.loads(p)["alert"] for p in served.posted] == ["denial"] and desk.kinds() == []


def test_what_is_taken_out_of_the_archive_leaves_no_alert_behind(desk: Desk) -> None:
    opened(desk.served)
    desk.turn()
    desk.served.feed("/c", OUTLETS["/c"], item("denial"))
    desk.turn()
    assert desk.kinds() == ["denial"]
    store = SqliteStore(desk.folder)
    found = remove(store, [desk.served.url("/denial")], entry)
    assert found.gone and any(name == "watch.sqlite" for name, _ in found.files), "its file is searched, too"
    assert Watched(desk.folder).latest(5) == ()


def test_from_start_tells_what_the_first_round_finds(desk: Desk) -> None:
    opened(desk.served)
    desk.served.feed("/c", OUTLETS["/c"], item("denial"))
    desk.from_start = True
    desk.turn()
    assert "denial" in desk.kinds()


def test_a_packed_feed_is_read(desk: Desk) -> None:
    desk.paths = ("/a",)
    desk.served.feed("/a", "Varn Ledger", item("ledger"), **{"X-Packed": "1"})
    assert desk.turn().added == 1


def test_killed_at_any_moment_it_goes_on_and_tells_everything_once(served: Served, tmp_path: Path) -> None:
    opened(served)
    feeds = tmp_path / "feeds.txt"
    feeds.write_text("\n".join(served.url(p) for p in OUTLETS), "utf-8")
    archive = tmp_path / "archive"
    command = [sys.executable, "-m", "stemma", "watch", str(feeds), str(archive), "--trust", served.host, "--every", "0s", "--once"]
    told: list[str] = []

    def run(kill_after: float | None) -> int:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
            if kill_after is not None:
                time.sleep(kill_after)
                process.send_signal(signal.SIGKILL)
            out, _ = process.communicate(timeout=120)
        told.extend(json.loads(line)["id"] for line in out.splitlines() if line.endswith("}"))
        return process.returncode

    assert run(None) == 0 and told == []
    served.feed("/b", OUTLETS["/b"], item("echo"))
    served.feed("/c", OUTLETS["/c"], item("denial"))
    served.feed("/d", OUTLETS["/d"], item("number"))
    for seconds in (1.0, 2.0, 3.0):
        run(seconds)
    assert run(None) == 0
    # A line may have been printed and the process killed before that was written down: at least once, and no more than twice.
    assert len(set(told)) == 2 and len(told) <= 3
    store = SqliteStore(archive)
    assert len(store.filed()) == 4 and len(store.stories()) == 1
    assert run(None) == 0 and len(set(told)) == 2
