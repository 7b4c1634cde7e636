"""What reports are called."""

from __future__ import annotations

from dataclasses import replace

from stemma.model import Noted
from stemma.text.labels import label, oneline
from tests.tracing.stories import WIRE, article


def test_a_report_is_called_by_its_outlet_its_site_its_file_or_its_headline() -> None:
    page = article("North", WIRE)
    assert page.outlet is not None
    assert label(page) == page.outlet.value
    bare = replace(page, outlet=None, source="in/bridge-closed.txt", title=Noted(value="Bridge closed after a survey", how="test"))
    assert label(bare) == "bridge-closed"
    assert label(replace(bare, url="https://www.north.example/a")) == "north.example"
    assert label(replace(bare, source="in/003_8f31ab77c0de4412.txt")) == "“Bridge closed after a survey”"
    assert label(replace(bare, source="in/003_8f31ab77c0de4412.txt", title=None)) == "003_8f31ab77c0de4412"


def test_words_are_cleaned_before_they_are_cut() -> None:
    page = replace(article("North", WIRE), outlet=Noted(value="A\u2028B", how="test"))
    assert label(page, lambda s: s.replace("\u2028", "[U+2028]")) == "A[U+2028]B"


def test_what_is_too_long_is_cut_at_a_word() -> None:
    assert oneline("one  two\nthree", 60) == "one two three"
    assert oneline("the bridge at Harrow, closed", 24) == "the bridge at Harrow…"
