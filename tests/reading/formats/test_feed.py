"""Feeds of every kind give their items: words where they have them, else an address; and no feed opens anything or sinks a run."""

import json

import pytest

from stemma.errors import BadInput
from stemma.model import Article, Rejected
from stemma.reading import build, read
from stemma.reading.formats import feed
from stemma.reading.formats.entries import Item, Source, part_of
from stemma.reading.parts import Part
from tests.reading.archives import codes, opened, parts, rss
from tests.support.timing import within

SENTENCES = (
    "The harbour at Selwick reopened on Tuesday after a storm that sank two boats, the port authority said.",
    "Nobody was hurt, and the ferries to the islands sailed again in the afternoon, an hour late.",
    "“We were lucky,” said the harbour master, Piet Aaland, who had watched the waves from his office all night.",
    "The council said that it had no money for a higher wall and had asked the government to pay for half of the cost.",
)
STORY = "".join(f"<p>{s}</p>" for s in SENTENCES)
ESCAPED = STORY.replace("<", "&lt;").replace(">", "&gt;")
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
)
ITEM = (
    "<title>Harbour reopens &amp;amp; ferries sail</title><link>/news/1</link><description>Two boats sank.</description>"
    f"<content:encoded><![CDATA[{STORY}]]></content:encoded><dc:creator>Ida Marlowe</dc:creator><dc:creator>Reuters</dc:creator>"
    "<pubDate>Tue, 04 Mar 2025 14:05:00 +0100</pubDate><dcterms:modified>2025-03-04T16:30:00Z</dcterms:modified>"
    "<category>Coast</category><category>Weather</category><media:content url='x.jpg'><media:credit>Tom Veld/AFP</media:credit>"
    "</media:content><guid isPermaLink='false'>n1</guid>"
)
LINK = "<link>https://selwick.example/news/{}</link>"
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://selwick.example/a/">
<title type="html">The &lt;i&gt;Selwick&lt;/i&gt; Observer</title><link href="/"/><id>x</id><updated>2025-03-04T16:30:00Z</updated>
<entry><title>Harbour reopens</title><link href="1.html"/><id>tag:1</id><published>2025-03-04T14:05:00Z</published>
<updated>2025-03-04T16:30:00Z</updated><author><name>Ida Marlowe</name></author><author><name>Tom Veld</name></author>
<category term="Coast"/><summary>Two boats sank.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{STORY}</div></content></entry>
<entry xml:lang="de"><title>Second</title><link href="2.html"/><id>tag:2</id><updated>2025-03-05T10:00:00+01:00</updated>
<source><title>Oskvik Post</title></source><content type="html">{ESCAPED}</content></entry></feed>"""
RDF = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://selwick.example/"><title>The Selwick Observer</title>
<link>https://selwick.example/</link></channel><item rdf:about="https://selwick.example/1"><title>Harbour reopens</title>
<link>https://selwick.example/1</link><description>{ESCAPED}</description><dc:date>2025-03-04T14:05+01:00</dc:date>
<dc:creator>By Ida Marlowe</dc:creator></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Selwick Observer",
    "home_page_url": "https://selwick.example/",
    "language": "en-GB",
    "items": [
        {"id": "1", "url": "https://selwick.example/1", "title": "Harbour reopens", "content_html": STORY, "tags": ["Coast"],
         "authors": [{"name": "Ida Marlowe"}], "date_published": "2025-03-04T14:05:00Z", "date_modified": "2025-03-04T16:30:00Z"},
        {"id": "2", "url": "https://selwick.example/2", "content_text": "\n".join(SENTENCES)},
        {"id": "3", "url": "https://selwick.example/3", "title": "Only this", "summary": "Two boats sank."},
    ],
}  # fmt: skip


def test_an_item_of_rss_with_all_that_it_says() -> None:
    (part,) = parts(opened(rss(ITEM, root=SPACES, head="<language>en-gb</language>"), "f.xml"))
    given = part.given
    assert (part.form, part.source, part.data.decode()) == ("html", "f.xml#https://selwick.example/news/1", STORY)
    assert (given.url, given.title, given.outlet) == (
        "https://selwick.example/news/1",
        "Harbour reopens & ferries sail",
        "The Selwick Observer",
    )
    assert (given.byline, given.authors, given.credits, given.photo_credits) == (
        "Ida Marlowe, Reuters",
        ("Ida Marlowe",),
        ("Reuters",),
        ("AFP",),
    )
    assert (given.published, given.modified) == ("2025-03-04T14:05+01:00", "2025-03-04T16:30+00:00")
    assert (given.section, given.language, given.notes) == ("Coast", "en-gb", ())
    article = build(part)
    assert [article.text[s.start : s.end] for s in article.body] == list(SENTENCES)
    assert {(c.agency, c.kind == "photo") for c in article.credits} >= {("Reuters", False), ("AFP", True)}


def test_atom() -> None:
    one, two = parts(opened(ATOM.encode(), "f.atom"))
    assert (one.given.url, one.given.title, one.given.outlet) == (
        "https://selwick.example/a/1.html",
        "Harbour reopens",
        "The Selwick Observer",
    )
    assert one.given.authors == ("Ida Marlowe", "Tom Veld")
    assert (one.given.published, one.given.modified) == ("2025-03-04T14:05+00:00", "2025-03-04T16:30+00:00")
    assert (two.given.published, two.given.modified, two.given.outlet, two.given.language) == (
        "2025-03-05T10:00+01:00",
        None,
        "Oskvik Post",
        "de",
    )
    assert [len(build(p).body) for p in (one, two)] == [4, 4]


def test_rdf_and_old_rss() -> None:
    (part,) = parts(opened(RDF.encode(), "f.rdf"))
    assert (part.given.authors, part.given.published) == (("Ida Marlowe",), "2025-03-04T14:05+01:00")
    dtd = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    old = rss(LINK.format(1) + f"<title>Harbour</title><description>{ESCAPED}</description>").replace(
        b"<rss", dtd.encode() + b"<rss", 1
    )
    assert len(parts(opened(old.replace(b"2.0", b"0.91"), "f.xml"))) == 1


def test_json_feed() -> None:
    found = parts(opened(json.dumps(JSON).encode(), "f.json"))
    assert [p.form for p in found] == ["html", "text", "link"]
    assert (found[0].given.authors, found[0].given.section, found[0].given.language) == (("Ida Marlowe",), "Coast", "en-GB")
    assert [len(build(p).body) for p in found[:2]] == [4, 4]


@pytest.mark.parametrize(
    "words",
    [
        "Two boats sank off Selwick on Tuesday.",
        " ".join(SENTENCES[:2]),
        " ".join(SENTENCES) + " […]",
        " ".join(SENTENCES) + " &lt;a href='/1'&gt;Continue reading...&lt;/a&gt;",
        "",
    ],
)
def test_a_teaser_is_an_address_that_keeps_its_words(words: str) -> None:
    (part,) = parts(opened(rss(LINK.format(1) + f"<title>Harbour</title><description>{words}</description>"), "f.xml"))
    assert part.form == "link"
    assert part.given.url == "https://selwick.example/news/1"
    assert part.data.decode().startswith(words[:30])
    with pytest.raises(BadInput) as caught:
        build(part)
    assert caught.value.code == "no-text"


def test_what_publishing_systems_add_is_taken_off() -> None:
    tail = '<p>The post <a href="/1">Harbour</a> appeared first on <a href="/">The Observer</a>.</p>'
    (part,) = parts(
        opened(rss(LINK.format(1) + f"<content:encoded><![CDATA[{STORY}{tail}]]></content:encoded>", root=SPACES), "f.xml")
    )
    assert part.data.decode() == STORY


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x/y",
        "http://",
        "C:\\x",
    ],
)
def test_an_address_that_is_none_on_the_web_is_left_out_with_a_note(link: str) -> None:
    whole, teaser = opened(
        rss(f"<link>{link}</link><description>{ESCAPED}</description>", f"<link>{link}</link><title>x</title>"), "f.xml"
    )
    assert isinstance(whole, Part)
    assert whole.given.url is None
    assert "left out" in whole.given.notes[0]
    assert isinstance(teaser, BadInput)
    assert teaser.code == "no-text"


def test_relative_addresses_are_resolved_and_lead_nowhere_else() -> None:
    (part,) = parts(opened(rss("<link>../../../../etc/passwd</link>" + f"<description>{ESCAPED}</description>"), "f.xml"))
    assert part.given.url == "https://selwick.example/etc/passwd"
    bare = rss("<link>../x</link>" + f"<description>{ESCAPED}</description>").replace(b"<link>https://selwick.example/</link>", b"")
    assert parts(opened(bare, "f.xml"))[0].given.url is None


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE rss [<!ENTITY x "y">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        '<!-- <rss> --><!DOCTYPE rss [<!ENTITY x "y">]>',
        '<!-- <rss> --><!DOCTYPE rss SYSTEM "<!--" [<!ENTITY x "y"> <!ENTITY z "-->">]>',
        '<!-- <rss> --><!DOCTYPE rss SYSTEM "../../x">',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_are_refused(prolog: str, charset: str) -> None:
    text = rss(LINK.format(1) + f"<description>&x;{ESCAPED}</description>").decode().replace("<rss", prolog + "<rss", 1)
    assert codes(opened(text.replace("utf-8", charset).encode(charset), "f.xml")) == ["unsafe"]


def test_a_wrong_charset_is_seen_through() -> None:
    wrong = rss(LINK.format(1) + f"<title>Café</title><description>{ESCAPED}</description>").decode().encode("cp1252")
    (part,) = parts(opened(wrong, "f.xml"))
    assert (part.given.title, "“We" in part.data.decode()) == ("Café", True)
    assert "1252" in part.given.notes[0]


@pytest.mark.parametrize(
    "broken", ["fish & chips", "caf&eacute;&nbsp;x", "<b>bold", "<dc:creator>Ida Marlowe</dc:creator>", "\x00\x08"]
)
def test_a_malformed_feed_is_read_with_a_note(broken: str) -> None:
    data = rss(
        LINK.format(1) + f"<title>{broken}</title><description>{ESCAPED}</description>",
        LINK.format(2) + f"<description>{ESCAPED}</description>",
    )
    found = parts(opened(data, "f.xml"))
    assert [p.given.url for p in found] == ["https://selwick.example/news/1", "https://selwick.example/news/2"]
    assert bool(found[0].given.notes) == (broken != "caf&eacute;&nbsp;x")


def test_the_item_in_which_a_feed_breaks_off_is_not_taken_for_whole() -> None:
    whole = rss(*(LINK.format(n) + f"<description>{ESCAPED}</description>" for n in (1, 2)))
    found = opened(whole[: whole.rindex(b"lucky")], "f.xml")
    assert [getattr(p, "code", "item") for p in found] == ["item", "damaged"]
    assert len(parts(opened(whole[: whole.rindex(b"</channel>")], "f.xml"))) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rss(), "empty"),
        (rss("<a>" * 200_000), "too-deep"),
        (rss(*["<title>x</title>"] * 20_001), "too-large"),
        (rss("<x " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"), "too-large"),
        (rss("<!--" * 100_000), "damaged"),
        (rss("<![CDATA[" * 100_000), "damaged"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "damaged"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, "too-deep"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}', "empty"),
        (rss("x" * 20_000_000), "too-large"),
    ],
)
def test_hostile_feeds_are_refused_soon(data: bytes, code: str) -> None:
    with within(2):
        assert codes(opened(data, "f.xml"))[:1] == [code]


def test_an_item_nested_too_deeply_leaves_the_others() -> None:
    deep = "&lt;div&gt;" * 50_000
    found = opened(
        rss(LINK.format(1) + f"<description>{deep}</description>", LINK.format(2) + f"<description>{ESCAPED}</description>"),
        "f.xml",
    )
    assert [p.given.url for p in parts(found) if p.form == "html"] == ["https://selwick.example/news/2"]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("title", "link", "outlet"),
    [
        ("World news | The Selwick Observer", "https://www.theselwickobserver.example/", "The Selwick Observer"),
        ("Selwick Observer - Coast - RSS Feed", "https://selwickobserver.example/", "Selwick Observer"),
        ("Selwick Observer » Latest News", "https://x.example/", "Selwick Observer"),
        ("Newsfeed", "https://x.example/", None),
        ("Oskvik Post", None, "Oskvik Post"),
        (None, None, None),
    ],
)
def test_the_outlet_in_the_title_of_a_feed(title: str | None, link: str | None, outlet: str | None) -> None:
    part = part_of(Item(link="https://x.example/1"), Source(kind="feed item", title=title, link=link), 1, "f")
    assert isinstance(part, Part)
    assert part.given.outlet == outlet


@pytest.mark.parametrize(
    ("raw", "byline"),
    [
        ("desk@selwick.example (Ida Marlowe)", "Ida Marlowe"),
        ("Ida Marlowe <ida@selwick.example>", "Ida Marlowe"),
        ("By Ida Marlowe", "Ida Marlowe"),
        ("desk@selwick.example", None),
        ("admin", None),
        ("AFP", "AFP"),
    ],
)
def test_signatures(raw: str, byline: str | None) -> None:
    part = part_of(Item(link="https://x.example/1", authors=(raw,)), Source(kind="feed item"), 1, "f")
    assert isinstance(part, Part)
    assert part.given.byline == byline


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ("Tue, 04 Mar 2025 14:05:00 EST", "2025-03-04T14:05-05:00"),
        ("2025-03-04T14:05:31.123Z", "2025-03-04T14:05+00:00"),
        ("2025-03-04", "2025-03-04"),
        ("yesterday", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Tue, 99 Mar 2025 14:05:00 GMT", None),
    ],
)
def test_times(raw: str, when: str | None) -> None:
    part = part_of(Item(link="https://x.example/1", published=raw), Source(kind="feed item"), 1, "f")
    assert isinstance(part, Part)
    assert part.given.published == when


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (rss(), True),
        (ATOM.encode(), True),
        (RDF.encode(), True),
        (json.dumps(JSON).encode(), True),
        ("\ufeff".encode() + b"\n" + rss(), True),
        (ATOM.encode("utf-16"), True),
        (b"<?xml version='1.0'?><!-- <html> --><rss>", True),
        (b"<html><body>rss</body></html>", False),
        (b"<feed><a/></feed>", False),
        (b'{"version": "1.0"}', False),
        (b"<!--" * 16_000, False),
        (b"", False),
    ],
)
def test_sniffs(head: bytes, is_one: bool) -> None:
    with within(0.5):
        assert feed.sniffs(head, "x") == is_one


def test_a_feed_on_disk_is_read_as_articles(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "f.xml").write_bytes(rss(ITEM, LINK.format(2) + "<title>Only this</title>", root=SPACES))
    article, rejected = read([tmp_path])
    assert isinstance(article, Article)
    assert (article.url, isinstance(rejected, Rejected)) == ("https://selwick.example/news/1", True)
