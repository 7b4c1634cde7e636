"""The outlet's own word: its headline, and sentences of weight that it attributes to nobody."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from stemma.attributing import denials
from stemma.attributing.cues import lexicon as cues
from stemma.attributing.hedges import hedges
from stemma.attributing.trees import Tree
from stemma.model import Article, Parsed, Span, Statement

BY = "attribute@1"
_MOST, _MOST_OWN = 6, 40
"""Sentences kept of a report, and of a body that speaks for itself: there every sentence is somebody's word."""
_LEAST, _LONGEST = 4, 15
"""Words of a sentence of one's own that can be a denial: a shorter one says nothing, of a longer one the "no" is a part."""
_OWN_WORD = frozenset({"press-release", "statement", "post"})
# What an entity adds to the weight of a sentence: figures, money and names most.
_WEIGHT = (
    ("MONEY PERCENT", 1.5),
    ("CARDINAL QUANTITY PERSON ORG EVENT", 1.0),
    ("DATE GPE FAC LOC TIME", 0.5),
    ("NORP", 0.25),
)
_WEIGHTS = {label: weight for labels, weight in _WEIGHT for label in labels.split()}

# A sentence that says, tells or accords is someone's word, even where extraction found none.
_ATTRIBUTES = frozenset({"say", "tell", "accord", "reportedly", "allegedly"})


def assertions(article: Article, parsed: Parsed, taken: Sequence[Span]) -> tuple[Statement, ...]:
    """The headline and the weightiest sentences of the body that hold no attributed words.

    `taken` are the spans of attributed statements. A sentence qualifies with a finite verb and at least two names, numbers
    or dates; at most six are kept, the earlier and fuller first. A headline that tells what somebody denies is nobody's own
    word and is left out. Where a body speaks for itself (a press release) all that it says is kept, whether or not it names
    anything (forty sentences at most), and what it says is false or never was is a denial. Returns statements with an empty chain.
    """
    tree = Tree(parsed)
    spans = sorted(taken)
    starts = [s.start for s in spans]
    reach = list(accumulate((s.end for s in spans), max))
    scored: list[tuple[float, int]] = []
    own = article.kind in _OWN_WORD
    for n, span in enumerate(parsed.sentences):
        last = bisect_left(starts, span.end)
        if last and reach[last - 1] > span.start:
            continue
        first, stop = tree.sentence[n]
        tokens = parsed.tokens[first:stop]
        paragraph = parsed.paragraph_of[n]
        if paragraph < 0:
            if n == 0 and not _tells_denial(tree, first, stop):  # a headline's second sentence is a teaser
                scored.append((99.0, n))
            continue
        if _rejects(article, tree, span):
            scored.append((9.0, n))
            continue
        if any(t.lemma in _ATTRIBUTES for t in tokens):
            continue
        finite = any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in tokens)
        weight = sum(_WEIGHTS.get(t.entity, 0.0) for t in tokens if t.entity_start)
        question = article.text[span.start : span.end].rstrip().endswith("?")
        telling = own or (weight >= 1.5 and any(t.pos == "VERB" for t in tokens))
        if finite and not question and telling and len(tokens) >= 6:
            scored.append((weight + (3.0 if paragraph == 0 else 1.5 if paragraph == 1 else 0.0), n))
    best = sorted(scored, key=lambda s: (-s[0], s[1]))[: (_MOST_OWN if own else _MOST) + 1]
    return tuple(_statement(article, tree, parsed, n) for _, n in sorted(best, key=lambda s: s[1]))


def _tells_denial(tree: Tree, first: int, stop: int) -> bool:
    """Whether a headline is someone's no: "Minister denies order", "Club rejects claim of bribe"."""
    return any(
        tree.tokens[i].lemma in cues().denial and tree.tokens[i].pos == "VERB" and tree.tokens[i].tag != "VB" and i > first
        for i in range(first, stop)
    )


def _rejects(article: Article, tree: Tree, span: Span) -> bool:
    """Whether a sentence of a body that speaks for itself says no to what is told of it."""
    if article.kind not in _OWN_WORD:
        return False
    words = " ".join(article.text[span.start : span.end].split())
    return _LEAST <= len(words.split()) <= _LONGEST and (
        denials.called_false(tree, (span,), words)
        or denials.own_deed(tree, (span,), words, doers=denials.FIRST)
        or denials.no_such_thing(tree, (span,))
    )


def _statement(article: Article, tree: Tree, parsed: Parsed, n: int) -> Statement:
    span = parsed.sentences[n]
    end = span.end - 1 if article.text[span.end - 1] in ".!" and span.end - span.start > 1 else span.end
    content = (Span(span.start, end),)
    place = "title" if parsed.paragraph_of[n] < 0 else "body"
    words = " ".join(article.text[span.start : end].split())
    return Statement(
        id=hashlib.sha256("\x1f".join([article.id, place, words]).encode()).hexdigest()[:12],
        article=article.id,
        content=content,
        cue=None,
        source=None,
        quotation="indirect",
        stance="denies" if place == "body" and _rejects(article, tree, span) else "asserts",
        hedges=hedges(tree, article.text, content, None),
        chain=(),
        gathered=None,
        public=None,
        place="title" if place == "title" else "body",
        by=BY,
    )
