"""How much of an endless report is analysed."""

from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Span
from stemma.text.bounds import EXAMINED, examined, left_over
from tests.support.reports import bare


def test_a_report_is_analysed_whole() -> None:
    text = "Two boats sank.\nNobody was hurt."
    article = bare("a", text, [Span(0, 15), Span(16, 32)])
    assert examined(article) == article.body
    assert left_over(article) == 0


def test_an_endless_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    text = "Two boats sank. " * 20_000
    article = bare("a", text, [Span(0, len(text) - 1)])
    (span,) = examined(article)
    assert EXAMINED - 20 < span.end <= EXAMINED
    assert text[: span.end].endswith("sank.")
    assert left_over(article) == len(text) - 1 - span.end


def test_paragraphs_after_the_bound_are_left_out() -> None:
    text = "x" * EXAMINED + "\nmore words"
    article = bare("a", text, [Span(0, EXAMINED), Span(EXAMINED + 1, len(text))])
    assert examined(article) == (Span(0, EXAMINED),)
    assert left_over(article) == 10


@given(st.lists(st.text("ab. \n?!", min_size=1, max_size=60), min_size=1, max_size=8), st.integers(1, 120))
def test_what_is_analysed_is_the_beginning_of_the_body(paragraphs: list[str], most: int) -> None:
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 1
    article = bare("a", "\n".join(paragraphs), spans)
    kept = examined(article, most)
    assert sum(s.end - s.start for s in kept) <= most
    assert all(k == s for k, s in zip(kept[:-1], spans, strict=False))
    assert not kept or (kept[-1].start == spans[len(kept) - 1].start and kept[-1].end <= spans[len(kept) - 1].end)
    if sum(map(len, paragraphs)) <= most:
        assert kept == tuple(spans)
