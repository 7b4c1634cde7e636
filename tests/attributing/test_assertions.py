"""The outlet's own word."""

from __future__ import annotations

from dataclasses import replace

from stemma.attributing.assertions import assertions
from tests.attributing.pages import at, report

TEXT = (
    "Norvik Lines sank 3 ferries off Oslo in March 2021, killing 40 people.\n"
    "It was cold. Nobody knew why.\n"
    "Ana Berg, 54, took over Norvik Lines in Bergen on Monday for 12 million euros."
)


def test_headline_and_weighty_sentences() -> None:
    article, parsed = report(TEXT, title="Forty die as ferries sink off Oslo")
    found = assertions(article, parsed, ())
    assert [s.place for s in found] == ["title", "body", "body"]
    assert all(s.chain == () and s.cue is None and s.source is None for s in found)
    assert article.text[found[0].content[0].start : found[0].content[0].end] == "Forty die as ferries sink off Oslo"


def test_what_is_attributed_is_not_the_outlets_own() -> None:
    article, parsed = report(TEXT)
    taken = at(article.text, "sank 3 ferries")
    found = assertions(article, parsed, (taken,))
    assert all(s.content[0].start >= taken.end for s in found)


def test_nothing_in_nothing() -> None:
    article, parsed = report("It was cold.")
    assert assertions(article, parsed, ()) == ()


def test_a_headline_that_denies_is_nobodys_assertion() -> None:
    article, parsed = report(TEXT, title="Norvik Lines denies ferries were overloaded")
    assert all(s.place == "body" for s in assertions(article, parsed, ()))


def test_what_a_press_release_calls_false_is_its_denial() -> None:
    article, parsed = report("Norvik Lines sank no ferry.\nWhat was printed about us is false in every line.")
    own = replace(article, kind="press-release")
    assert [s.stance for s in assertions(own, parsed, ()) if "false" in article.text[s.content[0].start : s.content[0].end]] == [
        "denies"
    ]
    assert all(s.stance == "asserts" for s in assertions(article, parsed, ()))


def test_a_body_that_speaks_for_itself_says_all_that_it_says() -> None:
    told = [f"The crew of our boat number {n} will be paid as before." for n in range(12)]
    article, parsed = report("\n".join([*told, "We are sorry for the long delay."]))
    own = assertions(replace(article, kind="press-release"), parsed, ())
    assert [article.text[s.content[0].start : s.content[0].end + 1] for s in own][-1].startswith("We are sorry")
    assert len(own) == 13
    assert len(assertions(article, parsed, ())) < 8
