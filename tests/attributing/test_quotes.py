"""Quotation marks: pairs, apostrophes, continuation, and what must hold of any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.attributing.quotes import pair
from stemma.model import Span
from tests.support.timing import within


def paragraphs(text: str) -> list[Span]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Span(at, at + len(line)))
        at += len(line) + 1
    return out


def inner(text: str, depth: int = 0) -> list[str]:
    return [text[q.inner.start : q.inner.end] for q in pair(text, paragraphs(text)) if q.depth == depth]


def test_marks_of_every_kind() -> None:
    for opening, closing in (("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("'", "'"), ("''", "''"), ("„", "”")):
        assert inner(f"The harbour, {opening}we think{closing}, is shut.") == ["we think"]


def test_apostrophes_are_no_quotations() -> None:
    assert inner("The ship's owners didn't pay the sailors' wages in the '90s, they said.") == []
    assert inner("The dog’s owner and the cats’ owner met.") == []


def test_possessive_inside_single_marks() -> None:
    assert inner("He said: ‘The sailors’ wages are late’ and left.") == ["The sailors’ wages are late"]


def test_nested() -> None:
    text = "“He told me ‘never again’ twice,” she said."
    assert inner(text) == ["He told me ‘never again’ twice,"]
    assert inner(text, 1) == ["never again"]


def test_quotation_over_paragraphs() -> None:
    text = "“First part.\n“Second part,” he said.\nNo marks here."
    quotes = pair(text, paragraphs(text))
    assert [text[q.inner.start : q.inner.end] for q in quotes] == ["First part.", "Second part,"]
    assert (quotes[0].runs_on, quotes[1].carried_on) == (True, True)


def test_unbalanced_marks() -> None:
    assert inner('A 12" pipe and an open " mark\nNext paragraph.') == []
    assert inner("“Nobody closed this one.\nThe next paragraph is not a quotation.") == ["Nobody closed this one."]
    assert inner("Closed” without an opening.") == []


def test_linear_on_marks_without_end() -> None:
    text = "‘a “b " * 40_000
    with within(5):
        pair(text, [Span(0, len(text))])


@given(st.text(alphabet="ab s.,\n\"'“”‘’«»-", max_size=80))
def test_spans_lie_inside_and_nest(text: str) -> None:
    spans = paragraphs(text)
    quotes = pair(text, spans)
    for quote in quotes:
        paragraph = spans[quote.paragraph]
        assert paragraph.start <= quote.span.start < quote.inner.start < quote.inner.end <= quote.span.end <= paragraph.end
    for a in quotes:
        for b in quotes:
            if a is not b and a.span.start < b.span.start < a.span.end:
                assert b.span.end <= a.span.end
    assert quotes == pair(text, spans)
