"""Figures: the numbers of a wording with what they count, so that two of them can be known to be of the same thing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stemma.comparing.accounts import Accounts, Wording
from stemma.model import Passage, Span, Token
from stemma.values.numbers import Number

# What happens to people, told in many words: the counts of one class are counts of one thing.
_FATES: Final = {
    lemma: fate
    for fate, lemmas in {
        "dead": "dead die death kill drown fatality toll body perish deceased slay corpse",
        "missing": "missing miss untraced unaccounted vanish disappear",
        "hurt": "injure injury wound wounded hurt injured casualty hospitalise hospitalize",
        "saved": "rescue save rescued survivor survive",
        "displaced": "evacuate relocate flee displace evacuee evacuated",
        "aboard": "aboard board onboard carry",
        "held": "arrest detain arrested",
    }.items()
    for lemma in lemmas.split()
}
_PEOPLE: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "people person man woman victim passenger soul resident individual child patient worker soldier player athlete "
        "professional footballer employee official fighter protester student pupil guest tourist villager participant "
        "volunteer",
    )
)
_FAMILIES: Final = frozenset("family household home house".split())  # noqa: SIM905
_MANY: Final = 10.0
_RISING: Final = frozenset("rise climb reach stand put increase grow go raise jump pass bring".split())  # noqa: SIM905
_NEAR: Final = 0.12
"""How alike (Jaccard) the words around two sums, shares or measures are that are taken to be of one thing whatever else differs."""
_FEW: Final = 4.0
_MUCH: Final = 0.4
_THRICE: Final = 3.0
_BODIES: Final = frozenset({"ORG", "GPE", "NORP", "PERSON"})
_MOVES: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "rise fall gain lose drop climb tumble slip slide jump surge soar plunge shed slump decline increase decrease "
        "grow shrink low high lower higher weak strong weaker stronger down up weaken strengthen ease dip rally cut "
        "reduce raise",
    )
)
_HOLDS: Final = frozenset("own hold control stake majority minority belong".split())  # noqa: SIM905
_RATE: Final = re.compile(
    r"(?i)(?:\s\w+)?\s(?:(?:once|twice|thrice|(?:three|four|five|several|\d+) times)\b|"
    r"(?:a|an|per|each|every)\s(?:day|week|month|year|hour)\b|"
    r"daily\b|weekly\b|hourly\b|monthly\b|annually\b)"
)
_ALL_ABOARD: Final = re.compile(r"(?i)\s(?:\w+\s)?(?:passengers\sand\screw|people\sand\screw|crew\sand\spassengers)\b")
_SKIPPED: Final = frozenset({"DET", "ADP", "AUX", "PUNCT", "PART", "PRON", "CCONJ", "SCONJ", "NUM", "SYM", "SPACE"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the lemma of what it counts, the fate it tells ("dead"), the content lemmas of its sentence, and its words."""

    number: Number
    head: str
    fate: str | None
    context: frozenset[str]
    wording: Wording
    at: Passage
    rate: str = ""
    part: str | None = None
    actors: frozenset[str] = frozenset()
    sense: str | None = None


def figures(wording: Wording, accounts: Accounts) -> tuple[Figure, ...]:
    """The numbers of a wording, in order. Ordinals are left out."""
    return accounts.of("figures", wording, _figures_once)


def _figures_once(wording: Wording, accounts: Accounts) -> tuple[Figure, ...]:
    return accounts.once("figures", wording, _figures)


def _figures(wording: Wording, accounts: Accounts) -> tuple[Figure, ...]:
    out: list[Figure] = []
    for span in wording.spans:
        out += [_figure(n, wording, accounts, span) for n in accounts.numbers(wording.article, span) if n.kind != "ordinal"]
    return tuple(out)


def _figure(number: Number, wording: Wording, accounts: Accounts, span: Span) -> Figure:
    tokens = accounts.parsed[wording.article].tokens
    inside = accounts.tokens(wording.article, number.span)
    head = _head(inside, tokens)
    around = accounts.tokens(wording.article, span)
    context = frozenset(t.lemma for t in around if t.pos not in _SKIPPED and len(t.lemma) > 2)
    fate = None
    if number.kind == "count":
        # "14 killed, 31 missing": the word right after tells, whatever the parser hangs the number on.
        close = next((_FATES[t.lemma] for t in around if 0 <= t.start - number.span.end <= 1 and t.lemma in _FATES), None)
        hangs = head is None or head.lemma in _PEOPLE or head.pos in ("VERB", "AUX", "ADJ")
        fate = close or _FATES.get(head.lemma if head else "") or (_fate(number, head, around) if hangs else None)
        # "a list of 90 passengers and crew": all that a ship, train or plane carried.
        if fate is None and _ALL_ABOARD.match(accounts.articles[wording.article].text, number.span.end):
            fate = "aboard"
    name = head.lemma if head is not None else ""
    text = accounts.articles[wording.article].text
    per = _RATE.match(text, number.span.end)
    rate = per[0].split()[-1].casefold() + str(per[0].count(" ")) if per is not None else ""
    actors = frozenset(t.lemma.casefold()[:5] for t in around if t.pos == "PROPN" and t.entity in _BODIES)
    at = Passage(article=wording.article, span=number.span)
    sense = _sense(number, around) if number.unit == "%" else None
    return Figure(number, name, fate, context, wording, at, rate, _part(inside, tokens), actors, sense)


def _sense(number: Number, around: Sequence[Token]) -> str | None:
    """Whether a percentage is of a "change" ("fell 6 per cent") or a "share" ("owns 35 per cent of"), by the words close to it."""
    before = [t.lemma for t in around if t.end <= number.span.start][-6:]
    close = {*before, *[t.lemma for t in around if t.start >= number.span.end][:4]}
    if close & _HOLDS:
        return "share"
    return "change" if close & _MOVES else None


