"""When a page of HTML was published and last changed: ISO 8601, with the clock and zone that the page gives.

Where parts of the page disagree:
- published: JSON-LD datePublished, else article:published_time and its kind, else a time element marked so, else the first time
  element below the heading (unless another date is printed there), else JSON-LD dateCreated, else the date printed around the
  title, else the day in the address.
- zone: a moment told in UTC is given by the page's own clock, if another part of the page tells the same moment with its offset,
  or prints a clock without a zone that differs from it by whole or half hours as clocks of the world do.
- modified: JSON-LD dateModified, else article:modified_time and its kind, else a time element marked so, else the printed
  "updated"; only if it is later than the publication.
- parts that differ from the date chosen by more than a day are told in a note, the one that was chosen first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from lxml import etree

from stemma.model import Noted
from stemma.reading.facts.dates import find_dates, offset_of
from stemma.reading.html.selfdescription import Json, string_of, words_of

_PUBLISHED: Final = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_at",
    "article:publicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "publication_date",
    "displaydate",
)
_MODIFIED: Final = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "og:article:modified_time",
    "article:modified",
    "article.updated",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
)
_MARKED: Final = etree.XPath("//time[@itemprop='datePublished' or @pubdate]")
_BELOW: Final = etree.XPath("(//h1)[1]/following::time[1]")
_CHANGED: Final = etree.XPath("//*[@itemprop='dateModified' or self::time[contains(@class, 'updated')]]")
_STAMP: Final = re.compile(
    r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(Z|[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)?)?"
)
_EPOCH: Final = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*$")
_IN_PATH: Final = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](?P<day>[0-3]?\d)(?=[/._-]|$)",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stamps:
    """When a page was published and last changed, and notes on parts of it that disagree."""

    published: Noted | None
    modified: Noted | None
    notes: tuple[str, ...]


def stamps_of(
    root: etree._Element,
    metas: Mapping[str, Sequence[str]],
    stories: Sequence[Mapping[str, Json]],
    text: str,
    printed: tuple[Noted | None, Noted | None],
    url: str | None,
) -> Stamps:
    """Read the page's times. `printed` are the dates of publication and of change as `text` shows them to a reader."""
    told = [(string_of(n.get("datePublished")), "JSON-LD datePublished") for n in stories]
    tagged = [(v[0], f"meta {k}") for k in _PUBLISHED if (v := metas.get(k))]
    created = [(string_of(n.get("dateCreated")), "JSON-LD dateCreated") for n in stories]
    marked = [(_moment(t), "marked time element") for t in _MARKED(root)[:1]]
    near = _BELOW(root) if root.find(".//h1") is not None else list(root.iter("time"))[:1]
    below = _dated([(_moment(t), "time element") for t in near], text)
    shown, changed = printed
    # Of a page's objects only the first is the report itself; the others may be films or related reports.
    found = [*_dated(told, text)[:1], *_dated(tagged, text), *_dated(marked, text)]
    if below and shown and not found and shown.how.startswith("date below") and _apart(below[0].value, shown.value):
        # A time element that nothing marks as that of publication may be any time.
        below = []
    found += [*below, *_dated(created, text)[:1]]
    if shown:
        found.append(shown)
    if url and (day := _day_in(url)):
        found.append(Noted(value=day, how="day in the address"))
    modified = _modified(root, metas, stories, text, changed)
    if not found:
        return Stamps(None, modified, ())
    best = found[0]
    if modified and not _later(modified.value, best.value):
        modified = None
    others = [n for n in found[1:] if not (modified and n.value[:10] == modified.value[:10])]
    notes = tuple(
        dict.fromkeys(
            f"dates of publication disagree: {best.value} ({best.how}) was chosen, {n.value} ({n.how}) stands beside it"
            for n in others
            if _weighs(n) and _apart(best.value, n.value)
        )
    )
    return Stamps(_local(best, others), modified, notes)


def _dated(raw: Sequence[tuple[str, str]], text: str) -> list[Noted]:
    return [Noted(value=value, how=how) for words, how in raw if words and (value := iso(words, text))]


