"""`stemma explain` and the glossary behind it."""

from __future__ import annotations

import re

import pytest

from stemma.background import glossary
from stemma.cli import main


def test_every_entry_is_two_plain_sentences_with_a_source() -> None:
    for entry in glossary.entries():
        sentences = re.findall(r"[.?!]”?(?= [A-Z“]|$)", entry.definition)
        assert len(sentences) == 2, entry.term
        assert len(entry.source) > 10


@pytest.mark.parametrize(
    "term",
    [
        "witness",
        "collation",
        "variant",
        "stemma",
        "archetype",
        "contamination",
        "wire",
        "agency",
        "byline",
        "dateline",
        "credit",
        "attribution",
        "on background",
        "unnamed source",
        "source",
        "cue",
        "content",
        "corroboration",
        "circular reporting",
        "derivation",
        "primary source",
        "origin",
        "lower bound",
        "upper bound",
        "unresolved",
        "lost original",
        "drift",
        "omission",
    ],
)
def test_the_terms_of_the_field_are_there(term: str) -> None:
    assert glossary.find(term) is not None


def test_explain_prints_one_entry(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Lost", "ORIGINALS"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("lost original\n  A text that several reports")
    assert "Source: stemma" in out


def test_explain_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert capsys.readouterr().out.splitlines() == [e.term for e in glossary.entries()]


def test_an_unknown_term_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "orign"]) == 1
    assert "did you mean origin" in capsys.readouterr().err
