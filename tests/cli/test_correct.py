"""`stemma correct` writes what `--corrections` honours, on this and every later run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stemma.cli import main
from tests.reading.pages import HTML, PAGE


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "one.txt"
    file.write_text(PAGE, "utf-8")
    return file


def read(page: Path, fixes: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert main(["read", str(page), "--corrections", str(fixes)]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_correction_survives_a_second_run(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fixes = tmp_path / "fixes.jsonl"
    drop = "The storm was the third this winter"
    assert main(["correct", str(page), "--outlet", "Selwick Courier", "--drop", drop, "--note", "desk", "--to", str(fixes)]) == 0
    said = capsys.readouterr().out
    assert "outlet must be Selwick Courier" in said and str(fixes) in said
    first, second = read(page, fixes, capsys), read(page, fixes, capsys)
    assert first == second
    assert first["outlet"] == {"value": "Selwick Courier", "how": "corrected by hand", "span": None}
    text, body = str(first["text"]), first["body"]
    assert isinstance(body, list)
    assert not any(drop in text[s["start"] : s["end"]] for s in body)


def test_saying_it_twice_writes_it_once(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fixes = tmp_path / "fixes.jsonl"
    for _ in range(2):
        assert main(["correct", str(page), "--published", "2025-03-04", "--to", str(fixes)]) == 0
    assert len(fixes.read_text("utf-8").splitlines()) == 1
    assert "(already so)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "nothing to correct"),
        (["--published", "last week"], "no time"),
        (["--drop", "words that are not there"], "does not print"),
        (["--page", "0123456789abcdef", "--title", "x"], "with the id 0123456789abcdef"),
    ],
)
def test_what_cannot_hold_is_refused_and_not_written(
    page: Path, tmp_path: Path, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fixes = tmp_path / "fixes.jsonl"
    assert main(["correct", str(page), *options, "--to", str(fixes)]) == (1 if options else 2)
    assert said in capsys.readouterr().err
    assert not fixes.exists()


def test_a_folder_of_several_pages_asks_which(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two.html").write_text(HTML, "utf-8")
    assert main(["correct", str(tmp_path), "--title", "x", "--to", str(tmp_path / "f.jsonl")]) == 1
    error = capsys.readouterr().err
    assert "found 2 pages" in error and "--page ID" in error
