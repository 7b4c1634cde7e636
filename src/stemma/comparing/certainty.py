"""Certainty: how firmly words commit themselves, on a short scale, and the cautions that a report may carry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.background.lexicons import lexicon
from stemma.model import Token

_CAUTION: Final = re.compile(
    r"""(?xi)
    \btoo\s(?:early|soon)\b | \bunclear\b
    | \bnot\s(?:immediately\s|yet\s|entirely\s)?(?:clear|known|confirmed|established|verified|certain)\b
    | \bcould\snot\s(?:be\s|independently\s)(?:\w+\s)?(?:verif|confirm|establish|reach)\w*
    | \b(?:cautio\w+|warn(?:s|ed)?|(?<!\bno\s)(?<!\bany\s)(?<!\bwithout\s)warning|insist(?:s|ed)?\sthat\snothing)\b
    | \b(?:stress(?:es|ed)?|emphasi[sz]e[sd]?|reiterat(?:es|ed)|points?\sout|pointed\sout)\sthat\b
    | \b(?:stress(?:es|ed)?|emphasi[sz]e[sd]?)\s[^.;]{0,30}\b(?:no|not|nobody|never|only)\b
    | \bnot\s(?:a\s)?(?:replacement|substitute|proof|evidence|necessarily|mean)\b
    | \b(?:does|do|did)\snot\s(?:prove|mean|show|establish|say|tell)\b
    | \b(?:doesn't|don't|didn't)\s(?:prove|mean|show|establish|say|tell)\b
    | \bcannot\s(?:prove|reveal|say|tell|confirm|rule|be\sruled)\b | \bno\s(?:evidence|proof|indication|sign)\b
    | \b(?:sceptic\w*|skeptic\w*|(?<!\ba\s)doubt\w*|disput\w+|question(?:s|ed)\swhether|not\severyone)\b
    | \b(?:alleged\w*|supposed\w*|unconfirmed|unverified|preliminary|provisional|estimate[sd]?)\b
    | \b(?:might|may|could)\s(?:still\s|also\s)?(?:not|fail|collapse|change|explain|yet)\b | \b(?:might|may)\shave\b
    | \bwould(?:n't|\snot)\sswear\b | \bsaid\sto\sbe\b
    | \b(?:does|do|did|has|have|is|are|was|were)\s(?:not|n't)\syet\b | \b(?:has|have|had)\syet\sto\b | \bremains?\sto\sbe\sseen\b
    | \bno\s(?:guarantee|certainty|decision|official\sconfirmation|final)\b | \bnot\s(?:final|binding|conclusive|peer[- ]reviewed)\b
    | \b(?:subject\sto|depend(?:s|ed|ing)?\son)\b | \bearly\sdays\b | \bone\s(?:test|sample|study)\s(?:alone|cannot|does)\b
    | \b(?:has|have|had)\snot\sbeen\s(?:\w+ly\s)?(?:confirm|verif|review|test|prove|establish)\w*
    | \b(?:limitations?|caveats?|shortcomings?)\b | \bshould\s(?:not|n't|never)\b | \bnobody\sshould\b
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


def caution(sentence: str) -> bool:
    """Whether a sentence cautions the reader or leaves something open."""
    return _CAUTION.search(sentence) is not None


_NEGATION: Final = re.compile(
    r"(?i)\b(?:no|not|never|nobody|none|nothing|neither|nor|without|cannot|un(?:true|founded))\b|n['’]t\b"
)


_BOUNDED: Final = re.compile(r"(?i)\b(?:no|not) (?:fewer|less|more|later|earlier) than\b|\bnot only\b|\bwhether or not\b")
"""Words with a "no" that denies nothing."""


def negated(text: str) -> bool:
    """Whether words deny something happened or is so, anywhere in them."""
    return _NEGATION.search(_BOUNDED.sub(" ", text)) is not None
