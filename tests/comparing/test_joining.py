"""A changed number is one finding: the contradiction names the drift that is the same change."""

from __future__ import annotations

from stemma.comparing.accounts import Accounts
from stemma.comparing.joining import joined
from stemma.model import Article, Collation, Contradiction, Drift, DriftKind, Passage, Span, Stemma
from stemma.model.kinds import ContradictionKind
from tests.comparing.test_compare import article

NORTH = article("A", "The old mill at Harrow Weir employed 340 people, the owner said.")
SOUTH = article("B", "The mill at Harrow Weir employed 430 people, its owner said.")
WEST = article("C", "Some 340 people worked in the mill by the weir. It had 12 floors.")


def accounts(*articles: Article) -> Accounts:
    tree = Stemma(articles=tuple(a.id for a in articles), lost=(), derivations=(), kinships=(), by="test")
    return Accounts(articles, {}, (), (), Collation(sentences=(), pairs=(), rows=(), by="test"), tree)


def at(page: Article, words: str) -> Passage:
    start = page.text.index(words)
    return Passage(article=page.id, span=Span(start, start + len(words)))


def clash(a: Passage, b: Passage, kind: ContradictionKind = "number") -> Contradiction:
    name = f"c-{a.article}{b.article}"
    return Contradiction(id=name, kind=kind, claim=None, a=a, b=b, statement_a=None, statement_b=None, evolution=False, words="-")


def drift(parent: Passage, child: Passage, kind: DriftKind = "number-changed") -> Drift:
    return Drift(id="d1", kind=kind, parent=parent, child=child, directed=True, words="-")


CHANGED = drift(at(NORTH, "340"), at(SOUTH, "430"))
KNOWN = accounts(NORTH, SOUTH, WEST)


def test_the_contradiction_of_the_same_two_places_names_the_drift() -> None:
    for sides in ((NORTH, SOUTH), (SOUTH, NORTH)):
        one = clash(at(sides[0], sides[0].text[:-1]), at(sides[1], sides[1].text[:-1]))
        assert [c.drift for c in joined([one], [CHANGED], KNOWN)] == ["d1"]


def test_a_third_report_that_gives_the_old_number_tells_the_same_change() -> None:
    one = clash(at(WEST, "Some 340 people worked in the mill by the weir."), at(SOUTH, SOUTH.text))
    assert [c.drift for c in joined([one], [CHANGED], KNOWN)] == ["d1"]


def test_another_number_or_another_kind_is_a_finding_of_its_own() -> None:
    other = clash(at(WEST, "It had 12 floors."), at(SOUTH, SOUTH.text))
    denial = clash(at(NORTH, NORTH.text), at(SOUTH, SOUTH.text), "denial")
    assert [c.drift for c in joined([other, denial], [CHANGED], KNOWN)] == [None, None]
    hedge = drift(CHANGED.parent, CHANGED.child, "hedge-dropped")
    assert joined([clash(at(NORTH, NORTH.text), at(SOUTH, SOUTH.text))], [hedge], KNOWN)[0].drift is None


def test_nothing_but_the_pointer_changes_and_no_finding_is_lost() -> None:
    one, two = clash(at(NORTH, NORTH.text), at(SOUTH, SOUTH.text)), clash(at(NORTH, NORTH.text), at(WEST, "It had 12 floors."))
    assert [c.id for c in joined([one, two], [CHANGED], KNOWN)] == [one.id, two.id]
    assert joined([one, two], [], KNOWN) == (one, two)
