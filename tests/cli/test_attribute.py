"""`stemma attribute`: JSON lines, brat and PARC files, the coloured text, and what is set aside."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from stemma.cli import main
from tests.reading.pages import PAGE


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "one.txt"
    file.write_text(PAGE, "utf-8")
    return file


def test_a_statement_a_line_with_its_words(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attribute", str(page)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    quote = next(r for r in rows if r["content"] == ["We were lucky"])
    assert quote["quotation"] == "direct" and "Aaland" in quote["chain"][0][0]["name"]
    for row in rows:
        assert [" ".join(PAGE[a:b].split()) for a, b in row["at"]["content"]] == row["content"]


def test_parc_is_an_article_a_line(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attribute", str(page), "--format", "parc"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert row["text"] == PAGE
    assert len(row["attributions"]) > 2


def test_brat_gets_a_folder(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "brat"
    assert main(["attribute", str(page), "--format", "brat", "-o", str(out)]) == 0
    names = sorted(f.suffix for f in out.iterdir())
    assert names == [".ann", ".conf", ".txt"]
    assert next(out.glob("*.txt")).read_bytes() == PAGE.encode()


def test_the_text_with_its_statements(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attribute", str(page), "--show"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"⟦\d+ We were lucky,?⟧", out)
    assert re.search(r"asserts .*Aaland", out)
    assert "Sign up for our newsletter" not in out, "furniture says nothing"


def test_another_language_is_said_and_not_analysed(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Der Hafen ist wieder offen, und die Boote sind nicht mehr in der Bucht, sagte der Leiter von dem Amt. " * 4
    (page.parent / "two.txt").write_text(text, "utf-8")
    assert main(["attribute", str(page.parent)]) == 3
    captured = capsys.readouterr()
    assert "[language]" in captured.err
    assert {json.loads(line)["from"] for line in captured.out.splitlines()} == {str(page)}


def test_a_folder_is_for_brat_alone(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["attribute", str(page), "-o", str(tmp_path / "x")]) == 2
    assert "--format brat" in capsys.readouterr().err
