"""Which side of a claim a statement takes, now that the claim is known: a "no" that others' denials show to be one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stemma.model import Article, Statement
from stemma.weighing.bearing import NO, spoken

_DENYING: Final = re.compile(
    r"\b(?:den(?:y|ie)|reject|dismiss|refut|disput|rebut|contradict|repudiat|disavow|disown)", re.IGNORECASE
)


def sided(members: Sequence[Statement], articles: Mapping[str, Article]) -> list[Statement]:
    """The statements of one claim, those put on the denying side that say no to what the others assert.

    "Nobody saw a light" denies only where a signal is the matter, so that an article by itself does not show it. The
    claim does, where someone denies it in a negative ("they saw no light") and others assert it without one: then whoever else
    says no in some of the same words is of the denying side. Order is kept.
    """
    said = {s.id: _said(s, articles) for s in members}
    plain = any(s.stance == "asserts" and not NO.search(said[s.id]) for s in members)
    answers = [s for s in members if s.stance == "denies" and NO.search(said[s.id]) and not _DENYING.search(_cue(s, articles))]
    denied = frozenset[str]().union(*(spoken(said[s.id]) for s in answers))
    if not plain or not denied:
        return list(members)

    def says_no(statement: Statement) -> bool:
        words = said[statement.id]
        return bool(statement.stance == "asserts" and statement.chain and NO.search(words) and spoken(words) & denied)

    return [replace(s, stance="denies") if says_no(s) else s for s in members]


def _said(statement: Statement, articles: Mapping[str, Article]) -> str:
    article = articles.get(statement.article)
    return " ".join(article.text[c.start : c.end] for c in statement.content) if article else ""


def _cue(statement: Statement, articles: Mapping[str, Article]) -> str:
    article = articles.get(statement.article)
    return article.text[statement.cue.start : statement.cue.end] if article and statement.cue else ""
