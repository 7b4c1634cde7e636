"""Refusals to speak that stand in no cue of speech."""

from __future__ import annotations

import pytest

from stemma.attributing import attribute
from stemma.attributing.extract import extract
from stemma.attributing.refusals import refusals
from stemma.model import Statement
from tests.attributing.pages import report


def declined(text: str) -> list[tuple[str, str]]:
    article, parsed = report(text)
    found: list[Statement] = [s for s in attribute(article, parsed) if s.stance == "declines"]
    return [
        (
            article.text[s.source.start : s.source.end] if s.source else "",
            " … ".join(article.text[c.start : c.end] for c in s.content),
        )
        for s in found
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The bank has yet to respond to our questions.", "The bank"),
        ("The captain confirmed one death but would not be drawn on the cause.", "The captain"),
        ("The minister hung up on a reporter.", "The minister"),
        ("The owners kept silent.", "The owners"),
        ("The agent did not return three calls.", "The agent"),
        ("The club had no comment on that.", "The club"),
        ("Norvik Lines did not immediately respond to a request for comment.", "Norvik Lines"),
        ("The pilot could not be reached for comment.", "The pilot"),
        ("The bank, the union and the mayor all declined to comment.", "The bank, the union and the mayor"),
    ],
)
def test_who_would_not_speak(text: str, source: str) -> None:
    assert [s for s, _ in declined(text)] == [source]


@pytest.mark.parametrize(
    "text",
    [
        "The patient did not respond to the drug.",
        "The fire would not go out.",
        "The pump has yet to be repaired.",
        "The engine hung up on the hook.",
        "The valve kept still.",
        "The state declined by 3% from 2005 to 2014, data showed.",
        "The court declined to step into the quarrel.",
        "“They would not discuss it,” she said.",
    ],
)
def test_what_is_no_refusal_to_speak(text: str) -> None:
    assert declined(text) == []


def test_a_refusal_that_extraction_has_is_not_given_twice() -> None:
    article, parsed = report("The ministry declined to comment on Friday.")
    taken = extract(article, parsed)
    assert taken
    assert refusals(article, parsed, taken) == ()


def test_the_refusal_leaves_out_what_a_relative_clause_adds() -> None:
    article, parsed = report("The pilot would not discuss a letter which said that the hull had been cracked since May.")
    found = [article.text[s.start : s.end] for e in refusals(article, parsed, ()) for s in e.content]
    assert found == ["would not discuss a letter"]


def test_spans_quote_the_text() -> None:
    article, parsed = report("The bank has yet to reply. The owners stayed silent.")
    for one in refusals(article, parsed, ()):
        assert all(0 <= s.start < s.end <= len(article.text) for s in one.content)
        assert one.source is not None
        assert article.text[one.source.start : one.source.end] in ("The bank", "The owners")
