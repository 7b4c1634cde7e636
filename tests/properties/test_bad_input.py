"""One bad input never sinks a batch, never disappears, and says what was wrong and what to do."""

import os
from pathlib import Path

import pytest

import stemma
from stemma.errors import StrictStop
from tests.support.walk import demo_pages

GOOD = demo_pages()[:2]


def bad(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.txt"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "huge":
        path.write_bytes(b"The harbour board met on Monday and adjourned. " * (50_000_000 // 47))
    elif kind == "encoding":
        path.write_bytes("The mayor said on Monday that ".encode("utf-16-le")[1:] * 7)
    elif kind == "chrome-only":
        path = folder / "chrome-only.html"
        path.write_text("<html><body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav><footer>© 2025</footer></body></html>")
    elif kind == "blank":
        path.write_text(" \n\t\n \n")
    return path


@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "huge", "encoding", "chrome-only", "blank"])
def test_a_bad_input_is_set_aside_with_a_reason_and_the_rest_is_examined(tmp_path: Path, kind: str) -> None:
    path = bad(tmp_path, kind)
    found = stemma.examine([*GOOD, path])
    assert sum(len(d.articles) for d in found) == 2
    (rejected,) = found.rejected
    assert path.name in rejected.source
    assert rejected.code and rejected.code == rejected.code.lower() and " " not in rejected.code
    assert len(rejected.message) > 15 and len(rejected.hint) > 10
    with pytest.raises(StrictStop, match=path.name):
        stemma.examine([*GOOD, path], strict=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("x")
    path.chmod(0)
    assert [r.source for r in stemma.examine([*GOOD, path]).rejected] == [str(path)]


def test_windows_1252_is_read_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(GOOD[0].read_text("utf-8").replace("office", "office –").encode("windows-1252"))
    (dossier,) = stemma.examine([path])
    assert "–" in dossier.articles[0].text
    assert any("1252" in note for note in dossier.articles[0].notes)


def test_nothing_but_bad_input_gives_no_dossier_and_all_reasons(tmp_path: Path) -> None:
    found = stemma.examine([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert len(found) == 0 and len(found.rejected) == 2
