"""Transcripts: labels as voices, and as the last hop of what is reported in a turn."""

from __future__ import annotations

from stemma.attributing import attribute
from tests.attributing.pages import report
from tests.attributing.test_end_to_end import chains


def test_the_speaker_of_a_turn_is_the_outer_hop() -> None:
    text = (
        "SMITH: Thank you all for coming. The minister told me that the bridge will close in May.\n"
        "JONES: Who paid for the study of the bridge?\n"
        "SMITH: The ministry said it paid for everything."
    )
    found = chains(text)
    assert [("The minister", "role"), ("Smith", "named")] in found
    assert [("The ministry", "organisation"), ("Smith", "named")] in found
    article, parsed = report(text)
    assert all(s.gathered is None for s in attribute(article, parsed))


def test_an_answer_has_an_unknown_voice_and_a_question_none() -> None:
    text = (
        "Q: When will the bridge close?\nA: It will close in May or in June.\n"
        "Q: Who pays for the study?\nA: The ministry has said it will pay for everything."
    )
    assert chains(text) == [[("unknown", "unnamed")], [("The ministry", "organisation"), ("unknown", "unnamed")]]


def test_a_moderator_is_a_role_and_names_get_their_case() -> None:
    text = (
        "MODERATOR: Welcome to the hearing in Port Holm.\nANA BERG: The police said the pump was broken.\n"
        "MODERATOR: When was that reported to you?"
    )
    found = chains(text)
    assert [("MODERATOR", "role")] in found
    assert [("The police", "organisation"), ("Ana Berg", "named")] in found
