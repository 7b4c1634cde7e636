"""`stemma read`: JSON lines, the coloured page, standard input, what is set aside, and the exit codes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from stemma.cli import main
from stemma.cli.pages import show_page
from stemma.reading import read_bytes
from tests.reading.pages import HTML, PAGE


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "one.txt").write_text(PAGE, "utf-8")
    (folder / "two.html").write_text(HTML, "utf-8")
    (folder / "empty.txt").write_text(" ", "utf-8")
    return folder


def test_an_article_a_line(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pages)]) == 3
    captured = capsys.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [Path(a["source"]).name for a in found] == ["one.txt", "two.html"]
    for article in found:
        body = [article["text"][s["start"] : s["end"]] for s in article["body"]]
        assert body[0].endswith("Nobody was hurt.") or "Nobody was hurt in it." in body[0]
    assert "empty.txt" in captured.err and "[empty]" in captured.err


def test_what_is_set_aside_as_json_too(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pages), "--rejected"]) == 3
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    aside = [row["rejected"] for row in rows if "rejected" in row]
    assert [(Path(r["source"]).name, r["code"]) for r in aside] == [("empty.txt", "empty")]


def test_nothing_read_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "nothing.txt")]) == 1
    assert "[missing]" in capsys.readouterr().err


def test_a_page_on_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.encode())))
    assert main(["read", "-"]) == 0
    article = json.loads(capsys.readouterr().out)
    assert article["source"] == "standard input"
    assert article["title"]["value"] == "Harbour reopens after storm sinks two boats"


def test_an_address_needs_leave(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "https://selwick.example/news"]) == 1
    error = capsys.readouterr().err
    assert "--fetch" in error and "[address]" in error


def test_streaming_keeps_every_state_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n, more in enumerate(
        ("The pier is shut until further notice, the port said.", "The pier is open again, the port said on Friday.")
    ):
        (tmp_path / f"{n}.html").write_text(HTML.replace("</article>", f"<p>{more}</p></article>"), "utf-8")
    assert main(["read", str(tmp_path)]) == 0
    (one,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(one["earlier"]) == 1
    assert main(["read", str(tmp_path), "--stream"]) == 0
    assert [len(json.loads(line)["earlier"]) for line in capsys.readouterr().out.splitlines()] == [0, 0]


def test_the_page_with_every_verdict(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(pages / "one.txt"), "--show"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out, "no colour where nobody looks"
    article = read_bytes(PAGE.encode(), "one.txt")
    shown = re.findall(r"^(title|byline|dateline|body|subhead|caption|chrome) {2,}\S", out, re.MULTILINE)
    assert shown[-len(article.lines) :] == [line.role for line in article.lines]
    assert re.search(r"^credit +AFP \(credit-line\)|^credit +Agence France-Presse \(credit-line\)", out, re.MULTILINE)
    assert re.search(r"^published +2025-03-04T14:05", out, re.MULTILINE)


def test_colour_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    show_page(read_bytes(PAGE.encode(), "one.txt"), first=True, width=80)
    out = capsys.readouterr().out
    assert "\x1b[" in out
    plain = re.sub(r"\x1b\[[0-9;]*m", "", out)
    assert all(len(line) <= 80 for line in plain.splitlines())
    assert all(word in plain for word in PAGE.split()), "no word of the page is lost"


def test_a_damaged_file_of_corrections_says_where(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pages.parent / "fixes.jsonl"
    file.write_text('# by hand\n{"page": 3}\n', "utf-8")
    assert main(["read", str(pages), "--corrections", str(file)]) == 1
    assert "fixes.jsonl, line 2" in capsys.readouterr().err
