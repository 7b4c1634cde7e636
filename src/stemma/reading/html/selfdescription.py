"""What a page of HTML carries for machines: its meta elements and its JSON-LD."""

from __future__ import annotations

import html
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from lxml import etree

from stemma.reading.html.rendering import evened

Json: TypeAlias = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None

_LARGEST: Final = 2_000_000
"""Characters of a block of JSON-LD that is still read."""
_WORDY: Final = 20_000
_WITHIN: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
STORIES: Final = frozenset(
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
"""The types of schema.org, in lower case, whose properties tell of the page's report."""


def metas_of(root: etree._Element) -> dict[str, list[str]]:
    """The values of the page's meta elements by their name (property, name or itemprop) in lower case, in order."""
    out: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        value = string_of(meta.get("content"))
        if key and value:
            out.setdefault(key.casefold(), []).append(value)
    return out


def objects_of(root: etree._Element) -> list[Mapping[str, Json]]:
    """Every object of the page's JSON-LD, nested ones too; damaged blocks are passed over, as browsers do."""
    return list(_objects(root))


def _objects(root: etree._Element) -> Iterator[Mapping[str, Json]]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        raw = (script.text or "").strip()
        if len(raw) > _LARGEST:
            continue
        todo: deque[Json] = deque()
        try:
            todo.append(json.loads(raw, strict=False))
        except (ValueError, RecursionError):
            continue
        while todo:
            node = todo.popleft()
            if isinstance(node, Mapping):
                yield node
                todo += [node[k] for k in _WITHIN if isinstance(node.get(k), Mapping | list)]
            elif isinstance(node, list):
                todo += node


def stories_of(objects: Sequence[Mapping[str, Json]]) -> list[Mapping[str, Json]]:
    """Those objects that tell of the report, those that tell of the page around it or of a film in it last."""
    stories = [n for n in objects if types_of(n) & STORIES]
    return sorted(stories, key=lambda n: not types_of(n).isdisjoint(("webpage", "videoobject")))


def types_of(node: Mapping[str, Json]) -> set[str]:
    """The types of an object of JSON-LD, lower case, without the address of the vocabulary."""
    kind = node.get("@type")
    return {str(k).casefold().rsplit("/", 1)[-1] for k in (kind if isinstance(kind, list) else [kind])}


def string_of(value: Json) -> str:
    """A string with its white space made even, and characters that were escaped once too often; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return evened(html.unescape(value) if "&" in value else value)


def name_of(value: Json) -> str:
    """The name in a field that may be a string, an object with a name, or a list of them (the first); "" if there is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    return string_of(value.get("name")) if isinstance(value, Mapping) else string_of(value)


def words_of(element: etree._Element, between: str = "") -> str:
    """The words of an element and of those in it; "" for more than a heading or a signature may have (20,000 characters)."""
    found: list[str] = []
    size = 0
    for piece in map(str, element.itertext()):
        found.append(piece)
        size += len(piece)
        if size > _WORDY:
            # Elements that hold one another by the hundred would each give the whole page.
            return ""
    return evened(between.join(found))
