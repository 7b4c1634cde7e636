"""The stage: statements of a story -> claims."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from stemma.matching.likelihood import likelihood
from stemma.matching.linking import clusters
from stemma.matching.scoring import Board, prepare
from stemma.model import Article, Claim, Collation, Parsed, Passage, Span, Statement
from stemma.text.words import folded, words

BY: Final = "match@1"
THRESHOLD: Final = 0.35
"""Mean probability from which two groups of statements are one claim."""


def match(
    articles: Sequence[Article], parsed: Mapping[str, Parsed], statements: Sequence[Statement], collation: Collation
) -> tuple[Claim, ...]:
    """Group all statements of a story into claims, every statement in exactly one; the weightiest claim first.

    `gist` is the clearest wording: the statement most like the others, complete and early. `weight`, in 0..1, rises with the
    share of articles that carry the claim and with a place in headline or lead. Ids come from the words of the gist and its
    article. The order of `articles` and `statements` is of no account.
    """
    kept = sorted({s.id: s for s in statements}.values(), key=lambda s: (s.article, s.content, s.id))
    if not kept:
        return ()
    board = prepare(articles, parsed, kept, collation)
    texts = {a.id: a.text for a in articles}
    claims: dict[str, Claim] = {}
    for group in clusters(likelihood(board), THRESHOLD):
        gist = _gist(board, group)
        passage = Passage(article=gist.article, span=Span(gist.content[0].start, gist.content[-1].end))
        claims_id = _id(passage, texts[gist.article], claims)
        claims[claims_id] = Claim(
            id=claims_id,
            gist=passage,
            statements=tuple(sorted(kept[n].id for n in group)),
            weight=_weight(board, group, len(texts)),
            by=BY,
        )
    return tuple(sorted(claims.values(), key=lambda c: (-c.weight, c.gist)))


def _gist(board: Board, group: Sequence[int]) -> Statement:
    """The wording that the others are most like; assertions and whole sentences before denials and bits."""
    vectors = board.contents.vectors[list(group)]
    central = np.round((vectors @ vectors.T).mean(axis=1), 6)

    def worth(at: int) -> tuple[float, float]:
        n = group[at]
        statement = board.statements[n]
        clear = float(central[at]) + 0.15 * (statement.stance == "asserts") + 0.02 * min(board.size[n], 15)
        # A quotation needs its speaker to be understood, a content of several pieces the words between them.
        return clear - 0.1 * (statement.quotation == "direct") - 0.1 * (len(statement.content) > 1), -float(board.place[n])

    return board.statements[group[max(range(len(group)), key=lambda at: (*worth(at), -at))]]


def _weight(board: Board, group: Sequence[int], articles: int) -> float:
    """Two thirds how many of the articles carry the claim, one third how near their top it stands at best."""
    carried = len({board.statements[n].article for n in group}) / max(1, articles)
    top = max(1.0 if board.statements[n].place == "title" else 1.0 - board.place[n] for n in group)
    return round(float(2 * carried + top) / 3, 6)


def _id(gist: Passage, text: str, taken: Mapping[str, Claim]) -> str:
    """Hash of the gist's words and article; should two claims quote the same words, the place tells them apart."""
    said = (gist.article, *folded(text, words(text, gist.span)))
    name = hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
    return name if name not in taken else hashlib.sha256("\n".join((*said, str(gist.span.start))).encode()).hexdigest()[:12]
