"""Pages that are reports all the same: no line breaks, set in a table, equal in two folders; and our own pages, which are not."""

from pathlib import Path

import pytest

import stemma
from stemma.errors import BadInput
from stemma.model import Article, Rejected
from stemma.reading import read, read_bytes
from stemma.reading.sources.inputs import distinct

SENTENCES = (
    "The harbour board of Oskvik voted on Monday to close the old pier. ",
    "Chairwoman Lise Brandvold said the timbers were no longer safe for the ferry. ",
    "About 300 people use the crossing every day, according to the board. ",
    "A new pier would cost 4 million crowns and take two years, the town engineer told members. ",
    "Fishermen at the meeting said nobody had asked them. ",
)


def test_a_report_on_one_line_is_read() -> None:
    article = read_bytes("".join(SENTENCES).encode(), "one-line.txt")
    assert sum(s.end - s.start for s in article.body) > 300


def test_a_report_in_a_table_is_read_and_says_so() -> None:
    rows = "".join(f"<tr><td>{s}</td></tr>" for s in SENTENCES * 2)
    page = f"<html><body><table>{rows}</table></body></html>"
    article = read_bytes(page.encode(), "table.html")
    assert "harbour board" in "".join(article.text[s.start : s.end] for s in article.body)


def test_navigation_is_still_no_report() -> None:
    page = "<html><body><nav>" + "".join(f"<a href='/{n}'>Section {n}</a> " for n in range(80)) + "</nav></body></html>"
    with pytest.raises(BadInput) as caught:
        read_bytes(page.encode(), "nav.html")
    assert caught.value.code == "no-article"


def test_equal_pages_of_one_name_in_two_folders_stay_two(tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text("\n".join(SENTENCES))
    found = list(read([tmp_path]))
    assert len({a.id for a in found if isinstance(a, Article)}) == 2
    again = list(read([tmp_path / "south" / "page.txt", tmp_path / "north" / "page.txt"]))
    assert {a.id for a in found if isinstance(a, Article)} == {a.id for a in again if isinstance(a, Article)}


def test_names_are_as_short_as_they_can_be() -> None:
    a, b, c = Path("/x/north/page.txt"), Path("/x/south/page.txt"), Path("/x/other.txt")
    assert distinct([a, b, c]) == {a: "north/page.txt", b: "south/page.txt", c: "other.txt"}
    assert distinct([a, Path("/y/north/page.txt")])[a] == "x/north/page.txt"
    assert distinct([c]) == {c: "other.txt"}


def test_a_dossier_is_not_read_as_a_report(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("\n".join(SENTENCES))
    (dossier,) = stemma.examine([page])
    (tmp_path / "dossier.html").write_text(stemma.render(dossier), "utf-8")
    found = list(read([tmp_path]))
    (rejected,) = [r for r in found if isinstance(r, Rejected)]
    assert (rejected.code, Path(rejected.source).name) == ("dossier", "dossier.html")
    assert sum(isinstance(a, Article) for a in found) == 1
