"""What must hold of every collation, on small stories drawn from invented sentences."""

import itertools
import random
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.collating import collate, edition
from stemma.model import Article, Collation, Parsed, Passage
from stemma.parsing import parse
from tests.support.reports import article, told
from tests.support.walk import values

POOL = (
    "The reservoir above Tarnby overflowed on Monday and flooded forty homes.",
    "Forty houses were flooded on Monday when the reservoir above Tarnby overflowed.",
    "The reservoir above Tarnby overflowed on Monday, and the water board denied that a valve had failed.",
    'The water board denied that a valve had failed, saying: "Every valve was tested in May."',
    '"Every valve was checked in May," the water board said, denying that one had failed.',
    "Two people were taken to hospital in Eskmouth with minor injuries.",
    "Two people with minor injuries were treated at the hospital in Eskmouth.",
    "Engineers from the water board will inspect the dam this week, a spokeswoman said.",
    "A spokeswoman said engineers would inspect the dam this week.",
    "Residents slept in the school hall.",
)
STORIES = st.lists(st.lists(st.sampled_from(range(len(POOL))), min_size=1, max_size=6, unique=True), min_size=2, max_size=4)
SETTINGS = settings(max_examples=15, deadline=None)


@cache
def page(name: str, sentences: tuple[int, ...]) -> tuple[Article, Parsed]:
    made = article(name, f"Flood report {name}", *(POOL[n] for n in sentences))
    return made, parse(made)


def story(told_by: list[list[int]]) -> tuple[list[Article], dict[str, Parsed]]:
    pages = [page("abcd"[n], tuple(sentences)) for n, sentences in enumerate(told_by)]
    return [a for a, _ in pages], {a.id: p for a, p in pages}


def shown(passage: Passage, articles: list[Article]) -> str:
    return next(a.text for a in articles if a.id == passage.article)[passage.span.start : passage.span.end]


def groups(found: Collation) -> set[frozenset[Passage]]:
    return {frozenset(r.passages) for r in found.rows}


@SETTINGS
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(told_by: list[list[int]], chance: random.Random) -> None:
    articles, parsed = story(told_by)
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert collate(shuffled, parsed) == collate(articles, parsed)


@SETTINGS
@given(STORIES)
def test_articles_that_change_places_change_no_score_and_no_row(told_by: list[list[int]]) -> None:
    articles, parsed = story(told_by)
    turned = {a.id: b.id for a, b in zip(articles, articles[::-1], strict=True)}
    back = {b: a for a, b in turned.items()}
    grammars = {turned[i]: replace(p, article=turned[i]) for i, p in parsed.items()}
    renamed = collate([replace(a, id=turned[a.id]) for a in articles], grammars)
    named = {frozenset(Passage(article=back[p.article], span=p.span) for p in group) for group in groups(renamed)}
    found = collate(articles, parsed)
    assert named == groups(found)
    scores = {frozenset((p.a, p.b)): (p.score, p.relation) for p in found.pairs}
    assert scores == {
        frozenset(Passage(article=back[x.article], span=x.span) for x in (p.a, p.b)): (p.score, p.relation) for p in renamed.pairs
    }


@SETTINGS
@given(st.lists(st.sampled_from(range(len(POOL))), min_size=1, max_size=6, unique=True))
def test_an_article_beside_its_copy_aligns_every_sentence_and_varies_nowhere(sentences: list[int]) -> None:
    one, grammar = page("a", tuple(sentences))
    copy = replace(one, id="copy")
    found = collate([one, copy], {"a": grammar, "copy": replace(grammar, article="copy")})
    same = {p.a.span for p in found.pairs if p.a.span == p.b.span and p.score == 1.0 and p.relation == "same"}
    assert same == set(grammar.sentences)
    assert found.alone == ()
    for row in found.rows:
        spans = {name: {p.span for p in row.passages if p.article == name} for name in ("a", "copy")}
        assert spans["a"] == spans["copy"]
    for entry in edition([one, copy], found).entries:
        assert {c.sign for c in entry.cells if c.passages[0].span == entry.cells[0].passages[0].span} <= {"base", "same"}


@SETTINGS
@given(STORIES)
def test_an_unrelated_article_changes_no_other_row(told_by: list[list[int]]) -> None:
    articles, parsed = story(told_by)
    more, grammar = told("metro")
    alone, beside = collate(articles, parsed), collate([*articles, *more], {**parsed, **grammar})
    assert beside.rows == alone.rows
    assert tuple(p for p in beside.alone if p.article != "metro") == alone.alone


@SETTINGS
@given(STORIES)
def test_rows_and_what_is_alone_hold_every_word_once(told_by: list[list[int]]) -> None:
    articles, parsed = story(told_by)
    found = collate(articles, parsed)
    placed = sorted([*found.alone, *(p for r in found.rows for p in r.passages)])
    assert len(placed) == len(set(placed))
    assert all(len({p.article for p in r.passages}) > 1 for r in found.rows)
    for sentence in found.sentences:
        parts = [p for p in placed if p.article == sentence.article and sentence.span.start <= p.span.start < sentence.span.end]
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(parts))
        assert " ".join(shown(p, articles) for p in parts) == " ".join(shown(sentence, articles).split())


@SETTINGS
@given(STORIES, st.integers(0, 3))
def test_an_edition_quotes_every_reading_and_every_variant_exactly(told_by: list[list[int]], base: int) -> None:
    articles, parsed = story(told_by)
    found = collate(articles, parsed)
    length = {a.id: len(a.text) for a in articles}
    assert all(v.span.end <= length[v.article] for v in values(found) if isinstance(v, Passage))
    chosen = articles[base % len(articles)].id
    edited = edition(articles, found, chosen)
    assert [e.number for e in edited.entries] == list(range(1, len(found.rows) + len(found.alone) + 1))
    for entry in edited.entries:
        assert entry.cells[0].sign == "base"
        assert entry.cells[0].article == chosen or not any(c.article == chosen for c in entry.cells)
        for cell in entry.cells:
            pieces = [p.at for p in cell.pieces if p.at]
            covered = "".join(shown(p, articles) for p in pieces)
            assert covered == "".join(shown(p, articles) for p in cell.passages)
            for piece in cell.pieces:
                assert piece.was is None or any(
                    p.article == piece.was.article and p.span.start <= piece.was.span.start and piece.was.span.end <= p.span.end
                    for p in cell.against
                )


def test_nothing_and_one_article_give_nothing_to_compare() -> None:
    assert collate([], {}).rows == () and edition([], collate([], {})).entries == ()
    one, grammar = page("a", (0, 1, 5))
    found = collate([one], {"a": grammar})
    assert found.pairs == () and found.rows == () and found.alone == found.sentences
    assert [e.row for e in edition([one], found).entries] == [None] * len(found.sentences)
    assert edition([one], found, shown="shared").entries == ()
