"""HTML -> plain text, one block a line: the whole page, chrome and credits included, scripts and styles dropped."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from stemma.reading.wordlists import word_set

_SILENT: Final = word_set(
    "script style noscript template svg math head iframe object embed canvas audio video select option datalist map"
)
_BLOCK: Final = word_set(
    "address article aside blockquote body button center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "label input textarea caption br"
)
_SPACE: Final = re.compile(r"[\s\u200b\u00ad\ufeff]+")


def render(root: etree._Element) -> tuple[str, frozenset[int]]:
    """The visible text of a parsed page, and the numbers of its lines that stand in a figure's caption.

    Lines hold no newline and no runs of space; blank lines are not made. Walks without recursion, so depth is no danger.
    """
    lines: list[str] = []
    captions: set[int] = set()
    buffer: list[str] = []
    where: list[str] = []

    def flush() -> None:
        if not buffer:
            return
        text = _SPACE.sub(" ", "".join(buffer)).strip()
        buffer.clear()
        if text:
            if "figcaption" in where:
                captions.add(len(lines))
            lines.append(text)

    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            if not silent and element.tail:
                buffer.append(element.tail)
            continue
        if event == "start":
            if tag in _SILENT:
                silent += 1
            if silent:
                continue
            if tag in _BLOCK:
                flush()
                where.append(tag)
            if element.text:
                buffer.append(element.text)
        else:
            if not silent and tag in _BLOCK:
                flush()
                where.pop()
            if tag in _SILENT:
                silent -= 1
            if not silent and element.tail:
                buffer.append(element.tail)
    flush()
    return "\n".join(lines), frozenset(captions)
