"""What strangers wrote, in a terminal: no character of theirs steers it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from stemma.cli import main
from tests.support.hostile import broken_pages, hostile_pages, plain_pages, written

STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\ufeff\U000e0000-\U000e0fff]"
)
NAME = "x\x1b[31m\u202ey"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile pages, and in `out` what `examine` made of them."""
    folder = tmp_path_factory.mktemp("hostile")
    written(folder / "pages", {**plain_pages(), **hostile_pages(), **broken_pages()})
    code, out, err = said(["examine", str(folder / "pages"), "-o", str(folder / "out")])
    assert code == 3
    assert not STEERS.search(out) and not STEERS.search(err)
    assert "[U+001B][31mred[U+202E].txt" in err
    return folder


def said(argv: list[str]) -> tuple[int, str, str]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = main(argv)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    "argv",
    [
        ["show", "OUT"],
        ["show", "OUT", "--claim", "1"],
        ["show", "OUT", "--claim", NAME],
        ["verify", "OUT"],
        ["verify", NAME],
        ["show", NAME],
        ["without", "OUT", NAME],
        ["compare", "OUT", "OUT"],
        ["export", "OUT", "--to", NAME],
        ["read", "--show", "PAGES"],
        ["attribute", "--show", "PAGES"],
        ["collate", "PAGES"],
        ["correct", NAME, "--title", "x"],
        ["examine", NAME],
        [NAME],
    ],
)
def test_nothing_steers_the_terminal(folder: Path, argv: list[str]) -> None:
    (out,) = (folder / "out").iterdir()
    places = {"OUT": str(out), "PAGES": str(folder / "pages")}
    code, printed, complained = said([places.get(a, a) for a in argv])
    assert printed or complained
    assert not STEERS.search(printed)
    assert not STEERS.search(complained)
    assert "Traceback" not in complained and "unexpected" not in complained
    assert code in (0, 1, 2, 3)
