"""`stemma demo`, with every stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from stemma.cli import main


def test_the_demo_writes_a_dossier_and_says_what_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "-o", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    result, truth = captured.out.split("\n\nThe true tree, as its authors made it:\n")
    lines = result.splitlines()
    assert lines[0].startswith("7 reports · 1 lost original")
    assert len(lines) <= 12
    assert Path(lines[-1].removeprefix("→ ")).is_file()
    assert truth.splitlines()[-1].startswith("Found 7 of 7 true derivations")
    assert captured.err == ""
