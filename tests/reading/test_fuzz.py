"""Every parser, given a valid input that was damaged at random: pages and refusals come out of it, and nothing else.

Bounded: a few hundred cases, the same on every run.
"""

import bz2
import csv
import gzip
import io
import json
from collections.abc import Callable
from typing import Final

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma.errors import CODES, BadInput
from stemma.reading import build
from stemma.reading.parts import Limits, Part
from tests.reading.archives import HTML_TYPE, archived, opened, rss, zipped
from tests.reading.formats.press import Story, as_docx, as_rtf, coded, new_export
from tests.reading.formats.test_feed import ATOM, ITEM, RDF, SPACES
from tests.reading.formats.test_feed import JSON as FEED
from tests.reading.pages import HTML, PAGE

BODY = "\n".join(PAGE.split("\n")[7:15])
NITF = (
    "<nitf><head><docdata><date.issue norm='20250304T140500Z'/></docdata></head>"
    "<body><body.head><hedline><hl1>Harbour</hl1></hedline>"
    "<byline>By Ida Marlowe</byline><dateline><location>SELWICK</location></dateline></body.head>"
    f"<body.content><p>{BODY}</p></body.content></body></nitf>"
)
G2 = (
    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:1' version='2' standard='NewsML-G2'>"
    "<itemMeta><itemClass qcode='ninat:text'/><provider literal='AFP'/>"
    "<versionCreated>2025-03-04T14:05:00Z</versionCreated></itemMeta>"
    "<contentMeta><headline>Harbour</headline></contentMeta>"
    f"<contentSet><inlineXML contenttype='application/nitf+xml'>{NITF}</inlineXML></contentSet></newsItem>"
)
NINJS = {
    "uri": "urn:x:1",
    "type": "text",
    "headline": "Harbour",
    "body_text": BODY,
    "versioncreated": "2025-03-04T14:05:00Z",
    "byline": "Ida Marlowe",
    "language": "en",
}


def table() -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["url", "title", "text", "publish_date", "language"])
    for n in range(3):
        rows.writerow([f"https://selwick.example/{n}", "Harbour reopens", BODY, "2025-03-04", "en"])
    return out.getvalue().encode()


def lines() -> bytes:
    row = {"url": "https://selwick.example/1", "title": "Harbour reopens", "text": BODY, "published": "2025-03-04"}
    return b"".join(json.dumps({**row, "url": f"{row['url']}{n}"}).encode() + b"\n" for n in range(3))


WARC: Final = [(f"https://selwick.example/{n}", HTML.encode(), HTML_TYPE, "200 OK") for n in range(3)]
SAMPLES: Final[dict[str, bytes]] = {
    "page.html": HTML.encode(),
    "page.txt": PAGE.encode(),
    "wide.txt": PAGE.encode("utf-16"),
    "old.html": HTML.replace("<head>", '<head><meta charset="shift_jis">').encode("cp1252"),
    "page.html.gz": gzip.compress(HTML.encode()) * 2,
    "page.html.bz2": bz2.compress(HTML.encode()),
    "page.html.zst": zstandard.ZstdCompressor().compress(HTML.encode()) * 2,
    "pages.zip": zipped([("a.html", HTML.encode()), ("b/c.txt", PAGE.encode()), ("d.txt.gz", gzip.compress(PAGE.encode()))]),
    "crawl.warc": archived(WARC, gzip=False),
    "crawl.warc.gz": archived(WARC),
    "crawl.arc": b"https://selwick.example/1 10.0.0.1 20050401120000 text/html %d\n%s\n" % (len(HTML.encode()), HTML.encode()),
    "feed.rss": rss(ITEM, ITEM, root=SPACES),
    "feed.atom": ATOM.encode(),
    "feed.rdf": RDF.encode(),
    "feed.json": json.dumps(FEED).encode(),
    "packet.xml": G2.encode(),
    "old-packet.xml": NITF.encode(),
    "packet.json": json.dumps(NINJS).encode(),
    "table.csv": table(),
    "table.jsonl": lines(),
    "nexis.txt": "\n".join(new_export((Story(), Story()))).encode(),
    "nexis.docx": as_docx(new_export((Story(),))),
    "nexis.rtf": as_rtf(new_export((Story(),))),
    "factiva.txt": coded((Story(), Story())).encode(),
}
TIGHT: Final = Limits(page_bytes=300_000, free_bytes=1_000_000, unpacked_bytes=5_000_000, parts=200)
SPLICES: Final = st.sampled_from(
    [
        *(
            b"",
            b"\0",
            b"\xff\xfe",
            b"<",
            b"</",
            b"<![CDATA[",
            b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
            b"&#0;",
            b"&b;",
            b"]]>",
            b"\r\n\r\n",
        ),
        *(b"{", b'"', b"[[[[", b"\\u0000", b"\\bin9999 ", b"{\\rtf1", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"-1"),
        *(b"Content-Length: 9\r\n", b"99999999999999999999", b"\xe2\x80", "\u202e\u2028".encode(), b"a" * 5_000, b" " * 5_000),
        *(b"<div>" * 2_000, b"\xd8\x00\xd8\x00"),
    ]
)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """`data` with up to four of: a cut, bytes overwritten, a piece put in, left out or repeated."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 300)))
        kind = draw(st.sampled_from(["cut", "flip", "splice", "drop", "repeat"]))
        if kind == "cut" and draw(st.booleans()):
            data = data[:start]
        elif kind == "flip":
            data = data[:start] + draw(st.binary(max_size=6)) + data[start + 6 :]
        elif kind == "splice":
            data = data[:start] + draw(SPLICES) + data[start:]
        elif kind == "drop":
            data = data[:start] + data[end:]
        elif kind == "repeat":
            data = data[:end] + data[start:end] * draw(st.integers(1, 4)) + data[end:]
    return data


def check(name: str, data: bytes) -> None:
    """Reads it, twice the same; every refusal is a known one and says something."""
    found = opened(data, name, TIGHT)
    assert [str(p) for p in found] == [str(p) for p in opened(data, name, TIGHT)]
    for part in found[:5]:
        try:
            if not isinstance(part, Part):
                raise part
            article = build(part)
        except BadInput as error:
            assert error.code in CODES
            assert error.message and error.hint and error.source
            assert str(error.source).startswith(name)
        else:
            assert article.text.encode("utf-8", "surrogatepass")
            for span in (*article.body, *(line.span for line in article.lines)):
                assert span.end <= len(article.text)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_sound(name: str) -> None:
    assert [p for p in opened(SAMPLES[name], name) if isinstance(p, Part)]


def cases(name: str) -> Callable[[], None]:
    @settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(damaged(SAMPLES[name]))
    def run(data: bytes) -> None:
        check(name, data)

    return run


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged(name: str) -> None:
    cases(name)()
