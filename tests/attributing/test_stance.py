"""Stance: asserts, denies, declines, doubts."""

from __future__ import annotations

import pytest

from stemma.attributing.characterise import characterise
from stemma.model import Stance
from tests.attributing.pages import extract, report


def stance(text: str, content: str, cue: str | None, source: str | None, quotation: str = "indirect") -> Stance:
    article, parsed = report(text)
    wanted = extract(article, parsed, content, cue=cue, source=source, quotation=quotation)  # type: ignore[arg-type]
    return next(s.stance for s in characterise(article, parsed, (wanted,)) if s.source)


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "expected"),
    [
        ("The club denied that it had paid the referee.", "it had paid the referee", "denied", "The club", "denies"),
        ("The mayor dismissed the report as a fabrication.", "the report", "dismissed", "The mayor", "denies"),
        (
            "Norvik Lines rejected the claim that the hull was cracked.",
            "the hull was cracked",
            "rejected",
            "Norvik Lines",
            "denies",
        ),
        ("Norvik Lines called the report baseless.", "the report baseless", "called", "Norvik Lines", "denies"),
        ("The mayor insisted that no money had been paid.", "no money had been paid", "insisted", "The mayor", "denies"),
        ("The ministry declined to comment.", "to comment", "declined", "The ministry", "declines"),
        ("The ministry would not discuss the letter.", "would not discuss the letter", "would not", "The ministry", "declines"),
        ("The pilot did not respond to a request for comment.", "did not respond", None, "The pilot", "declines"),
        ("The envoy refused to talk about the letter.", "to talk about the letter", "refused", "The envoy", "declines"),
        ("Neither bank would comment.", "Neither bank would comment", "would comment", "Neither bank", "declines"),
        ("Ana Berg doubts that the hull will hold.", "the hull will hold", "doubts", "Ana Berg", "doubts"),
        (
            "The ministry said it was much too soon to say why.",
            "it was much too soon to say why",
            "said",
            "The ministry",
            "doubts",
        ),
        ("The ministry said the hull would hold.", "the hull would hold", "said", "The ministry", "asserts"),
        ("Ana Berg said she would not sail again.", "she would not sail again", "said", "Ana Berg", "asserts"),
        (
            "The union refused to unload the ship, Ana Berg said.",
            "The union refused to unload the ship",
            "said",
            "Ana Berg",
            "asserts",
        ),
    ],
)
def test_stance(text: str, content: str, cue: str | None, source: str, expected: Stance) -> None:
    assert stance(text, content, cue, source) == expected


def test_a_policy_of_silence_declines() -> None:
    text = "“We do not comment on rumours,” Norvik Lines said."
    assert stance(text, "We do not comment on rumours", "said", "Norvik Lines", "direct") == "declines"


def test_a_negated_quotation_after_a_denial_is_part_of_it() -> None:
    text = "The club denied the allegations. “We never paid anyone,” its president said."
    assert stance(text, "We never paid anyone", "said", "its president", "direct") == "denies"


def test_saying_no_to_what_another_said_denies() -> None:
    text = "The authority said a siren was sounded. Residents said no siren had reached them."
    article, parsed = report(text)
    wanted = [
        extract(article, parsed, "a siren was sounded", source="The authority"),
        extract(article, parsed, "no siren had reached them", source="Residents", nth=(0, 1, 0)),
    ]
    assert [s.stance for s in characterise(article, parsed, wanted) if s.cue] == ["asserts", "denies"]
