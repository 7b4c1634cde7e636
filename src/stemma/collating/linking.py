"""Pairs of sentences -> links between the parts of them that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stemma.collating.clauses import cuts
from stemma.collating.parts import SUPPORT, Unit, Words, divide, rows_of, table, telling, told
from stemma.collating.variants import Page
from stemma.model import Parsed, Passage, Relation, Span, Token
from stemma.models.encoder import Reading

Scored = tuple[int, int, float, Relation | None]
"""A pair of sentences by their places: score and relation."""
Links = dict[tuple[int, int], float]


def link(
    pairs: Sequence[Scored],
    sentences: Sequence[Passage],
    texts: Sequence[str],
    readings: Sequence[Reading],
    parsed: Mapping[str, Parsed],
    pages: Mapping[str, Page],
) -> tuple[Links, tuple[Passage, ...], tuple[int, ...]]:
    """Links between passages by their places; all passages: every sentence whole, or its parts where others tell its clauses
    apart; and of which sentence each is. `texts` are the sentences with plain marks, `readings` how the encoder reads them.

    A link has the score of the sentences' pair; where a sentence was cut, a part is linked to what tells the same of it, and to
    nothing by a pair without a relation.
    """
    partners: dict[int, list[int]] = {}
    for a, b, _, relation in pairs:
        if relation:
            partners.setdefault(a, []).append(b)
            partners.setdefault(b, []).append(a)
    offsets = _offsets([s for s, others in partners.items() if len(others) > 1], sentences, parsed)
    cuttable = {s for s, held in offsets.items() if held}
    needed = sorted(cuttable | {p for s in cuttable for p in partners[s]})
    index: dict[str, int] = {}
    words: dict[int, Words] = {}
    seen: dict[tuple[str, tuple[int, ...]], Words] = {}
    for s in needed:
        begins = (0, *(at - sentences[s].span.start for at in offsets.get(s, ())))
        if (texts[s], begins) not in seen:
            seen[texts[s], begins] = telling(texts[s], readings[s], begins, index)
        words[s] = seen[texts[s], begins]
    clauses = {s: 1 + len(offsets.get(s, ())) for s in needed}
    units = divide(words, clauses, {s: partners[s] for s in needed}, cuttable)
    passages: list[Passage] = []
    of: list[int] = []
    places: dict[Unit, int] = {}
    whole: dict[int, int] = {}
    for s, sentence in enumerate(sentences):
        whole[s] = len(passages)
        for unit in units.get(s, [Unit(s, 0, 1)]):
            places[unit] = len(passages)
            of.append(s)
            passages.append(_passage(unit, sentence, offsets.get(s, ()), pages) if len(units.get(s, ())) > 1 else sentence)
    out: Links = {}
    parted: dict[int, list[tuple[int, float]]] = {}
    for a, b, score, relation in pairs:
        if len(units.get(a, ())) < 2 and len(units.get(b, ())) < 2:
            out[whole[a], whole[b]] = score
        elif relation:
            one, two = (a, b) if len(units[a]) > 1 else (b, a)
            parted.setdefault(one, []).append((two, score))
    for s, beside in parted.items():
        out |= _linked(units[s], [(units[p], score) for p, score in beside], words, places)
    return out, tuple(passages), tuple(of)


def rejoined(group: Sequence[int], passages: Sequence[Passage], of: Sequence[int]) -> list[Passage]:
    """The passages of a group, by place; parts of a sentence that came to stand together are one again."""
    out: list[Passage] = []
    last = -1
    for n in sorted(group):
        if n - 1 == last and of[n] == of[last]:
            joined = Span(out[-1].span.start, passages[n].span.end)
            out[-1] = Passage(article=passages[n].article, span=joined)
        else:
            out.append(passages[n])
        last = n
    return out


def _linked(
    ours: Sequence[Unit], beside: Sequence[tuple[Sequence[Unit], float]], words: Mapping[int, Words], places: Mapping[Unit, int]
) -> Links:
    """Links of the units of one sentence to those of its partners: where each tells enough of the other, or the best there is."""
    own = words[ours[0].sentence]
    found = table(own, [unit for theirs, _ in beside for unit in theirs], words)
    if found is None:
        return {}
    column = {unit: n for n, unit in enumerate(found.units)}
    share = {unit: np.minimum(*told(own, rows_of(own, unit), found)) for unit in ours}
    out: Links = {}
    for theirs, score in beside:
        both = [(float(share[one][column[two]]), one, two) for one in ours for two in theirs if two in column]
        best = max((s for s, _, _ in both), default=0.0)
        out |= {(places[one], places[two]): score for s, one, two in both if s >= min(SUPPORT, best)}
    return out


def _offsets(wanted: Sequence[int], sentences: Sequence[Passage], parsed: Mapping[str, Parsed]) -> dict[int, tuple[int, ...]]:
    """Where each of the sentences may be cut."""
    place: dict[str, dict[Span, int]] = {}
    for s in wanted:
        place.setdefault(sentences[s].article, {})[sentences[s].span] = s
    out: dict[int, tuple[int, ...]] = {}
    for article, held in place.items():
        grammar = parsed[article]
        number = [held.get(span) for span in grammar.sentences]
        tokens: dict[int, list[Token]] = {}
        first: dict[int, int] = {}
        for n, token in enumerate(grammar.tokens):
            at = number[token.sentence]
            if at is not None:
                tokens.setdefault(at, []).append(token)
                first.setdefault(at, n)
        out |= {s: cuts(inside, first[s]) for s, inside in tokens.items()}
    return out


def _passage(unit: Unit, sentence: Passage, offsets: Sequence[int], pages: Mapping[str, Page]) -> Passage:
    """The words of a unit: its clauses without the space between them and the next."""
    edges = (sentence.span.start, *offsets, sentence.span.end)
    start, end = edges[unit.first], edges[unit.stop]
    text = pages[sentence.article].text
    if unit.stop <= len(offsets):
        end = start + len(text[start:end].rstrip())
    return Passage(article=sentence.article, span=Span(start, end))
