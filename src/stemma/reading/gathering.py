"""What only several pages show: lines that an outlet repeats from page to page, and states of one address over time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from stemma.model import Article, Correction, Rejected, Version
from stemma.reading.building import rejudge
from stemma.reading.correcting import correct
from stemma.reading.facts.yearless import day_of, with_years
from stemma.reading.plain.repeated import repeated

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ref|ref_src|source|smid|ocid|ns_\w+|at_\w+", re.I
)
_WORD: Final = re.compile(r"\w+")
_GRAM: Final = 5
KIN: Final = 0.2
"""Least share of the shorter state's 5-grams that the other must hold: two pages that merely name one address are no versions."""


def gather(
    found: Iterable[Article | Rejected], corrections: Iterable[Correction] = (), days: Iterable[date] = ()
) -> list[Article | Rejected]:
    """All that was read, each article once, with what only several pages show.

    - Lines that several pages of one outlet share word for word are furniture on all of them (pages of plain text).
    - A page that tells its weekday and day and no year at all is of the year that the others show.
    - Pages of one address, or packets of one identifier, that share wording are one article: the latest state, with the others in
      `earlier`, oldest first. A state that says word for word what the one before it said is no version of its own.

    The order is that of the input, a versioned article in the place of its first state. What corrections say holds after it. Of a
    collection that is gathered piece by piece (see `bonds`), `days` are those on which pages of the other pieces were published.
    """
    held = _once(found)
    kept = list(corrections)
    pages = [a for a in held if isinstance(a, Article)]
    told = with_years(_cleaned(pages, kept), days)
    groups: dict[str, list[Article]] = {}
    for article in told:
        if key := address(article.url) or _packet(article):
            groups.setdefault(key, []).append(article)
    merged: dict[int, Article | None] = {}
    for states in groups.values():
        for family in _families(states):
            if len(family) > 1:
                merged |= dict.fromkeys((id(a) for a in family), None)
                merged[id(family[0])] = _latest(sorted(family, key=_order))
    out: list[Article | Rejected] = []
    replaced = iter(told)
    for one in held:
        if isinstance(one, Rejected):
            out.append(one)
            continue
        article = next(replaced)
        final = merged.get(id(article), article)
        if final is not None:
            out.append(final)
    return out


def bonds(article: Article) -> tuple[str, ...]:
    """What `gather` looks at to take this article together with others: two that share no bond, nor through others, change nothing
    for each other, save that dates of any tell the year of a page that leaves it out.

    So a collection larger than memory can be gathered piece by piece.
    """
    own = [f"id {article.id}"]
    if at := address(article.url) or _packet(article):
        own.append(f"at {at}")
    if article.form == "text" and article.outlet:
        own.append(f"outlet {article.outlet.value.casefold()}")
    return tuple(own)


def day(article: Article) -> date | None:
    """The day on which the page says it was published, None where it does not say."""
    return day_of(article.published.value) if article.published else None


def _once(found: Iterable[Article | Rejected]) -> list[Article | Rejected]:
    """What was read, an article that stands in several places (one document in two exports) once, with a note of the others."""
    out: list[Article | Rejected] = []
    where: dict[str, int] = {}
    for one in found:
        if isinstance(one, Rejected) or one.id not in where:
            if isinstance(one, Article):
                where[one.id] = len(out)
            out.append(one)
            continue
        first = out[where[one.id]]
        if isinstance(first, Article) and one.source != first.source:
            out[where[one.id]] = replace(first, notes=(*first.notes, f"the same article stands in {one.source}, too"))
    return out