def _part(inside: Sequence[Token], tokens: Sequence[Token]) -> str | None:
    """The verb that tells what a part of a whole does or suffers ("two of the gates were opened"); None where it is no part."""
    for token in reversed(inside):
        if _of(token, tokens) is not None:
            above = tokens[token.head]
            return above.lemma if above.pos in ("VERB", "AUX", "ADJ") else None
    return None


def _head(inside: Sequence[Token], tokens: Sequence[Token]) -> Token | None:
    """What a number counts: the noun it modifies, or the word its clause hangs on where it stands alone ("31 were missing")."""
    nouns = [t for t in inside if t.pos in ("NOUN", "PROPN") and t.tag not in ("CD", "$")]
    if nouns:
        return nouns[-1]
    numerals = [t for t in inside if t.pos == "NUM" or t.tag == "CD"]
    if not inside:
        return None
    token = (numerals or list(inside))[-1]
    for _ in range(4):
        counted = _of(token, tokens)
        if counted is not None:
            return counted
        above = tokens[token.head]
        if above is token or above == token:
            return token
        token = above
        if token.pos not in ("NUM", "SYM", "ADV", "ADP") and token.tag not in ("CD", "$"):
            return token
    return token


def _of(token: Token, tokens: Sequence[Token]) -> Token | None:
    """What a number that stands for a noun counts: "4,100 of the residents"."""
    if token.dep in ("nummod", "quantmod", "compound"):
        return None
    near = tokens[max(0, token.head - 40) : token.head + 60]
    return next(
        (t for t in near if t.dep == "pobj" and tokens[t.head].lemma == "of" and tokens[tokens[t.head].head] == token), None
    )


def _fate(number: Number, head: Token | None, around: Sequence[Token]) -> str | None:
    """The nearest word of fate after the number, within eight words; else the nearest before it, within six."""
    rising = head is not None and head.lemma in _RISING
    after = [] if rising else [t for t in around if t.start >= number.span.end][:8]
    before = [t for t in around if t.end <= number.span.start][-30 if rising else -6 :]
    for token in after:
        if token.pos == "NUM":
            break
        if token.lemma in _FATES:
            return _FATES[token.lemma]
    for n, token in reversed(list(enumerate(before))):
        if token.pos == "NUM":
            break
        if token.lemma in _FATES:
            # "16 sailors died and 22 others are missing": the word before tells of the number before it.
            taken = any(t.pos == "NUM" for t in before[max(0, n - 4) : n]) and not rising
            return None if taken else _FATES[token.lemma]
    return _FATES.get(head.lemma) if head is not None else None


def same_thing(a: Figure, b: Figure) -> bool:
    """Whether two figures count the same: same unit, and the same fate of people, or the same noun.

    Not if only one is per something else ("an hour each morning"), nor two parts of a whole of which other things are told
    ("two of the gates were opened", "one of its gates was stuck").
    """
    if a.rate != b.rate or (a.part is not None and b.part is not None and a.part != b.part):
        return False
    if a.sense is not None and b.sense is not None and a.sense != b.sense:
        return False
    if a.number.unit != b.number.unit:
        return bool(a.number.unit and b.number.unit) and a.number.written == b.number.written
    if a.number.kind in ("money", "percent", "fraction", "measure"):
        return nearness(a, b) >= _NEAR or not (_far(a.number.value, b.number.value) or _others(a, b))
    if a.fate != b.fate and (a.fate is None or b.fate is None):
        # "700 families were moved", "800 families": the one tells more than the other.
        return a.head == b.head and counts_things(a) and counts_things(b) and nearness(a, b) >= _NEAR
    if a.fate or b.fate:
        return a.fate == b.fate
    # A few of anything are counted for many reasons.
    if max(a.number.value, b.number.value) < _FEW and nearness(a, b) < _MUCH:
        return False
    return bool(a.head) and (a.head == b.head or (a.head in _PEOPLE and b.head in _PEOPLE))


def counts_things(figure: Figure) -> bool:
    """Whether a figure counts something with a noun of its own, not people."""
    return figure.head.isalpha() and figure.head not in _PEOPLE and figure.head not in _FATES


def counts_people(lemma: str) -> bool:
    """Whether a noun is a word for people ("patient")."""
    return lemma in _PEOPLE


def tells_fate(token: Token) -> bool:
    """Whether a word tells what became of people ("dead", "missing")."""
    return token.lemma in _FATES


def _far(a: float, b: float) -> bool:
    """Whether one is more than thrice the other, and not by a slip of the decimal point."""
    low, high = sorted((abs(a), abs(b)))
    ratio = high / low if low else _THRICE
    return ratio > _THRICE and not any(math.isclose(ratio, 10.0**k, rel_tol=0.02) for k in (1, 2, 3, 6))


def _others(a: Figure, b: Figure) -> bool:
    """Whether each is told of bodies, places or people, and none of them is of both."""
    return bool(a.actors) and bool(b.actors) and not a.actors & b.actors


def nearness(a: Figure, b: Figure) -> float:
    """How alike the words around two figures are: Jaccard of their content lemmas, in 0..1."""
    union = a.context | b.context
    return len(a.context & b.context) / len(union) if union else 0.0


def other_unit(a: Figure, b: Figure) -> bool:
    """Whether an equal number counts persons in the one and families, households or homes in the other."""
    one, two = _counted_as(a), _counted_as(b)
    return a.number.kind == b.number.kind == "count" and a.number.value >= _MANY and bool(one) and bool(two) and one != two


def _counted_as(figure: Figure) -> str:
    return "persons" if figure.head in _PEOPLE else "families" if figure.head in _FAMILIES else ""
