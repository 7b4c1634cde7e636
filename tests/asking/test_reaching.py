"""How far a passage went, on a tree built by hand."""

from dataclasses import replace

import pytest

import stemma
from stemma.asking import reach
from stemma.asking.reaching import downstream, inherited
from stemma.errors import UnknownName
from stemma.model import Derivation, Dossier, Inherited, Passage, Span
from tests.support.walk import demo_pages


def at(article: str, start: int, end: int) -> Passage:
    return Passage(article=article, span=Span(start, end))


def edge(parent: str, child: str, *links: tuple[Passage, Passage | None], sure: float = 0.9) -> Derivation:
    return Derivation(
        id=f"{parent}-{child}",
        parent=parent,
        child=child,
        kind="rewritten",
        share=0.5,
        passages=tuple(Inherited(child=c, parent=p) for c, p in links),
        confidence=sure,
        direction=0.8,
        evidence=(),
    )


CHAIN = (
    edge("a", "b", (at("b", 0, 9), at("a", 10, 20)), (at("b", 20, 30), at("a", 30, 40))),
    edge("b", "c", (at("c", 5, 8), at("b", 2, 7)), sure=0.7),
    edge("b", "d", (at("d", 1, 4), at("b", 25, 30))),
)


def test_only_what_comes_from_the_passage_inherits_it() -> None:
    heirs = inherited(CHAIN, "a", [at("a", 12, 14)])
    assert [(h.passage, h.path, h.sure) for h in heirs] == [
        (at("b", 0, 9), ("a", "b"), 0.8),
        (at("c", 5, 8), ("a", "b", "c"), 0.7),
    ]
    assert inherited(CHAIN, "a", [at("a", 20, 30)]) == ()
    assert downstream(CHAIN, "a") == {"b", "c", "d"}


def test_of_two_ways_the_surer_is_told_and_circles_end() -> None:
    circle = (
        *CHAIN,
        edge("a", "c", (at("c", 5, 8), at("a", 12, 13)), sure=0.5),
        edge("c", "a", (at("a", 10, 20), at("c", 5, 8))),
    )
    heirs = inherited(circle, "a", [at("a", 12, 14)])
    assert {h.passage: h.path for h in heirs} == {at("b", 0, 9): ("a", "b"), at("c", 5, 8): ("a", "b", "c")}


def test_a_lost_original_is_asked_by_its_witnesses(demo: Dossier) -> None:
    (lost,) = demo.stemma.lost
    answer = reach(demo, "only card we have left", at=lost)
    assert answer.node == lost.id and len(answer.heirs) >= 3
    for heir in answer.heirs:
        text = next(a.text for a in demo.articles if a.id == heir.passage.article)
        assert "only card we have left" in text[heir.passage.span.start : heir.passage.span.end]
        assert heir.path[0] == lost.id and heir.path[-1] == heir.passage.article and 0 <= heir.sure <= 1
    carrying = {h.passage.article for h in answer.heirs}
    assert set(answer.clear) == downstream(demo.stemma.derivations, lost.id) - carrying


def test_without_a_report_named_the_one_upstream_of_all_is_meant(demo: Dossier) -> None:
    assert reach(demo, "the harbour is the only card").node == demo.stemma.lost[0].id
    only = reach(demo, "Two men with a laser level")
    assert only.heirs == () and only.above == () and "no report" in only.words


def test_adding_an_unrelated_derivation_changes_nothing() -> None:
    more = (*CHAIN, edge("x", "y", (at("y", 0, 5), at("x", 0, 5))))
    assert inherited(more, "a", [at("a", 12, 14)]) == inherited(CHAIN, "a", [at("a", 12, 14)])


def test_what_cannot_be_found_is_refused(demo: Dossier) -> None:
    with pytest.raises(UnknownName, match="do not stand in any report"):
        reach(demo, "words that nobody printed anywhere")
    with pytest.raises(UnknownName, match="is a voice"):
        reach(demo, "the harbour", at="Jonna Keel")
    with pytest.raises(UnknownName, match="not among what"):
        reach(demo, "Two men with a laser level", at=demo.stemma.lost[0])
    alone = replace(demo, stemma=replace(demo.stemma, derivations=(), lost=()))
    with pytest.raises(UnknownName, match="none of these is the source"):
        reach(alone, "the harbour is the only card")
    (other,) = stemma.examine(demo_pages()[:1])
    with pytest.raises(UnknownName, match="no article"):
        reach(other, at("nowhere", 0, 5))


def test_a_passage_beyond_the_end_of_its_report_is_refused(demo: Dossier) -> None:
    one = demo.articles[0]
    with pytest.raises(UnknownName, match="characters"):
        reach(demo, at(one.id, len(one.text) - 1, len(one.text) + 1))
    assert reach(demo, at(one.id, 0, len(one.text))).node == one.id
