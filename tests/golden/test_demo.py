"""The built-in story against the tree that its authors recorded."""

import json
from importlib.resources import files

import pytest

import stemma
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
