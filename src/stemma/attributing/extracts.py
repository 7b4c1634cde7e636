"""What extraction hands to characterising: where content, cue and source stand, before anyone asks whose word it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stemma.model import Quotation, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """One attributed statement as spans of the article's text; `sentence` is the index in `Parsed.sentences` where it is cued."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    quotation: Quotation
    sentence: int
    place: Literal["title", "body"]
