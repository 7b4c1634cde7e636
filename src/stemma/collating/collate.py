"""The stage: sentences of a story's articles -> scored pairs, their relation, and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.collating.arranging import arranged
from stemma.collating.linking import Scored, link, rejoined
from stemma.collating.rows import rows
from stemma.collating.scoring import ALL, Layout, Weighing, measured, weighing
from stemma.collating.settling import FAINT, Candidates, settled
from stemma.collating.variants import page
from stemma.model import Article, Collation, Pair, Parsed, Passage, Relation, Token
from stemma.models.encoder import SIZE, Reading, read_all
from stemma.models.likeness import FEATURES, Matrix, Passages, pieces, ready
from stemma.text.bags import bag
from stemma.text.words import folded, plain, words

BY: Final = "collate@3"
FIGURES: Final = 4.0
"""How much a figure tells, in the natural-log units of an idf."""
KEPT: Final = 0.1
"""Pairs with a lower score are not worth keeping."""
THRESHOLD: Final = 0.4
"""From this score on a pair has a relation."""
_TELLING: Final = ("runs-high", "soft-low")
"""The features that tell the relation."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sentences of all articles in one list, made ready: article `n` holds those of `of[n]`."""

    sentences: tuple[Passage, ...]
    texts: tuple[str, ...]
    readings: tuple[Reading, ...]
    wordings: tuple[tuple[str, ...], ...]
    of: tuple[slice, ...]
    passages: Passages
    layout: Layout

    @property
    def article(self) -> NDArray[np.int64]:
        """The number of every sentence's article."""
        return np.repeat(np.arange(len(self.of)), [part.stop - part.start for part in self.of]).astype(np.int64)


def collate(articles: Sequence[Article], parsed: Mapping[str, Parsed]) -> Collation:
    """Align the sentences (title and body) of all articles of a story, any number to any number.

    `pairs` are those with a score of at least .1, in 0..1 and rounded to six digits; those of at least `THRESHOLD` have a
    relation. `rows` are passages of two or more articles that say the same, `alone` the rest: sentences, or clauses of a
    sentence that was cut because others tell its clauses apart. Sentences with the same words score 1.
    The order of `articles` is of no account; an article given twice counts once.
    """
    sheet = prepare(articles, parsed)
    scored: list[Scored] = []
    found, alike = candidates(sheet)
    settling = settled(found, sheet.article, sheet.layout.title)
    for n, (a, b) in enumerate(zip(found.one.tolist(), found.two.tolist(), strict=True)):
        # The same words are the same, whatever the models think of their surroundings.
        score = 1.0 if sheet.wordings[a] == sheet.wordings[b] else float(settling[n])
        if score >= KEPT:
            scored.append((a, b, score, _relation(sheet, a, b, alike[n]) if score >= THRESHOLD else None))
    order = {n: k for k, n in enumerate(sorted(range(len(sheet.sentences)), key=lambda n: sheet.sentences[n]))}
    scored.sort(key=lambda s: (order[s[0]], order[s[1]]))
    pages = {a.id: page(a) for a in articles}
    links, passages, of = link(scored, sheet.sentences, sheet.texts, sheet.readings, parsed, pages)
    found_rows = rows(links, [p.article for p in passages])
    alone = set(range(len(passages))).difference(*found_rows)
    groups = [rejoined(group, passages, of) for group in found_rows]
    return Collation(
        sentences=sheet.sentences,
        pairs=tuple(Pair(a=sheet.sentences[a], b=sheet.sentences[b], score=s, relation=r) for a, b, s, r in scored),
        rows=tuple(arranged(group, pages) for group in sorted(sorted(group) for group in groups)),
        by=BY,
        alone=tuple(sorted(rejoined(sorted(alone), passages, of))),
    )