def address(url: str | None) -> str | None:
    """What makes an address the same page: host and path, without what only tells where a click came from.

    None for no address, and for that of a whole site, which some pages give as their own.
    """
    if not url:
        return None
    try:
        split = urlsplit(url)
        host = (split.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = re.sub(r"/(?:index\.html?|amp/?)?$", "", split.path)
    query = urlencode(sorted((k, v) for k, v in parse_qsl(split.query) if not _TRACKING.fullmatch(k)))
    return f"{host}{path}?{query}" if host and (path or query) else None


def _packet(article: Article) -> str | None:
    """The identifier under which an agency sent and resent an item, for packets that have no address."""
    return next((h.item for h in article.history if h.action in ("created", "revised") and h.item), None)


def _cleaned(pages: Sequence[Article], corrections: Sequence[Correction]) -> list[Article]:
    """The pages, those of plain text judged again with the lines that their outlet repeats."""
    by_outlet: dict[str, dict[str, Sequence[str]]] = {}
    for a in pages:
        if a.form == "text" and a.outlet:
            lines = [a.text[line.span.start : line.span.end].strip() for line in a.lines]
            by_outlet.setdefault(a.outlet.value.casefold(), {})[a.id] = lines
    furniture = {outlet: repeated(several) for outlet, several in sorted(by_outlet.items()) if len(several) > 1}
    out = []
    for a in pages:
        own = furniture.get(a.outlet.value.casefold(), frozenset()) if a.form == "text" and a.outlet else frozenset()
        out.append(correct(rejudge(a, own), corrections) if own else a)
    return out


def _families(states: Sequence[Article]) -> list[list[Article]]:
    """The states of one address, apart where they share no wording, in the order given.

    A state that is kin to two others is of one family with both, whichever came first.
    """
    grams = [_grams(a) for a in states]
    homes: list[int] = []
    families: dict[int, list[int]] = {}
    holders: dict[tuple[str, ...], list[int]] = {}
    for n, own in enumerate(grams):
        shared = Counter(k for gram in own for k in holders.get(gram, ()))
        near = {homes[k] for k, count in shared.items() if count >= KIN * min(len(own), len(grams[k]))}
        # The smaller families move into the largest, so that no state moves often.
        home = max(near, key=lambda h: (len(families[h]), -h), default=n)
        homes.append(home)
        families.setdefault(home, []).append(n)
        for other in sorted(near - {home}):
            for k in families.pop(other):
                homes[k] = home
                families[home].append(k)
        for gram in own:
            holders.setdefault(gram, []).append(n)
    return [[states[k] for k in family] for family in sorted(map(sorted, families.values()))]


def _order(article: Article) -> tuple[str, int, str, str]:
    return (_instant(time_of(article)), sum(s.end - s.start for s in article.body), article.source, article.id)


def _instant(time: str | None) -> str:
    """A time in UTC where it tells its zone, so that times can be put in order; "" for none."""
    try:
        value = datetime.fromisoformat(time or "")
        return (value.astimezone(UTC) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError):
        # The first day of the calendar begins before it in the east.
        return time or ""


def time_of(article: Article) -> str | None:
    """When a page stood as it does: captured, else last changed, else published."""
    for told in (article.captured, article.modified and article.modified.value, article.published and article.published.value):
        if told:
            return told
    return None


def _latest(family: Sequence[Article]) -> Article:
    """The last of the states (in the order of time) with the others as its versions."""
    distinct: list[Article] = []
    for state in family:
        # The same words seen again are the same state: the first sight of it counts.
        if not distinct or _words(distinct[-1]) != _words(state):
            distinct.append(state)
    *before, last = distinct
    versions = tuple(
        Version(
            id=a.id,
            source=a.source,
            sha256=a.sha256,
            time=time_of(a),
            title=a.title.value if a.title else None,
            text=a.text,
            body=a.body,
        )
        for a in before
    )
    seen = len(family) - len(distinct)
    notes = (f"{len(versions)} earlier states of this address are kept",) if len(versions) > 1 else ()
    notes = ("an earlier state of this address is kept",) if len(versions) == 1 else notes
    again = (f"seen {seen + 1} times in the same words",) if seen else ()
    return replace(last, earlier=(*last.earlier, *versions), notes=(*last.notes, *notes, *again))


def _words(article: Article) -> list[str]:
    return _WORD.findall(" ".join(article.text[s.start : s.end] for s in article.body).casefold())


def _grams(article: Article) -> frozenset[tuple[str, ...]]:
    words = _words(article)
    return frozenset(tuple(words[i : i + _GRAM]) for i in range(max(1, len(words) - _GRAM + 1)))
