"""What a page of HTML says of itself: title, authors, publication, outlet, address.

Where parts of the page disagree: title = visible h1 that also stands in the head's titles, else og:title, else h1, else title
element, the site's name stripped; authors = JSON-LD, else meta, else rel=author, else the visible byline; published = JSON-LD
datePublished, else article:published_time and its kind, else time elements, else the visible text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from lxml import etree

from stemma.background.agencies import is_known
from stemma.model import Noted, Span
from stemma.reading.dates import find_dates
from stemma.reading.heads import find_head
from stemma.reading.wordlists import word_set

Json: TypeAlias = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None

_SPACE: Final = re.compile(r"[\s\u200b\u00ad]+")
_TAIL: Final = re.compile(r"\s+[|\-–—•·:»]\s+")
_DATE_METAS: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "publication_date",
    "displaydate",
)
_AUTHOR_METAS: Final = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "authors",
    "cxenseparse:author",
    "article.author",
)
_STORY_TYPES: Final = frozenset(
    (
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "blogposting",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "review",
        "liveblogposting",
        "report",
        "scholarlyarticle",
        "techarticle",
        "webpage",
        "medicalscholarlyarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "socialmediaposting",
        "podcastepisode",
        "recipe",
        "videoobject",
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of itself; spans where the words stand in the rendered text."""

    title: Noted | None
    authors: tuple[str, ...]
    byline: Noted | None
    dateline: Noted | None
    published: Noted | None
    outlet: Noted | None
    url: str | None
    notes: tuple[str, ...]


def told_by(root: etree._Element, text: str, spans: Sequence[Span], first: int, last: int) -> Told:
    """Read the page's metadata; `text` and `spans` are its rendering, `first`..`last` the lines of its body."""
    metas = _metas(root)
    stories = [n for n in _json_ld(root) if _types(n) & _STORY_TYPES]
    stories.sort(key=lambda n: "webpage" in _types(n) or "videoobject" in _types(n))
    outlet = _outlet(metas, stories)
    title = _title(root, metas, stories, outlet)
    top = max(0, first - 40)
    head = (
        find_head(text, spans[top : last + 3], [first <= n <= last for n in range(top, min(len(spans), last + 3))])
        if spans
        else None
    )
    url = _address(root, metas)
    authors, how = _authors(
        root,
        metas,
        stories,
        re.sub(r"\W|^the\s", "", (outlet or urlsplit(url or "").netloc.removeprefix("www.").split(".")[0]).casefold()),
    )
    if not authors and head and head.byline:
        # What is printed is cleaned like the rest, where it names people.
        signed = tuple(n for n in clean_authors([head.byline.value], "") if _is_person(n))
        authors, how = (signed, head.byline.how) if signed else (authors, how)
    printed = head.byline if head and head.byline and not _NO_BYLINE.search(head.byline.value) else None
    byline = _signature(authors, how, text) if authors else printed
    published = _published(root, metas, stories, text) or (head.published if head else None)
    noted = _located(title, "title of the page", text, spans, first) if title else None
    return Told(
        title=noted or (head.title if head else None),
        authors=authors,
        byline=byline,
        dateline=head.dateline if head else None,
        published=published,
        outlet=Noted(value=outlet, how="site name of the page") if outlet else None,
        url=url,
        notes=(),
    )


def _metas(root: etree._Element) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        value = _SPACE.sub(" ", meta.get("content") or "").strip()
        if key and value:
            out.setdefault(key.casefold(), []).append(value)
    return out


