import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.collating.settling import FAINT, LIKE, SETTLING, Candidates, seen, settled
from stemma.models.likeness import Matrix

BRIDGE, DIAGONAL, LEAD = (SETTLING.index(n) for n in ("bridge", "diagonal", "lead-min"))
Scores = dict[tuple[int, int], float]


def candidates(scores: Scores) -> Candidates:
    pairs = sorted(scores)
    one, two = (np.array([p[side] for p in pairs], dtype=np.int64) for side in (0, 1))
    return Candidates(one, two, np.array([scores[p] for p in pairs], dtype=np.float64))


def looked(scores: Scores, sentences: int = 3, articles: int = 3) -> dict[tuple[int, int], Matrix]:
    home = np.repeat(np.arange(articles), sentences).astype(np.int64)
    values = seen(candidates(scores), home, np.zeros(sentences * articles, dtype=np.bool_))
    return dict(zip(sorted(scores), values, strict=True))


def test_a_third_article_bridges_two_as_strongly_as_its_weaker_end() -> None:
    found = looked({(0, 3): 0.1, (0, 6): 0.9, (3, 6): 0.7, (1, 4): 0.1})
    assert found[0, 3][BRIDGE] == 0.7
    assert found[1, 4][BRIDGE] == 0


def test_a_faint_end_is_no_bridge() -> None:
    assert looked({(0, 3): 0.1, (0, 6): 0.9, (3, 6): LIKE - 0.01})[0, 3][BRIDGE] == 0


def test_neighbours_stand_in_the_same_articles_and_titles_have_none() -> None:
    scores = {(0, 3): 0.5, (1, 4): 0.8, (2, 6): 0.9}
    assert looked(scores)[0, 3][DIAGONAL] == 0.8
    assert looked(scores)[2, 6][DIAGONAL] == 0
    home, title = np.repeat(np.arange(3), 3).astype(np.int64), np.arange(9) % 3 == 0
    assert seen(candidates(scores), home, title)[0, DIAGONAL] == 0


def test_a_pair_leads_over_the_next_best_and_ties_lead_over_nothing() -> None:
    found = looked({(0, 3): 0.75, (0, 4): 0.5, (1, 5): 0.5, (2, 5): 0.5})
    assert found[0, 3][LEAD] == 0.25 and found[0, 4][LEAD] == -0.25
    assert found[1, 5][LEAD] == 0


def test_no_pairs_no_scores() -> None:
    nothing = settled(candidates({}), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_))
    assert nothing.shape == (0,)


PAIRS = [(i, j) for i in range(9) for j in range(i + 1, 9) if i // 3 != j // 3]


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(20, 1000).map(lambda n: n / 1000), min_size=1))
def test_scores_are_in_range_and_an_article_that_is_like_none_changes_nothing(scores: Scores) -> None:
    assert min(scores.values()) >= FAINT
    home, title = np.repeat(np.arange(3), 3).astype(np.int64), np.zeros(9, dtype=np.bool_)
    found = settled(candidates(scores), home, title)
    assert ((found >= 0) & (found <= 1)).all() and (np.round(found, 6) == found).all()
    more = {**scores, (0, 9): LIKE - 0.1, (4, 10): LIKE - 0.1}
    wider = settled(candidates(more), np.append(home, [3, 3]), np.append(title, [False, False]))
    old = [n for n, pair in enumerate(sorted(more)) if pair in scores]
    assert (wider[old] == found).all()
