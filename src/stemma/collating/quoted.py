"""Which words of an article stand between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.model import Span
from stemma.text.spans import overlap
from stemma.text.words import plain

_SINGLE: Final = re.compile(r"(?<![\w'])'(?=\w)[^'\n]{3,600}(?:'(?=\w)[^'\n]*)*'(?!\w)")
_OPENS: Final = frozenset("“„«")
_CLOSES: Final = frozenset("”»")


def quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Stretches between quotation marks, marks left out, paragraph by paragraph, in order of place.

    Double marks of any make, and single ones around several words (where no double marks enclose them). A paragraph whose last
    double mark opens is quoted to its end: print carries a quotation on that way.
    """
    even = plain(text)
    found: list[Span] = []
    for paragraph in paragraphs:
        opened: int | None = None
        doubles: list[Span] = []
        for at in range(paragraph.start, paragraph.end):
            if even[at] != '"' or (opened is not None and text[at] in _OPENS) or (opened is None and text[at] in _CLOSES):
                continue
            if opened is None:
                opened = at + 1
            else:
                if opened < at:
                    doubles.append(Span(opened, at))
                opened = None
        if opened is not None and opened < paragraph.end:
            doubles.append(Span(opened, paragraph.end))
        singles = [Span(m.start() + 1, m.end() - 1) for m in _SINGLE.finditer(even, paragraph.start, paragraph.end)]
        found += doubles + [s for s in singles if not any(overlap(d, s) for d in doubles)]
    return tuple(sorted(found))
