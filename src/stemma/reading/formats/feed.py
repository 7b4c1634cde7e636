"""Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom, and JSON Feed (jsonfeed.org/version/1.1).

An item with the words of a report is a part of its own; one with no more than a teaser is an address, its teaser kept, which can
be fetched if that is asked for. Of an item the full content goes before its summary. A feed is decoded here, and given to
feedparser as bytes in memory: it never sees a name that it could take for a path or an address. What a feed names is never opened.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from stemma.errors import BadInput
from stemma.reading.formats.entries import Item, Source, part_of
from stemma.reading.formats.xml import MAX_DEPTH, refuse_entities, well_formed
from stemma.reading.parts import Limits, Part
from stemma.reading.sources.decoding import decode, too_large

if TYPE_CHECKING:
    from feedparser import FeedParserDict

SUFFIXES: Final = (".rss", ".atom", ".rdf", ".xml", ".json")
SEEKS: Final = False

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

_JSON: Final = re.compile(rb"""\s*\{.{0,4000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/""", re.DOTALL)
_SILENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ROOT: Final = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_ROOTS: Final = {
    b"rss": re.compile(rb""),
    b"rdf": re.compile(rb"purl\.org/(?:rss|net/rss)|my\.netscape\.com/rdf|channel\.netscape\.com/rdf", re.IGNORECASE),
    b"feed": re.compile(rb"w3\.org/2005/atom|purl\.org/atom", re.IGNORECASE),
}
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_QUOTED: Final = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG: Final = re.compile(r"<(/?)([A-Za-z_][^\s<>/]*)[^<>]*?(/?)>")
_OPEN: Final = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSE: Final = re.compile(r"</(?:item|entry)\s*>", re.IGNORECASE)
_ITEMS: Final = 20_000
_ELEMENTS: Final = 500_000
_ATTRIBUTES: Final = 200


def sniffs(head: bytes, name: str) -> bool:
    """Whether a file that begins so is a feed: told by its outermost element, or by the version that a JSON Feed states."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"{"):
        return bool(_JSON.match(plain))
    if not plain.startswith(b"<"):
        return False
    root = _ROOT.search(_SILENT.sub(b"", plain))
    said = _ROOTS.get(root[1].rpartition(b":")[2].lower()) if root else None
    return bool(said and said.search(plain))


def parts(file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The items of a feed in its order; a `BadInput` in place of one that has neither words nor an address.

    Raises `BadInput`: "too-large" (a feed counts as one page, of 20,000 items at most), "encoding", "unsafe" (entities, a DTD on
    this machine), "too-deep", "damaged" (JSON that is none), "empty" (no items).
    """
    data = file.read(limits.page_bytes + 1)
    if len(data) > limits.page_bytes:
        raise too_large(source, len(data))
    refuse_entities(data, source)
    text, notes = decode(data, source)
    feed, items = _json(text, source, notes) if text.lstrip().startswith("{") else _xml(text, source, notes)
    if not items:
        raise BadInput(
            source, "empty", "found a feed without items; needed at least one report", "check that the feed was saved whole"
        )
    for number, item in enumerate(items, 1):
        if feed.cut and number == len(items):
            yield BadInput(
                f"{source}#{item.link or number}",
                "damaged",
                "the feed breaks off within this item; needed the whole of it",
                "get it again",
            )
        else:
            yield part_of(item, feed, number, source)


def _xml(text: str, source: str, notes: tuple[str, ...]) -> tuple[Source, list[Item]]:
    text = _DECLARATION.sub("", text)
    # Once more in the characters, as the bytes may have been in an encoding that hides them.
    refuse_entities(text[:4_000_000].encode("utf-8", "replace"), source)
    _check_size(text, source)
    whole = text
    text, wrong = well_formed(text, source)
    cut = False
    if wrong:
        plain = _QUOTED.sub("", whole)
        cut = max((m.start() for m in _OPEN.finditer(plain)), default=-1) > max(
            (m.start() for m in _CLOSE.finditer(plain)), default=-1
        )
        notes = (*notes, f"the feed is not well-formed ({wrong[:120]}): read as far as it can be understood")
    import feedparser  # here, as it takes 70 ms that only feeds need

    found = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    head = found.feed
    feed = Source(
        kind="feed item",
        title=_string(head.get("title")),
        link=_string(head.get("link")),
        language=_string(head.get("language")),
        rights=_string(head.get("rights")),
        notes=notes,
        cut=cut,
    )
    return feed, [_item(entry) for entry in found.entries]


def _item(entry: FeedParserDict) -> Item:
    contents = [_string(c.get("value")) or "" for c in entry.get("content", ()) if "image" not in (c.get("type") or "")]
    summary = _string(entry.get("summary")) or ""
    origin = entry.get("source") or {}
    return Item(
        key=_string(entry.get("id")),
        link=_string(entry.get("feedburner_origlink")) or _string(entry.get("link")),
        base=_string(entry.get("title_detail", {}).get("base")),
        title=_string(entry.get("title")),
        content=max((c for c in contents if c != summary), key=len, default=""),
        summary=summary,
        authors=tuple(
            name
            for a in entry.get("authors", ()) or [entry.get("author_detail", {})]
            if (name := _string(a.get("name")) or _string(a.get("email")) or _string(entry.get("author")))
        ),
        published=_string(entry.get("published")) or _string(entry.get("created")),
        updated=_string(entry.get("updated")) if "updated" in entry.keys() else None,  # noqa: SIM118
        section=next((t for tag in entry.get("tags", ()) if (t := _string(tag.get("term")))), None),
        outlet=_string(origin.get("title")) or _string(origin.get("value")),
        publisher=_string(entry.get("publisher")),
        rights=_string(entry.get("rights")),
        language=_string(entry.get("language"))
        or next((c.get("language") for c in entry.get("content", ()) if c.get("language")), None),
        photographers=tuple(t for c in entry.get("media_credit", ()) if (t := _string(c.get("content")))),
    )


def _string(value: object) -> str | None:
    """A field of a feed if it holds a word."""
    return value if isinstance(value, str) and value.strip() else None


def _check_size(text: str, source: str) -> None:
    """Refuse what would cost far more to parse than any feed; markup that is quoted in an item is no matter of the feed."""
    depth = elements = items = 0
    for tag in _TAG.finditer(_QUOTED.sub("", text)):
        depth += -1 if tag[1] else not tag[3]
        elements += not tag[1]
        items += not tag[1] and tag[2].casefold() in ("item", "entry")
        if depth > MAX_DEPTH:
            raise BadInput(
                source,
                "too-deep",
                f"found elements nested more than {MAX_DEPTH} deep; needed a feed as outlets publish it",
                "the feed is damaged or made to do harm: leave it out",
            )
        if elements > _ELEMENTS or items > _ITEMS:
            raise BadInput(
                source,
                "too-large",
                f"found over {_ITEMS:,} items or {_ELEMENTS:,} elements in one feed; needed fewer",
                "split it into several files",
            )
        if len(tag[0]) > 2_000 and tag[0].count("=") > _ATTRIBUTES:
            raise BadInput(
                source,
                "too-large",
                f"found an element with over {_ATTRIBUTES} attributes; needed a feed as outlets publish it",
                "the feed is damaged or made to do harm: leave it out",
            )


def _json(text: str, source: str, notes: tuple[str, ...]) -> tuple[Source, list[Item]]:
    try:
        found: Json = json.loads(text)
    except RecursionError as error:
        raise BadInput(
            source, "too-deep", "found JSON nested without end; needed a feed as outlets publish it", "leave the feed out"
        ) from error
    except ValueError as error:
        raise BadInput(source, "damaged", f"this is no JSON: {error}; needed a whole feed", "get the feed again") from error
    if not isinstance(found, Mapping):
        raise BadInput(source, "damaged", "found JSON that is no feed; needed an object with items", "get the feed again")
    feed = Source(
        kind="feed item",
        title=_string(found.get("title")),
        link=_string(found.get("home_page_url")),
        language=_string(found.get("language")),
        notes=notes,
    )
    return feed, [_json_item(item) for item in _list(found.get("items")) if isinstance(item, Mapping)]


def _json_item(item: Mapping[str, Json]) -> Item:
    authors = [a.get("name") for a in (*_list(item.get("authors")), item.get("author")) if isinstance(a, Mapping)]
    markup = _string(item.get("content_html"))
    return Item(
        key=_string(item.get("id")),
        link=_string(item.get("url")) or _string(item.get("external_url")),
        title=_string(item.get("title")),
        content=markup or _string(item.get("content_text")) or "",
        plain=markup is None,
        summary=_string(item.get("summary")) or "",
        authors=tuple(name for a in authors if (name := _string(a))),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        section=next((t for tag in _list(item.get("tags")) if (t := _string(tag))), None),
        language=_string(item.get("language")),
    )


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else ()
