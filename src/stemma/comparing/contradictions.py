"""Contradictions: passages that cannot both be right, one a pair of values, told at the wordings nearest the root."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from stemma.comparing.accounts import Accounts, Wording, identity, overlap, short
from stemma.comparing.coverage import Coverage
from stemma.comparing.dates import days, other_day
from stemma.comparing.denying import denied
from stemma.comparing.evolving import evolves
from stemma.comparing.figures import Figure, figures, nearness, other_unit, same_thing, tells_fate
from stemma.comparing.naming import misspelt
from stemma.model import Contradiction, ContradictionKind, Noted, Passage, Span
from stemma.values.numbers import compared

_MUCH_THE_SAME: Final = 0.32
"""Part of their content words (Dice, by idf) that two aligned sentences share before their numbers or places are compared."""
_ALIKE_ACROSS: Final = 0.3
_NEAR_ACROSS: Final = 0.2
"""What two statements of different claims must share: Dice by idf of all their words, and Jaccard around the numbers."""
_HANDFUL: Final = 5.0
_COUNTED: Final = frozenset({"dead", "missing", "hurt", "displaced", "aboard"})
_PARTIAL: Final = re.compile(r"(?i)\b(?:includ\w+|among (?:them|the)|of (?:whom|them|those)|another|other|both|earlier|previous)\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NO_DATE: Final = Noted(value="", how="")


def _denials(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """What some assert and others deny, each denial once."""
    for claim, assertion, denial in denied(accounts, coverage):
        here, there = accounts.wording(assertion), accounts.wording(denial)
        said = f"said “{short(accounts.quote(here))}”"
        yield Clash("denial", here, there, here.at, there.at, ("denial", claim, denial.id), said, "denied it")


@dataclass(frozen=True, slots=True)
class Clash:
    """A difference before it is told: `key` is what makes it one difference, however many copies carry it."""

    kind: ContradictionKind
    a: Wording
    b: Wording
    at_a: Passage
    at_b: Passage
    key: tuple[str, ...]
    said_a: str
    said_b: str
    values: tuple[float, float] | None = None
    people: bool = False


def contradictions(accounts: Accounts) -> tuple[Contradiction, ...]:
    """All contradictions of a story, in a fixed order, one for each pair of values of one claim."""
    chosen: dict[tuple[str, ...], Clash] = {}
    coverage = Coverage(accounts)
    for clash in [
        *_denials(accounts, coverage),
        *_numbers(accounts, coverage),
        *_days(accounts, coverage),
        *_places(accounts, coverage),
        *_spellings(accounts),
    ]:
        old = chosen.get(clash.key)
        if old is None or _order(clash, accounts) < _order(old, accounts):
            chosen[clash.key] = clash
    found = {c.id: c for c in (_told(clash, accounts) for _, clash in sorted(chosen.items()))}
    return tuple(sorted(found.values(), key=lambda c: (c.a, c.b, c.kind, c.id)))


def _order(clash: Clash, accounts: Accounts) -> tuple[object, ...]:
    ranks = sorted([accounts.rank(clash.a.article), accounts.rank(clash.b.article)])
    apart = clash.a.claim is None or clash.a.claim != clash.b.claim
    return (clash.a.statement is None or clash.b.statement is None, apart, *ranks, clash.at_a, clash.at_b)


def _told(clash: Clash, accounts: Accounts) -> Contradiction:
    a, b, at_a, at_b, said_a, said_b = clash.a, clash.b, clash.at_a, clash.at_b, clash.said_a, clash.said_b
    hours = accounts.hours_between(a.article, b.article)
    if (hours is not None and hours < 0) or ((hours is None or hours == 0) and (at_b < at_a)):
        a, b, at_a, at_b, said_a, said_b = b, a, at_b, at_a, said_b, said_a
    values = clash.values if clash.values is None or a is clash.a else (clash.values[1], clash.values[0])
    evolution = evolves(a, b, accounts, counts=values, grew=clash.people and values is not None and values[0] < values[1])
    turn = "; later " if evolution else ", but "
    return Contradiction(
        id=identity(clash.kind, accounts.text(at_a), accounts.text(at_b), a.article, b.article),
        kind=clash.kind,
        claim=a.claim if a.claim == b.claim else None,
        a=at_a,
        b=at_b,
        statement_a=a.statement.id if a.statement else None,
        statement_b=b.statement.id if b.statement else None,
        evolution=evolution,
        words=_sentence_of(speaker(a, accounts), said_a, turn, speaker(b, accounts), said_b),
    )


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


# ------------------------------------------------------------------------------------------------ numbers


def _numbers(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """Numbers of the same thing that differ, within a claim and between sentences that are aligned."""
    for claim in accounts.claims:
        wordings = [accounts.wording(accounts.statements[i]) for i in sorted(claim.statements) if i in accounts.statements]
        # What a headline counts, the body says too, and in words that show what is counted.
        sets = [(w, figures(w, accounts)) for w in wordings if not accounts.is_title(w.at)]
        for (_, one), (_, two) in combinations([s for s in sets if s[1]], 2):
            yield from _differing(one, two, accounts, 0.0)
    for pair in accounts.collation.pairs:
        if pair.relation is None or accounts.is_title(pair.a) or accounts.is_title(pair.b):
            continue
        left, right = _sentence(pair.a, accounts), _sentence(pair.b, accounts)
        one, two = figures(left, accounts), figures(right, accounts)
        if one and two and coverage.dice(left, right) >= _MUCH_THE_SAME:
            yield from _differing(one, two, accounts, 0.1)
    yield from _tolls(accounts)
    yield from _counts(accounts, coverage)


def _tolls(accounts: Accounts) -> Iterator[Clash]:
    """What became of people, counted in different claims: one event has one toll at a time."""
    told: list[Figure] = []
    for statement in accounts.statements.values():
        wording = accounts.wording(statement)
        around = " ".join(accounts.text(s) for s in accounts.sentences_of(statement))
        year = (accounts.articles[statement.article].published or _NO_DATE).value[:4]
        if (
            statement.stance != "asserts"
            or accounts.is_title(wording.at)
            or _PARTIAL.search(around)
            or set(_YEAR.findall(around)) - {year}
        ):
            continue
        told += [f for f in figures(wording, accounts) if f.fate in _COUNTED]
    for f, g in combinations(told, 2):
        if f.wording.claim != g.wording.claim and same_thing(f, g) and compared(f.number, g.number) in ("different", "grew"):
            yield _clash(f, g, accounts)


def _counts(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """What two statements of different claims count, where they share a name or body and several words besides."""
    wordings = [accounts.wording(s) for s in accounts.statements.values() if s.stance == "asserts"]
    sets = [(w, [f for f in figures(w, accounts) if f.fate is None and f.number.bound != "vague"]) for w in wordings]
    sets = [(w, fs) for w, fs in sets if fs and not accounts.is_title(w.at)]
    for (one, left), (two, right) in combinations(sets, 2):
        if one.claim == two.claim or one.article == two.article or coverage.dice(one, two) < _ALIKE_ACROSS:
            continue
        for clash in _differing(left, right, accounts, _NEAR_ACROSS):
            low, high = sorted(clash.values or (0.0, 0.0))
            # A handful of anything is counted again and again; what differs widely is something else.
            if low >= _HANDFUL and high <= 3 * low:
                yield clash


def _sentence(passage: Passage, accounts: Accounts) -> Wording:
    told = accounts.told(passage)
    return Wording(passage.article, (passage.span,), passage, told, accounts.claim_of.get(told.id) if told else None)


def _differing(one: Sequence[Figure], two: Sequence[Figure], accounts: Accounts, least: float) -> Iterator[Clash]:
    """The figures of two wordings that are of the same thing and differ: those with an equal are set aside first."""
    yield from (_clash(f, g, accounts) for f in one for g in two if f.number.value == g.number.value and other_unit(f, g))
    left = [f for f in one if not _part(f, accounts) and not any(_agree(f, g) for g in two)]
    right = [g for g in two if not _part(g, accounts) and not any(_agree(f, g) for f in one)]
    used: set[int] = set()
    for f in left:
        open_ = [(nearness(f, g), n) for n, g in enumerate(right) if n not in used and same_thing(f, g)]
        # Money, shares and measures are of many things; a count names what it counts.
        open_ = [
            (near, n)
            for near, n in open_
            if (near >= least or f.number.kind == "count") and compared(f.number, right[n].number) in ("different", "grew")
        ]
        if not open_:
            continue
        _, n = max(open_, key=lambda item: (item[0], -item[1]))
        used.add(n)
        g = right[n]
        yield _clash(f, g, accounts)


def _clash(f: Figure, g: Figure, accounts: Accounts) -> Clash:
    values = sorted([f"{f.number.value:g}", f"{g.number.value:g}"])
    return Clash(
        "number",
        f.wording,
        g.wording,
        f.wording.at,
        g.wording.at,
        ("number", f.fate or f.number.unit or f.head, *values),
        f"gave {_said(f, accounts)}",
        f"gave {_said(g, accounts)}",
        values=(f.number.value, g.number.value),
        people=f.fate is not None,
    )


def _part(figure: Figure, accounts: Accounts) -> bool:
    """Whether a figure counts only a part ("including two children", "another three")."""
    start = figure.at.span.start
    return _PARTIAL.search(accounts.articles[figure.at.article].text[max(0, start - 24) : start]) is not None


def _agree(f: Figure, g: Figure) -> bool:
    """Whether two figures are equal, and not the counts of two different fates."""
    if f.fate and g.fate and f.fate != g.fate:
        return False
    return compared(f.number, g.number) in ("same", "compatible")


def _said(figure: Figure, accounts: Accounts) -> str:
    """The number's words, with the noun they count, or what became of them, where it follows."""
    after = accounts.tokens(figure.at.article, Span(figure.at.span.end, figure.at.span.end + 24))
    noun = next((t for t in after[:3] if t.lemma == figure.head and t.pos == "NOUN"), None)
    if noun is None and after and tells_fate(after[0]):
        noun = after[0]
    return f"“{accounts.articles[figure.at.article].text[figure.at.span.start : noun.end if noun else figure.at.span.end]}”"


