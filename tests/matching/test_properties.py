"""What must hold of claims whatever is matched: the order of input, unrelated articles and copies."""

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.collating import collate
from stemma.matching import match
from stemma.model import Article, Claim, Parsed, Statement
from tests.matching.test_match import FIRE, statements
from tests.support.reports import statement, told

Given = tuple[tuple[Article, ...], dict[str, Parsed], tuple[Statement, ...]]
STORY = ("north", "south", "west")


def story() -> Given:
    articles, parsed = told(*STORY)
    return tuple(articles), dict(parsed), statements()


def claims(given: Given) -> tuple[Claim, ...]:
    articles, parsed, said = given
    return match(articles, parsed, said, collate(articles, parsed))


@cache
def plain() -> tuple[Claim, ...]:
    return claims(story())


def groups(found: tuple[Claim, ...], without: frozenset[str] = frozenset()) -> set[frozenset[str]]:
    return {frozenset(c.statements) - without for c in found} - {frozenset()}


@settings(max_examples=15, deadline=None)
@given(st.permutations(STORY), st.permutations(range(9)))
def test_claims_do_not_depend_on_the_order_of_input(order: list[str], numbers: list[int]) -> None:
    articles, parsed, said = story()
    by_id = {a.id: a for a in articles}
    assert claims((tuple(by_id[n] for n in order), parsed, tuple(said[n] for n in numbers))) == plain()


def test_an_unrelated_article_changes_no_other_claim() -> None:
    articles, parsed, said = story()
    (metro,), grammar = told("metro")
    more = (
        statement(metro, "The city will shut its oldest tram line for eight weeks from July", "m1", chain=FIRE),
        statement(metro, "Passengers will be carried by buses", "m2"),
    )
    wider = claims(((*articles, metro), {**parsed, **grammar}, (*said, *more)))
    new = frozenset({"m1", "m2"})
    assert groups(wider, new) == groups(plain())
    assert not any(set(c.statements) & new and set(c.statements) - new for c in wider)
    kept = {c.id: (c.gist, c.statements) for c in wider if not set(c.statements) & new}
    assert kept == {c.id: (c.gist, c.statements) for c in plain()}


@settings(max_examples=6, deadline=None)
@given(st.sampled_from(STORY))
def test_a_copy_of_an_article_joins_its_claims(name: str) -> None:
    articles, parsed, said = story()
    twin = replace(next(a for a in articles if a.id == name), id="twin")
    copied = tuple(replace(s, id=f"{s.id}+", article="twin") for s in said if s.article == name)
    found = claims(((*articles, twin), {**parsed, "twin": replace(parsed[name], article="twin")}, (*said, *copied)))
    home = {s: c.id for c in found for s in c.statements}
    assert all(home[s.id] == home[s.id.removesuffix("+")] for s in copied)
    assert groups(found, frozenset(s.id for s in copied)) == groups(plain())
