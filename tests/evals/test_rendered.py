"""How pages are rendered as copied, and which lines are labelled the report."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from evals.rendered import FOLDS, aligned, as_copied, fold_of

BODY = """The ferry ran aground at noon, and all forty passengers were taken off by boat.

What went wrong

Its captain said that the radar had failed twice that week."""


def test_blocks_are_lines_and_cells_of_a_row_one_line() -> None:
    page = html.fromstring(
        "<div>Home<ul><li>News</li><li>Tides</li></ul><p>The ferry <b>ran</b> aground.<br>Nobody drowned.</p>"
        "<script>var x;</script><table><tr><td>Mon</td><td> 4 </td></tr><tr><td>Tue</td><td>7</td></tr></table></div>"
    )
    assert as_copied(page) == ["Home", "News", "Tides", "The ferry ran aground.", "Nobody drowned.", "Mon\t4", "Tue\t7"]


def test_lines_of_the_body_align_in_order() -> None:
    lines = ["What went wrong at sea: our picks", *(p for p in BODY.split("\n") if p), "The captain", "Said twice that week"]
    share, covered = aligned(lines, BODY)
    assert [round(float(s), 2) for s in share] == [0, 1, 1, 1, 0, 0]
    assert covered == 1


def test_of_two_copies_the_one_in_paragraphs_is_the_body() -> None:
    paragraphs = [p for p in BODY.split("\n") if p]
    share, _ = aligned([*paragraphs, " ".join(paragraphs)], BODY)
    assert (share >= 0.5).tolist() == [True, True, True, False]
    share, _ = aligned([" ".join(paragraphs), *paragraphs], BODY)
    assert (share >= 0.5).tolist() == [False, True, True, True]


@given(st.lists(st.text("abc ", max_size=12), max_size=8), st.text("abc \n", max_size=40))
def test_shares_are_shares(lines: list[str], body: str) -> None:
    share, covered = aligned(lines, body)
    assert share.shape == (len(lines),)
    assert np.all((share >= 0) & (share <= 1)) and 0 <= covered <= 1


def test_folds_are_the_same_everywhere() -> None:
    assert fold_of("selwick.example") == fold_of("selwick.example")
    assert {fold_of(f"site-{n}.example") for n in range(100)} == set(range(FOLDS))
