"""The progress bar: only where somebody watches, and only on stderr."""

from __future__ import annotations

import io

import pytest

from stemma.cli.progress import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_nobody_watches() -> None:
    with progress() as advance:
        assert advance is None


def test_a_terminal_gets_a_bar_on_stderr(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as advance:
        assert advance is not None
        advance("reading", 1, 0)
        advance("statements", 1, 2)
        advance("statements", 2, 2)
    assert "statements" in screen.getvalue()
    assert capsys.readouterr().out == ""
