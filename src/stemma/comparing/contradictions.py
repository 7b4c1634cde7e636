"""Contradictions: passages that cannot both be right, one a pair of values, told at the wordings nearest the root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from stemma.comparing.accounts import Accounts, Wording, identity
from stemma.comparing.clash import Clash
from stemma.comparing.correcting import corrections
from stemma.comparing.counting import numbers
from stemma.comparing.coverage import Coverage
from stemma.comparing.denying import denials
from stemma.comparing.evolving import evolves
from stemma.comparing.happening import happenings
from stemma.comparing.persons import facts
from stemma.comparing.slots import other_days, other_places, spellings
from stemma.comparing.voices import first_voices
from stemma.model import Contradiction


def contradictions(accounts: Accounts) -> tuple[Contradiction, ...]:
    """All contradictions of a story, in a fixed order, one for each pair of values of one claim."""
    chosen: dict[tuple[str, ...], Clash] = {}
    carried: dict[tuple[str, ...], set[str]] = defaultdict(set)
    coverage = Coverage(accounts)
    for clash in [
        *denials(accounts, coverage),
        *happenings(accounts),
        *numbers(accounts, coverage),
        *other_days(accounts, coverage),
        *other_places(accounts, coverage),
        *spellings(accounts),
        *facts(accounts),
        *corrections(accounts),
    ]:
        for value, wording in zip(clash.values or (), (clash.a, clash.b), strict=False):
            carried[*clash.key[:2], f"{value:g}"].add(wording.article)
        old = chosen.get(clash.key)
        if old is None or _order(clash, accounts) < _order(old, accounts):
            chosen[clash.key] = clash
    kept = _each_value_once(chosen, carried, accounts)
    denied = {frozenset((c.at_a, c.at_b)) for c in kept.values() if c.kind == "denial"}
    # What is denied did not happen, says the denier: told as a denial it is not told again.
    once = [c for _, c in sorted(kept.items()) if c.kind != "happened" or frozenset((c.at_a, c.at_b)) not in denied]
    found = {c.id: c for c in (_told(clash, accounts) for clash in once)}
    return tuple(sorted(found.values(), key=lambda c: (c.a, c.b, c.kind, c.id)))


def _each_value_once(
    chosen: Mapping[tuple[str, ...], Clash], carried: Mapping[tuple[str, ...], set[str]], accounts: Accounts
) -> dict[tuple[str, ...], Clash]:
    """Of many values of one thing (3, 5, 8, 9 dead) each is set once against the one that more reports carry.

    A spanning forest over the values, the pairs that most reports carry first (Kruskal 1956); clashes without values stay.
    """
    kept = {key: clash for key, clash in chosen.items() if clash.values is None}
    group: dict[tuple[str, ...], tuple[str, ...]] = {}

    def root(value: tuple[str, ...]) -> tuple[str, ...]:
        while group.get(value, value) != value:
            value = group[value]
        return value

    def weight(key: tuple[str, ...]) -> int:
        return sum(len(carried[*key[:2], value]) for value in key[2:])

    valued = [key for key, clash in chosen.items() if clash.values is not None]
    for key in sorted(valued, key=lambda k: (-weight(k), _order(chosen[k], accounts), k)):
        ends = [root((*key[:2], value)) for value in key[2:]]
        if ends[0] != ends[1] or key[2] == key[3]:
            group[ends[0]] = ends[1]
            kept[key] = chosen[key]
    # What two voices count of people is also told for each count and the next higher: 21 by the one office, 23 by the other.
    counts: dict[tuple[str, ...], set[float]] = defaultdict(set)
    for key in valued:
        if chosen[key].people:
            counts[key[:2]].update(chosen[key].values or ())
    for slot in sorted(counts):
        for low, high in pairwise(sorted(counts[slot])):
            key = (*slot, *sorted([f"{low:g}", f"{high:g}"]))
            if key in chosen and _two_voices(chosen[key]):
                kept[key] = chosen[key]
    return kept


def _two_voices(clash: Clash) -> bool:
    """Whether two who are named or described give the two values, and not one of them both."""
    names = [{v.name.casefold() for v in first_voices(w.statement)} if w.statement else set() for w in (clash.a, clash.b)]
    return all(names) and not names[0] & names[1]


def _order(clash: Clash, accounts: Accounts) -> tuple[object, ...]:
    ranks = sorted([accounts.rank(clash.a.article), accounts.rank(clash.b.article)])
    apart = clash.a.claim is None or clash.a.claim != clash.b.claim
    unsaid = sum(w.statement is None or not w.statement.chain for w in (clash.a, clash.b))
    return (clash.a.statement is None or clash.b.statement is None, unsaid, apart, *ranks, clash.at_a, clash.at_b)


def _told(clash: Clash, accounts: Accounts) -> Contradiction:
    a, b, at_a, at_b, said_a, said_b = clash.a, clash.b, clash.at_a, clash.at_b, clash.said_a, clash.said_b
    hours = accounts.hours_between(a.article, b.article)
    if (hours is not None and hours < 0) or ((hours is None or hours == 0) and (at_b < at_a)):
        a, b, at_a, at_b, said_a, said_b = b, a, at_b, at_a, said_b, said_a
    values = clash.values if clash.values is None or a is clash.a else (clash.values[1], clash.values[0])
    evolution = evolves(
        a, b, accounts, kind=clash.kind, counts=values, grew=clash.people and values is not None and values[0] < values[1]
    )
    tellers = _teller(a, clash, accounts), _teller(b, clash, accounts)
    words = _sentence_of(tellers[0], said_a, "; later " if evolution else ", but ", tellers[1], said_b)
    if clash.kind == "denial" and not evolution and a is not clash.a:
        # "denied it" is read after what is denied, whichever of the two came out first.
        words = _sentence_of(tellers[1], said_b, ", but ", tellers[0], said_a)
    return Contradiction(
        id=identity(clash.kind, accounts.text(at_a), accounts.text(at_b), a.article, b.article),
        kind=clash.kind,
        claim=a.claim if a.claim == b.claim else None,
        a=at_a,
        b=at_b,
        statement_a=a.statement.id if a.statement else None,
        statement_b=b.statement.id if b.statement else None,
        evolution=evolution,
        words=words,
    )


def _teller(wording: Wording, clash: Clash, accounts: Accounts) -> str:
    """Whose value it is: how a name is spelt is the report's doing, not that of whom it quotes."""
    spelt = clash.key[0] == "name" and clash.key[1] != "put right"
    return accounts.outlet(wording.article) if spelt else speaker(wording, accounts)


def _sentence_of(one: str, said_one: str, turn: str, two: str, said_two: str) -> str:
    """One sentence in plain words, its first letter a capital."""
    told = f"{one} {said_one}{turn}{two} {said_two}."
    return told[:1].upper() + told[1:]


def speaker(wording: Wording, accounts: Accounts) -> str:
    """Who says it, for a reader: the first mouth and the outlet, or the outlet alone."""
    outlet = accounts.outlet(wording.article)
    chain = wording.statement.chain if wording.statement else ()
    if not chain or not chain[0].voices:
        return outlet
    names = " and ".join(v.name for v in chain[0].voices[:2])
    return f"{names} (in {outlet})"
