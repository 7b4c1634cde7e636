"""Lists of feeds: OPML, as every feed reader writes it, or an address a line."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stemma.errors import BadInput
from stemma.reading.formats.xml import refuse_entities

MOST_BYTES: Final = 5_000_000
_ADDRESS: Final = re.compile(r"(?i)https?://[^\s/?#]+\S*")
_BEFORE: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first sign of XML: byte order marks (and the zeros of UTF-16), white space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """A feed that a list names: its address, and what the list calls it."""

    url: str
    title: str


def read_feeds(path: Path, left_out: Callable[[str], None] | None = None) -> tuple[Subscribed, ...]:
    """The feeds of a list, each once, in its order: OPML 1.0 to 2.0 (opml.org), or plain text with an address a line.

    In plain text a title may follow the address, and lines that hold no address are notes. `feed:` before an address, as some
    readers write it, is understood. `left_out` is told, in words, of outlines whose address is none that can be polled.

    Raises `BadInput`: "missing", "unreadable", "too-large" (over 5 MB), "unsafe" (entities), "damaged" (not well-formed), "empty"
    (no feed in it).
    """
    source = str(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(source, "missing", f"no such file: {path}; needed a list of feeds", "check the path") from error
    except OSError as error:
        said = f"the system refuses to read {path}: {error.strerror or type(error).__name__}"
        raise BadInput(source, "unreadable", said, "name an OPML file, or a text file with an address a line") from error
    if len(data) > MOST_BYTES:
        raise BadInput(
            source, "too-large", f"found {len(data):,} bytes; needed at most {MOST_BYTES:,}", "split it into several lists"
        )
    found = _opml(data, source, left_out) if data.lstrip(_BEFORE).startswith(b"<") else _plain(data)
    once = {one.url: one for one in reversed(found)}
    if not once:
        raise BadInput(
            source,
            "empty",
            f"found no address of a feed in {path}; needed outlines with an xmlUrl (OPML), or an address a line",
            "export the list again from your feed reader",
        )
    return tuple(dict.fromkeys(once[one.url] for one in found))


def _polled(address: str) -> str:
    """An address as it is asked: feed://x is http://x, feed:https://x is https://x."""
    plain = re.sub(r"(?i)^feed:(?=https?:)", "", address)
    return re.sub(r"(?i)^feed://", "http://", plain)


def _opml(data: bytes, source: str, left_out: Callable[[str], None] | None) -> list[Subscribed]:
    refuse_entities(data, source)
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        raise BadInput(source, "damaged", f"{source} is no well-formed XML: {error}", "export the list again") from error
    if root.tag.rpartition("}")[2].casefold() != "opml":
        raise BadInput(
            source,
            "damaged",
            f"found <{root.tag[:40]}> in {source}; needed <opml>",
            "a feed itself is no list: write its address on a line of a text file",
        )
    out = []
    for outline in root.iter():
        told = {key.casefold(): value.strip() for key, value in outline.attrib.items()}
        url = _polled(told.get("xmlurl", ""))
        if url and not _ADDRESS.fullmatch(url):
            if left_out is not None:
                left_out(f"left out of {source}: {url[:200]!r} is no http or https address")
        elif url:
            out.append(Subscribed(url=url, title=" ".join((told.get("title") or told.get("text") or url).split())))
    return out


def _plain(data: bytes) -> list[Subscribed]:
    lines = (
        line.partition("#")[0] if line.lstrip().startswith("#") else line for line in data.decode("utf-8", "replace").splitlines()
    )
    split = (line.split(None, 1) for line in lines if line.strip())
    found = ((_polled(f[0]), f[1].strip() if len(f) > 1 else "") for f in split)
    return [Subscribed(url=url, title=title or url) for url, title in found if _ADDRESS.fullmatch(url)]
