"""Features of two statements: what they say, in which sentences, and who says it, how and where.

Figures are masked where frames are compared ("17 dead" and "21 dead" are one frame), and compared for themselves apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.matching.lookup import lookup
from stemma.model import Article, Collation, Parsed, Span, Statement, Token, VoiceKind
from stemma.models.encoder import SIZE, encode, read
from stemma.models.likeness import FEATURES, Matrix, Passages, Pieces, answers, features, pieces, ready, shares
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
_BLOCK: Final = 128
_KEPT: Final = 1280
_KINDS: Final[tuple[VoiceKind, ...]] = get_args(VoiceKind)
_SETTING: Final = tuple(n for n, f in enumerate(FEATURES) if f.endswith("-log") or f == "cosine")


@dataclass(frozen=True, slots=True)
class Board:
    """Statements made ready for comparing, in the order given: what is said, the sentences it is said in, and who says it."""

    statements: tuple[Statement, ...]
    said: tuple[str, ...]
    clauses: tuple[bool, ...]
    contents: Passages
    settings: Passages
    figures: Passages
    voices: Passages
    collated: Matrix
    article: NDArray[np.int64]
    sentence: NDArray[np.int64]
    kind: NDArray[np.int64]
    place: Matrix
    size: Matrix
    declines: NDArray[np.bool_]
    denies: NDArray[np.bool_]
    owned: NDArray[np.bool_]
    quoted: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Context:
    """By how much every pair beats the next best of the column's article, `(n, n)`: by words and vectors, and by `soft`.
    `content` holds the features of the contents, `(n, n, len(FEATURES))`, where there are few enough statements, else nothing."""

    lead: Matrix
    soft_lead: Matrix
    content: Matrix


def clause(tokens: Sequence[Token]) -> bool:
    """Whether a content can be read alone: at least four words, a finite verb, no question word or "to" in front."""
    words = [t for t in tokens if t.pos not in ("PUNCT", "SPACE")]
    return (
        len(words) >= 4
        and words[0].tag not in ("WP", "WDT", "WRB", "WP$", "TO")
        and any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in words)
    )


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
    found = {name: lookup(parsed[name]) for name in names}
    plains = {name: plain(by_id[name].text) for name in names}
    edges = {name: np.array([(s.start, s.end) for s in parsed[name].sentences], dtype=np.int64).reshape(-1, 2).T for name in names}
    for statement in statements:
        grammar, text = parsed[statement.article], plains[statement.article]
        tokens.append(found[statement.article].within(statement.content))
        starts, ends = edges[statement.article]
        home = np.flatnonzero(sum((starts < c.end) & (c.start < ends) for c in statement.content)).tolist()
        homes.append(home)
        settings.append([t for n in home for t in found[statement.article].sentences[n]])
        said.append(" ".join(text[c.start : c.end] for c in statement.content))
        around.append(" ".join(text[grammar.sentences[n].start : grammar.sentences[n].end] for n in home) or said[-1])
        told.append(_pieces(statement, [grammar.sentences[n] for n in home], text))
        places.append(round(home[0] / max(1, len(grammar.sentences) - 1), 6) if home else 0.0)
    vectors = encode(said)

    def marks(marked: Iterable[bool]) -> NDArray[np.bool_]:
        return np.array(list(marked), dtype=np.bool_)

    masked = [bag(t, idf, mask_numbers=True) for t in tokens]
    return Board(
        statements=tuple(statements),
        said=tuple(said),
        clauses=tuple(clause(t) for t in tokens),
        contents=ready(masked, vectors, told),
        settings=ready([bag(t, idf, mask_numbers=True) for t in settings], encode(around)),
        figures=ready([bag(t, idf) for t in tokens], vectors[:, :1]),
        voices=ready([_voice(s) for s in statements], vectors[:, :1]),
        collated=_collated(statements, parsed, homes, collation),
        article=np.array([names.index(s.article) for s in statements], dtype=np.int64),
        sentence=np.array([h[0] if h else -1 for h in homes], dtype=np.int64),
        kind=np.array([_KINDS.index(s.chain[0].voices[0].kind) if s.chain else -1 for s in statements], dtype=np.int64),
        place=np.array(places, dtype=np.float64),
        size=np.array([len([t for t in ts if t.pos != "PUNCT"]) for ts in tokens], dtype=np.float64),
        declines=marks(s.stance == "declines" for s in statements),
        denies=marks(s.stance == "denies" for s in statements),
        owned=marks(not s.chain and s.cue is None and s.source is None for s in statements),
        quoted=marks(s.quotation != "indirect" for s in statements),
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


def context(board: Board) -> Context:
    """Work out, a block of rows at a time, what `measured` needs to know of all statements at once."""
    every = slice(0, len(board.statements))
    base, soft = [np.zeros((0, every.stop))], [np.zeros((0, every.stop))]
    # Feature by feature in memory, as they are made and as they are weighed.
    kept = np.zeros((len(FEATURES), *((every.stop,) * 2 if every.stop <= _KEPT else (0, 0))))
    # What is compared with itself at once is compared once.
    best, first = answers(board.contents, every, every)[0] if kept.size else None, board.contents.first
    for rows in blocks(board):
        found = None if best is None else (best[first[rows.start] : first[rows.stop]], best[:, rows])
        content = features(board.contents, rows, every, found)
        if kept.size:
            kept[:, rows] = np.moveaxis(content, -1, 0)
        by = {name: content[..., n] for n, name in enumerate(FEATURES)}
        base.append(close(by))
        soft.append(by["soft-low"] * by["soft-high"])
    lead, soft_lead = (leads(np.concatenate(m), board.article) for m in (base, soft))
    return Context(lead=lead, soft_lead=soft_lead, content=np.moveaxis(kept, 0, -1))


def close(by: Mapping[str, Matrix]) -> Matrix:
    """How alike two contents are by words and by meaning, in 0..1, from their features by name."""
    return 0.6 * np.maximum(by["cosine"], 0) + 0.2 * by["words-low"] + 0.2 * by["words-high"]


def blocks(board: Board) -> list[slice]:
    """Rows to look at together: all features of a block and all statements take some 100 MB at a thousand statements."""
    return [slice(n, min(n + _BLOCK, len(board.statements))) for n in range(0, len(board.statements), _BLOCK)]


def measured(board: Board, known: Context, rows: slice) -> Matrix:
    """Features of the statements in `rows` against all, shape `(rows, n, len(ALL))`; of (a, b) as of (b, a)."""
    every = slice(0, len(board.statements))
    content = known.content[rows] if len(known.content) else features(board.contents, rows, every)
    setting = features(board.settings, rows, every)[..., _SETTING]
    figures, figures_low, figures_both = shares(board.figures, "numbers", rows, every)
    voices, voices_low, _ = shares(board.voices, "words", rows, every)
    lead, lead_back = known.lead[rows], known.lead[:, rows].T
    soft, soft_back = known.soft_lead[rows], known.soft_lead[:, rows].T
    declines, denies, owned, quoted = board.declines, board.denies, board.owned, board.quoted
    same_article = np.equal.outer(board.article[rows], board.article)
    more = [
        figures_low,
        figures_both & (figures == 0),
        board.collated[rows],
        np.minimum(lead, lead_back),
        np.maximum(lead, lead_back),
        np.minimum(soft, soft_back),
        np.maximum(soft, soft_back),
        np.logical_and.outer(declines[rows], declines),
        np.logical_xor.outer(declines[rows], declines),
        np.logical_and.outer(denies[rows], denies),
        np.logical_xor.outer(denies[rows], denies),
        np.logical_and.outer(owned[rows], owned),
        np.logical_xor.outer(owned[rows], owned),
        voices_low,
        np.log1p(voices),
        np.equal.outer(board.kind[rows], board.kind),
        same_article,
        same_article & np.equal.outer(board.sentence[rows], board.sentence),
        np.abs(np.subtract.outer(board.place[rows], board.place)),
        1 / (1 + np.minimum.outer(board.size[rows], board.size)),
        np.logical_and.outer(quoted[rows], quoted),
    ]
    # Feature by feature in memory, as they are made and as they are weighed.
    whole = [np.moveaxis(content, -1, 0), np.moveaxis(setting, -1, 0), np.stack([m.astype(np.float64) for m in more])]
    return np.moveaxis(np.concatenate(whole), 0, -1)


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
