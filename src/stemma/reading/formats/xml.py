"""XML from strangers: parsed without entities, without a DTD, without the network, and never deep enough to hurt a tree walker."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final

from lxml import etree

from stemma.errors import BadInput
from stemma.reading.parts import Limits
from stemma.reading.sources.decoding import too_large

MAX_DEPTH: Final = 256
"""Elements within elements. libxml2 has a limit of its own, which differs from version to version (256, 2,048)."""

_TOO_DEEP: Final = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_ROOT: Final = re.compile(rb"<[A-Za-z_]")
_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE: Final = re.compile(
    rb"""<!DOCTYPE\s+[^\s\[>]+\s*(?:SYSTEM|PUBLIC\s*(?:"[^"]*"|'[^']*'))\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
# NewsML 1, NITF and RSS 0.91 name the DTD of their standard. It is never loaded; but nobody has a reason to name a local file.
_STANDARD: Final = re.compile(r"(?:https?://[^\s]+|[\w.-]+\.dtd)", re.IGNORECASE)

_NAMED: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSAND: Final = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)")
_CDATA: Final = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_BOUND: Final = re.compile(r"\bxmlns:([A-Za-z_][\w.-]*)\s*=")
_PREFIX: Final = re.compile(r"</?([A-Za-z_][\w.-]*):")
_ROOT_TAG: Final = re.compile(r"<[A-Za-z_][\w.:-]*")
_SPACES: Final = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""What the prefixes of feeds stand for where the feed forgets to say so."""


def parse_xml(data: bytes, source: str, limits: Limits) -> etree._Element:
    """The root of an XML document, in whatever encoding it declares.

    Entities are never resolved and no DTD is loaded: a document that declares an entity, or names a DTD that lies elsewhere than
    on the web or beside it, is refused. Raises `BadInput`: "too-large" (over `limits.page_bytes`), "unsafe" (entities),
    "too-deep" (over `MAX_DEPTH`), "damaged" (not well-formed).
    """
    if len(data) > limits.page_bytes:
        raise too_large(source, len(data))
    refuse_entities(data, source)
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _broken(error, source) from error
    _check_dtd(root, source)
    if _TOO_DEEP(root.getroottree()):
        raise _too_deep(source)
    return root


def refuse_entities(data: bytes, source: str) -> None:
    """Refuse XML whose prolog declares an entity or names a local DTD, before any parser sees it. Raises `BadInput` "unsafe".

    UTF-16 and UTF-32 are seen through; an encoding that hides ASCII altogether is not.
    """
    plain = data[:4_000_000].replace(b"\0", b"")
    root = _ROOT.search(plain)
    prolog = plain[: root.start() if root else None]
    if _ENTITY.search(prolog):
        raise _unsafe("the declaration of an entity", source)
    named = _DOCTYPE.search(prolog)
    if named:
        _check_address((named[1] or named[2] or b"").decode("utf-8", "replace"), source)


def _check_dtd(root: etree._Element, source: str) -> None:
    """Refuse what the scan of the bytes may have missed: an encoding that hides ASCII, a comment that holds a tag."""
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(True for _ in info.internalDTD.iterentities()):
        raise _unsafe("the declaration of an entity", source)
    _check_address(info.system_url or "", source)


def _check_address(address: str, source: str) -> None:
    if address and not _STANDARD.fullmatch(address.strip()):
        raise _unsafe(f'a DTD at "{address[:80]}"', source)


def _broken(error: Exception, source: str) -> BadInput:
    message = str(error)
    if "depth" in message:
        return _too_deep(source)
    if "amplification" in message or "entity reference loop" in message:
        return _unsafe("entities that swell", source)
    return BadInput(
        source, "damaged", f"the XML is not well-formed: {message[:200]}; needed a whole document", "get the file again"
    )


def _unsafe(found: str, source: str) -> BadInput:
    return BadInput(
        source,
        "unsafe",
        f"found {found} in the XML; needed a document that stands by itself",
        "entities can swell without bound and reach for local files: remove the DOCTYPE if you trust the file",
    )


def _too_deep(source: str) -> BadInput:
    return BadInput(
        source,
        "too-deep",
        f"found XML nested more than {MAX_DEPTH} deep; needed a document as agencies and outlets publish it",
        "the file is damaged or made to do harm: leave it out",
    )


def well_formed(text: str, source: str) -> tuple[str, str | None]:
    """XML text without declaration, made well-formed if it is not, and what was wrong with it (None: nothing).

    Names of HTML characters (&nbsp;), which feeds use though XML does not know them, become those characters in any case. What
    cannot be mended is left out, as libxml2 recovers it; so is the DOCTYPE. The text is "" where nothing is left.
    Raises `BadInput` "unsafe" where entities are declared.
    """
    text = _NAMED.sub(lambda m: _character(m[1]) or m[0], text)
    try:
        _check_dtd(etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False)), source)
    except (etree.XMLSyntaxError, ValueError) as error:
        wrong = " ".join(str(error).split())
    else:
        return text, None
    pieces = _CDATA.split(text)
    pieces[::2] = [_AMPERSAND.sub("&amp;", piece) for piece in pieces[::2]]
    outside = "".join(pieces[::2])
    bound = set(_BOUND.findall(outside)) | {"xml", "xmlns"}
    unbound = sorted(set(_PREFIX.findall(outside)) - bound)[:50]
    text = "".join(pieces)
    root = _ROOT_TAG.search(text)
    if root and unbound:
        spaces = "".join(f' xmlns:{prefix}="{_SPACES.get(prefix, "urn:unbound:" + prefix)}"' for prefix in unbound)
        text = text[: root.end()] + spaces + text[root.end() :]
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return "", wrong
    if tree is None:
        return "", wrong
    _check_dtd(tree, source)
    return etree.tostring(tree, encoding="unicode"), wrong


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        recover=recover,
        remove_pis=True,
        strip_cdata=False,
    )


def _character(name: str) -> str | None:
    return None if name in ("lt", "gt", "amp", "quot", "apos") else html5.get(f"{name};")
