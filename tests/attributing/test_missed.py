"""Attributions that the parser hid, and contents that it cut short: written sentences, invented people."""

from __future__ import annotations

import pytest

from stemma.attributing.extract import extract
from tests.attributing.pages import report


def told(text: str) -> list[tuple[str, str]]:
    """Source and content of every statement of a text, in order."""
    page, parsed = report(text)
    return [
        (text[e.source.start : e.source.end] if e.source else "", " … ".join(text[s.start : s.end] for s in e.content))
        for e in extract(page, parsed)
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The owner turned up soaked at the harbour office at 6 a.m. on Tuesday and is being questioned there, the district's "
            "harbour master, Capt. Olga Brandt, told the Courier.",
            "Brandt",
            "is being questioned there",
        ),
        (
            "Oslo will make the pair sell shipyards in Timor, a former cartel chief reckons.",
            "a former cartel chief",
            "shipyards",
        ),
        ("But the vote may still slip, warn three of the delegates.", "three of the delegates", "the vote may still slip"),
        (
            "Olga Brandt, who leads the safety panel, confirmed to HBR in a written message that the panel had met on May 2.",
            "Olga Brandt",
            "the panel had met on May 2",
        ),
    ],
)
def test_who_tells_a_sentence_is_heard(text: str, source: str, content: str) -> None:
    assert any(source in s and content in c for s, c in told(text)), told(text)


@pytest.mark.parametrize(
    "text",
    [
        "When the siren sounded, the harbour master left.",
        "The crane fell on Monday, a report from the yard.",
        "She answered in a letter that arrived on Friday.",
    ],
)
def test_what_nobody_tells_stays_untold(text: str) -> None:
    assert told(text) == []


def test_a_clause_is_told_to_its_end() -> None:
    (_, content), *_ = told("Three men who sailed with him have said a similar hatch collapsed in a gale in March 2022.")
    assert content == "a similar hatch collapsed in a gale in March 2022"


def test_nothing_to_suggest_is_nobodys_word() -> None:
    found = told("The radio also quoted a harbour clerk as saying there was nothing to show that the hatch was open.")
    assert [s for s, _ in found] == ["a harbour clerk"]
    assert "there was nothing to show that the hatch was open" in found[0][1]


def test_a_quotation_belongs_to_the_cue_beside_it() -> None:
    text = "Vera Lund, a diver, said she would not stop anyone. “Dive if you like it. Just take a lamp with you,” she added."
    assert ("she", "Dive if you like it. Just take a lamp with you") in told(text)
    assert not any("Lund" in s and "Dive" in c for s, c in told(text))


def test_the_reporters_next_sentence_is_no_quotation() -> None:
    text = "“The lamp went out at ten. I saw it while I was reading.” She had been told by letter not to speak of it, she said."
    assert any(c == "The lamp went out at ten. I saw it while I was reading" for _, c in told(text)), told(text)
