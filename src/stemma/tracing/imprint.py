"""What two pages say of themselves that bears on who had it from whom: signatures, outlets of one house, names of each other."""

from __future__ import annotations

import re

from stemma.background.idf import normal
from stemma.background.outlets import Outlets
from stemma.model import Article, Evidence, Passage, Span
from stemma.text.labels import label as called
from stemma.text.words import plain
from stemma.tracing.declared import Declared
from stemma.tracing.measures import names, outlet_name


def signatures(a: Article, b: Article) -> list[Evidence]:
    """The same signature under both, shown in `b`; people by their names, else the whole line."""
    both = sorted({normal(x) for x in a.authors} & {normal(x) for x in b.authors})
    if both:
        shown = next(x for x in b.authors if normal(x) == both[0])
        return [Evidence(note=f"both are signed by {shown}", at=_byline(b))]
    if a.byline and b.byline and normal(a.byline.value) == normal(b.byline.value):
        return [Evidence(note=f"both bear the byline “{b.byline.value}”", at=_byline(b))]
    return []


def houses(a: Article, b: Article, known: Outlets) -> list[Evidence]:
    """Whether both are outlets of one newsroom, one carries the other's reports by agreement, or one is an agency's own page."""
    out = []
    same = known.one_newsroom(a, b)
    if same is not None:
        out.append(Evidence(note=f"both are written by one newsroom, {same}", at=_outlet(b) or _outlet(a)))
    for one, other in ((a, b), (b, a)):
        partner = known.carries(one, other)
        if partner is not None and same is None:
            out.append(Evidence(note=f"{called(one)} carries reports of {partner} by agreement", at=_outlet(one)))
    return out


def naming(child: Article, parent: Article, known: Outlets) -> list[Evidence]:
    """Where `child` names the outlet of `parent`, or credits the agency whose own page `parent` is."""
    out = []
    agency = known.agency(parent)
    for credit in child.credits:
        if agency is not None and credit.kind != "photo" and credit.agency == agency:
            how = "is signed by staff of" if credit.kind == "byline" else "credits"
            at = Passage(article=child.id, span=credit.span) if credit.span else None
            out.append(Evidence(note=f"{called(child)} {how} {agency}, whose own page {called(parent)} is", at=at))
            break
    if names(child, parent):
        note = f"{called(child)} names {called(parent)}"
        out.append(Evidence(note=note, at=_mention(child, outlet_name(parent))))
    return out


def by_packet(one: Declared) -> Evidence:
    """A derivation by the packet's own word. No passage shows it: the field is not part of the text."""
    word = "derived from" if one.directed else "the same as"
    return Evidence(note=f"the packet itself says that it is {word} item {one.item} ({one.how})")


def appeared(article: Article) -> Passage | None:
    """Where a page says when it appeared."""
    return Passage(article=article.id, span=article.published.span) if article.published and article.published.span else None


def _mention(article: Article, name: str) -> Passage | None:
    """Where a folded name stands first in a page, in its body if it does there."""
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(re.escape(w) for w in name.split()) + r"(?!\w)", re.IGNORECASE)
    text = plain(article.text)
    for start, end in (*((p.start, p.end) for p in article.body), (0, len(text))):
        if m := pattern.search(text, start, end):
            return Passage(article=article.id, span=Span(m.start(), m.end()))
    return None


def _byline(article: Article) -> Passage | None:
    return Passage(article=article.id, span=article.byline.span) if article.byline and article.byline.span else None


def _outlet(article: Article) -> Passage | None:
    return Passage(article=article.id, span=article.outlet.span) if article.outlet and article.outlet.span else None
