"""Packets of news agencies in XML: NewsML-G2 (newsItem, newsMessage), NewsML 1 and plain NITF.

Source: the NewsML-G2 specification and guidelines, NITF 3.6 and NewsML 1.2 (iptc.org/std). What they tell of the copy's way (hops,
credit lines, links to what an item was derived or translated from) is kept as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from lxml import etree

from stemma.background.agencies import is_known
from stemma.errors import BadInput
from stemma.model import Handling, HandlingKind
from stemma.reading.formats import cells
from stemma.reading.formats.handling import agencies_in, credited, deed, ordered, part_played, pictured, relation
from stemma.reading.formats.newsml1 import reports_of
from stemma.reading.formats.nitf import Report, read_nitf
from stemma.reading.formats.trees import as_html, child, children, every, language_of, local, told, words
from stemma.reading.formats.xml import parse_xml
from stemma.reading.parts import Form, Given, Limits, Part
from stemma.reading.sources.decoding import too_large

SUFFIXES: Final = (".xml", ".nitf", ".newsml")
SEEKS: Final = False

HOW: Final = "NewsML-G2 item"
_G2: Final = b"iptc.org/std/nar/"
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_PROLOG: Final = ((b"<!--", b"-->"), (b"<?", b"?>"), (b"<!", b">"))
_ITEMS: Final = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_PICTURE: Final = re.compile(r"picture|graphic|video|audio|image|photo")


def sniffs(head: bytes, name: str) -> bool:
    """Whether the first element is one of NewsML's, or NITF's."""
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    found = _root_name(plain)
    return found in ("NewsML", "nitf") or (found in ("newsMessage", *_ITEMS) and _G2 in plain)


def _root_name(plain: bytes) -> str:
    """The name of the first element, without its prefix; "" where something else than a prolog stands before it."""
    at = 0
    while True:
        at += len(plain[at : at + 4_096]) - len(plain[at : at + 4_096].lstrip())
        opened = next(((start, end) for start, end in _PROLOG if plain.startswith(start, at)), None)
        if opened is None:
            root = _ROOT.match(plain, at)
            return root[1].decode("ascii", "replace") if root else ""
        # An inner subset of declarations ends with its bracket.
        end = b"]" if opened[0] == b"<!" and 0 <= plain.find(b"[", at) < plain.find(b">", at) else opened[1]
        close = plain.find(end, at)
        if close < 0:
            return ""
        at = close + len(end)
        if end == b"]":
            at = plain.find(b">", at) + 1 or len(plain)


def parts(file: BinaryIO, source: str, limits: Limits) -> Iterator[Part | BadInput]:
    """The reports in a packet, in order; where there are several, the n-th item is "name#n".

    Items that are no text by their own word are passed over if the packet holds texts. An item that was taken back comes as a
    `BadInput` "canceled", one without words as "no-text". Raises what `parse_xml` raises.
    """
    data = file.read(limits.page_bytes + 1)
    if len(data) > limits.page_bytes:
        raise too_large(source, len(data))
    root = parse_xml(data, source, limits)
    found = list(_reports(root))
    texts = [report for report in found if not _PICTURE.search(report.kind)]
    several = len(found) > 1
    if not texts:
        kinds = ", ".join(sorted({r.kind for r in found})) or local(root)
        raise BadInput(
            source, "no-text", f"found {kinds} and no text in this packet; needed the words of a report", "give text items"
        )
    for n, report in enumerate(found, 1):
        if not _PICTURE.search(report.kind):
            yield _part(report, f"{source}#{n}" if several else source, str(n), limits)


def _part(report: Report, source: str, name: str, limits: Limits) -> Part | BadInput:
    own = report.name or name
    if report.status.startswith("cancel"):
        return BadInput(
            source,
            "canceled",
            f'found an item that its provider has taken back ("{own[:120]}"); needed one that stands',
            "look for the item that replaces it",
        )
    data = report.content.encode("utf-8", "replace")
    if not re.sub(rb"<[^<>]*>", b"", data).strip():
        return BadInput(
            source,
            "no-text",
            "found an item whose text lies elsewhere or is empty; needed the words of a report",
            "ask the provider for items with their content inline",
        )
    told = report.given
    given = replace(told, credits=credited(report.lines, report.names, told.outlet, told.authors))
    if report.status.startswith(("withheld", "embargo")):
        given = replace(given, notes=(f"the provider holds the item back ({report.status})", *given.notes))
    return Part(data=data, source=source, name=own, form=report.form, given=given)


def _reports(root: etree._Element) -> Iterator[Report]:
    """Every item of the document; those that are no news items (packages, concepts) are not among them."""
    if local(root) == "nitf":
        yield read_nitf(root)
    elif local(root) == "NewsML":
        yield from reports_of(root)
    elif local(root) == "newsMessage":
        header = child(root, "header")
        for item in every(child(root, "itemSet"), "newsItem"):
            yield _report(item, header)
    elif local(root) == "newsItem":
        yield _report(root, None)


def _report(item: etree._Element, header: etree._Element | None) -> Report:
    meta, content, rights = child(item, "itemMeta"), child(item, "contentMeta"), child(item, "rightsInfo")
    text, form, inner = _content(item)
    within = inner.given if inner else Given()
    own, version = told(item, "guid"), told(item, "version")
    provider = _party(child(meta, "provider"))
    holder = _party(child(rights, "copyrightHolder"))
    outlet = _named(child(meta, "provider")) or _named(child(rights, "copyrightHolder")) or provider or holder
    lines = [w for e in children(content, "creditline") if (w := words(e))]
    bylines = [w for e in children(content, "by") if (w := words(e))]
    creators = [w for e in children(content, "creator") if (w := _named(e))]
    _, authors = cells.people([*bylines] or creators)
    dateline = words(child(content, "dateline"))
    located = ", ".join(dict.fromkeys(w for e in children(content, "located") if (w := words(child(e, "name")))))
    first, revised = _time(meta, "firstCreated"), _time(meta, "versionCreated")
    created = _time(content, "contentCreated")
    published = first or created or revised
    changed = revised or _time(content, "contentModified")
    sources = [(e, told(e, "role", "roleuri")) for e in children(content, "infoSource", "contributor")]
    names = [w for e, role in sources if (w := _named(e)) and _is_of_words(w, role)]
    names += [w for w in (*creators, holder, *agencies_in(dateline), *(w for b in bylines for w in agencies_in(b))) if is_known(w)]
    hops = child(item, "hopHistory")
    names += [w for h in children(hops, "hop") for w in [_named(child(h, "party"))] if is_known(w) and _created(h)]
    given = Given(
        how=HOW,
        url=_address(item, meta, own),
        title=cells.heading(_first(content, "headline")) or within.title or cells.heading(_first(meta, "title")) or None,
        byline="; ".join(bylines) or within.byline or ", ".join(authors) or None,
        authors=authors or within.authors,
        outlet=outlet or within.outlet,
        dateline=dateline or within.dateline or located or None,
        published=published or within.published,
        modified=changed if changed and changed != published else None,
        section=next((w for e in children(meta, "service") if (w := words(child(e, "name")))), None),
        language=cells.language(told(child(content, "language"), "tag") or language_of(item) or (within.language or "")),
        kind=cells.kind([words(child(e, "name")) or told(e, "qcode", "literal") for e in children(content, "genre")]),
        photo_credits=tuple(dict.fromkeys((*within.photo_credits, *_pictured(item)))),
        history=ordered((*_steps(item, header, own, version), *within.history)),
        notes=(*_notes(meta, rights), *within.notes),
    )
    kind = re.split(r"[:/]", told(child(meta, "itemClass"), "qcode", "uri", "literal"))[-1].casefold()
    status = re.split(r"[:/]", told(child(meta, "pubStatus"), "qcode", "uri", "literal"))[-1].casefold()
    lines += inner.lines if inner else ()
    names += inner.names if inner else ()
    return Report(text, given, own, status, tuple(lines), tuple(names), form, "" if kind == "text" else kind)


def _content(item: etree._Element) -> tuple[str, Form, Report | None]:
    """The words of an item: of NITF, XHTML or whatever markup is inline, else of marked-up or plain inline data."""
    held = child(item, "contentSet")
    for inline in children(held, "inlineXML"):
        nitf = next(every(inline, "nitf"), None)
        if nitf is not None:
            inner = read_nitf(nitf)
            return inner.content, "html", inner
        body = next(every(inline, "body"), None)
        return as_html(inline if body is None else body), "html", None
    for inline in children(held, "inlineData"):
        text = cells.prose("".join(t for t in inline.itertext() if isinstance(t, str)))
        media = told(inline, "contenttype").casefold()
        if media and not media.startswith("text") and "html" not in media and "xml" not in media:
            continue
        text, form = cells.content_of(text)
        return text, "text" if form == "text" else "html", None
    return "", "text", None


def _steps(item: etree._Element, header: etree._Element | None, own: str, version: str) -> Iterator[Handling]:
    """What the item tells of its life: descent, creation, hops, revision, and who is named."""
    meta, content, rights = child(item, "itemMeta"), child(item, "contentMeta"), child(item, "rightsInfo")
    for link in (*children(item, "link"), *children(meta, "link"), *children(content, "link")):
        other = told(link, "residref", "guidref", "href")
        if (kind := relation(told(link, "rel", "reluri"))) and other and not _PICTURE.match(told(link, "contenttype")):
            rel, said = told(link, "rel", "reluri"), told(link, "version")
            how = f"link {rel} version {said}" if said else f"link {rel}"
            yield Handling(action=kind, party=None, item=other, time=_stamp(link), how=how)
    for where in (item, meta, content):
        for element in children(where, "derivedFrom", "sameAs", "altId"):
            other = told(element, "residref", "guidref", "href", "uri", "qcode", "literal") or words(element)
            if other and other != own:
                yield Handling(
                    action="derived-from" if local(element) == "derivedFrom" else "same-as",
                    party=None,
                    item=other,
                    time=None,
                    how=local(element),
                )
    if time := _time(content, "contentCreated"):
        yield Handling(action="created", party=None, item=own or None, time=time, how="contentCreated")
    if time := _time(meta, "firstCreated"):
        yield Handling(action="created", party=None, item=own or None, time=time, how="firstCreated")
    yield from _hops(child(item, "hopHistory"))
    if (time := _time(meta, "versionCreated")) and time != _time(meta, "firstCreated"):
        yield Handling(
            action="revised", party=None, item=own or None, time=time, how=f"versionCreated of version {version or 'unknown'}"
        )
    if (time := _time(content, "contentModified")) and time != _time(content, "contentCreated"):
        yield Handling(action="revised", party=None, item=own or None, time=time, how="contentModified")
    if time := _time(header, "sent"):
        sender = words(child(header, "sender")) or words(child(header, "origin"))
        yield Handling(action="transmitted", party=sender or None, item=None, time=time, how="header sent")
    if party := _party(child(meta, "provider")):
        yield Handling(action="provided", party=party, item=None, time=None, how="provider")
    for element in children(content, "creator", "contributor", "infoSource"):
        if party := _party(element):
            role = told(element, "role", "roleuri")
            action: HandlingKind = "created" if local(element) == "creator" else part_played(role)
            yield Handling(action=action, party=party, item=None, time=None, how=f"{local(element)} {role}".strip())
    for element in children(content, "creditline"):
        if line := words(element):
            yield Handling(action="credited", party=line[:300], item=None, time=None, how="creditline")
    if party := _party(child(rights, "copyrightHolder")):
        yield Handling(action="credited", party=party, item=None, time=None, how="copyrightHolder")


def _hops(history: etree._Element | None) -> Iterator[Handling]:
    """The hops in their order, each with the one or more things that were done at it."""
    for _, hop in sorted(((_number(told(h, "seq")), h) for h in children(history, "hop")), key=lambda k: k[0]):
        party = _party(child(hop, "party")) or None
        actions = children(hop, "action")
        done: dict[HandlingKind, list[str]] = {}
        for action in actions:
            name = told(action, "qcode", "uri", "literal") or words(action)
            target = told(action, "target", "targeturi")
            said = " ".join(re.split(r"[:/]", w)[-1] for w in (name, target) if w)
            done.setdefault(deed(name, target), []).append(said)
        if not actions:
            done["transmitted"] = []
        for kind in done:
            how = f"hop {told(hop, 'seq')}".strip() + (f": {', '.join(done[kind])}" if done[kind] else "")
            yield Handling(action=kind, party=party, item=told(hop, "guidref", "residref") or None, time=_stamp(hop), how=how)


def _notes(meta: etree._Element | None, rights: etree._Element | None) -> tuple[str, ...]:
    signals = ", ".join(re.split(r"[:/]", w)[-1] for e in children(meta, "signal") if (w := told(e, "qcode", "uri", "literal")))
    found = (
        ("embargoed until", _time(meta, "embargoed") or ""),
        ("signal of the provider", signals),
        *(("note of the provider", words(e)[:300]) for e in children(meta, "edNote")),
        *(("terms of use", words(e)[:300]) for e in children(rights, "usageTerms")),
        *(("copyright", words(e)[:300]) for e in children(rights, "copyrightNotice")),
    )
    return tuple(f"{what}: {said}" for what, said in found if said)


def _pictured(item: etree._Element) -> tuple[str, ...]:
    """Agencies credited for the pictures that are set into the text."""
    inline = child(item, "contentSet")
    return pictured(w for e in every(inline, "media-producer", "figcaption") for w in agencies_in(words(e)))


def _address(item: etree._Element, meta: etree._Element | None, own: str) -> str | None:
    """The web address of the report: a canonical link, else the identifier if it is one."""
    for link in (*children(item, "link"), *children(meta, "link")):
        if re.search(r"canonical|permalink|webpage", told(link, "rel", "reluri"), re.IGNORECASE):
            return cells.address(told(link, "href", "residref"))
    return cells.address(own)


def _party(element: etree._Element | None) -> str:
    """Who an element names, in its own words, else in its code."""
    return _named(element) or told(element, "qcode", "uri")


def _named(element: etree._Element | None) -> str:
    """Who an element names in words; a code only where its last part is the name of a known agency."""
    name = (
        words(child(element, "name"))
        or told(element, "literal")
        or (words(element) if element is not None and not len(element) else "")
    )
    if name:
        return name
    bare = re.split(r"[:/#]", told(element, "qcode", "uri").rstrip("/"))[-1]
    return next((n for n in (bare, bare.upper(), bare.title()) if is_known(n)), "")


def _is_of_words(name: str, role: str) -> bool:
    """Whether someone named as a source or contributor stands for the words: a known agency, or who is no mere informant."""
    return is_known(name) or not re.search(r"info|photo|camera|edit", re.split(r"[:/]", role)[-1], re.IGNORECASE)


def _created(hop: etree._Element) -> bool:
    return any(
        deed(told(a, "qcode", "uri", "literal") or words(a), told(a, "target", "targeturi")) == "created"
        for a in children(hop, "action")
    )


def _first(element: etree._Element | None, name: str) -> str:
    return next((w for e in children(element, name) if (w := words(e))), "")


def _time(element: etree._Element | None, name: str) -> str | None:
    return cells.iso(words(child(element, name)))


def _stamp(element: etree._Element) -> str | None:
    return cells.iso(told(element, "timestamp", "created", "modified"))


def _number(seq: str) -> int:
    return int(seq) if seq.isdecimal() and len(seq) < 9 else 0
