"""The stage: statements of a story -> claims."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from stemma.matching.headlines import OPENING, joined
from stemma.matching.likelihood import likelihood
from stemma.matching.linking import clusters
from stemma.matching.scoring import Board, prepare
from stemma.model import Article, Claim, Collation, Correction, Parsed, Passage, Span, Statement
from stemma.text.anchors import pairs, statements_at
from stemma.text.words import folded, words

BY: Final = "match@2"
THRESHOLD: Final = 0.33
"""Mean probability from which two groups of statements are one claim."""
LONGEST: Final = 300
"""Code points that a gist may have at most where words around its content are taken in."""


def match(
    articles: Sequence[Article],
    parsed: Mapping[str, Parsed],
    statements: Sequence[Statement],
    collation: Collation,
    corrections: Sequence[Correction] = (),
) -> tuple[Claim, ...]:
    """Group all statements of a story into claims, every statement in exactly one; the weightiest claim first.

    `gist` is the clearest wording: the statement most like the others, a clause before a bit, someone's word before a headline;
    a bit ("to comment") is quoted with its source and cue. `weight`, in 0..1, rises with the share of articles that carry the
    claim, that carry it in headline or opening, and that attribute it. Ids come from the words of the gist and its
    article. The order of `articles` and `statements` is of no account. What a person's `corrections` say of two statements (that
    they make the same claim, or do not) is held whatever the models say; what must be together goes before what must be apart.
    """
    kept = sorted({s.id: s for s in statements}.values(), key=lambda s: (s.article, s.content, s.id))
    if not kept:
        return ()
    board = prepare(articles, parsed, kept, collation)
    texts = {a.id: a.text for a in articles}
    claims: dict[str, Claim] = {}
    together, apart = _said(articles, kept, corrections)
    groups = clusters(likelihood(board), THRESHOLD, together, apart)
    for group in joined(board, groups, parsed, apart):
        passage = _gist(board, group, parsed)
        claims_id = _id(passage, texts[passage.article], claims)
        claims[claims_id] = Claim(
            id=claims_id,
            gist=passage,
            statements=tuple(sorted(kept[n].id for n in group)),
            weight=_weight(board, group, len(texts)),
            by=BY,
        )
    return tuple(sorted(claims.values(), key=lambda c: (-c.weight, c.gist)))


def _said(
    articles: Sequence[Article], statements: Sequence[Statement], corrections: Sequence[Correction]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of statements, by number, that a person says make the same claim, and that do not."""
    number = {s.id: n for n, s in enumerate(statements)}
    ends = {end for c in corrections if c.field == "claim" for end in ((c.page, c.quote), (c.other, c.other_quote))}
    found = {end: [number[s.id] for s in statements_at(articles, statements, *end)] for end in ends}
    return pairs(corrections, "claim", found)


def _gist(board: Board, group: Sequence[int], parsed: Mapping[str, Parsed]) -> Passage:
    """The wording that the others are most like; assertions and what can be read alone before denials and bits."""
    vectors = board.contents.different.vectors[board.contents.of[list(group)]]
    central = np.round((vectors @ vectors.T).mean(axis=1), 6)
    declined = 2 * sum(bool(board.declines[n]) for n in group) > len(group)

    def worth(at: int) -> tuple[float, float]:
        n = group[at]
        statement = board.statements[n]
        clear = float(central[at]) + 0.15 * (statement.stance == ("declines" if declined else "asserts"))
        clear += 0.02 * min(board.size[n], 15) - 0.1 * (statement.place == "title")
        clear += 0.2 * (board.clauses[n] or _widened(statement, parsed) is not None)
        # A quotation needs its speaker to be understood, a content of several pieces the words between them.
        return clear - 0.1 * (statement.quotation == "direct") - 0.1 * (len(statement.content) > 1), -float(board.place[n])

    chosen = group[max(range(len(group)), key=lambda at: (*worth(at), -at))]
    best = board.statements[chosen]
    bit = None if board.clauses[chosen] else _widened(best, parsed)
    return Passage(article=best.article, span=bit or Span(best.content[0].start, best.content[-1].end))


def _widened(statement: Statement, parsed: Mapping[str, Parsed]) -> Span | None:
    """A statement's words with those of its source and cue; None where they are far apart or not in one sentence."""
    if statement.source is None or statement.cue is None:
        return None
    whole = (statement.source, statement.cue, *statement.content)
    wide = Span(min(s.start for s in whole), max(s.end for s in whole))
    home = any(s.start <= wide.start and wide.end <= s.end for s in parsed[statement.article].sentences)
    return wide if home and wide.end - wide.start <= LONGEST else None


def _weight(board: Board, group: Sequence[int], articles: int) -> float:
    """How much of the story a claim is: the shares of articles that carry it, that open with it, and that attribute it.

    The best place at which it stands parts claims that are carried alike.
    """
    whole = max(1, articles)
    carried = len({board.statements[n].article for n in group}) / whole
    opened = len({board.statements[n].article for n in group if board.sentence[n] <= OPENING // 2}) / whole
    spoken = [n for n in group if not board.owned[n] and board.statements[n].stance != "declines"]
    told = len({board.statements[n].article for n in spoken}) / whole
    top = max(1.0 if board.statements[n].place == "title" else 1.0 - board.place[n] for n in group)
    return round(float(3 * carried + 3 * opened + 2 * told + top) / 9, 6)


def _id(gist: Passage, text: str, taken: Mapping[str, Claim]) -> str:
    """Hash of the gist's words and article; should two claims quote the same words, the place tells them apart."""
    said = (gist.article, *folded(text, words(text, gist.span)))
    name = hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
    return name if name not in taken else hashlib.sha256("\n".join((*said, str(gist.span.start))).encode()).hexdigest()[:12]
