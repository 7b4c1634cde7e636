"""Article -> Statements: who says what in one report, on whose word, with the words that show it.

`extract` finds where content, cue and source of every attributed statement stand, `refusals` who would not speak;
`characterise` tells whose word it is: the
chain of voices, the stance, the hedges.
"""

from __future__ import annotations

from stemma.attributing.characterise import characterise
from stemma.attributing.extract import extract
from stemma.attributing.refusals import refusals
from stemma.background.function_words import is_function_word
from stemma.background.names import SHIPPED, Names
from stemma.errors import BadInput
from stemma.model import Article, Parsed, Statement

__all__ = ["attribute"]


def attribute(article: Article, parsed: Parsed, names: Names = SHIPPED) -> tuple[Statement, ...]:
    """All statements of an article: attributed ones with their chain, and the outlet's own important assertions.

    `parsed` is the parse of that article; every span of the result lies inside `article.text`. `names` are a user's own names
    (see `stemma.read_names`): a voice under a variant bears the full name where the article prints it. Raises `BadInput` (code
    "language") for an article that is in another language than English: it says so, or it says nothing ("") and its words show it.
    One whose language could not be told ("und") is read as English, and has no statements where its words are plainly not.
    """
    told = article.language or ""
    if told not in ("", "en", "und") or (not told and _foreign(parsed)):
        message = f'the article is in another language ("{told or "not told"}"); statements are found in English only'
        raise BadInput(article.source, "language", message, "give an English page or a translation, and set its language")
    if told == "und" and _foreign(parsed):
        return ()
    extracts = extract(article, parsed)
    return characterise(article, parsed, (*extracts, *refusals(article, parsed, extracts)), names)


_FEW, _SHARE = 20, 0.12


def _foreign(parsed: Parsed) -> bool:
    """Whether words are plainly not English: enough of them, and hardly an English function word (prose has four in ten)."""
    words = [t.text for t in parsed.tokens if any(c.isalpha() for c in t.text)]
    return len(words) >= _FEW and sum(is_function_word(w) for w in words) < _SHARE * len(words)
