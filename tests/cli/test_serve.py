"""`stemma serve` as a program."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stemma.cli import main


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "this machine only"),
        (["--host", "example.org"], "this machine only"),
        (["--port", "70000"], "needed 0 to 65535"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", str(tmp_path / "archive"), *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "archive").exists()


def test_without_its_extra_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [m for m in sys.modules if m == "stemma.web" or m.startswith("stemma.web.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["serve", str(tmp_path)]) == 1
    assert "stemma-news[web]" in capsys.readouterr().err


def test_it_serves_refuses_a_second_and_ends_on_interrupt(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "stemma", "serve", str(tmp_path / "archive"), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"COLUMNS": "100"}
    ) as program:
        try:
            assert program.stdout is not None and program.stderr is not None
            told = program.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", told)
            assert found is not None, told + program.stderr.read()
            port = int(found[1])
            here = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            here.request("GET", "/")
            answer = here.getresponse()
            assert answer.status == 200
            assert b"Drop the reports of a story" in answer.read()
            assert answer.headers["server"] is None
            here.request("GET", "/", headers={"Host": "rebound.example"})
            assert here.getresponse().status == 421
            here.close()
            second = subprocess.run([*command[:-1], str(port)], capture_output=True, text=True, timeout=60, check=False)
            assert second.returncode == 1
            assert "open in another program" in second.stderr
        finally:
            program.send_signal(signal.SIGINT)
            _, err = program.communicate(timeout=30)
    assert program.returncode in (0, 130), err
    assert "Traceback" not in err
