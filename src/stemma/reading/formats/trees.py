"""Walking the XML of wire packets without regard to namespaces and their prefixes, and its text as paragraphs of HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from stemma.reading.wordlists import word_set

_SPACE: Final = re.compile(r"[\s\u200b\u00ad\ufeff]+")
_BLOCKS: Final = {
    "hl2": "h3", "hl1": "h2", "bq": "blockquote", "credit": "p", "datasource": "p", "note": "aside", "lede": "p", "lead": "p",
}  # fmt: skip
_PARAGRAPHS: Final = word_set(
    "p div section article blockquote h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr td th tbody thead pre aside br hr"
)
_INLINE: Final = word_set("a b i em strong span q sub sup u s code cite abbr")
_DROPPED: Final = word_set("media script style figure head nitf-table-metadata")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace, "" for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *names: str) -> list[etree._Element]:
    """The child elements of these names, in order."""
    return [] if element is None else [c for c in element if local(c) in names]


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element along a path of names."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def every(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The elements of these names anywhere below."""
    if element is not None:
        yield from (e for e in element.iter() if local(e) in names)


def words(element: etree._Element | None) -> str:
    """The text of an element and of all in it, on one line; at most 2,000 characters."""
    if element is None:
        return ""
    return _SPACE.sub(" ", "".join(t for t in element.itertext() if isinstance(t, str))).strip()[:2_000]


def told(element: etree._Element | None, *names: str) -> str:
    """The first attribute of these names that is not empty."""
    return next((w for n in names if element is not None and (w := _SPACE.sub(" ", element.get(n) or "").strip())), "")


def language_of(*elements: etree._Element | None) -> str:
    """The first `xml:lang` of these elements."""
    key = "{http://www.w3.org/XML/1998/namespace}lang"
    return next((w for e in elements if e is not None and (w := (e.get(key) or "").strip())), "")


def as_html(element: etree._Element) -> str:
    """What is in an element, as HTML of bare paragraphs: pictures and their captions gone, NITF's headings made such.

    Walks without recursion, so depth is no danger.
    """
    out: list[str] = []
    todo: list[etree._Element | str] = [element]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        name = local(node)
        inside: list[etree._Element | str] = []
        if name and name not in _DROPPED:
            tag = _BLOCKS.get(name, name).casefold()
            tag = tag if tag in _PARAGRAPHS or tag in _INLINE else "div" if name in ("block", "body", "body.content") else "span"
            inside.append("<br>" if tag == "br" else f"<{tag}>")
            if node.text:
                inside.append(html.escape(node.text, quote=False))
            for inner in node:
                inside.append(inner)
                if inner.tail:
                    inside.append(html.escape(inner.tail, quote=False))
            if tag != "br":
                inside.append(f"</{tag}>")
        todo += reversed(inside)
    return "".join(out)
