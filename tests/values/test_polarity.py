import pytest

from stemma.text.words import folded, words
from stemma.values.polarity import negations, says_no


@pytest.mark.parametrize(
    "text",
    ["The bridge is not safe.", "Nobody was hurt.", "It won’t reopen.", "The mayor denied it.", "A judge dismissed the claim."],
)
def test_what_negates_or_tells_of_a_denial_says_no(text: str) -> None:
    assert says_no(text)


@pytest.mark.parametrize("text", ["", "The bridge is safe.", "Notes were handed out at noon.", "A knot held the rope."])
def test_what_affirms_does_not(text: str) -> None:
    assert not says_no(text)


def test_negations_are_counted_and_denials_are_none() -> None:
    def counted(text: str) -> int:
        return negations(folded(text, words(text)))

    assert counted("No one said they didn't know.") == 2
    assert counted("He denied it.") == 0
