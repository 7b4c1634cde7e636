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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_may_be_written_in_any_unicode(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(OPML.replace('version="1.0"', f'version="1.0" encoding="{encoding[:6].rstrip("-")}"').encode(encoding))
    assert len(read_feeds(path)) == 2
    path.write_bytes(f"<!DOCTYPE x [<!ENTITY a 'b'>]>{OPML[21:]}".encode(encoding))
    with pytest.raises(BadInput, match="entity"):
        read_feeds(path)


def test_what_cannot_be_polled_is_named_and_the_rest_is_watched(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    addresses = (
        "ftp://old.example/rss", "javascript:alert(1)", "https://", "feed://ledger.example/rss", "feed:https://echo.example/rss",
        "",
    )  # fmt: skip
    path.write_text(f"<opml><body>{''.join(f'<outline xmlUrl={a!r}/>' for a in addresses)}</body></opml>", "utf-8")
    told: list[str] = []
    assert [f.url for f in read_feeds(path, told.append)] == ["http://ledger.example/rss", "https://echo.example/rss"]
    assert [next(a for a in addresses if repr(a) in words) for words in told] == list(addresses[:3])
