"""The stage: sentences of a story's articles -> scored pairs, their relation, and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.background import idf
from stemma.collating.arranging import arranged
from stemma.collating.linking import link, rejoined
from stemma.collating.rows import Links, rows
from stemma.collating.scoring import ALL, Layout, Weighing, weighing
from stemma.collating.settling import Candidates, settled
from stemma.collating.survey import survey
from stemma.collating.variants import page
from stemma.model import Article, Collation, Pair, Parsed, Passage, Relation, Token
from stemma.models.encoder import SIZE, Reading, read_all
from stemma.models.likeness import Matrix, Passages, chosen, pieces, ready
from stemma.text.bags import bag
from stemma.text.words import folded, plain, words

BY: Final = "collate@3"
FIGURES: Final = 4.0
"""How much a figure tells, in the natural-log units of an idf."""
KEPT: Final = 0.1
"""Pairs with a lower score are not worth keeping."""
THRESHOLD: Final = 0.4
"""From this score on a pair has a relation."""
Grammar = tuple[tuple[str, str, str, str | None, int], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sentences of all articles in one list, made ready: article `n` holds those of `of[n]`.

    Sentence `n` is of so many words (`sizes`), those of one `wording` have the same words; and it reads as `kinds` says of
    `kind[n]`, whatever article it stands in.
    """

    sentences: tuple[Passage, ...]
    texts: tuple[str, ...]
    readings: tuple[Reading, ...]
    sizes: NDArray[np.int64]
    wording: NDArray[np.int64]
    of: tuple[slice, ...]
    kinds: Passages
    kind: NDArray[np.int64]
    layout: Layout

    @property
    def article(self) -> NDArray[np.int64]:
        """The number of every sentence's article."""
        return np.repeat(np.arange(len(self.of)), [part.stop - part.start for part in self.of]).astype(np.int64)

    @property
    def passages(self) -> Passages:
        """The sentences made ready for comparing, each for itself."""
        return chosen(self.kinds, self.kind)


def collate(articles: Sequence[Article], parsed: Mapping[str, Parsed]) -> Collation:
    """Align the sentences (title and body) of all articles of a story, any number to any number.

    `pairs` are those with a score of at least .1, in 0..1 and rounded to six digits; those of at least `THRESHOLD` have a
    relation. `rows` are passages of two or more articles that say the same, `alone` the rest: sentences, or clauses of a
    sentence that was cut because others tell its clauses apart. Sentences with the same words score 1.
    The order of `articles` is of no account; an article given twice counts once.
    """
    sheet = prepare(articles, parsed)
    found, telling = candidates(sheet)
    settling = settled(found, sheet.article, sheet.layout.title)
    # The same words are the same, whatever the models think of their surroundings.
    score = np.where(sheet.wording[found.one] == sheet.wording[found.two], 1.0, settling)
    order = np.argsort(np.array(sorted(range(len(sheet.sentences)), key=lambda n: sheet.sentences[n]), dtype=np.int64))
    kept = np.flatnonzero(score >= KEPT)
    kept = kept[np.lexsort((order[found.two[kept]], order[found.one[kept]]))]
    pairs = Links(one=found.one[kept], two=found.two[kept], score=score[kept])
    relation = _relations(sheet, pairs, telling[kept])
    pages = {a.id: page(a) for a in articles}
    links, passages, of = link(pairs, pairs.score >= THRESHOLD, sheet.sentences, sheet.texts, sheet.readings, parsed, pages)
    found_rows = rows(links, [p.article for p in passages])
    alone = set(range(len(passages))).difference(*found_rows)
    groups = [rejoined(group, passages, of) for group in found_rows]
    at = sheet.sentences
    return Collation(
        sentences=at,
        pairs=tuple(
            Pair(a=at[a], b=at[b], score=s, relation=r)
            for a, b, s, r in zip(pairs.one.tolist(), pairs.two.tolist(), pairs.score.tolist(), relation, strict=True)
        ),
        rows=tuple(arranged(group, pages) for group in sorted(sorted(group) for group in groups)),
        by=BY,
        alone=tuple(sorted(rejoined(sorted(alone), passages, of))),
    )


def candidates(sheet: Sheet, given: Weighing | None = None) -> tuple[Candidates, Matrix]:
    """The pairs of sentences of two articles that a first look does not rule out, and the features `TELLING` of each.

    `given` are the weights of the first look; None: those that ship.
    """
    used = weighing("first", ALL) if given is None else given
    return survey(sheet.kinds, sheet.kind, sheet.of, sheet.layout, sheet.wording, used)


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
    different = list(dict.fromkeys(texts))
    known = dict(zip(different, read_all(different), strict=True))
    wordings = {text: folded(text, words(text)) for text in known}
    wording = {said: n for n, said in enumerate(dict.fromkeys(wordings.values()))}
    # Sentences of the same text and grammar are of one kind: what they have in common with others is worked out once.
    kinds: dict[tuple[str, Grammar], int] = {}
    kind = [kinds.setdefault((text, _grammar(inside)), len(kinds)) for text, inside in zip(texts, tokens, strict=True)]
    examples = [tokens[n] for n in np.unique(kind, return_index=True)[1].tolist()]
    told = {text: pieces(reading, idf, text, figures=FIGURES) for text, reading in known.items()}
    vectors = [known[text].vector for text, _ in kinds]
    return Sheet(
        sentences=tuple(sentences),
        texts=tuple(texts),
        readings=tuple(known[text] for text in texts),
        sizes=np.array([len(wordings[text]) for text in texts], dtype=np.int64),
        wording=np.array([wording[wordings[text]] for text in texts], dtype=np.int64),
        of=tuple(of),
        kinds=ready(
            [bag(t, idf) for t in examples],
            np.stack(vectors) if vectors else np.zeros((0, SIZE), dtype=np.float32),
            [told[text] for text, _ in kinds],
        ),
        kind=np.array(kind, dtype=np.int64),
        layout=Layout(place=np.array(place, dtype=np.float64), title=np.array(title, dtype=np.bool_)),
    )


def _grammar(tokens: Sequence[Token]) -> Grammar:
    """All that a bag is made of."""
    return tuple((t.text, t.lemma, t.pos, t.entity, t.start - tokens[0].start) for t in tokens)


def _relations(sheet: Sheet, pairs: Links, telling: Matrix) -> list[Relation | None]:
    """Same words; else largely the same runs of words; else a paraphrase where both are about as long and each finds its
    matter in the other; else one says only part of the other. None below `THRESHOLD`."""
    names: tuple[Relation | None, ...] = (None, "same", "edited", "paraphrase", "partial")
    runs, soft = telling[:, 0], telling[:, 1]
    sizes = sheet.sizes[pairs.one], sheet.sizes[pairs.two]
    alike = (np.minimum(*sizes) >= 0.6 * np.maximum(*sizes)) & (soft >= 0.45)
    same = sheet.wording[pairs.one] == sheet.wording[pairs.two]
    which = np.select([pairs.score < THRESHOLD, same, runs >= 0.4, alike], [0, 1, 2, 3], 4)
    return [names[n] for n in which.tolist()]
