"""Whether a text is a page of HTML, or words that merely mention a tag.

A report on a break-in may print `<script>`; a page saved as .txt is a page. What tells them apart is not that there is a tag but
where: a page opens with them or ends with them.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

HEAD: Final = 20_000
"""Characters that are looked at."""
DENSE: Final = 0.04
"""Part of the characters within tags from which a text is a page that opens with something else, or has lost its end."""
_MENTIONS: Final = re.compile(r"<!doctype html|<html[\s>]|<(?:head|body|article|div|meta|script)[\s>]", re.IGNORECASE)
_BEFORE: Final = r"(?:\s|\ufeff|<\?xml[^<>]{0,200}\?>|<!--(?:(?!-->).){0,2000}-->)*"
_OPENS: Final = re.compile(_BEFORE + r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT: Final = re.compile(_BEFORE + r"<(?:article|div|meta|main|section|p|h1)\b", re.IGNORECASE | re.DOTALL)
_DECLARED: Final = re.compile(r"^[ \t]*<(?:!doctype html|html)\b", re.IGNORECASE | re.MULTILINE)
_CLOSES: Final = re.compile(r"</(html|body|article|div|main|section|p)\s*>\s*(?:<!--[^<>]{0,500}-->\s*)*\Z", re.IGNORECASE)
_TAG: Final = re.compile(
    r"<(?:/?(?:html|head|body|title|meta|link|script|style|noscript|article|main|section|header|footer|nav|aside|figure|figcaption|"
    r"div|span|p|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|t[dh]|a|b|i|em|strong|img|iframe|svg|path|form|input|button|"
    r"time|blockquote)(?:\s[^<>]{0,2000})?/?|!doctype html[^<>]{0,200})>",
    re.IGNORECASE,
)
_NAMED: Final = frozenset({".html", ".htm", ".xhtml", ".shtml"})


def is_html(text: str, name: str = "") -> bool:
    """Whether `text` is HTML. `name` is the file's own: one that says so is believed where a tag is found at all."""
    head = text[:HEAD]
    if not _MENTIONS.search(head):
        return False
    if PurePosixPath(name).suffix.casefold() in _NAMED or _OPENS.match(head):
        return True
    closed = _CLOSES.search(text[-HEAD:])
    if closed and closed[1].casefold() in ("html", "body"):
        return True
    if not (_FRAGMENT.match(head) or _DECLARED.search(head)):
        return False
    return closed is not None or sum(len(m[0]) for m in _TAG.finditer(head)) >= DENSE * len(head)
