"""Who signs: people, and only they are authors."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stemma.reading.html.authors import authors_in, clean_authors, is_person
from stemma.reading.html.hypertext import Page, read_html
from stemma.reading.sources.decoding import decode
from tests.reading.pages import HTML
from tests.support.timing import within

BARE = re.sub(r"<script type.*?</script>", "", HTML, flags=re.DOTALL)
BYLINE = '<p class="byline">By Ida Marlowe and Tom Veld</p>'


def page(html: str) -> Page:
    return read_html(decode(html.encode(), "a.html")[0], "a.html")


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("By Ida Marlowe and Tom Veld", ("Ida Marlowe", "Tom Veld")),
        ("By Ida Marlowe, Senior Reporter", ("Ida Marlowe",)),
        ("Ida Marlowe Political Correspondent", ("Ida Marlowe",)),
        ("By Ida Marlowe, Institute of Ports and Tides", ("Ida Marlowe",)),
        ("Words by: Ida Marlowe", ("Ida Marlowe",)),
        ("By Ida C.J.", ("Ida C.J.",)),
        ("By Ida Marlowe MD, PhD", ("Ida Marlowe",)),
        ("Ida Marlowe; Tom Veld", ("Ida Marlowe", "Tom Veld")),
        ("Staff and agencies", ()),
        ("Reuters", ()),
        ("By Selwick Observer Staff", ()),
        ("By Observer Newsroom", ()),
        ("Harbour Technologies", ()),
        ("", ()),
    ],
)
def test_people_in_a_byline(printed: str, authors: tuple[str, ...]) -> None:
    assert authors_in(printed) == authors


def test_an_agency_signs_but_is_no_author() -> None:
    one = page(BARE.replace(BYLINE, '<p class="byline">By — <a class="byline-name" href="/ap">Associated Press</a></p>'))
    assert one.authors == ()
    assert one.byline
    assert one.byline.value == "Associated Press"


def test_a_name_marked_within_a_marked_byline() -> None:
    block = '<div class="author">By <a class="authors" href="/s/1">Ida Marlowe</a> <span>Selwick Bay Observer</span></div>'
    assert page(BARE.replace(BYLINE, block)).authors == ("Ida Marlowe",)
    camel = '<div><a data-testid="AuthorNameLink" href="/news/ida">Ida Marlowe</a></div>'
    assert page(BARE.replace(BYLINE, camel)).authors == ("Ida Marlowe",)


@example([". A"], "")
@given(st.lists(st.text(max_size=60), max_size=5), st.text(max_size=12))
def test_names_are_clean_and_told_once(raw: list[str], site: str) -> None:
    found = clean_authors(raw, site)
    assert len({n.casefold() for n in found}) == len(found)
    assert all(n and n == n.strip() and len(n) <= 50 and "," not in n for n in found)
    assert clean_authors(raw, site) == found
    assert all(is_person(n) for n in authors_in(", ".join(raw)))


def test_an_author_field_without_end_costs_no_time() -> None:
    with within(2):
        assert clean_authors(["By Ida Marlowe, " + "A " * 100_000], "")[0] == "Ida Marlowe"
