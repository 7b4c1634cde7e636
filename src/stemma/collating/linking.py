"""Pairs of sentences -> links between the parts of them that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from stemma.collating.clauses import cuts
from stemma.collating.parts import SUPPORT, Divided, Words, divide, table, telling, told
from stemma.collating.rows import Links, Numbers
from stemma.collating.variants import Page
from stemma.model import Parsed, Passage, Span, Token
from stemma.models.encoder import Reading

_Template = list[tuple[int, int]]
"""Which parts of two sentences belong together, by their numbers."""


def link(
    pairs: Links,
    related: NDArray[np.bool_],
    sentences: Sequence[Passage],
    texts: Sequence[str],
    readings: Sequence[Reading],
    parsed: Mapping[str, Parsed],
    pages: Mapping[str, Page],
) -> tuple[Links, tuple[Passage, ...], tuple[int, ...]]:
    """Links between passages by their places; all passages: every sentence whole, or its parts where others tell its clauses
    apart; and of which sentence each is. `pairs` are links between sentences, `related` says which of them have a relation,
    `texts` are the sentences with plain marks, `readings` how the encoder reads them.

    A link has the score of the sentences' pair; where a sentence was cut, a part is linked to what tells the same of it, and to
    nothing by a pair without a relation.
    """
    partners = _partners(pairs.one[related], pairs.two[related], len(sentences))
    offsets = _offsets([s for s, others in enumerate(partners) if len(others) > 1], sentences, parsed)
    cuttable = sorted(s for s, held in offsets.items() if held)
    needed = sorted({*cuttable, *(p for s in cuttable for p in partners[s])})
    index: dict[str, int] = {}
    words: list[Words] = []
    kind: dict[int, int] = {}
    known: dict[tuple[str, tuple[int, ...]], int] = {}
    for s in needed:
        begins = (0, *(at - sentences[s].span.start for at in offsets.get(s, ())))
        if (texts[s], begins) not in known:
            known[texts[s], begins] = len(words)
            words.append(telling(texts[s], readings[s], begins, index))
        kind[s] = known[texts[s], begins]
    divided = {s: d for s, d in divide(words, kind, {s: partners[s] for s in needed}, cuttable).items() if len(d.parts) > 1}
    passages: list[Passage] = []
    of: list[int] = []
    place: list[int] = []
    for s, sentence in enumerate(sentences):
        place.append(len(passages))
        if s in divided:
            passages += [_passage(part, sentence, offsets[s], pages) for part in divided[s].parts]
        else:
            passages.append(sentence)
        of += [s] * (len(passages) - place[-1])
    whole = {s: Divided(k, ((0, len(words[k].clause) - 1),)) for s, k in kind.items()}
    return _links(pairs, related, words, whole | divided, np.array(place, dtype=np.int64)), tuple(passages), tuple(of)


def _partners(one: Numbers, two: Numbers, count: int) -> list[list[int]]:
    """What each sentence is paired with."""
    ends, others = np.concatenate([one, two]), np.concatenate([two, one])
    order = np.argsort(ends, kind="stable")
    return [part.tolist() for part in np.split(others[order], np.searchsorted(ends[order], np.arange(1, count)))]


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


def _links(
    pairs: Links, related: NDArray[np.bool_], words: Sequence[Words], divided: Mapping[int, Divided], place: Numbers
) -> Links:
    """Links between passages: those of whole sentences as they were, those of sentences that were cut by their parts."""
    states: dict[Divided, int] = {}
    # Sentences that are of no account to a cut are whole.
    state = np.full(len(place), -1, dtype=np.int64)
    for s, one in divided.items():
        state[s] = states.setdefault(one, len(states))
    held = list(states)
    cut = np.zeros(len(place), dtype=np.bool_)
    cut[[s for s, one in divided.items() if len(one.parts) > 1]] = True
    parted = cut[pairs.one] | cut[pairs.two]
    kept = parted & related
    # The parts of the one sentence look for theirs in the other: the first that was cut.
    ours = np.where(cut[pairs.one], pairs.one, pairs.two)[kept]
    theirs = np.where(cut[pairs.one], pairs.two, pairs.one)[kept]
    codes, which = np.unique(state[ours] * len(held) + state[theirs], return_inverse=True)
    templates = _templates([divmod(code, len(held)) for code in codes.tolist()], held, words)
    sizes = np.array([len(t) for t in templates], dtype=np.int64)
    steps = np.array([step for t in templates for step in t], dtype=np.int64).reshape(-1, 2)
    # Every pair gives as many links as its template has.
    many = sizes[which]
    begin = (np.cumsum(sizes) - sizes)[which]
    at = np.repeat(begin - (np.cumsum(many) - many), many) + np.arange(many.sum())
    return Links(
        one=np.concatenate([place[pairs.one[~parted]], np.repeat(place[ours], many) + steps[at, 0]]),
        two=np.concatenate([place[pairs.two[~parted]], np.repeat(place[theirs], many) + steps[at, 1]]),
        score=np.concatenate([pairs.score[~parted], np.repeat(pairs.score[kept], many)]),
    )


def _templates(wanted: Sequence[tuple[int, int]], held: Sequence[Divided], words: Sequence[Words]) -> list[_Template]:
    """For every two divided sentences, which parts belong together: where each tells enough of the other, or the best there is."""
    beside: dict[int, list[int]] = {}
    for ours, theirs in wanted:
        beside.setdefault(ours, []).append(theirs)
    out: dict[tuple[int, int], _Template] = {}
    for ours, others in beside.items():
        own = words[held[ours].words]
        found = table(own, [(words[held[n].words], held[n].parts) for n in others])
        if found is None:
            continue
        shares = np.array([np.minimum(*told(own, part, found)) for part in held[ours].parts])
        columns: list[list[int]] = [[] for _ in others]
        for column, (n, _) in enumerate(found.of):
            columns[n].append(column)
        for n, theirs in enumerate(others):
            share = shares[:, columns[n]]
            least = min(SUPPORT, float(share.max(initial=0.0)))
            out[ours, theirs] = [(i, found.of[columns[n][j]][1]) for i, j in np.argwhere(share >= least).tolist()]
    return [out.get(pair, []) for pair in wanted]


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


def _passage(part: tuple[int, int], sentence: Passage, offsets: Sequence[int], pages: Mapping[str, Page]) -> Passage:
    """The words of a part: its clauses without the space between them and the next."""
    edges = (sentence.span.start, *offsets, sentence.span.end)
    start, end = edges[part[0]], edges[part[1]]
    text = pages[sentence.article].text
    if part[1] <= len(offsets):
        end = start + len(text[start:end].rstrip())
    return Passage(article=sentence.article, span=Span(start, end))