def _json_ld(root: etree._Element) -> Iterator[Mapping[str, Json]]:
    """Every object of the page's JSON-LD, nested ones too; damaged blocks are passed over, as browsers do."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        raw = (script.text or "").strip()
        if len(raw) > 2_000_000:
            continue
        todo: list[Json] = []
        try:
            todo.append(json.loads(raw, strict=False))
        except (ValueError, RecursionError):
            continue
        while todo:
            node = todo.pop(0)
            if isinstance(node, Mapping):
                yield node
                todo += [
                    node[k]
                    for k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                    if isinstance(node.get(k), Mapping | list)
                ]
            elif isinstance(node, list):
                todo += node


def _types(node: Mapping[str, Json]) -> set[str]:
    kind = node.get("@type")
    return {str(k).casefold().rsplit("/", 1)[-1] for k in (kind if isinstance(kind, list) else [kind])}


def _string(value: Json) -> str:
    return _SPACE.sub(" ", value).strip() if isinstance(value, str) else ""


def _outlet(metas: Mapping[str, list[str]], stories: Sequence[Mapping[str, Json]]) -> str | None:
    named = next((v[0] for k in ("og:site_name", "application-name", "twitter:app:name:iphone") if (v := metas.get(k))), None)
    if named and not named.startswith(("http", "@", "www.")):
        return named
    for node in stories:
        publisher = node.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        if isinstance(publisher, Mapping) and (name := _string(publisher.get("name"))):
            return name
    return None


def _title(
    root: etree._Element, metas: Mapping[str, list[str]], stories: Sequence[Mapping[str, Json]], outlet: str | None
) -> str | None:
    heads = [h for h in (_SPACE.sub(" ", "".join(h.itertext())).strip() for h in root.iter("h1")) if 1 < len(h) < 400]
    og = next((v[0] for k in ("og:title", "twitter:title", "dc.title", "title") if (v := metas.get(k))), None)
    element = next((_SPACE.sub(" ", t.text or "").strip() for t in root.iter("title") if t.text), None)
    ld = next((_string(n.get("headline")) for n in stories if _string(n.get("headline"))), None)
    told = [t for t in (og, element, ld) if t]
    site = outlet or ""
    bare = without_site(og, site, metas) if og else ""
    kickers = {t for t in (_kicker(h, told) for h in heads) if t}
    heads = [h[len(k) :].strip() if (k := _kicker(h, told)) else h for h in heads] if kickers else heads
    for h in heads:
        if len(h.split()) >= 3 and any(_alike(h, t) for t in told):
            # A kicker set within the heading ("Opinion ...") is no part of the title.
            return bare if len(bare.split()) >= 3 and h.casefold().endswith(bare.casefold()) else h
    if og:
        return without_site(og, site, metas)
    if ld:
        return ld
    best = [h for h in heads if len(h.split()) >= 3]
    return best[0] if best else (without_site(element, site, metas) if element else (heads[0] if heads else None))


def _kicker(heading: str, told: Sequence[str]) -> str:
    """The word of a kind ("Opinion") set before a heading, if the page tells its title elsewhere marked off from it."""
    m = _KICKER.match(heading)
    if not m:
        return ""
    rest = heading[m.end() :].strip()
    return m[0] if any(t == rest or re.sub(r"^[\w ]{3,20}\s*[|:•·-]\s*", "", t).startswith(rest) for t in told) else ""


_KICKER: Final = re.compile(
    r"(?:Opinion|Analysis|Perspective|Exclusive|Review|Column|Editorial|Feature|Interview|Live)[\s|•·]+(?=\S)"
)


def _alike(a: str, b: str) -> bool:
    """Whether one title holds the words of the other, or most of them."""
    x, y = set(re.findall(r"\w+", a.casefold())), set(re.findall(r"\w+", b.casefold()))
    return bool(x and y) and len(x & y) >= 0.6 * min(len(x), len(y)) and len(x & y) >= 0.5 * len(x)


def without_site(title: str, site: str, metas: Mapping[str, list[str]]) -> str:
    """A title without the name of its site, which pages append after a mark."""
    pieces = _TAIL.split(title)
    if len(pieces) < 2:
        return title
    lead = re.sub(r"\W", "", pieces[0].casefold())
    if lead and lead == re.sub(r"\W", "", site.casefold()) and len(title.split()) > len(pieces[0].split()) + 3:
        return without_site(_TAIL.split(title, maxsplit=1)[1], site, metas)
    tail, rest = pieces[-1], title[: title.rindex(pieces[-1])]
    rest = re.sub(r"\s+[|\-–—•·:»]\s+$", "", rest)
    key = re.sub(r"\W", "", tail.casefold())
    known = re.sub(r"\W", "", site.casefold())
    domain = re.sub(r"\W", "", urlsplit((metas.get("og:url") or [""])[0]).netloc.casefold())
    if (
        (known and (key in known or known in key))
        or (key and key in domain)
        or ("|" in title[len(rest) :] and len(tail.split()) <= 4)
    ):
        return without_site(rest, site, metas)
    return title


def _authors(
    root: etree._Element, metas: Mapping[str, list[str]], stories: Sequence[Mapping[str, Json]], site: str
) -> tuple[tuple[str, ...], str]:
    """People first; a desk or an agency only if no person is named anywhere; the site itself never."""
    sources: list[tuple[list[str], str]] = []
    for node in stories:
        author = node.get("author") or node.get("creator")
        signed = author if isinstance(author, list) else [author]
        sources.append(([name for p in signed for name in _named(p)], "JSON-LD"))
    sources += [(v, f"meta {k}") for k in _AUTHOR_METAS if (v := metas.get(k))]
    rel = [_SPACE.sub(" ", "".join(a.itertext())).strip() for a in root.iter("a") if "author" in (a.get("rel") or "").split()]
    sources.append((list(dict.fromkeys(rel))[:3], "rel=author"))
    sources.append((_marked(root), "byline of the page"))
    sources.append((_linked(root), "link to the author"))
    second: tuple[tuple[str, ...], str] = ((), "")
    for names, how in sources:
        found = clean_authors(names, site)
        people = tuple(n for n in found if _is_person(n))
        if people:
            # Another part of the page may name the same people and one more.
            more = [tuple(n for n in clean_authors(v, site) if _is_person(n)) for v, _ in sources]
            return max((m for m in more if set(m) > set(people) and len(m) <= len(people) + 3), key=len, default=people), how
        if found and not second[0] and how != "byline of the page":
            second = found, how
    return second


def _named(author: Json) -> list[str]:
    """The names in an author field of JSON-LD: a string, an object with a name, or one with several."""
    if isinstance(author, Mapping):
        name = author.get("name")
        return [_string(n) for n in name] if isinstance(name, list) else [_string(name)]
    return [_string(author)]


def _linked(root: etree._Element) -> list[str]:
    """The first link to an author's own page below the heading, and those in the same element ("By A and B" is one link each)."""
    links = root.xpath("//h1[1]/following::a[@href]") if root.find(".//h1") is not None else root.iter("a")
    found = [a for a in links if _AUTHOR_PAGE.search(a.get("href") or "") and _is_person(_words(a))]
    if not found:
        return []
    block = found[0].getparent()
    return list(dict.fromkeys(_words(a) for a in found if a.getparent() is block))[:4]


