"""Accounts: a story's wordings made ready for comparing: what was said where, by whom, when, and how near the root it stands."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from stemma.model import Article, Claim, Collation, Pair, Parsed, Passage, Span, Statement, Stemma, Token
from stemma.text.spans import overlap
from stemma.values.numbers import Number, find_numbers

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of one article to compare: a statement's content, or a whole sentence; `at` is what a finding quotes."""

    article: str
    spans: tuple[Span, ...]
    at: Passage
    statement: Statement | None
    claim: str | None


class Accounts:
    """The story, indexed. All lookups are by id; all lists are in a fixed order."""

    def __init__(
        self,
        articles: Sequence[Article],
        parsed: Mapping[str, Parsed],
        statements: Sequence[Statement],
        claims: Sequence[Claim],
        collation: Collation,
        stemma: Stemma,
    ) -> None:
        self.articles = {a.id: a for a in sorted(articles, key=lambda a: a.id)}
        self.parsed = {i: parsed[i] for i in self.articles if i in parsed}
        self.statements = {s.id: s for s in sorted(statements, key=lambda s: s.id) if s.article in self.articles}
        self.claims = sorted(claims, key=lambda c: c.id)
        self.claim_of = {s: c.id for c in self.claims for s in c.statements}
        self.collation = collation
        self.stemma = stemma
        self._starts = {i: [t.start for t in p.tokens] for i, p in self.parsed.items()}
        self.of_article: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements.values():
            self.of_article[statement.article].append(statement)
        self.parents: dict[str, list[str]] = defaultdict(list)
        for derivation in sorted(stemma.derivations, key=lambda d: d.id):
            self.parents[derivation.child].append(derivation.parent)
        self.pairs: dict[Passage, list[tuple[Passage, Pair]]] = defaultdict(list)
        # The same passage stands in many pairs: it is looked up once.
        lists: dict[int, list[tuple[Passage, Pair]]] = {}
        for pair in collation.pairs:
            for mine, other in ((pair.a, pair.b), (pair.b, pair.a)):
                held = lists.get(id(mine))
                if held is None:
                    held = lists[id(mine)] = self.pairs[mine]
                held.append((other, pair))
        self.sentences: dict[str, list[Passage]] = defaultdict(list)
        for sentence in collation.sentences:
            self.sentences[sentence.article].append(sentence)
        self._touched: dict[tuple[str, tuple[Span, ...]], tuple[Passage, ...]] = {}
        self._told: dict[Passage, Statement | None] = {}
        self._once: dict[tuple[object, ...], Any] = {}
        self._kept: dict[tuple[str, int], tuple[object, Any]] = {}
        self._outlets: dict[str, str] = {}
        # Kept for `counting`: what tells figures apart, and in what those of two wordings differ.
        self.signs: dict[tuple[object, ...], int] = {}
        self.plans: dict[tuple[int, int, float, bool], tuple[tuple[int, int, bool], ...]] = {}
        self._numbers: dict[tuple[str, int, int], tuple[Number, ...]] = {}
        self._telling: dict[Passage, list[Statement]] = defaultdict(list)
        for statement in self.statements.values():
            for sentence in self.sentences_of(statement):
                self._telling[sentence].append(statement)
        self._whole = {s for found in self.sentences.values() for s in found}
        self._depth = {i: len(self.ancestors(i)) for i in self.articles}

    def ancestors(self, newsroom: str) -> frozenset[str]:
        """All articles and lost originals above one in the stemma."""
        seen: set[str] = set()
        todo = [newsroom]
        while todo:
            for parent in self.parents.get(todo.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        return frozenset(seen)

    def text(self, passage: Passage) -> str:
        """The exact words of a passage."""
        return self.articles[passage.article].text[passage.span.start : passage.span.end]

    def quote(self, wording: Wording) -> str:
        """The exact words of a wording, its pieces joined by " … "."""
        return " … ".join(self.articles[wording.article].text[s.start : s.end] for s in wording.spans)

    def tokens(self, article: str, span: Span) -> tuple[Token, ...]:
        """The tokens that begin inside a span."""
        starts = self._starts[article]
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        return self.parsed[article].tokens[first:last]

    def outlet(self, article: str) -> str:
        """The outlet's name as a reader knows it; the page's bare name where it does not say."""
        if article not in self._outlets:
            self._outlets[article] = self._outlet(article)
        return self._outlets[article]

    def _outlet(self, article: str) -> str:
        found = self.articles[article]
        page = _page(found.source)
        if found.outlet is None:
            return page
        # Two reports of one outlet are told apart by their pages.
        alike = [a for a in self.articles.values() if a.outlet and a.outlet.value.casefold() == found.outlet.value.casefold()]
        return found.outlet.value if len(alike) == 1 else f"{found.outlet.value} ({page})"

    def is_title(self, passage: Passage) -> bool:
        """Whether a passage lies in its article's title."""
        title = self.articles[passage.article].title
        return title is not None and title.span is not None and overlap(title.span, passage.span)

    def sentences_of(self, statement: Statement) -> tuple[Passage, ...]:
        """The sentences that a statement's content touches."""
        key = (statement.article, statement.content)
        if key not in self._touched:
            low, high = min(c.start for c in statement.content), max(c.end for c in statement.content)
            near = (s for s in self.sentences[statement.article] if s.span.start < high and low < s.span.end)
            self._touched[key] = tuple(s for s in near if any(overlap(s.span, c) for c in statement.content))
        return self._touched[key]

    def wording(self, statement: Statement) -> Wording:
        """A statement as a wording; a finding quotes its longest piece."""
        return self.of("wording", statement, Accounts._worded)

    @staticmethod
    def _worded(statement: Statement, accounts: Accounts) -> Wording:
        longest = max(statement.content, key=lambda s: (s.end - s.start, -s.start))
        return Wording(
            article=statement.article,
            spans=statement.content,
            at=Passage(article=statement.article, span=longest),
            statement=statement,
            claim=accounts.claim_of.get(statement.id),
        )

    def told(self, sentence: Passage) -> Statement | None:
        """The statement that takes up most of a sentence, if any touches it."""
        if sentence in self._told:
            return self._told[sentence]
        best: tuple[int, str] | None = None
        chosen = None
        # A long page holds many statements: of its sentences it is known which touch them.
        near = self._telling.get(sentence, ()) if sentence in self._whole else self.of_article[sentence.article]
        for statement in near:
            shared = sum(max(0, min(sentence.span.end, c.end) - max(sentence.span.start, c.start)) for c in statement.content)
            if shared and (best is None or (-shared, statement.id) < best):
                best, chosen = (-shared, statement.id), statement
        self._told[sentence] = chosen
        return chosen

    def once(self, what: str, wording: Wording, work: Callable[[Wording, Accounts], T]) -> T:
        """What `work` finds in a wording, worked out when it is first asked for: a sentence is compared with many others."""
        # A statement has one claim, and its id stands for it: its own hash would be taken over all its parts.
        at, told = wording.at, wording.statement and wording.statement.id
        key = (what, at.article, at.span.start, at.span.end, told, wording.claim, *places(wording))
        if key not in self._once:
            self._once[key] = work(wording, self)
        found: T = self._once[key]
        return found

    def of(self, what: str, thing: K, work: Callable[[K, Accounts], T]) -> T:
        """What `work` finds in a thing, worked out when this very thing is first asked for."""
        held = self._kept.get((what, id(thing)))
        if held is None:
            # Kept with what is found, so that nothing else ever has its number.
            held = self._kept[what, id(thing)] = thing, work(thing, self)
        found: T = held[1]
        return found

    def numbers(self, article: str, span: Span) -> tuple[Number, ...]:
        """The numbers in a part of an article, as `find_numbers` gives them."""
        key = (article, span.start, span.end)
        if key not in self._numbers:
            self._numbers[key] = find_numbers(self.articles[article].text, span)
        return self._numbers[key]

    def rank(self, article: str) -> tuple[int, str, str]:
        """How near the root an article stands: fewest ancestors first, then by publication time, then by id."""
        published = self.articles[article].published
        return (self._depth[article], published.value if published else "9", article)

    def published(self, article: str) -> datetime | None:
        """When an article was published, a bare date as its noon in UTC; None where it is not known to the day."""
        noted = self.articles[article].published
        if noted is None or len(noted.value) < 10:
            return None
        try:
            when = datetime.fromisoformat(noted.value)
        except ValueError:
            return None
        if len(noted.value) == 10:
            when += timedelta(hours=12)
        return when if when.tzinfo else when.replace(tzinfo=UTC)

    def hours_between(self, a: str, b: str) -> float | None:
        """Hours from one article's publication to another's, negative if `b` came first; None where not known."""
        first, second = self.published(a), self.published(b)
        return None if first is None or second is None else (second - first).total_seconds() / 3600


def places(wording: Wording) -> tuple[str | int, ...]:
    """Article and spans of a wording, flat: quick to look up by."""
    if len(wording.spans) == 1:
        return (wording.article, wording.spans[0].start, wording.spans[0].end)
    return (wording.article, *(n for s in wording.spans for n in (s.start, s.end)))


def _page(source: str) -> str:
    """A page's bare name: the last part of its path without an ending."""
    last = re.split(r"[/\\]", source.rstrip("/\\"))[-1]
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", last) or source


def short(text: str, longest: int = 160) -> str:
    """Words in one line, double quotation marks inside made single, cut at a word's end if longer than `longest` code points."""
    flat = " ".join(text.split())
    even = re.sub(r"[“”\"]", "'", flat).strip("' ,")
    # A mark at the head stays where its closing one stands within: “'We fell,' she said”.
    if flat[:1] in '“"' and re.search(r"[”\"]", flat[1:].rstrip("”\"' ,.")):
        even = f"'{even}"
    return even if len(even) <= longest else even[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def identity(*parts: str) -> str:
    """An id from the words that anchor a finding."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def first(statements: Iterable[Statement], accounts: Accounts) -> Statement:
    """The statement nearest the root."""
    return min(statements, key=lambda s: (*accounts.rank(s.article), s.content[0].start, s.id))
