"""Features of two statements: what they say, in which sentences, and who says it, how and where.

Figures are masked where frames are compared ("17 dead" and "21 dead" are one frame), and compared for themselves apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.model import Article, Collation, Parsed, Span, Statement, Token
from stemma.models.encoder import SIZE, encode, read
from stemma.models.likeness import FEATURES, Matrix, Passages, Pieces, features, pieces, ready
from stemma.text.bags import Bag, bag
from stemma.text.words import plain

ALL: Final = (
    *(f"content {f}" for f in FEATURES),
    *(f"setting {f}" for f in FEATURES if f.endswith("-log") or f == "cosine"),
    "figures-low", "figures-clash", "collated", "best-min", "best-max", "soft-best-min", "soft-best-max",
    "declines-both", "declines-one", "denies-both", "denies-one", "owned-both", "owned-one",
    "voice-low", "voice-log", "kind-same", "same-article", "same-sentence", "gap", "short", "quoted-both",
)  # fmt: skip
"""Features: of the contents (figures masked), of the sentences they stand in, and of who says it, how and where."""
_SETTING: Final = tuple(n for n, f in enumerate(FEATURES) if f.endswith("-log") or f == "cosine")


@dataclass(frozen=True, slots=True)
class Board:
    """Statements made ready for comparing, in the order given: what is said, the sentences it is said in, and who says it."""

    statements: tuple[Statement, ...]
    said: tuple[str, ...]
    contents: Passages
    settings: Passages
    figures: Passages
    voices: Passages
    collated: Matrix
    sentences: tuple[frozenset[int], ...]
    article: NDArray[np.int64]
    place: Matrix
    size: Matrix


def prepare(
    articles: Sequence[Article], parsed: Mapping[str, Parsed], statements: Sequence[Statement], collation: Collation
) -> Board:
    """Look up the words, sentences and voices of every statement."""
    by_id = {a.id: a for a in articles}
    names = sorted(by_id)
    tokens: list[list[Token]] = []
    settings: list[list[Token]] = []
    said: list[str] = []
    around: list[str] = []
    homes: list[list[int]] = []
    places: list[float] = []
    told: list[Pieces] = []
    for statement in statements:
        grammar, text = parsed[statement.article], plain(by_id[statement.article].text)
        tokens.append([t for t in grammar.tokens if any(c.start <= t.start and t.end <= c.end for c in statement.content)])
        home = [n for n, s in enumerate(grammar.sentences) if any(s.start < c.end and c.start < s.end for c in statement.content)]
        homes.append(home)
        inside = set(home)
        settings.append([t for t in grammar.tokens if t.sentence in inside])
        said.append(" ".join(text[c.start : c.end] for c in statement.content))
        around.append(" ".join(text[grammar.sentences[n].start : grammar.sentences[n].end] for n in home) or said[-1])
        told.append(_pieces(statement, [grammar.sentences[n] for n in home], text))
        places.append(round(home[0] / max(1, len(grammar.sentences) - 1), 6) if home else 0.0)
    vectors = encode(said)
    masked = [bag(t, idf, mask_numbers=True) for t in tokens]
    return Board(
        statements=tuple(statements),
        said=tuple(said),
        contents=ready(masked, vectors, told),
        settings=ready([bag(t, idf, mask_numbers=True) for t in settings], encode(around)),
        figures=ready([bag(t, idf) for t in tokens], vectors[:, :1]),
        voices=ready([_voice(s) for s in statements], vectors[:, :1]),
        collated=_collated(statements, parsed, homes, collation),
        sentences=tuple(frozenset(h) for h in homes),
        article=np.array([names.index(s.article) for s in statements], dtype=np.int64),
        place=np.array(places, dtype=np.float64),
        size=np.array([len([t for t in ts if t.pos != "PUNCT"]) for ts in tokens], dtype=np.float64),
    )


def _pieces(statement: Statement, sentences: Sequence[Span], text: str) -> Pieces:
    """The word pieces of a statement's content as its sentences give them their sense; figures tell nothing."""
    vectors: list[NDArray[np.float16]] = []
    weight: list[float] = []
    for sentence in sentences:
        said = text[sentence.start : sentence.end]
        reading = read(said)
        vectors.append(reading.pieces)
        for start, tells in zip(reading.starts, pieces(reading, idf, said, figures=0.0).weight, strict=True):
            inside = any(c.start <= sentence.start + start < c.end for c in statement.content)
            weight.append(tells if inside else 0.0)
    return Pieces(np.concatenate(vectors) if vectors else np.zeros((0, SIZE), dtype=np.float16), tuple(weight))


