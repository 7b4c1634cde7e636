"""Certainty: how firmly words commit themselves, on a short scale, and the cautions that a report may carry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from stemma.background.lexicons import lexicon
from stemma.model import Token

_CAUTION: Final = re.compile(
    r"""(?xi)
    \btoo\s(?:early|soon)\b | \bunclear\b
    | \bnot\s(?:immediately\s|yet\s|entirely\s)?(?:clear|known|confirmed|established|verified|certain)\b
    | \bcould\snot\s(?:be\s|independently\s)(?:\w+\s)?(?:verif|confirm|establish|reach)\w*
    | \b(?:cautio\w+|warn(?:s|ed|ing)?|insist(?:s|ed)?\sthat\snothing)\b
    | \b(?:stress(?:es|ed)?|emphasi[sz]e[sd]?)\s[^.;]{0,30}\b(?:no|not|nobody|never|only)\b
    | \bnot\s(?:a\s)?(?:replacement|substitute|proof|evidence|necessarily|mean)\b
    | \b(?:does|do|did)\snot\s(?:prove|mean|show|establish|say|tell)\b
    | \b(?:doesn't|don't|didn't)\s(?:prove|mean|show|establish|say|tell)\b
    | \bcannot\s(?:prove|reveal|say|tell|confirm|rule|be\sruled)\b | \bno\s(?:evidence|proof|indication|sign)\b
    | \b(?:sceptic\w*|skeptic\w*|doubt\w*|disput\w+|question(?:s|ed)\swhether|not\severyone)\b
    | \b(?:alleged\w*|supposed\w*|unconfirmed|unverified|preliminary|provisional|estimate[sd]?)\b
    | \b(?:might|may|could)\s(?:still\s|also\s)?(?:not|fail|collapse|change|explain|yet|have)\b
    | \bwould(?:n't|\snot)\sswear\b | \bsaid\sto\sbe\b | \b(?:on\scondition\sof|asked\snot\sto\sbe)\b
    | \b(?:rarely|seldom|hardly\sever|unlikely)\b | \bonly\sa\s(?:small|first|single)\b | \bhowever\b
    """
)


Phrase = tuple[Token, Token]
"""The first and the last word of a phrase."""


def hedged(tokens: Sequence[Token]) -> list[Phrase]:
    """The phrases of a stretch by which it holds back ("may", "reportedly", "is believed to"), in order.

    "So far" and "up to" limit a number or a time; they are told with the numbers and are not given here.
    """
    words, phrases = lexicon("hedges")["words"], lexicon("hedges")["phrases"]
    text = [t.text.casefold() for t in tokens]
    out: list[Phrase] = []
    n = 0
    while n < len(tokens):
        size = next((k for k in (4, 3, 2) if " ".join(text[n : n + k]) in phrases and text[n] not in ("so", "up", "at")), 0)
        if not size and text[n] in words and not (text[n] == "may" and tokens[n].pos == "PROPN"):
            size = 1
        if size:
            out.append((tokens[n], tokens[min(n + size, len(tokens)) - 1]))
        n += max(1, size)
    return out


def assured(tokens: Sequence[Token]) -> list[Token]:
    """The words of a stretch by which it leaves no room ("will", "certain", "proves", "definitely")."""
    sure = {
        "will",
        "certain",
        "certainly",
        "definitely",
        "proven",
        "proves",
        "proved",
        "confirmed",
        "confirms",
        "undoubtedly",
        "must",
        "clearly",
    }
    return [t for t in tokens if t.text.casefold() in sure or (t.text in ("'ll", "’ll"))]


def caution(sentence: str) -> bool:
    """Whether a sentence cautions the reader or leaves something open."""
    return _CAUTION.search(sentence) is not None


_NEGATION: Final = re.compile(
    r"(?i)\b(?:no|not|never|nobody|none|nothing|neither|nor|without|cannot|un(?:true|founded))\b|n['’]t\b"
)


def negated(text: str) -> bool:
    """Whether words deny something happened or is so, anywhere in them."""
    return _NEGATION.search(text) is not None


Level = Literal[1, 2, 3, 4]
_LIKELY: Final = frozenset("probably likely presumably expected hopes hope hoped".split())  # noqa: SIM905


def level(tokens: Sequence[Token]) -> tuple[Level, Phrase | None]:
    """How firmly words commit themselves, and the words that show it.

    1 open ("could", "may", "reportedly", "is said to"), 2 likely ("probably", "is expected to"), 3 plain, 4 assured ("will",
    "confirms", "definitely"). The weakest words count.
    """
    likely = [(t, t) for t in tokens if t.text.casefold() in _LIKELY]
    open_ = [p for p in hedged(tokens) if not any(p[0].start <= t.start <= p[1].start for t, _ in likely)]
    if open_:
        return 1, open_[0]
    if likely:
        return 2, likely[0]
    sure = assured(tokens)
    return (4, (sure[0], sure[0])) if sure else (3, None)
