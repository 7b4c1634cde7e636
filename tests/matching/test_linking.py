import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stemma.matching.linking import clusters


def likeness(size: int, **pairs: float) -> np.ndarray:
    out = np.eye(size)
    for name, value in pairs.items():
        a, b = int(name[1]), int(name[2])
        out[a, b] = out[b, a] = value
    return out


def test_the_mean_over_all_pairs_decides() -> None:
    assert clusters(likeness(3, p01=0.9, p12=0.5, p02=0.2), 0.4) == [[0, 1], [2]]
    assert clusters(likeness(3, p01=0.9, p12=0.5, p02=0.3), 0.4) == [[0, 1, 2]]


def test_nothing_and_one() -> None:
    assert clusters(np.zeros((0, 0)), 0.5) == []
    assert clusters(np.zeros((1, 1)), 0.5) == [[0]]


@given(st.lists(st.integers(0, 1_000_000), min_size=15, max_size=15, unique=True), st.permutations(range(6)))
def test_every_item_is_in_one_cluster_whatever_the_order(values: list[int], order: list[int]) -> None:
    whole = np.zeros((6, 6))
    whole[np.triu_indices(6, 1)] = np.array(values) / 1_000_000
    whole += whole.T
    found = clusters(whole, 0.5)
    assert sorted(n for group in found for n in group) == list(range(6))
    turned = clusters(whole[np.ix_(order, order)], 0.5)
    assert {frozenset(order[n] for n in group) for group in turned} == {frozenset(group) for group in found}


def test_what_must_be_together_is_and_what_must_be_apart_is_not() -> None:
    alike = likeness(4, p01=0.9, p02=0.8, p12=0.9, p03=0.1)
    assert clusters(alike, 0.4) == [[0, 1, 2], [3]]
    assert clusters(alike, 0.4, apart=[(0, 2)]) == [[0, 1], [2], [3]]
    assert clusters(alike, 0.4, together=[(0, 3)], apart=[(0, 1), (0, 2)]) == [[0, 3], [1, 2]]
    assert clusters(alike, 0.4, together=[(0, 1), (1, 2), (0, 2), (2, 3)]) == [[0, 1, 2, 3]]


@given(
    st.lists(st.integers(0, 1_000_000), min_size=15, max_size=15),
    st.sets(st.sampled_from([(a, b) for a in range(6) for b in range(a + 1, 6)]), max_size=4),
    st.sets(st.sampled_from([(a, b) for a in range(6) for b in range(a + 1, 6)]), max_size=4),
)
def test_what_a_person_says_is_held(values: list[int], together: set[tuple[int, int]], apart: set[tuple[int, int]]) -> None:
    whole = np.zeros((6, 6))
    whole[np.triu_indices(6, 1)] = np.array(values) / 1_000_000
    whole += whole.T
    found = clusters(whole, 0.5, sorted(together), sorted(apart))
    home = {n: g for g, group in enumerate(found) for n in group}
    joined = clusters(np.zeros((6, 6)), 0.5, sorted(together))
    must = {n: g for g, group in enumerate(joined) for n in group}
    assert sorted(home) == list(range(6))
    assert all(home[a] == home[b] for a, b in together)
    assert all(home[a] != home[b] for a, b in apart if must[a] != must[b])
