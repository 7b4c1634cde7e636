"""A cue with what it governs, as token indices: the form in which the rules and the tagger hand over what they found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One attribution by token index, each part sorted; `cue` and `source` may be empty, `content` never is.

    `anchor` is the cue's main word (for a quotation without a cue its first word); `kind` is the heading of the lexicon that
    the cue falls under, or "quotation".
    """

    anchor: int
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    kind: str
