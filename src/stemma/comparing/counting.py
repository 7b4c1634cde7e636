"""Counting: numbers of the same thing that differ between two wordings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from stemma.comparing.accounts import Accounts, Wording
from stemma.comparing.clash import Clash, sentence_wording, whole
from stemma.comparing.coverage import Coverage, Weighed
from stemma.comparing.dates import days, meet
from stemma.comparing.exchanging import Rates, rates, same_sum
from stemma.comparing.figures import Figure, counts_things, figures, nearness, other_unit, same_thing, tells_fate
from stemma.model import Noted, Span
from stemma.models.encoder import read
from stemma.values.numbers import compared

_MUCH_THE_SAME: Final = 0.32
"""Part of their content words (Dice, by idf) that two aligned sentences share before their numbers or places are compared."""
_ALIKE_ACROSS: Final = 0.3
_NEAR_ACROSS: Final = 0.1
"""What two statements of different claims must share: Dice by idf of all their words, and Jaccard around the numbers."""
_ALIKE_ONCE: Final = 0.15
"""The same for sentences that each give the only number of their noun or unit in a report."""
_AKIN: Final = 0.5
"""Cosine of two nouns that name much the same."""
_HANDFUL: Final = 5.0
_COUNTED: Final = frozenset({"dead", "missing", "hurt", "displaced", "aboard"})
_PARTIAL: Final = re.compile(r"(?i)\b(?:includ\w+|among (?:them|the)|of (?:whom|them|those)|another|other|both|earlier|previous)\b")
_SHARE: Final = re.compile(
    r"(?i)\s(?:out )?of (?:the |its |their |those |these |all )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_BOTH: Final = re.compile(r"(?i)\b(?:both|either|each) (?:side|countr|nation|camp|team|arm|bank|communit)\w*")
_PLANS: Final = 100_000
"""Pairs of wordings' figures of which it is remembered how they differ."""
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NO_DATE: Final = Noted(value="", how="")


