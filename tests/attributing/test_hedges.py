"""Hedges as spans."""

from __future__ import annotations

import pytest

from stemma.attributing.hedges import hedges
from stemma.attributing.trees import Tree
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
    assert hedges(Tree(parsed), article.text, (at(article.text, "300 people work there"),), cue) == (cue,)
