"""What is taken out of an archive that is watched stays out, and leaves no word with the watch or in what it shows."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from stemma.archive import SqliteStore
from stemma.archive.checking import check
from stemma.archive.entries import entry
from stemma.archive.removing import Removal, remove
from stemma.archive.watched import Watched
from stemma.watching import FeedFile
from stemma.watching.telling import republished
from tests.watching.desk import Desk
from tests.watching.server import Item, Served
from tests.watching.story import OUTLETS, REPORTS, item, opened

QUOTE = "struck the Kettle rocks off Varn Island"


def taken(desk: Desk, name: str) -> Removal:
    folder = desk.folder
    return remove(SqliteStore(folder), [name], entry, published=lambda: republished(folder))


def titles(desk: Desk) -> set[str]:
    return {f.title for f in SqliteStore(desk.folder).filed()}


def raw(folder: Path) -> bytes:
    return b"".join(f.read_bytes() for f in sorted(folder.iterdir()))


@pytest.fixture
def denied(desk: Desk) -> Desk:
    """A watch that told a denial, and shows it in a feed."""
    desk.more = (FeedFile(desk.folder.parent / "alerts.atom"),)
    opened(desk.served)
    desk.turn()
    desk.served.feed("/c", OUTLETS["/c"], item("denial"))
    desk.turn()
    assert desk.kinds() == ["denial"]
    assert QUOTE.encode() in (desk.folder.parent / "alerts.atom").read_bytes()
    return desk


def test_no_word_of_it_is_left_with_the_watch_or_in_its_feed(denied: Desk) -> None:
    feed = denied.folder.parent / "alerts.atom"
    done = taken(denied, denied.served.url("/denial"))
    assert done.gone and dict(done.files)["alerts.atom"] == feed.stat().st_size
    assert b"urn:stemma:watch" in feed.read_bytes() and b"<entry" not in feed.read_bytes()
    for trace in (QUOTE, "/denial", "rejects coast guard"):
        assert trace.encode() not in raw(denied.folder) + feed.read_bytes(), trace
    assert check(SqliteStore(denied.folder)).troubles == ()


def test_a_feed_that_cannot_be_written_anew_is_named_as_left(denied: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = denied.folder.parent / "alerts.atom"

    def refused(path: Path, data: bytes) -> None:
        raise PermissionError(path)

    with monkeypatch.context() as patch:
        patch.setattr("stemma.watching.telling.put", refused)
        done = taken(denied, denied.served.url("/denial"))
    assert {x.where for x in done.left} == {"alerts.atom"}
    assert taken(denied, denied.served.url("/denial")).gone, "once it can be written"
    assert QUOTE.encode() not in feed.read_bytes()


def test_a_file_that_is_no_feed_of_ours_is_let_be(denied: Desk) -> None:
    feed = denied.folder.parent / "alerts.atom"
    feed.write_text("my notes")
    assert taken(denied, denied.served.url("/denial")).gone
    assert feed.read_text() == "my notes"
    feed.unlink()
    assert republished(denied.folder) == ()


def test_it_stays_out_as_long_as_any_feed_lists_it(denied: Desk) -> None:
    served = denied.served
    taken(denied, served.url("/denial"))
    gone = titles(denied)
    assert REPORTS["denial"][0] not in gone
    title, *words = REPORTS["denial"]
    for n, other in enumerate(
        (
            item("denial"),
            replace(item("denial"), updated="2026-03-03T15:00:00Z"),
            Item("/denial", f"Updated: {title}", tuple(words[:2])),
            Item("/denial", title),
        )
    ):
        for path in ("/c", "/d"):
            served.feed(path, OUTLETS[path], other, etag=f'"{n}"')
        turn = denied.turn()
        assert (turn.added, turn.rejected, denied.kinds()) == (0, (), [])
        assert titles(denied) == gone
    assert served.count("/denial") == 0, "its page is not even asked for"
    assert QUOTE.encode() not in raw(denied.folder)
    # What is not it comes in as ever.
    served.feed("/d", OUTLETS["/d"], item("denial"), item("number"))
    assert denied.turn().added == 1


def paged(served: Served, path: str, own: str, title: str, *words: str) -> None:
    """Serve a page that knows its own address."""
    served.page(path, title, *words)
    status, headers, data = served.answers[path]
    head = f'<head><link rel="canonical" href="{served.url(own)}">'.encode()
    served.answers[path] = (status, headers, data.replace(b"<head>", head))


def test_it_stays_out_whatever_address_leads_to_its_page(desk: Desk) -> None:
    """A feed's link says where it was clicked, the page knows its own address: neither brings it back."""
    served, desk.paths = desk.served, ("/a", "/b")
    title, *words = REPORTS["ledger"]
    served.feed("/a", "Varn Ledger", Item("/ledger?from=a", title))
    served.feed("/b", "Morning Echo")

    paged(served, "/ledger?from=a", "/ledger", title, *words)
    assert desk.turn().added == 1
    [filed] = SqliteStore(desk.folder).filed()
    assert filed.url == served.url("/ledger")
    assert taken(desk, served.url("/ledger")).gone
    served.feed("/a", "Varn Ledger", Item("/ledger?from=a", f"{title}, again"))
    assert desk.turn().added == 0 and served.count("/ledger?from=a") == 1, "the link that led to it is known"
    paged(served, "/ledger?from=b", "/ledger", title, *words, "A word more.")
    served.feed("/b", "Morning Echo", Item("/ledger?from=b", title))
    served.answers["/short"] = (302, {"Location": served.url("/ledger?from=b")}, b"")
    served.feed("/a", "Varn Ledger", Item("/short", title))
    turn = desk.turn()
    assert turn.added == 0 and titles(desk) == set()
    assert b"two warnings by radio" not in raw(desk.folder)


