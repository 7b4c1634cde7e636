"""A folder that one process at a time works in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stemma.disk import held
from stemma.errors import StemmaError

HOLD = """
import sys
from pathlib import Path
from stemma.disk import held
with held(Path(sys.argv[1]), "the folder", "wait"):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process, which holds the file when this comes back."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_who_comes_second_is_told_who_is_there(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock")
    try:
        told = rf"the folder is in use by process {process.pid} on .*, since 20"
        with pytest.raises(StemmaError, match=told) as found, held(tmp_path / "lock", "the folder", "wait for it"):
            raise AssertionError
        assert found.value.hint == "wait for it"
    finally:
        process.communicate()
    with held(tmp_path / "lock", "the folder", ""):
        pass


def test_a_holder_that_is_killed_holds_no_more(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock")
    process.kill()
    process.communicate()
    assert (tmp_path / "lock").read_text()  # what it said of itself is still there, and means nothing
    with held(tmp_path / "lock", "the folder", ""):
        assert f"process {os.getpid()} " in (tmp_path / "lock").read_text()
    assert (tmp_path / "lock").read_bytes() == b""


def test_twice_in_one_process_is_twice(tmp_path: Path) -> None:
    path, told = tmp_path / "lock", f"process {os.getpid()}"
    with held(path, "it", ""), pytest.raises(StemmaError, match=told), held(path, "it", ""):
        raise AssertionError
    with held(tmp_path / "lock", "it", ""):
        pass
