"""Counting: the largest set of first mouths of which every two are surely different, and how many there may be at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemma.weighing.bearing import at_odds
from stemma.weighing.mouths import Mouth, alike, different, resembles, same
from stemma.weighing.names import telling as words_of
from stemma.weighing.roots import Root
from stemma.weighing.ties import Ties


@dataclass(frozen=True, slots=True)
class Unit:
    """One first mouth as obtained by one newsroom, shown by one article's telling.

    `house` is the newsroom behind the page or original: two outlets of one newsroom are one house. `may` are the houses of all the
    newsrooms that the telling may have it from, its own among them.
    """

    newsroom: str
    telling: str
    mouth: Mouth
    own: bool
    house: str
    may: frozenset[str]


def units(roots: Sequence[Root], house: Mapping[str, str]) -> tuple[Unit, ...]:
    """Every first mouth of every root, in a fixed order, those that are surely one within a telling and come the same way counted
    once.

    `house` says which newsroom stands behind a root's.
    """
    out: list[Unit] = []
    for root in roots:
        for telling in root.tellings:
            kept: list[Mouth] = []
            for mouth in sorted(telling.mouths, key=lambda m: (-len(m.name), m.name, m.statement, m.at)):
                if mouth.bearing in ("voice", "people") and not any(mouth.may == k.may and same(mouth, k) for k in kept):
                    kept.append(mouth)
            home = house.get(root.newsroom, root.newsroom)
            for mouth in kept:
                may = frozenset(house.get(n, n) for n in (*mouth.may, root.newsroom, telling.article))
                out.append(Unit(root.newsroom, telling.article, mouth, root.own, home, may))
    return tuple(sorted(out, key=lambda u: (u.newsroom, u.telling, u.mouth.name, u.mouth.statement)))


def distinct(a: Unit, b: Unit, said: Mapping[str, Sequence[Mouth]], ties: Ties) -> bool:
    """Whether two units are surely two origins (rule 1).

    Two different named or official voices, heard by two newsrooms, are; or what two newsrooms (not two outlets of one) gathered,
    each for itself, where neither report names anyone who may be the other's source. `said` are all first mouths that each
    newsroom has on this side, echoes included. What one newsroom alone tells rests on its word, whoever it names, and so do two
    tellings of one lost original, and what one article alone shows of two newsrooms; and where a passage may come from either of
    two parents, each of them counts as the one. Those whose figures differ, or of whom one
    says no to what the other says, tell of one thing but do not bear each other out.
    """
    if a.may & b.may or a.telling == b.telling or at_odds(a.mouth.said, b.mouth.said):
        return False
    if different(a.mouth, b.mouth, ties):
        return True
    if not _gathered(a) or not _gathered(b) or alike(a.mouth, b.mouth):
        return False
    if a.mouth.bearing == "voice" and b.mouth.bearing == "voice":
        return False
    return not _heard(a, b.newsroom, said) and not _heard(b, a.newsroom, said)


def _gathered(unit: Unit) -> bool:
    """Whether this newsroom shows that it got this itself: it says so, or unnamed people told it and no other is named."""
    return unit.mouth.gathered or not any(n.startswith("credited:") for n in unit.may)


def _heard(unit: Unit, newsroom: str, said: Mapping[str, Sequence[Mouth]]) -> bool:
    """Whether the other newsroom's report shows a source that may be this unnamed one."""
    return unit.mouth.bearing == "people" and any(m.passed_by is None and resembles(unit.mouth, m) for m in said.get(newsroom, ()))


def largest(items: Sequence[Unit], said: Mapping[str, Sequence[Mouth]], ties: Ties) -> tuple[Unit, ...]:
    """A largest set of units every two of which are surely two origins; of several such sets, the first in order.

    Branch and bound over at most a few dozen units; beyond 24 units only the first 24 in order are searched exactly and
    the rest is added where it fits, which can only make the bound lower, never higher.
    """
    n = len(items)
    joined = [[i != j and distinct(items[i], items[j], said, ties) for j in range(n)] for i in range(n)]
    best: list[int] = []

    def grow(chosen: list[int], open_: list[int]) -> None:
        nonlocal best
        if len(chosen) > len(best):
            best = chosen
        for k, i in enumerate(open_):
            if len(chosen) + len(open_) - k <= len(best):
                return
            grow([*chosen, i], [j for j in open_[k + 1 :] if joined[i][j]])

    grow([], list(range(min(n, 24))))
    for i in range(24, n):
        if all(joined[i][j] for j in best):
            best = [*best, i]
    return tuple(items[i] for i in best)


def represented(chosen: Sequence[Unit], items: Sequence[Unit], said: Mapping[str, Sequence[Mouth]], ties: Ties) -> tuple[Unit, ...]:
    """The chosen units, each shown by the wording that most tellings of its newsroom agree on.

    Copies of one lost original may name a voice in different words, and one of them wrongly: of all units of the newsroom that
    could stand in the chosen one's place, the one that most tellings have is taken, in the words that the others share most.
    """
    out = list(chosen)
    for n, unit in enumerate(out):
        others = out[:n] + out[n + 1 :]
        fit = [u for u in items if u.newsroom == unit.newsroom and all(distinct(u, o, said, ties) for o in others)]
        out[n] = min(fit, key=lambda u: (*_support(u, fit), u.telling, u.mouth.name, u.mouth.statement))
    return tuple(out)


def _support(unit: Unit, fit: Sequence[Unit]) -> tuple[int, bool, float, int]:
    """How badly a unit stands for its newsroom, worst highest: tellings that agree, a name, words that two have, longer ones."""
    agree = {u.telling for u in fit if u.mouth.bearing == unit.mouth.bearing and alike(u.mouth, unit.mouth)}
    shared = 0.0
    for word in words_of(unit.mouth.name):
        shared += 1 if any(u.telling != unit.telling and word in words_of(u.mouth.name) for u in fit) else -0.5
    return -len(agree), unit.mouth.kind != "named", -shared, len(unit.mouth.name)


def most(items: Sequence[Unit]) -> int:
    """How many origins the units can be at most: surely equal ones count once, tellings of one newsroom as its fullest."""
    groups: list[list[Unit]] = []
    for unit in items:
        home = next((g for g in groups if any(_one(unit, u) for u in g)), None)
        if home is None:
            groups.append([unit])
        else:
            home.append(unit)
    by_newsroom: dict[str, dict[str, int]] = {}
    for group in groups:
        first = group[0]
        tellings = by_newsroom.setdefault(first.newsroom, {})
        tellings[first.telling] = tellings.get(first.telling, 0) + 1
    return sum(max(t.values()) for _, t in sorted(by_newsroom.items()))


def _one(a: Unit, b: Unit) -> bool:
    """Whether two units are surely one origin: the same voice, or unnamed people of one newsroom."""
    if a.mouth.bearing == "people" and b.mouth.bearing == "people":
        return a.house == b.house
    return same(a.mouth, b.mouth)
