from dataclasses import replace
from itertools import permutations

import pytest

from stemma.collating import collate
from stemma.collating.collate import KEPT, THRESHOLD
from stemma.model import Collation, Pair, Passage
from tests.support.reports import told
from tests.support.walk import values


def between(found: Collation, a: str, b: str) -> list[Pair]:
    return [p for p in found.pairs if (p.a.article, p.b.article) == (a, b)]


def quoted(passage: Passage, texts: dict[str, str]) -> str:
    return texts[passage.article][passage.span.start : passage.span.end]


def test_rewritten_sentences_are_aligned_and_others_are_not() -> None:
    articles, parsed = told("north", "south")
    texts = {a.id: a.text for a in articles}
    found = {
        (quoted(p.a, texts)[:24], quoted(p.b, texts)[:24])
        for p in between(collate(articles, parsed), "north", "south")
        if p.relation
    }
    assert ("A fire destroyed a cider", "Four workers died when a") in found
    assert ("Prather said the sprinkl", "The sprinkler system had") in found
    assert not any(a.startswith("Apple growers") for a, _ in found)


def test_the_order_of_articles_is_of_no_account() -> None:
    articles, parsed = told("north", "south", "west")
    assert len({collate(order, parsed) for order in permutations(articles)}) == 1
    assert collate((*articles, articles[0]), parsed) == collate(articles, parsed)


def test_an_unrelated_article_changes_no_other_pair_or_row() -> None:
    articles, parsed = told("north", "south", "west")
    more, grammar = told("metro")
    one, two = collate(articles, parsed), collate((*articles, *more), {**parsed, **grammar})
    assert one.pairs == tuple(p for p in two.pairs if "metro" not in (p.a.article, p.b.article))
    assert one.rows == two.rows
    assert not any(p.relation for p in two.pairs if "metro" in (p.a.article, p.b.article))


def test_an_article_against_its_copy_aligns_every_sentence() -> None:
    (page,), grammar = told("south")
    copy = replace(page, id="twin")
    found = collate((page, copy), {"south": grammar["south"], "twin": replace(grammar["south"], article="twin")})
    matched = {p.a.span: p for p in found.pairs if p.a.span == p.b.span}
    assert set(matched) == set(grammar["south"].sentences)
    assert all(p.score == 1.0 and p.relation == "same" for p in matched.values())


def test_renaming_the_articles_so_that_they_change_places_changes_no_score() -> None:
    (one, two), parsed = told("north", "south")
    back = collate((replace(one, id="z"), two), {"z": replace(parsed["north"], article="z"), "south": parsed["south"]})
    swapped = {(p.b.span, p.a.span): p.score for p in back.pairs}
    assert {(p.a.span, p.b.span): p.score for p in collate((one, two), parsed).pairs} == swapped


def test_pairs_are_sorted_scored_and_have_a_relation_from_the_threshold_on() -> None:
    articles, parsed = told("north", "south", "west")
    found = collate(articles, parsed)
    assert list(found.pairs) == sorted(found.pairs, key=lambda p: (p.a, p.b))
    for pair in found.pairs:
        assert pair.a.article < pair.b.article
        assert KEPT <= pair.score <= 1 and round(pair.score, 6) == pair.score
        assert (pair.relation is not None) == (pair.score >= THRESHOLD)


def test_rows_join_articles_and_no_passage_is_in_two() -> None:
    articles, parsed = told("north", "south", "west")
    found = collate(articles, parsed)
    assert found.rows
    seen = [p for r in found.rows for p in r.passages]
    assert len(seen) == len(set(seen)) and set(seen) <= set(found.sentences)
    assert all(len({p.article for p in r.passages}) >= 2 for r in found.rows)
    assert len({r.id for r in found.rows}) == len(found.rows)
    lead = next(r for r in found.rows if {p.article for p in r.passages} == {"north", "south", "west"})
    assert len(lead.passages) >= 3


def test_all_passages_lie_inside_their_texts() -> None:
    articles, parsed = told("north", "south", "west")
    length = {a.id: len(a.text) for a in articles}
    passages = [v for v in values(collate(articles, parsed)) if isinstance(v, Passage)]
    assert passages and all(p.span.end <= length[p.article] for p in passages)


@pytest.mark.parametrize("names", [(), ("west",)])
def test_a_story_of_one_article_or_none_has_no_pairs(names: tuple[str, ...]) -> None:
    articles, parsed = told(*names)
    found = collate(articles, parsed)
    assert found.pairs == () and found.rows == ()
    assert len(found.sentences) == sum(len(p.sentences) for p in parsed.values())