def _marked(root: etree._Element) -> list[str]:
    """The first element whose class says byline or author, and its likes in the same block."""
    found = []
    for e in root.iter("span", "div", "p", "a", "address"):
        marks = f"{e.get('class') or ''} {e.get('itemprop') or ''}"
        if len(marks) > 1 and _AUTHOR_CLASS.search(marks) and 3 < len(_words(e, " ")) < 80:
            found.append(e)
            if len(found) > 8:
                break
    if not found:
        return []
    first, block = found[0], found[0].getparent()
    likes = [e for e in found if e.getparent() is block and (e.tag, e.get("class")) == (first.tag, first.get("class"))]
    return list(dict.fromkeys(_words(e, " ") for e in likes))[:4]


def _words(element: etree._Element, between: str = "") -> str:
    return _SPACE.sub(" ", between.join(str(t) for t in element.itertext())).strip()


_AUTHOR_PAGE: Final = re.compile(
    r"/(?:authors?|by|staff|person|journalists?|writers?|contributors?|profiles?|reporters?)/[\w%.-]+/?$"
)
_NO_BYLINE: Final = re.compile(r"\b(?:log ?in|sign (?:in|up)|content|sponsored)\b|^(?!by\b).*[’']s\b", re.IGNORECASE)
"""Words near a heading that have a byline's shape and are none."""
_AUTHOR_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:byline|author)(?:[_-]?name)?(?:[\s_-]|$)", re.IGNORECASE)


def _is_person(name: str) -> bool:
    """Whether a cleaned author is shaped like a person's name and says nothing of a company, desk or agency."""
    words = name.split()
    return (
        2 <= len(words) <= 5
        and not is_known(name)
        and not _COMPANY.search(name)
        and not re.search(r"[’']s\b", name)
        and all(w[:1].isupper() or w in _SMALL for w in words)
    )


_SMALL: Final = word_set("de da van von der den bin al el la le di du dos del of ten ter y e")
_COMPANY: Final = re.compile(
    r"\b(?:news|staff|team|desk|press|agency|media|editors?|editorial|newsroom|wire|service|times|post|tribune|journal|"
    r"gazette|herald|magazine|network|company|inc|"
    r"channel|radio|tv|online|report|bureau|university|institute|contributor|sponsored|brand|partner|studio|today|log ?in|"
    r"sign up|content|"
    r"sign|nightly|daily|board)\b|\.com\b",
    re.IGNORECASE,
)
_TITLE_OF: Final = re.compile(
    r"(?i:^(?:staff|admin|editor|reporter|correspondent|writer|senior|chief|associate|deputy|contributing|contributor|updated|"
    r"published|guest|special to)\b"
    r"|\b(?:correspondent|reporter|editor|writer|columnist|producer|contributor)s?$)|^(?:[A-Z]{2,5}|Ph\.?D|M\.?D|Jr|Sr|"
    r"[Bb]y|-|–)\.?$",
)


