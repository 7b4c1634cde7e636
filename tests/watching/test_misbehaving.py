"""Servers that misbehave: each harms itself only, what went wrong is said, and it is not asked again too soon."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate

import pytest

from stemma.archive import SqliteStore
from stemma.archive.watched import Watched
from stemma.reading.sources.fetching import Limits
from stemma.watching.polling import LONGEST
from tests.watching.desk import Desk
from tests.watching.server import Item, Served
from tests.watching.story import OUTLETS, REPORTS, item, opened

FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>Endless</title><item><title>x</title></item>"


def misbehaving() -> dict[str, Callable[[Served], None]]:
    rss = "application/rss+xml"

    def serve(path: str, status: int, data: bytes = b"", **headers: str) -> Callable[[Served], None]:
        told = {k.replace("_", "-"): v for k, v in headers.items()}
        return lambda served: served.answers.__setitem__(path, (status, told, data))

    def moved(served: Served) -> None:
        served.answers["/bad"] = (302, {"Location": served.url("/bad")}, b"")

    def circle(served: Served) -> None:
        served.answers["/bad"] = (301, {"Location": served.url("/worse")}, b"")
        served.answers["/worse"] = (301, {"Location": served.url("/bad")}, b"")

    def chain(served: Served) -> None:
        served.answers["/bad"] = (302, {"Location": served.url("/bad0")}, b"")
        for n in range(20):
            served.answers[f"/bad{n}"] = (302, {"Location": served.url(f"/bad{n + 1}")}, b"")

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
        "too many questions": serve("/bad", 429, Retry_After="5400"),
        "too many questions, says a date": serve(
            "/bad", 429, Retry_After="Mon, 02 Mar 2026 12:00:00 GMT", Date="Mon, 02 Mar 2026 10:00:00 GMT"
        ),
        "nothing new, to who never asked": serve("/bad", 304),
        "gzip cut short": serve("/bad", 200, FEED * 50, Content_Type=rss, X_Cut_Gzip="1"),
        "gzip that is none": serve("/bad", 200, FEED, Content_Type=rss, Content_Encoding="gzip"),
        "no end": serve("/bad", 200, FEED, Content_Type=rss, X_Endless="fast"),
        "no end, slowly": serve("/bad", 200, FEED, Content_Type=rss, X_Endless="slow"),
        "redirects without end": chain,
        "a circle of two": circle,
    }


PEACE = {"busy": 7200, "too many questions": 5400, "too many questions, says a date": 7200}
"""Seconds that are asked for."""
WELL = ("nothing", "nothing new, to who never asked")


@pytest.mark.parametrize("what", sorted(misbehaving()))
def test_a_feed_that_misbehaves_harms_no_other(desk: Desk, what: str) -> None:
    desk.paths = ("/bad", "/a")
    desk.limits = Limits(pause=0.0, seconds=1.0, size=400_000)
    misbehaving()[what](desk.served)
    desk.served.feed("/a", "Varn Ledger", item("ledger"))
    turn = desk.turn()
    assert turn.added == 1 and turn.stories == 1
    bad = Watched(desk.folder).feed(desk.served.url("/bad"))
    if what not in WELL:
        assert turn.trouble or turn.rejected, "what went wrong is said"
        assert all(desk.served.url("/bad") in words for words in turn.trouble)
    assert desk.now + max(PEACE.get(what, 0), 600) <= bad.due <= desk.now + LONGEST
    if what.startswith("no end"):
        assert desk.served.stopped.wait(5.0), "the connection is closed"
    # Asked again in time it is as good as any, once it behaves.
    desk.served.feed("/bad", "Morning Echo", item("echo"))
    for other in [p for p in desk.served.answers if p.startswith(("/bad", "/worse")) and p != "/bad"]:
        del desk.served.answers[other]
    again = desk.turn()
    assert (again.added, again.trouble) == (1, ())
    assert Watched(desk.folder).feed(desk.served.url("/bad")).failures == 0


def test_a_new_etag_on_the_same_content_is_no_news(desk: Desk) -> None:
    desk.paths = ("/a",)
    pauses = []
    for n in range(4):
        desk.served.feed("/a", "Varn Ledger", item("ledger"), etag=f'"{n}"')
        turn = desk.turn()
        assert (turn.added, turn.stories) == ((1, 1) if n == 0 else (0, 0))
        stands = Watched(desk.folder).feed(desk.served.url("/a"))
        assert stands.etag == f'"{n}"'
        pauses.append(stands.due - desk.now)
    assert pauses == [600.0, 600.0, 1200.0, 2400.0], "and it is asked more rarely"
    assert desk.kinds() == []


def test_an_item_that_comes_twice_is_kept_once_and_two_of_one_guid_are_two(desk: Desk) -> None:
    desk.paths = ("/a",)
    same = replace(item("ledger"), guid="urn:1")
    other = replace(item("number"), guid="urn:1")
    desk.served.feed("/a", "Varn Ledger", same, same, other)
    assert desk.turn().added == 2, "a GUID that is not one loses no report"
    desk.served.feed("/a", "Varn Ledger", other, same, etag='"x"')
    assert desk.turn().added == 0
    store = SqliteStore(desk.folder)
    assert sorted(f.title for f in store.filed()) == sorted((REPORTS["ledger"][0], REPORTS["number"][0]))


@pytest.mark.parametrize("said", ["us-ascii", "utf-16", "windows-1252", "no-such-charset"])
def test_a_wrong_charset_in_the_header_changes_no_word(desk: Desk, said: str) -> None:
    desk.paths = ("/a",)
    title, first, *rest = REPORTS["denial"]
    told = Item("/denial", title, (first, *rest, "The café “Gällö” stayed open."))
    desk.served.feed("/a", OUTLETS["/c"], told, **{"Content-Type": f"application/rss+xml; charset={said}"})
    assert desk.turn().added == 1
    [article] = SqliteStore(desk.folder).articles()
    assert "The café “Gällö” stayed open." in article.text and "�" not in article.text


def test_bytes_that_are_not_what_the_feed_says_harm_no_other(desk: Desk) -> None:
    desk.paths = ("/bad", "/a")
    data = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Gällö</title></channel></rss>'.encode(
        "latin-1"
    )
    desk.served.answers["/bad"] = (200, {"Content-Type": "application/rss+xml"}, data)
    desk.served.feed("/a", "Varn Ledger", item("ledger"))
    assert desk.turn().added == 1


def test_a_server_whose_clock_is_wrong(desk: Desk) -> None:
    desk.paths = ("/a", "/c")
    ahead = formatdate(4e9, usegmt=True)
    desk.served.feed("/a", "Varn Ledger", item("ledger", published=ahead), Date=ahead, **{"Last-Modified": ahead})
    desk.turn()
    stands = Watched(desk.folder).feed(desk.served.url("/a"))
    assert stands.due == desk.now + 600 and stands.modified == ahead
    desk.served.feed("/c", OUTLETS["/c"], item("denial", published=formatdate(0, usegmt=True)), Date=formatdate(0, usegmt=True))
    desk.turn()
    assert desk.kinds() == ["denial"], "a date that cannot be hides no news"
    # "Wait until nine" means what the server's own clock makes of it.
    late = formatdate(4e9 + 3600, usegmt=True)
    desk.served.answers["/c"] = (503, {"Retry-After": late, "Date": ahead}, b"")
    desk.turn()
    assert desk.now + 3600 <= Watched(desk.folder).feed(desk.served.url("/c")).due <= desk.now + 2 * 3600


def test_our_own_clock_was_wrong_once(desk: Desk) -> None:
    opened(desk.served)
    desk.turn(after=10 * 365 * 86_400.0)
    desk.now -= 10 * 365 * 86_400.0
    watch = desk.watch()
    assert watch.due() == desk.now
    assert watch.turn().asked == len(OUTLETS)
    assert desk.watch().turn().asked == 0


def echoes(count: int) -> list[Item]:
    """The heart of the first report told again and again in other words, none of which says anything new."""
    heads = ("Ferry hits rocks off Varn Island", "Fog and rocks: ferry aground near Varn", "Many hurt as ferry strikes rocks")
    tails = ("", ", say rescuers", " in the night", " on Sunday evening", ": what happened", " – the story so far")
    ferries = ("A passenger ferry", "A ferry with many on board", "The Marrow Star, a passenger ferry,", "A ferry")
    struck = ("ran aground off Varn Island", "ran onto rocks off Varn Island", "hit the rocks off Varn Island")
    when = ("in thick fog on Sunday evening", "on Sunday evening in thick fog", "in dense fog on Sunday evening")
    aboard = ("with 112 passengers on board", "with 112 people travelling on it")
    out = []
    for n in range(count):
        said = ("the coast guard said", "according to the coast guard", "the coast guard said in a statement")[n % 3]
        first = f"{ferries[n % 4]} {struck[n % 3]} {when[n // 2 % 3]}, injuring 17 people, {said}."
        second = f"The Marrow Star struck the Kettle rocks shortly after 7 p.m. {aboard[n % 2]}, the coast guard said."
        third = (
            "It was towed to Port Hale during the night, and a technical inquiry has begun, the coast guard said in its statement."
        )
        out.append(Item(f"/echo{n}", heads[n % 3] + tails[n % 6], (first, f"{second} {third}")))
    return out


ROUNDS = (*[1] * 40,) if os.environ.get("STEMMA_LONG") else (*[1] * 8, 10, 22)
"""How many echoes come in each round. One in each is minutes of work: STEMMA_LONG=1 asks for it."""


def test_forty_echoes_are_one_story_and_one_set_of_alerts(desk: Desk) -> None:
    """After the first report come forty echoes, and amid them a denial: only the denial is told."""
    served = desk.served
    desk.paths = ("/a", "/c", *(f"/e{n}" for n in range(40)))
    for path in desk.paths:
        served.feed(path, OUTLETS.get(path, f"Outlet {path[2:]}"), *([item("ledger")] if path == "/a" else []))
    desk.turn()
    assert desk.told == []
    coming = list(enumerate(echoes(40)))
    half = len(ROUNDS) // 2
    for turn, count in enumerate(ROUNDS):
        if turn == half:
            served.feed("/c", OUTLETS["/c"], item("denial"))
        for n, echo in coming[:count]:
            served.feed(f"/e{n}", f"Outlet {n}", echo)
        del coming[:count]
        assert desk.turn().added == count + (turn == half)
        assert [a["alert"] for a in desk.told] == (["denial"] if turn >= half else []), json.dumps(desk.told, indent=1)
    assert coming == [] and str(desk.told[0]["outlet"]) == "Coast Radio"
    store = SqliteStore(desk.folder)
    assert len(store.filed()) == 42
    assert [len(e.reports) for e in store.stories()] == [42]
