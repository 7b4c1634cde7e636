"""Joining: a changed number is one finding, though it is a contradiction of two reports and a drift on the way between them.

Both lists keep it, for each is read by itself; the contradiction names the drift, so that a reader is told once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stemma.comparing.accounts import Accounts
from stemma.model import Contradiction, Drift, Passage
from stemma.text.spans import meet
from stemma.values.numbers import find_numbers


def joined(found: Sequence[Contradiction], drifts: Sequence[Drift], accounts: Accounts) -> tuple[Contradiction, ...]:
    """The contradictions, each with the id of the drift that is the same change of a number or a day, where there is one."""
    changed = sorted((d for d in drifts if d.kind == "number-changed"), key=lambda d: (not d.directed, d.parent, d.child))
    out = []
    for one in found:
        same = [d for d in changed if one.kind in ("number", "date") and _one_change(one, d, accounts)]
        out.append(replace(one, drift=same[0].id) if same else one)
    return tuple(out)


def _one_change(clash: Contradiction, drift: Drift, accounts: Accounts) -> bool:
    """Whether a drift's two places stand in the clash's two sides, or the one does and the other side gives the other's number."""
    for one, two in ((clash.a, clash.b), (clash.b, clash.a)):
        for here, there in ((drift.parent, drift.child), (drift.child, drift.parent)):
            if meet(one, here) and (meet(two, there) or _gives(two, there, accounts)):
                return True
    return False


def _gives(side: Passage, place: Passage, accounts: Accounts) -> bool:
    """Whether a side of a clash gives the number that stands at a place of another report."""
    theirs, mine = ({(n.kind, n.unit, n.value) for n in find_numbers(accounts.text(p))} for p in (place, side))
    return bool(theirs) and theirs <= mine
