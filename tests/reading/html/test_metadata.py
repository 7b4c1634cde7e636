"""What a page of HTML says of itself: outlet, section, address, language, dateline, kind; and pages that strain the parser."""

import re

import pytest

from stemma.errors import BadInput
from stemma.reading.html.hypertext import MAX_ELEMENTS, Page, read_html
from stemma.reading.sources.decoding import decode
from tests.reading.pages import HTML

BARE = re.sub(r"<script type.*?</script>", "", HTML, flags=re.DOTALL)


def page(source: str) -> Page:
    return read_html(decode(source.encode(), "a.html")[0], "a.html")


def crumbs(*names: str) -> str:
    items = ",".join(f'{{"@type":"ListItem","position":{n},"item":{{"name":"{name}"}}}}' for n, name in enumerate(names, 1))
    return f'<script type="application/ld+json">{{"@type":"BreadcrumbList","itemListElement":[{items}]}}</script></head>'


@pytest.mark.parametrize(
    ("old", "new", "section"),
    [
        ("</head>", '<meta property="article:section" content="Ports &amp;amp; Tides"></head>', "Ports & Tides"),
        ('"headline"', '"articleSection":["Ports","Tides"],"headline"', "Ports"),
        ("</head>", crumbs("Home", "Coast", "Harbour reopens after storm"), "Coast"),
        ("<nav>", '<div class="breadcrumbs"><a href="/">Home</a> <a href="/c">Coast</a></div><nav>', "Coast"),
        ("</head>", '<meta property="article:section" content="The Selwick Observer"></head>', None),
        ("</head>", '<meta property="article:section" content="https://selwick.example/ports"></head>', None),
        ("<nav>", '<div class="breadcrumbs">You are here</div><nav>', None),
    ],
)
def test_sections(old: str, new: str, section: str | None) -> None:
    found = page(HTML.replace(old, new, 1)).section
    assert (found.value if found else None) == section


SITE = '<meta property="og:site_name" content="The Selwick Observer">'
CANONICAL = '<link rel="canonical" href="https://selwick.example/news/harbour">'


@pytest.mark.parametrize(
    ("site", "title", "foot", "outlet"),
    [
        ('<meta property="og:site_name" content="Selwick Echo | News of the coast">', "", "", "Selwick Echo"),
        ('<meta property="og:site_name" content="Selwick - All the news there is">', "", "", "Selwick"),
        ('<meta property="og:site_name" content="Boats - and all that">', "", "", "Boats - and all that"),
        ('<meta property="og:site_name" content="https://selwick.example">', "Harbour reopens - Selwick", "", "Selwick"),
        ("", "Harbour reopens - nobody hurt", "© 2025 Selwick Coast Weekly. All rights reserved.", "Selwick Coast Weekly"),
        ("", "Harbour reopens", "Contact us", "selwick.example"),
    ],
)
def test_outlets_of_pages(site: str, title: str, foot: str, outlet: str) -> None:
    source = BARE.replace(SITE, site).replace("© 2025 The Selwick Observer", foot or "Contact us")
    source = source.replace("Harbour reopens after storm | The Selwick Observer", title or "Harbour reopens after storm")
    found = page(source).outlet
    assert found
    assert found.value == outlet


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        (CANONICAL, "https://selwick.example/news/harbour"),
        ('<link rel="canonical" href="https://selwick.example/"><meta property="og:url" content="https://selwick.example/h">',
         "https://selwick.example/h"),
        ('<link rel="canonical" href="/news/harbour">', None),
        ('<link rel="canonical" href="https://[selwick/news">', None),
        ('<meta property="og:url" content="https://selwick.example/h?id=4">', "https://selwick.example/h?id=4"),
    ],
)  # fmt: skip
def test_addresses(canonical: str, url: str | None) -> None:
    assert page(BARE.replace(CANONICAL, canonical)).url == url


def test_the_declared_language_helps_only_where_words_do_not() -> None:
    assert page(HTML.replace("<html>", '<html lang="de-DE">')).language == "en"
    words = "".join(
        f"<p>Oskvik {n} Brandvold Aaland, Marlowe Veld {n}, Selwick Tideholm {n} Grandvik Eskeby.</p>" for n in range(9)
    )
    names = re.sub(r"<p>The harbour.*cost of it\.</p>", words, HTML, flags=re.DOTALL)
    assert page(names.replace("<html>", '<html lang="nb-NO">')).language == "nb"
    assert page(names).language == "und"


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("SELWICK, England (Reuters) - The harbour\nat Selwick", "SELWICK, England (Reuters)"),
        ("OSKVIK - The harbour\nat Selwick", "OSKVIK"),
        ("UPDATE - There is an update: the harbour\nat Selwick", None),
        ("Good news: the harbour\nat Selwick is good for news and", None),
        ("Piet Aaland: “The harbour\nat Selwick", None),
    ],
)
def test_datelines_are_places(opening: str, place: str | None) -> None:
    found = page(HTML.replace("The harbour\nat Selwick", opening, 1)).dateline
    assert (found.value if found else None) == place


def test_a_report_has_its_fields() -> None:
    read = page(HTML)
    assert (read.kind, read.issuer, read.updates, read.language) == ("news-report", None, (), "en")
    assert read.authors == ("Ida Marlowe", "Tom Veld")
    assert read.modified is None
    assert read.notes == ()


def test_a_release_names_its_issuer() -> None:
    release = BARE.replace("<h1>", "<p>PRESS RELEASE</p><h1>").replace(
        "</article>", "<p>SOURCE Selwick Port Authority</p></article>"
    )
    read = page(release)
    assert read.kind == "press-release"
    assert read.issuer
    assert read.issuer.value == "Selwick Port Authority"


def test_a_post_by_its_address_and_by_its_own_word() -> None:
    status = BARE.replace("https://selwick.example/news/harbour", "https://x.com/selwickport/status/1234567890123456789")
    read = page(status)
    assert (read.kind, read.issuer and read.issuer.value) == ("post", "@selwickport")
    told = '<script type="application/ld+json">{"@type":"SocialMediaPosting","author":{"name":"Port of Selwick"}}</script></head>'
    read = page(BARE.replace("</head>", told))
    assert (read.kind, read.issuer and read.issuer.value) == ("post", "Port of Selwick")
    both = '<script type="application/ld+json">[{"@type":"SocialMediaPosting"},{"@type":"NewsArticle"}]</script></head>'
    assert page(BARE.replace("</head>", both)).kind == "news-report"


def test_hints_for_breaking_words_are_not_read() -> None:
    source = HTML.replace("reopened", "re&shy;opened").replace("harbour master", "har\u200bbour master")
    read = page(source)
    assert "reopened on Tuesday" in read.text
    assert "harbour master" in read.text
    assert len(read.body) == 4


def test_pages_deeper_than_the_parser_s_own_limit() -> None:
    deep = HTML.replace("<article>", "<article>" + "<div>" * 600).replace("</article>", "</div>" * 600 + "</article>")
    assert len(page(deep).body) == 4
    with pytest.raises(BadInput) as refused:
        page(HTML.replace("<article>", "<article>" + "<div>" * 2_000))
    assert refused.value.code == "too-deep"


def test_pages_of_too_many_elements() -> None:
    with pytest.raises(BadInput) as refused:
        page(HTML.replace("<footer>", "<p>x" * (MAX_ELEMENTS + 1) + "<footer>"))
    assert refused.value.code == "too-large"
