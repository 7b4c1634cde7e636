"""Live blogs: declared ones, shown ones, and pages with times that are none."""

import json
from itertools import pairwise

import pytest

from stemma.model import Line, Span
from stemma.reading.facts.liveblogs import updates_of
from stemma.reading.html.hypertext import Page, read_html
from stemma.reading.sources.decoding import decode
from tests.reading.facts.test_official import lay

ENTRIES = [
    "The harbour at Selwick has just reopened after the storm, the port authority tells us, and a ferry is on its way out.",
    "Two boats have been raised from the bed of the harbour by a crane from Oskvik, and nobody was on board when they sank.",
    "The council meets tonight at seven to speak about a higher wall, for which it has no money at all this year.",
    "The harbour master says he will speak to reporters at noon about the night of the storm and about what it did to the pier.",
]


def blog(stamps: list[str], title: str = "Storm at Selwick: live updates", same_line: bool = False) -> tuple[str, tuple[Line, ...]]:
    body = []
    for stamp, entry in zip(stamps, ENTRIES, strict=True):
        body += [f"{stamp} {entry}"] if same_line else [stamp, entry]
    return lay(["Selwick Echo"], title, body, ["Share"])


@pytest.mark.parametrize(
    ("stamps", "title", "same_line", "times"),
    [
        (["14:32 GMT", "14:05 GMT", "13:40 GMT", "12:59 GMT"], "Storm at Selwick", False,
         ["14:32+00:00", "14:05+00:00", "13:40+00:00", "12:59+00:00"]),
        (["2.32pm", "2.05pm", "1.40pm", "12.59pm"], "Storm at Selwick", False, ["14:32", "14:05", "13:40", "12:59"]),
        (["14:32", "14:05", "13:40", "12:59"], "Storm at Selwick: live", False, ["14:32", "14:05", "13:40", "12:59"]),
        (["14:32 |", "14:05 |", "13:40 |", "12:59 |"], "Storm at Selwick: live", True, ["14:32", "14:05", "13:40", "12:59"]),
        (["4 March 2025, 14:32", "4 March 2025, 14:05", "4 March 2025, 13:40", "3 March 2025, 22:59"], "Storm", False,
         ["2025-03-04T14:32", "2025-03-04T14:05", "2025-03-04T13:40", "2025-03-03T22:59"]),
        # The lengths of four films in a report.
        (["14:32", "14:05", "13:40", "12:59"], "Storm at Selwick", False, []),
        # Times that run to and fro are a programme or a conversation.
        (["14:32 GMT", "11:05 GMT", "13:40 GMT", "09:59 GMT"], "Storm at Selwick: live", False, []),
    ],
)  # fmt: skip
def test_entries_that_a_page_shows(stamps: list[str], title: str, same_line: bool, times: list[str]) -> None:
    text, lines = blog(stamps, title, same_line)
    found = updates_of(text, lines)
    assert [u.time for u in found] == times
    if times:
        assert [text[u.span.start : u.span.end] for u in found] == ENTRIES


def test_three_entries_are_too_few_and_short_ones_are_a_ticker() -> None:
    body = [w for pair in zip(["14:32 GMT", "14:05 GMT", "13:40 GMT"], ENTRIES, strict=False) for w in pair]
    assert updates_of(*lay([], "Storm: live", body, [])) == ()
    ticker = [w for h in range(9) for w in (f"{h + 10}:30 GMT", f"Headline number {h} of the day")]
    assert updates_of(*lay([], "Latest: live", ticker, [])) == ()


def declared(kind: str, address: str = "https://selwick.example/live/storm") -> Page:
    told = {
        "@type": kind,
        "headline": "Storm at Selwick",
        "url": address,
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": f"Entry {n}", "articleBody": words, "datePublished": f"2025-03-04T1{n}:05:00Z"}
            for n, words in enumerate(ENTRIES)
        ],
    }
    body = "".join(f"<div><h2>Entry {n}</h2><p>{words}</p></div>" for n, words in enumerate(ENTRIES))
    source = (
        "<!doctype html><html lang='en'><head><title>Storm at Selwick</title>"
        "<link rel='canonical' href='https://selwick.example/live/storm'>"
        f"<script type='application/ld+json'>{json.dumps(told)}</script></head>"
        f"<body><article><h1>Storm at Selwick</h1>{body}</article></body></html>"
    )
    return read_html(decode(source.encode(), "live.html")[0], "live.html")


def test_entries_that_the_page_tells_machines() -> None:
    page = declared("LiveBlogPosting")
    assert page.kind == "live-blog"
    assert page.issuer is None
    assert [u.time for u in page.updates] == [f"2025-03-04T1{n}:05+00:00" for n in range(4)]
    for update, words in zip(page.updates, ENTRIES, strict=True):
        assert words in page.text[update.span.start : update.span.end]
    ends = [Span(0, 1), *(u.span for u in page.updates)]
    assert all(a.end <= b.start for a, b in pairwise(ends))


def test_another_page_s_live_blog_does_not_count() -> None:
    assert declared("LiveBlogPosting", "https://selwick.example/live/other").kind == "news-report"
    assert declared("NewsArticle").kind == "news-report"
