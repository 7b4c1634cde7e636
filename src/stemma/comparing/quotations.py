"""Quotations compared: words between quotation marks that are not the same on the way from parent to child."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from stemma.model import Span
from stemma.text.words import folded, plain, words

_QUOTED: Final = re.compile(r'"([^"\n]{3,600})"|(?<![\w\'])\'([^\'\n]{12,600}(?:\'(?=\w)[^\'\n]*)*)\'(?!\w)')
_SHARED: Final = 0.55
"""Part of the shorter quotation's words that both must share, in order, to be one quotation."""
_SPELLINGS: Final = re.compile(r"(?:our|or|re|er|is|iz|ence|ense|mme|m)(?:e|ed|es|ing|ation|s)?$")
_CONTRACTED: Final = {
    "ve": "have", "re": "are", "ll": "will", "m": "am", "t": "not", "d": "would", "s": "is",
}  # fmt: skip


def quotations(text: str, span: Span) -> tuple[Span, ...]:
    """The words between quotation marks inside a stretch, marks left out; three words at least."""
    even = plain(text)
    out = []
    for match in _QUOTED.finditer(even, span.start, span.end):
        group = 1 if match.group(1) is not None else 2
        out.append(Span(match.start(group), match.end(group)))
    # One that goes on in the next paragraph is not closed at the end of this one.
    if even.count('"', span.start, span.end) % 2:
        last = even.rindex('"', span.start, span.end) + 1
        if (
            not any(q.start >= last for q in out)
            and even[last : last + 1].strip()
            and even[last - 2 : last - 1] in ("", " ", "\n", "(")
        ):
            out.append(Span(last, span.start + len(even[span.start : span.end].rstrip())))
    return tuple(q for q in sorted(out) if len(words(text, q)) >= 3)


def altered(parent: str, at: Span, child: str, there: Span) -> bool:
    """Whether a child's quotation is the parent's with other words in it.

    Spelling that differs between British and American English, contractions, capitals and marks do not count. A fragment
    quoted as a fragment is no alteration; a sentence presented as whole that lacks its beginning or end is.
    """
    before, after = _words(parent, at), _words(child, there)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    shared = sum(b.size for b in blocks)
    if not blocks or shared < _SHARED * min(len(before), len(after)) or shared < 3:
        return False
    first, last = blocks[0], blocks[-1]
    # The parent quoted a fragment, which stands whole in the child's longer quotation from elsewhere.
    if len(blocks) == 1 and first.size == len(before) < len(after):
        return _lengthened(parent, at, child, there, first.b)
    if len(blocks) > 1 or first.b > 0 or last.b + last.size < len(after):
        return True
    spans = words(parent, at)
    if len(spans) != len(before):
        return False
    presented = child[there.start : there.end].lstrip("[( ")[:1].isupper()
    head = parent[at.start : spans[first.a].start].rstrip()
    tail = parent[spans[last.a + last.size - 1].end : at.end].strip()
    return presented and (_cut(head, ends=True) or _cut(tail, ends=False))


def _lengthened(parent: str, at: Span, child: str, there: Span, start: int) -> bool:
    """Whether words were added to a sentence that the parent quotes whole: right behind it, no full stop between."""
    whole = parent[at.start : at.end].strip()
    if not whole[:1].isupper() or whole[-1] not in ".!?" or start > 0:
        return False
    spans, old = words(child, there), words(parent, at)
    if len(spans) <= len(old):
        return False
    return re.search(r"[.!?]", child[spans[len(old) - 1].end : spans[len(old)].start]) is None


def _cut(piece: str, *, ends: bool) -> bool:
    """Whether a piece that was cut off belonged to the sentence that was kept: it holds words, and no full stop parts them."""
    if len(re.findall(r"\w+", piece)) < 2:
        return False
    return piece[-1] not in ".!?" if ends else piece[0] not in ".!?"


def _words(text: str, span: Span) -> list[str]:
    out: list[str] = []
    for word in folded(text, words(text, span)):
        stem, mark, tail = word.partition("'")
        if mark and tail in _CONTRACTED:
            # "can't" and "won't" lose their n with the mark.
            out += [stem.removesuffix("n") if tail == "t" else stem, _CONTRACTED[tail]]
        else:
            out.append(_SPELLINGS.sub("", word) if len(word) >= 5 else word)
    return out
