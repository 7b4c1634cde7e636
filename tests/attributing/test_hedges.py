"""Hedges as spans."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.attributing.hedges import hedges
from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.errors import BadSpan
from stemma.model import Hedge, Parsed, Span
from tests.attributing.pages import at, report


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("the mill could close in May", ["could"]),
        ("the mill will probably close", ["probably"]),
        ("the mill is expected to close", ["is expected to"]),
        ("the mill will close in May", []),
        ("the mill could not close", []),
        ("about 300 people work at the mill", []),
        ("up to 300 people work at the mill", ["up to"]),
        ("it was up to the mill to decide", []),
    ],
)
def test_hedges_in_the_content(content: str, found: list[str]) -> None:
    article, parsed = report(f"The owner said {content}.")
    spans = hedges(Tree(parsed), article.text, (at(article.text, content),), at(article.text, "said"))
    assert [article.text[s.start : s.end] for s in spans] == found


def test_a_cue_can_hedge() -> None:
    article, parsed = report("The owner estimated that 300 people work there.")
    cue = at(article.text, "estimated")
    assert hedges(Tree(parsed), article.text, (at(article.text, "300 people work there"),), cue) == (
        Hedge(cue.start, cue.end, "slight"),
    )


@pytest.mark.parametrize(
    ("content", "strength"),
    [
        ("the mill reportedly lost a contract", "strong"),
        ("the mill is said to be for sale", "strong"),
        ("the mill has allegedly hidden a leak", "strong"),
        ("the mill may close", "medium"),
        ("the mill is thought to be insured", "medium"),
        ("the mill is expected to reopen", "slight"),
        ("the mill appears to be empty", "slight"),
        ("the mill is  Likely to close", "slight"),
    ],
)
def test_how_far_a_hedge_holds_back(content: str, strength: str) -> None:
    article, parsed = report(f"The owner said {content}.")
    found = hedges(Tree(parsed), article.text, (at(article.text, content),), None)
    assert [h.strength for h in found] == [strength]


def test_every_strength_is_given_to_words_that_hedge() -> None:
    table = lexicon("hedges")
    known = table["words"] | table["phrases"] | table["cues"]
    assert table["strong"] | table["slight"] <= known
    assert not table["strong"] & table["slight"]


@given(
    st.lists(
        st.sampled_from(["may", "reportedly", "close", "is likely to", "the mill", "up to", "7", "May", "\n", "“"]), max_size=12
    )
)
def test_hedges_lie_inside_the_text_in_order(words: list[str]) -> None:
    text = "Owner: " + " ".join(words) + " end"
    tree = Tree(Parsed(article="a", sentences=(), paragraph_of=(), tokens=(), by="test"))
    found = hedges(tree, text, (Span(7, len(text)),), None)
    assert all(7 <= h.start < h.end <= len(text) for h in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert {h.strength for h in found} <= {"slight", "medium", "strong"}


def test_a_hedge_survives_json() -> None:
    hedge = Hedge(3, 9, "strong")
    data = msgspec.json.encode(hedge)
    assert data == b'{"start":3,"end":9,"strength":"strong"}'
    assert msgspec.json.decode(data, type=Hedge) == hedge


def test_a_hedge_is_a_span_and_refuses_to_be_empty() -> None:
    assert isinstance(Hedge(0, 1, "slight"), Span)
    with pytest.raises(BadSpan):
        Hedge(4, 4, "slight")
