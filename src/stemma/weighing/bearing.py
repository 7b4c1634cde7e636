"""What two mouths say, side by side: whether the one bears the other out, or speaks against it."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from stemma.values.numbers import Number, compared, find_numbers
from stemma.weighing.names import telling

NO: Final = re.compile(r"\b(?:no|not|never|nothing|nobody|none|neither|nor|cannot|no one)\b|n['’]t\b", re.IGNORECASE)
"""Words that say no."""
_DENIAL: Final = re.compile(
    rf"(?:{NO.pattern})(?!\s+(?:more|fewer|less|later|earlier|sooner|longer|only|just|merely|least|doubt)\b)", re.IGNORECASE
)
"""A no that denies something: "no more than ten", "not only" and "no doubt" deny nothing."""
_CLAUSE_END: Final = re.compile(r"[.,;:!?—–\"“”()]")
_LETTERS: Final = 4
"""Letters that a word must have to tell what is spoken of."""
_NEAR: Final = 0.1
"""Share by which two figures may differ and yet be told of as one."""


def spoken(said: str) -> frozenset[str]:
    """The words that say what is spoken of: of four letters at least, in lower case and roughly singular."""
    return frozenset(w for w in telling(said) if len(w) >= _LETTERS and not NO.fullmatch(w))


def at_odds(one: str, other: str) -> bool:
    """Whether two sayings do not bear each other out: figures of one kind none of which agree, or a no to what the other says.

    A ceiling or a range ("no more than ten", "60 to 90") leaves room for figures far from it without bearing any of them out.
    """
    found = {_agree(x, y) for x in _figures(one) for y in _figures(other)} - {None}
    return found == {False} or _gainsaid(one, other) or _gainsaid(other, one)


def _agree(a: Number, b: Number) -> bool | None:
    """Whether one figure bears the other out; None where they are of different things."""
    how = compared(a, b)
    if how == "incomparable":
        return None
    if how == "compatible" and {a.bound, b.bound} & {"at-most", "between"}:
        return math.isclose(a.value, b.value, rel_tol=_NEAR)
    return how != "different"


@lru_cache(maxsize=4096)
def _figures(said: str) -> tuple[Number, ...]:
    return find_numbers(said)


def _gainsaid(one: str, other: str) -> bool:
    """Whether the one says no to a thing of which the other speaks without a no ("they were not guards" to "eight guards")."""
    denied = _denied(one)
    return bool(denied & spoken(other)) and not denied & _denied(other)


@lru_cache(maxsize=4096)
def _denied(said: str) -> frozenset[str]:
    """What is spoken of behind a no, to the end of its clause."""
    return frozenset[str]().union(*(spoken(_CLAUSE_END.split(said[m.end() :], maxsplit=1)[0]) for m in _DENIAL.finditer(said)))
