"""The command line as a whole: help, versions, errors, exit codes, and how fast it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import stemma
from stemma.cli import main
from stemma.model import Examination


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for verb in ("examine", "demo", "show", "schema", "explain"):
        assert verb in out


def test_no_verb_and_a_wrong_verb_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["guess"]) == 2
    assert main(["examine"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage: stemma" in captured.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"stemma {stemma.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    heavy = "('spacy', 'numpy', 'jinja2', 'rich', 'msgspec', 'lxml')"
    code = f"import sys; from stemma.cli import main; main(['--help']); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_python_dash_m() -> None:
    done = subprocess.run([sys.executable, "-m", "stemma", "explain", "nothing of the kind"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("stemma: no term 'nothing of the kind' in the glossary\n")


def test_an_unexpected_error_is_one_line_and_a_traceback_on_demand(
    examined: Callable[..., Examination], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    examined(error=ZeroDivisionError("by zero"))
    assert main(["examine", "x.txt", "-o", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert "unexpected ZeroDivisionError: by zero" in err
    assert "report" in err and "Traceback" not in err
    assert main(["examine", "x.txt", "-o", str(tmp_path), "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_130(examined: Callable[..., Examination], capsys: pytest.CaptureFixture[str]) -> None:
    examined(error=KeyboardInterrupt())  # type: ignore[arg-type]
    assert main(["examine", "x.txt"]) == 130
    assert capsys.readouterr().err == "stemma: interrupted\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m stemma schema | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True,
        capture_output=True,
        text=True,
        executable="/bin/bash",
    )
    assert done.stdout.splitlines() == ["{", "0"]
    assert done.stderr == ""


def test_the_schema_is_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"Dossier", "Article", "Statement", "Claim"} <= set(schema["$defs"])


def test_linear_algebra_works_on_one_core_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    assert main(["explain", "row"]) == 0
    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    assert main(["explain", "row"]) == 0
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
