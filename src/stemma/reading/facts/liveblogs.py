"""The entries of a live blog: when each was posted and its words.

A page is one if its JSON-LD says so (LiveBlogPosting), or if at least four entries stand below its title, each a clock time by
itself (or before a text) with a paragraph or more below it, and the times run one way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from stemma.model import Line, Span, Update
from stemma.reading.facts.dates import find_dates, offset_of
from stemma.reading.html.selfdescription import Json, string_of, types_of
from stemma.reading.html.stamps import iso

LEAST: Final = 4
"""Timed entries that make a live blog."""
_WORDS: Final = 15
"""Words of the entry of median length; the items of a ticker or a programme have fewer."""
_LONGEST: Final = 250
"""Characters of a line in which a stamp is looked for."""
_CLOCK: Final = re.compile(
    r"^\W*(?:(?:posted|updated|published)?(?: at)? ?)"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap]\.?m\b\.?))?"
    r"(?:\s\(?(?P<zone>[A-Z]{2,5})\b\)?)?(?P<rest>[\s|·•:–—-]*)(?=$|\S)",
    re.IGNORECASE,
)
_TIMED: Final = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_LIVE: Final = re.compile(
    r"\b(?:live|as it happened|as they happened|minute.by.minute|latest updates|live ?blog|rolling)\b", re.IGNORECASE
)
_KEY: Final = 8
"""Words of an entry by which it is found in the page's text."""


def updates_of(text: str, lines: Sequence[Line], objects: Sequence[Mapping[str, Json]] = ()) -> tuple[Update, ...]:
    """The entries, in the order of the page; () if the page is no live blog or shows none. `objects` are those of its JSON-LD."""
    return _declared(text, lines, objects) or _shown(text, lines)


def is_declared(objects: Sequence[Mapping[str, Json]], url: str | None) -> bool:
    """Whether the page's JSON-LD calls it a live blog, and not another page that it tells of."""
    for node in objects:
        if "liveblogposting" in types_of(node):
            own = string_of(node.get("url"))
            if not own or not url or own.rstrip("/").casefold() == url.rstrip("/").casefold():
                return True
    return False


def _declared(text: str, lines: Sequence[Line], objects: Sequence[Mapping[str, Json]]) -> tuple[Update, ...]:
    """Entries that JSON-LD lists, those that the text shows: from the line where one begins to the one before the next."""
    found: dict[int, str] = {}
    if not any(node.get("liveBlogUpdate") for node in objects):
        return ()
    keys = [_key(text[line.span.start : line.span.end]) for line in lines]
    for node in objects:
        entries = node.get("liveBlogUpdate") if "liveblogposting" in types_of(node) else None
        for entry in entries if isinstance(entries, list) else [entries]:
            if not isinstance(entry, Mapping):
                continue
            time = iso(string_of(entry.get("datePublished")) or string_of(entry.get("dateModified")), "")
            wanted = [_key(string_of(entry.get(field))) for field in ("headline", "articleBody")]
            at = next((n for key in wanted if len(key) > 12 for n, line in enumerate(keys) if line.startswith(key)), None)
            if time and at is not None:
                found.setdefault(at, time)
    starts = sorted(found)
    last = max((n for n, line in enumerate(lines) if line.role in ("body", "subhead")), default=-1)
    out = []
    for n, after in pairwise([*starts, max(last + 1, starts[-1] + 1) if starts else 0]):
        out.append(Update(time=found[n], span=_words(lines, n, after)))
    return tuple(out)


def _words(lines: Sequence[Line], first: int, after: int) -> Span:
    """From line `first` to the last line of the report before line `after`."""
    end = next((n for n in range(after - 1, first, -1) if lines[n].role in ("body", "subhead")), first)
    return Span(lines[first].span.start, lines[end].span.end)


def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()[:400])[:_KEY])


