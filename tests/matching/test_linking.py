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
