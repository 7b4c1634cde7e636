"""Which sentences of a child its own words give to a lost original: to the agency, or to the people who spoke to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stemma.background.function_words import is_function_word
from stemma.background.idf import normal
from stemma.model import Span, Statement, Voice
from stemma.tracing.material import Material
from stemma.tracing.measures import absent, credited, of_page
from stemma.tracing.tree import Edge, Tree

PEOPLE: Final = ("unnamed", "named", "role")
COUNTING: Final = frozenset(
    (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "both", "several", "many", "some"),
        *("first", "second", "third", "fourth", "fifth", "sixth", "another", "other", "senior"),
    )
)
"""Words that tell how many or which of some people, not what people they are."""


def told_by(material: Material, tree: Tree, edge: Edge, statements: Sequence[Statement]) -> frozenset[int]:
    """Numbers of the child's sentences that its own words give to the lost parent of `edge`.

    They stand in a statement whose chain names an agency that is not among the articles, or whose first mouths are people,
    neither met by the outlet nor heard in public, of whom it or another child says that they spoke to the agency. A credit
    of the page as a whole speaks for all its sentences only where the lost parent has no other child to be compared with.
    """
    child = material.witnesses[edge.child]
    articles = [w.article for w in material.witnesses]
    siblings = {articles[k].id for k in tree.lost[-1 - edge.parent] if k != edge.child}
    mine = [s for s in statements if s.article == child.article.id]
    gone_credit = [c for c in child.article.credits if of_page(child.article, c) and absent(c.agency, articles, material.names)]
    if not siblings and gone_credit:
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


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans of one text share a code point."""
    return a.start < b.end and b.start < a.end
