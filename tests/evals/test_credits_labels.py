"""The labels of agency credits: their form, the draw of their pages, and the arithmetic of the figure that compares with them."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from evals.core import SHARED, find, hash_of
from evals.figures import credits as figure
from stemma.background.agencies import canonical
from stemma.model import Credit
from stemma.reading.html.rendering import render

PAGES = SHARED / "data" / "reading"
TEXT = re.compile(
    r"(?<!\w)(?:Reuters|REUTERS|(?i:Associated Press)|AP|AFP|Agence France[- ]Presse|PA Media|PA news|Press Association|UPI"
    r"|United Press International|Bloomberg|dpa|DPA|Deutsche Presse|EFE|ANSA|Ansa|Xinhua|T[Aa][Ss][Ss]|RIA|Interfax|Kyodo|Yonhap"
    r"|PTI|Press Trust of India|ANI|IANS|AAP|Canadian Press|KHN|Kaiser Health News|HealthDay|SWNS|Ruptly|Anadolu|CNN Wire"
    r"|Tribune News Service|The Conversation|Press Agency)(?!\w)"
    r"|news agenc|newswire|wire serv|wire report|(?<!\w)agencies(?!\w)|contributed to this report|(?i:with inputs from)"
)
PHOTO = re.compile(
    r"(?<!\w)(?:Getty|Shutterstock|Alamy|Zuma|ZUMA|EPA|iStock|USA T[Oo][Dd][Aa][Yy] Sports|Imagn)(?!\w)"
    r"|(?<!\w)told (?:the |The )?[A-Z]"
)
DRAWN = {"text": 40, "photo": 13, "none": 12}
HELD = {"aeb": {"text": 20, "photo": 6, "none": 4}, "aed": {"text": 7, "photo": 17, "none": 6}}
"""What the held set takes of each stratum after the pages of the first set."""
FILES = [figure.LABELS, figure.HELD]
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
needs_pages = pytest.mark.skipif(
    not (PAGES / "aed" / "articles.json").exists(), reason="the pages lie outside the project (../shared)"
)


def rows(file: Path) -> Iterator[tuple[str, figure.Label]]:
    return ((page, row) for page, labels in figure.labels(file).items() for row in labels)


def credit(agency: str, kind: str, how: str = "by name") -> Credit:
    return Credit(agency=agency, kind=kind, span=None, how=how)  # type: ignore[arg-type]


def label(agency: str, where: str, *, paper: bool = False) -> figure.Label:
    return {"agency": agency, "where": where, "paper": True} if paper else {"agency": agency, "where": where}


# --------------------------------------------------------------------------------------------------- the file


@pytest.mark.parametrize(("file", "of_each"), [(figure.LABELS, 65), (figure.HELD, 30)], ids=["labels", "held"])
def test_there_are_as_many_pages_of_each_set(file: Path, of_each: int) -> None:
    sets = [page.split("/")[0] for page in figure.labels(file)]
    assert (sets.count("aeb"), sets.count("aed"), len(sets)) == (of_each, of_each, 2 * of_each)


@pytest.mark.parametrize(("file", "at_least"), [(figure.LABELS, 60), (figure.HELD, 30)], ids=["labels", "held"])
def test_enough_pages_name_an_agency(file: Path, at_least: int) -> None:
    assert len({page for page, row in rows(file) if not row.get("paper")}) >= at_least


def test_no_page_is_in_both_sets() -> None:
    assert not figure.labels(figure.LABELS).keys() & figure.labels(figure.HELD).keys()


@each_file
def test_labels_hold_names_and_places_and_no_text(file: Path) -> None:
    for _, row in rows(file):
        assert set(row) <= {"agency", "where", "paper"}
        assert row["where"] in figure.KINDS
        assert row.get("paper", True) is True
        assert 0 < len(row["agency"]) <= 32 and len(row["agency"].split()) <= 4
        assert row["agency"] == row["agency"].strip() and not row["agency"].startswith("The ")


@each_file
def test_an_agency_has_one_text_place_and_papers_no_pictures(file: Path) -> None:
    for page, labels in figure.labels(file).items():
        sides = [(canonical(row["agency"]), row["where"] == "photo") for row in labels]
        assert len(set(sides)) == len(sides), page
        assert not any(row.get("paper") and row["where"] == "photo" for row in labels), page


def test_an_agency_is_never_a_paper_elsewhere() -> None:
    found = [row for file in FILES for _, row in rows(file)]
    assert not {row["agency"] for row in found if row.get("paper")} & {row["agency"] for row in found if not row.get("paper")}


# --------------------------------------------------------------------------------------------------- the draw


def rendered(file: Path) -> str:
    data = gzip.decompress(file.read_bytes())
    try:
        text = data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return render(html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")))[0]


@needs_pages
@pytest.mark.parametrize("name", ["aeb", "aed"])
def test_the_draw_can_be_repeated(name: str) -> None:
    aside = set(json.loads(figure.LABELS.read_text("utf-8"))["drawn"]["set_aside"][name])
    strata: dict[str, list[str]] = {stratum: [] for stratum in DRAWN}
    keys = [file.name.removesuffix(".html.gz") for file in (PAGES / name / "html").glob("*.html.gz")]
    assert len({key[:8] for key in keys}) == len(keys)
    for key in sorted(keys, key=lambda k: hashlib.sha256(k.encode()).hexdigest()):
        if key[:8] not in aside:
            text = rendered(PAGES / name / "html" / f"{key}.html.gz")
            strata["text" if TEXT.search(text) else "photo" if PHOTO.search(text) else "none"].append(f"{name}/{key}")
    first = {page for stratum, pages in strata.items() for page in pages[: DRAWN[stratum]]}
    assert first == {page for page in figure.labels(figure.LABELS) if page.startswith(name)}
    next_ones = {page for stratum, pages in strata.items() for page in pages[DRAWN[stratum] :][: HELD[name][stratum]]}
    assert next_ones == {page for page in figure.labels(figure.HELD) if page.startswith(name)}


# --------------------------------------------------------------------------------------------------- the figure


def test_a_page_found_as_labelled_has_no_error() -> None:
    gold = figure.labelled(
        [label("Reuters", "dateline"), label("Getty Images", "photo"), label("The Harbour Post", "in-text", paper=True)]
    )
    found = figure.read(
        (credit("Reuters", "dateline"), credit("Getty Images", "photo"), credit("Harbour Post", "in-text", "outlet by name"))
    )
    got = figure.counts(gold, found)
    assert (got["text_both"], got["text_found"], got["text_gold"]) == (1, 1, 1)
    assert (got["all_both"], got["all_found"], got["all_gold"]) == (2, 2, 2)
    assert (got["photo_both"], got["photo_found"], got["photo_gold"], got["photo_as_text"], got["where"]) == (1, 1, 1, 0, 1)


def test_other_media_are_left_out_of_the_text_counts() -> None:
    gold = figure.labelled([label("Harbour Post", "in-text", paper=True)])
    found = figure.read((credit("Harbour Post", "in-text"), credit("Hill Echo", "in-text", "outlet by name")))
    got = figure.counts(gold, found)
    assert (got["text_found"], got["text_gold"]) == (0, 0)
    assert (got["all_both"], got["all_found"], got["all_gold"]) == (1, 2, 1)


def test_an_agency_found_as_an_outlet_is_missed() -> None:
    gold, found = figure.labelled([label("Reuters", "in-text")]), figure.read((credit("Reuters", "in-text", "outlet by name"),))
    got = figure.counts(gold, found)
    assert (got["text_both"], got["text_found"], got["text_gold"], got["all_both"]) == (0, 0, 1, 1)


def test_a_picture_agency_found_for_the_words_is_counted() -> None:
    gold = figure.labelled([label("AP", "photo"), label("AFP", "photo"), label("AFP", "in-text")])
    found = figure.read((credit("Associated Press", "credit-line"), credit("AFP", "in-text")))
    assert figure.counts(gold, found)["photo_as_text"] == 1


def test_the_strongest_place_is_compared_and_names_are_even() -> None:
    gold = figure.labelled([label("Associated Press", "dateline")])
    found = figure.read((credit("the AP", "in-text"), credit("AP", "dateline"), credit("associated press", "byline")))
    got = figure.counts(gold, found)
    assert (got["text_both"], got["text_found"], got["where"]) == (1, 1, 1)
    assert figure.counts(gold, figure.read((credit("AP", "credit-line"),)))["where"] == 0


NAMES = st.sampled_from(["Reuters", "AP", "Associated Press", "the Harbour Post", "Getty Images", "AFP"])
FOUND = st.lists(
    st.builds(credit, NAMES, st.sampled_from(figure.KINDS), st.sampled_from(["by name", "outlet by name"])), max_size=6
)
GOLD = st.lists(st.builds(label, NAMES, st.sampled_from(figure.KINDS), paper=st.booleans()), max_size=6)


@given(GOLD, FOUND)
def test_counts_are_in_bounds_and_do_not_depend_on_order(gold: list[figure.Label], found: list[Credit]) -> None:
    got = figure.counts(figure.labelled(gold), figure.read(tuple(found)))
    for part in ("text", "all", "photo"):
        assert 0 <= got[f"{part}_both"] <= min(got[f"{part}_found"], got[f"{part}_gold"])
    assert got["where"] <= got["text_both"] <= got["all_both"]
    assert got["photo_as_text"] <= min(got["photo_gold"], got["all_found"])
    assert got == figure.counts(figure.labelled(gold[::-1]), figure.read(tuple(found[::-1])))


def test_the_figure_reads_the_pages_of_its_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "<html><head><title>Bridge closed after the flood</title></head><body><article><h1>Bridge closed after the flood</h1>"
        "<p>NORDHAM (Reuters) - The old bridge was closed on Tuesday after the river rose by two metres overnight.</p>"
        "<p>Engineers will look at the pillars when the water has gone down, the town council said in a statement.</p>"
        "</article></body></html>"
    )
    folder = tmp_path / "aeb" / "html"
    folder.mkdir(parents=True)
    (folder / "one.html.gz").write_bytes(gzip.compress(page.encode()))
    (folder / "two.html.gz").write_bytes(gzip.compress(b"\x00\x01\x02 no page at all \x00"))
    file, held = tmp_path / "labels.json", tmp_path / "held.json"
    file.write_text(
        json.dumps({"pages": {"aeb/one": [label("Reuters", "dateline")], "aeb/two": [label("AFP", "byline")]}}), encoding="utf-8"
    )
    held.write_text(json.dumps({"pages": {"aeb/one": [label("Reuters", "dateline"), label("AP", "photo")]}}), encoding="utf-8")
    monkeypatch.setattr(figure, "LABELS", file)
    monkeypatch.setattr(figure, "HELD", held)
    got = figure.measure(tmp_path)
    assert (got["text_precision"], got["text_recall"], got["where_accuracy"], got["photo_as_text"]) == (1.0, 0.5, 1.0, 0.0)
    assert got["refused"] == 1.0
    assert (got["held_text_precision"], got["held_text_recall"], got["held_text_f1"]) == (1.0, 1.0, 1.0)
    assert (got["held_photo_f1"], got["held_photo_as_text"]) == (0.0, 0.0)
    assert set(figure.FLOORS + figure.CEILINGS) <= got.keys()


def test_the_folder_of_both_sets_is_found_and_its_hash_covers_the_pages(tmp_path: Path) -> None:
    page = tmp_path / "aeb" / "html" / "one.html.gz"
    for file in (tmp_path / "aed" / "articles.json", page):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"{}")
    assert find("reading", tmp_path) == tmp_path
    assert find("reading", tmp_path / "aed") is None
    before = hash_of("reading", tmp_path)
    page.write_bytes(b"other")
    assert hash_of("reading", tmp_path) != before
