"""`stemma show`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stemma import codec
from stemma.cli import main
from stemma.dossier import outline
from tests.cli.conftest import sample_without_surrogate


def test_show_prints_the_whole_outline_from_file_or_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    d = sample_without_surrogate()
    (tmp_path / "dossier.json").write_bytes(codec.encode(d))
    for given in (tmp_path / "dossier.json", tmp_path):
        assert main(["show", str(given)]) == 0
        assert capsys.readouterr().out.splitlines() == list(outline(d, full=True))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not json", "neither JSON nor a page"),
        (b"{}", "no schema version"),
        (b'{"schema":"99"}', "schema version '99'"),
        (b'{"schema":"1"}', "damaged"),
    ],
)
def test_what_is_not_a_dossier_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str) -> None:
    file = tmp_path / "dossier.json"
    file.write_bytes(data)
    assert main(["show", str(file)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(tmp_path / "gone.json")]) == 1
    assert "gone.json" in capsys.readouterr().err


def test_a_terminal_without_the_characters_gets_others(tmp_path: Path) -> None:
    (tmp_path / "dossier.json").write_bytes(codec.encode(sample_without_surrogate()))
    command = [sys.executable, "-m", "stemma", "show", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.startswith(b"6 reports ? 1 lost original")
