"""Which sentences of a child its own words give to a lost original: to the agency, or to the people who spoke to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.background.function_words import is_function_word
from stemma.background.idf import normal
from stemma.model import Article, Credit, Span, Statement, Voice
from stemma.text.spans import overlap
from stemma.tracing.material import Material
from stemma.tracing.measures import absent, credited, generic, of_page
from stemma.tracing.sources import drawn_on
from stemma.tracing.tree import Edge, Tree

PEOPLE: Final = ("unnamed", "named", "role")
COUNTING: Final = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "both", "several", "many", "some"),
        *("first", "second", "third", "fourth", "fifth", "sixth", "another", "other", "senior"),
    )
)
"""Words that tell how many or which of some people, not what people they are."""
SHARING: Final = frozenset({"with", "staff", "input", "inputs", "additional", "contributed", "contributing"})
"""Words that share a credit line between an agency and the outlet, or other agencies."""
JOINING: Final = frozenset({"and", "plus", "&", "+"})  # these do so right beside the agency's name
BESIDE: Final = 3  # words on either side of a credit that are looked at for them


def told_by(material: Material, tree: Tree, edge: Edge, statements: Sequence[Statement]) -> frozenset[int]:
    """Numbers of the child's sentences that its own words give to the lost parent of `edge`.

    They stand in a statement whose chain names an agency that is not among the articles, or whose first mouths are people,
    neither met by the outlet nor heard in public, of whom it or another child says that they spoke to the agency. A credit
    of the page as a whole speaks for all its sentences but those of statements that the outlet gathered itself. Where the lost
    parent has another child to be compared with, it does so only if the credit names one agency and shares the page with nobody,
    and the page has no parent among the articles but such as the lost one was made from.
    """
    child = material.witnesses[edge.child]
    articles = [w.article for w in material.witnesses]
    siblings = {articles[k].id for k in tree.lost[-1 - edge.parent] if k != edge.child}
    mine = [s for s in statements if s.article == child.article.id]
    for_page = [c for c in child.article.credits if of_page(child.article, c) and absent(c.agency, articles, material.names)]
    if for_page and (not siblings or whole(material, tree, edge)):
        own = [x for s in mine if s.gathered is not None for x in (*s.content, s.gathered)]
        return frozenset(n for n, s in enumerate(child.sentences) if not any(overlap(s.passage.span, x) for x in own))
    gone = {agency for agency in credited(child.article, statements) if absent(agency, articles, material.names)}
    people = [
        v
        for s in statements
        if s.article in siblings | {child.article.id}
        and any(v.kind == "agency" and absent(v.name, articles, material.names) for hop in s.chain for v in hop.voices)
        for hop in s.chain[:1]
        for v in hop.voices
        if v.kind in PEOPLE
    ]
    spans: list[Span] = []
    for s in mine:
        voices = [v for hop in s.chain for v in hop.voices]
        first = [v for hop in s.chain[:1] for v in hop.voices]
        of_agency = any(v.name in gone for v in voices)
        silent = bool(first) and all(v.kind in PEOPLE for v in voices) and s.gathered is None and s.public is None
        if of_agency or (silent and all(any(same_people(v, p) for p in people) for v in first)):
            spans += s.content
    return frozenset(n for n, s in enumerate(child.sentences) if any(overlap(s.passage.span, x) for x in spans))


def whole(material: Material, tree: Tree, edge: Edge) -> bool:
    """Whether the child of a lost parent is credited to one absent agency alone, and comes from nothing else that is at hand.

    A report that the lost parent was itself made from is nothing else: the agency passed it on.
    """
    child = material.witnesses[edge.child].article
    articles = [w.article for w in material.witnesses]
    if edge.parent >= 0:
        return False
    made_from = drawn_on(tree, -1 - edge.parent)
    if any(e.child == edge.child and e.parent >= 0 and e.parent not in made_from for e in tree.edges):
        return False
    for_page = [
        c for c in child.credits if of_page(child, c) and absent(c.agency, articles, material.names) and not generic(c.agency)
    ]
    return any(not shared(child, c) for c in for_page)


def shared(article: Article, credit: Credit) -> bool:
    """Whether the words beside a credit share the page with others: "with inputs from Reuters", "Reuters and staff".

    A credit without a place is looked for outside the body, and shared where all its places are.
    """
    places = [credit.span] if credit.span is not None else _outside(article, credit.agency)
    return bool(places) and all(_sharing(article.text, place) for place in places)


def _outside(article: Article, name: str) -> list[Span]:
    """Where a name stands on the page outside the body."""
    found = [Span(m.start(), m.end()) for m in re.finditer(rf"\b{re.escape(name)}\b", article.text)]
    return [place for place in found if not any(overlap(place, b) for b in article.body)]


def _sharing(text: str, place: Span) -> bool:
    start, end = text.rfind("\n", 0, place.start) + 1, text.find("\n", place.end)
    before, after = text[start : place.start], text[place.end : end if end >= 0 else len(text)]
    left, right = before.split()[-BESIDE:], after.split()[:BESIDE]
    beside = {normal(word.strip(".,;:()")) for word in left + right}
    touching = {normal(word.strip(".,;:()")) for word in left[-1:] + right[:1]}
    return before.endswith("/") or bool(beside & SHARING or touching & JOINING)


def described(voice: Voice) -> tuple[str, frozenset[str]]:
    """What unnamed people are called: the noun in the singular, and the words before it that say which people they are."""
    words = [normal(w.strip(".,;")) for w in voice.name.split()]
    head: list[str] = []
    for word in words:
        if head and word in ("of", "with", "who", "in", "from", "at", "familiar", "close", "briefed", "on", "for"):
            break
        if word and not is_function_word(word) and word not in COUNTING and not word.isdigit():
            head.append(word)
    return (head[-1].removesuffix("s"), frozenset(head[:-1])) if head else ("", frozenset())


def same_people(mine: Voice, theirs: Voice) -> bool:
    """Whether the people an article cites may be those whom another gives to the agency.

    Named people by their last name; unnamed ones by the noun, if no word before it sets them apart.
    """
    if mine.kind != theirs.kind:
        return False
    (noun, words), (other, others) = described(mine), described(theirs)
    if mine.kind == "named":
        return bool(noun) and noun == other
    return bool(noun) and noun == other and (not words or bool(words & others))
