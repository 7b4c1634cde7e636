"""A file gives its pages through every layer of packing; a bad member stands in its place and leaves the others alone."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.model import Article, Rejected
from stemma.reading import read
from stemma.reading.parts import LIMITS, Limits, Part
from stemma.reading.sources.opening import is_page_name, open_parts
from stemma.reading.sources.zips import safe_name
from tests.reading.archives import HTML_TYPE, archived, codes, opened, parts, rss, zipped
from tests.reading.pages import HTML, PAGE
from tests.support.timing import within

TEXT = PAGE.encode()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("page.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    return out.getvalue()


class Trickle(io.RawIOBase):
    """A pipe that gives a few bytes at a time and cannot be sought in."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._data.read(min(7, len(buffer)))
        buffer[: len(data)] = data
        return len(data)


def test_a_page_is_its_own_only_part() -> None:
    assert opened(TEXT, "page.txt") == [Part(data=TEXT, source="page.txt", name="page.txt")]


def test_the_file_stays_open_and_is_left_to_its_owner() -> None:
    file = io.BytesIO(gzip.compress(TEXT))
    list(open_parts(file, "x", "x", LIMITS))
    next(iter(open_parts(io.BytesIO(TEXT), "x", "x", LIMITS)))
    assert not file.closed


@pytest.mark.parametrize("packed", [TEXT, gzip.compress(TEXT), zipped([("a.txt", TEXT)]), gzip.compress(zipped([("a.txt", TEXT)]))])
def test_a_pipe_is_read_like_a_file(packed: bytes) -> None:
    (part,) = open_parts(Trickle(packed), "standard input", "stdin", LIMITS)  # type: ignore[arg-type]
    assert isinstance(part, Part)
    assert part.data == TEXT


