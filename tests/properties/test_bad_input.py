"""One bad input never sinks a batch, never disappears, and says what was wrong and what to do."""

import gzip
import os
import zipfile
from pathlib import Path

import pytest

import stemma
from stemma.errors import CODES, StrictStop
from stemma.model import Article, Rejected
from stemma.reading import read
from tests.reading.archives import HTML_TYPE, archived, rss, zipped
from tests.reading.pages import HTML
from tests.support.timing import within
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
    elif kind == "nested":
        path.write_text("<html><body>" + "<div>" * 200_000)
    elif kind == "bomb":
        path = folder / "bomb.txt.gz"
        path.write_bytes(gzip.compress(b"\0" * 300_000_000))
    elif kind == "cut":
        path = folder / "cut.txt.gz"
        path.write_bytes(gzip.compress(GOOD[0].read_bytes())[:-100])
    elif kind == "laughs":
        path = folder / "laughs.rss"
        path.write_bytes(
            rss("<title>&b;</title>").replace(b"<rss", b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss', 1)
        )
    elif kind == "local":
        path = folder / "local.rss"
        path.write_bytes(rss(f"<title>x</title><link>file://{GOOD[0].resolve()}</link><description>Two boats sank.</description>"))
    elif kind == "locked":
        path = folder / "locked.zip"
        data = bytearray(zipped([("a.txt", GOOD[0].read_bytes())], zipfile.ZIP_STORED))
        for at in (6, data.index(b"PK\x01\x02") + 8):
            data[at] |= 1
        path.write_bytes(bytes(data))
    elif kind == "no-zip":
        path = folder / "no-zip.zip"
        path.write_bytes(b"PK\x03\x04" + b"x" * 500)
    elif kind == "cut-warc":
        path = folder / "cut-warc.warc"
        path.write_bytes(archived([("https://selwick.example/1", HTML.encode(), HTML_TYPE, "200 OK")], gzip=False)[:-900])
    return path


@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "huge", "encoding", "chrome-only", "blank", "bomb"])
def test_a_bad_input_is_set_aside_with_a_reason_and_the_rest_is_examined(tmp_path: Path, kind: str) -> None:
    path = bad(tmp_path, kind)
    found = stemma.examine([*GOOD, path])
    assert sum(len(d.articles) for d in found) == 2
    (rejected,) = found.rejected
    assert path.name in rejected.source
    assert rejected.code in CODES
    assert len(rejected.message) > 15 and len(rejected.hint) > 10
    with pytest.raises(StrictStop, match=path.name):
        stemma.examine([*GOOD, path], strict=True)


@pytest.mark.parametrize("kind", ["nested", "cut", "laughs", "local", "locked", "no-zip", "cut-warc"])
def test_a_bad_file_is_set_aside_and_the_rest_is_read(tmp_path: Path, kind: str) -> None:
    path = bad(tmp_path, kind)
    with within(5):
        found = list(read([GOOD[0], path, GOOD[1]]))
    assert [type(one) for one in found] == [Article, Rejected, Article]
    rejected = found[1]
    assert isinstance(rejected, Rejected)
    assert path.name in rejected.source
    assert rejected.code in CODES
    assert len(rejected.message) > 15 and len(rejected.hint) > 10
    assert GOOD[0].read_text("utf-8")[:200] not in rejected.message


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


def paged(number: int) -> bytes:
    """An invented page of which no two are alike."""
    return HTML.replace("after storm", f"after storm {number}").replace("news/harbour", f"news/harbour-{number}").encode()


POISON = {
    "nested": b"<html><body>" + b"<div>" * 200_000,
    "empty": b"<html></html>",
    "binary": b"<html>" + bytes(range(256)) * 50,
    "large": b"<html>" + b" x" * 10_500_000,
}


@pytest.mark.parametrize("poison", POISON)
@pytest.mark.parametrize("kind", ["warc.gz", "warc", "zip", "folder"])
def test_one_poisoned_page_among_many_costs_itself_only(tmp_path: Path, kind: str, poison: str) -> None:
    pages = [POISON[poison] if n == 20 else paged(n) for n in range(40)]
    path = tmp_path / f"pages.{kind}"
    if kind == "zip":
        path.write_bytes(zipped((f"{n:02}.html", page) for n, page in enumerate(pages)))
    elif kind == "folder":
        path.mkdir()
        for n, page in enumerate(pages):
            (path / f"{n:02}.html").write_bytes(page)
    else:
        records = [(f"https://selwick.example/{n}", page, HTML_TYPE, "200 OK") for n, page in enumerate(pages)]
        path.write_bytes(archived(records, gzip=kind.endswith("gz")))
    with within(10):
        found = list(read([path]))
    assert sum(isinstance(a, Article) for a in found) == 39
    (rejected,) = [r for r in found if isinstance(r, Rejected)]
    assert rejected.source.startswith(str(path))
    assert "20" in rejected.source
    assert found.index(rejected) == 20
