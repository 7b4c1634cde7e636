"""Swapping: a deed, a thing suffered or a role that the child's sentence lays to another than its parent's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from stemma.background.lexicons import lexicon
from stemma.comparing.accounts import Accounts
from stemma.comparing.commitment import content
from stemma.comparing.kindred import alike
from stemma.comparing.phrases import Phrase, below, phrases
from stemma.comparing.rewriting import Rewrite
from stemma.model import DriftKind, Passage, Span

_SURE: Final = 0.9
_WORDS: Final = 0.25
_SHARED: Final = 0.5
"""Part (Dice) of the other words of two clauses that both must share for their subjects to be compared."""
_FEW: Final = 3
_KINDRED: Final = 0.45
"""From this likeness (cosine of the sentence encoder) on, two nouns may be two words for one thing."""
_LIGHT: Final = frozenset("be have do get go make take give come put say tell call see know seem become".split())  # noqa: SIM905
_SLOTS: Final = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "dobj": "object",
    "pobj": "object",
    "dative": "object",
    "agent": "subject",
}

Found = tuple[DriftKind, Passage, Passage, str]


def swapped(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where one subject or one role stands in the child's sentence for another of the parent's, all else much the same.

    Yields (kind, parent's words, child's words, words).
    """
    for rewrite in rewrites:
        if rewrite.score < _SURE or rewrite.shared < _WORDS or accounts.is_title(rewrite.child):
            continue
        for one, two in (*_subjects(rewrite, accounts), *_roles(rewrite, accounts)):
            there, here = accounts.outlet(two.article), accounts.outlet(one.article)
            yield "subject-swapped", one, two, f"{there} writes “{accounts.text(two)}” where {here} has “{accounts.text(one)}”."


def _subjects(rewrite: Rewrite, accounts: Accounts) -> Iterator[tuple[Passage, Passage]]:
    before, after = (_clauses(s, accounts) for s in (rewrite.parent, rewrite.child))
    pairs = [
        (*one, *two)
        for verb in sorted(before.keys() & after.keys())
        if len(before[verb]) == len(after[verb])
        for one, two in zip(before[verb], after[verb], strict=True)
    ]
    for one, rest, two, other in pairs:
        both = rest & other
        if len(both) < _FEW or 2 * len(both) < _SHARED * (len(rest) + len(other)):
            continue
        if _sort(one.lemma) != _sort(two.lemma) and {_sort(one.lemma), _sort(two.lemma)} != {"document", "person"}:
            continue
        if _sort(one.lemma) == "body" or not _other(one, two, rewrite.parent, rewrite.child, accounts):
            continue
        yield one.at, two.at


def _roles(rewrite: Rewrite, accounts: Accounts) -> Iterator[tuple[Passage, Passage]]:
    """Two words for a role in one place of the sentence that exclude each other ("the ambassador", "the consul")."""
    before, after = ([p for p in phrases(s, accounts) if _sort(p.lemma) == "person"] for s in (rewrite.parent, rewrite.child))
    pairs = [
        (one, two)
        for one in before
        for two in after
        if one.head.tag == two.head.tag
        and _SLOTS.get(one.role) is not None
        and _SLOTS.get(one.role) == _SLOTS.get(two.role)
        and (one.verb == two.verb or one.adjectives & two.adjectives)
        and _other(one, two, *_whole(rewrite, accounts), accounts)
    ]
    if len(pairs) == 1:
        yield pairs[0][0].at, pairs[0][1].at


def _whole(rewrite: Rewrite, accounts: Accounts) -> tuple[Passage, Passage]:
    """The whole texts of parent and child."""
    parent, child = (accounts.articles[s.article] for s in (rewrite.parent, rewrite.child))
    return Passage(article=parent.id, span=Span(0, len(parent.text))), Passage(article=child.id, span=Span(0, len(child.text)))


def _other(one: Phrase, two: Phrase, parent: Passage, child: Passage, accounts: Accounts) -> bool:
    """Whether two nouns are not of one thing: neither stretch has the other's word, and the words are not near in meaning."""
    names = {t.text.casefold() for s in (parent, child) for t in accounts.parsed[s.article].tokens if t.pos == "PROPN"}
    if one.lemma == two.lemma or names & {one.lemma, two.lemma, one.head.text.casefold(), two.head.text.casefold()}:
        return False
    there, here = ({t.lemma.casefold() for t in accounts.tokens(s.article, s.span)} for s in (parent, child))
    if two.lemma in there or one.lemma in here or one.lemma in two.lemma or two.lemma in one.lemma:
        return False
    return alike(one.lemma, two.lemma) < _KINDRED


def _sort(lemma: str) -> str:
    """What a noun tells of, by the lexicon of roles: a "person", a "body", a "document" or a "thing"."""
    roles = lexicon("roles")
    if lemma in roles["unnamed"] or lemma in roles["office"] or lemma in roles["relation"] or lemma in roles["spokes"]:
        return "person"
    if lemma in roles["collective"] or lemma in roles["body"] or lemma in roles["outlet"] or lemma in roles["agency"]:
        return "body"
    return "document" if lemma in roles["document"] else "thing"


def _clauses(sentence: Passage, accounts: Accounts) -> dict[str, list[tuple[Phrase, frozenset[str]]]]:
    """The verbs of a sentence that tell something, each time with its subject and the content lemmas of the rest of
    its clause."""
    every = accounts.parsed[sentence.article].tokens
    first = bisect_left(every, sentence.span.start, key=lambda t: t.start)
    last = bisect_left(every, sentence.span.end, key=lambda t: t.start)
    nouns = {p.head.start: p for p in phrases(sentence, accounts)}
    out: dict[str, list[tuple[Phrase, frozenset[str]]]] = {}
    for n in range(first, last):
        if every[n].pos != "VERB" or every[n].lemma in _LIGHT:
            continue
        subject = next((m for m in range(first, last) if every[m].head == n and every[m].dep in ("nsubj", "nsubjpass")), None)
        if subject is None or every[subject].start not in nouns:
            continue
        rest = [every[m] for m in range(first, last) if m != n and below(m, n, every) and m != subject]
        out.setdefault(every[n].lemma, []).append((nouns[every[subject].start], content(rest)))
    return out
