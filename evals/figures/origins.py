"""Origins: is the lower bound of a claim's independent origins exact, and is it ever too high.

Over claims asserted in at least two visible articles of the story (FORMAT.md): exact lower bound, averaged over the classes
gold lower = 1 and gold lower >= 2 (a constant 1 scores .50); share of claims whose lower bound is too high. Upper bounds are
reported and not tuned on: annotators differed. Peers: always 1; every asserting article an origin; every agency credited by one
of them an origin, an article that credits none for itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evals import retold
from evals.core import mean
from evals.own import own
from stemma import reading
from stemma.model import Article, Claim, Origins, Speaker
from stemma.weighing import weigh

NEEDS = "retold"
VERSION = 1
FLOORS = ("gold_lower", "own_lower")
CEILINGS = ("gold_too_high", "own_too_high")


def counted(family: retold.Family) -> Iterator[tuple[Claim, tuple[int, int]]]:
    """The claims the figure is over, with their gold interval."""
    by_id = {s["id"]: s for s in family.gold["statements"]}
    gold = {c["id"]: c for c in family.gold["claims"]}
    for claim in retold.claims(family):
        asserting = {by_id[i]["article"] for i in claim.statements if by_id[i]["stance"] == "asserts"}
        if len(asserting) >= 2:
            low, high = gold[claim.id]["independent_origins"]
            yield claim, (low, high)


def _typed(article: Article) -> Article:
    """The gold reading with the program's own kind (the gold does not say which pages are press releases)."""
    data = Path(article.source).read_bytes()
    return replace(article, kind=reading.read_bytes(data, article.source).kind)


def weighed(family: retold.Family) -> tuple[Origins, ...]:
    """The program's origins on the gold statements, claims and tree."""
    articles = [_typed(retold.article(family, name)) for name in family.visible()]
    speakers: tuple[Speaker, ...] = ()
    return weigh(articles, retold.statements(family), speakers, retold.claims(family), retold.stemma(family), ())


def summary(rows: list[tuple[int, int, int, int]], prefix: str) -> dict[str, float]:
    """The figures over rows of (gold lower, gold upper, lower, upper)."""
    one = [low == g for g, _, low, _ in rows if g <= 1]
    more = [low == g for g, _, low, _ in rows if g >= 2]
    return {
        f"{prefix}lower": mean([mean(one), mean(more)]),
        f"{prefix}lower_one": mean(one),
        f"{prefix}lower_more": mean(more),
        f"{prefix}too_high": mean(low > g for g, _, low, _ in rows),
        f"{prefix}upper_exact": mean(high == h for _, h, _, high in rows),
        f"{prefix}claims": float(len(rows)),
    }


def found_end_to_end(family: retold.Family) -> dict[str, Origins]:
    """Gold claim id -> the program's origins of the claim that most of its own matched statements are in."""
    seen = own(family)
    claim_of = seen.claim_of()
    gold_claim = {s["id"]: s["claim"] for s in family.gold["statements"]}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for gold, mine in sorted(seen.matched.items()):
        if mine.id in claim_of and gold_claim.get(gold):
            votes[claim_of[mine.id]][gold_claim[gold]] += 1
    origins = {o.claim: o for o in seen.dossier.origins if o.side == "asserting"}
    best: dict[str, tuple[int, str]] = {}
    for claim in sorted(votes):
        gold, count = min(votes[claim].items(), key=lambda item: (-item[1], item[0]))
        if claim in origins and (gold not in best or count > best[gold][0]):
            best[gold] = (count, claim)
    return {gold: origins[claim] for gold, (_, claim) in best.items()}


def measure(folder: Path) -> dict[str, float]:
    """The figures on gold statements, claims and tree, and end to end (a gold claim that no own claim maps to is a miss)."""
    rows, own_rows = [], []
    peers: dict[str, list[tuple[int, int]]] = {"one": [], "outlets": [], "credits": []}
    for family in retold.families(folder):
        found = {o.claim: o for o in weighed(family) if o.side == "asserting"}
        mine = found_end_to_end(family)
        for claim, (low, high) in counted(family):
            rows.append((low, high, found[claim.id].lower, found[claim.id].upper))
            own_rows.append((low, high, mine[claim.id].lower, mine[claim.id].upper) if claim.id in mine else (low, high, -1, -1))
            for name, guess in _guesses(family, claim).items():
                peers[name].append((low, guess))
    out = summary(rows, "gold_") | summary(own_rows, "own_")
    for name, guessed in peers.items():
        one, more = [g == low for low, g in guessed if low <= 1], [g == low for low, g in guessed if low >= 2]
        out[f"peer_{name}_lower"] = mean([mean(one), mean(more)])
        out[f"peer_{name}_too_high"] = mean(g > low for low, g in guessed)
    return out


def _guesses(family: retold.Family, claim: Claim) -> dict[str, int]:
    """What the peers take for the lower bound of a claim."""
    by_id = {s["id"]: s for s in family.gold["statements"]}
    asserting = sorted({by_id[i]["article"] for i in claim.statements if by_id[i]["stance"] == "asserts"} & set(family.visible()))
    credited = set[str]()
    for name in asserting:
        agencies = {c.agency for c in retold.article(family, name).credits if c.kind != "photo"}
        credited |= agencies or {name}
    return {"one": 1, "outlets": len(asserting), "credits": len(credited)}
