"""What a page of HTML says of itself: title, authors, publication, last change, outlet, section, address.

Each has a rule of its own for parts of the page that disagree: `titles`, `authors`, `stamps`; here
- outlet: og:site_name, else the publisher of its JSON-LD, else the name that its title element ends on and its address bears.
- section: article:section and its kind, else JSON-LD articleSection, else the last crumb of its trail above the report itself.
- address: rel=canonical, else og:url, else the address in its JSON-LD; the first that is no mere front page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from stemma.background.agencies import is_known
from stemma.model import Noted, Span
from stemma.reading.facts.heads import find_head
from stemma.reading.html.authors import agencies_signing, authors_in, is_person, signature, signers
from stemma.reading.html.rendering import evened
from stemma.reading.html.selfdescription import Json, metas_of, name_of, objects_of, stories_of, string_of, types_of, words_of
from stemma.reading.html.stamps import stamps_of
from stemma.reading.html.titles import title_of

_ABOVE: Final = 40
"""Lines above the report in which its head is looked for."""
_SECTIONS: Final = (
    "article:section",
    "parsely-section",
    "cxenseparse:articlesection",
    "section",
    "article.section",
    "dc.subject.section",
)
_NO_SECTION: Final = re.compile(
    r"^(?:home(?: ?page)?|front ?page|index|start|latest|uncategori[sz]ed|article|tags?|categor(?:y|ies)|posts?|featured|none|null|"
    r"all)$",
    re.IGNORECASE,
)
_TRAIL: Final = etree.XPath("//*[contains(@class, 'readcrumb') or @aria-label='breadcrumb' or @aria-label='Breadcrumb']")
_ANNOUNCED: Final = re.compile(r"(?:(?:words|written|posted|reported|story|text)(?: and pictures)? )?(?:by|from)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of itself; spans where the words stand in the rendered text.

    `objects` are those of its JSON-LD, `agencies` those that its author fields name, `language` is the code that it declares (""
    if none).
    """

    title: Noted | None
    authors: tuple[str, ...]
    byline: Noted | None
    dateline: Noted | None
    published: Noted | None
    modified: Noted | None
    outlet: Noted | None
    section: Noted | None
    url: str | None
    language: str
    notes: tuple[str, ...]
    objects: tuple[Mapping[str, Json], ...]
    agencies: tuple[str, ...] = ()


def told_by(root: etree._Element, text: str, spans: Sequence[Span], inside: Set[int]) -> Told:
    """Read the page's metadata; `text` and `spans` are its rendering, `inside` the numbers of the lines of its report."""
    first, last = min(inside, default=len(spans)), max(inside, default=0)
    metas = metas_of(root)
    objects = objects_of(root)
    stories = stories_of(objects)
    url = _address(root, metas, stories)
    element = next((evened(t.text or "") for t in root.iter("title") if t.text), None)
    outlet = _outlet(metas, stories, element, url)
    site = outlet.value if outlet else ""
    headline = next((h for n in stories if (h := string_of(n.get("headline")))), None)
    title = title_of([words_of(h) for h in root.iter("h1")], element, headline, metas, site)
    noted, line = _located(title, text, spans, first) if title else (None, None)
    if line is not None:
        # Extractors take the title, and what stands above it, for the first paragraph of the report.
        first = min((n for n in inside if n > line), default=first)
    top = max(0, first - _ABOVE) if line is None else min(line, max(0, first - _ABOVE))
    end = min(len(spans), last + 3)
    kept = [n in inside and n >= first for n in range(top, end)]
    head = find_head(text, spans[top:end], kept, line - top if line is not None else None) if spans else None
    host = urlsplit(url or "").netloc.removeprefix("www.").split(".")[0]
    names, how = signers(root, metas, stories, re.sub(r"\W|^the\s", "", (site or host).casefold()))
    # Words near a heading that have the shape of names may be links to anything: HTML marks its bylines, or says "by".
    printed = head.byline if head else None
    if printed and not _ANNOUNCED.match(printed.value) and not is_known(printed.value):
        printed = None
    if not names and printed and (signed := authors_in(printed.value)):
        # What is printed is cleaned like the rest, where it names people.
        names, how = signed, printed.how
    stamps = stamps_of(root, metas, stories, text, (head.published, head.modified) if head else (None, None), url)
    return Told(
        title=noted or (head.title if head else None),
        authors=tuple(n for n in names if is_person(n)),
        byline=signature(names, how, text) if names else printed,
        dateline=head.dateline if head and head.dateline and not _is_host(head.dateline.value, site, url) else None,
        published=stamps.published,
        modified=stamps.modified,
        outlet=outlet,
        section=_section(root, metas, objects, title or "", site),
        url=url,
        language=_language(root),
        notes=stamps.notes,
        objects=tuple(objects),
        agencies=agencies_signing(metas, stories),
    )


