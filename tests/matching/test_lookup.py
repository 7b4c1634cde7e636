from hypothesis import given
from hypothesis import strategies as st

from stemma.matching.lookup import lookup
from stemma.model import Parsed, Span, Token

WORDS = ["the", "board", "met", "on", "Monday", "and", "closed", "the", "old", "pier", "for", "good"]


def parsed() -> Parsed:
    tokens, at = [], 0
    for n, word in enumerate(WORDS):
        tokens.append(
            Token(
                start=at,
                end=at + len(word),
                text=word,
                lemma=word,
                pos="X",
                tag="X",
                dep="dep",
                head=n,
                sentence=n // 6,
                entity="",
                entity_start=False,
            )
        )
        at += len(word) + 1
    cut = tokens[6].start
    return Parsed(
        article="a", sentences=(Span(0, cut - 1), Span(cut, at - 1)), paragraph_of=(0, 0), tokens=tuple(tokens), by="hand"
    )


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_it_finds_what_a_search_of_all_tokens_finds(places: list[tuple[int, int]]) -> None:
    page = parsed()
    spans = [Span(start, start + length) for start, length in places]
    slow = [t for t in page.tokens if any(s.start <= t.start and t.end <= s.end for s in spans)]
    assert lookup(page).within(spans) == slow


def test_sentences_hold_their_tokens() -> None:
    assert [len(s) for s in lookup(parsed()).sentences] == [6, 6]
