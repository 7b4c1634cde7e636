"""An item of a feed, as the feed tells it -> a part: its words if it has a report's, else its address; who, when and where."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from stemma.background.agencies import agency_of, canonical, is_known
from stemma.errors import BadInput
from stemma.reading.html.authors import authors_in
from stemma.reading.html.fragments import paragraphs
from stemma.reading.parts import Form, Given, Part
from stemma.reading.plain.plaintext import check_report

_FIELD: Final = 300  # characters of a field for names that are looked at

TEASER: Final = 60
"""Words below which a summary is taken for a teaser: the excerpts that publishing systems make by themselves have 55."""

_TAG: Final = re.compile(r"<(?:/?[A-Za-z!])[^<>]*>")
_WORD: Final = re.compile(r"[^\W_]+")
_CUT: Final = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&#8230;)\])\W*$|\b(?:continue reading|read more|read on|full story|more »|read the full \w+)\W*$",
    re.IGNORECASE,
)
# What publishing systems add below an item: where it comes from, and a link to the rest.
_TAIL: Final = re.compile(
    r"(?:<p>\s*The post <a [^<>]*>[^<>]*</a> (?:first )?appeared (?:first )?on <a [^<>]*>[^<>]*</a>\.?\s*</p>"
    r"|<img [^<>]{0,1000}width=[\"']1[\"'][^<>]{0,1000}>)\s*$"
)
_NOBODY: Final = frozenset(
    ("admin", "administrator", "editor", "webmaster", "noreply", "no-reply", "user", "wordpress", "unknown", "root")
)
_NOT_A_NAME: Final = re.compile(
    r"\s*(?:[|»:–—-]\s*)?\b(?:rss(?: feeds?)?(?: [0-9.]+)?|atom feed|news ?feed|feed|latest (?:news|stories|articles|posts)"
    r"|all (?:news|posts))\s*$",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s+[|»›·•:–—-]+\s+|\s*[|»›]\s*")
_RIGHTS: Final = re.compile(
    r"^(?:\(c\)|\W|copyright\b|by\b|all rights reserved|\d{4})+|\W*(?:all rights reserved)?\W*$", re.IGNORECASE
)
_PICTURE: Final = re.compile(r"^\s*(?:photo(?:graph)?|picture|image|credit)s?(?:\s+by)?\s*[:/-]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a feed says of itself. `kind` names it for a reader; `cut` says that its last item breaks off."""

    kind: str
    title: str | None = None
    link: str | None = None
    language: str | None = None
    rights: str | None = None
    notes: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed says of one of its items, as it says it: markup where it is markup. `plain` says that `content` is none."""

    key: str | None = None
    link: str | None = None
    base: str | None = None
    title: str | None = None
    content: str = ""
    plain: bool = False
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    section: str | None = None
    outlet: str | None = None
    publisher: str | None = None
    rights: str | None = None
    language: str | None = None
    photographers: tuple[str, ...] = ()


def part_of(item: Item, feed: Source, number: int, source: str) -> Part | BadInput:
    """The item as a part of the feed at `source`, of which it is the `number`th; what is wrong with it is returned, not raised."""
    url, notes = _address(item, feed)
    where = f"{source}#{url or number}"
    words, full = (item.content, True) if _length(item.content) >= _length(item.summary) else (item.summary, False)
    words = _TAIL.sub("", words)
    plain = item.plain and full
    try:
        lines = words.split("\n") if plain else paragraphs(words, where)
    except BadInput as error:
        return error
    is_report = _is_report(lines, full, where)
    if not is_report and url is None:
        return BadInput(
            where,
            "no-text",
            f"found an item of {sum(len(_WORD.findall(p)) for p in lines)} words and no web address; needed a report, or an address"
            + "".join(f" ({note})" for note in notes),
            "give the pages themselves",
        )
    outlet = _words(item.outlet) or _outlet(_words(feed.title), feed.link or url)
    signed = tuple(name for raw in item.authors if (name := _signature(raw)) and name.casefold() != (outlet or "").casefold())
    published, updated = _time(item.published), _time(item.updated)
    given = Given(
        how=feed.kind,
        url=url,
        title=_words(item.title),
        byline=", ".join(dict.fromkeys(signed)) or None,
        authors=tuple(dict.fromkeys(p for name in signed for p in authors_in(name))),
        outlet=outlet,
        published=published or updated,
        modified=updated if published and updated != published else None,
        section=_words(item.section),
        language=item.language or feed.language,
        credits=_agencies((*signed, item.publisher, item.rights or feed.rights), outlet),
        photo_credits=_pictures(item.photographers),
        notes=(*feed.notes, *notes),
    )
    form: Form = "link" if not is_report else "text" if plain else "html"
    data = "\n".join(lines) if form == "link" else words
    return Part(data=data.encode("utf-8", "replace"), source=where, name=str(number), form=form, given=given)


def _length(markup: str) -> int:
    return len(_WORD.findall(_TAG.sub(" ", markup)))


def _is_report(lines: list[str], full: bool, source: str) -> bool:
    """Whether the words are a report, not what makes one click on its address."""
    try:
        check_report(lines, source)
    except BadInput:
        return False
    if _CUT.search(lines[-1][-200:]):
        return False
    return full or sum(len(_WORD.findall(p)) for p in lines) >= TEASER


def _address(item: Item, feed: Source) -> tuple[str | None, tuple[str, ...]]:
    """The item's address on the web, and a note on one that is none. It is only written down: nothing is opened here."""
    link = (item.link or "").strip()
    if not link:
        return None, ()
    try:
        found = urljoin(item.base or "", link)
        if not urlsplit(found).scheme:
            found = urljoin(feed.link or "", found)
        parsed = urlsplit(found)
        if parsed.scheme in ("http", "https") and parsed.hostname and len(found) < 4_000 and found.isprintable():
            return found.replace(" ", "%20"), ()
    except ValueError:
        pass
    shown = "".join(ch if ch.isprintable() else "\ufffd" for ch in link[:80])
    return None, (f'the item names "{shown}", which is no address on the web: left out',)


