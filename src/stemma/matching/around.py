"""What a first look at all pairs of statements tells about each pair: who else is like both, where a denial finds its claim.

A denial seldom repeats what it denies ("the report is false"): it belongs with the other denials of the same mouth, with what
was said just before it, or, if it says nothing of its own, with what the story is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.matching.scoring import ALL, Board, leads
from stemma.models.likeness import Matrix
from stemma.text.words import folded, words

AROUND: Final = (
    "first", "first-log", "bridge", "company", "lead-min", "lead-max", "support-min", "support-max", "rank-min", "rank-max",
    "denials-voice-within", "denials-voice-across", "denials-voice-next", "denials-next", "denials-cosine", "denials-setting",
    "denials-empty", "denied-rank", "denied-rank-empty", "denied-next", "denied-next-empty", "denied-cosine", "denied-setting",
    "declined-voice-within", "declined-voice-across", "declined-cosine", "next", "next-voice", "next-voice-direct", "next-direct",
    "next-setting", "beside", "kin",
)  # fmt: skip
"""Features of a pair's surroundings. `first`: the first look's probability; `bridge`: the best third statement that is like both;
`company`: how much the two are like the same others; `lead`: by how much one beats the other's next best in its article;
`support`: the sum of likenesses, `rank`: in how many other articles it finds its like, as a share of the story's best. The rest:
both deny (`denials`), one denies and one asserts (`denied`), both decline (`declined`), how near in one article (`next`);
`empty`: the denial has hardly a word of its own. Of two articles: what stands just before and just after the two is alike too
(`beside`: a rewrite keeps the order of what it rewrites), and how much of one article the other says (`kin`)."""

ASKED: Final = ("voice-low", "same-article", "content cosine", "setting cosine")
"""The features of a pair that its surroundings are told with."""

EMPTY: Final = frozenset(
    """report reports reporting claim claims allegation allegations accusation accusations account accounts charge charges
    suggestion suggestions story stories version rumour rumours rumor rumors assertion assertions news statement statements
    it this that these those which false untrue lie lies fabrication fake wrong baseless unfounded groundless nonsense incorrect
    inaccurate misleading invented invention fiction innocence innocent wrongdoing deny denied denies denial merit idea
    speculation notion any such thing so talk totally completely entirely categorically utterly""".split()  # noqa: SIM905
)
"""Words with which a denial points at what it denies, or rejects it, without saying it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first look saw of all statements: matrices `(n, n)`, and from `support` on a value a statement."""

    first: Matrix
    bridge: Matrix
    company: Matrix
    lead: Matrix
    support: Matrix
    rank: Matrix
    empty: Matrix
    order: Matrix
    beside: Matrix
    kin: Matrix


def seen(board: Board, first: Matrix) -> Seen:
    """Gather what `around` needs from the first look, probabilities of shape `(n, n)`."""
    alone = first.copy()
    np.fill_diagonal(alone, 0.0)
    order = _order(board)
    return Seen(
        first=first,
        bridge=_bridge(alone),
        company=_company(alone),
        lead=leads(alone, board.article),
        support=np.round(np.where(alone >= _FAINT, alone, 0.0), 6).sum(axis=1),
        rank=_rank(alone, board.article),
        empty=np.array([_empty(t) for t in board.said]) * board.denies,
        order=order,
        beside=_beside(alone, board.article, order),
        kin=_kin(alone, board.article),
    )


def around(board: Board, look: Seen, values: Matrix | Mapping[str, Matrix], rows: slice) -> Matrix:
    """Surroundings of the statements in `rows` against all, shape `(rows, n, len(AROUND))`; of (a, b) as of (b, a).

    `values` is what `scoring.measured` gave for these rows, or of that the features `ASKED` by name.
    """
    feature = values if isinstance(values, Mapping) else {name: values[..., ALL.index(name)] for name in ASKED}
    every = surroundings(board, look, feature, rows, slice(0, len(board.statements)))
    stacked: Matrix = np.moveaxis(np.stack(list(every)), 0, -1)
    return stacked


def surroundings(board: Board, look: Seen, asked: Mapping[str, Matrix], rows: slice, columns: slice) -> Iterator[Matrix]:
    """The features `AROUND` one after the other, of the statements in `rows` against those in `columns`; `asked` are the features
    `ASKED` of these."""
    voice, within = asked["voice-low"], asked["same-article"]
    cosine, setting = asked["content cosine"], asked["setting cosine"]
    denies, declines = board.denies.astype(np.float64), board.declines.astype(np.float64)
    asserts = np.array([s.stance == "asserts" for s in board.statements], dtype=np.float64)
    direct = np.array([s.quotation == "direct" for s in board.statements], dtype=np.float64)
    denials, declined = np.outer(denies[rows], denies[columns]), np.outer(declines[rows], declines[columns])
    # One of the two denies and the other asserts: told of the one that denies, whichever of the two it is.
    forth, back = np.outer(denies[rows], asserts[columns]), np.outer(asserts[rows], denies[columns])
    empty = forth * look.empty[rows][:, None] + back * look.empty[None, columns]
    rank = forth * look.rank[None, columns] + back * look.rank[rows][:, None]
    denied = forth + back
    near = within * np.exp(-np.abs(np.subtract.outer(look.order[rows], look.order[columns])) / 1.5)
    either = np.maximum.outer(direct[rows], direct[columns])
    first, lead, lead_back = look.first[rows, columns], look.lead[rows, columns], look.lead[columns, rows].T
    clipped = np.clip(first, 1e-4, 1 - 1e-4)
    yield first
    yield np.log(clipped / (1 - clipped))
    yield look.bridge[rows, columns]
    yield look.company[rows, columns]
    yield np.minimum(lead, lead_back)
    yield np.maximum(lead, lead_back)
    yield np.minimum.outer(look.support[rows], look.support[columns])
    yield np.maximum.outer(look.support[rows], look.support[columns])
    yield np.minimum.outer(look.rank[rows], look.rank[columns])
    yield np.maximum.outer(look.rank[rows], look.rank[columns])
    yield denials * voice * within
    yield denials * voice * (1 - within)
    yield denials * voice * near
    yield denials * near
    yield denials * cosine
    yield denials * setting
    yield denials * np.maximum.outer(look.empty[rows], look.empty[columns])
    yield rank
    yield rank * empty
    yield denied * near
    yield near * empty
    yield denied * cosine
    yield denied * setting
    yield declined * voice * within
    yield declined * voice * (1 - within)
    yield declined * cosine
    yield near
    yield near * voice
    yield near * voice * either
    yield near * either
    yield near * setting
    yield look.beside[rows, columns]
    yield look.kin[rows, columns]


_FAINT: Final = 0.05
"""Likenesses below this are taken for none where many are added up or searched."""


def _bridge(alone: Matrix) -> Matrix:
    """For every two, the weaker likeness to the third statement that bridges them best."""
    out = np.zeros_like(alone)
    for n, row in enumerate(alone):
        for third in np.flatnonzero(row >= _FAINT).tolist():
            np.maximum(out[n], np.minimum(row[third], alone[third]), out=out[n])
    symmetric: Matrix = np.maximum(out, out.T)
    np.fill_diagonal(symmetric, 0.0)
    return symmetric


def _company(alone: Matrix) -> Matrix:
    """Cosine of two statements' likenesses to all others (six digits, so that the order of summing is of no account)."""
    kept = np.where(alone >= _FAINT, alone, 0.0)
    length = np.sqrt((kept * kept).sum(axis=1))
    whole = np.outer(length, length)
    out: Matrix = np.round(np.divide(kept @ kept.T, whole, out=np.zeros_like(kept), where=whole > 0), 6)
    np.fill_diagonal(out, 0.0)
    return out


