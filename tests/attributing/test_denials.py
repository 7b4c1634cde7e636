"""What is a denial, and what only has a "no" in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.attributing import attribute
from stemma.attributing.denials import clauses, held_against, negation, no_such_thing, own_deed
from stemma.attributing.trees import Tree
from stemma.model import Span, Stance
from tests.attributing.pages import at, report
from tests.attributing.test_stance import stance


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("The ferry line said the story was untrue.", "the story was untrue", "said", "The ferry line"),
        (
            "The mill said there had been no order to burn the files.",
            "there had been no order to burn the files",
            "said",
            "The mill",
        ),
        ("Ana Berg said she had never met the banker.", "she had never met the banker", "said", "Ana Berg"),
        ("Ana Berg protested her innocence.", "her innocence", "protested", "Ana Berg"),
        ("The harbour master said no crane had ever failed.", "no crane had ever failed", "said", "The harbour master"),
        ("Norland said the planes were not ours.", "the planes were not ours", "said", "Norland"),
        ("The mayor dismissed as false a report about the well.", "as false a report about the well", "dismissed", "The mayor"),
        ("The mayor rejects the suggestion that he was paid.", "the suggestion that he was paid", "rejects", "The mayor"),
        ("The pilot took back his claim.", "his claim", "took back", "The pilot"),
    ],
)
def test_a_no_that_answers_denies(text: str, content: str, cue: str, source: str) -> None:
    assert stance(text, content, cue, source) == "denies"


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        # news that something did not happen
        ("Police said no arrests had been made.", "no arrests had been made", "said", "Police"),
        ("The ministry said there were no casualties.", "there were no casualties", "said", "The ministry"),
        # what is ahead, a rule, a feeling
        ("The union vowed it would never sign.", "it would never sign", "vowed", "The union"),
        ("The mill said it does not print calendars.", "it does not print calendars", "said", "The mill"),
        ("Ana Berg said she had not known the pilot.", "she had not known the pilot", "said", "Ana Berg"),
        ("Ana Berg insisted she had nothing to hide.", "she had nothing to hide", "insisted", "Ana Berg"),
        (
            "The coach had been consistent in not going, Ana Berg said.",
            "The coach had been consistent in not going",
            "said",
            "Ana Berg",
        ),
        # goods withheld, offers turned down, a denial that is none
        ("The embassy denied the singer a visa.", "a visa", "denied", "The embassy"),
        ("The board rejected the offer.", "the offer", "rejected", "The board"),
        ("The mayor did not deny that he had met the banker.", "he had met the banker", "did not deny", "The mayor"),
        ("The mayor asked the court to dismiss the report.", "the report", "to dismiss", "The mayor"),
        ("The mayor could deny the report tomorrow, Ana Berg said.", "the report tomorrow", "could deny", "The mayor"),
        # somebody else than the speaker
        ("He had not paid, the agent of the pilot said.", "He had not paid", "said", "the agent of the pilot"),
        # an admission
        ("The mill admitted it had never tested the pump.", "it had never tested the pump", "admitted", "The mill"),
    ],
)
def test_a_no_that_answers_nothing_asserts(text: str, content: str, cue: str, source: str) -> None:
    assert stance(text, content, cue, source) == "asserts"


def test_a_list_of_what_is_not_denies() -> None:
    words = "There is no map, there is no draft and there is no boat"
    assert stance(f"“{words},” the harbour master told reporters.", words, "told", "the harbour master", "direct") == "denies"


def test_what_the_denier_does_besides_is_no_denial() -> None:
    text = "The company denied that the barge had been overloaded and promised 900 crowns to each family."
    assert stance(text, "promised 900 crowns to each family", "denied", "The company") == "asserts"
    assert stance(text, "the barge had been overloaded", "denied", "The company") == "denies"


def test_the_words_quoted_after_a_denial_are_the_deniers_own() -> None:
    text = "The captain denied there was a plan: “These are two sailors, and I heard of it in port.”"
    words = "These are two sailors, and I heard of it in port"
    assert stance(text, words, "denied", "The captain", "direct") == "asserts"


def _clause(sentence: str) -> tuple[Tree, tuple[Span, ...]]:
    article, parsed = report(f"The owner said {sentence}.")
    return Tree(parsed), (at(article.text, sentence),)


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("the siren did not sound", "verb"),
        ("no siren sounded", "subject"),
        ("they had heard no bell", "object"),
        ("nobody came", "subject"),
        ("the siren sounded", ""),
        ("the siren was not only late", ""),
    ],
)
def test_how_a_clause_is_negated(sentence: str, how: str) -> None:
    tree, content = _clause(sentence)
    assert negation(tree, clauses(tree, content)[0]) == how


def test_a_later_clause_with_will_is_a_promise() -> None:
    tree, content = _clause("we have not signed and we never will")
    assert not own_deed(tree, content, "we have not signed and we never will", doers=frozenset({"we"}))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["we", "have", "not", "paid", "never", "no", "nothing", "was", "“", "”", ".", ",", "had", "been", "order", "there"]
        ),
        min_size=1,
        max_size=9,
    )
)
def test_any_words_have_an_answer(words: list[str]) -> None:
    article, parsed = report("The owner said " + " ".join(words))
    tree, content = Tree(parsed), (Span(15, len(article.text)),)
    told = article.text[15:]
    for answer in (
        own_deed(tree, content, told, doers=frozenset({"we"})),
        no_such_thing(tree, content),
        held_against(tree, content, told),
    ):
        assert answer in (True, False)
    found: set[Stance] = {s.stance for s in attribute(article, parsed)}
    assert found <= {"asserts", "denies", "declines", "doubts"}