def test_a_person_may_add_it_again(denied: Desk) -> None:
    from stemma.archive.adding import add

    taken(denied, denied.served.url("/denial"))
    page = denied.folder.parent / "denial.txt"
    page.write_text("\n\n".join(REPORTS["denial"]), "utf-8")
    assert len(add(SqliteStore(denied.folder), [page], when=lambda: "2026-03-04T10:00:00Z").new) == 1


def test_a_takedown_beside_a_round_lets_nothing_in(denied: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is taken out in the very moment in which a round has kept it and has not written down from which item it came."""
    served, folder = denied.served, denied.folder
    title, *words = REPORTS["number"]
    served.feed("/d", OUTLETS["/d"], Item("/number?from=d", title))
    paged(served, "/number?from=d", "/number", title, *words)
    done: list[Removal] = []
    mark = Watched.mark
    other = threading.Thread(target=lambda: done.append(taken(denied, served.url("/number"))))
    out = threading.Event()
    take_out = SqliteStore.take_out

    def gone(self: SqliteStore, *args: object) -> None:
        take_out(self, *args)  # type: ignore[arg-type]
        out.set()

    def marked(self: Watched, feed: str, *args: object, **more: object) -> int:
        if feed == served.url("/d") and not done and not other.is_alive():
            other.start()
            assert out.wait(30)
            other.join(1.0)  # it cannot end before this is written down
        return mark(self, feed, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteStore, "take_out", gone)
    monkeypatch.setattr(Watched, "mark", marked)
    denied.turn()
    other.join()
    assert done[0].gone
    assert title not in titles(denied)
    served.feed("/d", OUTLETS["/d"], Item("/number?from=d", f"{title}, updated", tuple(words)))
    assert denied.turn().added == 0
    assert b"broken bones" not in raw(folder) and check(SqliteStore(folder)).troubles == ()


def test_an_alert_that_is_not_told_yet_is_not_told_of_what_was_taken_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The takedown falls between the list of what is to be told and the telling."""
    opened(desk.served)
    desk.turn()
    desk.served.feed("/c", OUTLETS["/c"], item("denial"))
    untold = Watched.untold

    def listed(self: Watched, sink: str) -> object:
        found = untold(self, sink)
        if found:
            taken(desk, desk.served.url("/denial"))
        return found

    monkeypatch.setattr(Watched, "untold", listed)
    turn = desk.turn()
    assert turn.alerts == 1 and desk.told == []
    assert Watched(desk.folder).latest(5) == ()
