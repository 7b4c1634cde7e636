import itertools

from hypothesis import given
from hypothesis import strategies as st

from stemma.collating.aligning import blocks, matched, moved


def test_words_that_tell_are_matched_before_function_words() -> None:
    one, two = ["the", "pilot", "of", "the", "ferry"], ["of", "the", "the", "pilot", "ferry"]
    assert [one[i] for i, _ in matched(one, two)] == ["the", "pilot", "ferry"]


def test_a_run_is_matched_whole_rather_than_in_pieces() -> None:
    one, two = ["gulls", "cried", "over", "quay"], ["gulls", "slept", "gulls", "cried", "over", "quay"]
    assert matched(one, two) == ((0, 2), (1, 3), (2, 4), (3, 5))


def test_blocks_are_what_lies_between_matches() -> None:
    assert blocks(((0, 0), (2, 1)), 3, 4) == [(1, 2, 1, 1), (3, 3, 2, 4)]


def test_a_moved_run_has_two_words_one_of_them_telling() -> None:
    one, two = ["lighthouse", "keeper", "x", "of", "the"], ["of", "the", "y", "lighthouse", "keeper"]
    assert moved(one, two, [range(5)], [range(5)]) == [(0, 2, 3, 5)]


WORDS = st.lists(st.sampled_from(["the", "of", "gull", "quay", "rope", "tar"]), max_size=12)


@given(WORDS, WORDS)
def test_matches_rise_are_equal_and_turn_with_the_sides(one: list[str], two: list[str]) -> None:
    pairs = matched(one, two)
    assert all(one[i] == two[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))
    assert matched(two, one) == tuple((j, i) for i, j in pairs)
    assert matched(one, one) == tuple((n, n) for n in range(len(one)))
