"""Pairs of sentences -> links between the parts of them that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stemma.collating.clauses import cuts
from stemma.collating.parts import SUPPORT, Unit, Words, answered, divide, telling
from stemma.collating.variants import Page
from stemma.model import Pair, Parsed, Passage, Span, Token

Links = dict[tuple[Passage, Passage], float]


def link(
    pairs: Sequence[Pair], sentences: Sequence[Passage], pages: Mapping[str, Page], parsed: Mapping[str, Parsed]
) -> tuple[Links, tuple[Passage, ...]]:
    """Links between passages, and all passages: every sentence whole, or its parts where others tell its clauses apart.

    A link has the score of the sentences' pair; where a sentence was cut, a part is linked to what tells the same of it, and to
    nothing by a pair without a relation.
    """
    place = {s: n for n, s in enumerate(sentences)}
    partners: dict[int, list[int]] = {}
    for pair in pairs:
        if not pair.relation:
            continue
        a, b = place[pair.a], place[pair.b]
        partners.setdefault(a, []).append(b)
        partners.setdefault(b, []).append(a)
    several = {s for s, others in partners.items() if len(others) > 1}
    starts = _starts([sentences[s] for s in sorted(several)], parsed)
    offsets = {s: starts.get(sentences[s], ()) for s in partners}
    cuttable = {s for s in several if offsets[s]}
    needed = cuttable | {p for s in cuttable for p in partners[s]}
    index: dict[str, int] = {}
    words: dict[int, Words] = {}
    for s in sorted(needed):
        span = sentences[s].span
        begins = [0, *(at - span.start for at in offsets[s])]
        words[s] = telling(pages[sentences[s].article].even[span.start : span.end], begins, index)
    clauses = {s: 1 + len(offsets[s]) for s in partners}
    units = divide(words, clauses, {s: partners[s] for s in partners if s in needed}, cuttable)
    passages: dict[Unit, Passage] = {}
    for parts in units.values():
        for unit in parts:
            passages[unit] = _passage(unit, sentences[unit.sentence], offsets[unit.sentence], pages)
    out: Links = {}
    for pair in pairs:
        ours, theirs = units.get(place[pair.a], []), units.get(place[pair.b], [])
        if len(ours) < 2 and len(theirs) < 2:
            out[pair.a, pair.b] = pair.score
            continue
        if not pair.relation:
            continue
        told = {(one, two): min(answered(one, two, words)) for one in ours for two in theirs}
        best = max(told.values())
        for (one, two), share in told.items():
            if share >= min(SUPPORT, best):
                out[passages[one], passages[two]] = pair.score
    whole = [p for n, s in enumerate(sentences) for p in ([passages[u] for u in units[n]] if n in units else [s])]
    return out, tuple(whole)


def _starts(sentences: Sequence[Passage], parsed: Mapping[str, Parsed]) -> dict[Passage, tuple[int, ...]]:
    """Where each of the sentences may be cut."""
    wanted: dict[str, set[Span]] = {}
    for sentence in sentences:
        wanted.setdefault(sentence.article, set()).add(sentence.span)
    out: dict[Passage, tuple[int, ...]] = {}
    for article, spans in wanted.items():
        grammar = parsed[article]
        tokens: dict[int, list[Token]] = {}
        first: dict[int, int] = {}
        for n, token in enumerate(grammar.tokens):
            if grammar.sentences[token.sentence] in spans:
                tokens.setdefault(token.sentence, []).append(token)
                first.setdefault(token.sentence, n)
        for n, held in tokens.items():
            out[Passage(article=article, span=grammar.sentences[n])] = cuts(held, first[n])
    return out


def _passage(unit: Unit, sentence: Passage, offsets: Sequence[int], pages: Mapping[str, Page]) -> Passage:
    """The words of a unit: its clauses without the space between them and the next."""
    edges = (sentence.span.start, *offsets, sentence.span.end)
    start, end = edges[unit.first], edges[unit.stop]
    text = pages[sentence.article].text
    if unit.stop <= len(offsets):
        end = start + len(text[start:end].rstrip())
    return Passage(article=sentence.article, span=Span(start, end))
