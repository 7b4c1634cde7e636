"""NewsML 1 (1.0 to 1.2), the forerunner of NewsML-G2 that many archives of agencies are kept in. Source: its DTD of 2003."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from stemma.background.agencies import is_known
from stemma.model import Handling
from stemma.reading.formats import cells
from stemma.reading.formats.handling import agencies_in, ordered
from stemma.reading.formats.nitf import Report, read_nitf
from stemma.reading.formats.trees import as_html, child, children, every, language_of, told, words
from stemma.reading.parts import Form, Given

HOW: Final = "NewsML item"


def reports_of(root: etree._Element) -> Iterator[Report]:
    """The news items of a document, in order."""
    envelope = child(root, "NewsEnvelope")
    for item in children(root, "NewsItem"):
        yield _report(item, envelope)


def _report(item: etree._Element, envelope: etree._Element | None) -> Report:
    management, identity = child(item, "NewsManagement"), child(item, "Identification", "NewsIdentifier")
    text, form, inner = _content(item)
    within = inner.given if inner else Given()
    lines = {name: _lines(item, name) for name in ("HeadLine", "ByLine", "DateLine", "CreditLine", "CopyrightLine")}
    parties = {name: _parties(item, name) for name in ("Provider", "Creator", "Source", "Contributor")}
    own = words(child(identity, "PublicIdentifier")) or words(child(identity, "NewsItemId"))
    provider = next(iter(parties["Provider"]), "") or words(child(identity, "ProviderId"))
    byline = "; ".join(lines["ByLine"])
    _, authors = cells.people(lines["ByLine"])
    first, revised = _time(management, "FirstCreated"), _time(management, "ThisRevisionCreated")
    language = next((told(e, "FormalName") for e in every(item, "Language") if told(e, "FormalName")), "")
    names = [n for n in (*parties["Source"], *parties["Creator"]) if is_known(n)]
    names += [a for line in (*lines["ByLine"], *lines["DateLine"]) for a in agencies_in(line)]
    given = Given(
        how=HOW,
        url=cells.address(own),
        title=cells.heading(next(iter(lines["HeadLine"]), "")) or within.title,
        byline=byline or within.byline,
        authors=authors or within.authors,
        outlet=provider or within.outlet,
        dateline=next(iter(lines["DateLine"]), "") or within.dateline,
        published=first or within.published or revised,
        modified=revised if revised != first else None,
        language=cells.language(language or language_of(item)) or within.language,
        photo_credits=within.photo_credits,
        history=ordered((*_steps(item, envelope, own, lines, parties), *within.history)),
        notes=(*(f"copyright: {w[:300]}" for w in lines["CopyrightLine"]), *within.notes),
    )
    status = told(child(management, "Status"), "FormalName").casefold()
    kinds = [told(e, "FormalName").casefold() for e in every(item, "MediaType")]
    kind = "" if text or not kinds else kinds[0]
    credit_lines = (*lines["CreditLine"], *(inner.lines if inner else ()))
    return Report(text, given, own, status, credit_lines, (*names, *(inner.names if inner else ())), form, kind)


def _content(item: etree._Element) -> tuple[str, Form, Report | None]:
    """The longest content of a text: NITF, else markup, else plain text."""
    best: tuple[str, Form, Report | None] = ("", "text", None)
    for data in every(item, "DataContent"):
        nitf = next(every(data, "nitf"), None)
        if nitf is not None:
            inner = read_nitf(nitf)
            found: tuple[str, Form, Report | None] = (inner.content, "html", inner)
        elif len(data):
            body = next(every(data, "body.content", "body"), None)
            found = (as_html(data if body is None else body), "html", None)
        else:
            text, form = cells.content_of(cells.prose(data.text))
            found = (text, "text" if form == "text" else "html", None)
        if len(found[0]) > len(best[0]):
            best = found
    return best


def _steps(
    item: etree._Element,
    envelope: etree._Element | None,
    own: str,
    lines: dict[str, list[str]],
    parties: dict[str, list[str]],
) -> Iterator[Handling]:
    management = child(item, "NewsManagement")
    for name in ("DerivedFrom", "AssociatedWith"):
        for element in children(management, name):
            other = told(element, "NewsItem")
            if other and name == "DerivedFrom":
                yield Handling(action="derived-from", party=None, item=other, time=None, how=name)
    revision = child(item, "Identification", "NewsIdentifier", "RevisionId")
    number, before = words(revision), told(revision, "PreviousRevision")
    first, revised = _time(management, "FirstCreated"), _time(management, "ThisRevisionCreated")
    if first:
        yield Handling(action="created", party=None, item=own or None, time=first, how="FirstCreated")
    if revised and (revised != first or before not in ("", "0")):
        yield Handling(
            action="revised",
            party=None,
            item=own or None,
            time=revised,
            how=f"ThisRevisionCreated of revision {number or 'unknown'}",
        )
    sender = next((n for e in children(envelope, "SentFrom") for n in _named(e)), None)
    if sent := _time(envelope, "DateAndTime"):
        yield Handling(action="transmitted", party=sender, item=None, time=sent, how="NewsEnvelope")
    for role, action in (("Provider", "provided"), ("Creator", "created"), ("Source", "credited"), ("Contributor", "credited")):
        for name in parties[role]:
            if action == "provided":
                yield Handling(action="provided", party=name, item=None, time=None, how=role)
            else:
                yield Handling(action="created" if action == "created" else "credited", party=name, item=None, time=None, how=role)
    for line in lines["CreditLine"]:
        yield Handling(action="credited", party=line[:300], item=None, time=None, how="CreditLine")


def _lines(item: etree._Element, name: str) -> list[str]:
    """What the lines for readers of this name say, each once."""
    return list(dict.fromkeys(w for e in every(item, "NewsLines") for line in children(e, name) if (w := words(line))))


def _parties(item: etree._Element, role: str) -> list[str]:
    return list(dict.fromkeys(n for e in every(item, "AdministrativeMetadata") for r in children(e, role) for n in _named(r)))


def _named(element: etree._Element) -> list[str]:
    """The parties in an element: by the property that tells their name, else by their formal name."""
    out = []
    for party in children(element, "Party"):
        told_as = {told(p, "FormalName").casefold(): told(p, "Value") for p in children(party, "Property")}
        name = told_as.get("organization") or told_as.get("name") or told(party, "FormalName")
        if name:
            out.append(re.sub(r"^[\w-]+:(?=\w)", "", name))
    return out


def _time(element: etree._Element | None, name: str) -> str | None:
    return cells.iso(words(child(element, name)))
