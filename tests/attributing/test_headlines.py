"""Headlines with a source at one end, and headlines without."""

from __future__ import annotations

import pytest

from stemma.attributing import attribute
from stemma.model import Statement
from tests.attributing.pages import report

BODY = "The fund has its seat in Port Holm and employs 40 people.\nIt was founded in 1931 by Norvik Holdings."


def above(title: str, body: str = BODY) -> tuple[str, list[Statement]]:
    article, parsed = report(body, title=title)
    return article.text, [s for s in attribute(article, parsed) if s.place == "title"]


@pytest.mark.parametrize(
    ("title", "content", "source", "kind"),
    [
        ("Minister to quit – sources", "Minister to quit", "sources", "unnamed"),
        ("Blast kills 12: police", "Blast kills 12", "police", "organisation"),
        ("Talks failed, say officials", "Talks failed", "officials", "organisation"),
        ("Study: Harbour fund lost $30 million", "Harbour fund lost $30 million", "Study", "document"),
        ("Police: Driver fled scene of crash", "Driver fled scene of crash", "Police", "organisation"),
        ("Bridge will close in May, mayor says", "Bridge will close in May", "mayor", "role"),
        ("Mayor says bridge will close in May", "bridge will close in May", "Mayor", "role"),
        ("Harbour fund 'lost $30 million', leaked memo shows", "Harbour fund 'lost $30 million'", "leaked memo", "document"),
        ("Norvik to cut 400 jobs - Reuters", "Norvik to cut 400 jobs", "Reuters", "agency"),
        ("Ministers knew of leak, according to inquiry", "Ministers knew of leak", "inquiry", "organisation"),
    ],
)
def test_the_tail_or_the_lead_is_the_source(title: str, content: str, source: str, kind: str) -> None:
    text, found = above(title)
    assert len(found) == 1  # once: not as the outlet's own word too
    (one,) = found
    assert [text[c.start : c.end] for c in one.content] == [content]
    assert one.source is not None and text[one.source.start : one.source.end] == source
    assert [hop.voices[0].kind for hop in one.chain] == [kind]


@pytest.mark.parametrize(
    "title",
    [
        "Report: Harbour fund lost $30 million",
        "Exclusive: Harbour fund lost $30 million",
        "Harbour fund lost $30 million - The Harbour Times",
        "Harbour report: What we know",
        "Did the harbour fund lose $30 million: police?",
        "Harbour fund lost $30 million in 2019",
    ],
)
def test_what_names_no_voice_is_the_outlets_own(title: str) -> None:
    _, found = above(title)
    assert all(not s.chain and s.source is None for s in found)


def test_a_denial_in_a_headline_denies() -> None:
    _, (one,) = above("Minister denies taking bribe as trial opens")
    assert one.stance == "denies"


def test_the_headline_has_the_chain_of_what_it_heads() -> None:
    body = "The harbour fund lost $30 million in May, two people close to the fund told Reuters."
    _, (one,) = above("Harbour fund lost $30 million – sources", body)
    assert [hop.voices[0].kind for hop in one.chain] == ["unnamed", "agency"]
    assert one.chain[0].voices[0].count == 2
