"""Article -> Statements: who says what in one report, on whose word, with the words that show it.

`extract` finds where content, cue and source of every attributed statement stand, `refusals` who would not speak;
`characterise` tells whose word it is: the
chain of voices, the stance, the hedges.
"""

from __future__ import annotations

from stemma.attributing.characterise import characterise
from stemma.attributing.extract import extract
from stemma.attributing.refusals import refusals
from stemma.background.names import SHIPPED, Names
from stemma.model import Article, Parsed, Statement

__all__ = ["attribute"]


def attribute(article: Article, parsed: Parsed, names: Names = SHIPPED) -> tuple[Statement, ...]:
    """All statements of an article: attributed ones with their chain, and the outlet's own important assertions.

    `parsed` is the parse of that article; every span of the result lies inside `article.text`.
    `names` are a user's own names (see `stemma.read_names`): a voice under a variant bears the full name where the article
    prints it.
    """
    extracts = extract(article, parsed)
    return characterise(article, parsed, (*extracts, *refusals(article, parsed, extracts)), names)
