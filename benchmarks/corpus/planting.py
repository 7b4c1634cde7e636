"""What is planted in a shard: copies of five kinds, pages that have little but chrome, and who copied whom.

- verbatim: the body word for word.
- light: 3 to 10 % of the words changed, up to a sixth of the sentences cut, now and then one added.
- partial: a third to half of the source, in one piece, inside an article of its own.
- reworded: 20 to 80 % of the content words replaced by synonyms, sentences swapped with neighbours, clauses turned round at commas.
- quote: one or two quotations of 15 to 40 words in common, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from benchmarks.corpus.language import BREAK, CLASSES, COMMA, ENDERS, OPEN, SPACE, UNQUOTE, Language
from benchmarks.corpus.writing import Body, joined

KINDS: Final = ("verbatim", "light", "partial", "reworded", "quote")
COPIES: Final = {"verbatim": 0.04, "light": 0.05, "partial": 0.04, "reworded": 0.03}
"""Copies of each kind as shares of all articles."""
QUOTES: Final = 0.02
"""Share of articles that repeat a quotation of another."""
CHROME: Final = 0.02
"""Share of pages with a body of 35 to 90 words under all of their outlet's chrome."""
FAR: Final = 0.1
"""Share of groups whose source stands in an earlier shard."""
KEPT: Final = 300
"""Sources of earlier shards that are remembered."""


@dataclass(frozen=True)
class Source:
    """An article of an earlier shard that may still be copied."""

    article: int
    outlet: int
    group: int
    body: Body


@dataclass(frozen=True)
class Planted:
    """One copy: its parent's number and its own, group, kind; words of the parent that it tells again, and the share kept."""

    parent: int
    copy: int
    group: int
    kind: str
    words: int
    kept: float


@dataclass
class Plan:
    """A shard's bodies with copies planted, and the truth about them; numbers count through the whole collection."""

    bodies: list[Body]
    pairs: list[Planted]
    groups: dict[int, list[int]]
    titled: dict[int, int]
    """Copies that keep the headline of a page of the same shard."""
    apart: dict[int, int]
    """Copies and their parents, whose outlet must not print them."""
    next: int
    """The number of the next new group."""


def planted(
    lang: Language, rng: Generator, bodies: list[Body], first: int, group: int, old: list[Source], short: np.ndarray
) -> Plan:
    """Plant copies among a shard's bodies, the first of which is article `first`; groups are numbered from `group`.

    Sources come before their copies. A copy of a verbatim or light copy is a copy at second hand in one case of five.
    """
    many = len(bodies)
    plan = Plan(list(bodies), [], {}, {}, {}, group)
    free = rng.permutation(np.flatnonzero(~short)).tolist()
    left = {k: round(v * many) for k, v in COPIES.items()}
    while sum(left.values()) and len(free) > 100:
        size = min(_size(rng), sum(left.values()), len(free) - 2)
        far = len(old) >= KEPT // 2 and rng.random() < FAR
        members = sorted(free.pop() for _ in range(size + (not far)))
        if far:
            source = old[int(rng.integers(0, len(old)))]
            at, body, number = source.article, source.body, source.group
        else:
            at, body, number = first + members[0], plan.bodies[members[0]], group
            group += 1
            plan.groups[number] = [at]
            members = members[1:]
        whole = [(at, body)]
        for n in members:
            kinds = [k for k in COPIES if left[k]]
            kind = kinds[int(rng.choice(len(kinds), p=np.array([COPIES[k] for k in kinds]) / sum(COPIES[k] for k in kinds)))]
            left[kind] -= 1
            parent, text = whole[int(rng.integers(0, len(whole)))] if rng.random() < 0.2 else whole[0]
            plan.bodies[n], words, kept = copied(lang, rng, kind, text, bodies[n])
            plan.pairs.append(Planted(parent, first + n, number, kind, words, kept))
            plan.groups.setdefault(number, []).append(first + n)
            if kind in ("verbatim", "light") and parent >= first and rng.random() < 0.5:
                plan.titled[n] = parent - first
            if kind in ("verbatim", "light"):
                whole.append((first + n, plan.bodies[n]))
            if rng.random() < 0.97:
                plan.apart[n] = parent
    quotes = round(QUOTES * many)
    while quotes and len(free) > 100:
        size = min(int(rng.choice((1, 1, 1, 2, 2, 3, 5))), quotes)
        members = sorted(free.pop() for _ in range(size + 1))
        said = [_quotation(lang, rng, bodies[members[0]]) for _ in range(int(rng.integers(1, 3)))]
        plan.groups[group] = [first + n for n in members]
        for n in members:
            plan.bodies[n] = _quoting(lang, rng, plan.bodies[n], said)
        for n in members[1:]:
            plan.pairs.append(Planted(first + members[0], first + n, group, "quote", sum(len(q.words) for q in said), 1.0))
            plan.apart[n] = first + members[0]
        group, quotes = group + 1, quotes - size
    plan.next = group
    return plan


