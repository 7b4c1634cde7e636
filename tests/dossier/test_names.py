"""Names, counts and times in plain English."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier.names import UNDATED, count, date, instant, interval, label, labels, listed, ordered
from tests.dossier.sample import article, sample


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2024-02-14T23:55+05:30", "14 Feb 2024, 23:55 +05:30"),
        ("2024-02-14T18:25:09Z", "14 Feb 2024, 18:25 UTC"),
        ("2024-02-14T18:25", "14 Feb 2024, 18:25"),
        ("2024-06-01", "1 June 2024"),
        ("2024-09", "Sept 2024"),
        ("2024", "2024"),
        ("last week", "last week"),
        ("2024-13-01", "2024-13-01"),
    ],
)
def test_dates_say_only_what_the_value_says(iso: str, said: str) -> None:
    assert date(iso) == said


def test_dates_can_be_short() -> None:
    assert date("2024-02-14T23:55+05:30", year=False) == "14 Feb, 23:55 +05:30"
    assert date("2024-02-14T23:55+05:30", clock=False) == "14 Feb 2024"
    assert date("2024-02", year=False) == "Feb 2024"


def test_instants_compare_across_zones() -> None:
    assert instant("2024-02-14T23:55+05:30") == datetime(2024, 2, 14, 18, 25, tzinfo=UTC)
    assert instant("2024-02-14T23:55-0500") == datetime(2024, 2, 15, 4, 55, tzinfo=UTC)
    assert instant(None) == instant("soon") == instant("2024-02-31") == UNDATED


@given(st.text(max_size=30))
def test_any_date_string_is_survived(text: str) -> None:
    assert instant(text).tzinfo is not None
    assert isinstance(date(text), str)


def test_counts_and_lists() -> None:
    assert (count(1, "report"), count(2, "report"), count(0, "copy", "copies")) == ("1 report", "2 reports", "0 copies")
    assert (interval(1, 1), interval(1, 2), interval(2, 2), interval(0, 0)) == ("1 origin", "1-2 origins", "2 origins", "0 origins")
    assert (listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("", "a", "a and b", "a, b and c")


def test_reports_are_ordered_by_instant_undated_last() -> None:
    names = [label(a) for a in ordered(sample().articles)]
    assert names[0] == "Nordhaven Radio"
    assert names[-1] == "Dock Gazette"
    # 15:20 at +01:00 is later than 08:45 UTC and earlier than the next morning
    assert (
        names.index("Coast Daily")
        < names.index("The Evening Ledger of Nordhaven and the Southern Isles")
        < names.index("City Tribune")
    )


def test_two_reports_of_one_outlet_are_told_apart() -> None:
    twin = replace(article("hp"), id="hp-twin")
    names = labels([article("hp"), twin], sample().stemma)
    assert sorted([names["hp-twin"], names[article("hp").id]]) == ["The Harbour Post", "The Harbour Post (2)"]


def test_a_report_without_an_outlet_is_called_after_its_site_or_file() -> None:
    from dataclasses import replace

    bare = replace(article("hp"), outlet=None)
    assert label(bare) == "hp.example"
    assert label(replace(bare, url=None)) == "hp"


@pytest.mark.parametrize("stem", ["003_60b660731d86be1f", "2024-06-03_12", "d41d8cd98f00b204e9800998ecf8427e", "17"])
def test_a_file_named_by_a_machine_gives_way_to_the_headline(stem: str) -> None:
    bare = replace(article("hp"), outlet=None, url=None, source=f"pages/{stem}.txt")
    assert bare.title
    assert label(bare) == f"“{bare.title.value}”" or label(bare).endswith("…”")
    assert label(replace(bare, title=None)) == stem


@pytest.mark.parametrize("stem", ["harbour-post", "reuters_2024", "Decade", "facade", "radio7-12345678"])
def test_a_file_named_by_a_person_keeps_its_name(stem: str) -> None:
    assert label(replace(article("hp"), outlet=None, url=None, source=f"pages/{stem}.txt")) == stem
