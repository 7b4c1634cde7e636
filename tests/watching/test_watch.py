"""A watch over a server on this machine, as real as HTTP gets: what it asks, what it keeps, and what it tells."""

from __future__ import annotations

import json

from stemma.archive import SqliteStore
from stemma.archive.entries import entry
from stemma.archive.removing import remove
from stemma.archive.watched import Watched
from stemma.watching import FeedFile, Webhook
from tests.watching.desk import Desk
from tests.watching.server import Item
from tests.watching.story import OUTLETS, REPORTS, corrected, item, opened


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


def test_a_feed_of_alerts_is_there_from_the_first_round(desk: Desk) -> None:
    """So that a reader can subscribe to it, and a path that cannot be written is said at once."""
    opened(desk.served)
    file = desk.folder.parent / "alerts.atom"
    desk.more = (FeedFile(file),)
    desk.turn()
    assert b"urn:stemma:watch" in file.read_bytes()
    before = file.stat().st_mtime_ns
    desk.turn()
    assert file.stat().st_mtime_ns == before, "and is written anew only where there is news"
    (desk.folder.parent / "no").write_text("a file, no folder")
    desk.more = (FeedFile(desk.folder.parent / "no" / "alerts.atom"),)
    assert any("could not be written" in words for words in desk.turn().trouble)
