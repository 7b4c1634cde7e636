"""Roots: the newsrooms at which the statements of one side of a claim begin, once every echo is traced to its parent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemma.model import Article, Carrier, Derivation, Inherited, Statement, Stemma
from stemma.weighing.mouths import Mouth, unheard
from stemma.weighing.names import telling


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

    def __init__(self, articles: Sequence[Article], stemma: Stemma, carriers: Sequence[Carrier]) -> None:
        self.articles: Mapping[str, Article] = {a.id: a for a in articles}
        self.lost = {lost.id: lost for lost in stemma.lost}
        self._into: dict[str, list[Derivation]] = defaultdict(list)
        for derivation in sorted(stemma.derivations, key=lambda d: (d.parent, d.id)):
            self._into[derivation.child].append(derivation)
        self.copy_of = self._copies()
        self._carried: dict[str, str] = {
            c.statement: c.voice.name for c in sorted(carriers, key=lambda c: (c.statement, c.voice.name))
        }

    def _copies(self) -> Mapping[str, str]:
        """Articles whose body is another's, word for word, and that other: of all equal ones the one that most is known of.

        A copy under another name is the same report, whether or not the stemma has an edge for it.
        """
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for article in self.articles.values():
            groups[tuple(" ".join(article.text[p.start : p.end].split()).casefold() for p in article.body)].append(article.id)
        out = {}
        for body, members in groups.items():
            if any(body) and len(members) > 1:
                first = min(members, key=lambda a: (-len(self._into[a]), a))
                out.update({a: first for a in members if a != first})
        return out

    def parents(self, statement: Statement) -> list[tuple[Derivation, list[Inherited]]]:
        """Derivations whose passages cover words of the statement, with those passages."""
        out = []
        for derivation in self._into[statement.article]:
            covering = [
                p
                for p in derivation.passages
                if any(s.start < p.child.span.end and p.child.span.start < s.end for s in statement.content)
            ]
            if covering:
                out.append((derivation, covering))
        return out

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
        name = next((m.passed_by for m in mouths if m.passed_by), None) or self._carried.get(statement.id)
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


def _is_outlet(words: frozenset[str], outlet: frozenset[str]) -> bool:
    return bool(outlet) and (words <= outlet or outlet <= words)


def roots(tree: Tree, side: Sequence[Statement], holding: frozenset[str], of: Mapping[str, tuple[Mouth, ...]]) -> tuple[Root, ...]:
    """Where the statements of one side of a claim begin, sorted by newsroom.

    `holding` are the articles that hold the claim, `of` the first mouths of each statement. A statement that names another
    newsroom as its own source counts there; an echo of an article that holds the claim, or of one whose passage it repeats,
    counts at that article only; an echo of a lost original counts at the lost original, or at the article that this one
    rests on and that holds the claim; all others begin where they stand.
    """
    found: dict[str, dict[str, list[Mouth]]] = defaultdict(lambda: defaultdict(list))
    holders = sorted({s.article for s in side})
    for statement in sorted(side, key=lambda s: s.id):
        mine = of[statement.id]
        if tree.copy_of.get(statement.article) in holders:
            continue
        credited = tree.credited(statement, mine, holders)
        if credited in tree.articles:
            continue
        lost, echo = [], False
        for derivation, covering in tree.parents(statement):
            if derivation.parent in tree.lost:
                lost.append(derivation.parent)
                echo = echo or tree.above(derivation.parent) & holding != frozenset()
            elif any(p.parent is not None for p in covering):
                echo = True
            elif derivation.parent in holding:
                echo = echo or not all(unheard(m, tree.articles[derivation.parent].text) for m in mine)
        if echo:
            continue
        if lost:
            for parent in lost:
                found[parent][statement.article].extend(mine)
        else:
            found[credited or statement.article][statement.article].extend(mine)
    return tuple(
        Root(
            newsroom=newsroom,
            tellings=tuple(Telling(article=a, mouths=tuple(m)) for a, m in sorted(found[newsroom].items())),
            own=newsroom in tree.articles,
        )
        for newsroom in sorted(found)
    )