def test_a_file_that_the_system_stops_reading_is_refused() -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            raise OSError(5, "Input/output error")

    (found,) = open_parts(Failing(), "x", "x", LIMITS)  # type: ignore[arg-type]
    assert codes([found]) == ["unreadable"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_without_a_bound_are_refused(method: int) -> None:
    assert codes(opened(zipped([("a.txt", TEXT)], method), "z.zip")) == ["packing"]


def test_layers_within_layers_up_to_the_depth() -> None:
    data = TEXT
    for n in range(4):
        data = gzip.compress(data) if n % 2 else zipped([("in.txt" if n == 0 else "in.zip", data)])
    (part,) = parts(opened(data, "out.zip.gz"))
    assert part.data == TEXT
    assert codes(opened(gzip.compress(data), "out.gz")) == ["too-deep"]
    assert codes(opened(gzip.compress(TEXT), "out.gz", Limits(depth=0))) == ["too-deep"]


def test_an_archive_of_pages_archives_and_feeds() -> None:
    story = f"<title>Harbour</title><link>https://selwick.example/3</link><description>{TEXT.decode()}</description>".replace(
        "&", ""
    )
    found = opened(
        zipped(
            [
                ("b/page.txt", TEXT),
                ("a/crawl.warc.gz", archived([("https://selwick.example/2", HTML.encode(), HTML_TYPE, "200 OK")])),
                ("feed.xml", rss(story)),
                ("style.css", b"p { }"),
                (".hidden.txt", TEXT),
                ("__MACOSX/._page.txt", b"\0\5\x16\7"),
                ("empty/", b""),
            ]
        ),
        "all.zip",
    )
    assert [p.source for p in found if isinstance(p, Part)] == [
        "all.zip/a/crawl.warc.gz#https://selwick.example/2",
        "all.zip/b/page.txt",
        "all.zip/feed.xml#https://selwick.example/3",
    ]
    assert codes(found) == []


def test_a_wacz_is_its_archives_and_nothing_else() -> None:
    data = zipped(
        [
            ("datapackage.json", b"{}"),
            ("pages/pages.jsonl", b'{"format": "json-pages-1.0"}\n'),
            ("archive/data.warc.gz", archived([("https://selwick.example/1", HTML.encode(), HTML_TYPE, "200 OK")])),
            ("indexes/index.cdx.gz", gzip.compress(b"example,selwick)/1 20250304")),
        ],
        zipfile.ZIP_STORED,
    )
    assert [p.given.url for p in parts(opened(data, "crawl.wacz"))] == ["https://selwick.example/1"]


def test_names_that_lead_elsewhere_are_shown_safely_and_their_members_read() -> None:
    names = ["../../etc/cron.txt", "/abs/a.txt", "C:\\win\\b.txt", "..\\..\\c.txt", "d\u202e\x07.txt", "e.txt", "e.txt"]
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([(name, TEXT) for name in names])
    found = opened(data, "z.zip")
    assert codes(found) == []
    assert sorted(p.source for p in parts(found)) == sorted(
        f"z.zip/{name}" for name in ("etc/cron.txt", "abs/a.txt", "win/b.txt", "c.txt", "d\ufffd\ufffd.txt", "e.txt", "e (2).txt")
    )
    assert len({p.name for p in parts(found)}) == len(names)


def test_a_name_with_a_zero_byte_ends_there() -> None:
    data = zipped([("page.txtXevil.txt", TEXT)]).replace(b"page.txtX", b"page.txt\0")
    assert [p.source for p in parts(opened(data, "z.zip"))] == ["z.zip/page.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../a", "a"),
        ("/", "unnamed"),
        ("..", "unnamed"),
        ("a/../../b", "a/b"),
        ("C:/x", "x"),
        ("x" * 500, "x" * 200),
        ("\n", "\ufffd"),
    ],
)
def test_safe_names(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_locked_unknown_and_damaged_members_stand_in_their_place() -> None:
    data = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT), ("c.txt", TEXT), ("d.txt", TEXT)], zipfile.ZIP_STORED))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        starts = [info.header_offset for info in archive.infolist()]
    entries = [n for n in range(len(data)) if data[n : n + 4] == b"PK\x01\x02"]
    for at, field, value in ((0, 8, 1), (1, 10, 9)):
        struct.pack_into("<H", data, entries[at] + field, value)
        struct.pack_into("<H", data, starts[at] + field - 2, value)
    data[starts[2] + 200] ^= 1
    found = opened(bytes(data), "z.zip")
    assert [getattr(p, "code", p.source) for p in found] == ["encrypted", "packing", "damaged", "z.zip/d.txt"]
    assert [p.source for p in found] == [f"z.zip/{n}.txt" for n in "abcd"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped([("a.txt", TEXT)])[:-30], "damaged"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (zipped([]), "empty-folder"),
        (zipped([("a.jpg", b"x")]), "empty-folder"),
        (gzip.compress(tarred()), "packing"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "packing"),
        (zipped([("mimetype", b"application/epub+zip"), ("a.html", TEXT)]), "binary"),
    ],
)
def test_archives_that_give_no_page(data: bytes, code: str) -> None:
    assert codes(opened(data, "z.zip")) == [code]


def test_a_bomb_among_pages_is_refused_and_the_others_are_read() -> None:
    data = zipped(
        [("a.txt", TEXT), ("b.txt", b"\0" * 60_000_000), ("c.txt.gz", gzip.compress(b"\0" * 60_000_000)), ("d.txt", TEXT)]
    )
    with within(2):
        found = opened(data, "z.zip")
    assert [getattr(p, "code", "page") for p in found] == ["page", "bomb", "bomb", "page"]


def test_archives_in_archives_in_archives_are_given_up_soon() -> None:
    data = zipped([("0.txt", b"\0" * 100_000_000)])
    for _ in range(5):
        data = zipped([(f"{n:x}.zip", data) for n in range(16)])
    with within(2):
        found = opened(data, "42.zip")
    assert set(codes(found)) == {"too-deep", "bomb"}
    assert len(found) < 50
    assert codes(found)[-1] == "bomb"
    assert found[-1].source == "42.zip"


def test_many_members_that_swell_a_little_are_given_up_together() -> None:
    data = zipped([(f"{n}.txt", b"\0" * 20_000_000) for n in range(14)])
    with within(2):
        found = opened(data, "death.zip")
    assert codes(found)[-1] == "bomb"
    assert len(found) < 14


