"""Lineage: for each derivation with both sides here, which sentence of the child comes from which of the parent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stemma.comparing.accounts import Accounts, Wording
from stemma.comparing.coverage import Coverage
from stemma.comparing.voices import telling, telling_words
from stemma.model import Derivation, Passage, Statement
from stemma.text.spans import overlap

ALIKE: Final = 0.3
"""Part of the content words, by Dice, that two aligned sentences must share before their differences are told: an aligner
may also pair by place in the text."""


@dataclass(frozen=True, slots=True)
class Descent:
    """A parent and a child article, and their aligned sentences, child's order."""

    derivation: Derivation
    parent: str
    child: str
    aligned: tuple[tuple[Passage, Passage, float], ...]


def descents(accounts: Accounts) -> Iterator[Descent]:
    """The derivations whose parent and child are both articles of the story, in a fixed order."""
    for derivation in sorted(accounts.stemma.derivations, key=lambda d: (d.parent, d.child, d.id)):
        parent, child = derivation.parent, derivation.child
        if parent in accounts.articles and child in accounts.articles and not _cites(parent, child, accounts):
            yield Descent(derivation, parent, child, tuple(_aligned(accounts, parent, child)))


def _cites(parent: str, child: str, accounts: Accounts) -> bool:
    """Whether a parent has something from the very publisher of its child: then it rather goes the other way round."""
    outlet = accounts.articles[child].outlet
    publisher = telling_words(outlet.value) if outlet is not None else frozenset[str]()
    voices = [v for s in accounts.of_article[parent] for hop in s.chain for v in hop.voices]
    return any(len(telling(v)) > 1 and telling(v) <= publisher for v in voices)


def _aligned(accounts: Accounts, parent: str, child: str) -> Iterator[tuple[Passage, Passage, float]]:
    for sentence in accounts.sentences[child]:
        mine = [item for item in accounts.pairs.get(sentence, ()) if item[0].article == parent and item[1].relation is not None]
        for other, pair in sorted(mine, key=lambda item: (-item[1].score, item[0])):
            yield other, sentence, pair.score


def counterparts(accounts: Accounts, statement: Statement, child: str) -> list[Statement]:
    """A child's statements of the same claim, in text order."""
    claim = accounts.claim_of.get(statement.id)
    if claim is None:
        return []
    found = [s for s in accounts.of_article[child] if accounts.claim_of.get(s.id) == claim]
    return sorted(found, key=lambda s: (s.content[0], s.id))


def statements_in(accounts: Accounts, sentence: Passage) -> list[Statement]:
    """The statements whose content touches a sentence, in text order."""
    found = [s for s in accounts.of_article[sentence.article] if any(overlap(sentence.span, c) for c in s.content)]
    return sorted(found, key=lambda s: (s.content[0], s.id))


def told_alike(descent: Descent, accounts: Accounts, coverage: Coverage) -> list[tuple[Wording, Wording]]:
    """The statements of parent and child that say the same: of one claim and stance. Each of the child's goes with the parent's
    one that shares most of its words; child's order."""
    out: list[tuple[Wording, Wording]] = []
    for mine in sorted(accounts.of_article[descent.child], key=lambda s: (s.content[0], s.id)):
        theirs = [s for s in counterparts(accounts, mine, descent.parent) if s.stance == mine.stance]
        if theirs:
            there = accounts.wording(mine)
            best = max(theirs, key=lambda s: (coverage.dice(accounts.wording(s), there), -s.content[0].start))
            out.append((accounts.wording(best), there))
    return out


def whole(sentence: Passage) -> Wording:
    """A sentence as a wording."""
    return Wording(sentence.article, (sentence.span,), sentence, None, None)


def supplied_elsewhere(descent: Descent, accounts: Accounts, statement: Statement) -> bool:
    """Whether another parent of the child may have supplied a statement: one that has its claim, or a lost one whose other
    children have it."""
    claim = accounts.claim_of.get(statement.id)
    for derivation in accounts.stemma.derivations:
        if derivation.child != descent.child or derivation.parent == descent.parent:
            continue
        family = [d.child for d in accounts.stemma.derivations if d.parent == derivation.parent and d.child != descent.child]
        holders = [derivation.parent] if derivation.parent in accounts.articles else family
        if any(accounts.claim_of.get(s.id) == claim for h in holders for s in accounts.of_article.get(h, [])):
            return True
    return False


def other_numbers(descent: Descent, accounts: Accounts) -> frozenset[tuple[str, float]]:
    """The numbers (kind, value) that the child may have from another parent: those of the other parents' texts, and for a
    lost one those of its other children."""
    out: set[tuple[str, float]] = set()
    for derivation in accounts.stemma.derivations:
        if derivation.child != descent.child or derivation.parent == descent.parent:
            continue
        family = [d.child for d in accounts.stemma.derivations if d.parent == derivation.parent and d.child != descent.child]
        for holder in [derivation.parent] if derivation.parent in accounts.articles else family:
            article = accounts.articles.get(holder)
            if article is not None:
                out |= {(n.kind, n.value) for p in article.body for n in accounts.numbers(holder, p)}
    return frozenset(out)
