"""The progress bar: only where somebody watches, and only on stderr; it tells how long is left, or that it cannot."""

from __future__ import annotations

import io
import re

import pytest

from stemma.cli.progress import SHOWN, far, left, progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def watching(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in the place of stderr."""
    one = Terminal()
    monkeypatch.setattr("sys.stderr", one)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "140")
    return one


def plain(screen: Terminal) -> str:
    """What is on the screen, without what moves and colours it."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.getvalue())


def test_nobody_watches() -> None:
    with progress() as advance:
        assert advance is None


def test_a_terminal_gets_a_bar_on_stderr(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    screen = watching(monkeypatch)
    with progress() as advance:
        assert advance is not None
        advance("reading", 1, 0)
        advance("statements", 1, 2)
        advance("statements", 2, 2)
    assert "statements" in plain(screen)
    assert capsys.readouterr().out == ""


def test_a_step_says_how_long_is_left_or_that_its_end_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watching(monkeypatch)
    with progress() as advance:
        assert advance is not None
        advance("profiles", 0, 1000)
    assert "0 of 1,000" in plain(screen) and "time left: not known yet" in plain(screen)
    with progress() as advance:
        assert advance is not None
        advance("versions", 20, 0)
    assert "20 so far" in plain(screen) and "end not known" in plain(screen)


def test_of_many_steps_the_latest_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watching(monkeypatch)
    with progress() as advance:
        assert advance is not None
        for n in range(SHOWN + 5):
            advance(f"step{n:02}", 1, 1)
        advance("step00", 1, 3)  # one that comes again is the latest
        screen.truncate(0)
        screen.seek(0)
    shown = set(re.findall(r"step\d\d", plain(screen)))
    assert shown == {"step00", *(f"step{n:02}" for n in range(6, SHOWN + 5))}


def test_far() -> None:
    assert far(1234, 5678) == "1,234 of 5,678"
    assert far(1234, None) == "1,234 so far"


@pytest.mark.parametrize(
    ("seconds", "known", "speed", "said"),
    [
        (3725, True, 1.0, "time left: 1:02:05"),
        (0, True, 1.0, "time left: 0:00:00"),
        (None, True, None, "time left: not known yet"),
        (None, False, None, "end not known"),
        (None, False, 1234.5, "end not known, 1,234 a second"),
        (None, False, 0.25, "end not known, 0.2 a second"),
    ],
)
def test_left(seconds: float | None, known: bool, speed: float | None, said: str) -> None:
    assert left(seconds, known, speed) == said
