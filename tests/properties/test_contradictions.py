"""What must always hold of contradictions, on an invented story told by three reports and read by the program's own stages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemma.attributing import attribute
from stemma.collating import collate
from stemma.comparing import compare
from stemma.matching import match
from stemma.model import Article, Findings, Noted, Parsed, Statement
from stemma.parsing import parse
from stemma.tracing import trace
from tests.support.reports import ELSEWHERE, article

NORTH = (
    "Crane collapse shuts Velmar harbour",
    "A loading crane collapsed in Velmar harbour on Monday, the port office said.",
    "The crane weighed 640 tonnes and fell across two berths.",
    "Rescuers pulled 17 dockers from the wreck, the port office said.",
    "Repairs will cost $48 million, said Ilse Tarrant, who runs the port.",
    "The harbour handles 230 ships in a normal month.",
    "Ferries were moved to the old quay until further notice.",
)
SOUTH = (
    "Velmar harbour closed after crane falls",
    "A loading crane collapsed in Velmar harbour on Monday, the port office said.",
    "The crane weighed 640 tonnes and fell across two berths.",
    "Rescuers pulled 17 dockers from the wreck, the port office said.",
    "Repairs will cost $48 million, said Ilse Tarrant, who runs the port.",
    "The harbour handles 230 ships in a normal month.",
    "Shop owners near the gates complained about the noise.",
)
NUMBERS = {"640 tonnes": (640, "tonnes"), "17 dockers": (17, "dockers"), "$48 million": (48, "$"), "230 ships": (230, "ships")}


def page(name: str, lines: tuple[str, ...], published: str = "2031-05-06") -> Article:
    made = article(name, *lines)
    return replace(made, published=Noted(value=published, how="test"), outlet=Noted(value=f"The {name} Post", how="test"))


@cache
def read(one: Article) -> tuple[Parsed, tuple[Statement, ...]]:
    parsed = parse(one)
    return parsed, attribute(one, parsed)


@cache
def findings(*articles: Article) -> Findings:
    parsed = {a.id: read(a)[0] for a in articles}
    statements = tuple(s for a in articles for s in read(a)[1])
    collation = collate(articles, parsed)
    claims = match(articles, parsed, statements, collation)
    tree = trace(articles, parsed, statements, collation, claims)
    return compare(articles, parsed, statements, claims, collation, tree)


def changed(lines: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(line.replace(old, new) for line in lines)


def test_reports_that_agree_contradict_nobody() -> None:
    assert findings(page("North", NORTH), page("South", SOUTH)).contradictions == ()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.sampled_from(sorted(NUMBERS)), factor=st.sampled_from([2, 3]))
def test_changing_a_number_of_one_sentence_gives_one_difference_on_that_sentence(words: str, factor: int) -> None:
    value = NUMBERS[words][0]
    lines = changed(SOUTH, words, words.replace(str(value), f"{value * factor - 1:,}"))
    line = next(new for new, old in zip(lines, SOUTH, strict=True) if new != old)
    north, south = page("North", NORTH), page("South", lines)
    before, after = findings(page("North", NORTH), page("South", SOUTH)), findings(north, south)
    new = [c for c in after.contradictions if c.id not in {x.id for x in before.contradictions}]
    drifted = [d for d in after.drifts if d.kind == "number-changed"]
    # A contradiction that names a drift is that drift seen from both sides: one finding.
    assert {c.drift for c in new} - {None} <= {d.id for d in drifted}
    assert len(new) + len([d for d in drifted if d.id not in {c.drift for c in new}]) == 1
    start = south.text.index(line)
    for finding in new:
        at = finding.a if finding.a.article == "South" else finding.b
        assert start <= at.span.start and at.span.end <= start + len(line)
        assert f"{value * factor - 1:,}" in finding.words and str(value) in finding.words
    for drift in drifted:
        at = drift.child if drift.child.article == "South" else drift.parent
        assert start <= at.span.start and at.span.end <= start + len(line)


@pytest.mark.parametrize("words", sorted(NUMBERS))
def test_a_changed_number_is_one_difference_however_many_reports_have_the_old_one(words: str) -> None:
    value = NUMBERS[words][0]
    lines = changed(SOUTH, words, words.replace(str(value), f"{value * 2 - 1:,}"))
    pages = (page("North", NORTH), page("South", lines), page("West", NORTH[:1] + NORTH[2:], "2031-05-07"))
    after = findings(*pages)
    named = {c.drift for c in after.contradictions}
    assert len(after.contradictions) <= 1
    alone = [d for d in after.drifts if d.kind == "number-changed" and d.id not in named]
    assert len(after.contradictions) + len({pages[1].text[d.child.span.start : d.child.span.end] for d in alone}) == 1


CLASHING = changed(changed(SOUTH, "17 dockers", "26 dockers"), "$48 million", "$84 million")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_of_the_articles_is_of_no_account(order: tuple[int, ...]) -> None:
    pages = (page("North", NORTH), page("South", CLASHING), page("West", NORTH[:4], "2031-05-07"))
    assert findings(*(pages[n] for n in order)).contradictions == findings(*pages).contradictions


def test_every_finding_quotes_both_sides() -> None:
    pages = {p.id: p for p in (page("North", NORTH), page("South", CLASHING))}
    found = findings(*pages.values()).contradictions
    assert {c.kind for c in found} == {"number"} and len(found) == 2
    for c in found:
        sides = [pages[at.article].text[at.span.start : at.span.end] for at in (c.a, c.b)]
        assert all(side.strip() == side and side for side in sides)
        assert all(pages[at.article].outlet.value in c.words for at in (c.a, c.b))  # type: ignore[union-attr]
        assert any("17" in s or "$48" in s for s in sides) and any("26" in s or "$84" in s for s in sides)


def test_an_unrelated_article_adds_no_contradiction() -> None:
    pages = (page("North", NORTH), page("South", CLASHING))
    elsewhere = page("Metro", ELSEWHERE["metro"])
    assert findings(*pages, elsewhere).contradictions == findings(*pages).contradictions


def test_a_copy_adds_no_contradiction() -> None:
    pages = (page("North", NORTH), page("South", CLASHING))
    copy = page("West", NORTH)
    told = {tuple(sorted((c.kind, *_numbers(c.words)))) for c in findings(*pages).contradictions}
    with_copy = findings(*pages, copy).contradictions
    assert {tuple(sorted((c.kind, *_numbers(c.words)))) for c in with_copy} == told
    assert len(with_copy) == len(findings(*pages).contradictions)


def _numbers(words: str) -> list[str]:
    return [w.strip("“”.,") for w in words.split() if any(c.isdigit() for c in w)]
