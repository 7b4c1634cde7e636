"""On the development data, where it is there: stories by text alone do not depend on the order of arrival."""

from __future__ import annotations

import random

import pytest

from evals.core import find
from evals.figures.grouping import ecb_articles
from stemma.grouping.wide import Standing, group_texts

FOLDER = find("ecbplus", None)


@pytest.mark.skipif(FOLDER is None, reason="needs shared/data/stories")
@pytest.mark.parametrize("seed", [1, 2])
def test_look_alike_pairs_come_out_the_same_in_any_order(seed: int) -> None:
    assert FOLDER is not None
    articles = [a for a, _, _ in ecb_articles(FOLDER, range(1, 9))]
    shuffled = list(articles)
    random.Random(seed).shuffle(shuffled)
    standing = Standing()
    for one in shuffled[: len(shuffled) // 2]:
        standing.add(one)
    standing.add(shuffled[len(shuffled) // 2 :])
    for one in shuffled[:20]:
        standing.remove(one.id)
    standing.add(shuffled[:20])
    whole = group_texts(articles)
    assert standing.stories() == whole
    assert any(len(story.articles) > 5 for story in whole)
