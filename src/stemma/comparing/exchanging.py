"""Exchanging: sums in two currencies, compared at the rate that the story itself uses ("€2.0bn ($2.2bn)")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.values.numbers import Number

Rates = Mapping[tuple[str, str], float]
"""(a currency, another) -> how many units of the other a unit of the first is worth."""

_OPENS: Final = re.compile(r"\s?[(\[]\s?(?:or\s|about\s|around\s|some\s|roughly\s|US\s?)?$")
_ELSE: Final = re.compile(r",?\s(?:or|about|around|some|roughly|equivalent to|equal to|the equivalent of)\s(?:about\s|around\s)?$")
_NEAR: Final = 0.06


def rates(accounts: Accounts) -> Rates:
    """The rates by which the reports convert sums in brackets; where they use several, the middle one."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for article in accounts.articles.values():
        for body in article.body:
            for one, two in pairwise(accounts.numbers(article.id, body)):
                gap = article.text[one.span.end : two.span.start]
                if one.kind != "money" or two.kind != "money" or one.unit == two.unit or not one.unit or not two.unit:
                    continue
                if (_OPENS.fullmatch(gap) or _ELSE.fullmatch(gap)) and one.value and two.value:
                    found[one.unit, two.unit].append(two.value / one.value)
                    found[two.unit, one.unit].append(one.value / two.value)
    return {units: sorted(values)[len(values) // 2] for units, values in sorted(found.items())}


def same_sum(a: Number, b: Number, known: Rates) -> bool | None:
    """Whether two sums in different currencies are the same money, within 6 %; None where the story gives no rate."""
    rate = known.get((a.unit or "", b.unit or ""))
    if a.kind != "money" or b.kind != "money" or a.unit == b.unit or rate is None or "vague" in (a.bound, b.bound):
        return None
    low, high = a.low * rate * (1 - _NEAR), a.high * rate * (1 + _NEAR)
    return low <= b.high and b.low <= high
