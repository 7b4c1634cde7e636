"""What a person says of two statements is held."""

from __future__ import annotations

from dataclasses import replace

from stemma.collating import collate
from stemma.matching import match
from stemma.model import Correction, Verdict
from tests.matching.test_match import statements
from tests.support.reports import told

HERE, PARSED = told("north", "south", "west")
ARTICLES = tuple(replace(a, sha256=c * 64) for a, c in zip(HERE, "abc", strict=True))
PAGE = {a.id: a.sha256 for a in ARTICLES}
TEXT = {a.id: a.text for a in ARTICLES}
SAID = {s.id: s for s in statements()}


def about(one: str, other: str, verdict: Verdict) -> Correction:
    a, b = SAID[one], SAID[other]
    words = [TEXT[s.article][s.content[0].start : s.content[-1].end] for s in (a, b)]
    return Correction(
        page=PAGE[a.article], field="claim", verdict=verdict, quote=words[0], other=PAGE[b.article], other_quote=words[1]
    )


def homes(*corrections: Correction) -> dict[str, str]:
    claims = match(ARTICLES, PARSED, statements(), collate(ARTICLES, PARSED), corrections)
    return {s: c.id for c in claims for s in c.statements}


def test_not_the_same_claim() -> None:
    assert homes()["n1"] == homes()["s1"]
    apart = homes(about("n1", "s1", "cannot-be"))
    assert apart["n1"] != apart["s1"]
    assert apart["n1"] == apart["w1"]
    assert apart["n2"] == homes()["n2"]


def test_the_same_claim_after_all() -> None:
    assert homes()["n1"] != homes()["n4"]
    together = homes(about("n4", "n1", "must-be"))
    assert together["n1"] == together["n4"] == together["s1"]


def test_the_last_word_counts_and_other_pages_none() -> None:
    assert homes(about("n1", "s1", "cannot-be"), about("s1", "n1", "must-be")) == homes(about("n1", "s1", "must-be"))
    elsewhere = replace(about("n1", "s1", "cannot-be"), other="f" * 64)
    assert homes(elsewhere) == homes()
    assert sorted(homes(about("n1", "s1", "cannot-be"))) == sorted(SAID)
