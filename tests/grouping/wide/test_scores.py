from __future__ import annotations

import numpy as np
import pytest

from stemma.grouping.wide.clusters import GRAIN, HIGHEST, MERGE_FEATURES, Cohort, agglomerate, apart, merge_features
from stemma.grouping.wide.decide import load, pair_scores
from stemma.grouping.wide.index import Index, indexed
from stemma.grouping.wide.pairs import PAIR_FEATURES, pair_features
from stemma.grouping.wide.profiles import Profile, profile
from stemma.grouping.wide.weights import sheaf
from tests.grouping.wide.made import ALL, article, report

PROFILES = [profile(a) for a in ALL]
EVERY = np.triu_indices(len(PROFILES), 1)


def test_a_pair_scores_the_same_alone_in_company_and_turned_round() -> None:
    a, b = EVERY
    together = pair_scores(PROFILES, a, b)
    assert (together == pair_scores(PROFILES, b, a)).all()
    for n in range(0, len(a), 37):
        alone = pair_scores([PROFILES[a[n]], PROFILES[b[n]]], np.array([0]), np.array([1]))
        assert alone[0] == together[n]
    assert (abs(together) <= HIGHEST * GRAIN).all()


def test_reports_of_one_event_score_above_those_of_two() -> None:
    a, b = EVERY
    scores, same = pair_scores(PROFILES, a, b), a // 4 == b // 4
    assert scores[same].min() > 0 > scores[~same].max()


def test_features_are_named_and_finite() -> None:
    empty = Profile("nothing", None, 0, b"")
    rows = pair_features(sheaf([*PROFILES[:3], empty]), np.array([0, 0, 3]), np.array([1, 3, 3]))
    assert rows.shape == (3, len(PAIR_FEATURES))
    assert np.isfinite(rows).all()
    cohort = Cohort([*PROFILES[:3], empty])
    for a, b in (((0, 1), (2,)), ((0,), (3,)), ((3,), (3,))):
        row = merge_features(cohort.cluster(a), cohort.cluster(b), 1.0, 2.0)
        assert len(row) == len(MERGE_FEATURES)
        assert np.isfinite(row).all()
        assert row == pytest.approx(merge_features(cohort.cluster(b), cohort.cluster(a), 1.0, 2.0))


def test_the_shipped_models_are_for_these_features() -> None:
    pairs, merges = load()
    assert (pairs.features, merges.features) == (PAIR_FEATURES, MERGE_FEATURES)
    assert len(merges.products) == len(MERGE_FEATURES) * (len(MERGE_FEATURES) + 1) // 2
    row = np.linspace(-1, 2, len(MERGE_FEATURES))
    assert merges.logit(row.tolist()) == pytest.approx(merges.logits(row[None])[0])


def test_time_between_reports_counts_against_them() -> None:
    assert apart((10, 12), (20, 20)) == apart(None, (5, 5)) == 0
    assert 0 < apart((10, 10), (40, 40)) < apart((10, 10), (100, 100)) <= 4
    assert apart((10, 10), (40, 40)) == apart((40, 40), (10, 10))


def test_average_linkage_joins_the_nearest_first_and_asks_again_after_growth() -> None:
    scores = {(0, 1): 300, (0, 2): 100, (1, 2): -100}
    asked: list[tuple[tuple[int, ...], tuple[int, ...], float]] = []

    def accept(a: tuple[int, ...], b: tuple[int, ...], average: float, best: float) -> bool:
        asked.append((a, b, average))
        return True

    assert agglomerate(3, scores, accept) == [(0, 1, 2)]
    assert asked == [((0,), (1,), 300 / GRAIN), ((0, 1), (2,), 0.0)]
    assert agglomerate(3, scores, lambda a, b, average, best: False) == [(0,), (1,), (2,)]
    assert agglomerate(0, {}, accept) == []


def test_the_index_finds_what_shares_rare_terms_added_one_by_one_or_at_once() -> None:
    index, settled = Index(), Index()
    for n, one in enumerate(PROFILES):
        index.add(n, *indexed(one))
    settled.extend([(n, *indexed(one)) for n, one in enumerate(PROFILES[:5])])
    settled.extend([(n, *indexed(one)) for n, one in enumerate(PROFILES[5:], 5)])
    for n, one in enumerate(PROFILES):
        near = index.near(*indexed(one)).tolist()
        assert near == settled.near(*indexed(one)).tolist()
        assert n in near
        assert {m for m in range(len(PROFILES)) if m // 4 == n // 4} <= set(near)
    nothing = indexed(profile(article("x", "-")))
    assert [len(part) for part in nothing] == [0, 0]
    assert index.near(*nothing).tolist() == []


def test_what_is_found_is_found_from_both_sides() -> None:
    for one in (PROFILES[0], profile(report(0, 3, published="2031-01-01"))):
        for other in PROFILES:
            there, back = Index(), Index()
            there.add(0, *indexed(one))
            back.add(0, *indexed(other))
            assert there.near(*indexed(other)).tolist() == back.near(*indexed(one)).tolist()
