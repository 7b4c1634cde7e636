"""What one report lacks of another: the figures and names that refute a supposed parent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.collating import collate
from stemma.tracing.lacking import FEW, UNREFUTED, lacked, lacking, tempered
from stemma.tracing.material import gather
from tests.tracing.stories import EDIT, REWRITE, WIRE, article, grammar

items = st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=6)


def all_kin(many: int, probability: float = 1.0) -> np.ndarray:
    out = np.full((many, many), probability)
    np.fill_diagonal(out, 0.0)
    return out


def test_what_the_other_lacks_counts_only_where_a_third_has_it() -> None:
    parent, child, sibling = frozenset("ab"), frozenset("abcd"), frozenset("c")
    found = lacked([parent, child, sibling], all_kin(3))
    assert found[1, 0] == pytest.approx(1 / (4 + FEW))  # "c"; nobody else has "d"
    assert found[0, 1] == 0.0
    assert lacked([parent, child], all_kin(2)).max() == 0.0


def test_a_third_counts_as_far_as_it_is_kin_to_both() -> None:
    some = [frozenset("ab"), frozenset("abc"), frozenset("c")]
    assert lacked(some, all_kin(3, 0.5))[1, 0] == pytest.approx(lacked(some, all_kin(3))[1, 0] / 4)
    stranger = all_kin(3)
    stranger[2, :] = stranger[:, 2] = 0.0
    assert lacked(some, stranger).max() == 0.0


@given(items, st.floats(0.0, 1.0))
def test_it_is_a_share_and_does_not_depend_on_the_order(some: list[frozenset[str]], probability: float) -> None:
    kin = all_kin(len(some), probability)
    found = lacked(some, kin)
    assert ((found >= 0) & (found < 1)).all() and not np.diagonal(found).any()
    assert (lacked(some[::-1], kin) == found[::-1, ::-1]).all()


def test_two_children_of_one_report_each_lack_what_the_other_kept() -> None:
    articles = [article("North", EDIT), article("South", REWRITE), article("Wire", WIRE)]
    parsed = {a.id: grammar(a) for a in articles}
    found = lacking(gather(articles, parsed, collate(articles, parsed)), all_kin(3))
    north, south, wire = range(3)
    assert found.figures[south, north] > 0  # the vehicles and the price, which the report has too
    assert found.figures[south, wire] == found.figures[north, wire] == 0


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_an_edge_that_nothing_could_refute_is_not_sure(edge: float, kin: float) -> None:
    alone = tempered(all_kin(2, edge), all_kin(2, kin))
    assert alone.max() == min(edge, UNREFUTED)
    with_third = tempered(all_kin(3, edge), all_kin(3, kin))
    assert alone.max() <= with_third.max() <= edge
    assert tempered(all_kin(3, edge), all_kin(3)) == pytest.approx(all_kin(3, edge))