def _words(markup: str | None) -> str | None:
    """Markup as one line of plain words."""
    if not markup:
        return None
    return " ".join(html.unescape(_TAG.sub("", markup)).split()) or None


def _outlet(title: str | None, link: str | None) -> str | None:
    """The outlet in a feed's title: without "RSS feed" and the like; of several parts the one that the address bears."""
    title = (title or "")[:_FIELD]
    while title and (shorter := _NOT_A_NAME.sub("", title)) != title:
        title = shorter
    if not title:
        return None
    try:
        host = (urlsplit(link or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    site = re.sub(r"[^a-z0-9]", "", host)
    pieces = [p for p in _BETWEEN.split(title) if p]
    named = [p for p in pieces if len(key := re.sub(r"[^a-z0-9]", "", p.casefold())) > 2 and key in site]
    return max(named, key=len) if named and len(pieces) > 1 else title


def _signature(raw: str) -> str | None:
    """A name out of an author field: "x@outlet.example (Ida Marlowe)", "Ida Marlowe <x@outlet.example>", "By Ida Marlowe"."""
    name = _words(re.sub(r"<[^<>]*@[^<>]*>", "", raw[:_FIELD])) or ""
    inside = re.search(r"\(([^()]+)\)?\s*$", name)
    if "@" in name or (inside and ")" not in name):
        name = inside[1] if inside else ""
    name = re.sub(r"^by\b[\s:]*", "", name, flags=re.IGNORECASE).strip(" ,;")
    return None if not name or name.casefold() in _NOBODY or "://" in name or len(name) > 200 else name


def _agencies(fields: tuple[str | None, ...], outlet: str | None) -> tuple[str, ...]:
    """The agencies among the names in fields for those who wrote or own the words; not the outlet itself."""
    found: dict[str, None] = {}
    for raw in fields:
        name = _RIGHTS.sub("", _words((raw or "")[:_FIELD]) or "")
        for piece in (name, *re.split(r"\s*(?:,|/|;|&|\band\b|\bwith\b)\s*", name)):
            if is_known(piece) and canonical(piece) != canonical(outlet or ""):
                found[canonical(piece)] = None
    return tuple(found)


def _pictures(credits: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for raw in credits:
        for piece in re.split(r"\s*(?:,|/|;|\||&|\bvia\b|\band\b)\s*", _PICTURE.sub("", _words(raw[:_FIELD]) or "")):
            agency = agency_of(piece) if piece else None
            if agency:
                found[agency.name] = None
    return tuple(found)


def _time(raw: str | None) -> str | None:
    """ISO 8601 to the minute, with the zone if one is given, out of an RFC 822 or ISO date; None if it is neither, or absurd."""
    raw = (raw or "").strip()
    day = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T00:00(?::00)?)?", raw)
    try:
        when = datetime.fromisoformat(raw) if re.match(r"\d{4}-\d\d", raw) else parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.year < 1990:
        return None
    return day[1] if day else when.isoformat(timespec="minutes")
