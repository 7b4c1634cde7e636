"""The bytes of one page -> Article, whichever form they have."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath
from typing import Final

from stemma.errors import BadInput
from stemma.model import Article, Noted
from stemma.reading.credits import find_credits
from stemma.reading.decoding import decode
from stemma.reading.hypertext import read_html
from stemma.reading.language import language
from stemma.reading.official import kind_of
from stemma.reading.outlets import find_outlet
from stemma.reading.plaintext import judge

BY: Final = "read@1"
_HTML: Final = re.compile(r"<!doctype html|<html[\s>]|<(?:head|body|article|div|meta|script)[\s>][^<]*", re.IGNORECASE)


def read_bytes(data: bytes, source: str, name: str | None = None) -> Article:
    """Read one page. `source` names it for a reader (its path or address).

    The id is made of the bytes and of the page's own canonical address, else of `name`, else of the file's name without
    its folder. Raises `BadInput` (codes: empty, binary, too-large, encoding, too-deep, no-article, language).
    """
    text, notes = decode(data, source)
    if _HTML.search(text[:20_000]):
        return _from_html(text, data, source, notes, name or file_name(source))
    return _from_text(text, data, source, notes, name or file_name(source))


def identify(data: bytes, provenance: str) -> str:
    """16 hex digits of a hash over bytes and provenance."""
    return hashlib.sha256(data + b"\0" + provenance.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def file_name(source: str) -> str:
    """The last part of a path or address: what is told of a page's provenance when it gives no address itself."""
    return PurePath(source.replace("\\", "/")).name or source


def _from_text(text: str, data: bytes, source: str, notes: tuple[str, ...], name: str) -> Article:
    english_only(text[:100_000], source)
    judged = judge(text, source)
    told = english_only(" ".join(text[s.start : s.end] for s in judged.body), source)
    head = judged.head
    kind = kind_of(text, judged.lines)
    outlet = find_outlet(
        text,
        [line.span for line in judged.lines],
        [line.role for line in judged.lines],
        head.title_line,
        official=kind == "press-release",
    )
    byline = head.byline
    return Article(
        id=identify(data, name),
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        body=judged.body,
        lines=judged.lines,
        title=head.title,
        outlet=outlet,
        byline=byline,
        dateline=head.dateline,
        published=head.published,
        credits=find_credits(text, judged.lines, byline.span if byline else None, outlet.value if outlet else None),
        url=None,
        language=told[0],
        kind=kind,
        notes=(*notes, *told[1]),
        by=BY,
    )


def _from_html(text: str, data: bytes, source: str, notes: tuple[str, ...], name: str) -> Article:
    page = read_html(text, source)
    told = english_only(" ".join(page.text[s.start : s.end] for s in page.body), source)
    outlet: Noted | None = page.outlet
    return Article(
        id=identify(data, page.url or name),
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        text=page.text,
        body=page.body,
        lines=page.lines,
        title=page.title,
        outlet=outlet,
        byline=page.byline,
        dateline=page.dateline,
        published=page.published,
        credits=find_credits(page.text, page.lines, page.byline.span if page.byline else None, outlet.value if outlet else None),
        url=page.url,
        language=told[0],
        kind=kind_of(page.text, page.lines),
        notes=(*notes, *page.notes, *told[1]),
        by=BY,
    )


def english_only(body: str, source: str) -> tuple[str, tuple[str, ...]]:
    """The language of a report and a note if it could not be told. Raises `BadInput` "language" if it is clearly not English."""
    code = language(body)
    if code == "en":
        return "en", ()
    if code == "und":
        return "en", ("the language could not be told; read as English",)
    raise BadInput(source, "language", f'found a report in another language ("{code}"); this version understands English only',
                   "give an English page, or a translation")  # fmt: skip
