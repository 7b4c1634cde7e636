"""Corrections: they hold on the page they are anchored to and nowhere else, and say so where they cannot hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.errors import BadCorrection
from stemma.model import Article, Correction
from stemma.reading import read_bytes
from stemma.reading.correcting import check, correct
from tests.reading.pages import PAGE

ARTICLE = read_bytes(PAGE.encode(), "selwick.txt")


def wanted(field: str, value: str | None, *, quote: str = "", verdict: str = "must-be", page: str = ARTICLE.sha256) -> Correction:
    return Correction(page=page, field=field, verdict=verdict, quote=quote, value=value)  # type: ignore[arg-type]


def words(article: Article) -> list[str]:
    return [article.text[s.start : s.end] for s in article.body]


def test_a_fact_is_set_and_found_in_the_text() -> None:
    fixed = correct(ARTICLE, [wanted("byline", "Ida Marlowe")])
    assert fixed.byline is not None
    assert (fixed.byline.value, fixed.byline.how) == ("Ida Marlowe", "corrected by hand")
    assert fixed.byline.span is not None
    assert fixed.text[fixed.byline.span.start : fixed.byline.span.end] == "Ida Marlowe"
    assert replace(fixed, byline=ARTICLE.byline, authors=ARTICLE.authors) == ARTICLE


def test_the_title_moves_to_the_line_that_prints_it() -> None:
    fixed = correct(ARTICLE, [wanted("title", "THE SELWICK OBSERVER")])
    assert fixed.title is not None and fixed.title.value == "THE SELWICK OBSERVER"
    assert [fixed.text[line.span.start : line.span.end] for line in fixed.lines if line.role == "title"] == ["THE SELWICK OBSERVER"]


def test_what_cannot_be_is_taken_away_and_nothing_else() -> None:
    assert ARTICLE.title is not None
    assert correct(ARTICLE, [wanted("title", ARTICLE.title.value, verdict="cannot-be")]).title is None
    assert correct(ARTICLE, [wanted("title", "Another heading", verdict="cannot-be")]) == ARTICLE


def test_lines_go_and_come_with_their_credits() -> None:
    line = "He told Reuters that the pier would be repaired"
    dropped = correct(ARTICLE, [wanted("line", "chrome", quote=line)])
    assert not any(line in w for w in words(dropped))
    assert len(dropped.body) == len(ARTICLE.body) - 1
    assert any(c.agency == "Reuters" and c.kind == "in-text" for c in ARTICLE.credits)
    assert not any(c.agency == "Reuters" and c.kind == "in-text" for c in dropped.credits)
    kept = correct(ARTICLE, [wanted("line", "body", quote="Ida Marlowe covers ports and fishing.")])
    assert "Ida Marlowe covers ports and fishing. She joined the Observer in 2011." in words(kept)
    refused = correct(ARTICLE, [wanted("line", "body", quote="We were lucky", verdict="cannot-be")])
    assert not any("We were lucky" in w for w in words(refused))


def test_white_space_in_a_quote_does_not_matter() -> None:
    fixed = correct(ARTICLE, [wanted("line", "chrome", quote="He  told\nReuters that")])
    assert len(fixed.body) == len(ARTICLE.body) - 1


def test_words_that_the_page_does_not_print_are_said_and_change_nothing() -> None:
    fixed = correct(ARTICLE, [wanted("title", "A right title", quote="words of another page")])
    assert fixed.title == ARTICLE.title
    assert 'does not print "words of another page"' in fixed.notes[-1]


@given(st.sampled_from(["title", "outlet", "byline", "dateline"]), st.text(min_size=1).filter(str.strip))
def test_doing_it_twice_changes_nothing_more_and_another_page_is_never_touched(field: str, value: str) -> None:
    once = correct(ARTICLE, [wanted(field, value)])
    assert correct(once, [wanted(field, value)]) == once
    assert correct(ARTICLE, [wanted(field, value, page="0" * 64)]) == ARTICLE
    assert once.text == ARTICLE.text and once.id == ARTICLE.id


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (wanted("published", "14 February"), "no time"),
        (wanted("line", "banner", quote="Home"), "role 'banner'"),
        (wanted("line", "body"), "words of the line"),
        (wanted("title", None), "neither a value"),
        (wanted("mood", "sad"), "needed one of title"),
        (wanted("title", "x", verdict="maybe"), "needed one of must-be"),
        (wanted("title", "x", page="page.txt"), "no SHA-256"),
    ],
)
def test_what_could_never_be_meant_is_refused_with_a_hint(correction: Correction, said: str) -> None:
    with pytest.raises(BadCorrection, match=said) as caught:
        check(correction)
    assert caught.value.hint


@pytest.mark.parametrize(
    "time", ["2024", "2024-02", "2024-02-14", "2024-02-14T23:55", "2024-02-14T23:55:10Z", "2024-02-14T23:55+05:30"]
)
def test_times_as_precise_as_known(time: str) -> None:
    fixed = correct(ARTICLE, [wanted("published", time)])
    assert fixed.published is not None and fixed.published.value == time


def test_the_authors_follow_the_byline() -> None:
    assert ARTICLE.byline is not None and ARTICLE.authors == ("Ida Marlowe", "Tom Veld")
    other = correct(ARTICLE, [wanted("byline", "Ada Quill and Tom Veld")])
    assert other.authors == ("Ada Quill", "Tom Veld")
    assert correct(ARTICLE, [wanted("byline", ARTICLE.byline.value, verdict="cannot-be")]).authors == ()
