"""Slots: two wordings of one thing that differ in the day, the place or the spelling of a name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from stemma.comparing.accounts import Accounts, Wording
from stemma.comparing.clash import Clash, holder, whole
from stemma.comparing.coverage import Coverage
from stemma.comparing.dates import Day, at_once, days, other_day
from stemma.comparing.naming import misspelt
from stemma.model import Passage, Span

_WEEK: Final = 144.0
"""Hours after which two reports speak of two weeks."""
_OTHER_DEED: Final = 0.4
"""Part of their content words (Dice, by idf) that two wordings share whose dates hang on different verbs."""


def _alike(accounts: Accounts, coverage: Coverage, statements: float, sentences: float) -> Iterator[tuple[Wording, Wording]]:
    """Pairs of wordings of one claim or of aligned sentences that share enough of their content words (Dice)."""
    for claim in accounts.claims:
        members = [accounts.statements[i] for i in sorted(claim.statements) if i in accounts.statements]
        wordings = [accounts.wording(s) for s in members if s.stance == "asserts"]
        weighed = [(w, coverage.weighed(w), coverage.weighed(whole(w, accounts))) for w in wordings]
        for (one, said, around), (two, told, about) in combinations(weighed, 2):
            if one.article != two.article and (
                coverage.alike(said, told) >= statements or coverage.alike(around, about) >= statements
            ):
                yield one, two
    for one, two, alike in coverage.aligned:
        if alike >= sentences:
            yield one, two


def other_days(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """Each names one day or one hour, and not the same; or the one says "at once" and the other a day to come."""
    for one, two in _alike(accounts, coverage, 0.2, 0.4):
        left, right = days(one, accounts), days(two, accounts)
        moved = other_day(left, right)
        if moved is not None:
            a, b = moved
            # One bare weekday in two reports of a week is one day, whatever the tense makes of it.
            if accounts.text(a.at).casefold() == accounts.text(b.at).casefold():
                continue
            # "sued on Wednesday", "asked on Tuesday": two deeds, unless nearly all else is the same.
            if a.verb != b.verb and (coverage.dice(one, two) < _OTHER_DEED or _news_of_two_weeks(a, b, accounts)):
                continue
            key = ("date", one.claim or "", *sorted([a.when.start, b.when.start]))
            yield Clash("date", one, two, one.at, two.at, key, f"gave “{accounts.text(a.at)}”", f"gave “{accounts.text(b.at)}”")
    for claim in accounts.claims:
        members = [accounts.wording(accounts.statements[i]) for i in sorted(claim.statements) if i in accounts.statements]
        for now in members:
            soon = at_once(now, accounts)
            for then in members if soon is not None else ():
                later = _to_come(then, accounts)
                if soon is not None and later is not None and at_once(then, accounts) is None:
                    key = ("date", claim.id, "at once", later.when.start)
                    said = (f"wrote “{accounts.text(soon)}”", f"gave “{accounts.text(later.at)}”")
                    yield Clash("date", now, then, now.at, then.at, key, *said)


def _news_of_two_weeks(a: Day, b: Day, accounts: Accounts) -> bool:
    """Whether two days go by the weekday only, in reports that are a week apart: each tells the news of its own week."""
    hours = accounts.hours_between(a.at.article, b.at.article)
    bare = not any(c.isdigit() for d in (a, b) for c in accounts.text(d.at))
    return bare and hours is not None and abs(hours) > _WEEK


def _to_come(wording: Wording, accounts: Accounts) -> Day | None:
    """The one day of a wording, where it lies after its report."""
    named = [d for d in days(wording, accounts) if d.sense != "bound" and d.when.precision == "day"]
    published = accounts.articles[wording.article].published
    if len(named) != 1 or published is None or len(published.value) < 10 or named[0].when.start[:10] <= published.value[:10]:
        return None
    return named[0]


def other_places(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """Each names one place, and neither report knows the other's."""
    for one, two in _alike(accounts, coverage, 0.2, 0.4):
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
    return accounts.of("place", wording, _place)


def _place(wording: Wording, accounts: Accounts) -> Passage | None:
    found: list[tuple[int, int]] = []
    tokens = [t for s in wording.spans for t in accounts.tokens(wording.article, s)]
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.entity in ("GPE", "LOC") and token.pos == "PROPN":
            if found and found[-1][1] >= token.start - 1:
                found[-1] = (found[-1][0], token.end)
            elif before is not None and before.pos == "ADP":
                found.append((token.start, token.end))
    return Passage(article=wording.article, span=Span(*found[0])) if len(found) == 1 else None


def spellings(accounts: Accounts) -> Iterator[Clash]:
    """One name in two spellings."""
    for words, a, b in misspelt(accounts):
        one, two = (holder(p, accounts) for p in (a, b))
        key = ("name", *words)
        yield Clash("name", one, two, one.at, two.at, key, f"wrote “{accounts.text(a)}”", f"wrote “{accounts.text(b)}”")
