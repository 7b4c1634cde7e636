"""What a lost original was itself made from, and what follows for those of its children that name it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stemma.collating import collate
from stemma.model import Credit, Derivation, Kinship, Lost, Span, Stemma
from stemma.tracing import close, logistic
from stemma.tracing.material import Material, gather
from stemma.tracing.passages import Share, part, shares
from stemma.tracing.reworking import reworking
from stemma.tracing.sources import KIN, drawn_on, sources
from stemma.tracing.support import support
from stemma.tracing.tree import Edge, Tree, grow
from tests.tracing.stories import EDIT, OWN, REWRITE, WIRE, article, grammar
from tests.tracing.test_carriers import OFFICIAL, said

PAPER = article("Quay", WIRE, "2031-05-05")
_NAMING = article("North", ("The Quay Gazette first wrote of the crack.", *EDIT), "2031-05-06")
NORTH = replace(
    _NAMING,
    text=f"{_NAMING.text}\nReuters",
    credits=(Credit(agency="Reuters", kind="credit-line", span=Span(len(_NAMING.text) + 1, len(_NAMING.text) + 8), how="test"),),
)
SOUTH = article("South", REWRITE, "2031-05-06", "Reuters")
STORY = (NORTH, PAPER, SOUTH)  # witnesses 0, 1, 2


def found(kin: float) -> tuple[Material, Tree]:
    """North and South under a lost original, the paper beside it as North's parent, and how kin it is to South."""
    parsed = {a.id: grammar(a) for a in STORY}
    material = gather(STORY, parsed, collate(STORY, parsed))
    tree = grow(material, (), logistic.load())
    square = np.full((3, 3), 0.9)
    square[1, 2] = square[2, 1] = kin
    edges = (Edge(-1, 0, 0.9, 1.0), Edge(-1, 2, 0.9, 1.0), Edge(1, 0, 0.9, 0.9))
    return material, replace(tree, kin=square, edges=edges, lost=((0, 2),))


def of_north(material: Material, tree: Tree) -> dict[int, Share]:
    """What North has from each of its parents."""
    return {s.edge.parent: s for s in shares(material, support(material), tree, ()) if s.edge.child == 0}


def test_a_report_that_all_children_are_kin_to_and_one_names_is_what_the_lost_original_was_made_from() -> None:
    assert drawn_on(found(0.8)[1], 0) == {1}
    assert drawn_on(found(0.2)[1], 0) == frozenset()
    _, tree = found(0.8)
    silent = replace(tree, measures=replace(tree.measures, names=np.zeros((3, 3))))
    assert drawn_on(silent, 0) == frozenset()


def test_what_came_from_it_may_have_come_by_the_lost_original() -> None:
    through, beside = (of_north(*found(kin)) for kin in (0.8, 0.2))
    numbers = {kin: {n for n, _ in shared[-1].sentences} for kin, shared in ((0.8, through), (0.2, beside))}
    assert numbers[0.2] < numbers[0.8]
    # The paper's own share is the same: it vies with nobody less.
    assert through[1] == beside[1]


def test_a_page_credited_to_the_agency_alone_is_the_agencys_whatever_that_drew_on() -> None:
    for kin, is_whole in ((0.8, True), (0.2, False)):
        material, tree = found(kin)
        share = of_north(material, tree)[-1]
        assert reworking(material, share, tree).whole == is_whole
        assert (part(material, share) == 1.0) == is_whole


def stemma(kin: float) -> Stemma:
    """The tree of `found` as the stage gives it."""

    def derivation(parent: str, child: str) -> Derivation:
        return Derivation(
            id=f"{parent}>{child}",
            parent=parent,
            child=child,
            kind="rewritten",
            share=0.9,
            passages=(),
            confidence=0.9,
            direction=0.9,
            evidence=(),
        )

    return Stemma(
        articles=("North", "Quay", "South"),
        lost=(Lost(id="lost-1", name="Reuters", agency="Reuters", recovered=(), evidence=()),),
        derivations=(derivation("lost-1", "North"), derivation("lost-1", "South"), derivation("Quay", "North")),
        kinships=(
            Kinship(a="North", b="Quay", probability=0.9, evidence=()),
            Kinship(a="Quay", b="South", probability=kin, evidence=()),
        ),
        by="test",
    )


def test_the_agency_brought_what_its_own_source_has_too() -> None:
    statement = replace(said("s1", OFFICIAL), content=(NORTH.body[2],))
    assert [c.voice.name for c in close(STORY, [statement], stemma(0.8))] == ["Reuters"]
    assert close(STORY, [statement], stemma(0.2)) == ()


def test_a_stranger_beside_the_lost_original_is_none_of_its_sources() -> None:
    other = article("East", OWN)
    articles = (*STORY, other)
    tree = stemma(0.8)
    more = replace(tree.derivations[2], id="East>North", parent="East")
    tree = replace(tree, articles=("East", *tree.articles), derivations=(*tree.derivations, more))
    statement = replace(said("s1", OFFICIAL), content=(NORTH.body[2],))
    assert close(articles, [statement], tree) == ()


NUMBERS = st.integers(0, 5)


@given(
    edges=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12),
    children=st.sets(NUMBERS),
    naming=st.sets(st.tuples(NUMBERS, NUMBERS)),
    kin=st.dictionaries(st.tuples(NUMBERS, NUMBERS), st.floats(0, 1)),
)
def test_sources_name_themselves_and_are_no_children(
    edges: list[tuple[int, int]], children: set[int], naming: set[tuple[int, int]], kin: dict[tuple[int, int], float]
) -> None:
    out = sources(edges, children, lambda a, b: (a, b) in naming, lambda a, b: kin.get((a, b), 0.0))
    assert out == sources(edges[::-1], children, lambda a, b: (a, b) in naming, lambda a, b: kin.get((a, b), 0.0))
    assert not out & children
    for one in out:
        by = [b for a, b in edges if a == one and b in children and (one, b) in naming]
        assert by
        assert any(all(kin.get((one, c), 0.0) >= KIN for c in children - {b}) for b in by)
        assert len(children) > 1
