"""Which side of a claim a statement takes once the claim is known: invented reports of a bell."""

from __future__ import annotations

from typing import Literal

from stemma.model import Article, Hop, Span, Statement, Voice
from stemma.weighing.sides import sided
from tests.attributing.pages import report

Told = tuple[str, str, Literal["asserts", "denies"]]


def stances(*told: Told) -> list[str]:
    """The stances after siding of statements given as (words before the content, content, stance), one article each."""
    articles: dict[str, Article] = {}
    members = []
    for n, (cue, content, stance) in enumerate(told):
        article, _ = report(f"The keeper {cue} {content}.")
        articles[str(n)] = article
        at = article.text.index(content)
        members.append(
            Statement(
                id=str(n),
                article=str(n),
                content=(Span(at, at + len(content)),),
                cue=Span(len("The keeper "), len("The keeper ") + len(cue)),
                source=None,
                quotation="indirect",
                stance=stance,
                hedges=(),
                chain=(Hop(voices=(Voice(name="the keeper", kind="role"),)),),
                gathered=None,
                public=None,
                place="body",
                by="test",
            )
        )
    return [s.stance for s in sided(members, articles)]


RANG: Told = ("said", "the harbour bell rang at noon", "asserts")
UNHEARD: Told = ("said", "nobody had heard the harbour bell", "denies")


def test_a_no_in_the_words_of_a_denial_denies() -> None:
    assert stances(RANG, UNHEARD, ("said", "no bell was heard at all", "asserts")) == ["asserts", "denies", "denies"]


def test_a_no_of_other_words_stays() -> None:
    assert stances(RANG, UNHEARD, ("said", "she did not mind", "asserts")) == ["asserts", "denies", "asserts"]


def test_without_a_denial_in_a_negative_nothing_changes() -> None:
    assert stances(RANG, ("denied", "the harbour bell rang", "denies"), ("said", "no bell was heard", "asserts")) == [
        "asserts",
        "denies",
        "asserts",
    ]


def test_where_all_say_no_the_claim_is_the_no() -> None:
    assert stances(("said", "no bell was heard", "asserts"), UNHEARD) == ["asserts", "denies"]
