from itertools import permutations

from stemma.collating import collate
from stemma.matching import match
from stemma.model import Claim, Hop, Statement, Voice
from tests.support.reports import statement, told

FIRE = (Hop(voices=(Voice(name="Oona Prather", kind="named"),)),)
FARM = (Hop(voices=(Voice(name="Brindle Farms", kind="organisation"),)),)


def statements() -> tuple[Statement, ...]:
    north, south, west = told("north", "south", "west")[0]
    return (
        statement(north, "A fire destroyed a cider store near Lumsford on Tuesday night, killing 3 workers", "n1", chain=FIRE),
        statement(north, "the sprinklers had been switched off for repairs since May", "n2", chain=FIRE),
        statement(north, "to comment", "n3", "declines", FARM),
        statement(north, "Apple growers in the valley expect a poor harvest this year.", "n4"),
        statement(
            south, "Four workers died when a blaze gutted a cider store outside Lumsford on Tuesday evening", "s1", chain=FIRE
        ),
        statement(south, "The sprinkler system had been turned off since May because it was being repaired", "s2", chain=FIRE),
        statement(south, "that the sprinklers had been switched off", "s3", "denies", FARM),
        statement(west, "A fire destroyed a cider store near Lumsford on Tuesday night, killing 3 workers", "w1", chain=FIRE),
        statement(west, "comment", "w2", "declines", FARM),
    )


def found(order: tuple[Statement, ...] | None = None) -> tuple[Claim, ...]:
    articles, parsed = told("north", "south", "west")
    return match(articles, parsed, statements() if order is None else order, collate(articles, parsed))


def test_every_statement_is_in_exactly_one_claim() -> None:
    members = [s for c in found() for s in c.statements]
    assert sorted(members) == sorted(s.id for s in statements())


def test_values_are_free_denials_join_and_other_matters_stay_apart() -> None:
    home = {s: c.id for c in found() for s in c.statements}
    assert home["n1"] == home["s1"] == home["w1"]
    assert home["n2"] == home["s2"] == home["s3"]
    assert home["n3"] == home["w2"]
    assert len({home[s] for s in ("n1", "n2", "n3", "n4")}) == 4


def test_order_of_statements_and_articles_is_of_no_account() -> None:
    articles, parsed = told("north", "south", "west")
    given = statements()
    collation = collate(articles, parsed)
    ways = {match(a, parsed, s, collation) for a in permutations(articles) for s in (given, given[::-1], given[4:] + given[:4])}
    assert len(ways) == 1


def test_gist_quotes_a_member_and_weight_puts_what_all_carry_first() -> None:
    texts = {a.id: a.text for a in told("north", "south", "west")[0]}
    contents = {s.id: (s.article, s.content[0]) for s in statements()}
    claims = found()
    for claim in claims:
        assert (claim.gist.article, claim.gist.span) in {contents[s] for s in claim.statements}
        assert 0 <= claim.weight <= 1 and claim.gist.span.end <= len(texts[claim.gist.article])
    assert "n1" in claims[0].statements
    assert [c.weight for c in claims] == sorted((c.weight for c in claims), reverse=True)
    assert len({c.id for c in claims}) == len(claims)


def test_no_statements_no_claims() -> None:
    assert found(()) == ()
