"""The title of a page of HTML, without the name of its site.

Where parts of the page disagree: the heading that the page prints (h1) goes before what it tells machines, if it has most of
the words of what it tells (og:title, title element, JSON-LD headline), or one of them and is the page's only heading; then
og:title, then the JSON-LD headline, then any longer heading, then the title element. The name of the site, set before or after
a mark, is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

_TAIL: Final = re.compile(r"\s+[|\-–—•·:»]\s+")
_KICKER: Final = re.compile(
    r"(?:Opinion|Analysis|Perspective|Exclusive|Review|Column|Editorial|Feature|Interview|Live)[\s|•·]+(?=\S)"
)
_LONGEST: Final = 500
"""Characters up to which a title is searched for the name of its site, mark by mark: what is longer was made to cost time."""
_NAMES: Final = ("og:title", "twitter:title", "dc.title", "title")


def title_of(
    headings: Sequence[str], element: str | None, headline: str | None, metas: Mapping[str, Sequence[str]], outlet: str | None
) -> str | None:
    """The title, None if the page has none.

    `headings` are the words of its h1 elements in order, `element` those of its title element, `headline` JSON-LD's, `metas` the
    values of its meta elements by lower-case name, `outlet` the site's name.
    """
    heads = [h for h in headings if 1 < len(h) < 400]
    og = next((v[0] for k in _NAMES if (v := metas.get(k))), None)
    site = outlet or ""
    bare = without_site(og, site, metas) if og else ""
    told = [t for t in (bare, without_site(element or "", site, metas), headline) if t]
    heads = [h for h in heads if not site or _key(h) != _key(site)] or heads
    heads = [h[len(_kicker(h, told)) :].strip() for h in heads]
    long = [h for h in heads if len(h.split()) >= 3]
    # Of several headings the one with which what the page tells begins goes first.
    for h in sorted(long, key=lambda h: not any(_key(t).startswith(_key(h)) for t in told)):
        if any(_alike(h, t) for t in told):
            # A kicker set within the heading ("Opinion ...") is no part of the title.
            return bare if len(bare.split()) >= 3 and h.casefold().endswith(bare.casefold()) else h
    if len(long) == len(heads) == 1 and not _is_site(heads[0], site) and any(_touches(heads[0], t) for t in told):
        return heads[0]
    if og:
        return bare
    if headline:
        return headline
    return long[0] if long else (without_site(element, site, metas) if element else (heads[0] if heads else None))


def without_site(title: str, site: str, metas: Mapping[str, Sequence[str]]) -> str:
    """A title without the name of its site, which pages set before or after a mark. `metas` may tell its address (og:url)."""
    pieces = _TAIL.split(title) if len(title) <= _LONGEST else []
    if len(pieces) < 2:
        return title
    known = _key(site)
    domain = _key(_host((metas.get("og:url") or [""])[0]))
    lead = _key(pieces[0])
    named = lead == known or (len(lead) > 4 and domain.startswith(lead))
    if lead and named and len(title.split()) > len(pieces[0].split()) + 3:
        return without_site(_TAIL.split(title, maxsplit=1)[1], site, metas)
    tail, rest = pieces[-1], title[: title.rindex(pieces[-1])]
    rest = re.sub(r"\s+[|\-–—•·:»]\s+$", "", rest)
    key = _key(tail)
    if (
        (known and (key in known or known in key))
        or (key and key in domain)
        or ("|" in title[len(rest) :] and len(tail.split()) <= 4)
    ):
        return without_site(rest, site, metas)
    return title


def _host(url: str) -> str:
    """The host of an address, "" for what is none."""
    try:
        return urlsplit(url).netloc.removeprefix("www.")
    except ValueError:
        return ""


def _key(words: str) -> str:
    return re.sub(r"\W", "", words.casefold())


def _is_site(heading: str, site: str) -> bool:
    """Whether a heading is the site's name with or without a motto."""
    name = _key(site)
    return bool(name) and _key(heading).startswith(name)


def _kicker(heading: str, told: Sequence[str]) -> str:
    """The word of a kind ("Opinion") set before a heading, if the page tells its title elsewhere marked off from it."""
    m = _KICKER.match(heading)
    if not m:
        return ""
    rest = heading[m.end() :].strip()
    return m[0] if any(t == rest or re.sub(r"^[\w ]{3,20}\s*[|:•·-]\s*", "", t).startswith(rest) for t in told) else ""


def _touches(a: str, b: str) -> bool:
    """Whether two titles share a word of four letters or more."""
    x, y = (set(re.findall(r"\w{4,}", t.casefold())) for t in (a, b))
    return bool(x & y)


def _alike(a: str, b: str) -> bool:
    """Whether one title holds the words of the other, or most of them."""
    x, y = set(re.findall(r"\w+", a.casefold())), set(re.findall(r"\w+", b.casefold()))
    return bool(x and y) and len(x & y) >= 0.6 * min(len(x), len(y)) and len(x & y) >= 0.5 * len(x)
