"""Who signs a page of HTML: people; a desk, an agency or the outlet only where nobody is named, and then as byline, not as author.

Where parts of the page disagree, the first that names a person goes: JSON-LD, meta elements, rel=author, elements marked as
byline or author, links to an author's own page below the heading. Another part that names the same people and up to three more
is believed to be the fuller one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from stemma.background.agencies import is_known
from stemma.model import Noted, Span
from stemma.reading.html.selfdescription import Json, words_of
from stemma.reading.wordlists import word_set

_METAS: Final = (
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
_HINTED: Final = etree.XPath("//@*[contains(., 'uthor') or contains(., 'yline')]/..")
"""Elements with "author" or "byline" in any attribute: one pass in C, from which the rest is chosen."""
_HOLDERS: Final = word_set("span div p a address li")
_BELOW: Final = etree.XPath("(//h1)[1]/following::a[@href]")
_ANY: Final = etree.XPath("//a[@href]")
_AUTHOR_PAGE: Final = re.compile(
    r"/(?:authors?|by|staff|person|journalists?|writers?|contributors?|profiles?|reporters?)/[\w%.-]+/?$"
)
_AUTHOR_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?)(?:[_-]?(?:name|link))*(?:[\s_-]|$)|(?:^|[\s_-])(?:author|byline)(?:Name|Link)+(?:[\s_-]|$)",
    re.IGNORECASE,
)
_SMALL: Final = word_set("de da van von der den bin al el la le di du dos del of ten ter y e")
_COMPANY: Final = re.compile(
    r"\b(?:news|staff|team|desk|press|agency|agencies|media|editors?|editorial|newsroom|wire|service|times|post|tribune|journal|"
    r"gazette|herald|magazine|network|company|inc|institute|council|department|ministry|office|group|association|foundation|"
    r"channel|radio|tv|online|report|bureau|university|contributors?|sponsored|brand|partner|studio|today|log ?in|"
    r"sign up|content|redazione|redacción|redaction|redaktion|rédaction|"
    r"sign|nightly|daily|board|technologies|solutions|systems|labs?|capital|bank|holdings|international|national|society|centre|"
    r"center|college|school|club|police|committee|commission|authority|corporation|limited|ltd|gmbh|diseases)\b|\.com\b",
    re.IGNORECASE,
)
_TITLE_OF: Final = re.compile(
    r"(?i:^(?:staff|admin|editor|reporter|correspondent|writer|senior|chief|associate|deputy|contributing|contributor|updated|"
    r"published|guest|special to)\b"
    r"|\b(?:correspondent|reporter|editor|writer|columnist|producer|contributor)s?$)|^(?:[A-Z]{2,5}|Ph\.?D|M\.?D|Jr|Sr|"
    r"[Bb]y|-|–)\.?$",
)
_ROLE_AFTER: Final = re.compile(
    r"\s+(?:(?:Senior|Chief|Staff|Political|Business|Sports?|Science|Health|Crime|Foreign|Diplomatic|Economics?|Digital|Deputy|"
    r"Associate|Managing|National|World|News|Night|Environment|Education|Technology|Data|City|Special|Assistant|Contributing|"
    r"Freelance|Breaking) )*(?:[Cc]orrespondent|[Rr]eporter|[Ee]ditor|[Ww]riter|[Cc]olumnist|[Jj]ournalist|[Cc]ontributor)\b.*$"
)
_SAYS_BY: Final = re.compile(
    r"^(?:(?:medically |fact )?(?:review(?:ed)?|written|posted|words|story|reported|published|created|edited) by|by|from|author:?)"
    r"(?:[:\s]\s*|$)",
    re.IGNORECASE,
)
_DEGREES: Final = re.compile(r"(?: (?:M\.?[AD]\.?|M\.?Sc\.?|MS|MPH|MBA|RN|RD|RDN|Ph\.?D\.?|DO|DDS|DVM|LCSW|CPT|Esq\.?))+$")
_BETWEEN: Final = re.compile(r"\s*(?:,|;|\||•|·|\s/\s|\s[-–—]\s)\s*")
_BESIDE: Final = re.compile(r"\s*(?:&|\band\b|\bwith\b)\s*")
_LONGEST: Final = 1000
"""Characters of one author field that are read: what is longer is no signature, and must not cost time."""
_INITIAL: Final = re.compile(r"(?:\b[A-Z]\.|\b[JS]r\.)$")


def signers(
    root: etree._Element, metas: Mapping[str, Sequence[str]], stories: Sequence[Mapping[str, Json]], site: str
) -> tuple[tuple[str, ...], str]:
    """The names that sign and how they were found: people; else a desk or an agency; else ((), "").

    `site` is the outlet's name in lower case without white space and marks: it never signs its own page.
    """
    sources: list[tuple[list[str], str]] = []
    for node in stories:
        author = node.get("author") or node.get("creator")
        signed = author if isinstance(author, list) else [author]
        sources.append(([name for p in signed for name in _named(p)], "JSON-LD"))
    sources += [(list(v), f"meta {k}") for k in _METAS if (v := metas.get(k))]
    hinted = _HINTED(root)
    related = [words_of(e) for e in hinted if e.tag == "a" and "author" in (e.get("rel") or "").split()]
    sources.append((list(dict.fromkeys(related))[:3], "rel=author"))
    sources.append((_marked(hinted), "byline of the page"))
    cleaned = [(clean_authors(v, site), how) for v, how in sources]
    people = [(tuple(n for n in found if is_person(n)), how) for found, how in cleaned]
    if not any(found for found, _ in people):
        linked = tuple(n for n in clean_authors(_linked(root), site) if is_person(n))
        people.append((linked, "link to the author"))
    first = next((p for p in people if p[0]), None)
    if first:
        fuller = (found for found, _ in people if set(found) > set(first[0]) and len(found) <= len(first[0]) + 3)
        return max(fuller, key=len, default=first[0]), first[1]
    for found, how in cleaned:
        # What is printed as a byline may be anything; an agency there signs.
        desks = tuple(n for n in found if is_known(n)) if how == "byline of the page" else found
        if desks:
            return desks, how
    return (), ""


def authors_in(byline: str) -> tuple[str, ...]:
    """The people named in a byline as printed ("By Ida Marlowe and Tom Veld, Staff Reporters"), in order."""
    return tuple(n for n in clean_authors([byline], "") if is_person(n))


def agencies_signing(metas: Mapping[str, Sequence[str]], stories: Sequence[Mapping[str, Json]]) -> tuple[str, ...]:
    """The agencies among the names in the page's author fields, beside people or alone, as the fields have them."""
    names = [v for k in _METAS for v in metas.get(k, ())]
    for node in stories:
        author = node.get("author") or node.get("creator")
        names += [name for p in (author if isinstance(author, list) else [author]) for name in _named(p)]
    return tuple(dict.fromkeys(" ".join(n.split()) for n in names if len(n) < 80 and is_known(n.strip())))


