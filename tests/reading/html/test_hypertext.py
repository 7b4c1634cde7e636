"""Pages of HTML."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.model import Span
from stemma.reading import read_bytes
from stemma.reading.html.authors import clean_authors
from stemma.reading.html.hypertext import locate, read_html
from stemma.reading.html.stamps import iso
from stemma.reading.html.titles import without_site
from tests.reading.pages import HTML


def test_a_page_tells_all_about_itself() -> None:
    article = read_bytes(HTML.encode(), "page.html")
    assert article.title and article.title.value == "Harbour reopens after storm"
    assert article.byline and article.byline.value == "Ida Marlowe, Tom Veld"
    assert article.published and article.published.value == "2025-03-04T14:05+00:00"
    assert article.outlet and article.outlet.value == "The Selwick Observer"
    assert article.url == "https://selwick.example/news/harbour"
    assert len(article.body) == 4
    assert "var x" not in article.text
    assert "color: red" not in article.text
    assert "Photo: AFP" in article.text
    assert {(c.agency, c.kind) for c in article.credits} == {("Reuters", "in-text"), ("AFP", "photo")}


def test_the_canonical_address_is_the_provenance() -> None:
    assert read_bytes(HTML.encode(), "a.html").id == read_bytes(HTML.encode(), "b.html").id


def test_broken_and_hostile_html() -> None:
    broken = HTML.replace("</p>", "").replace("</article>", "<table><tr><td>")
    assert read_bytes(broken.encode(), "x.html").body
    bomb = HTML.replace(
        "<!doctype html>", '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    )
    assert read_bytes(bomb.encode(), "x.html").body
    bad_json = HTML.replace('{"@context"', '{{{"@context"').replace("2025-03-04T14:05:00Z", "never")
    assert read_bytes(bad_json.encode(), "x.html").body
    with pytest.raises(BadInput) as refused:
        read_bytes(b"<html><body>" + b"<span>" * 200_000 + HTML.encode() + b"</span>" * 200_000, "deep.html")
    assert refused.value.code == "too-deep"


def test_paragraphs_are_located_in_order() -> None:
    text = "Home\nOne two three four five\nLinks here\nSix seven eight nine ten"
    spans = [Span(0, 4), Span(5, 28), Span(29, 39), Span(40, 64)]
    assert locate(text, spans, ["One two three four five", "Six seven eight nine ten"]) == ({1, 3}, 0)
    assert locate(text, spans, ["Words that stand nowhere at all"])[1] == 6


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2025-03-04T14:05:00Z", "2025-03-04T14:05+00:00"),
        ("2025-03-04T14:05:00.000+0530", "2025-03-04T14:05+05:30"),
        ("2025-03-04", "2025-03-04"),
        ("March 4, 2025", "2025-03-04"),
        ("never", None),
    ],
)
def test_dates_of_machine_readable_fields(raw: str, value: str | None) -> None:
    assert iso(raw, "") == value


def test_titles_lose_their_site_and_authors_their_roles() -> None:
    assert without_site("Harbour reopens - Selwick Observer", "The Selwick Observer", {}) == "Harbour reopens"
    assert without_site("Harbour - what now", "The Selwick Observer", {}) == "Harbour - what now"
    assert clean_authors(["By Ida Marlowe, Senior Reporter", "https://x.example/ida", "Ida Marlowe"], "") == ("Ida Marlowe",)
    assert clean_authors(["Selwick Observer"], "selwickobserver") == ()


BARE = re.sub(r"<script type.*?</script>", "", HTML, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ('<div><a href="/authors/ida-marlowe">Ida Marlowe</a> and <a href="/authors/tom-veld">Tom Veld</a></div>',
         "Ida Marlowe, Tom Veld"),
        ('<p><span class="author">Ida Marlowe</span> <span class="author">Tom Veld</span></p>', "Ida Marlowe, Tom Veld"),
        ('<p class="byline">Ida Marlowe MD</p>', "Ida Marlowe"),
        ('<p class="byline">Ida Marlowe The Associated Press</p>', "Ida Marlowe"),
        ("<p>Login with Twitter</p>", None),
    ],
)  # fmt: skip
def test_authors_that_a_page_prints(printed: str, authors: str | None) -> None:
    page = read_bytes(BARE.replace('<p class="byline">By Ida Marlowe and Tom Veld</p>', printed).encode(), "a.html")
    assert (page.byline.value if page.byline else None) == authors


def test_authors_in_a_list_of_names_and_in_a_fuller_source() -> None:
    one = '"author":{"@type":"Person","name":["Ida Marlowe","Tom Veld"]}}</script>'
    page = read_bytes(re.sub(r'"author":\[.*?\]\}</script>', one, HTML, flags=re.DOTALL).encode(), "a.html")
    assert page.byline
    assert page.byline.value == "Ida Marlowe, Tom Veld"
    less = '"author":{"name":"Ida Marlowe"}}</script>'
    fuller = re.sub(r'"author":\[.*?\]\}</script>', less, HTML, flags=re.DOTALL)
    page = read_bytes(fuller.encode(), "a.html")
    assert page.byline
    assert page.byline.value == "Ida Marlowe, Tom Veld"


def test_a_title_loses_its_site_in_front_and_its_kicker() -> None:
    assert without_site("Selwick Echo - Harbour reopens after the storm", "Selwick Echo", {}) == "Harbour reopens after the storm"
    page = read_bytes(HTML.replace("<h1>Harbour", "<h1><span>Opinion </span>Harbour").encode(), "a.html")
    assert page.title
    assert page.title.value == "Harbour reopens after storm"


@pytest.mark.shared
def test_real_pages_are_read() -> None:
    folder = Path(__file__).resolve().parents[3] / "shared/data/reading/aeb/html"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project")
    read = 0
    for path in sorted(folder.glob("*.gz"))[:8]:
        try:
            article = read_bytes(gzip.decompress(path.read_bytes()), path.name)
        except BadInput as error:
            assert error.code == "language"
        else:
            read += 1
            assert article.body
    assert read >= 5


LD = "<script type='application/ld+json'>"
PARTS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class='byline'>",
            "</div>",
            "<table><tr><td>",
            "</table>",
            "<h1>",
            "</h1>",
            "<time datetime='",
            "'>",
        ),
        *(
            "<!--",
            "-->",
            LD,
            "</script>",
            "<figcaption>",
            "<article>",
            "<svg><title>x</title>",
            "<meta property='og:title' content='",
        ),
        '{"@type":"LiveBlogPosting","liveBlogUpdate":[{}]}',
        '{"@graph":[[1,{}]]}',
        '{"@type":["NewsArticle",null],"author":[[],{"name":[1]}],"datePublished":[],"url":4}',
        "<link rel='canonical' href='http://[::'>",
        *("&#0;&shy;&amp;amp;", "\x00", "\U0001f30a\u200b", "By Ida Marlowe, 4 March 2025", "14:05 GMT", "SOURCE Port"),
        *(HTML[300:900], HTML[900:1400], HTML[1400:2100]),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=24), st.booleans())
def test_any_html_is_a_page_whose_spans_lie_in_its_text_or_is_refused(parts: list[str], whole: bool) -> None:
    source = HTML.replace("<article>", "<article>" + "".join(parts)) if whole else "<html>" + "".join(parts)
    try:
        page = read_html(source, "a.html")
    except BadInput as error:
        assert error.code in ("no-article", "too-deep", "too-large")
        return
    noted = [n.span for n in (page.title, page.byline, page.dateline, page.published, page.modified, page.issuer) if n and n.span]
    for span in (*page.body, *(line.span for line in page.lines), *(u.span for u in page.updates), *noted):
        assert 0 <= span.start < span.end <= len(page.text)
    assert page.body
    assert page.body == tuple(line.span for line in page.lines if line.role in ("body", "subhead"))
    assert read_html(source, "a.html") == page


def test_an_agency_among_the_authors_of_the_tags_is_a_credit() -> None:
    one, agency = '{"@type":"Person",\n"name":"Ida Marlowe"}', '{"@type":"Organization","name":"AFP"}'
    both = HTML.replace(one, f"{one},{agency}")
    assert both != HTML
    article = read_bytes(both.encode(), "a.html")
    found = [(c.agency, c.kind) for c in article.credits if c.how == "author tag"]
    assert found == [("AFP", "byline")]
    assert article.authors[0] == "Ida Marlowe" and "AFP" not in article.authors
