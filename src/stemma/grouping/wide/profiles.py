"""An article as weighted terms by which its event is recognised, made from its text alone: no parse, no vocabulary, no batch.

Names are told by capitals: a word that stands capitalised inside sentences and not in small letters, or, where it only opens
sentences, that the background never uses in small letters. Weights come from the shipped background alone, so that an article's
profile does not depend on what else there is. All weights are whole numbers: sums of them are exact in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide import compiling
from stemma.grouping.wide.surfaces import CAPITAL, COMMON, DATE, ENDS, GAZETTED, LEADS, MONTH, NUMBER, codes, table
from stemma.model import Article

HEAD_SENTENCES: Final = 3
"""The head is the title and this many sentences: what the report is about stands there."""
KEPT: Final = 160
"""Terms of an article that are kept: the heaviest."""

NAME, PLACE, FIGURE, DAY = 1, 2, 4, 8
"""Flags of a term in a profile: a name, one that is a place, a number, a part of a date."""

TERM: Final = np.dtype([("term", "<u4"), ("idf", "u1"), ("count", "u1"), ("head", "u1"), ("flags", "u1")])
"""A term of a profile: 8 bytes. `idf` in steps of 1/29; `count` in the article, `head` of them in title and opening (both up to
255)."""

_DASHES: Final = ("-", "–", "—", "/", "\u2011")
_SHOUTED, _CAPITALS = 5, 0.9
_LONGEST: Final = 100_000
_TITLE_CASE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Profile:
    """One article's terms as bytes: records of `TERM`, sorted by term. `day` is the day of publication as a proleptic ordinal
    (None: not known), `length` a count of words."""

    article: str
    day: int | None
    length: int
    terms: bytes

    def array(self) -> NDArray[np.void]:
        """The records, read-only."""
        return np.frombuffer(self.terms, TERM)


def profile(article: Article) -> Profile:
    """The profile of one article, from the words of its title and body (its first 100,000 characters)."""
    title = ""
    if article.title is not None:
        at = article.title.span
        title = article.text[at.start : at.end] if at is not None else article.title.value
    left, parts = _LONGEST, []
    for span in article.body:
        parts.append(article.text[span.start : min(span.end, span.start + left)])
        left -= span.end - span.start
        if left <= 0:
            break
    day = _day(article.published.value if article.published else None)
    body = "\n".join(parts)
    made = compiling.scanning()
    if made is not None:
        opening = title.encode("utf-8", "surrogatepass")
        found, (many, size, loud, loud_body, _) = table.scanned(
            made, b"%b\n%b" % (opening, body.encode("utf-8", "surrogatepass")), len(opening)
        )
        if not (max(loud, loud_body) > made.LOOKED // 2 or (size >= _SHOUTED and title.isupper())):
            return Profile(article.id, day, many, _terms(found, size))
    words, rest = _words(title, True), _words(body, False)
    return Profile(article.id, day, len(words) + len(rest), _terms(codes(words + rest), len(words)))


def _words(text: str, title: bool) -> list[str]:
    for dash in _DASHES if not text.isascii() else ("-", "/"):
        text = text.replace(dash, " ")
    words = text.split()
    if sum(map(str.isupper, words[:50])) > 25 or (title and len(words) >= _SHOUTED and text.isupper()):
        letters = [c for c in text if c.isalpha()]
        if sum(c.isupper() for c in letters) >= _CAPITALS * len(letters):
            words = text.lower().split()
    return words


def _terms(codes: NDArray[np.uint64], size: int) -> bytes:
    """The records of words of which the first `size` are the title's: the `KEPT` heaviest."""
    made = compiling.kernels()
    if made is not None:
        out = np.empty(len(codes), TERM)
        return out[: made.told(codes, size, _TITLE_CASE, HEAD_SENTENCES, KEPT, LOG, out)].tobytes()
    out = _records(codes, size)
    if len(out) > KEPT:
        out = _heaviest(out)
    return out.tobytes()


def _heaviest(records: NDArray[np.void]) -> NDArray[np.void]:
    weight = records["idf"] * LOG[records["count"]] + np.where(records["head"] > 0, 60.0, 0.0)
    return records[np.sort(np.argsort(-weight, kind="stable")[:KEPT])]  # of equals the smaller terms


def _records(codes: NDArray[np.uint64], size: int) -> NDArray[np.void]:
    """The records of words of which the first `size` are the title's, sorted by term."""
    term = codes.astype(np.uint32)
    flags = (codes >> np.uint64(40)).astype(np.uint8)
    ends = (flags & ENDS) > 0
    opens = np.empty(len(codes), bool)
    opens[1:] = ends[:-1]
    opens[:1] = True
    opens[size : size + 1] = True
    capital = (flags & CAPITAL) > 0
    told = term[:size] > 0
    if size and capital[:size].sum() > _TITLE_CASE * max(1, told.sum()):
        opens[:size] = True  # a title all in capitals tells no names
    before = np.zeros(len(codes), np.uint8)
    before[1:] = flags[:-1]
    place = ((before & LEADS) > 0) & capital | ((flags & GAZETTED) > 0)
    month = (flags & MONTH) > 0
    near = np.zeros(len(codes), bool)
    near[1:] = month[:-1]
    near[:-1] |= month[1:]
    number = (flags & NUMBER) > 0
    day = ((flags & DATE) > 0) | (number & near)
    head = np.ones(len(codes), bool)
    head[size:] = np.cumsum(ends[size:]) - ends[size:] < HEAD_SENTENCES
    word = term > 0
    order = np.flatnonzero(word)
    if not len(order):
        return np.zeros(0, TERM)
    order = order[np.argsort(term[order], kind="stable")]
    ordered = term[order]
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    plain = ~(number | day)
    # Four counts to a whole number, 16 bits each: `_LONGEST` characters are fewer words than that.
    one = head + ((capital & ~opens & plain).astype(np.int64) << 16) + ((~capital & plain).astype(np.int64) << 32)
    two = place + ((number & ~day).astype(np.int64) << 16) + (day.astype(np.int64) << 32)
    one, two = np.add.reduceat(one[order], first), np.add.reduceat(two[order], first)
    heads, inside, small = one & 65535, one >> 16 & 65535, one >> 32
    places, figures, days = two & 65535, two >> 16 & 65535, two >> 32
    count = np.diff(np.append(first, len(order)))
    common = np.bitwise_or.reduceat(flags[order], first) & COMMON > 0
    numeric = figures + days > 0
    name = ~numeric & ((inside > small) | ((inside == 0) & (small == 0) & ~common))
    out = np.empty(len(first), TERM)
    out["term"] = ordered[first]
    out["idf"] = (codes[order[first]] >> np.uint64(32)).astype(np.uint8)
    out["count"] = np.minimum(count, 255)
    out["head"] = np.minimum(heads, 255)
    out["flags"] = name * NAME + (name & (places > 0)) * PLACE + (figures > 0) * FIGURE + (days > 0) * DAY
    return out


LOG: Final = np.concatenate(([0.0], 1.0 + np.log(np.arange(1, 256))))
"""How much a term weighs by its count: `1 + ln count`."""


def _day(published: str | None) -> int | None:
    if published is None or len(published) < 10:
        return None
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None  # a date that reading could not make sense of counts as not known


def joined(profiles: Sequence[Profile]) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """All records one after another, and for each profile where its own begin (one more number: the end)."""
    sizes = np.fromiter((len(p.terms) for p in profiles), np.int64, len(profiles)) // TERM.itemsize
    starts = np.zeros(len(profiles) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    return np.frombuffer(b"".join([p.terms for p in profiles]), TERM), starts