def _voice(statement: Statement) -> Bag:
    """Name words of the first mouth, as a bag of words (weights as for contents)."""
    words = {}
    for hop in statement.chain[:1]:
        for voice in hop.voices:
            for word in plain(voice.name).casefold().split():
                weight = round(idf(word.strip(".,'\"")) * 1024) / 1024
                if weight > 1:
                    words[word.strip(".,'\"")] = weight
    empty: dict[str, float] = {}
    return Bag(words=words, runs=empty, names=empty, numbers=empty, quoted=empty)


def _collated(
    statements: Sequence[Statement], parsed: Mapping[str, Parsed], homes: Sequence[Sequence[int]], collation: Collation
) -> Matrix:
    """The best score that the collation gives two sentences in which the statements stand, `(n, n)`; 0 within an article."""
    standing: dict[tuple[str, Span], list[int]] = {}
    for n, (statement, home) in enumerate(zip(statements, homes, strict=True)):
        for sentence in home:
            standing.setdefault((statement.article, parsed[statement.article].sentences[sentence]), []).append(n)
    best = np.zeros((len(statements), len(statements)))
    for pair in collation.pairs:
        for a in standing.get((pair.a.article, pair.a.span), ()):
            for b in standing.get((pair.b.article, pair.b.span), ()):
                best[a, b] = best[b, a] = max(best[a, b], pair.score)
    return best


def measured(board: Board) -> Matrix:
    """All features of all pairs of statements, shape `(n, n, len(ALL))`, symmetric."""
    n = len(board.statements)
    every = slice(0, n)
    content = features(board.contents, every, every)
    setting = features(board.settings, every, every)[..., _SETTING]
    figures = features(board.figures, every, every)
    voices = features(board.voices, every, every)
    base = 0.6 * np.maximum(content[..., FEATURES.index("cosine")], 0) + 0.2 * content[..., 0] + 0.2 * content[..., 1]
    lead = leads(base, board.article)
    soft = leads(content[..., FEATURES.index("soft-low")] * content[..., FEATURES.index("soft-high")], board.article)
    stance = np.array(
        [["declines", "denies"].index(s.stance) if s.stance in ("declines", "denies") else 2 for s in board.statements]
    )
    declines, denies = stance == 0, stance == 1
    owned = np.array([not s.chain and s.cue is None and s.source is None for s in board.statements], dtype=np.bool_)
    kind = [s.chain[0].voices[0].kind if s.chain else "" for s in board.statements]
    kinds = np.array([sorted(set(kind)).index(k) for k in kind], dtype=np.int64)
    quoted = np.array([s.quotation != "indirect" for s in board.statements], dtype=np.bool_)
    same_article = np.equal.outer(board.article, board.article)
    sentence = np.array([[bool(a & b) for b in board.sentences] for a in board.sentences], dtype=np.bool_).reshape(n, n)
    more = [
        figures[..., FEATURES.index("numbers-low")],
        figures[..., FEATURES.index("numbers-clash")],
        board.collated,
        np.minimum(lead, lead.T),
        np.maximum(lead, lead.T),
        np.minimum(soft, soft.T),
        np.maximum(soft, soft.T),
        np.logical_and.outer(declines, declines),
        np.logical_xor.outer(declines, declines),
        np.logical_and.outer(denies, denies),
        np.logical_xor.outer(denies, denies),
        np.logical_and.outer(owned, owned),
        np.logical_xor.outer(owned, owned),
        voices[..., FEATURES.index("words-low")],
        voices[..., FEATURES.index("words-log")],
        np.equal.outer(kinds, kinds),
        same_article,
        same_article & sentence,
        np.abs(np.subtract.outer(board.place, board.place)),
        1 / (1 + np.minimum.outer(board.size, board.size)),
        np.logical_and.outer(quoted, quoted),
    ]
    return np.concatenate([content, setting, np.stack([m.astype(np.float64) for m in more], axis=-1)], axis=-1)


def leads(base: Matrix, article: NDArray[np.int64]) -> Matrix:
    """By how much a pair beats the next best statement that the same article has for the row's statement."""
    out = np.zeros_like(base)
    for one in np.unique(article).tolist():
        columns = np.flatnonzero(article == one)
        part = base[:, columns]
        if len(columns) == 1:
            out[:, columns] = part
            continue
        ordered = np.sort(part, axis=1)
        out[:, columns] = part - np.where(part >= ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])
    return out
