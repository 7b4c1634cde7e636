"""NITF, the IPTC's markup of a single report (versions 2.5 to 3.6): its text, and what its head tells of its way.

Source: the DTD and schema of NITF 3.6 (iptc.org/std/NITF).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from stemma.model import Handling
from stemma.reading.formats import cells
from stemma.reading.formats.handling import agencies_in, ordered, pictured
from stemma.reading.formats.trees import as_html, child, children, every, language_of, told, words
from stemma.reading.parts import Form, Given

HOW: Final = "NITF document"


@dataclass(frozen=True, slots=True)
class Report:
    """A report out of a document: its words as HTML, what the document says of it, its identifier, and its status."""

    content: str
    given: Given
    name: str
    status: str = ""
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Credit lines, and names in fields for a source, from which `Given.credits` are made."""
    form: Form = "html"
    kind: str = ""
    """What an item says it is, in one word, "" for a text."""


def read_nitf(nitf: etree._Element) -> Report:
    """What an `nitf` element holds. Nothing raises: an element that is not there is not known."""
    head, body = child(nitf, "head"), child(nitf, "body")
    top, end, data = child(body, "body.head"), child(body, "body.end"), child(head, "docdata")
    byline = words(child(top, "byline"))
    _, authors = cells.people(byline)
    distributors = [w for e in children(top, "distributor") if (w := words(e))]
    dateline = words(child(top, "dateline"))
    place = words(child(top, "dateline", "location"))
    taglines = [w for e in children(end, "tagline") if (w := words(e))]
    publication = child(head, "pubdata")
    identifier = told(child(data, "doc-id"), "id-string")
    owner = told(child(data, "doc.rights"), "owner") or told(child(data, "doc.copyright"), "holder")
    names = [*agencies_in(byline), *agencies_in(dateline), *(a for t in taglines for a in agencies_in(t))]
    issued, released = _time(child(data, "date.issue")), _time(child(data, "date.release"))
    provider = told(child(data, "doc-id"), "regsrc")
    given = Given(
        how=HOW,
        url=cells.address(told(publication, "ex-ref")),
        title=cells.heading(words(child(top, "hedline", "hl1")) or words(child(top, "hedline")) or words(child(head, "title")))
        or None,
        byline=byline or None,
        authors=authors,
        outlet=told(publication, "name") or (distributors[0] if distributors else "") or provider or owner or None,
        dateline=dateline or place or None,
        published=released or issued or _time(publication, "date.publication"),
        section=told(publication, "position.section") or None,
        language=cells.language(language_of(nitf, body) or told(nitf, "baselang")),
        photo_credits=pictured(w for e in every(body, "media-producer") if (w := words(e))),
        history=ordered(_steps(head, data, identifier, distributors, owner, taglines, issued, released)),
        notes=tuple(f"note of the provider: {w}" for e in children(data, "ed-msg") if (w := (told(e, "info") or words(e))[:300])),
    )
    content = child(body, "body.content")
    status = told(data, "management-status").casefold()
    return Report(as_html(content) if content is not None else "", given, identifier, status, tuple(distributors), tuple(names))


def _steps(
    head: etree._Element | None,
    data: etree._Element | None,
    own: str,
    distributors: list[str],
    owner: str,
    taglines: list[str],
    issued: str | None,
    released: str | None,
) -> Iterator[Handling]:
    if other := told(data, "management-doc-idref"):
        yield Handling(action="evolved-from", party=None, item=other, time=None, how="management-doc-idref")
    if issued:
        yield Handling(action="created", party=None, item=own or None, time=issued, how="date.issue")
    for source in sorted(every(child(data, "del-list"), "from-src"), key=lambda e: _level(told(e, "level-number"))):
        if name := told(source, "src-name"):
            yield Handling(
                action="transmitted", party=name, item=None, time=None, how=f"del-list {told(source, 'level-number')}".strip()
            )
    if released and released != issued:
        yield Handling(action="published", party=None, item=own or None, time=released, how="date.release")
    for step in children(head, "revision-history"):
        what = " ".join(w for w in ("revision-history", told(step, "function")) if w)
        yield Handling(
            action="revised", party=told(step, "name") or None, item=own or None, time=cells.iso(told(step, "norm")), how=what
        )
    for name in distributors:
        yield Handling(action="provided", party=name, item=None, time=None, how="distributor")
    for name in taglines:
        yield Handling(action="credited", party=name[:300], item=None, time=None, how="tagline")
    if owner:
        yield Handling(action="credited", party=owner, item=None, time=None, how="doc.rights")


def _time(element: etree._Element | None, name: str = "norm") -> str | None:
    return cells.iso(told(element, name))


def _level(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) < 9 else 0