# ------------------------------------------------------------------------------------------------ days, places, names


def _alike(accounts: Accounts, coverage: Coverage, statements: float, sentences: float) -> Iterator[tuple[Wording, Wording]]:
    """Pairs of wordings of one claim or of aligned sentences that share enough of their content words (Dice)."""
    for claim in accounts.claims:
        members = [accounts.statements[i] for i in sorted(claim.statements) if i in accounts.statements]
        wordings = [accounts.wording(s) for s in members if s.stance == "asserts"]
        for one, two in combinations(wordings, 2):
            if one.article != two.article and coverage.dice(one, two) >= statements:
                yield one, two
    for pair in accounts.collation.pairs:
        if pair.relation is not None and not accounts.is_title(pair.a) and not accounts.is_title(pair.b):
            one, two = _sentence(pair.a, accounts), _sentence(pair.b, accounts)
            if coverage.dice(one, two) >= sentences:
                yield one, two


def _days(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """Each names one day, and not the same."""
    for one, two in _alike(accounts, coverage, 0.3, 0.7):
        moved = other_day(days(one, accounts), days(two, accounts))
        if moved is not None:
            a, b = moved
            key = ("date", one.claim or "", *sorted([a.when.start, b.when.start]))
            yield Clash("date", one, two, one.at, two.at, key, f"gave “{accounts.text(a.at)}”", f"gave “{accounts.text(b.at)}”")


def _places(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """Each names one place, and neither report knows the other's."""
    for one, two in _alike(accounts, coverage, 0.3, 0.4):
        a, b = _only_place(one, accounts), _only_place(two, accounts)
        if a is None or b is None:
            continue
        name_a, name_b = accounts.text(a), accounts.text(b)
        if name_a in accounts.articles[two.article].text or name_b in accounts.articles[one.article].text:
            continue
        # A place and its adjective, or a part of its name, are one place.
        if name_a[:4].casefold() == name_b[:4].casefold():
            continue
        yield Clash("place", one, two, one.at, two.at, ("place", *sorted([name_a, name_b])), f"gave “{name_a}”", f"gave “{name_b}”")


def _only_place(wording: Wording, accounts: Accounts) -> Passage | None:
    """The place a wording names after a preposition, where it names just one."""
    found: list[tuple[int, int]] = []
    tokens = [t for s in wording.spans for t in accounts.tokens(wording.article, s)]
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.entity in ("GPE", "LOC") and token.pos == "PROPN":
            if found and found[-1][1] >= token.start - 1:
                found[-1] = (found[-1][0], token.end)
            elif before is not None and before.pos == "ADP":
                found.append((token.start, token.end))
    return Passage(article=wording.article, span=Span(*found[0])) if len(found) == 1 else None


def _spellings(accounts: Accounts) -> Iterator[Clash]:
    """One name in two spellings."""
    for words, a, b in misspelt(accounts):
        one, two = (_holder(p, accounts) for p in (a, b))
        key = ("name", *words)
        yield Clash("name", one, two, one.at, two.at, key, f"wrote “{accounts.text(a)}”", f"wrote “{accounts.text(b)}”")


def _holder(at: Passage, accounts: Accounts) -> Wording:
    sentence = next((s for s in accounts.sentences[at.article] if overlap(s.span, at.span)), at)
    return _sentence(sentence, accounts)
