"""Where corrections hold, found again by words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Correction, Span
from stemma.text.anchors import concerns, decided, holds, mentions_at, pairs, places, standing, statements_at
from tests.dossier.sample import sample

D = sample()
PAGE = {a.id: a.sha256 for a in D.articles}
TEXT = {a.id: a.text for a in D.articles}
EDGE = Correction(page="a" * 64, field="edge", verdict="must-be", quote="", other="b" * 64)
CLAIM = Correction(page="a" * 64, field="claim", verdict="must-be", quote="one thing", other="b" * 64, other_quote="another")


def test_words_are_found_whatever_the_white_space() -> None:
    text = "The berth\n  closes in June. The berth closes in July."
    assert [text[p.start : p.end] for p in places(text, " The berth closes ")] == ["The berth\n  closes", "The berth closes"]
    assert places(text, "  ") == []
    assert places(text, "the berth (closes") == []


@given(st.text(alphabet="ab c.\n", max_size=40), st.text(alphabet="ab c.", max_size=6))
def test_a_place_quotes_the_words(text: str, quote: str) -> None:
    for place in places(text, quote):
        assert text[place.start : place.end].split() == quote.split()


def test_a_statement_is_found_by_its_own_words() -> None:
    for statement in D.statements:
        words = TEXT[statement.article][statement.content[0].start : statement.content[-1].end]
        found = statements_at(D.articles, D.statements, PAGE[statement.article], words)
        assert [s.content for s in found] == [statement.content]


def test_words_of_no_statement_and_another_page_find_nothing() -> None:
    assert statements_at(D.articles, D.statements, PAGE[D.articles[0].id], "words that stand nowhere") == ()
    assert statements_at(D.articles, D.statements, "0" * 64, TEXT[D.articles[0].id][:40]) == ()
    assert statements_at(D.articles, D.statements, None, "anything") == ()


def test_a_voice_is_found_by_its_name_and_by_the_words_of_the_passage() -> None:
    for statement in D.statements:
        for n, hop in enumerate(statement.chain):
            for k, voice in enumerate(hop.voices):
                found = mentions_at(D.articles, D.statements, PAGE[statement.article], voice.name.upper())
                assert (statement.id, n, k) in {(m.statement, m.hop, m.voice) for m in found}
    assert mentions_at(D.articles, D.statements, PAGE[D.articles[0].id], " ") == ()


def test_of_two_that_say_the_opposite_the_last_counts() -> None:
    wrong = replace(EDGE, verdict="cannot-be")
    assert decided([EDGE, wrong], "edge") == (wrong,)
    assert decided([wrong, EDGE], "edge") == (EDGE,)
    turned = replace(EDGE, page=EDGE.other, other=EDGE.page)
    assert decided([EDGE, turned], "edge") == (turned,)
    assert decided([wrong, turned], "edge") == (wrong, turned)
    swapped = replace(CLAIM, page=CLAIM.other, quote="  Another", other=CLAIM.page, other_quote="one  thing", verdict="cannot-be")
    assert decided([CLAIM, swapped], "claim") == (swapped,)
    assert decided([CLAIM, EDGE], "voice") == ()


def test_pairs_never_hold_the_same_twice() -> None:
    found = {(CLAIM.page, "one thing"): [1, 2], (CLAIM.other, "another"): [2, 3], (CLAIM.page, "a third"): [3]}
    apart = replace(CLAIM, verdict="cannot-be", quote="a third", other_quote="one thing", other=CLAIM.page)
    together, separate = pairs([CLAIM, apart], "claim", found)
    assert together == [(1, 2), (1, 3), (2, 3)]
    assert separate == []


def test_what_a_correction_is_about() -> None:
    one, two = D.articles[0], D.articles[1]
    edge = replace(EDGE, page=one.sha256, other=two.sha256)
    assert concerns(edge, D.articles)
    assert holds(edge, D.articles, D.statements)
    assert holds(replace(edge, other=None), D.articles, D.statements)
    assert not concerns(edge, D.articles[:1])
    date = Correction(page=one.sha256, field="published", verdict="must-be", quote="", value="2026-01-01")
    assert holds(date, D.articles, D.statements)
    assert not holds(replace(date, quote="words that stand nowhere"), D.articles, D.statements)
    assert not holds(replace(date, page="0" * 64), D.articles, D.statements)
    line = Correction(page=one.sha256, field="line", verdict="must-be", quote=one.text[:10], value="chrome")
    assert holds(line, D.articles, D.statements)
    assert isinstance(one.lines[0].span, Span)


def test_what_a_later_correction_overrules_no_longer_stands() -> None:
    date = Correction(page="a" * 64, field="published", verdict="must-be", quote="", value="2026-01-01")
    other = replace(date, value="2026-01-02")
    never = replace(date, verdict="cannot-be")
    assert standing([date, other]) == (other,)
    assert standing([other, never]) == (other, never)
    assert standing([date, never]) == (never,)
    assert standing([date, replace(other, page="b" * 64), replace(other, field="title")])[0] == date
    line = Correction(page="a" * 64, field="line", verdict="must-be", quote="Read more", value="chrome")
    assert standing([line, replace(line, value="body"), replace(line, quote="Other")]) == (
        replace(line, value="body"),
        replace(line, quote="Other"),
    )
    assert standing([EDGE, CLAIM, replace(EDGE, verdict="cannot-be")]) == (CLAIM, replace(EDGE, verdict="cannot-be"))
