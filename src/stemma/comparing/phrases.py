"""Phrases: the nouns of a sentence with what narrows them down, by the grammar."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.model import Passage, Span, Token

_WITHIN: Final = frozenset({"relcl", "acl", "prep", "amod", "compound", "poss", "nmod", "appos"})
_CONTENT: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})

_MEMBERS: Final = frozenset("member group handful number team piece".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun (`head`, a token; `lemma` in lower case) with its articles and quantifiers (`before`, lower case), the lemmas of its
    adjectives (`adjectives`), the content lemmas of each clause or preposition that hangs on it (`limits`, with their words'
    place), and the verb that it is an argument of, with its place ("nsubj")."""

    head: Token
    lemma: str
    before: tuple[str, ...]
    adjectives: frozenset[str]
    limits: tuple[tuple[Passage, frozenset[str]], ...]
    verb: str
    role: str
    at: Passage


def phrases(sentence: Passage, accounts: Accounts) -> tuple[Phrase, ...]:
    """The common nouns of a sentence with what hangs on them, in order."""
    every = accounts.parsed[sentence.article].tokens
    first = bisect_left(every, sentence.span.start, key=lambda t: t.start)
    last = bisect_left(every, sentence.span.end, key=lambda t: t.start)
    below: dict[int, list[int]] = {}
    for n in range(first, last):
        if every[n].head != n:
            below.setdefault(every[n].head, []).append(n)
    return tuple(_phrase(n, below, every, sentence) for n in range(first, last) if every[n].pos == "NOUN")


def _phrase(n: int, below: dict[int, list[int]], every: tuple[Token, ...], sentence: Passage) -> Phrase:
    mine = below.get(n, [])
    before = tuple(every[m].text.casefold() for m in mine if every[m].dep in ("det", "predet", "nummod", "quantmod") and m < n)
    adjectives = frozenset(every[m].lemma.casefold() for m in mine if every[m].dep in ("amod", "compound", "nmod"))
    limits = []
    for m in mine:
        if every[m].dep in ("relcl", "acl", "prep") and m > n:
            under = sorted(_under(m, below))
            lemmas = frozenset(every[k].lemma.casefold() for k in under if every[k].pos in _CONTENT)
            at = Passage(article=sentence.article, span=Span(every[under[0]].start, every[under[-1]].end))
            limits.append((at, lemmas))
    above = every[every[n].head]
    # "Members of staff" are staff.
    members = [k for m in mine if every[m].lemma == "of" for k in below.get(m, []) if every[k].dep == "pobj"]
    named = every[members[0]] if every[n].lemma.casefold() in _MEMBERS and members else every[n]
    within = [m for m in mine if every[m].dep in _WITHIN | {"det", "nummod", "predet"}]
    low = min([n, *(k for m in within if m < n for k in _under(m, below))])
    at = Passage(article=sentence.article, span=Span(every[low].start, every[n].end))
    return Phrase(every[n], named.lemma.casefold(), before, adjectives, tuple(limits), above.lemma.casefold(), every[n].dep, at)


def _under(n: int, below: dict[int, list[int]]) -> set[int]:
    """A token and all that hangs on it."""
    out, todo = set[int](), [n]
    while todo:
        at = todo.pop()
        if at not in out:
            out.add(at)
            todo += below.get(at, [])
    return out


def below(n: int, top: int, every: Sequence[Token]) -> bool:
    """Whether token `n` is `top` or hangs from it, at most thirty heads away."""
    for _ in range(30):
        if n == top:
            return True
        if every[n].head == n:
            return False
        n = every[n].head
    return False
