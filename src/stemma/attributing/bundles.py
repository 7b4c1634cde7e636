"""Features by the bundle: names that hang on the same few values are written, and looked up, once for those values.

An article asks some 80,000 times for a feature of a word, and most of it is the same question again: the same two parts of speech
side by side, the same place in the window. A `Bundles` keeps, per kind of bundle, what its names were turned into: the names
themselves when the tagger is trained, rows of the weights when it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
Names = tuple[str, ...]
_KEPT = 8192
"""How many answers of one kind are kept; a process that reads much else starts anew, so that memory stays bounded."""


class _Memo(dict[Hashable, tuple[T, ...]], Generic[T]):
    """Answers by key; an unknown one is worked out."""

    def __init__(self, names: Callable[..., Names], encode: Callable[[Names], tuple[T, ...]]) -> None:
        super().__init__()
        self._names, self._encode = names, encode

    def __missing__(self, key: tuple[Hashable, ...]) -> tuple[T, ...]:
        if len(self) >= _KEPT:
            self.clear()
        found = self[key] = self._encode(self._names(*key))
        return found


class Bundles(Generic[T]):
    """Every kind of bundle as a mapping from its values to what `encode` makes of the names; `of` is `encode` itself."""

    def __init__(self, encode: Callable[[Names], tuple[T, ...]]) -> None:
        self.of = encode
        self.word, self.head, self.parts = (_Memo(f, encode) for f in (_word, _head, _parts))
        self.opening, self.left, self.child, self.speaker = (_Memo(f, encode) for f in (_opening, _left, _child, _speaker))
        self.shape, self.subject, self.quotes, self.governor = (_Memo(f, encode) for f in (_shape, _subject, _quotes, _governor))
        self.word_here, self.word_before, self.word_after = (_Memo(f, encode) for f in (_word_here, _word_before, _word_after))
        self.plain = _Memo(_plain, encode)
        self.place, self.distance, self.heading = (_Memo(f, encode) for f in (_place, _distance, _heading))
        self.branch, self.seen, self.way = (_Memo(f, encode) for f in (_branch, _seen, _way))
        self.apart, self.marks, self.surface = (_Memo(f, encode) for f in (_apart, _marks, _surface))


# A word as a possible cue. -----------------------------------------------------------------------------------------------


def _word(lemma: str, text: str, pos: str, tag: str, dep: str, entity: str, quoted: bool, classes: Names) -> Names:
    return (
        f"w={lemma}",
        f"f={text.casefold()}",
        f"wp={lemma}|{pos}",
        f"t={tag}",
        f"d={dep}",
        f"wd={lemma}|{dep}",
        f"q={quoted}",
        f"pq={pos}|{quoted}",
        f"s={lemma[-3:]}|{pos}",
        f"ent={entity}",
        *(f"k={k}" for k in classes),
        *(f"kp={k}|{pos}" for k in classes),
    )


def _head(pos: str, above: str, dep: str) -> Names:
    return f"hp={pos}|{dep}", f"hd={above}"


def _parts(second: str, before: str, after: str, next_but_one: str) -> Names:
    return f"-1p={before}", f"+1p={after}", f"-2p={second}|{before}", f"+2p={after}|{next_but_one}"


def _opening(before: str, after: str, pos: str) -> Names:
    return f"su={before}~{after}", f"sup={before}~{after}|{pos}"


def _left(left: int, pos: str, ending: str, before: str) -> Names:
    return f"le={left}|{pos}", f"lf={left}|{ending}|{before}"


def _child(dep: str, pos: str, lemma: str, group: str) -> Names:
    return f"c={dep}", f"cp={dep}|{pos}", f"cw={dep}|{lemma}", f"cg={dep}|{group}"


def _speaker(dep: str, kind: str, before: bool) -> Names:
    return (f"ce={dep}|{kind}|{before}",)


def _shape(deps: str, pos: str, group: str, lemma: str) -> Names:
    return f"cs={deps}|{pos}", f"csg={deps}|{group}", f"csw={deps}|{lemma}"


def _subject(kind: str, lemma: str, group: str) -> Names:
    return f"so={kind}", f"sl={lemma}", f"sg={kind}|{group}"


def _quotes(others: int, quoted: bool, group: str, before: str, after: str, pos: str) -> Names:
    return (
        f"qn={others}|{quoted}",
        f"qg={others}|{quoted}|{group}",
        f"qb={before}|{pos}",
        f"qa={after}|{pos}",
        f"qbg={before}|{after}|{group}",
    )


def _place(opens: bool, pos: str, first: bool, last: bool) -> Names:
    return f"p={opens}|{pos}", f"e={first}|{last}|{pos}"


def _governor(dep: str, ruled: bool, classes: str, group: str) -> Names:
    return f"hr={dep}|{ruled}|{group}", f"hg={dep}|{classes}|{group}"


# A word as seen from a cue. ----------------------------------------------------------------------------------------------


def _word_here(lemma: str) -> Names:
    return (f"w={lemma}",)


def _word_before(lemma: str) -> Names:
    return (f"-1={lemma}",)


def _word_after(lemma: str) -> Names:
    return (f"+1={lemma}",)


def _plain(tag: str, dep: str, entity: str, opens: bool, before: str, pos: str, after: str) -> Names:
    return f"t={tag}", f"d={dep}", f"en={entity}|{opens}", f"-1p={before}|{pos}", f"+1p={pos}|{after}"


def _distance(side: str, near: int, group: str, pos: str, lemma: str) -> Names:
    return (
        f"x={side}{near}",
        f"xg={side}{near}|{group}",
        f"xt={side}{near}|{pos}",
        f"a={near if near < 4 else 9}{side}|{lemma}|{pos}",
    )


def _heading(classes: str, side: str, near: int) -> Names:
    return (f"k={classes}|{side}{near if near < 4 else 4}",)


def _branch(key: str, group: str, lemma: str, shape: str, dep: str) -> Names:
    return f"b={key}", f"bg={key}|{group}", f"bw={key}|{lemma}", f"bs={key}|{shape}", f"bd={key}|{dep}"


def _seen(key: str, label: str, quote: str, begins: bool, pos: str, goes_on: bool, source: bool, ruled: bool) -> Names:
    return (
        f"bq={key}|{quote}",
        f"be={key}|{begins}",
        f"bp={key}|{pos}|{begins}",
        f"bf={key}|{goes_on}|{quote}",
        f"q={quote}|{pos}",
        f"r={source}",
        f"rb={source}|{key}",
        f"rp={source}|{pos}",
        f"ruled={ruled}|{label}",
    )


def _way(way: str, side: str, place: int, quote: str) -> Names:
    return f"by={way}{side}{place}", f"byq={way}{side}{place}|{quote}"


def _apart(apart: int, quote: str, side: str, group: str, leap: int, colon: bool) -> Names:
    return f"n={apart}|{quote}", f"nq={apart}|{quote}|{side}|{group}", f"l={leap}|{quote}|{colon}"


def _marks(mark: bool, quote: str, sign: str, before: bool, after: bool) -> Names:
    return f"m={mark}|{quote}|{sign}", f"-1q={before}|{quote}", f"+1q={after}|{quote}"


def _surface(
    side: str, far: int, between: int, marked: bool, wordy: bool, quote: str, group: str, lemma: str, opening: str
) -> Names:
    return (
        f"sg={side}{far}|{group}",
        f"su={opening}|{side}{far}",
        f"suw={lemma}|{opening}|{side}{far}",
        f"sv={side}{far}|{between}|{opening}",
        f"svg={side}{far}|{between}|{group}",
        f"th={side}{marked}|{group}",
        f"to={side}{marked}|{opening}",
        f"sh={side}{far}|{wordy}|{opening}",
        f"shq={side}{far}|{wordy}|{quote}",
        f"shg={side}{far}|{wordy}|{group}",
    )
