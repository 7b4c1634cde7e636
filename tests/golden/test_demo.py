"""The built-in story against the tree that its authors recorded."""

import json
from importlib.resources import files

import pytest

import stemma
from stemma.dossier.places import places
from stemma.dossier.views.timeline import timeline
from stemma.model import Dossier
from tests.support.walk import demo_pages

TRUTH = json.loads((files("stemma.demo") / "truth" / "tree.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    (one,) = stemma.examine(demo_pages())
    return one


def page(dossier: Dossier, node: str) -> str:
    """The file name of an article, or "wire" for the lost original."""
    return next((a.source.replace("\\", "/").rsplit("/", 1)[-1] for a in dossier.articles if a.id == node), "wire")


def test_the_true_tree_is_found(dossier: Dossier) -> None:
    found = {(page(dossier, d.parent), page(dossier, d.child)) for d in dossier.stemma.derivations}
    assert found == {(d["parent"], d["child"]) for d in TRUTH["derivations"]}


def test_the_lost_original_has_its_name_and_no_words_but_those_of_its_witnesses(dossier: Dossier) -> None:
    (lost,) = dossier.stemma.lost
    assert TRUTH["lost"][0]["name"].startswith(lost.agency or "nothing")
    wire = (files("stemma.demo") / "truth" / TRUTH["lost"][0]["text"]).read_text("utf-8")
    text = {a.id: a.text for a in dossier.articles}
    recovered = [text[r.wording.article][r.wording.span.start : r.wording.span.end] for r in lost.recovered]
    assert sum(r.rstrip(".") in wire for r in recovered) >= 5


def test_the_denial_is_found_in_the_one_page_that_carries_it(dossier: Dossier) -> None:
    denying = {page(dossier, s.article) for s in dossier.statements if s.stance == "denies" and s.public}
    assert denying == {TRUTH["denial"]["page"]}


def test_the_independent_report_rests_on_nobody(dossier: Dossier) -> None:
    children = {page(dossier, d.child) for d in dossier.stemma.derivations}
    assert children.isdisjoint(TRUTH["independent"])


def test_the_timeline_has_the_days_that_the_pages_tell(dossier: Dossier) -> None:
    times = timeline(dossier, places(dossier))
    told = {t.when: [len(e.told) for e in t.events] for t in times.dated}
    assert list(told) == [
        "2024", "Dec 2024 – Feb 2025", "May 2025", "12 May 2025", "19 May 2025", "2 – 8 June 2025", "4 June 2025", "5 June 2025",
        "6 June 2025", "9 June 2025", "9 – 15 June 2025", "Oct 2025", "Mar 2026", "Mar – May 2026",
    ]  # fmt: skip
    assert told["12 May 2025"] == [2]  # one event in two pages
    assert [a.when[:6] for a in times.appeared] == ["5 June"] * 5 + ["6 June", "7 June"]
