import numpy as np
import pytest

from evals.conflict import CONFLICT, conflict, negations, polarity, says_no
from stemma.text.words import folded, words
from tests.models.test_alike import measured

NO = np.zeros(1, dtype=np.bool_)
YES = np.ones(1, dtype=np.bool_)


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


def test_a_negated_copy_is_in_conflict_and_a_plain_one_is_not() -> None:
    values = measured("The ferry sails today.", "The ferry sails not today.")
    assert conflict(values, polarity(NO, YES, values))[0] >= CONFLICT
    assert conflict(values, polarity(NO, NO, values))[0] < CONFLICT
    assert conflict(values, polarity(YES, NO, values)) == conflict(values, polarity(NO, YES, values))
