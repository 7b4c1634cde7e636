"""What is new between two dossiers."""

from dataclasses import replace
from pathlib import Path

import pytest

import stemma
from stemma.asking import compare
from stemma.model import Correction, Dossier
from tests.support.walk import demo_pages


@pytest.fixture(scope="module")
def smaller() -> Dossier:
    """The built-in story before the report that denies it."""
    (dossier,) = stemma.examine([p for p in demo_pages() if p.stem != "tarsia-today"])
    return dossier


def test_a_dossier_against_itself_is_unchanged(demo: Dossier) -> None:
    answer = compare(demo, demo)
    assert answer.changes == () and answer.words == "nothing has changed"


def test_a_new_report_and_its_denial_are_told(smaller: Dossier, demo: Dossier) -> None:
    answer = compare(smaller, demo)
    kinds = [c.kind for c in answer.changes]
    assert kinds[0] == "report-added" and kinds.count("report-added") == 1 and "report-removed" not in kinds
    assert "denial-added" in kinds and "denial-removed" not in kinds
    assert all("Tarsia Today" in c.words for c in answer.changes if c.kind in {"report-added", "denial-added"})
    assert answer.words.startswith("1 new report")


def test_the_other_way_round_the_same_things_are_gone(smaller: Dossier, demo: Dossier) -> None:
    forth, back = compare(smaller, demo), compare(demo, smaller)
    turned = {"added": "removed", "removed": "added"}

    def turn(kind: str) -> str:
        stem, _, end = kind.rpartition("-")
        return f"{stem}-{turned.get(end, end)}"

    assert sorted(turn(c.kind) for c in forth.changes) == sorted(c.kind for c in back.changes)
    for change in forth.changes:
        assert change.old is None or any(a.id == change.old.article for a in smaller.articles)
        assert change.new is None or any(a.id == change.new.article for a in demo.articles)


def test_a_page_that_changed_is_one_report_changed(tmp_path: Path) -> None:
    page = next(p for p in demo_pages() if p.stem == "calder-gazette")
    copy = tmp_path / page.name
    copy.write_bytes(page.read_bytes())
    (old,) = stemma.examine([copy])
    text = copy.read_text("utf-8")
    assert "58 boats" in text
    copy.write_text(text.replace("58 boats", "57 boats"), "utf-8")
    (new,) = stemma.examine([copy])
    answer = compare(old, new)
    (change,) = [c for c in answer.changes if c.kind.startswith("report")]
    assert change.kind == "report-changed" and "1 paragraph new, 1 gone" in change.words
    # What did not change keeps its claims.
    assert sum(c.kind.startswith("claim") for c in answer.changes) <= 2


def test_one_origin_more_is_named(demo: Dossier) -> None:
    weaker = replace(demo.origins[0], lower=0, proven=())
    answer = compare(replace(demo, origins=(weaker, *demo.origins[1:])), demo)
    (change,) = answer.changes
    assert change.kind == "origin-added" and f"new: {demo.origins[0].proven[0].words}" in change.words


def test_nothing_is_told_twice(smaller: Dossier, demo: Dossier) -> None:
    for answer in (compare(smaller, demo), compare(demo, smaller)):
        told = [(c.kind, c.words) for c in answer.changes]
        assert len(told) == len(set(told))
        assert {"contradiction-added", "contradiction-removed"} & {kind for kind, _ in told}


def test_corrections_are_told_that_hold_and_one_that_was_overruled_is_not(demo: Dossier) -> None:
    page = demo.articles[0].sha256

    def says(date: str, who: str) -> Correction:
        return Correction(page=page, field="published", verdict="must-be", quote="", value=date, who=who, note="it is printed")

    lost = Correction(page=page, field="line", verdict="must-be", quote="words that it does not print", value="chrome", who="S. K.")
    new = replace(demo, corrections=(says("2025-06-07", "S. K."), lost, says("2025-06-08", "R. D.")))
    told = [c.words for c in compare(demo, new).changes]
    assert told == [told[0]] and told[0].endswith("is “2025-06-08”, says R. D.: it is printed")
    assert [c.kind for c in compare(new, demo).changes] == ["correction-removed"]
