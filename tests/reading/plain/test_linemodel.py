"""What must hold of the line model on any page, and what it makes of invented ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadWeights
from stemma.reading.plain import layout, standing
from stemma.reading.plain.features import OWN, measure
from stemma.reading.plain.linemodel import body_chances, line_model
from stemma.reading.plain.settling import settle
from tests.reading.pages import PAGE
from tests.support.timing import within

LINES = st.lists(st.text(min_size=1, max_size=80).filter(str.strip), max_size=25)

REPORT = (
    "The harbour master of Selwick said on Tuesday that two boats had been lost in the storm, the third of the winter.",
    "Both crews were picked up by the lifeboat before midnight, and nobody was hurt, according to the port.",
    "“We had no warning at all,” said Piet Aaland, who has run the harbour for eleven years.",
    "Residents asked the council for a higher wall after the last flood, but it answered that it had no money.",
)
COMMENTS = [
    "4 Comments",
    "Marsh Fox says:",
    "March 4, 2025 at 5:02 pm",
    "They should have built that wall ten years ago, as we all said.",
    "Reply",
    "oldsalt77 says:",
    "March 4, 2025 at 6:40 pm",
    "I sailed out of there all my life and I have never seen waves like that.",
    "Reply",
    "Tidewatcher says:",
    "March 5, 2025 at 8:11 am",
    "You can't fight the sea. Glad the crews are safe though.",
    "Reply",
]


def kept(lines: list[str]) -> list[str]:
    return [line for line, inside in zip(lines, settle(lines, body_chances(lines).tolist()), strict=True) if inside]


@settings(deadline=None)
@given(LINES)
def test_every_line_of_any_page_has_a_chance(lines: list[str]) -> None:
    found = body_chances(lines)
    assert found.shape == (len(lines),)
    assert np.all((found >= 0) & (found <= 1))
    assert np.array_equal(found, body_chances(list(lines)))


@settings(deadline=None)
@given(LINES)
def test_features_are_finite_and_of_their_shape(lines: list[str]) -> None:
    page = measure(lines)
    assert page.own.shape == (len(lines), len(OWN))
    if lines:
        first = layout.first_pass(page)
        assert first.shape == (len(lines), len(layout.FIRST_PASS)) and np.isfinite(first).all()
        second = standing.second_pass(page, first, np.linspace(0, 1, len(lines)))
        assert second.shape == (len(lines), len(standing.SECOND_PASS)) and np.isfinite(second).all()


def test_readers_comments_are_no_part_of_the_report() -> None:
    page = [
        "Selwick Observer",
        "Home",
        "News",
        "Two boats lost as storm hits Selwick harbour",
        "By Ida Marlowe",
        *REPORT,
        *COMMENTS,
    ]
    found = kept(page)
    assert [line for line in REPORT if line not in found] == []
    assert [line for line in COMMENTS if line in found] == []


def test_a_quiet_page_has_no_report() -> None:
    assert kept(["Home", "News", "Sport", "Log in", "Subscribe now", "© 2025 The Selwick Observer"]) == []


def test_three_hundred_lines_take_no_time() -> None:
    page = (PAGE.split("\n") * 20)[:400]
    lines = [line for line in page if line.strip()][:300]
    body_chances(lines)
    with within(0.2):  # the aim is 0.03 s; the bound leaves room for a slow machine
        body_chances(lines)


def test_weights_of_another_version_are_refused() -> None:
    names = {"names": ["chars"], "base": 0, "depth": 0, "roots": [0], "feature": [-1], "threshold": [0], "right": [0], "value": [0]}
    second = names | {"regressed": list(standing.SECOND_PASS), "weights": [0.0] * len(standing.SECOND_PASS), "bias": 0.0}
    assert line_model({"first": names, "second": second}).chances(["one line"]).tolist() == [0.5]
    with pytest.raises(BadWeights, match="unheard-of"):
        line_model({"first": names | {"names": ["unheard-of"]}, "second": second})
    with pytest.raises(BadWeights, match="second pass"):
        line_model({"first": names, "second": second | {"regressed": ["p"]}})
