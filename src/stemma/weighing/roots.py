"""Roots: the newsrooms at which the statements of one side of a claim begin, once every echo is traced to its parent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stemma.background.names import SHIPPED, loose
from stemma.background.outlets import Outlets, outlets
from stemma.model import Article, Carrier, Derivation, Inherited, Span, Statement, Stemma
from stemma.text.spans import overlap
from stemma.weighing.mouths import Mouth, unheard
from stemma.weighing.names import telling

MOST: Final = 0.5
"""The share of an article's body from which it rests on its parent for the most part."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The statements of one article on one side of a claim that begin at one newsroom, by their first mouths."""

    article: str
    mouths: tuple[Mouth, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """A newsroom at which statements begin: an article's id, a lost original's, or "credited:NAME" for one only named.

    `tellings` are the articles that show what it carried: the article itself, or the children of a lost original.
    """

    newsroom: str
    tellings: tuple[Telling, ...]
    own: bool


class Tree:
    """The stemma as asked here: which newsroom a statement of an article comes from."""

    def __init__(
        self,
        articles: Sequence[Article],
        statements: Sequence[Statement],
        stemma: Stemma,
        carriers: Sequence[Carrier],
        known: Outlets | None = None,
    ) -> None:
        self.articles: Mapping[str, Article] = {a.id: a for a in articles}
        self.house: Mapping[str, str] = {a.id: _house(a, known or outlets(SHIPPED)) for a in articles}
        self.lost = {lost.id: lost for lost in stemma.lost}
        self._into: dict[str, list[Derivation]] = defaultdict(list)
        for derivation in sorted(stemma.derivations, key=lambda d: (d.parent, d.id)):
            self._into[derivation.child].append(derivation)
        self.copies = self._copies()
        self._heard = {
            (s.article, v.name)
            for s in statements
            if s.gathered is not None or s.public is not None
            for hop in s.chain[:1]
            for v in hop.voices
        }
        self._carried: dict[str, str] = {
            c.statement: c.voice.name for c in sorted(carriers, key=lambda c: (c.statement, c.voice.name))
        }

    def _copies(self) -> Mapping[str, tuple[str, ...]]:
        """Every article with all whose body is word for word its own, by id, itself among them.

        A copy under another name is the same report, whether or not the stemma has an edge for it: the first of the copies tells
        for all, and what is known of where one of them comes from is known of all.
        """
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for article in self.articles.values():
            groups[tuple(" ".join(article.text[p.start : p.end].split()).casefold() for p in article.body)].append(article.id)
        return {a: tuple(sorted(members)) if any(body) else (a,) for body, members in groups.items() for a in members}

    def copy_of(self, article: str) -> str | None:
        """The first of the articles that are word for word this one; None for one that is itself the first."""
        first = self.copies[article][0]
        return first if first != article else None

    def parents(self, statement: Statement) -> list[tuple[Derivation, list[Inherited]]]:
        """Derivations whose passages cover words of the statement, with those passages; the copies' stand for the article's own."""
        out = []
        copies = self.copies[statement.article]
        for copy in copies:
            spans = statement.content if copy == statement.article else self._mirrored(statement, copy)
            for derivation in self._into[copy]:
                covering = [p for p in derivation.passages if any(overlap(s, p.child.span) for s in spans)]
                if covering and derivation.parent not in copies:
                    out.append((derivation, covering))
        return out

    def _mirrored(self, statement: Statement, copy: str) -> list[Span]:
        """The paragraphs of a copy that are those in which a statement of the article stands."""
        body, other = self.articles[statement.article].body, self.articles[copy].body
        return [theirs for mine, theirs in zip(body, other, strict=True) if any(overlap(mine, c) for c in statement.content)]

    def rests_on(self, article: str, holding: frozenset[str]) -> str | None:
        """The lost original, or the first article that holds the claim, on which most of an article's body rests; None if none.

        Parents that do not hold the claim are passed through to theirs.
        """
        seen: set[str] = set()
        while article not in seen:
            seen.add(article)
            main = min(self._into[article], key=lambda d: (-d.share, d.parent), default=None)
            if main is None or main.share < MOST:
                return None
            if main.parent in self.lost or main.parent in holding:
                return main.parent
            article = main.parent
        return None

    def alone(self, statement: Statement, side: Sequence[Statement], lost: str) -> bool:
        """Whether no other child of a lost original witnesses what a statement says: neither its passage nor its claim."""
        for other in side:
            if other.article != statement.article and any(d.parent == lost for d, _ in self.parents(other)):
                return False
        if statement.stance in ("denies", "doubts"):
            return True  # a denial comes after what it denies: likeness of its words to the report's is no witness
        for found in self.lost[lost].recovered:
            mine = any(
                w.article == statement.article and any(overlap(c, w.span) for c in statement.content) for w in found.witnesses
            )
            if mine and any(w.article != statement.article for w in found.witnesses):
                return False
        return True

    def apart(self, statement: Statement) -> bool:
        """Whether an article shows that it need not have a statement from its parents.

        Its speaker is one whom the article heard itself or in public, here or in another statement; or it is a denial, which
        comes after what it denies, by someone who can be asked (unnamed people are the wire's if the passage is).
        """
        if statement.gathered is not None or statement.public is not None:
            return True
        voices = [v for hop in statement.chain[:1] for v in hop.voices]
        if statement.stance in ("denies", "doubts") and any(v.kind not in ("unnamed", "agency", "outlet") for v in voices):
            return True
        return any((statement.article, v.name) in self._heard for v in voices)

    def above(self, newsroom: str) -> frozenset[str]:
        """The articles of the collection that a lost original rests on, directly or through other lost ones."""
        out, todo, seen = set[str](), [newsroom], {newsroom}
        while todo:
            for derivation in self._into[todo.pop()]:
                if derivation.parent in self.lost:
                    if derivation.parent not in seen:
                        seen.add(derivation.parent)
                        todo.append(derivation.parent)
                else:
                    out.add(derivation.parent)
        return frozenset(out)

    def credited(self, statement: Statement, mouths: Sequence[Mouth], holders: Sequence[str]) -> str | None:
        """The newsroom that the statement itself, or its carrier, names as the one it has this from; None if none.

        An article of the story that has the claim and whose outlet bears the name, a lost original of that name, or else
        "credited:NAME".
        """
        name = next((m.passed_by for m in mouths if m.passed_by), None)
        if name is None and not self.apart(statement):
            name = self._carried.get(statement.id)
        if name is None:
            return None
        words = telling(name)
        if not words:
            return "credited:"
        for lost in sorted(self.lost):
            if words & telling(self.lost[lost].agency or ""):
                return lost
        own = self.articles[statement.article].outlet
        if own is not None and words <= telling(own.value):
            return None
        for article in holders:
            outlet = self.articles[article].outlet
            if article != statement.article and outlet is not None and _is_outlet(words, telling(outlet.value)):
                return article
        return "credited:" + re.sub(r"^the ", "", " ".join(name.split()), flags=re.IGNORECASE)


def _house(article: Article, known: Outlets) -> str:
    """The newsroom behind an article, as compared, where one is listed that writes several outlets; else the article itself.

    Two reports of one outlet that is not listed stay two: they may be two gatherings, days apart.
    """
    newsroom = known.newsroom(article)
    return f"house:{loose(newsroom)}" if newsroom and known.several(newsroom) else article.id


def _is_outlet(words: frozenset[str], outlet: frozenset[str]) -> bool:
    return bool(outlet) and (words <= outlet or outlet <= words)


def roots(tree: Tree, side: Sequence[Statement], holding: frozenset[str], of: Mapping[str, tuple[Mouth, ...]]) -> tuple[Root, ...]:
    """Where the statements of one side of a claim begin, sorted by newsroom.

    `holding` are the articles that hold the claim, `of` the first mouths of each statement. A statement that names another
    newsroom as its own source counts there; an echo of an article that holds the claim, or of one whose passage it repeats,
    counts at that article only; an echo of a lost original counts at the lost original, or at the article that this one
    rests on and that holds the claim; all others begin where they stand. What an article says in its own words is no
    evidence of its own where the article also says who said it, or rests on another for the most part.
    """
    found: dict[str, dict[str, list[Mouth]]] = defaultdict(lambda: defaultdict(list))
    holders = sorted({s.article for s in side})
    attributed = {s.article for s in side if any(m.bearing in ("voice", "people") for m in of[s.id])}
    for statement in sorted(side, key=lambda s: s.id):
        mine = of[statement.id]
        silent = all(m.bearing == "silent" for m in mine)
        if tree.copy_of(statement.article) in holders or (silent and statement.article in attributed):
            continue
        credited = tree.credited(statement, mine, holders)
        if credited in tree.articles:
            continue
        lost, echo = _covering(tree, statement, side, holding, mine)
        if silent and not lost and not echo:
            parent = tree.rests_on(statement.article, holding)
            lost, echo = [parent] if parent in tree.lost and parent is not None else [], parent in tree.articles
        if echo:
            continue
        may = frozenset((*lost, *tree.copies[statement.article], *([credited] if credited else [])))
        for newsroom in lost or [credited or statement.article]:
            found[newsroom][statement.article].extend(replace(m, may=may) for m in mine)
    return tuple(
        Root(
            newsroom=newsroom,
            tellings=tuple(Telling(article=a, mouths=tuple(m)) for a, m in sorted(found[newsroom].items())),
            own=newsroom in tree.articles,
        )
        for newsroom in sorted(found)
    )


def _covering(
    tree: Tree, statement: Statement, side: Sequence[Statement], holding: frozenset[str], mine: Sequence[Mouth]
) -> tuple[list[str], bool]:
    """The lost originals that a statement's passage comes from, and whether it is an echo of an article.

    What a lost original's child alone has, and shows to have been said in public or to itself, or what only it denies, it has
    not from there.
    """
    lost: list[str] = []
    echo = False
    for derivation, covering in tree.parents(statement):
        if derivation.parent in tree.lost:
            if tree.apart(statement) and tree.alone(statement, side, derivation.parent):
                continue
            lost.append(derivation.parent)
            echo = echo or tree.above(derivation.parent) & holding != frozenset()
        elif statement.gathered is not None or (derivation.parent in holding and all(p.parent is None for p in covering)):
            echo = echo or not all(unheard(m, tree.articles[derivation.parent].text) for m in mine)
        elif any(p.parent is not None for p in covering):
            echo = True
    return lost, echo
