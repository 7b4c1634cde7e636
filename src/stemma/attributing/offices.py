"""Whose an office is: "a spokeswoman for the treasury", "the office of Governor Ana Berg", "a report by the safety board"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stemma.background.lexicons import lexicon
from stemma.model import Span, Token, VoiceKind

_OF: Final = frozenset({"of", "for"})
_BY: Final = frozenset({"by", "from", "of"})
_RELATIVE: Final = frozenset({"who", "which", "whose", "that", "where"})
_LONGEST: Final = 9
"""Words of whom an office is of that a name keeps."""


def offices() -> frozenset[str]:
    """Nouns after which "of" tells of what: "the Chair of the Board" is a chair."""
    return lexicon("roles")["office"] | lexicon("roles")["spokes"]


def with_body(kind: VoiceKind, head: str, segment: Sequence[Token], core: Sequence[Token]) -> Span | None:
    """The name of an office, a body or a document with whose it is, None where the phrase does not say.

    `segment` are the words of the phrase up to its first comma, `core` those of them up to the first preposition; `head` is the
    noun of the core in the singular. What stands behind a second preposition ("in an email") tells of something else.
    """
    speaks = kind == "document" or (kind in ("role", "organisation") and head in offices() | lexicon("roles")["body"])
    rest = segment[segment.index(core[-1]) + 1 :] if speaks and core[-1] in segment else ()
    if not rest or rest[0].text not in (_BY if kind == "document" else _OF):
        return None
    words = [rest[0]]
    for token in rest[1:]:
        other = token.pos in ("ADP", "SCONJ") and token.text not in _OF
        if other or token.text.casefold() in _RELATIVE or token.pos in ("VERB", "AUX") or token.text in '"“”':
            break
        words.append(token)
    told = any(t.pos in ("NOUN", "PROPN") for t in words) and len(words) <= _LONGEST
    return Span(core[0].start, words[-1].end) if told else None
