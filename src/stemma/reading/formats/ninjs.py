"""News items in JSON as the IPTC's ninjs wants them, versions 1, 2 and 3, and as news systems write it.

Source: the JSON Schemas of ninjs 1.0 to 3.1 (iptc.org/std/ninjs, CC BY 4.0). Version 3 differs from 2 by its capitals only, so
names are compared in small letters. Beyond the standard are read: `source`, `creditline`, `authors`, `dateline`, `provider`,
`evolvedfrom`, `rewrite_of`, `ancestors`, `translated_from`, `derivedfrom`, `firstpublished`, which systems add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from stemma.background.agencies import is_known
from stemma.errors import BadInput
from stemma.model import Handling, HandlingKind
from stemma.reading.formats import cells
from stemma.reading.formats.cells import Json
from stemma.reading.formats.handling import agencies_in, credited, ordered, part_played, pictured, relation
from stemma.reading.parts import Form, Given, Limits, Part
from stemma.reading.sources.decoding import too_large

Item: TypeAlias = Mapping[str, Json]

HOW: Final = "ninjs item"
_TEXT: Final = ("text", "composite", "component", "")
_PICTURES: Final = ("picture", "graphic", "video", "audio", "image", "photo")
_SHORT: Final = re.compile(r"summary|teaser|abstract|push|sms|social|caption|headline|notes?$|short|script|tweet|description")
_AUTHORS: Final = re.compile(r"author|writ|creat|report|^by$|byline|correspond|contribut", re.IGNORECASE)
_HTML: Final = 2
_PLAIN: Final = 1
_OTHER: Final = 0
"""Which kind of body goes before which."""
_DESCENT: Final[tuple[tuple[str, HandlingKind], ...]] = (
    ("derivedfrom", "derived-from"),
    ("derived_from", "derived-from"),
    ("evolvedfrom", "evolved-from"),
    ("evolved_from", "evolved-from"),
    ("ancestors", "evolved-from"),
    ("rewrite_of", "evolved-from"),
    ("rewriteof", "evolved-from"),
    ("translatedfrom", "translated-from"),
    ("translated_from", "translated-from"),
    ("sameas", "same-as"),
)


def is_item(record: Json) -> bool:
    """Whether a JSON value is a news item: it names ninjs as its standard, or has an identifier and fields that only ninjs has."""
    item = _item(record)
    standard = item.get("standard") or item.get("$standard")
    if isinstance(standard, Mapping) and "ninjs" in cells.flat(standard.get("name")).casefold():
        return True
    own = sum(k in item for k in ("versioncreated", "pubstatus", "representationtype", "copyrightholder"))
    own += sum(bool(_rows(item.get(k))) for k in ("bodies", "headlines"))
    more = any(k.startswith("body_") for k in item) + ("associations" in item) + (_kind(item) in (*_TEXT[:-1], *_PICTURES))
    named = any(cells.flat(item.get(k)) for k in ("uri", "guid", "_id", "headline"))
    return named and own >= 1 and own + more >= 2


def items_of(record: Item) -> Iterator[Item]:
    """An item with a text of its own; of one that has none, the text items that are put into it (a package)."""
    item = _item(record)
    if _kind(item) in _TEXT and not _body(item)[0]:
        inner = [a for _, a in _associated(item) if _kind(a) in ("text", "") and _body(a)[0]]
        if inner:
            yield from inner
            return
    yield record


def is_text(record: Item) -> bool:
    """Whether an item is by its own word a text, or says nothing of that and holds one."""
    return _kind(_item(record)) in _TEXT


def part_of(record: Item, source: str, name: str, limits: Limits) -> Part | BadInput:
    """The report in an item. A `BadInput` for one that was taken back ("canceled"), is none or holds no words ("no-text")."""
    item = _item(record)
    status = cells.flat(item.get("pubstatus")).casefold()
    own = cells.flat(item.get("uri")) or cells.flat(item.get("guid")) or name
    if status.startswith("cancel"):
        return BadInput(
            source,
            "canceled",
            f'found an item that its provider has taken back ("{own[:120]}"); needed one that stands',
            "look for the item that replaces it",
        )
    if _kind(item) not in _TEXT:
        found = _kind(item)
        return BadInput(source, "no-text", f"found an item of type {found}; needed a text", "give the items of type text")
    content, form = _body(item)
    if not content:
        return BadInput(
            source,
            "no-text",
            "found an item without a body (body_text, body_html, bodies); needed the words of a report",
            "ask the provider's interface for the full item",
        )
    data = content.encode("utf-8", "replace")
    if len(data) > limits.page_bytes:
        return too_large(source, len(data))
    return Part(data=data, source=source, name=own, form=form, given=_given(item, status))


def _given(item: Item, status: str) -> Given:
    outlet = next((w for k in ("provider", "source", "copyrightholder") if (w := _name(item.get(k)))), None)
    byline, authors = _signed(item)
    place = item.get("dateline")
    line = _name(place.get("text")) if isinstance(place, Mapping) else cells.flat(place)
    located = cells.flat(item.get("located")) or (_place(place.get("located")) if isinstance(place, Mapping) else "")
    published = _time(item, "firstpublished", "firstcreated", "contentcreated", "versioncreated")
    revised = _time(item, "versioncreated")
    lines = [w for k in ("creditline", "credit_line", "credit") if (w := _name(item.get(k)))]
    sources = [(w, role) for row in _sources(item) if (w := _name(row)) for role in (_role(row),)]
    holder = _name(item.get("copyrightholder"))
    names = [w for w, role in sources if not re.search(r"info", role, re.IGNORECASE) or is_known(w)]
    names += [w for w in (holder, _name(item.get("source")), *agencies_in(line)) if w and is_known(w)]
    return Given(
        how=HOW,
        url=_address(item),
        title=_headline(item),
        byline=byline,
        authors=authors,
        outlet=outlet,
        dateline=line or located or None,
        published=published,
        modified=revised if revised != published else None,
        section=next(iter(cells.several(item.get("service")) or cells.several(item.get("anpa_category"))), None),
        language=cells.language(item.get("language")),
        kind=cells.kind(item.get("genres") or item.get("genre")),
        credits=credited(lines, names, outlet, authors),
        photo_credits=pictured((*_picture_names(item), *_figure_names(item))),
        history=ordered(_steps(item, lines, sources, holder)),
        notes=_notes(item, status),
    )


def _steps(item: Item, lines: Sequence[str], sources: Sequence[tuple[str, str]], holder: str) -> Iterator[Handling]:
    """What the item tells of its life, field by field."""
    own = cells.flat(item.get("uri")) or cells.flat(item.get("guid")) or None
    version = cells.flat(item.get("version"))
    for key, kind in _DESCENT:
        for other in cells.several(_identifiers(item.get(key))):
            if other != own:
                yield Handling(action=kind, party=None, item=other, time=None, how=key)
    for other, role in _alternatives(item):
        yield Handling(action="same-as", party=None, item=other, time=None, how=f"altids {role}".strip())
    for rel, inner in _associated(item):
        other = cells.flat(inner.get("uri")) or cells.flat(inner.get("guid"))
        if (linked := relation(rel)) and other and _kind(inner) in _TEXT:
            yield Handling(
                action=linked, party=_name(inner.get("provider")) or None, item=other, time=None, how=f"association {rel}"
            )
    created = _time(item, "contentcreated"), _time(item, "firstcreated")
    for key, time in (("contentcreated", created[0]), ("firstcreated", created[1])):
        if time:
            yield Handling(action="created", party=None, item=own, time=time, how=key)
    revised = _time(item, "versioncreated")
    if revised and revised not in created:
        yield Handling(
            action="revised", party=None, item=own, time=revised, how=f"versioncreated of version {version or 'unknown'}"
        )
    if time := _time(item, "firstpublished"):
        yield Handling(action="published", party=None, item=own, time=time, how="firstpublished")
    for name, role in sources:
        yield Handling(action=part_played(role), party=name, item=None, time=None, how=f"infosource {role}".strip())
    for key in ("provider", "source"):
        if name := _name(item.get(key)):
            yield Handling(action="provided", party=name, item=None, time=None, how=key)
    for name in lines:
        yield Handling(action="credited", party=name, item=None, time=None, how="creditline")
    if holder:
        yield Handling(action="credited", party=holder, item=None, time=None, how="copyrightholder")


def _notes(item: Item, status: str) -> tuple[str, ...]:
    told = {
        "the provider holds the item back": status if status == "withheld" else "",
        "embargoed until": cells.iso(item.get("embargoed") or item.get("embargoeduntil")) or "",
        "only a part of the item was sent": _partial(item),
        "note of the provider": cells.heading(item.get("ednote"))[:300],
        "terms of use": cells.heading(item.get("usageterms"))[:300],
        "copyright": cells.heading(item.get("copyrightnotice"))[:300],
    }
    return tuple(what if words in ("withheld", "partial") else f"{what}: {words}" for what, words in told.items() if words)


def _partial(item: Item) -> str:
    return "partial" if cells.flat(item.get("representationtype")).casefold() in ("incomplete", "partial") else ""


def _item(record: Json) -> Item:
    """An item with its names in small letters; the first of two that differ in capitals only counts."""
    out: dict[str, Json] = {}
    for key, value in (record if isinstance(record, Mapping) else {}).items():
        out.setdefault(str(key).casefold(), value)
    return out


def _kind(item: Item) -> str:
    told = re.split(r"[:/]", cells.flat(item.get("type")).casefold())[-1]
    media = re.split(r"/", cells.flat(item.get("mimetype") or item.get("contenttype")).casefold())[0]
    if not told and media in ("image", "video", "audio"):
        return media
    return told


def _headline(item: Item) -> str | None:
    told = [_item(h) for h in _rows(item.get("headlines"))]
    main = [h for h in told if cells.flat(h.get("role")).casefold() in ("main", "headline", "")] or told
    found = [*(h.get("value") for h in main), item.get("headline"), *(v for k, v in item.items() if k.startswith("headline_"))]
    return next((w for v in (*found, item.get("title"), item.get("name")) if (w := cells.heading(v))), None)


def _body(item: Item) -> tuple[str, Form]:
    """The longest body in HTML, else the longest plain one, else one in another markup; summaries and the like are none."""
    found: list[tuple[int, int, str]] = []
    told = [
        (cells.flat(b.get("role")), b.get("value"), b.get("contenttype")) for row in _rows(item.get("bodies")) if (b := _item(row))
    ]
    told += [(k[5:], v, None) for k, v in item.items() if k.startswith("body_")]
    for role, value, media in told:
        words = cells.prose(value)
        if not words or _SHORT.search(role.casefold()) or cells.is_teaser(words):
            continue
        label = f"{role} {cells.flat(media)}".casefold()
        rank = _HTML if "html" in label else _OTHER if re.search(r"nitf|xml", label) else _PLAIN
        if rank == _PLAIN and cells.form_of(words) != "text":
            rank = _HTML
        if rank != _PLAIN:
            words = _within(_within(words, "body"), "body.content")
            words, _ = _figures(words)
        found.append((rank, len(re.sub(r"<[^<>]*>", "", words)), words))
    if not found:
        return "", "link"
    # A field that holds a mere fragment of what another one holds is no full body.
    longest = max(size for _, size, _ in found)
    rank, _, words = max((f for f in found if 2 * f[1] >= longest), key=lambda f: (f[0], f[1]))
    words, form = cells.content_of(words)
    return words, "text" if rank == _PLAIN and form == "text" else "html"


def _within(markup: str, name: str) -> str:
    """What is in the first element of this name, the whole where there is none."""
    opened = re.search(rf"<{re.escape(name)}(?:\s[^<>]*)?>", markup, re.IGNORECASE)
    if opened is None:
        return markup
    close = opened.end()
    for found in re.finditer(f"</{re.escape(name)}", markup, re.IGNORECASE):
        close = found.start()
    return markup[opened.end() : close if close > opened.end() else len(markup)]


def _figures(markup: str) -> tuple[str, list[str]]:
    """HTML without its figures, and the words in those: captions and their credits, which are none of the text."""
    out: list[str] = []
    found: list[str] = []
    at, begun = 0, -1
    for mark in re.finditer(r"<(/?)figure(?=[\s>])[^<>]*>", markup, re.IGNORECASE):
        if not mark[1] and begun < 0:
            begun = mark.start()
        elif mark[1] and begun >= 0:
            out.append(markup[at:begun])
            found.append(" ".join(re.sub(r"<[^<>]*>", " | ", markup[begun : mark.start()]).split()))
            at, begun = mark.end(), -1
    return "".join((*out, markup[at:])), found


def _signed(item: Item) -> tuple[str | None, tuple[str, ...]]:
    printed = cells.heading(item.get("byline")) or cells.heading(item.get("by"))
    named: list[Json] = []
    for key in ("people", "person", "authors", "author", "creators"):
        for row in map(_item, _rows(item.get(key))):
            role = cells.flat(cells.named(row.get("role") or row.get("rel")))
            # Those in "people" are as a rule whom the item is about.
            if _AUTHORS.search(role) or (not role and key not in ("people", "person")):
                named.append(cells.flat(row.get("name")))
    _, signed = cells.people(printed)
    _, listed = cells.people([n for n in named if n])
    people = signed or listed
    return printed or ", ".join(people) or None, people


def _sources(item: Item) -> list[Json]:
    found: list[Json] = []
    for key in ("infosources", "infosource", "infosrc"):
        value = item.get(key)
        found += list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value] if value else []
    return found[:50]


def _role(row: Json) -> str:
    own = _item(row)
    return re.split(r"[:/]", cells.flat(own.get("role") or own.get("rel")))[-1]


def _associated(item: Item) -> Iterator[tuple[str, Item]]:
    """The items that belong to this one, each with what it is to it."""
    found = item.get("associations")
    if isinstance(found, Mapping):
        for name, value in list(found.items())[:200]:
            if isinstance(value, Mapping):
                inner = _item(value)
                yield cells.flat(inner.get("rel")) or str(name), inner
    for value in _rows(found):
        inner = _item(value)
        yield cells.flat(inner.get("rel")) or cells.flat(inner.get("name")), inner


def _picture_names(item: Item) -> Iterator[str]:
    for _, inner in _associated(item):
        if _kind(inner) in _PICTURES or (_kind(inner) == "" and inner.get("renditions")):
            for key in ("creditline", "credit_line", "credit", "byline", "by", "source", "provider", "copyrightholder"):
                if name := _name(inner.get(key)):
                    yield name
            yield from (name for row in _sources(inner) if (name := _name(row)))


def _figure_names(item: Item) -> Iterator[str]:
    """Agencies in the figures that are set into the text."""
    for value in (
        *(_item(row).get("value") for row in _rows(item.get("bodies"))),
        *(v for k, v in item.items() if k.startswith("body_")),
    ):
        for words in _figures(cells.prose(value))[1][:50]:
            yield from agencies_in(words[-1_000:])


def _alternatives(item: Item) -> Iterator[tuple[str, str]]:
    """Other identifiers of the same content, and what kind they are of."""
    found = item.get("altids")
    if isinstance(found, Mapping):
        for role, value in list(found.items())[:20]:
            # Counters and sums of bytes are no identifiers of a text.
            if (words := cells.flat(value)) and not re.fullmatch(r"etag|version|recordsequencenumber|.*hash", str(role).casefold()):
                yield words, str(role)[:40]
    for row in _rows(found)[:20]:
        inner = _item(row)
        if words := cells.flat(inner.get("value")):
            yield words, cells.flat(inner.get("role") or inner.get("name"))[:40]


def _identifiers(value: Json) -> Json:
    rows = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    found: list[Json] = []
    for row in rows:
        own = _item(row)
        found.append(next((own[k] for k in ("uri", "guid", "id", "_id", "residref", "href") if own.get(k)), None) if own else row)
    return found


def _address(item: Item) -> str | None:
    for key in ("canonicalurl", "canonical_url", "weburl", "url", "link", "permalink", "uri", "guid"):
        if found := cells.address(item.get(key)):
            return found
    return None


def _place(value: Json) -> str:
    own = _item(value)
    return cells.flat(own.get("city") or own.get("name")) if own else cells.flat(value)


def _name(value: Json) -> str:
    return cells.heading(cells.named(_item(value) if isinstance(value, Mapping) else value))


def _rows(value: Json) -> list[Mapping[str, Json]]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [row for row in value[:1_000] if isinstance(row, Mapping)]


def _time(item: Item, *keys: str) -> str | None:
    return next((t for k in keys if (t := cells.iso(item.get(k)))), None)