def clean_authors(names: Sequence[str], site: str) -> tuple[str, ...]:
    """Single names out of raw author fields: no "By", no addresses, no roles or degrees, not the site, each once, in order."""
    out: list[str] = []
    for raw in names:
        if raw.startswith(("http", "//", "@")) or "www." in raw:
            continue
        bare = re.sub(
            r"^(?:review(?:ed)? by|by|written by|from|author:?|posted by|words by|story by)\s+",
            "",
            raw.strip(),
            flags=re.IGNORECASE,
        )
        for piece in re.split(r"\s*(?:,|;|\||&|•|·|\band\b|\bwith\b|\s/\s|\s[-–—]\s)\s*", bare):
            name = re.sub(r"\s*[(<\[].*$|\s+for\s+[A-Z].*$", "", piece).strip(" .:-–—")
            name = _without_degree(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE))
            if (
                not name
                or len(name) > 50
                or len(name.split()) > 5
                or re.search(r"\d|@|https?:|\w\.[a-z]{2,4}$", name)
                or (_TITLE_OF.search(name) and not is_known(name))
            ):
                continue
            key = re.sub(r"\W|^the\s", "", name.casefold())
            if not key or (site and (key in site or site in key)):
                continue
            if name.casefold() not in {o.casefold() for o in out}:
                out.append(name)
    return tuple(out)


def _without_degree(name: str) -> str:
    """A name without the degrees ("MD") or the agency ("The Associated Press") that follow it unmarked."""
    bare = re.sub(r"(?: (?:M\.?[AD]\.?|M\.?Sc\.?|MS|MPH|MBA|RN|RD|RDN|Ph\.?D\.?|DO|DDS|DVM|LCSW|CPT|Esq\.?))+$", "", name)
    words = bare.split()
    for size in range(2, len(words) - 1):
        if is_known(" ".join(words[size:])):
            return " ".join(words[:size])
    return bare


def _published(
    root: etree._Element, metas: Mapping[str, list[str]], stories: Sequence[Mapping[str, Json]], text: str
) -> Noted | None:
    found: list[tuple[str, str]] = []
    found += [(_string(n.get("datePublished")), "JSON-LD datePublished") for n in stories]
    found += [(v[0], f"meta {k}") for k in _DATE_METAS if (v := metas.get(k))]
    found += [(t.get("datetime") or "", "time element") for t in root.iter("time") if t.get("datetime")][:1]
    found += [(_string(n.get("dateCreated")), "JSON-LD dateCreated") for n in stories]
    for raw, how in found:
        value = iso(raw, text)
        if value:
            return Noted(value=value, how=how)
    return None


def iso(raw: str, page: str) -> str | None:
    """An ISO 8601 value as used here ("2024-02-14", "2024-02-14T23:55+05:30") out of a date in a machine-readable field."""
    m = re.match(
        r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?", raw
    )
    if m and 1 <= int(m[2]) <= 12 and 1 <= int(m[3]) <= 31:
        day = f"{m[1]}-{m[2]}-{m[3]}"
        if not m[4]:
            return day
        zone = m[6] or ""
        if zone in ("Z", "UTC", "GMT"):
            zone = "+00:00"
        elif zone:
            zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:] or '00'}"
        return f"{day}T{m[4]}:{m[5]}{zone}"
    dated = find_dates(raw[:80], page)
    return dated[0].value if dated else None


def _address(root: etree._Element, metas: Mapping[str, list[str]]) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").casefold().split() and (href := (link.get("href") or "").strip()).startswith(
            ("http://", "https://")
        ):
            return href
    return next((v[0] for k in ("og:url", "twitter:url") if (v := metas.get(k)) and v[0].startswith(("http://", "https://"))), None)


def _signature(authors: Sequence[str], how: str, text: str) -> Noted:
    """The authors as one byline, with the place where the page prints them so or with "and"."""
    value = ", ".join(authors)
    printed = (
        value,
        " and ".join(authors),
        ", ".join(authors[:-1]) + " and " + authors[-1],
        ", ".join(authors[:-1]) + ", and " + authors[-1],
    )
    at = next(((start, len(p)) for p in printed if (start := text.find(p)) >= 0), None)
    return Noted(value=value, how=how, span=Span(at[0], sum(at)) if at else None)


def _located(value: str, how: str, text: str, spans: Sequence[Span] = (), first: int = 0) -> Noted:
    """A value with its place in the text: for a title the line nearest above the body."""
    for span in reversed(spans[: first + 1]):
        if text[span.start : span.end].casefold() == value.casefold():
            return Noted(value=value, how=how, span=span)
    at = text.find(value)
    return Noted(value=value, how=how, span=Span(at, at + len(value)) if at >= 0 else None)