def _outlet(
    metas: Mapping[str, Sequence[str]], stories: Sequence[Mapping[str, Json]], element: str | None, url: str | None
) -> Noted | None:
    named = next((v[0] for k in ("og:site_name", "application-name", "twitter:app:name:iphone") if (v := metas.get(k))), None)
    host = re.sub(r"\W", "", urlsplit(url or "").netloc.casefold())
    if named and not named.startswith(("http", "@", "www.")):
        return Noted(value=_without_motto(named, host), how="site name of the page")
    for node in stories:
        if name := name_of(node.get("publisher")):
            return Noted(value=name, how="publisher in JSON-LD")
    parts = re.split(r"\s+[|\-–—•·:»]\s+", element or "")
    for piece in (parts[-1], parts[0]) if len(parts) > 1 and host else ():
        key = re.sub(r"^the|\W", "", piece.casefold())
        if len(key) > 2 and key in host:
            return Noted(value=piece, how="name in the page's title element")
    return None


def _is_host(words: str, site: str, url: str | None) -> bool:
    """Whether words are the outlet's own name, by its site's name or its address."""
    key = re.sub(r"\W", "", words.casefold())
    return key == re.sub(r"\W", "", site.casefold()) or key in urlsplit(url or "").netloc.casefold().split(".")


def _without_motto(name: str, host: str) -> str:
    """A site's name without the motto after it: what stands before a bar, or before another mark if the address bears it."""
    if first := name.partition(" | ")[0]:
        name = first
    pieces = re.split(r"\s+[\-–—:·•]\s+", name)
    key = re.sub(r"^the|\W", "", pieces[0].casefold())
    return pieces[0] if len(pieces) > 1 and len(key) > 2 and key in host else name


def _section(
    root: etree._Element, metas: Mapping[str, Sequence[str]], objects: Sequence[Mapping[str, Json]], title: str, site: str
) -> Noted | None:
    own = {re.sub(r"\W", "", words.casefold()) for words in (title, site)}

    def fits(name: str) -> bool:
        return (
            1 < len(name) <= 40
            and any(ch.isalpha() for ch in name)
            and not _NO_SECTION.match(name)
            and re.sub(r"\W", "", name.casefold()) not in own
            and not re.search(r"://|\.(?:com|org|net)\b", name)
        )

    for key in _SECTIONS:
        if (values := metas.get(key)) and fits(values[0]):
            return Noted(value=values[0], how=f"meta {key}")
    for node in stories_of(objects):
        section = node.get("articleSection")
        for value in section if isinstance(section, list) else [section]:
            if fits(string_of(value)):
                return Noted(value=string_of(value), how="JSON-LD articleSection")
    for node in objects:
        if "breadcrumblist" in types_of(node) and isinstance(items := node.get("itemListElement"), list):
            crumbs = [_crumb(item) for item in items]
            # The last crumb is the report itself, or the section where the trail stops short of it.
            kept = [c for c in crumbs if fits(c) and not title.casefold().startswith(c.casefold()[:60])]
            if kept:
                return Noted(value=kept[-1], how="trail in JSON-LD")
    for trail in _TRAIL(root)[:1]:
        links = [words for a in trail.iter("a") if fits(words := words_of(a)) and words.casefold() not in title.casefold()]
        if 1 <= len(links) <= 4:
            return Noted(value=links[-1], how="trail of the page")
    return None


def _crumb(item: Json) -> str:
    if not isinstance(item, Mapping):
        return ""
    return string_of(item.get("name")) or name_of(item.get("item"))


def _address(root: etree._Element, metas: Mapping[str, Sequence[str]], stories: Sequence[Mapping[str, Json]]) -> str | None:
    told = [
        (link.get("href") or "").strip() for link in root.iter("link") if "canonical" in (link.get("rel") or "").casefold().split()
    ]
    told += [v[0] for k in ("og:url", "twitter:url") if (v := metas.get(k))]
    for node in stories:
        page = node.get("mainEntityOfPage")
        told += [string_of(page.get("@id")) if isinstance(page, Mapping) else string_of(page), string_of(node.get("url"))]
    whole = [a for a in told if _is_address(a)]
    # A canonical address that is the site's front page is a mistake of its software.
    return next((a for a in whole if urlsplit(a).path.strip("/") or urlsplit(a).query), whole[0] if whole else None)


def _is_address(words: str) -> bool:
    if not words.startswith(("http://", "https://")) or " " in words:
        return False
    try:
        return bool(urlsplit(words).netloc)
    except ValueError:
        return False


def _language(root: etree._Element) -> str:
    """The ISO 639 code of the html element, "" if it tells none."""
    declared = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or "").strip()
    m = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", declared)
    return m[0].casefold() if m else ""


def _located(value: str, text: str, spans: Sequence[Span], first: int) -> tuple[Noted, int | None]:
    """A title with its place in the text: the line nearest above the body that is nothing else; and that line's number."""
    how = "title of the page"
    for n in range(min(first, len(spans) - 1), -1, -1):
        span = spans[n]
        if span.end - span.start == len(value) and text[span.start : span.end].casefold() == value.casefold():
            return Noted(value=value, how=how, span=span), n
    at = text.find(value)
    return Noted(value=value, how=how, span=Span(at, at + len(value)) if at >= 0 else None), None
