"""The quick way through the parser gives, word for word, what the pipeline itself gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.models.parser import load
from stemma.models.parser.grammar import Grammar, grammars
from stemma.models.parser.words import Words


def plainly(text: str) -> Grammar:
    """The same by the whole pipeline, asked word by word."""
    doc = load()(text)
    return Grammar(
        starts=[t.idx for t in doc],
        ends=[t.idx + len(t.text) for t in doc],
        spaces=[t.is_space for t in doc],
        opens=[bool(t.is_sent_start) for t in doc],
        pos=[t.pos_ for t in doc],
        lemmas=[t.lemma_ for t in doc],
        tags=[t.tag_ for t in doc],
        deps=[t.dep_ for t in doc],
        heads=[t.head.i for t in doc],
        entities=[t.ent_type_ for t in doc],
        begins=[t.ent_iob_ == "B" for t in doc],
    )


def same(found: Grammar, text: str) -> None:
    """White space has no part of speech to speak of; all else is equal."""
    wanted = plainly(text)
    for name in Grammar.__slots__:
        ours, theirs = getattr(found, name), getattr(wanted, name)
        if name in ("pos", "lemmas", "tags", "deps"):
            ours, theirs = ([v for v, space in zip(values, wanted.spaces, strict=True) if not space] for values in (ours, theirs))
        assert ours == theirs, (name, text)


TEXTS = (
    "Mayor Ana Berg of Oslo told the Harbour Board on 3 May 2021 that it ain't gonna cost $4 million.",
    "There's no plan, and there were none. Let's go, y'all; I've gotta leave.",
    "It was they who did do it; do you have it? He has had it with that, which is what that is for.",
    "Ola  Nord\tand \n Kari Lund,   both of   New  York City",
    "THE PORT OF BERGEN AND THE CITY OF OSLO SAID TUESDAY",
    "Nothin' but rain, but for one day, but he'd go. 😀 Café São Tomé’s “Grand” hotel",
    "United",
    " ",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_one_text(text: str) -> None:
    same(next(iter(grammars([text]))), text)


def test_texts_side_by_side_change_nothing_in_each_other() -> None:
    texts = [*TEXTS, "Ana Berg"] * 9
    for text, found in zip(texts, grammars(texts), strict=True):
        same(found, text)


def test_no_texts() -> None:
    assert list(grammars([])) == []


WORDS = (
    "the a Oslo Berg Ana said that it do did have is was 's n't not there let gon na you I , . “ ” ( ) New York Bank of 12 May "
    "$ million to for which who but aux may will been be told US U.S. No. Dr. reportedly Monday"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=40))
def test_any_words(words: list[str]) -> None:
    text = " ".join(words)
    same(next(iter(grammars([text]))), text)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemma.models.parser.words._KEPT", 3)
    words, doc = Words(load()), load()("Seven grey geese flew over the cold harbour at noon.")
    table = doc.to_array(["ORTH", "TAG", "DEP"]).T.tolist()
    assert words.kinds(doc, *table) == [(t.pos_, t.lemma_) for t in doc]
    assert len(words._known) <= 3
