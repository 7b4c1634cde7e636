"""`stemma corpus`: what it prints, its exit codes, and what it says when it is stopped or misused."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from stemma.cli import corpus as verb
from stemma.cli import main
from stemma.disk import held
from stemma.engine import corpus as room
from tests.contracts.collections import ROWS, jsonl, mixed


def test_a_collection_is_worked_through_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "reports.jsonl", ROWS[:5])
    assert main(["corpus", str(path), "-o", str(tmp_path / "out"), "--workers", "1", "--stories", "0"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("5 articles, 0 inputs set aside")
    assert told[1].startswith("2 articles share text with others, in 1 pairs")
    assert told[2].startswith("3 stories, 2 of several reports")
    assert told[3].startswith("0 dossiers")


def test_the_summary_as_json_and_the_exit_code_for_inputs_set_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["corpus", str(mixed(tmp_path / "in")), "-o", str(out), "--workers", "1", "--stories", "1", "--json"]) == 3
    printed = capsys.readouterr().out
    assert printed == (out / "summary.json").read_text("ascii")
    assert json.loads(printed)["dossiers"] == 1


def test_nothing_read_is_a_failure(tmp_path: Path) -> None:
    assert main(["corpus", str(tmp_path / "none"), "-o", str(tmp_path / "out"), "--workers", "1"]) == 1


def test_stopped_it_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "run", stop)
    assert main(["corpus", str(tmp_path), "-o", str(tmp_path / "out"), "--workers", "1"]) == 130
    assert "same command goes on from there" in capsys.readouterr().err


def test_a_folder_in_which_another_works_is_left_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = jsonl(tmp_path / "reports.jsonl", ROWS[:2]), tmp_path / "out"
    (out / "work").mkdir(parents=True)
    begun = out / ".writing.1.0"
    begun.write_bytes(b"the other is just writing this")
    with held(out / "work" / room.LOCK, "it", ""):
        assert main(["corpus", str(path), "-o", str(out), "--workers", "1"]) == 1
    told = capsys.readouterr().err
    assert f"in use by process {os.getpid()} on " in told and "another folder with --out" in told
    assert begun.exists() and not (out / "summary.json").exists()
    assert main(["corpus", str(path), "-o", str(out), "--workers", "1", "--stories", "0"]) == 0


def test_a_full_disk_is_told_and_the_same_command_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = jsonl(tmp_path / "reports.jsonl", ROWS[:2]), tmp_path / "out"

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(room, "write_copies", full)
        assert main(["corpus", str(path), "-o", str(out), "--workers", "1"]) == 1
    told = capsys.readouterr().err
    assert "No space left on device" in told and "same command goes on from there" in told
    assert main(["corpus", str(path), "-o", str(out), "--workers", "1", "--stories", "0"]) == 0


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "find_spec", lambda name: None if name == "numba" else object())
    assert main(["corpus", str(tmp_path), "-o", str(tmp_path / "out")]) == 1
    assert "needs numba" in (told := capsys.readouterr().err) and "stemma-news[corpus]" in told


@pytest.mark.parametrize(
    ("options", "needed"),
    [
        (["--workers", "0"], "at least one"),
        (["--master", "local[2]"], "--engine spark"),
        (["--engine", "spark", "--workers", "2"], "--master"),
        (["--min-reports", "0"], "1 or more"),
        (["--stories", "-1"], "0 or more"),
        (["--engine", "cloud"], "local"),
        (["--memory", "much"], "needed a size"),
        (["--memory", "0GB"], "needed a size"),
        (["--memory", "10KB"], "at least 1 MB"),
        (["--driver-memory", "4GB"], "--engine spark"),
        (["--spark-conf", "spark.executor.memory=1g"], "--engine spark"),
        (["--engine", "spark", "--memory", "1GB"], "--driver-memory"),
        (["--engine", "spark", "--driver-memory", "lots"], "such as --driver-memory 4GB"),
        (["--engine", "spark", "--driver-memory", "10MB"], "found 10 MB of memory for Spark's driver; needed 512 MB"),
        (["--engine", "spark", "--driver-memory", "900TB"], "which this machine has"),
        (["--engine", "spark", "--spark-conf", "spark.executor.memory"], "KEY=VALUE"),
        (["--engine", "spark", "--spark-conf", "executor.memory=1g"], "begin with spark."),
        (["--engine", "spark", "--spark-conf", "spark.task.maxFailures=9"], "stemma itself sets"),
        (["--engine", "spark", "--spark-conf", "spark.master=local"], "say --master"),
        (["--engine", "spark", "--spark-conf", "spark.driver.memory=1g"], "say --driver-memory"),
    ],
)
def test_options_that_cannot_be_meant(options: list[str], needed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", str(tmp_path), "-o", str(tmp_path / "out"), *options]) in (1, 2)
    assert needed in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_columns_that_say_nothing_are_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "reports.jsonl", ROWS[:1])
    assert main(["corpus", str(path), "-o", str(tmp_path / "out"), "--workers", "1", "--columns", "nonsense"]) == 2
    assert "stemma:" in capsys.readouterr().err