def remembered(rng: Generator, plan: Plan, first: int, outlet: list[int], old: list[Source]) -> list[Source]:
    """Sources that later shards may copy: those of before, some of them replaced by this shard's."""
    of = {m: g for g, members in plan.groups.items() for m in members[:1] if m >= first}
    quoted = {p.group for p in plan.pairs if p.kind == "quote"}
    own = [m for m, g in sorted(of.items()) if g not in quoted]
    picked = sorted(rng.permutation(len(own))[: KEPT // 2].tolist())
    new = [Source(own[i], outlet[own[i] - first], of[own[i]], plan.bodies[own[i] - first]) for i in picked]
    stay = sorted(rng.permutation(len(old))[: KEPT - len(new)].tolist())
    return [old[i] for i in stay] + new


def copied(lang: Language, rng: Generator, kind: str, source: Body, own: Body) -> tuple[Body, int, float]:
    """A copy, the words of the source that it tells again, and the share of them that are kept as they were."""
    if kind == "verbatim":
        return source, len(source.words), 1.0
    if kind == "light":
        return _lightly(lang, rng, source, own)
    if kind == "partial":
        return _partly(rng, source, own)
    return _reworded(lang, rng, source)


def _size(rng: Generator) -> int:
    return int(rng.integers(8, 61)) if rng.random() < 0.02 else int(min(rng.geometric(0.45), 12))


def _lightly(lang: Language, rng: Generator, source: Body, own: Body) -> tuple[Body, int, float]:
    words = source.words.copy()
    changed = rng.random(len(words)) < rng.uniform(0.03, 0.10)
    of = lang.classes[words].astype(np.int64)
    # A function word gives way to a noun: what it was cannot be guessed from the pattern.
    words[changed] = lang.draws[np.maximum(of, 0), rng.integers(0, lang.draws.shape[1], len(words))][changed]
    body = Body(words, source.marks)
    sentences = body.sentences()
    stay = rng.permutation(len(sentences))[int(rng.uniform(0, 1 / 6) * len(sentences)) :]
    kept = [sentences[n] for n in sorted(stay.tolist())]
    told = sum(b - a for a, b in kept)
    share = float(sum(int((~changed[a:b]).sum()) for a, b in kept)) / told
    out = body.taking(kept)
    if rng.random() < 0.4:
        extra = own.taking(own.sentences()[: int(rng.integers(1, 3))])
        out = joined([out, extra] if rng.random() < 0.5 else [extra, out])
    return out, told, share


def _partly(rng: Generator, source: Body, own: Body) -> tuple[Body, int, float]:
    sentences = source.sentences()
    want, start = rng.uniform(1 / 3, 1 / 2) * len(source.words), int(rng.integers(0, max(1, len(sentences) // 2)))
    end = start
    while end < len(sentences) and sentences[end][1] - sentences[start][0] < want:
        end += 1
    piece = source.taking(sentences[start : end + 1][: max(1, end - start + 1)])
    mine = own.sentences()
    at = int(rng.integers(1, len(mine))) if len(mine) > 1 else 1
    parts = [own.taking(mine[:at]), piece, *([own.taking(mine[at:])] if mine[at:] else [])]
    return joined(parts), len(piece.words), 1.0


def _reworded(lang: Language, rng: Generator, source: Body) -> tuple[Body, int, float]:
    other = lang.synonyms[source.words]
    changed = (other != source.words) & (rng.random(len(other)) < rng.uniform(0.2, 0.8))
    body = Body(np.where(changed, other, source.words).astype(np.int32), source.marks)
    parts = []
    sentences = body.sentences()
    for n in range(0, len(sentences) - 1, 2):
        if rng.random() < 0.3:
            sentences[n], sentences[n + 1] = sentences[n + 1], sentences[n]
    for a, b in sentences:
        comma = np.flatnonzero(body.marks[a:b] == COMMA)
        if len(comma) and not (body.marks[a:b] >= OPEN).any() and rng.random() < 0.5:
            cut = a + int(comma[0]) + 1
            turned = body.taking([(cut, b), (a, cut)])
            marks = turned.marks.copy()
            marks[b - cut - 1], marks[-1] = COMMA, body.marks[b - 1]
            parts.append(Body(turned.words, marks))
        else:
            parts.append(body.taking([(a, b)]))
    return joined(parts), len(source.words), float(1 - changed.mean())


def _quotation(lang: Language, rng: Generator, body: Body) -> Body:
    """A quotation of 15 to 40 words that ends in a comma: `“…,”`."""
    want = int(rng.integers(15, 41))
    at = int(rng.integers(0, len(body.words)))
    words = np.resize(np.roll(body.words, -at), want).copy()
    seen = rng.random(want) < 0.3
    words[seen] = lang.draws[0, rng.integers(0, lang.draws.shape[1], want)][seen]
    marks = np.full(want, SPACE, np.uint8)
    marks[0], marks[-1] = OPEN, UNQUOTE
    return Body(words.astype(np.int32), marks)


def _quoting(lang: Language, rng: Generator, body: Body, said: list[Body]) -> Body:
    """A body with quotations set in, each with words of its own that say who spoke."""
    parts = [body.taking([s]) for s in body.sentences()]
    for quotation in said:
        who = [("said", "F", "L"), ("F", "L", "told", "reporters"), ("said", "the", "R"), ("L", "said")][int(rng.integers(0, 4))]
        words = [
            lang.ids[w] if w not in "FLR" else int(lang.draws[CLASSES.index(w), rng.integers(0, lang.draws.shape[1])]) for w in who
        ]
        marks = np.zeros(len(words), np.uint8)
        marks[-1] = BREAK
        tail = Body(np.array(words, np.int32), marks)
        parts.insert(int(rng.integers(1, len(parts) + 1)), joined([quotation, tail]))
    return joined(parts)


def check(body: Body) -> None:
    """Raise `ValueError` if a body does not end a sentence: pages would run together."""
    if not len(body.words) or not ENDERS[body.marks[-1] & 15]:
        raise ValueError("a body that does not end in a full stop")
