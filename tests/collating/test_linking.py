"""Sentences cut where others tell their clauses apart."""

from stemma.collating import collate
from stemma.model import Article, Collation, Parsed, Passage
from stemma.parsing import parse
from tests.support.reports import article

WHOLE = "The ferry Corrigan ran aground off Skelby on Sunday, and its captain refused to leave the bridge."
FIRST = "The ferry Corrigan ran aground off Skelby on Sunday."
SECOND = "The captain of the ferry refused to leave the bridge."
OTHER = "Ticket prices on the island route will rise in April."


def collated(**told: tuple[str, ...]) -> tuple[Collation, dict[str, Article]]:
    pages = {name: article(name, f"Report {name}", *paragraphs) for name, paragraphs in told.items()}
    parsed: dict[str, Parsed] = {name: parse(page) for name, page in pages.items()}
    return collate(list(pages.values()), parsed), pages


def shown(passage: Passage, pages: dict[str, Article]) -> str:
    return pages[passage.article].text[passage.span.start : passage.span.end]


def rows(found: Collation, pages: dict[str, Article]) -> list[set[str]]:
    return [{shown(p, pages) for p in row.passages} for row in found.rows]


def test_a_sentence_is_cut_where_others_tell_its_clauses_apart() -> None:
    found, pages = collated(a=(WHOLE, OTHER), b=(FIRST, OTHER), c=(SECOND,))
    told = rows(found, pages)
    first = next(r for r in told if FIRST in r)
    second = next(r for r in told if SECOND in r)
    assert "The ferry Corrigan ran aground off Skelby on Sunday," in first
    assert "and its captain refused to leave the bridge." in second


def test_a_sentence_that_was_split_in_two_stands_in_two_rows_beside_its_halves() -> None:
    found, pages = collated(a=(WHOLE,), b=(FIRST, OTHER, SECOND))
    told = rows(found, pages)
    assert not any({FIRST, SECOND} <= r for r in told)
    assert sum(any(x in r for x in (FIRST, SECOND)) for r in told) == 2


def test_a_sentence_that_all_tell_whole_is_not_cut() -> None:
    found, _pages = collated(a=(WHOLE,), b=(WHOLE,), c=(WHOLE.replace("ran aground", "hit a reef"),))
    assert {p.span for row in found.rows for p in row.passages} <= {s.span for s in found.sentences}


def test_parts_and_what_is_alone_make_up_every_sentence() -> None:
    found, pages = collated(a=(WHOLE, OTHER), b=(FIRST,), c=(SECOND,))
    placed = sorted([*found.alone, *(p for row in found.rows for p in row.passages)])
    for sentence in found.sentences:
        words = shown(sentence, pages).split()
        parts = [p for p in placed if p.article == sentence.article and sentence.span.start <= p.span.start < sentence.span.end]
        assert " ".join(shown(p, pages) for p in parts).split() == words
