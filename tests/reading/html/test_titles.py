"""The title of a page of HTML: which of its parts is believed, and what is taken off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.html.titles import title_of, without_site

SITE = "The Selwick Observer"
OG = {"og:title": ["Harbour reopens after storm - The Selwick Observer"]}


@pytest.mark.parametrize(
    ("headings", "element", "headline", "metas", "title"),
    [
        # What is printed goes before what machines are told, if the two are alike.
        (["Harbour reopens after the storm"], None, None, OG, "Harbour reopens after the storm"),
        # The only heading may be worded quite otherwise, but not have nothing in common.
        (["What the storm left of Selwick's old harbour"], None, None, OG, "What the storm left of Selwick's old harbour"),
        (["Ten beaches you should see"], None, None, OG, "Harbour reopens after storm"),
        # The site's own name set as heading is none.
        (["The Selwick Observer"], None, None, OG, "Harbour reopens after storm"),
        (["The Selwick Observer", "Harbour reopens after storm"], None, None, OG, "Harbour reopens after storm"),
        # Of several, the one with which the page's own title begins.
        (["All harbours and storms after 1900", "Harbour reopens after storm"], None, None, OG, "Harbour reopens after storm"),
        ([], "Harbour reopens after storm | The Selwick Observer", None, {}, "Harbour reopens after storm"),
        ([], "Selwick", "Harbour reopens after storm", {}, "Harbour reopens after storm"),
        (["Storm"], None, None, {}, "Storm"),
        ([], None, None, {}, None),
        (["Opinion Harbour reopens after storm"], None, None, OG, "Harbour reopens after storm"),
    ],
)
def test_which_part_is_believed(
    headings: list[str], element: str | None, headline: str | None, metas: dict[str, list[str]], title: str | None
) -> None:
    assert title_of(headings, element, headline, metas, SITE) == title


def test_the_address_tells_the_site_where_nothing_else_does() -> None:
    metas = {"og:url": ["https://www.tidecheck.example/2025/03/04/harbour"]}
    assert without_site("TideCheck - Is the harbour open after the storm?", "", metas) == "Is the harbour open after the storm?"
    assert without_site("Storms - what the harbour board knew of them", "", metas) == "Storms - what the harbour board knew of them"


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=40))
def test_a_title_without_its_site_is_a_part_of_it(title: str, site: str, address: str) -> None:
    metas = {"og:url": ["https://selwick.example/" + "".join(ch for ch in address if ch.isalnum())]}
    assert without_site(title, site, metas) in title


def test_a_title_of_marks_without_end_is_left_as_it_is() -> None:
    endless = "Pier closes" + " | " * 20_000
    assert without_site(endless, "Harbour Post", {}) == endless
    assert title_of([], endless, None, {}, "Harbour Post") == endless


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "http://a]b/c", "http://ex\u2100mple.example/x", "//["])
def test_an_address_that_is_none_tells_nothing_and_breaks_nothing(address: str) -> None:
    title = "Harbour reopens - Selwick Observer"
    assert without_site(title, "", {"og:url": [address]}) == title
