from stemma.collating import Edition, collate, edition
from stemma.collating.edition import Cell
from stemma.model import Article, Collation, Passage
from stemma.parsing import parse
from tests.support.reports import article

NOTICE = "The lighthouse at Corran Head will be switched off for good on Friday."
EDITED = "The lighthouse at Corran Head will be switched off on Friday."
FREELY = "On Friday the lamp of Corran Head lighthouse goes dark for ever."
FREELY_TOO = "On Friday the lamp of Corran Head lighthouse goes dark, it was said."
QUOTE = '"We have steered by that light for ninety years," said the harbourmaster, Una Brae.'
BENT = '"We have lived by that light for ninety years," said the harbourmaster, Una Brae.'
ONLY = "A local choir has recorded a song about herring."


def made(**told: tuple[str, ...]) -> tuple[list[Article], Collation]:
    pages = [article(name, f"Headline of {name} about fish {name}", *paragraphs) for name, paragraphs in told.items()]
    return pages, collate(pages, {p.id: parse(p) for p in pages})


def shown(passages: tuple[Passage, ...], pages: list[Article]) -> str:
    texts = {p.id: p.text for p in pages}
    return " ".join(texts[p.article][p.span.start : p.span.end] for p in passages)


def cell(edited: Edition, words: str, pages: list[Article]) -> Cell:
    return next(c for e in edited.entries for c in e.cells if shown(c.passages, pages) == words)


def test_rows_follow_the_base_and_what_it_lacks_stands_after_what_comes_before_it() -> None:
    pages, found = made(a=(NOTICE, QUOTE), b=(EDITED, ONLY, BENT))
    edited = edition(pages, found, "a", "all")
    order = [[shown(c.passages, pages) for c in e.cells] for e in edited.entries]
    order = [row for row in order if "Headline" not in row[0]]
    assert order == [[NOTICE, EDITED], [ONLY], [QUOTE, BENT]]


def test_a_reading_is_marked_against_the_base() -> None:
    pages, found = made(a=(NOTICE, QUOTE), b=(EDITED, BENT))
    edited = edition(pages, found, "a")
    edit = cell(edited, EDITED, pages)
    assert edit.sign == "edited" and [p.kind for p in edit.pieces] == [None, "dropped", None]
    bent = cell(edited, BENT, pages)
    (piece,) = [p for p in bent.pieces if p.kind]
    assert piece.kind == "quote-altered" and piece.at and piece.was
    assert (shown((piece.at,), pages), shown((piece.was,), pages)) == ("lived", "steered")


def test_a_reading_far_from_the_base_is_told_against_one_near_to_it() -> None:
    pages, found = made(a=(NOTICE,), b=(FREELY,), c=(FREELY_TOO,))
    edited = edition(pages, found, "a")
    assert cell(edited, FREELY, pages).sign == "otherwise"
    near = cell(edited, FREELY_TOO, pages)
    assert near.sign == "edited" and shown(near.against, pages) == FREELY


def test_what_is_shown_can_be_narrowed_and_keeps_its_numbers() -> None:
    pages, found = made(a=(NOTICE, QUOTE), b=(EDITED, ONLY, QUOTE))
    numbers = {how: [e.number for e in edition(pages, found, "a", how).entries] for how in ("all", "shared", "variant")}
    assert set(numbers["variant"]) < set(numbers["shared"]) < set(numbers["all"])
    told = [shown(e.cells[0].passages, pages) for e in edition(pages, found, "a", "variant").entries]
    assert NOTICE in told and QUOTE not in told and ONLY not in told


def test_the_default_base_is_the_article_that_shares_most_wording() -> None:
    pages, found = made(a=(FREELY,), b=(NOTICE, QUOTE), c=(EDITED, BENT, ONLY))
    assert edition(pages, found).base in ("b", "c")
    assert edition(pages, found) == edition(pages, found, edition(pages, found).base)
