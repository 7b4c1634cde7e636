"""A fragment of HTML that is a report and nothing else (an item of a feed, a body field of a packet) -> its paragraphs."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from stemma.errors import BadInput
from stemma.reading.html.hypertext import check_depth
from stemma.reading.html.rendering import render

_MARKUP: Final = re.compile(r"<[a-zA-Z!/][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")

_WHOLE: Final = re.compile(r"</?(?:html|body)\b[^<>]*>", re.IGNORECASE)


def paragraphs(markup: str, source: str) -> list[str]:
    """One string a block, white space evened out, captions left out. Raises `BadInput` with code "too-deep" or "no-article"."""
    if not _MARKUP.search(markup):
        return [" ".join(line.split()) for line in markup.split("\n") if line.strip()]
    check_depth(markup, source)
    # What stands after the end of a page within the fragment would be lost.
    markup = _WHOLE.sub("", markup)
    try:
        root = etree.fromstring(f"<html><body>{markup}</body></html>", etree.HTMLParser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(source, "no-article", f"the markup cannot be parsed: {error}", "give the report as HTML or text") from error
    if root is None:
        return []
    # A picture's caption and credit are none of the report, whatever they are marked up as.
    etree.strip_elements(root, "figure", with_tail=False)
    text, captions = render(root)
    return [line for n, line in enumerate(text.split("\n")) if line and n not in captions]