def numbers(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """Numbers of the same thing that differ, within a claim and between sentences that are aligned."""
    known = rates(accounts)
    for claim in accounts.claims:
        wordings = [accounts.wording(accounts.statements[i]) for i in sorted(claim.statements) if i in accounts.statements]
        # What a headline counts, the body says too, and in words that show what is counted.
        sets = [(w, figures(w, accounts)) for w in wordings if not accounts.is_title(w.at)]
        for (_, one), (_, two) in combinations([s for s in sets if s[1]], 2):
            yield from _differing(one, two, accounts, 0.0, known)
    for left, right, alike in coverage.aligned:
        if alike >= _MUCH_THE_SAME and (one := figures(left, accounts)) and (two := figures(right, accounts)):
            yield from _differing(one, two, accounts, 0.1, known)
    yield from _tolls(accounts)
    yield from _counts(accounts, coverage)
    yield from _lone(accounts, coverage)


def _lone(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """What each of two reports counts or prices just once, in whatever claim: the same noun or unit, and another value."""
    told: dict[tuple[str, str, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for article in accounts.articles:
        for sentence in accounts.sentences[article]:
            wording = sentence_wording(sentence, accounts)
            if accounts.is_title(sentence) or (wording.statement is not None and wording.statement.stance != "asserts"):
                continue
            for figure in figures(wording, accounts):
                if figure.fate is None and _weighty(figure):
                    slot = (str(figure.number.kind), figure.number.unit or "", figure.head if figure.number.kind == "count" else "")
                    told[slot][article].append(figure)
    for slot in sorted(told):
        for a, b in combinations(sorted(told[slot]), 2):
            f, g = told[slot][a][0], told[slot][b][0]
            once = all(len({x.number.value for x in told[slot][i]}) == 1 for i in (a, b))
            low, high = sorted((f.number.value, g.number.value))
            if not once or _part(f, accounts) or _part(g, accounts) or compared(f.number, g.number) not in ("different", "grew"):
                continue
            alike = coverage.dice(f.wording, g.wording)
            if 2 * low >= high and alike >= _ALIKE_ONCE and not _apart(f.wording, g.wording, accounts):
                yield _clash(f, g, accounts)


def _weighty(figure: Figure) -> bool:
    """Whether a figure is more than a handful or a span of time, and exact enough to be compared."""
    number = figure.number
    timed = number.unit in ("second", "day", "month", "years old")
    return number.kind in ("count", "money", "measure") and not timed and number.bound != "vague" and number.value >= _HANDFUL


def _apart(one: Wording, two: Wording, accounts: Accounts) -> bool:
    """Whether two wordings name days, and none in common: what was measured or counted on two days may differ."""
    left, right = days(whole(one, accounts), accounts), days(whole(two, accounts), accounts)
    return bool(left) and bool(right) and not any(meet(a.when, b.when) for a in left for b in right)


def _asserted(accounts: Accounts) -> Iterator[tuple[Wording, str]]:
    """Every assertion, and every sentence of a body that no statement takes up, with the words of its sentences."""
    for statement in accounts.statements.values():
        if statement.stance == "asserts":
            yield accounts.wording(statement), " ".join(accounts.text(s) for s in accounts.sentences_of(statement))
    for article in accounts.articles:
        for sentence in accounts.sentences[article]:
            if accounts.told(sentence) is None:
                yield sentence_wording(sentence, accounts), accounts.text(sentence)


def _tolls(accounts: Accounts) -> Iterator[Clash]:
    """What became of people, counted in different claims: one event has one toll at a time."""
    told: list[Figure] = []
    for wording, around in _asserted(accounts):
        year = (accounts.articles[wording.article].published or _NO_DATE).value[:4]
        if accounts.is_title(wording.at) or _BOTH.search(around) or set(_YEAR.findall(around)) - {year}:
            continue
        told += [f for f in figures(wording, accounts) if f.fate in _COUNTED and not _part(f, accounts)]
    for f, g in combinations(told, 2):
        # What a report counts in its own name in two places it means to be two things.
        if f.wording.article == g.wording.article and not _voiced(f.wording) and not _voiced(g.wording):
            continue
        if (
            (f.wording.claim is None or f.wording.claim != g.wording.claim)
            and same_thing(f, g)
            and compared(f.number, g.number) in ("different", "grew")
        ):
            yield _clash(f, g, accounts)


def _voiced(wording: Wording) -> bool:
    return wording.statement is not None and bool(wording.statement.chain)


def _counts(accounts: Accounts, coverage: Coverage) -> Iterator[Clash]:
    """What two statements of different claims count, where they share a name or body and several words besides."""
    wordings = [accounts.wording(s) for s in accounts.statements.values() if s.stance == "asserts"]
    sets = [(w, [f for f in figures(w, accounts) if f.fate is None and f.number.bound != "vague"]) for w in wordings]
    weighed = [(w, fs, coverage.weighed(w)) for w, fs in sets if fs and not accounts.is_title(w.at)]
    beside = _beside([said for _, _, said in weighed], coverage)
    for n, (one, left, said) in enumerate(weighed):
        near = beside[id(said)]
        for two, right, _ in (weighed[m] for m in near[bisect_right(near, n) :]):
            if one.claim == two.claim or one.article == two.article:
                continue
            for clash in _differing(left, right, accounts, _NEAR_ACROSS):
                low, high = sorted(clash.values or (0.0, 0.0))
                # A handful of anything is counted again and again; what differs widely is something else.
                if low >= _HANDFUL and high <= 3 * low:
                    yield clash


def _beside(said: Sequence[Weighed], coverage: Coverage) -> dict[int, list[int]]:
    """For every different wording (its `id`) the places of all those that share several words with it, rising."""
    at: dict[int, list[int]] = defaultdict(list)
    different = {id(one): one for one in said}
    for n, one in enumerate(said):
        at[id(one)].append(n)
    return {
        name: sorted(n for other, two in different.items() if coverage.alike(one, two) >= _ALIKE_ACROSS for n in at[other])
        for name, one in different.items()
    }


def _differing(
    one: Sequence[Figure], two: Sequence[Figure], accounts: Accounts, least: float, known: Rates | None = None
) -> Iterator[Clash]:
    """The figures of two wordings that are of the same thing and differ: those with an equal are set aside first.

    `known` are rates by which sums in two currencies are compared, where the wordings name one sum each.
    """
    key = (accounts.of("signs", one, _signs), accounts.of("signs", two, _signs), least, known is None)
    plan = accounts.plans.get(key)
    if plan is None:
        if len(accounts.plans) >= _PLANS:
            accounts.plans.clear()
        plan = accounts.plans[key] = tuple(_planned(one, two, accounts, least, known))
    for i, j, dated in plan:
        if not dated or not _apart(one[i].wording, two[j].wording, accounts):
            yield _clash(one[i], two[j], accounts)


def _signs(figures: Sequence[Figure], accounts: Accounts) -> int:
    """A number for all of some figures by which they are compared with others, the days of their wordings left out: that of copies
    is the same."""
    signs = tuple(
        (
            *(f.number.written, f.number.value, f.number.low, f.number.high, f.number.kind, f.number.unit, f.number.bound),
            *(f.head, f.fate, f.context, f.rate, f.part, f.actors, f.sense, _part(f, accounts)),
        )
        for f in figures
    )
    return accounts.signs.setdefault(signs, len(accounts.signs))


def _planned(
    one: Sequence[Figure], two: Sequence[Figure], accounts: Accounts, least: float, known: Rates | None
) -> Iterator[tuple[int, int, bool]]:
    """The places, in both lists, of the figures that differ, and whether they do so only where no other days are named."""
    yield from (
        (i, j, False) for i, f in enumerate(one) for j, g in enumerate(two) if f.number.value == g.number.value and other_unit(f, g)
    )
    sums = [[n for n, f in enumerate(side) if f.number.kind == "money"] for side in (one, two)]
    if known and len(sums[0]) == len(sums[1]) == 1 and same_sum(one[sums[0][0]].number, two[sums[1][0]].number, known) is False:
        yield sums[0][0], sums[1][0], False
    counts = [[n for n, f in enumerate(side) if f.number.kind == "count"] for side in (one, two)]
    if known is not None and len(counts[0]) == len(counts[1]) == 1 and _akin(one[counts[0][0]], two[counts[1][0]]):
        yield counts[0][0], counts[1][0], False
    left = [i for i, f in enumerate(one) if not _part(f, accounts) and not any(_agree(f, g) for g in two)]
    right = [j for j, g in enumerate(two) if not _part(g, accounts) and not any(_agree(f, g) for f in one)]
    used: set[int] = set()
    for i in left:
        f = one[i]
        open_ = [(nearness(f, two[j]), j) for j in right if j not in used and same_thing(f, two[j])]
        # Money, shares and measures are of many things; a count names what it counts.
        open_ = [
            (near, j)
            for near, j in open_
            if (near >= least or f.number.kind == "count") and compared(f.number, two[j].number) in ("different", "grew")
        ]
        if not open_:
            continue
        _, j = max(open_, key=lambda item: (item[0], -item[1]))
        used.add(j)
        # A unit or a decimal point that slipped is no other measurement.
        yield i, j, not (f.number.written == two[j].number.written or f.fate is not None)


def _akin(f: Figure, g: Figure) -> bool:
    """Whether the only counts of two wordings of one thing differ, and what they count goes by words of near meaning."""
    if f.fate or g.fate or f.part or g.part or f.rate != g.rate or compared(f.number, g.number) != "different" or f.head == g.head:
        return False
    if not (f.head.isalpha() and g.head.isalpha()):
        return False
    return round(float(read(f.head).vector @ read(g.head).vector), 3) >= _AKIN


def _clash(f: Figure, g: Figure, accounts: Accounts) -> Clash:
    values = sorted([f"{f.number.value:g}", f"{g.number.value:g}"])
    slot = min(x.fate or x.number.unit or x.head for x in (f, g))
    return Clash(
        "number",
        f.wording,
        g.wording,
        f.wording.at,
        g.wording.at,
        ("number", slot, *values),
        f"gave {_said(f, accounts)}",
        f"gave {_said(g, accounts)}",
        values=(f.number.value, g.number.value),
        # The dead and the missing are counted upwards; how many were on board does not grow.
        people=f.fate is not None and f.fate != "aboard",
    )


def _part(figure: Figure, accounts: Accounts) -> bool:
    """Whether a figure counts only a part ("including two children", "another three", "two of the five")."""
    return accounts.of("part", figure, _counts_part)


def _counts_part(figure: Figure, accounts: Accounts) -> bool:
    span, text = figure.at.span, accounts.articles[figure.at.article].text
    return _PARTIAL.search(text[max(0, span.start - 24) : span.start]) is not None or _SHARE.match(text, span.end) is not None


def _agree(f: Figure, g: Figure) -> bool:
    """Whether two figures are equal, and not the counts of two different fates or things."""
    if f.fate and g.fate and f.fate != g.fate:
        return False
    if (f.fate is None) != (g.fate is None) and counts_things(f if f.fate is None else g):
        return False
    return compared(f.number, g.number) in ("same", "compatible")


def _said(figure: Figure, accounts: Accounts) -> str:
    """The number's words, with the noun they count, or what became of them, where it follows."""
    return accounts.of("said", figure, _words)


def _words(figure: Figure, accounts: Accounts) -> str:
    after = accounts.tokens(figure.at.article, Span(figure.at.span.end, figure.at.span.end + 24))
    noun = next((t for t in after[:3] if t.lemma == figure.head and t.pos == "NOUN"), None)
    if noun is None and after and tells_fate(after[0]):
        noun = after[0]
    words = accounts.articles[figure.at.article].text[figure.at.span.start : noun.end if noun else figure.at.span.end]
    # "12": a reader must see that they are the missing, not the dead.
    bare = noun is None and figure.fate is not None
    return f"“{words}” ({figure.fate})" if bare else f"“{words}”"