def _named(author: Json) -> list[str]:
    """The names in an author field of JSON-LD: a string, an object with a name, or one with several."""
    if isinstance(author, Mapping):
        name = author.get("name")
        return [n for n in name if isinstance(n, str)] if isinstance(name, list) else [name] if isinstance(name, str) else []
    return [author] if isinstance(author, str) else []


def _linked(root: etree._Element) -> list[str]:
    """The first link to an author's own page below the heading, and those in the same element ("By A and B" is one link each)."""
    links = _BELOW(root) if root.find(".//h1") is not None else _ANY(root)
    found = [a for a in links if _AUTHOR_PAGE.search(a.get("href") or "") and is_person(words_of(a))]
    if not found:
        return []
    block = found[0].getparent()
    return list(dict.fromkeys(words_of(a) for a in found if a.getparent() is block))[:4]


def _marked(hinted: Sequence[etree._Element]) -> list[str]:
    """The first element marked as byline or author, and its likes in the same block."""
    found = []
    for e in hinted:
        if e.tag not in _HOLDERS:
            continue
        marks = (e.get("class") or "", e.get("itemprop") or "", e.get("data-testid") or "")
        if any(_AUTHOR_CLASS.search(m) for m in marks if m) and 3 < len(words_of(e, " ")) < 80:
            found.append(e)
            if len(found) > 8:
                break
    if not found:
        return []
    # A block marked as byline often marks the name in it as well.
    inner = [e for e in found[1:] if any(above is found[0] for above in e.iterancestors())]
    if any(is_person(n) for e in inner for n in clean_authors([words_of(e, " ")], "")):
        found = inner
    first, block = found[0], found[0].getparent()
    likes = [e for e in found if e.getparent() is block and (e.tag, e.get("class")) == (first.tag, first.get("class"))]
    return list(dict.fromkeys(words_of(e, " ") for e in likes))[:4]


def is_person(name: str) -> bool:
    """Whether a cleaned author is shaped like a person's name and says nothing of a company, desk or agency."""
    words = name.split()
    return (
        2 <= len(words) <= 5
        and not is_known(name)
        and not _COMPANY.search(name)
        and not re.search(r"[’']s\b", name)
        and all(w[:1].isupper() or w in _SMALL for w in words)
    )


def clean_authors(names: Sequence[str], site: str) -> tuple[str, ...]:
    """Single names out of raw author fields: no "By", no addresses, no roles or degrees, not the site, each once, in order."""
    out: dict[str, str] = {}
    for raw in names:
        if raw.startswith(("http", "//", "@")) or "www." in raw:
            continue
        for piece in _pieces(_SAYS_BY.sub("", raw.strip()[:_LONGEST])):
            name = re.sub(r"\s*[(<\[].*$|\s+for\s+[A-Z].*$", "", piece).strip(" :-–—").lstrip(". :-–—")
            name = name if _INITIAL.search(name) else name.rstrip(" .")
            name = _without_degree(_ROLE_AFTER.sub("", _SAYS_BY.sub("", name))).strip()
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
            out.setdefault(name.casefold(), name)
    return tuple(out.values())


def _pieces(signed: str) -> list[str]:
    """What stands between commas and marks, and in those what stands beside "and"; not what a body after a comma is made of
    ("Ida Marlowe, Institute of Ports and Tides").
    """
    out: list[str] = []
    for n, part in enumerate(_BETWEEN.split(signed)):
        out += [part] if n and _COMPANY.search(part) else _BESIDE.split(part)
    return out


def _without_degree(name: str) -> str:
    """A name without the degrees ("MD") or the agency ("The Associated Press") that follow it unmarked."""
    bare = _DEGREES.sub("", name)
    words = bare.split()
    for size in range(2, len(words) - 1):
        if is_known(" ".join(words[size:])):
            return " ".join(words[:size])
    return bare


def signature(names: Sequence[str], how: str, text: str) -> Noted:
    """Names as one byline, with the place where the page prints them so or with "and"."""
    value = ", ".join(names)
    printed = (
        value,
        " and ".join(names),
        ", ".join(names[:-1]) + " and " + names[-1],
        ", ".join(names[:-1]) + ", and " + names[-1],
    )
    at = next(((start, len(p)) for p in printed if (start := text.find(p)) >= 0), None)
    return Noted(value=value, how=how, span=Span(at[0], sum(at)) if at else None)
