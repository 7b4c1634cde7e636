"""What people said about the reports, in plain sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stemma.dossier.places import places
from stemma.dossier.views.corrected import sentence
from stemma.model import Correction
from tests.dossier.sample import sample


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("“The berth shuts,” said Hanssen", "“‘The berth shuts,’ said Hanssen”"),
        ('"The berth shuts," said Hanssen', "“‘The berth shuts,’ said Hanssen”"),
        ('he called it "a berth" and left', "“he called it ‘a berth’ and left”"),
        ("the berth’s crane", "“the berth’s crane”"),
    ],
)
def test_words_that_are_quoted_have_single_marks_inside_ours(quote: str, told: str) -> None:
    d = sample()
    page = d.articles[0].sha256
    one = Correction(page=page, field="line", verdict="must-be", quote=quote, value="chrome")
    said = sentence(one, d.articles, places(d))
    assert said.startswith(told) and "““" not in said and said.endswith("is page furniture.")
    assert told in sentence(replace(one, field="claim", other=page, other_quote=quote), d.articles, places(d))
    assert f"is {told}." in sentence(replace(one, field="title", quote="", value=quote), d.articles, places(d))