def test_members_that_overlap_are_given_up() -> None:
    """One kernel of data to which every entry of the directory points (Fifield 2019, "A better zip bomb")."""
    data = zipped([("a.txt", b"\0" * 20_000_000)])
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    count = 20_000
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, count, count, len(entry) * count, at)
    with within(5):
        found = opened(data[:at] + entry * count + bytes(tail), "death.zip")
    assert not parts(found[10:])


def test_a_directory_without_end_is_refused_before_it_is_read() -> None:
    size = 65_000_000
    data = b"PK\x03\x04" + bytes(size) + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 65_535, 65_535, size, 4, 0)
    assert codes(opened(data, "z.zip")) == ["too-large"]


def test_the_number_of_pages_is_limited() -> None:
    found = opened(zipped([(f"{n}.txt", TEXT) for n in range(5)]), "z.zip", Limits(parts=3))
    assert len(parts(found)) == 3
    assert codes(found) == ["too-large"]


def test_a_folder_of_packed_files_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "b.zip").write_bytes(zipped([("x.txt", TEXT), ("y.html", HTML.encode())]))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(TEXT)[:-20])
    found = list(read([tmp_path]))
    assert [Path(a.source).relative_to(tmp_path).as_posix() for a in found if isinstance(a, Article)] == [
        "a.txt.gz",
        "b.zip/x.txt",
        "b.zip/y.html",
    ]
    assert [r.code for r in found if isinstance(r, Rejected)] == ["damaged"]


def test_nothing_is_ever_written_beside_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "z.zip").write_bytes(zipped([("../../escaped.txt", TEXT), ("x.txt", TEXT)]))
    monkeypatch.chdir(inner)
    assert len(list(read(["z.zip"]))) == 2
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "z.zip"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("a/b.html", True), ("a/b.HTML", True), ("b", True), ("a/.git/b.txt", False), ("__MACOSX/b.txt", False), ("b.css", False)],
)
def test_page_names(name: str, wanted: bool) -> None:
    assert is_page_name(name) == wanted


NAMES = st.lists(
    st.text(st.sampled_from("ab./\\:..~ \u202eé"), min_size=1, max_size=12).map(lambda n: f"{n}.txt"), unique=True, max_size=8
)


@settings(max_examples=80, deadline=None)
@given(NAMES, st.data())
def test_every_member_has_a_name_of_its_own_that_leads_nowhere(names: list[str], data: st.DataObject) -> None:
    packed = zipped([(name, f"{n} {PAGE}".encode()) for n, name in enumerate(names)])
    found = parts(opened(packed, "z.zip"))
    assert len({p.source for p in found}) == len({p.name for p in found}) == len(found)
    for part in found:
        assert part.source.startswith("z.zip/")
        assert ".." not in part.source.split("/")
        assert part.source.isprintable()
    shuffled = data.draw(st.permutations(list(enumerate(names))))
    again = parts(opened(zipped([(name, f"{n} {PAGE}".encode()) for n, name in shuffled]), "z.zip"))
    assert sorted(p.data for p in again) == sorted(p.data for p in found)


def test_equal_rows_of_two_tables_are_two_articles_and_one_item_in_two_files_is_one(tmp_path: Path) -> None:
    words = " ".join(line for line in PAGE.split("\n") if len(line) > 80)
    for name, outlet in (("a.csv", "Selwick Observer"), ("b.csv", "Northport Echo")):
        (tmp_path / name).write_text(f'title,outlet,text\nStorm,{outlet},"{words}"\n')
    found = [one for one in read(tmp_path) if isinstance(one, Article)]
    assert len({one.id for one in found}) == 2
    assert {one.sha256 for one in found} == {found[0].sha256}
    item = json.dumps({"uri": "urn:norland:4711", "type": "text", "versioncreated": "2025-03-04T14:05:00Z", "body_text": words})
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(f"[{item}, {item}]")
    assert len({one.id for one in read(sorted(tmp_path.glob("*.json"))) if isinstance(one, Article)}) == 1
