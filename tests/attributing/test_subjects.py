"""Who does the speaking where grammar alone does not tell."""

from __future__ import annotations

import pytest

from stemma.attributing import attribute
from stemma.attributing.page import Page
from stemma.attributing.subjects import beside
from stemma.attributing.trees import Tree
from tests.attributing.pages import at, report
from tests.attributing.test_chains import only, shape


@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        ("Up north, Ana Berg, 27, swears she heard a bang.", "swears", "Ana Berg"),
        ("By telephone from Oslo, one of the sailors, who asked for water, said the hull was cold.", "said", "one of the sailors"),
        ("The ferry sank at noon, the Oslo Harbour Authority said, and stressed that the sea was calm.", "stressed", "Authority"),
    ],
)
def test_the_voice_beside_the_cue(text: str, cue: str, found: str) -> None:
    article, parsed = report(text)
    tree = Tree(parsed)
    bare = list(tree.within(at(text, cue)))
    span = beside(Page(article, tree), at(text, cue))
    if tree.child(bare[0], "nsubj") is None:
        assert span is not None
        assert found in text[span.start : span.end]
    else:
        assert span is None  # the parser has a subject: place says nothing


def test_no_voice_where_a_clause_stands_between() -> None:
    article, parsed = report("The hull was cold, so they left, reportedly.")
    assert beside(Page(article, Tree(parsed)), at(article.text, "reportedly")) is None


def test_the_words_of_another_passed_on() -> None:
    text = "Ana Berg spoke to her staff. Two sailors stood by. “It was the cold,” they quoted her as saying."
    s = only(text, "It was the cold", cue="quoted", source="they", quotation="direct", nth=(0, 0, 0))
    assert [hop[0][0] for hop in shape(s)][:1] == ["Ana Berg"]
    assert len(s.chain) == 2


def test_a_verb_of_speech_right_behind_a_quotation_is_its_cue() -> None:
    article, parsed = report("“There were no lamps left on the whole deck,” sobbed pilot Ana Berg, 29, who swam ashore.")
    told = [s for s in attribute(article, parsed) if s.chain]
    assert [(v.name, v.kind) for s in told for v in s.chain[0].voices] == [("Ana Berg", "named")]


def test_what_hangs_on_the_clause_told_is_said_by_the_teller() -> None:
    text = "The ministry denied that any of its boats had been there, saying that it had two pilots at sea."
    s = only(text, "it had two pilots at sea", cue="saying", source="any of its boats")
    assert shape(s)[0][0] == ("The ministry", "organisation")
