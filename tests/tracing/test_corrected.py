"""What a person says of the tree is held, whatever the models say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.collating import collate
from stemma.model import Article, Correction, Stemma, Verdict
from stemma.parsing import parse
from stemma.tracing import trace
from tests.tracing.stories import EDIT, OWN, REWRITE, WIRE, article
from tests.tracing.test_trace import assert_acyclic


def paged(name: str, text: tuple[str, ...], published: str | None = None, credit: str | None = None) -> Article:
    return replace(article(name, text, published, credit), sha256=name[0].lower() * 64)


NORTH, SOUTH, EAST = (
    paged("North", WIRE, "2031-05-06T10:00+00:00"),
    paged("South", EDIT, "2031-05-06T12:00+00:00"),
    paged("East", OWN),
)


def about(child: str, parent: str | None, verdict: Verdict) -> Correction:
    other = None if parent is None else parent[0].lower() * 64
    return Correction(page=child[0].lower() * 64, field="edge", verdict=verdict, quote="", other=other)


def edges(*corrections: Correction, articles: tuple[Article, ...] = (NORTH, SOUTH, EAST)) -> set[tuple[str, str]]:
    found = traced(articles, corrections)
    assert_acyclic(found)
    return {(d.parent if d.parent in found.articles else "lost", d.child) for d in found.derivations}


def traced(articles: tuple[Article, ...], corrections: tuple[Correction, ...]) -> Stemma:
    parsed = {a.id: parse(a) for a in articles}
    return trace(articles, parsed, (), collate(articles, parsed), (), corrections=corrections)


def test_an_edge_that_is_wrong_is_gone() -> None:
    assert edges() == {("North", "South")}
    assert ("North", "South") not in edges(about("South", "North", "cannot-be"))


def test_neither_way_leaves_neither() -> None:
    found = edges(about("South", "North", "cannot-be"), about("North", "South", "cannot-be"))
    assert not found & {("North", "South"), ("South", "North")}


def test_an_edge_runs_the_other_way_against_the_dates() -> None:
    found = traced((NORTH, SOUTH, EAST), (about("North", "South", "must-be"),))
    [edge] = [d for d in found.derivations if d.child == "North"]
    assert (edge.parent, edge.direction) == ("South", 1.0)
    assert edge.evidence[0].note.startswith("a person says so")
    assert edges(about("North", "South", "must-be")) == {("South", "North")}


def test_an_edge_that_no_word_bears_out_is_held_all_the_same() -> None:
    assert ("North", "East") in edges(about("East", "North", "must-be"))


@pytest.mark.parametrize("verdict", ["must-be", "cannot-be"])
def test_an_original_that_is_not_among_the_pages(verdict: Verdict) -> None:
    children = (paged("North", EDIT, None, "Reuters"), paged("South", REWRITE, None, "Reuters"))
    assert edges(articles=children) == {("lost", "North"), ("lost", "South")}
    found = edges(about("South", None, verdict), articles=children)
    assert (("lost", "South") in found) is (verdict == "must-be")


def test_the_last_word_counts_and_a_page_that_is_not_here_none() -> None:
    assert edges(about("South", "North", "cannot-be"), about("South", "North", "must-be")) == {("North", "South")}
    assert edges(replace(about("South", "North", "cannot-be"), other="f" * 64)) == edges()
