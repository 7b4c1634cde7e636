"""What an input comes down to: one page's worth of bytes each, with what its container says about it.

A file is a part; so is a record of a web archive, an item of a feed, a row of a table, a packet of a news agency.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from stemma.model import ArticleKind, Handling

Form = Literal["page", "html", "text", "link"]
"""page: a whole page with its furniture, HTML or plain text; html, text: the report alone, as markup or as paragraphs of one line
each; link: nothing but an address, to be fetched if that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one input may cost before it is refused.

    `page_bytes` of one page; `unpacked_bytes` of all that one file unpacks to; `ratio` of unpacked to packed bytes, looked at once
    `free_bytes` are unpacked; `depth` of containers in containers; `parts` in one file.
    """

    page_bytes: int = 20_000_000
    unpacked_bytes: int = 50_000_000_000
    free_bytes: int = 50_000_000
    ratio: int = 150
    depth: int = 4
    parts: int = 20_000_000


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a container says of a page. Everything is as printed there, None or empty where it says nothing.

    Times are ISO 8601. `captured` is when a crawler saw the page. `credits` are names in a field for the agency or the provider of
    the words. `charset` is what a transfer header said. `how` names the container's kind for a reader ("feed item", "WARC record").
    """

    how: str = ""
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    dateline: str | None = None
    published: str | None = None
    modified: str | None = None
    captured: str | None = None
    section: str | None = None
    language: str | None = None
    charset: str | None = None
    kind: ArticleKind | None = None
    credits: tuple[str, ...] = ()
    photo_credits: tuple[str, ...] = ()
    history: tuple[Handling, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page's worth of bytes. `source` names it for a reader, container first ("crawl.warc.gz#3", "pages.zip/a/b.html").

    `name` is its own name within the container ("a/b.html", "urn:agency:4711"), or where it has none the container's and its number
    ("rows.csv#3"): provenance for the id where neither the page nor the container gives an address.
    """

    data: bytes
    source: str
    name: str
    form: Form = "page"
    given: Given = field(default_factory=Given)
