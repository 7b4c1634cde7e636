"""Headlines and gists: a headline joins the lead it heads, and a gist can be read alone."""

from __future__ import annotations

from dataclasses import replace

from stemma.collating import collate
from stemma.matching import match
from stemma.matching.headlines import joined
from stemma.matching.scoring import prepare
from stemma.model import Claim, Hop, Span, Statement, Voice
from stemma.parsing import parse
from tests.support.reports import article, statement

ENGINEERS = (Hop(voices=(Voice(name="two engineers", kind="unnamed", count=2),)),)
TRUST = (Hop(voices=(Voice(name="the bridge trust", kind="organisation"),)),)
LEAD = "The old bridge at Oxmere will be closed to lorries from May"
OTHER = "Repairs to the pier would cost nine million crowns"


def groups(title: str) -> list[list[int]]:
    page = article("a", title, f"{LEAD}, two engineers said.", f"{OTHER}, the bridge trust said.")
    parsed = {"a": parse(page)}
    said = (
        replace(statement(page, title, "t"), place="title"),
        statement(page, LEAD, "lead", chain=ENGINEERS),
        statement(page, OTHER, "other", chain=TRUST),
    )
    board = prepare([page], parsed, said, collate([page], parsed))
    return joined(board, [[0], [1], [2]], parsed)


def test_a_headline_joins_the_lead_that_says_the_same() -> None:
    assert groups("Old bridge at Oxmere to be closed to lorries") == [[0, 1], [2]]


def test_a_headline_that_denies_asks_or_speaks_of_something_else_is_left_alone() -> None:
    apart = [[0], [1], [2]]
    assert groups("Will the old bridge at Oxmere be closed to lorries?") == apart
    assert groups("Minister denies that old bridge at Oxmere will be closed to lorries") == apart
    assert groups("Apple growers count the cost of a frost") == apart


def claims_of(given: Statement, text: str) -> tuple[tuple[Claim, ...], str]:
    page = article("a", "A quiet week in Oxmere", text)
    parsed = {"a": parse(page)}
    return match([page], parsed, [given], collate([page], parsed)), page.text


def test_the_gist_of_a_bit_is_quoted_with_source_and_cue() -> None:
    text = "Harlan Works, which built the bridge, declined to comment."
    page = article("a", "A quiet week in Oxmere", text)
    at = page.text.index(text)
    bit = statement(page, "to comment", "n", "declines", TRUST)
    spoken = replace(bit, source=Span(at, at + 12), cue=Span(page.text.index("declined"), page.text.index("declined") + 8))
    (claim,), whole = claims_of(spoken, text)
    assert whole[claim.gist.span.start : claim.gist.span.end] == text.rstrip(".")
    (bare,), whole = claims_of(bit, text)
    assert whole[bare.gist.span.start : bare.gist.span.end] == "to comment"


def test_the_gist_of_a_clause_is_its_own_words() -> None:
    text = "The trust said the old bridge would close in May."
    page = article("a", "A quiet week in Oxmere", text)
    at = page.text.index(text)
    spoken = replace(statement(page, "the old bridge would close in May", "n", chain=TRUST), source=Span(at, at + 9))
    (claim,), whole = claims_of(replace(spoken, cue=Span(at + 10, at + 14)), text)
    assert whole[claim.gist.span.start : claim.gist.span.end] == "the old bridge would close in May"
