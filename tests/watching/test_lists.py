from pathlib import Path

import pytest

from stemma.errors import BadInput
from stemma.watching import Subscribed, read_feeds

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>mine</title></head><body>
<outline text="Papers"><outline type="rss" text="Ledger &amp; Post" xmlUrl="https://ledger.example/rss" htmlUrl="https://ledger.example"/>
<outline type="rss" title="Echo" xmlUrl="https://echo.example/feed"/></outline>
<outline type="rss" text="Ledger again" xmlUrl="https://ledger.example/rss"/><outline text="no feed"/></body></opml>"""


def test_opml_with_folders_gives_each_feed_once(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(OPML, "utf-8")
    assert read_feeds(path) == (
        Subscribed(url="https://ledger.example/rss", title="Ledger & Post"),
        Subscribed(url="https://echo.example/feed", title="Echo"),
    )


def test_a_plain_list_has_an_address_a_line(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("# mine\n\nhttps://ledger.example/rss  The Ledger\nhttps://echo.example/feed\nnot an address\n", "utf-8")
    assert [f.title for f in read_feeds(path)] == ["The Ledger", "https://echo.example/feed"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"nothing here\n", "empty"),
        (b"<opml><body/></opml>", "empty"),
        (b"<opml><body>", "damaged"),
        (b"<rss><channel/></rss>", "damaged"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml><body/></opml>', "unsafe"),
    ],
)
def test_what_is_no_list_is_refused_by_name(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(data)
    with pytest.raises(BadInput) as raised:
        read_feeds(path)
    assert raised.value.code == code and raised.value.source == str(path) and raised.value.hint


def test_a_list_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_feeds(tmp_path / "none.opml")
    assert raised.value.code == "missing"