def _rank(alone: Matrix, article: NDArray[np.int64]) -> Matrix:
    """Sum over other articles of the best likeness there, as a share of the highest such sum."""
    if not len(alone):
        return np.zeros(0)
    found = np.zeros(len(alone))
    for one in np.unique(article).tolist():
        found += np.where(article == one, 0.0, alone[:, article == one].max(axis=1))
    found = np.round(found, 6)
    share: Matrix = found / max(float(found.max()), 1e-9)
    return share


def _beside(alone: Matrix, article: NDArray[np.int64], order: Matrix) -> Matrix:
    """How alike the statements before two are, plus how alike the statements after them are, `(n, n)` in 0..2.

    0 for two statements of one article; before the first and after the last statement of an article stands nothing.
    """
    count = len(alone)
    # One row and column more, for nothing.
    wider = np.zeros((count + 1, count + 1))
    wider[:count, :count] = alone
    found = np.zeros((count, count))
    at = {(a, o): n for n, (a, o) in enumerate(zip(article.tolist(), order.tolist(), strict=True))}
    for step in (-1, 1):
        beside = np.array(
            [at.get((a, o + step), count) for a, o in zip(article.tolist(), order.tolist(), strict=True)], dtype=np.int64
        )
        found += wider[np.ix_(beside, beside)]
    across: Matrix = np.where(np.equal.outer(article, article), 0.0, found)
    return across


def _kin(alone: Matrix, article: NDArray[np.int64]) -> Matrix:
    """How much of one article the other says: the mean best likeness of its statements there, the higher of both ways.

    Shape `(n, n)`, by statement, in 0..1 with six digits; 0 for two statements of one article.
    """
    names, place = np.unique(article, return_inverse=True)
    told = np.zeros((len(names), len(names)))
    for n, one in enumerate(names.tolist()):
        best = alone[:, article == one].max(axis=1)
        told[:, n] = np.bincount(place, weights=best, minlength=len(names)) / np.bincount(place, minlength=len(names))
    np.fill_diagonal(told, 0.0)
    higher: Matrix = np.round(np.maximum(told, told.T), 6).astype(np.float64)[np.ix_(place, place)]
    return higher


def _order(board: Board) -> Matrix:
    """The number of each statement in its article, by where its content begins."""
    out = np.zeros(len(board.statements))
    seen: dict[str, int] = {}
    for n in sorted(range(len(board.statements)), key=lambda n: (board.statements[n].content[0], board.statements[n].id)):
        name = board.statements[n].article
        out[n] = seen[name] = seen.get(name, -1) + 1
    return out


def _empty(text: str) -> float:
    """The share of a content's weight that lies in words of `EMPTY`."""
    weights = [(idf(w), w in EMPTY) for w in folded(text, words(text))]
    whole = sum(w for w, _ in weights)
    return round(sum(w for w, told in weights if told) / whole, 6) if whole > 0 else 0.0
