"""What a source phrase says about its voice."""

from __future__ import annotations

import pytest

from stemma.attributing.page import Page
from stemma.attributing.trees import Tree
from stemma.attributing.voices import Phrase, read
from tests.attributing.pages import at, report


def voices(phrase: str, rest: str = "said the harbour would freeze.", more: str = "") -> tuple[Page, tuple[Phrase, ...]]:
    article, parsed = report(f"{phrase} {rest}" + (f"\n{more}" if more else ""))
    page = Page(article, Tree(parsed))
    return page, read(page, at(article.text, phrase))


@pytest.mark.parametrize(
    ("phrase", "kind", "count"),
    [
        ("Three people familiar with the matter", "unnamed", 3),
        ("A senior official at the port", "unnamed", 1),
        ("Two shipbrokers", "unnamed", 2),
        ("A coast guard spokeswoman", "role", 1),
        ("The mayor", "role", 1),
        ("The finance ministry", "organisation", 1),
        ("Police", "organisation", 1),
        ("City officials", "organisation", 1),
        ("The study", "document", 1),
        ("A filing to the court", "document", 1),
        ("Reuters", "agency", 1),
        ("Local media", "outlet", 1),
        ("Harbour pilot Ana Berg", "named", 1),
        ("Ana Berg, a harbour pilot,", "named", 1),
        ("His lawyer, Ana Berg,", "named", 1),
        ("The ferry's operator, Norvik Lines,", "organisation", 1),
    ],
)
def test_kind_and_count(phrase: str, kind: str, count: int) -> None:
    _, found = voices(phrase)
    assert [(v.kind, v.count) for v in found] == [(kind, count)]


def test_a_name_is_the_name_alone() -> None:
    _, (voice,) = voices("Harbour master Captain Ana Berg, 54,")
    assert voice.name == "Ana Berg"


def test_a_surname_takes_its_full_name_from_the_article() -> None:
    article, parsed = report("Harbour pilot Ana Berg was the first on board.\nBerg said the hull was cold.")
    page = Page(article, Tree(parsed))
    (voice,) = read(page, at(article.text, "Berg", 1))
    assert (voice.name, voice.kind) == ("Ana Berg", "named")


def test_ground_and_descriptor_are_spans_of_the_text() -> None:
    phrase = "A clerk with knowledge of the ledger, who spoke on condition of anonymity for fear of dismissal,"
    page, (voice,) = voices(phrase)
    assert voice.ground is not None and page.quote(voice.ground).startswith("on condition of anonymity")
    assert [page.quote(d) for d in voice.descriptors] == ["with knowledge of the ledger"]


def test_an_empty_phrase_has_no_voice() -> None:
    article, parsed = report("“…” said the harbour would freeze.")
    page = Page(article, Tree(parsed))
    assert read(page, at(article.text, "…")) == ()


def test_a_time_behind_the_voice_is_none_of_it() -> None:
    _, found = voices("The harbour minister today", "said the dike would hold.")
    assert [(p.kind, p.head) for p in found] == [("role", "minister")]


def test_an_aside_before_the_voice_is_none_of_it() -> None:
    article, parsed = report("Eighty people swam ashore, many of them by night, harbour pilot Ana Berg told reporters.")
    found = read(Page(article, Tree(parsed)), at(article.text, "many of them by night, harbour pilot Ana Berg"))
    assert [(p.name, p.kind) for p in found] == [("Ana Berg", "named")]


def test_a_bare_word_among_bodies_is_a_body() -> None:
    _, found = voices("Castor, the Berg family fund and the European Commission", "all declined to comment.")
    assert [p.kind for p in found] == ["organisation"] * 3
