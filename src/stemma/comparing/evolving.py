"""Evolving: telling a clash of accounts from one that follows the other in time."""

from __future__ import annotations

import re
from typing import Final

from stemma.comparing.accounts import Accounts, Wording
from stemma.comparing.voices import first_voices
from stemma.model import ContradictionKind, Passage, Statement

_LATER: Final = re.compile(
    r"(?i)\b(?:since then|ha[sd] since|have since|updated?|revised|corrected|correction|retract\w*|withdr[ae]wn?|no longer|"
    r"(?:rose|risen|climbed|rises?|rising|climbs|increased|went up|gone up|fell|lowered) to|raising|in a reversal|"
    r"(?:was|were) wrong|"
    r"as first reported|earlier version|are now known)\b"
)
_HALF_A_DAY: Final = 12.0
_BODILY: Final = frozenset(
    re.findall(
        r"\w+",
        "ministry police government office department company group officials national state federal defence defense foreign "
        "health interior finance justice agency authority council board court army navy force guard service services spokesman "
        "spokeswoman minister president mayor",
    )
)
"""Words that name a kind of body or post: two ministries are not one voice."""


_PUT_RIGHT: Final = re.compile(
    r"(?i)\b(?:corrected|correction|retract\w*|(?:was|were) wrong|as first reported|earlier (?:version|report)\w*)\b"
)


def evolves(
    a: Wording,
    b: Wording,
    accounts: Accounts,
    *,
    kind: ContradictionKind = "number",
    counts: tuple[float, float] | None = None,
    grew: bool = False,
) -> bool:
    """Whether the later of two accounts follows the earlier one rather than clashes with it.

    A later publication alone does not make it so: two sources may go on disagreeing for days. It does where the later one's
    own words say that things moved on, where the same voice gives another number (`counts`) half a day later, or where a
    count of people is higher (`grew`) and comes from the same voice or half a day later; and where one voice says two days later
    that something is so that was not, or the reverse. A place or a name does not move on: there only words of correction tell.
    Times equal or not known: a clash.
    """
    hours = accounts.hours_between(a.article, b.article)
    if not hours:
        return False
    later = b if hours > 0 else a
    words = _PUT_RIGHT if kind in ("place", "name") else _LATER
    if any(words.search(accounts.text(s)) for s in _around(later, accounts)):
        return True
    one = _one_voice(a, b)
    if counts is None:
        return kind == "happened" and one and abs(hours) >= 4 * _HALF_A_DAY
    return (one and abs(hours) >= _HALF_A_DAY) or (grew and (one or abs(hours) >= 2 * _HALF_A_DAY))


def _one_voice(a: Wording, b: Wording) -> bool:
    return a.statement is not None and b.statement is not None and one_voice(a.statement, b.statement)


def one_voice(a: Statement, b: Statement) -> bool:
    """Whether both are said by one named voice or body."""
    names = [
        {w for v in first_voices(s) if v.kind in ("named", "organisation") for w in re.findall(r"[^\W\d_]{4,}", v.name.casefold())}
        for s in (a, b)
    ]
    return bool((names[0] & names[1]) - _BODILY)


def _around(wording: Wording, accounts: Accounts) -> list[Passage]:
    if wording.statement is not None:
        return list(accounts.sentences_of(wording.statement))
    return [wording.at]