def iso(raw: str, page: str) -> str | None:
    """An ISO 8601 value as used here ("2024-02-14", "2024-02-14T23:55+05:30") out of a date in a machine-readable field."""
    m = _STAMP.match(raw)
    if m:
        day = f"{m[1]}-{m[2]}-{m[3]}"
        if m[4] and _is_moment(full := f"{day}T{m[4]}:{m[5]}{_zone(m[6], day)}"):
            return full
        return day if _is_moment(day) else None
    if m := _EPOCH.match(raw):
        return datetime.fromtimestamp(int(m[1]), UTC).strftime("%Y-%m-%dT%H:%M+00:00")
    dated = find_dates(raw[:80], page)
    return dated[0].value if dated else None


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _zone(words: str | None, day: str) -> str:
    if not words:
        return ""
    if words[0] in "+-":
        return words if ":" in words else f"{words[:3]}:{words[3:] or '00'}"
    minutes = offset_of(words, day)
    if minutes is None:
        return ""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _moment(element: etree._Element) -> str:
    """What a time element tells: its datetime if that is a date, else its content, else its words."""
    for told in (element.get("datetime"), element.get("content")):
        if told and _STAMP.match(told):
            return str(told)
    return words_of(element, " ")


def _modified(
    root: etree._Element,
    metas: Mapping[str, Sequence[str]],
    stories: Sequence[Mapping[str, Json]],
    text: str,
    printed: Noted | None,
) -> Noted | None:
    raw = [(string_of(n.get("dateModified")), "JSON-LD dateModified") for n in stories]
    raw += [(v[0], f"meta {k}") for k in _MODIFIED if (v := metas.get(k))]
    raw += [(_moment(t), "time element") for t in _CHANGED(root)[:1]]
    return next(iter(_dated(raw, text)), printed)


def _day_in(url: str) -> str | None:
    """The day in an address that files its pages by day ("/2024/02/14/", "/2024/feb/14/")."""
    m = _IN_PATH.search(url)
    if not m:
        return None
    month = m["month"].casefold()
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    try:
        return datetime(int(m["year"]), number, int(m["day"])).date().isoformat()
    except ValueError:
        return None


def _when(value: str) -> datetime:
    """A moment to compare by: what is left out is midnight and UTC."""
    full = value if len(value) > 7 else f"{value}-01"
    moment = datetime.fromisoformat(full)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _later(value: str, than: str) -> bool:
    """Whether a time is later than another, as far as both tell."""
    if len(value) <= 10 or len(than) <= 10:
        size = min(len(value), len(than), 10)
        return value[:size] > than[:size]
    return _when(value) > _when(than)


def _apart(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 10:
        return a[:7] != b[:7]
    # A day without a clock may be any zone's.
    slack = _DAY if len(a) > 10 and len(b) > 10 else 2 * _DAY
    return abs(_when(a) - _when(b)) > slack


def _weighs(noted: Noted) -> bool:
    """Whether a date is one of publication for certain: told so to machines, printed below the title, or the address's."""
    return noted.how.startswith(("JSON-LD datePublished", "meta article", "date below", "day in")) and "Created" not in noted.how


def _local(best: Noted, others: Sequence[Noted]) -> Noted:
    """A moment told in UTC by the clock of the place where it was published, if the page shows that clock."""
    if not best.value.endswith("+00:00"):
        return best
    moment = _when(best.value)
    for other in others:
        if len(other.value) <= 10:
            continue
        theirs = _when(other.value)
        minutes = round((theirs - moment).total_seconds() / 60)
        if other.value[16:] and not other.value.endswith("+00:00") and minutes == 0:
            value = other.value
        elif not other.value[16:] and minutes and minutes % 30 == 0 and -12 * 60 <= minutes <= 14 * 60:
            value = f"{other.value}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
        else:
            continue
        return Noted(value=value, how=f"{best.how}, by the clock of {other.how}", span=other.span)
    return best
