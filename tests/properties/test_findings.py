"""What must hold of drifts and omissions along a derivation, with the program's own statements, collation and claims."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.attributing import attribute
from stemma.collating import collate
from stemma.comparing import compare
from stemma.matching import match
from stemma.model import Article, Drift, Findings, Omission, Passage, Statement, Stemma
from tests.comparing.test_compare import article, edge, grammar

POOL = (
    "The footbridge at Oxmere fell into the canal on Sunday evening, the harbour police said.",
    "At least 21 people were hurt, according to Doctor Anna Lind of Oxmere hospital.",
    "The steel may have been weakened by salt, said Boris Hale, an engineer at the college.",
    "“The bolts were old and nobody had tested them since March,” Hale said.",
    "Kelden Works, which built the bridge, denied that its bolts were faulty.",
    "The town council declined to comment on the accident.",
    "Divers searched the canal until midnight and found two bicycles.",
    "Repairs could cost about $4 million, the mayor, Ruth Penn, told reporters.",
    "It was too early to say why the bridge fell, Penn cautioned.",
    "A council official who asked not to be named said the bridge was last painted in 2019.",
)
DENIAL, MAY = POOL[4], POOL[2]


@cache
def _said(one: Article) -> tuple[Statement, ...]:
    return attribute(one, grammar(one))


def findings(parent: Article, child: Article, turned: bool = False) -> Findings:
    """What `compare` finds between a parent and its child, all stages but the tree being the program's."""
    articles = [child, parent] if turned else [parent, child]
    parsed = {a.id: grammar(a) for a in articles}
    statements = [s for a in articles for s in _said(a)]
    collation = collate(articles, parsed)
    claims = match(articles, parsed, statements, collation)
    tree = Stemma(articles=("A", "B"), lost=(), derivations=(edge(parent, child),), kinships=(), by="test")
    return compare(articles, parsed, statements, claims, collation, tree)


def pages(before: Sequence[str], after: Sequence[str]) -> tuple[Article, Article]:
    return article("A", "\n".join(before)), article("B", "\n".join(after))


def quoted(finding: Drift | Omission, articles: Sequence[Article]) -> list[str]:
    texts = {a.id: a.text for a in articles}
    places: list[Passage] = [finding.parent, finding.child] if isinstance(finding, Drift) else [finding.left_out]
    for at in places:
        assert 0 <= at.span.start < at.span.end <= len(texts[at.article])
    return [texts[at.article][at.span.start : at.span.end] for at in places]


chosen = st.lists(st.sampled_from(POOL), min_size=2, max_size=len(POOL), unique=True)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(chosen)
def test_a_verbatim_child_has_no_drift_and_no_omission(sentences: list[str]) -> None:
    found = findings(*pages(sentences, sentences))
    assert (found.drifts, found.omissions) == ((), ())


@settings(max_examples=8, deadline=None, derandomize=True)
@given(chosen.filter(lambda s: DENIAL in s))
def test_dropping_a_denial_is_one_omission_on_its_sentence(sentences: list[str]) -> None:
    parent, child = pages(sentences, [s for s in sentences if s != DENIAL])
    found = findings(parent, child)
    assert found.drifts == ()
    assert [(o.kind, quoted(o, [parent])) for o in found.omissions] == [("denial", [DENIAL])]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(chosen.filter(lambda s: MAY in s))
def test_will_for_may_is_one_drift_on_its_sentence(sentences: list[str]) -> None:
    firm = MAY.replace("may have been weakened", "will have been weakened")
    parent, child = pages(sentences, [firm if s == MAY else s for s in sentences])
    found = findings(parent, child)
    (drift,) = found.drifts
    assert drift.kind == "certainty-raised"
    assert drift.directed
    assert quoted(drift, [parent, child]) == [MAY, firm]
    assert "“will”" in drift.words
    assert "“may”" in drift.words
    assert found.omissions == ()


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("At least 21", "21", {"hedge-dropped"}),
        ("At least 21", "At least 37", {"number-changed"}),
        ("The bolts were old", "The bolts were rusty", {"quote-altered"}),
        ("Doctor Anna Lind of Oxmere hospital", "a doctor", {"source-vaguer"}),
        ("about $4 million", "about $40 million", {"number-changed"}),
    ],
)
def test_one_change_is_one_kind_of_drift_and_both_sides_are_quoted(old: str, new: str, kinds: set[str]) -> None:
    parent, child = pages(POOL, [s.replace(old, new) for s in POOL])
    found = findings(parent, child)
    assert {d.kind for d in found.drifts} == kinds
    for drift in found.drifts:
        before, after = quoted(drift, [parent, child])
        assert before in parent.text
        assert after in child.text
        assert before != after


@pytest.mark.parametrize(
    ("gone", "kind"),
    [(POOL[5], "no-comment"), (POOL[8], "caveat"), (POOL[7], "caveat")],
)
def test_a_sentence_that_is_left_out_is_told_once(gone: str, kind: str) -> None:
    parent, child = pages(POOL, [s for s in POOL if s != gone])
    found = findings(parent, child)
    assert [(o.kind, quoted(o, [parent])) for o in found.omissions] == [(kind, [gone])]


def test_the_order_of_articles_is_of_no_account() -> None:
    rng = random.Random(3)
    for _ in range(3):
        before = list(POOL)
        rng.shuffle(before)
        parent, child = pages(before, [s.replace("may", "will") for s in before if s != DENIAL])
        assert findings(parent, child) == findings(parent, child, turned=True)


def test_a_child_that_is_an_extract_only_omits() -> None:
    parent, child = pages(POOL, POOL[:2])
    found = findings(parent, child)
    assert found.drifts == ()
    assert {o.kind for o in found.omissions} >= {"denial", "no-comment"}
