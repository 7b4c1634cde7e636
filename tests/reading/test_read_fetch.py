"""Addresses among the inputs: got only if asked for, taken apart like files, and what cannot be got is set aside."""

from __future__ import annotations

import json
from pathlib import Path

from stemma.errors import BadInput
from stemma.model import Article, Rejected
from stemma.reading import read
from stemma.reading.parts import Given, Part
from tests.reading.pages import HTML

URL = "https://selwick.example/news/harbour-2"
BARE = HTML.replace('<link rel="canonical" href="https://selwick.example/news/harbour">', "")


def served(url: str) -> Part:
    """What our own little network holds."""
    if url == URL:
        return Part(data=BARE.encode(), source=url, name=url, given=Given(how="fetched page", url=f"{url}?final"))
    if url.endswith(".jsonl"):
        rows = [{"url": URL, "title": "Harbour reopens after storm", "published": "2025-03-04"}]
        return Part(data="".join(json.dumps(r) + "\n" for r in rows).encode(), source=url, name=url, given=Given(url=url))
    raise BadInput(url, "fetch-failed", "the server says 404", "check the address")


def test_a_page_is_fetched_and_knows_its_address() -> None:
    (page,) = read([URL], fetch=served)
    assert isinstance(page, Article)
    assert (page.source, page.url) == (URL, f"{URL}?final")


def test_what_cannot_be_fetched_does_not_sink_the_rest() -> None:
    found = list(read(["https://selwick.example/nothing", URL, URL], fetch=served))
    assert [type(f).__name__ for f in found] == ["Rejected", "Article"]
    assert isinstance(found[0], Rejected) and found[0].code == "fetch-failed"


def test_rows_without_text_are_fetched_only_if_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_bytes(served("https://selwick.example/rows.jsonl").data)
    (aside,) = read([table])
    assert isinstance(aside, Rejected) and aside.code == "no-text" and "--fetch" in aside.hint
    (page,) = read([table], fetch=served)
    assert isinstance(page, Article) and page.url == f"{URL}?final"


def test_a_fetched_table_or_feed_leads_to_its_pages_and_no_further() -> None:
    (page,) = read(["https://selwick.example/rows.jsonl"], fetch=served)
    assert isinstance(page, Article) and page.url == f"{URL}?final"

    def endless(url: str) -> Part:
        rows = json.dumps({"url": f"{url}x.jsonl", "title": "Harbour reopens after storm", "published": "2025-03-04"})
        return Part(data=rows.encode() + b"\n", source=url, name=url, given=Given(url=url))

    (aside,) = read(["https://selwick.example/rows.jsonl"], fetch=endless)
    assert isinstance(aside, Rejected) and aside.code == "no-text"
