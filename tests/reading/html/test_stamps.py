"""When a page was published and changed: which part is believed, by which clock, and what is noted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from stemma.model import Noted
from stemma.reading.html.hypertext import Page, read_html
from stemma.reading.html.stamps import Stamps, iso, stamps_of
from stemma.reading.sources.decoding import decode
from tests.reading.pages import HTML

BARE = re.sub(r"<script type.*?</script>", "", HTML, flags=re.DOTALL)


def page(source: str) -> Page:
    return read_html(decode(source.encode(), "a.html")[0], "a.html")


def stamps(
    published: str = "",
    modified: str = "",
    metas: dict[str, list[str]] | None = None,
    body: str = "",
    printed: Noted | None = None,
    url: str | None = None,
) -> Stamps:
    root = html.document_fromstring(f"<html><body><h1>Harbour reopens</h1>{body}</body></html>")
    return stamps_of(
        root, metas or {}, [{"datePublished": published, "dateModified": modified}], "Harbour reopens", (printed, None), url
    )


def test_an_order_among_the_parts() -> None:
    metas = {"article:published_time": ["2025-03-04T15:00:00Z"]}
    time = '<time datetime="2025-03-04T16:00:00Z">4 March</time>'
    shown = Noted(value="2025-03-04", how="date below the title")
    url = "https://selwick.example/2025/03/04/harbour"
    told = [
        (stamps("2025-03-04T14:05:00Z", "", metas, time, shown, url), "JSON-LD datePublished"),
        (stamps("", "", metas, time, shown, url), "meta article:published_time"),
        (stamps("never", "", {}, time, shown, url), "time element"),
        (stamps("", "", {}, "", shown, url), "date below the title"),
        (stamps("", "", {}, "", None, url), "day in the address"),
    ]
    assert [s.published.how for s, _ in told if s.published] == [how for _, how in told]
    assert told[-1][0].published
    assert told[-1][0].published.value == "2025-03-04"
    assert stamps().published is None


@pytest.mark.parametrize("url", ["/2025/mar/04/harbour", "/news/2025-03-04/harbour", "/2025/3/4/"])
def test_a_day_in_the_address(url: str) -> None:
    found = stamps(url=f"https://selwick.example{url}").published
    assert found
    assert found.value == "2025-03-04"


@pytest.mark.parametrize("url", ["/2025/13/45/x", "/route/1999/3", "/2025/02/31/x"])
def test_no_day_in_the_address(url: str) -> None:
    assert stamps(url=f"https://selwick.example{url}").published is None


def test_a_moment_in_utc_is_told_by_the_clock_of_the_page() -> None:
    told = "2025-03-05T01:05:00Z"
    zoned = stamps(told, body='<time datetime="2025-03-04T20:05:00-0500">March 4</time>').published
    bare = stamps(told, metas={"published_at": ["2025-03-04 20:05:31"]}).published
    assert zoned
    assert bare
    assert zoned.value == bare.value == "2025-03-04T20:05-05:00"
    assert "by the clock of" in zoned.how
    # Another clock than any zone's is another moment.
    other = stamps(told, metas={"published_at": ["2025-03-04 20:17:31"]}).published
    assert other
    assert other.value == "2025-03-05T01:05+00:00"


def test_a_change_is_later_than_the_publication() -> None:
    later = stamps("2025-03-04T14:05:00Z", "2025-03-04T15:05:00+00:00").modified
    assert later
    assert later.value == "2025-03-04T15:05+00:00"
    assert stamps("2025-03-04T14:05:00Z", "2025-03-04T14:05:20Z").modified is None
    assert stamps("2025-03-04T14:05:00Z", "2025-03-04T15:05:00+02:00").modified is None
    assert stamps("2025-03-04", "2025-03-04T15:05:00Z").modified is None


def test_parts_that_disagree_by_days_are_noted() -> None:
    shown = Noted(value="2025-02-20", how="date below the title")
    found = stamps("2025-03-04T14:05:00Z", printed=shown)
    assert found.published
    assert found.published.value == "2025-03-04T14:05+00:00"
    assert len(found.notes) == 1
    assert "2025-02-20" in found.notes[0]
    assert not stamps("2025-03-04T14:05:00Z", printed=Noted(value="2025-03-05", how="date below the title")).notes
    # The date that is printed is that of the change.
    assert not stamps("2025-02-01T10:00:00Z", "2025-02-20T10:00:00Z", printed=shown).notes


def test_a_printed_change_is_read_and_its_words_are_quoted() -> None:
    source = BARE.replace(
        '<p class="byline">', "<p>Published 4 March 2025, 14:05 GMT</p><p>Updated 5 March 2025, 09:10 GMT</p><p class='byline'>"
    )
    read = page(source)
    assert read.published
    assert read.published.value == "2025-03-04T14:05+00:00"
    assert read.modified
    assert read.modified.value == "2025-03-05T09:10+00:00"
    assert read.modified.span
    assert read.text[read.modified.span.start : read.modified.span.end].startswith("5 March 2025")


@given(st.text(max_size=40))
def test_any_field_gives_a_date_or_nothing(raw: str) -> None:
    value = iso(raw, "")
    assert value is None or re.fullmatch(r"\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?:[+-]\d\d:\d\d)?)?)?", value)


@given(st.datetimes(), st.sampled_from(["", "Z", "+00:00", "-0530", "EST", "+99:00"]), st.booleans())
def test_moments_are_read_to_the_minute(moment, zone, seconds) -> None:  # type: ignore[no-untyped-def]
    raw = moment.strftime("%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
    if 1900 <= moment.year < 2100:
        value = iso(raw.zfill(16) + zone, "")
        assert value is not None
        assert value[:10] == moment.date().isoformat()


def test_numbers_of_seconds_are_moments() -> None:
    assert iso("1741097100", "") == "2025-03-04T14:05+00:00"
    assert iso("1741097100000", "") == "2025-03-04T14:05+00:00"
    assert iso("2025-02-31", "") is None
    assert iso("2025-03-04 14:05:00 EST", "") == "2025-03-04T14:05-05:00"
