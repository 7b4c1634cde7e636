from __future__ import annotations

from stemma.model import Hop, Span, Statement, Stemma, Voice
from stemma.tracing import close
from tests.tracing.stories import EDIT, OWN, WIRE, article, traced

ALONE = article("North", EDIT, credit="Reuters")


def said(by: str, *voices: Voice, gathered: Span | None = None, of: str = "North") -> Statement:
    return Statement(
        id=by,
        article=of,
        content=(ALONE.body[1],),
        cue=None,
        source=None,
        quotation="indirect",
        stance="asserts",
        hedges=(),
        chain=tuple(Hop(voices=(v,)) for v in voices),
        gathered=gathered,
        public=None,
        place="body",
        by="test",
    )


OFFICIAL = Voice(name="one of the officials", kind="unnamed")
NOTHING = Stemma(articles=("North",), lost=(), derivations=(), kinships=(), by="test")


def test_the_only_credit_of_the_page_carries_what_is_silent() -> None:
    (carrier,) = close([ALONE], [said("s1", OFFICIAL)], NOTHING)
    assert (carrier.statement, carrier.voice.name, carrier.voice.kind) == ("s1", "Reuters", "agency")
    at = carrier.evidence[0].at
    assert at is not None and ALONE.text[at.span.start : at.span.end].startswith("Reuters")


def test_a_chain_that_names_who_passed_it_on_needs_no_carrier() -> None:
    assert close([ALONE], [said("s1", OFFICIAL, Voice(name="Reuters", kind="agency"))], NOTHING) == ()


def test_what_the_outlet_gathered_itself_has_no_carrier() -> None:
    assert close([ALONE], [said("s1", OFFICIAL, gathered=ALONE.body[0])], NOTHING) == ()


def test_a_page_without_a_credit_has_no_carrier() -> None:
    bare = article("North", EDIT)
    assert close([bare], [said("s1", OFFICIAL)], NOTHING) == ()


def test_a_page_that_may_have_it_from_an_article_at_hand_has_no_carrier() -> None:
    articles = article("North", EDIT, "2031-05-09", "Reuters"), article("South", WIRE, "2031-05-06"), article("East", OWN)
    tree = traced(*articles)
    if any(d.child == "North" and d.parent == "South" for d in tree.derivations):
        assert close(articles, [said("s1", OFFICIAL)], tree) == ()
    else:
        assert [c.voice.name for c in close(articles, [said("s1", OFFICIAL)], tree)] == ["Reuters"]