def candidates(sheet: Sheet, given: Weighing | None = None) -> tuple[Candidates, Matrix]:
    """The pairs of sentences of two articles that a first look does not rule out, and the features `_TELLING` of each.

    `given` are the weights of the first look; None: those that ship.
    """
    used = weighing("first", ALL) if given is None else given
    found: list[tuple[NDArray[np.int64], Matrix, Matrix]] = []
    for left, right in combinations(sheet.of, 2):
        if left.start == left.stop or right.start == right.stop:
            continue
        values = measured(sheet.passages, left, right, sheet.layout)
        first = _found(sheet, left, right, used(values))
        at = np.argwhere(first >= FAINT)
        kept = values[at[:, 0], at[:, 1]][:, [FEATURES.index(name) for name in _TELLING]]
        found.append((np.add(at, (left.start, right.start)), first[at[:, 0], at[:, 1]], kept))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Candidates(none, none, np.zeros(0)), np.zeros((0, len(_TELLING)))
    at, first, values = (np.concatenate(part) for part in zip(*found, strict=True))
    return Candidates(at[:, 0], at[:, 1], first), values


def prepare(given: Sequence[Article], parsed: Mapping[str, Parsed]) -> Sheet:
    """List the sentences of all articles, by id, titles first, and make them ready for comparing."""
    articles = {a.id: a for a in given}
    sentences: list[Passage] = []
    texts: list[str] = []
    tokens: list[list[Token]] = []
    of: list[slice] = []
    place: list[float] = []
    title: list[bool] = []
    for name in sorted(articles):
        grammar, start = parsed[name], len(sentences)
        body = max(1, sum(p >= 0 for p in grammar.paragraph_of) - 1)
        inside: list[list[Token]] = [[] for _ in grammar.sentences]
        for token in grammar.tokens:
            inside[token.sentence].append(token)
        order = sorted(range(len(grammar.sentences)), key=lambda n: (grammar.paragraph_of[n] >= 0, grammar.sentences[n]))
        seen = 0
        for n in order:
            span = grammar.sentences[n]
            sentences.append(Passage(article=name, span=span))
            texts.append(plain(articles[name].text[span.start : span.end]))
            tokens.append(inside[n])
            title.append(grammar.paragraph_of[n] < 0)
            place.append(0.0 if title[-1] else round(seen / body, 6))
            seen += not title[-1]
        of.append(slice(start, len(sentences)))
    bags = [bag(t, idf) for t in tokens]
    readings = read_all(texts)
    vectors = np.stack([r.vector for r in readings]) if readings else np.zeros((0, SIZE), dtype=np.float32)
    different = {t: pieces(r, idf, t, figures=FIGURES) for t, r in dict(zip(texts, readings, strict=True)).items()}
    return Sheet(
        sentences=tuple(sentences),
        texts=tuple(texts),
        readings=tuple(readings),
        wordings=tuple(folded(t, words(t)) for t in texts),
        of=tuple(of),
        passages=ready(bags, vectors, [different[t] for t in texts]),
        layout=Layout(place=np.array(place, dtype=np.float64), title=np.array(title, dtype=np.bool_)),
    )


def _found(sheet: Sheet, left: slice, right: slice, scored: Matrix) -> Matrix:
    """Scores of two articles' sentences; the same words are the same, whatever the model thinks of their surroundings."""
    found = scored.copy()
    places: dict[tuple[str, ...], list[int]] = {}
    for j, wording in enumerate(sheet.wordings[right]):
        places.setdefault(wording, []).append(j)
    for i, wording in enumerate(sheet.wordings[left]):
        for j in places.get(wording, ()):
            found[i, j] = 1.0
    return found


def _relation(sheet: Sheet, a: int, b: int, alike: Matrix) -> Relation:
    """Same words; else largely the same runs of words; else a paraphrase where both are about as long and each finds its
    matter in the other; else one says only part of the other."""
    if sheet.wordings[a] == sheet.wordings[b]:
        return "same"
    runs, soft = alike.tolist()
    if runs >= 0.4:
        return "edited"
    sizes = sorted((len(sheet.wordings[a]), len(sheet.wordings[b])))
    return "paraphrase" if sizes[0] >= 0.6 * sizes[1] and soft >= 0.45 else "partial"
