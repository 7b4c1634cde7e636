"""HTML -> plain text, one block a line: the whole page, chrome and credits included, scripts and styles dropped."""

from __future__ import annotations

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
_UNSEEN: Final = ("\u00ad", "\u200b", "\ufeff")
"""Hints where a word may be broken, and marks of order; no reader sees them."""
_KIND: Final = {**dict.fromkeys(_SILENT, "silent"), **dict.fromkeys(_BLOCK, "block"), "figcaption": "caption"}


def evened(text: str) -> str:
    """`text` on one line: no runs of white space, none at its ends, and nothing that no reader sees."""
    if not text.isascii():
        for unseen in _UNSEEN:
            text = text.replace(unseen, "")
    return " ".join(text.split())


def render(root: etree._Element) -> tuple[str, frozenset[int]]:
    """The visible text of a parsed page, and the numbers of its lines that stand in a figure's caption.

    Lines hold no newline and no runs of space; blank lines are not made. Walks without recursion, so depth is no danger.
    """
    lines: list[str] = []
    captions: set[int] = set()
    buffer: list[str] = []
    silent = within = 0

    def flush() -> None:
        line = evened("".join(buffer))
        buffer.clear()
        if line:
            if within:
                captions.add(len(lines))
            lines.append(line)

    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag
        kind = _KIND.get(tag) if isinstance(tag, str) else None
        if event == "start":
            if kind == "silent":
                silent += 1
            if silent:
                continue
            if kind:
                if buffer:
                    flush()
                within += kind == "caption"
            if text := element.text:
                buffer.append(text)
            continue
        if event == "end":
            if kind == "silent":
                silent -= 1
            elif kind and not silent:
                if buffer:
                    flush()
                within -= kind == "caption"
        if not silent and (text := element.tail):
            buffer.append(text)
    if buffer:
        flush()
    return "\n".join(lines), frozenset(captions)
