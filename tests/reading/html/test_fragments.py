"""Fragments of markup that are a report and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.html.fragments import paragraphs


def test_blocks_become_paragraphs_and_pictures_go() -> None:
    markup = """<p>The pier  is shut.</p><figure><img src="x.jpg"><div class="credit">Photo: AFP</div></figure>tail words
    <ul><li>One</li><li>Two &amp; three</li></ul><script>x()</script>"""
    assert paragraphs(markup, "a") == ["The pier is shut.", "tail words", "One", "Two & three"]


def test_plain_text_is_taken_line_by_line() -> None:
    assert paragraphs("One  line.\n\n Another 1 < 2.", "a") == ["One line.", "Another 1 < 2."]


def test_what_stands_after_the_end_of_a_page_is_kept() -> None:
    assert paragraphs("<html><body><p>First.</p></body></html><p>Second.</p>", "a") == ["First.", "Second."]


def test_bottomless_markup_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        paragraphs("<div>" * 5_000 + "x", "a")
    assert caught.value.code == "too-deep"


@given(st.text(alphabet="<>/pdivbr &;x\n ", max_size=200))
def test_any_markup_gives_even_lines_or_a_refusal(markup: str) -> None:
    try:
        found = paragraphs(markup, "a")
    except BadInput as error:
        assert error.hint
    else:
        assert all(line == " ".join(line.split()) and line for line in found)
