"""Coverage: how much of some words another article carries in any one sentence or two that follow each other."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from stemma.background.idf import idf
from stemma.comparing.accounts import Accounts, Wording, places
from stemma.comparing.clash import sentence_wording
from stemma.model import Passage, Token

# Numbers are left out: a sentence with another number is carried, and the number is a drift.
_KEPT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})
_SAYING = frozenset("say tell add be have do the".split())  # noqa: SIM905


Weighed = tuple[frozenset[str], float]
"""The content lemmas of a wording, and the sum of what they tell."""


_HELD: Final = 200_000
"""Pairs of different wordings of which it is remembered how alike they are."""


class Coverage:
    """Content lemmas of every article's sentences, looked up once."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._sentences = {
            article: [_lemmas(accounts.tokens(article, s.span)) for s in sentences]
            for article, sentences in accounts.sentences.items()
        }
        # A wording is asked for once for every other that it is held against.
        self._known: dict[tuple[str | int, ...], Weighed] = {}
        # Many wordings have the same lemmas: copies do. Those are one thing, and what two things share is added up once.
        self._same: dict[frozenset[str], Weighed] = {}
        self._alike: dict[tuple[int, int], float] = {}

    def of(self, wording: Wording, article: str) -> float:
        """The largest part (by idf, in 0..1) of a wording's content lemmas in one or two neighbouring sentences of an article."""
        return self._best(wording, article)[0]

    def where(self, wording: Wording, article: str) -> tuple[Passage, ...]:
        """The one or two sentences of an article that hold the largest part of a wording's content lemmas."""
        return self._best(wording, article)[1]

    def dice(self, a: Wording, b: Wording) -> float:
        """How many content lemmas two wordings share, by idf, in 0..1 (Dice)."""
        return self.alike(self.weighed(a), self.weighed(b))

    def alike(self, a: Weighed, b: Weighed) -> float:
        """The same of two that `weighed` gave: for those who hold many wordings against one another."""
        (one, first), (two, second) = a, b
        if one.isdisjoint(two):
            return 0.0
        key = (id(a), id(b))
        found = self._alike.get(key)
        if found is None:
            if len(self._alike) >= _HELD:
                self._alike.clear()
            both = first + second
            found = 2 * sum(idf(w) for w in sorted(one & two)) / both if both else 0.0
            self._alike[key] = found
        return found

    @cached_property
    def aligned(self) -> tuple[tuple[Wording, Wording, float], ...]:
        """The sentences below the headlines that the collation takes for the same, as wordings, and how alike they are (`dice`).

        Numbers, days and places are each looked for in all of them.
        """
        accounts, out = self._accounts, []

        def told(sentence: Passage, accounts: Accounts) -> tuple[Wording, Weighed] | None:
            if accounts.is_title(sentence):
                return None
            wording = sentence_wording(sentence, accounts)
            return wording, self.weighed(wording)

        for pair in accounts.collation.pairs:
            if pair.relation is not None:
                one, two = accounts.of("aligned", pair.a, told), accounts.of("aligned", pair.b, told)
                if one is not None and two is not None:
                    out.append((one[0], two[0], self.alike(one[1], two[1])))
        return tuple(out)

    def part(self, wording: Wording, sentence: Passage) -> float:
        """The part (by idf, in 0..1) of a wording's content lemmas that one sentence holds."""
        mine = self.lemmas(wording)
        whole = sum(idf(w) for w in sorted(mine))
        theirs = _lemmas(self._accounts.tokens(sentence.article, sentence.span))
        return sum(idf(w) for w in sorted(mine & theirs)) / whole if whole else 0.0

    def lemmas(self, wording: Wording) -> frozenset[str]:
        """The content lemmas of a wording; numbers and words of saying are left out."""
        return self.weighed(wording)[0]

    def weighed(self, wording: Wording) -> Weighed:
        """The content lemmas of a wording, and the sum of what they tell."""
        key = places(wording)
        found = self._known.get(key)
        if found is None:
            tokens = self._accounts.tokens
            lemmas = frozenset(t for span in wording.spans for t in _lemmas(tokens(wording.article, span)))
            if lemmas not in self._same:
                self._same[lemmas] = lemmas, sum(idf(w) for w in sorted(lemmas))
            found = self._known[key] = self._same[lemmas]
        return found

    def _best(self, wording: Wording, article: str) -> tuple[float, tuple[Passage, ...]]:
        mine, whole = self.weighed(wording)
        best: tuple[float, tuple[Passage, ...]] = (0.0, ())
        if not whole:
            return best
        theirs, places = self._sentences.get(article, []), self._accounts.sentences.get(article, [])
        for size in (1, 2):
            for n in range(len(theirs) - size + 1):
                held = frozenset[str]().union(*theirs[n : n + size])
                part = sum(idf(w) for w in sorted(mine & held)) / whole
                # A second sentence must add a tenth to be worth naming.
                if part > best[0] + (0.1 if size == 2 else 0.0):
                    best = (part, tuple(places[n : n + size]))
        return best


def _lemmas(tokens: tuple[Token, ...]) -> frozenset[str]:
    return frozenset(t.lemma for t in tokens if t.pos in _KEPT and t.lemma not in _SAYING)
