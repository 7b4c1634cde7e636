from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from stemma.collating.rows import rows
from stemma.model import Pair, Passage, Span


def passage(article: str, at: int, length: int = 5) -> Passage:
    return Passage(article=article, span=Span(10 * at, 10 * at + length))


def pair(a: Passage, b: Passage, score: float) -> Pair:
    return Pair(a=min(a, b), b=max(a, b), score=score, relation="paraphrase")


def places(pairs: list[Pair]) -> dict[Passage, int]:
    return {p: p.span.start // 10 for x in pairs for p in (x.a, x.b)}


def test_three_that_agree_are_one_row_with_the_longest_first() -> None:
    a, b, c = passage("a", 0), passage("b", 3, 9), passage("c", 1)
    pairs = [pair(a, b, 0.9), pair(b, c, 0.8), pair(a, c, 0.7)]
    assert rows(pairs, places(pairs)) == [[b, a, c]]


def test_a_chain_whose_ends_do_not_agree_is_not_joined() -> None:
    a, b, c, d = (passage(n, 0) for n in "abcd")
    pairs = [pair(a, b, 0.9), pair(b, c, 0.5), pair(c, d, 0.9)]
    assert rows(pairs, places(pairs)) == [[a, b], [c, d]]


def test_one_sentence_may_stand_beside_two_of_another_article() -> None:
    a, b, c = passage("a", 0, 9), passage("b", 0), passage("b", 1)
    pairs = [pair(a, b, 0.8), pair(a, c, 0.7)]
    assert rows(pairs, places(pairs)) == [[a, b, c]]


SCORES = st.lists(st.integers(0, 10), min_size=15, max_size=15)


@given(SCORES, st.randoms(use_true_random=False))
def test_rows_do_not_depend_on_the_order_of_pairs(scores: list[int], chance: object) -> None:
    passages = [passage(article, at) for article in "abc" for at in range(2)]
    every = [
        pair(p, q, s / 10) for (p, q), s in zip(combinations(passages, 2), scores, strict=True) if p.article != q.article and s > 4
    ]
    shuffled = list(every)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = rows(every, places(every))
    assert found == rows(shuffled, places(every))
    assert all(len({p.article for p in r}) >= 2 for r in found)