def _shown(text: str, lines: Sequence[Line]) -> tuple[Update, ...]:
    title = max((n for n, line in enumerate(lines) if line.role == "title"), default=-1)
    last = max((n for n, line in enumerate(lines) if line.role in ("body", "subhead")), default=-1)
    told = text[lines[title].span.start : lines[title].span.end] if title >= 0 else ""
    stamps = []
    for n in range(title + 1, last + 1):
        line = text[lines[n].span.start : min(lines[n].span.end, lines[n].span.start + _LONGEST)]
        if found := _stamp(line):
            stamps.append((n, *found))
    # One form for all: what stands below the title in another form is when the page was published.
    forms = Counter(form for *_, form in stamps)
    form = max(sorted(forms), key=lambda f: forms[f], default="")
    if form == "bare" and not _LIVE.search(told):
        return ()
    stamps = [s for s in stamps if s[-1] == form]
    entries: list[tuple[str, str, Span, int]] = []
    for k, (n, time, clock, skip, _) in enumerate(stamps):
        after = stamps[k + 1][0] if k + 1 < len(stamps) else last + 1
        first = n if skip else n + 1
        if first >= after:
            continue
        start = lines[first].span.start + skip
        end = _words(lines, first, after).end
        if end > start:
            entries.append((time, clock, Span(start, end), len(text[start:end].split())))
    if len(entries) < LEAST or not _one_way([clock for _, clock, _, _ in entries]):
        return ()
    if sorted(size for *_, size in entries)[len(entries) // 2] < _WORDS:
        return ()
    body = sum(len(text[line.span.start : line.span.end].split()) for line in lines if line.role in ("body", "subhead"))
    if sum(size for *_, size in entries) < 0.5 * body:
        return ()
    return tuple(Update(time=time, span=span) for time, _, span, _ in entries)


def _stamp(line: str) -> tuple[str, str, int, str] | None:
    """(time, what to order it by, where the words of the entry begin; 0: on the next line, form of the stamp) of a line that is
    or begins with a time of the day.
    """
    if not _TIMED.search(line):
        return None
    if len(line.split()) <= 8:
        dated = [d for d in find_dates(line, "") if "T" in d.value]
        if len(dated) == 1 and not re.search(r"[^\W\d]{3,}", _without_labels(line[: dated[0].start] + line[dated[0].end :])):
            return dated[0].value, dated[0].value, 0, "dated"
    m = _CLOCK.match(line)
    if not m or not (m["minute"] or m["half"]):
        return None
    hour = int(m["hour"])
    if m["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if m["half"].casefold().startswith("p") else 0)
    clock = f"{hour:02d}:{m['minute'] or '00'}"
    zone, end = m["zone"], m.end()
    minutes = offset_of(zone, "2000-01-01") if zone and zone.isupper() and zone not in ("ET", "CT", "MT", "PT") else None
    if zone and minutes is None and zone not in ("ET", "CT", "MT", "PT"):
        # A word of the text, not a zone.
        end = m.start("zone")
    mark = "" if minutes is None else f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    rest = line[end:].strip(" |·•:–—-")
    form = "told" if m["half"] or (m.start("zone") < end and zone) else "bare"
    if not rest:
        return clock + mark, clock, 0, form
    # "14:32 | The mayor has ...": a text of some length and no list of hours.
    if len(rest.split()) < 8 or not rest[:1].isupper():
        return None
    return clock + mark, clock, line.index(rest, end), form


def _without_labels(words: str) -> str:
    return re.sub(r"\b(?:posted|updated|published|last|on|at)\b", "", words, flags=re.IGNORECASE)


def _one_way(clocks: Sequence[str]) -> bool:
    """Whether the times run forwards or backwards; of six or more one may not (midnight, a pinned entry)."""
    steps = list(pairwise(clocks))
    up, down = sum(a < b for a, b in steps), sum(a > b for a, b in steps)
    return min(up, down) * 6 <= len(clocks) and max(up, down) >= 2
