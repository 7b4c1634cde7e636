"""`stemma watch`: what a stranger meets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stemma.archive import SqliteStore
from stemma.archive.watched import Feed, Watched
from stemma.cli import main
from tests.archive.collections import killed
from tests.archive.test_troubles import NOBODY


def opml(path: Path, *addresses: str) -> str:
    path.write_text(f"<opml><body>{''.join(f'<outline xmlUrl={a!r}/>' for a in addresses)}</body></opml>", "utf-8")
    return str(path)


def test_a_list_of_nonsense_says_what_is_wrong_with_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = opml(tmp_path / "f.opml", "ftp://a.example/rss", "https://[::1", "http://127.0.0.1:1/x", "http://h.example:99999/")
    assert main(["watch", feeds, str(tmp_path / "archive"), "--once"]) == 3
    said = capsys.readouterr().err
    assert "'ftp://a.example/rss' is no http or https address" in said
    assert all(f"stemma: {a}: found " in said for a in ("https://[::1", "http://127.0.0.1:1/x", "http://h.example:99999/"))
    assert "(if that is a host of your own: --trust 127.0.0.1:1)" in said
    assert "3 feeds asked, 0 unchanged, 0 new reports" in said
    assert main(["watch", feeds, str(tmp_path / "archive"), "--status"]) == 0
    assert capsys.readouterr().out.count("failing (1)") == 3


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--webhook", "desk.example"], 2, "needed an http or https address"),
        (["--every", "1s"], 2, "needed at least 60 seconds"),
        (["--every", "soon"], 2, "needed a time such as"),
    ],
)
def test_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, said: str) -> None:
    feeds = opml(tmp_path / "f.opml", "https://a.example/rss")
    assert main(["watch", feeds, str(tmp_path / "archive"), "--once", *more]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("data", [None, b"", b"{}", b"<opml>", b"\xff\xfe<\0"])
def test_what_is_no_list_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes | None) -> None:
    feeds = tmp_path / "f.opml"
    if data is not None:
        feeds.write_bytes(data)
    assert main(["watch", str(feeds), str(tmp_path / "archive"), "--once"]) == 1
    assert str(feeds) in capsys.readouterr().err


def test_how_feeds_stand_can_be_asked_where_nothing_can_be_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    feeds = opml(tmp_path / "f.opml", "https://a.example/rss")
    archive = tmp_path / "archive"
    SqliteStore(archive)
    book = Watched(archive)
    book.keep(Feed(url="https://a.example/rss", due=1e9, failures=2, trouble="down"))
    for path in (archive, *archive.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        path.chmod(0o755)
    main(["watch", feeds, str(archive), "--status"])  # all is imported now
    before = capfd.readouterr().out
    assert "failing (2)" in before

    def run(pipe: int) -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        os.write(pipe, str(main(["watch", feeds, str(archive), "--status"])).encode())

    assert killed(run, 0, kill=False) == b"0"
    assert capfd.readouterr().out == before
    archive.chmod(0o755)
