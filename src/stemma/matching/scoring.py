"""Features of two statements: what they say, in which sentences, and who says it, how and where.

Figures are masked where frames are compared ("17 dead" and "21 dead" are one frame), and compared for themselves apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.matching.lookup import lookup
from stemma.model import Article, Collation, Parsed, Span, Statement, Token, VoiceKind
from stemma.models.encoder import SIZE, encode, read
from stemma.models.likeness import FEATURES, Matrix, Passages, Pieces, answers, chosen, features, pieces, ready, shares
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
class Kinds:
    """Passages of which many are the same: each different one once, and which of them (`of`) each statement's is."""

    different: Passages
    of: NDArray[np.int64]

    @property
    def passages(self) -> Passages:
        """The passages of all statements, each for itself."""
        return chosen(self.different, self.of)

    def spread(self, values: Matrix, rows: slice, columns: slice) -> Matrix:
        """Values of every two different passages as those of every two statements, in `rows` and `columns`."""
        spread: Matrix = values[np.ix_(self.of[rows], self.of[columns])]
        return spread


@dataclass(frozen=True, slots=True)
class Board:
    """Statements made ready for comparing, in the order given: what is said, the sentences it is said in, and who says it."""

    statements: tuple[Statement, ...]
    said: tuple[str, ...]
    clauses: tuple[bool, ...]
    contents: Kinds
    settings: Kinds
    figures: Kinds
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
    """By how much every pair beats the next best of the column's article, `(n, n)`: by words and vectors, and by `soft`."""

    lead: Matrix
    soft_lead: Matrix


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
    inside: list[list[str]] = []
    weights: list[tuple[float, ...]] = []
    told: dict[str, tuple[tuple[int, ...], tuple[float, ...]]] = {}
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
        inside.append([text[grammar.sentences[n].start : grammar.sentences[n].end] for n in home])
        weights.append(_weights(statement, [grammar.sentences[n] for n in home], inside[-1], told))
        places.append(round(home[0] / max(1, len(grammar.sentences) - 1), 6) if home else 0.0)
    vectors = encode(said)
    grammar_of, place_of = [_grammar(t) for t in tokens], [_grammar(t) for t in settings]
    # Statements of the same words and grammar, in sentences of the same words, are of one kind: copies tell most of them again.
    content, contents = _kinds([(s, g, w, tuple(a)) for s, g, a, w in zip(said, grammar_of, inside, weights, strict=True)])
    setting, places_of = _kinds(list(zip(around, place_of, strict=True)))
    figure, figures = _kinds(grammar_of)

    def marks(marked: Iterable[bool]) -> NDArray[np.bool_]:
        return np.array(list(marked), dtype=np.bool_)

    return Board(
        statements=tuple(statements),
        said=tuple(said),
        clauses=tuple(clause(t) for t in tokens),
        contents=Kinds(
            ready(
                [bag(tokens[n], idf, mask_numbers=True) for n in content],
                vectors[content],
                [_pieces(inside[n], weights[n]) for n in content],
            ),
            contents,
        ),
        settings=Kinds(
            ready([bag(settings[n], idf, mask_numbers=True) for n in setting], encode([around[n] for n in setting])), places_of
        ),
        figures=Kinds(ready([bag(tokens[n], idf) for n in figure], vectors[figure, :1]), figures),
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


def _kinds(of: Sequence[Hashable]) -> tuple[list[int], NDArray[np.int64]]:
    """The places of the different ones, and which of these each is."""
    numbers: dict[Hashable, int] = {}
    kind = [numbers.setdefault(one, len(numbers)) for one in of]
    first: list[int] = []
    for n, which in enumerate(kind):
        if which == len(first):
            first.append(n)
    return first, np.array(kind, dtype=np.int64)


def _grammar(tokens: Sequence[Token]) -> Hashable:
    """All that a bag is made of."""
    return tuple((t.text, t.lemma, t.pos, t.entity, t.start - tokens[0].start) for t in tokens)


def _weights(
    statement: Statement,
    sentences: Sequence[Span],
    said: Sequence[str],
    known: dict[str, tuple[tuple[int, ...], tuple[float, ...]]],
) -> tuple[float, ...]:
    """How much the word pieces of a statement's sentences tell, those outside its content nothing; figures tell nothing.

    `known` remembers where the pieces of a sentence begin and what they tell.
    """
    out: list[float] = []
    for sentence, words in zip(sentences, said, strict=True):
        if words not in known:
            reading = read(words)
            known[words] = reading.starts, pieces(reading, idf, words, figures=0.0).weight
        for start, tells in zip(*known[words], strict=True):
            inside = any(c.start <= sentence.start + start < c.end for c in statement.content)
            out.append(tells if inside else 0.0)
    return tuple(out)


def _pieces(sentences: Sequence[str], weights: tuple[float, ...]) -> Pieces:
    """The word pieces of a statement's content as its sentences give them their sense."""
    vectors = [read(said).pieces for said in sentences]
    return Pieces(np.concatenate(vectors) if vectors else np.zeros((0, SIZE), dtype=np.float16), weights)


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
    begun = begin(board.contents.different, ())
    every = slice(0, len(board.statements))
    lead, soft_lead = (leads(board.contents.spread(m, every, every), board.article) for m in (begun.base, begun.soft))
    return Context(lead=lead, soft_lead=soft_lead)


@dataclass(frozen=True, slots=True)
class Started:
    """What the features of every two contents come to, `(kinds, kinds)`: how alike by words and meaning (`close`), by `soft`, their
    cosine, and for every weighing the sum that it begins with."""

    base: Matrix
    soft: Matrix
    cosine: Matrix
    sums: tuple[Matrix, ...]


def begin(contents: Passages, weighings: Sequence[Callable[[Matrix], Matrix]]) -> Started:
    """Measure every two contents, a block of rows at a time: of (a, b) as of (b, a), so once for both."""
    many = len(contents.whole)
    base, soft, cosine, *sums = (np.zeros((many, many)) for _ in range(3 + len(weighings)))
    # Where they are few, what is compared with itself at once is compared once.
    every = slice(0, many)
    best, first = (answers(contents, every, every)[0] if many <= _KEPT else None), contents.first
    for start in range(0, many, _BLOCK):
        rows, columns = slice(start, min(start + _BLOCK, many)), slice(start, many)
        found = None if best is None else (best[first[rows.start] : first[rows.stop], columns], best[first[start] :, rows])
        values = features(contents, rows, columns, found)
        by = {name: values[..., n] for n, name in enumerate(FEATURES)}
        for out, made in (
            (base, close(by)),
            (soft, by["soft-low"] * by["soft-high"]),
            (cosine, by["cosine"]),
            *((held, weigh(values)) for held, weigh in zip(sums, weighings, strict=True)),
        ):
            out[rows, columns] = made
            out[columns, rows] = made.T
    return Started(base, soft, cosine, tuple(sums))


def close(by: Mapping[str, Matrix]) -> Matrix:
    """How alike two contents are by words and by meaning, in 0..1, from their features by name."""
    return 0.6 * np.maximum(by["cosine"], 0) + 0.2 * by["words-low"] + 0.2 * by["words-high"]


def blocks(board: Board) -> list[slice]:
    """Rows to look at together: all features of a block and all statements take some 100 MB at a thousand statements."""
    return [slice(n, min(n + _BLOCK, len(board.statements))) for n in range(0, len(board.statements), _BLOCK)]


def measured(board: Board, known: Context, rows: slice) -> Matrix:
    """Features of the statements in `rows` against all, shape `(rows, n, len(ALL))`; of (a, b) as of (b, a)."""
    every = slice(0, len(board.statements))
    content = features(board.contents.passages, rows, every)
    held = settings(board)
    setting = [board.settings.spread(one, rows, every) for one in held]
    # Feature by feature in memory, as they are made and as they are weighed.
    whole = [np.moveaxis(content, -1, 0), np.stack([*setting, *told(board, known, rows, every)])]
    return np.moveaxis(np.concatenate(whole), 0, -1)


def settings(board: Board) -> list[Matrix]:
    """The features `ALL` has of the sentences, of every two different ones."""
    passages = board.settings.different
    many = len(passages.whole)
    out = [np.zeros((many, many)) for _ in _SETTING]
    for start in range(0, many, _BLOCK):
        rows, columns = slice(start, min(start + _BLOCK, many)), slice(start, many)
        values = features(passages, rows, columns)
        for held, n in zip(out, _SETTING, strict=True):
            held[rows, columns] = values[..., n]
            held[columns, rows] = values[..., n].T
    return out


def told(board: Board, known: Context, rows: slice, columns: slice) -> Iterator[Matrix]:
    """The features of `ALL` that come after those of contents and sentences, one after the other, shape `(rows, columns)`."""
    figures, figures_low, figures_both = _figures(board, rows, columns)
    voices, voices_low, _ = shares(board.voices, "words", rows, columns)
    lead, lead_back = known.lead[rows, columns], known.lead[columns, rows].T
    soft, soft_back = known.soft_lead[rows, columns], known.soft_lead[columns, rows].T
    declines, denies, owned, quoted = board.declines, board.denies, board.owned, board.quoted
    same_article = np.equal.outer(board.article[rows], board.article[columns])
    yield figures_low
    yield _as_numbers(figures_both & (figures == 0))
    yield board.collated[rows, columns]
    yield np.minimum(lead, lead_back)
    yield np.maximum(lead, lead_back)
    yield np.minimum(soft, soft_back)
    yield np.maximum(soft, soft_back)
    for marked in (declines, denies, owned):
        yield _as_numbers(np.logical_and.outer(marked[rows], marked[columns]))
        yield _as_numbers(np.logical_xor.outer(marked[rows], marked[columns]))
    yield voices_low
    yield np.log1p(voices)
    yield _as_numbers(np.equal.outer(board.kind[rows], board.kind[columns]))
    yield _as_numbers(same_article)
    yield _as_numbers(same_article & np.equal.outer(board.sentence[rows], board.sentence[columns]))
    yield np.abs(np.subtract.outer(board.place[rows], board.place[columns]))
    yield 1 / (1 + np.minimum.outer(board.size[rows], board.size[columns]))
    yield _as_numbers(np.logical_and.outer(quoted[rows], quoted[columns]))


def _figures(board: Board, rows: slice, columns: slice) -> tuple[Matrix, Matrix, NDArray[np.bool_]]:
    """What `shares` gives for the figures of statements."""
    here, there = np.unique(board.figures.of[rows]), np.unique(board.figures.of[columns])
    held = chosen(board.figures.different, np.concatenate([here, there]))
    found = shares(held, "numbers", slice(0, len(here)), slice(len(here), len(here) + len(there)))
    at = np.ix_(np.searchsorted(here, board.figures.of[rows]), np.searchsorted(there, board.figures.of[columns]))
    both, low, any_ = found
    return both[at], low[at], any_[at]


def _as_numbers(marks: NDArray[np.bool_]) -> Matrix:
    return marks.astype(np.float64)


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
