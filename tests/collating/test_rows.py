from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from stemma.collating.rows import LINK
from stemma.collating.rows import rows as grouped
from stemma.model import Passage, Span

Links = dict[tuple[Passage, Passage], float]


def passage(article: str, at: int, length: int = 5) -> Passage:
    return Passage(article=article, span=Span(10 * at, 10 * at + length))


def links(*given: tuple[Passage, Passage, float]) -> Links:
    return {(min(a, b), max(a, b)): score for a, b, score in given}


def rows(given_links: Links) -> list[list[Passage]]:
    passages = sorted({p for pair in given_links for p in pair})
    place = {p: n for n, p in enumerate(passages)}
    numbered = {(place[a], place[b]): score for (a, b), score in given_links.items()}
    return [[passages[n] for n in group] for group in grouped(numbered, [p.article for p in passages])]


def test_three_that_agree_are_one_row() -> None:
    a, b, c = passage("a", 0), passage("b", 3, 9), passage("c", 1)
    assert rows(links((a, b, 0.9), (b, c, 0.8), (a, c, 0.7))) == [[a, b, c]]


def test_a_chain_whose_ends_do_not_agree_is_not_joined() -> None:
    a, b, c, d = (passage(n, 0) for n in "abcd")
    assert rows(links((a, b, 0.9), (b, c, 0.5), (c, d, 0.9))) == [[a, b], [c, d]]


def test_one_sentence_may_stand_beside_two_of_another_article() -> None:
    a, b, c = passage("a", 0, 9), passage("b", 0), passage("b", 1)
    assert rows(links((a, b, 0.8), (a, c, 0.7))) == [[a, b, c]]


def test_a_weak_link_counts_for_more_than_none() -> None:
    a, b, c = (passage(n, 0) for n in "abc")
    assert rows(links((a, b, 0.9), (b, c, 0.6))) == [[a, b]]
    assert rows(links((a, b, 0.9), (b, c, 0.6), (a, c, 0.45))) == [[a, b, c]]


SCORES = st.lists(st.integers(0, 10), min_size=15, max_size=15)


def every(scores: list[int]) -> Links:
    passages = [passage(article, at) for article in "abc" for at in range(2)]
    return {(p, q): s / 10 for (p, q), s in zip(combinations(passages, 2), scores, strict=True) if p.article != q.article and s}


@given(SCORES, st.randoms(use_true_random=False))
def test_rows_do_not_depend_on_the_order_of_links(scores: list[int], chance: object) -> None:
    given_links = every(scores)
    shuffled = list(given_links.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = rows(given_links)
    assert found == rows(dict(shuffled))
    assert all(len({p.article for p in r}) >= 2 for r in found)
    assert len({p for r in found for p in r}) == sum(map(len, found))


@given(SCORES)
def test_the_mean_link_inside_a_row_is_high(scores: list[int]) -> None:
    given_links = every(scores)
    for row in rows(given_links):
        pairs = [(p, q) for p, q in combinations(row, 2) if p.article != q.article]
        assert sum(given_links.get(pair, 0.0) for pair in pairs) / len(pairs) >= LINK - 1e-6


@given(SCORES)
def test_what_hangs_together_with_nothing_else_changes_nothing(scores: list[int]) -> None:
    given_links = every(scores)
    far = links((passage("d", 0), passage("e", 0), 0.7))
    assert [r for r in rows({**given_links, **far}) if r[0].article not in "de"] == rows(given_links)
